import numpy as np


class GaussianNet:
    """predicts a mean and a log-variance"""

    def __init__(self, X, y, n_hidden=4):
        rng = np.random.RandomState(38)
        self.X, self.y = X, y
        self.W1 = rng.randn(X.shape[1], n_hidden) * 0.6
        self.b1 = np.zeros(n_hidden)
        self.Wm = rng.randn(n_hidden) * 0.6
        self.bm = 0.0
        self.Ws = rng.randn(n_hidden) * 0.3
        self.bs = 0.1

    def nll(self):
        self.h = np.tanh(self.X @ self.W1 + self.b1)
        self.m = self.h @ self.Wm + self.bm
        self.s = self.h @ self.Ws + self.bs
        return np.mean(0.5 * self.s + 0.5 * (self.y - self.m) ** 2 * np.exp(-self.s))

    def grads(self):
        self.nll()
        n = len(self.y)
        dm = (self.m - self.y) * np.exp(-self.s) / n
        ds = 0.5 * (self.y - self.m) ** 2 * np.exp(-self.s) / n + 0.5 / n
        dh = np.outer(dm, self.Wm) + np.outer(ds, self.Ws)
        dz = dh * (1 - self.h**2)
        return {
            "W1": self.X.T @ dz,
            "b1": dz.sum(0),
            "Wm": self.h.T @ dm,
            "bm": dm.sum(),
            "Ws": self.h.T @ ds,
            "bs": ds.sum(),
        }


rng = np.random.RandomState(1)
X = rng.randn(9, 2)
y = X[:, 0] + 0.3 * rng.randn(9)
net = GaussianNet(X, y)

# ---- for the test
EXPECTED = "the derivative of exp(-s) has the wrong sign"
KINDS = {"sign", "wrong derivative"}
PLACES = ["Ws", "bs"]
TWO = False
MEND = [("ds = 0.5 * (self.y", "ds = -0.5 * (self.y")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = dict(W1=net.W1, b1=net.b1, Wm=net.Wm, bm=net.bm, Ws=net.Ws, bs=net.bs)
    return dict(obj=net, loss=net.nll, grads=net.grads, params=params)
