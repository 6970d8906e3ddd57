# Übung 6: tiefes Netz mit beliebig vielen Schichten (tanh, Softmax am Ende)
# Daten: so etwas wie die Schwertlilien, 4 Merkmale, 3 Arten, standardisiert
import numpy as np

zufall = np.random.RandomState(42)
schichten = [4, 4, 4, 3]          # Breite je Schicht, Eingang zuerst

gewichte = []
schwellen = []
for ein, aus in zip(schichten[:-1], schichten[1:]):
    gewichte.append(zufall.randn(ein, aus) / np.sqrt(ein))
    schwellen.append(0.1 * zufall.randn(aus))

art = np.arange(21) % 3
mitten = np.array([[-1.2, 1.0, -1.3, -1.2], [0.2, -0.7, 0.3, 0.2], [1.0, 0.1, 1.1, 1.2]])
X = mitten[art] + 0.5 * zufall.randn(21, 4)
T = np.eye(3)[art]


def vorwaerts(gewichte, schwellen, X):
    A = [X]
    for l in range(len(gewichte)):
        z = A[l] @ gewichte[l] + schwellen[l]
        if l < len(gewichte) - 1:
            A.append(np.tanh(z))
        else:
            e = np.exp(z - z.max(axis=1, keepdims=True))
            A.append(e / e.sum(axis=1, keepdims=True))
    return A


def fehler(gewichte, schwellen, X, T):
    P = vorwaerts(gewichte, schwellen, X)[-1]
    return -np.sum(T * np.log(P)) / len(X)


def rueckwaerts(gewichte, schwellen, X, T):
    A = vorwaerts(gewichte, schwellen, X)
    L = len(gewichte)
    dW, db = [None] * L, [None] * L
    # Softmax + Kreuzentropie: einfach Ausgabe minus Ziel
    delta = (A[-1] - T) / len(X)
    for l in range(L - 1, -1, -1):
        dW[l] = A[l].T @ delta
        db[l] = delta.sum(axis=0)
        if l > 0:
            delta = (delta @ gewichte[l].T) * (1 - A[l - 1] ** 2)   # Ableitung von tanh
    return dW, db


def lernen(gewichte, schwellen, X, T, rate=0.2, runden=500):
    for runde in range(runden):
        dW, db = rueckwaerts(gewichte, schwellen, X, T)
        for l in range(len(gewichte)):
            gewichte[l] = gewichte[l] - rate * dW[l]
            schwellen[l] = schwellen[l] - rate * db[l]
        if runde % 50 == 0:
            print("Runde", runde, "Fehler", round(fehler(gewichte, schwellen, X, T), 4))


if __name__ == "__main__":
    lernen(gewichte, schwellen, X, T)
    treffer = vorwaerts(gewichte, schwellen, X)[-1].argmax(axis=1) == art
    print("richtig:", treffer.sum(), "von", len(art))

# ---- for the test
EXPECTED = "In rueckwaerts the tanh derivative is taken at A[l - 1], the activations of the layer before (for the first layer: the inputs X), and not at A[l]."
KINDS = {"derivative at the wrong argument", "wrong layer's activation derivative", "off by one index", "wrong layer", "wrong index", "wrong activation"}
PLACES = ["delta", "A", "rueckwaerts", "gewichte", "schwellen", "dW", "db"]
TWO = False
MEND = [("(1 - A[l - 1] ** 2)", "(1 - A[l] ** 2)")]
OFF = {"W0", "b0", "W1", "b1"}


def hand_over():
    return dict(params=[gewichte, schwellen], loss=fehler, grads=rueckwaerts, x=X, y=T, rate=0.2)


def proof():
    def take(p):
        return [p["W%d" % l] for l in range(3)], [p["b%d" % l] for l in range(3)]

    def pack(W, b):
        return {**{"W%d" % l: W[l].copy() for l in range(3)}, **{"b%d" % l: b[l].copy() for l in range(3)}}

    return (lambda p: fehler(*take(p), X, T), lambda p: pack(*rueckwaerts(*take(p), X, T)), pack(gewichte, schwellen))
