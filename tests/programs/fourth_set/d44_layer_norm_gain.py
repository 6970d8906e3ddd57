import numpy as np


class LayerNorm:
    def __init__(self, n):
        self.g, self.b = np.ones(n) * 1.2, np.zeros(n) + 0.1

    def forward(self, x):
        self.mean = x.mean(-1, keepdims=True)
        self.std = np.sqrt(x.var(-1, keepdims=True) + 1e-6)
        self.xhat = (x - self.mean) / self.std
        return self.g * self.xhat + self.b

    def backward(self, d):
        self.dg, self.db = (d * self.xhat).sum(0), d.sum(0)
        dx = d - d.mean(-1, keepdims=True) - self.xhat * (d * self.xhat).mean(-1, keepdims=True)
        return dx / self.std


rng = np.random.default_rng(44)
A = rng.normal(size=(3, 5))
ln = LayerNorm(5)
B = rng.normal(size=(5, 1))
x, t = rng.normal(size=(7, 3)), rng.normal(size=(7, 1))


def loss():
    return np.mean((np.maximum(ln.forward(x @ A), 0) @ B - t) ** 2)


def grads():
    n = ln.forward(x @ A)
    r = np.maximum(n, 0)
    d = 2 * (r @ B - t) / len(t)
    dB = r.T @ d
    dA = x.T @ ln.backward(d @ B.T * (n > 0))
    return dA, ln.dg, ln.db, dB


# ---- for the test
EXPECTED = "the gain is missing in what layer norm passes down"
KINDS = {"factor missing"}
PLACES = ["A", "layer 1", "gain", "norm"]
TWO = False
MEND = [("        dx = d - d.mean", "        d = d * self.g\n        dx = d - d.mean")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=(A, ln.g, ln.b, B))
