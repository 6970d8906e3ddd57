"""Auto-encodeur à poids liés : le décodeur se sert de la transposée de W.
Mon gradient numérique et mon gradient analytique de W n'ont presque rien en commun, ceux des biais sont bons."""
import numpy as np
from collections import namedtuple

Poids = namedtuple("Poids", "W b c")      # W (entrées, cachés), b du code, c de la sortie


def sigmoide(t):
    return 1.0 / (1.0 + np.exp(-t))


def coder(p, X):
    return sigmoide(X @ p.W + p.b)


def decoder(p, code):
    return code @ p.W.T + p.c


def cout(p, X):
    ecart = decoder(p, coder(p, X)) - X
    return 0.5 * np.mean(np.sum(ecart ** 2, axis=1))


def gradient(p, X):
    n = X.shape[0]
    code = coder(p, X)
    d_sortie = (decoder(p, code) - X) / n
    d_code = d_sortie @ p.W * code * (1 - code)
    dW = d_sortie.T @ code
    return Poids(dW, d_code.sum(axis=0), d_sortie.sum(axis=0))


def apprendre(p, X, pas=0.1, tours=1000):
    for _ in range(tours):
        g = gradient(p, X)
        p = Poids(*(a - pas * d for a, d in zip(p, g)))
    return p


alea = np.random.RandomState(21)
base = alea.randn(8, 2)
X = np.c_[base, base[:, :1] + base[:, 1:], base[:, :1] - 0.5 * base[:, 1:]]
p0 = Poids(alea.randn(4, 2) * 0.7, alea.randn(2) * 0.2, alea.randn(4) * 0.2)

if __name__ == "__main__":
    print(cout(p0, X), cout(apprendre(p0, X), X))


# ---- for the test
EXPECTED = "W is used twice, by the encoder and (transposed) by the decoder: dW holds the decoder's part only, X.T @ d_code is missing"
KINDS = {"path missing", "not accumulated"}
PLACES = ["W", "dW", "array 1"]
TWO = False
MEND = [("dW = d_sortie.T @ code", "dW = d_sortie.T @ code + X.T @ d_code")]
OFF = {"W"}


def hand_over():
    return dict(loss=cout, grads=gradient, params=p0, x=X)


def proof():
    return lambda a: cout(Poids(**a), X), lambda a: gradient(Poids(**a), X)._asdict(), {k: v.copy() for k, v in p0._asdict().items()}
