"""Esercizio 6 -- CNN su segnali 1D, due strati convoluzionali (un segnale alla volta).

    x (12) -> conv 2 filtri da 3 -> ReLU (2x10) -> conv 1 filtro 2x3 -> tanh (8)
           -> neurone lineare -> sigmoide   (c'e' un picco largo: 1 / no: 0)

La prova numerica passa per il secondo strato e per l'uscita, non per il primo.
"""
import numpy as np


def relu(z):
    return z * (z > 0)


def sigmoide(z):
    return 1 / (1 + np.exp(-z))


def parametri_iniziali():
    g = np.random.RandomState(31)
    K1 = g.randn(2, 3)
    b1 = 0.2 * g.randn(2)
    K2 = g.randn(2, 3)
    b2 = 0.2 * g.randn(1)
    w = g.randn(8)
    c = 0.2 * g.randn(1)
    return K1, b1, K2, b2, w, c


def avanti(K1, b1, K2, b2, w, c, x):
    Z1 = np.array([np.correlate(x, K1[f], mode="valid") + b1[f] for f in range(2)])
    H1 = relu(Z1)
    z2 = b2 + sum(np.correlate(H1[f], K2[f], mode="valid") for f in range(2))
    h2 = np.tanh(z2)
    p = sigmoide(h2 @ w + c[0])
    return Z1, H1, h2, p


def costo(K1, b1, K2, b2, w, c, X, y):
    totale = 0.0
    for x, t in zip(X, y):
        p = avanti(K1, b1, K2, b2, w, c, x)[-1]
        totale -= t * np.log(p) + (1 - t) * np.log(1 - p)
    return totale / len(X)


def indietro(K1, b1, K2, b2, w, c, X, y):
    dK1, db1 = np.zeros_like(K1), np.zeros_like(b1)
    dK2, db2 = np.zeros_like(K2), np.zeros_like(b2)
    dw, dc = np.zeros_like(w), np.zeros_like(c)
    for x, t in zip(X, y):
        Z1, H1, h2, p = avanti(K1, b1, K2, b2, w, c, x)
        d = (p - t) / len(X)
        dw += d * h2
        dc += d
        dz2 = d * w * (1 - h2 ** 2)
        db2 += dz2.sum()
        for f in range(2):
            dK2[f] += np.correlate(H1[f], dz2, mode="valid")
            # gradiente rispetto all'ingresso dello strato: modo "full" (8 + 3 - 1 = 10)
            dH1 = np.correlate(dz2, K2[f], mode="full")
            dz1 = dH1 * (Z1[f] > 0)
            dK1[f] += np.correlate(x, dz1, mode="valid")
            db1[f] += dz1.sum()
    return dK1, db1, dK2, db2, dw, dc


def segnali():
    g = np.random.RandomState(6)
    X = 0.5 * g.randn(12, 12)
    y = np.arange(12) % 2
    for i in range(12):
        posto = g.randint(2, 8)
        X[i, posto:posto + (3 if y[i] else 1)] += 1.5
    return X, y


if __name__ == "__main__":
    X, y = segnali()
    P = list(parametri_iniziali())
    for epoca in range(300):
        D = indietro(*P, X, y)
        for i in range(len(P)):
            P[i] = P[i] - 0.2 * D[i]
        if epoca % 30 == 0:
            print("epoca %3d  costo %.4f" % (epoca, costo(*P, X, y)))

# ---- for the test
EXPECTED = "indietro(): the error goes back through the second convolution by np.correlate(..., 'full') and not np.convolve: the kernel K2 is not flipped."
KINDS = {"kernel not flipped", "flip missing", "correlation instead of convolution", "transposed", "wrong weights", "kernel reversed"}
PLACES = ["dH1", "K2", "indietro", "dz1", "K1", "b1", "dK1", "db1"]
TWO = False
MEND = [('dH1 = np.correlate(dz2, K2[f], mode="full")', 'dH1 = np.convolve(dz2, K2[f], mode="full")')]
OFF = {"K1", "b1"}


def hand_over():
    X, y = segnali()
    return dict(params=list(parametri_iniziali()), loss=costo, grads=indietro, x=X, y=y)


def proof():
    X, y = segnali()
    names = ("K1", "b1", "K2", "b2", "w", "c")
    return (lambda p: costo(*[p[k] for k in names], X, y),
            lambda p: dict(zip(names, indietro(*[p[k] for k in names], X, y))),
            dict(zip(names, parametri_iniziali())))
