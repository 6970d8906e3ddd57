import numpy as np

# Mehrlagiges Perzeptron, Sollwerte -1 / +1, tanh in beiden Schichten
# Schwelle als letzte Spalte der Gewichte (Eingang immer 1)

muster = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]], dtype=float)
soll = np.array([[-1], [1], [1], [-1]], dtype=float)

zufall = np.random.RandomState(29)
V = zufall.uniform(-0.8, 0.8, size=(3, 3))  # verdeckt x (eingang + schwelle)
W = zufall.uniform(-0.8, 0.8, size=(1, 4))  # ausgang x (verdeckt + schwelle)


def f(netz):
    return np.tanh(netz)


def f_strich(o):
    """Ableitung der Aktivierung, durch den Ausgang o ausgedrückt"""
    return o * (1 - o)


def mit_schwelle(a):
    return np.append(a, 1.0)


def ausgabe(V, W, x):
    verdeckt = f(V @ mit_schwelle(x))
    return verdeckt, f(W @ mit_schwelle(verdeckt))


def fehler(V, W):
    summe = 0.0
    for x, t in zip(muster, soll):
        _, o = ausgabe(V, W, x)
        summe += 0.5 * np.sum((t - o) ** 2)
    return summe


def gradient(V, W):
    dV = np.zeros_like(V)
    dW = np.zeros_like(W)
    for x, t in zip(muster, soll):
        h, o = ausgabe(V, W, x)
        delta_o = -(t - o) * f_strich(o)
        delta_h = (W[:, :-1].T @ delta_o) * f_strich(h)
        dW += np.outer(delta_o, mit_schwelle(h))
        dV += np.outer(delta_h, mit_schwelle(x))
    return dV, dW


def lernen(V, W, eta=0.3, epochen=500):
    for _ in range(epochen):
        dV, dW = gradient(V, W)
        V = V - eta * dV
        W = W - eta * dW
    return V, W


# ---- for the test
EXPECTED = "the activation is tanh, but f_strich is the sigmoid's derivative o * (1 - o), in both layers"
KINDS = {"derivative of another activation"}
PLACES = ["V", "W", "all", "every", "hidden", "output"]
TWO = False
MEND = [("return o * (1 - o)", "return 1 - o * o")]
OFF = {"V", "W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=fehler, grads=gradient, params=(V, W))


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: fehler(**a), lambda a: dict(zip(("V", "W"), gradient(**a))), dict(V=V, W=W)
