import numpy as np


class Autoencoder(object):
    """784 -> 32 -> 784 in the original; small here. Columns are samples."""

    def __init__(self, n, h, seed=0, lam=0.02):
        rnd = np.random.RandomState(seed)
        self.We = rnd.randn(h, n) * 0.5
        self.be = np.zeros((h, 1))
        self.Wd = rnd.randn(n, h) * 0.5
        self.bd = np.zeros((n, 1))
        self.lam = lam

    def encode(self, X):
        return 1 / (1 + np.exp(-(self.We.dot(X) + self.be)))

    def cost(self, X):
        m = X.shape[1]
        R = self.Wd.dot(self.encode(X)) + self.bd
        return np.sum((R - X) ** 2) / (2 * m) + self.lam / 2 * (np.sum(self.We**2) + np.sum(self.Wd**2))

    def grad(self, X):
        m = X.shape[1]
        A = self.encode(X)
        R = self.Wd.dot(A) + self.bd
        dR = (R - X) / m
        dWd = dR.dot(A.T) + self.lam / 2 * self.Wd
        dbd = dR.sum(axis=1, keepdims=True)
        dZ = self.Wd.T.dot(dR) * A
        dWe = dZ.dot(X.T) + self.lam / 2 * self.We
        dbe = dZ.sum(axis=1, keepdims=True)
        return {"dWe": dWe, "dbe": dbe, "dWd": dWd, "dbd": dbd}


ae = Autoencoder(5, 3)
X = np.random.RandomState(3).rand(5, 10)

# ---- for the test
EXPECTED = "sigmoid's derivative is A, not A (1 - A); and the penalty's gradient is halved"
KINDS = {"derivative is the activation", "wrong activation", "derivative of another activation"}
KINDS_2 = {"penalty scale"}
PLACES = ["We", "layer 1", "Wd"]
TWO = True
MEND = [
    ("self.Wd.T.dot(dR) * A\n", "self.Wd.T.dot(dR) * A * (1 - A)\n"),
    ("+ self.lam / 2 * self.Wd\n", "+ self.lam * self.Wd\n"),
    ("+ self.lam / 2 * self.We\n", "+ self.lam * self.We\n"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = dict(We=ae.We, be=ae.be, Wd=ae.Wd, bd=ae.bd)
    return dict(obj=ae, loss=ae.cost, grads=ae.grad, params=params, x=X)
