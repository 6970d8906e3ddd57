# TP 2 : régression ridge par descente de gradient
# t[0] = ordonnée à l'origine, t[1:] = pentes ; on ne pénalise PAS t[0] (cf. cours)
import numpy as np

n, d = 20, 4
g = np.random.default_rng(5)
x = g.normal(size=(n, d))
A = np.column_stack((np.ones(n), x))
v = np.array([6.0, 1.0, -2.0, 0.0, 0.5])          # vrais coefficients
y = A @ v + 0.3 * g.normal(size=n)


def J(t, A, y, l=0.2):
    r = A @ t - y
    return r @ r / (2 * len(y)) + l / 2 * np.sum(t[1:] ** 2)


def dJ(t, A, y, l=0.2):
    r = A @ t - y
    return A.T @ r / len(y) + l * t


def descente(t, a=0.1, k=300):
    h = []
    for _ in range(k):
        t = t - a * dJ(t, A, y)
        h.append(J(t, A, y))
    return t, h


if __name__ == "__main__":
    t, h = descente(np.zeros(d + 1))
    print("t =", np.round(t, 3), "  J =", h[-1])
    # bizarre : t[0] vaut 4.5 au lieu de 6, même avec k=5000 (sklearn trouve mieux)

# ---- for the test
EXPECTED = "dJ adds the penalty's gradient to the intercept t[0] too, while the loss J penalizes t[1:] only."
KINDS = {"bias penalized", "penalty on the intercept", "regularizes the bias", "penalty", "intercept"}
PLACES = ["dJ", "t[0]", "t", "l"]
TWO = False
MEND = [("    return A.T @ r / len(y) + l * t\n", "    return A.T @ r / len(y) + l * np.r_[0, t[1:]]\n")]
OFF = {"t"}


def hand_over():
    return dict(params=[np.ones(d + 1)], loss=J, grads=dJ, x=A, y=y)


def proof():
    return lambda p: J(p["t"], A, y), lambda p: dict(t=dJ(p["t"], A, y)), dict(t=np.linspace(1, -1, d + 1) + 0.1)
