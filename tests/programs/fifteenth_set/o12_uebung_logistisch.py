# Übungsblatt 4, Aufgabe 2: logistische Regression mit L2-Strafe, Gruppe 17
# Vor jeder Epoche wird gemischt, damit sich das Modell nicht die Reihenfolge merkt.
import numpy as np

rng = np.random.default_rng(17)
ETA = 0.5        # Lernrate
LAM = 0.05       # Stärke der Strafe

sig = lambda z: 1 / (1 + np.exp(-z))


def daten(m=16):
    r = np.random.default_rng(3)
    X = r.normal(size=(m, 3))
    y = (X @ np.array([2.0, -1.0, 0.5]) + 0.3 * r.normal(size=m) > 0.2).astype(float)
    return X, y


def J(w, b, X, y):
    """Kreuzentropie + lambda/2 * |w|^2 (b wird nicht bestraft)"""
    p = sig(X @ w + b)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) + LAM / 2 * (w @ w)


def epoche(w, b, X, y):
    idx = rng.permutation(len(X))
    X = X[idx]
    fehler = sig(X @ w + b) - y
    gw = X.T @ fehler / len(y) - LAM * w
    gb = fehler.mean()
    return w - ETA * gw, b - ETA * gb


def genauigkeit(w, b, X, y):
    return np.mean((X @ w + b > 0) == (y == 1))


if __name__ == "__main__":
    X, y = daten()
    w, b = np.array([0.3, 0.8, -0.5]), np.zeros(1)
    for k in range(201):
        w, b = epoche(w, b, X, y)
        if k % 40 == 0:
            print(f"Epoche {k:3d}: J = {J(w, b, X, y):.4f}, Genauigkeit {genauigkeit(w, b, X, y):.2f}")

# ---- for the test
EXPECTED = ("epoche() shuffles X but not y, so the errors belong to other examples' labels; "
            "and the penalty's gradient is subtracted from gw (sign), so the weights are pushed away from zero.")
KINDS = {"wrong labels", "shuffled X without y", "wrong rows", "shuffle", "order"}
KINDS_2 = {"sign", "sign of the penalty", "penalty sign", "regularization sign", "penalty"}
PLACES = ["epoche", "X", "y", "idx", "fehler", "gw", "LAM", "w"]
TWO = True
MEND = [("    X = X[idx]\n", "    X, y = X[idx], y[idx]\n"),
        ("    gw = X.T @ fehler / len(y) - LAM * w\n", "    gw = X.T @ fehler / len(y) + LAM * w\n")]
OFF = {"w"}


def hand_over():
    X, y = daten()
    return dict(params=[np.array([0.3, 0.8, -0.5]), np.zeros(1)], loss=J, step=epoche, x=X, y=y, rate=ETA)


def proof():
    X, y = daten()

    def claim(p):
        w, b = epoche(p["w"], p["b"], X, y)
        return {"w": (p["w"] - w) / ETA, "b": (p["b"] - b) / ETA}

    return lambda p: float(J(p["w"], p["b"], X, y)), claim, {"w": np.array([0.3, 0.8, -0.5]), "b": np.zeros(1)}
