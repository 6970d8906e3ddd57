import numpy as np


class FM:
    def __init__(self, n, k):
        g = np.random.RandomState(45)
        self.w0, self.w, self.V = 0.2, g.randn(n) * 0.3, g.randn(n, k) * 0.3

    def score(self, x):
        s = self.V.T @ x
        return self.w0 + self.w @ x + 0.5 * np.sum(s**2 - (self.V**2).T @ x**2)

    def loss(self, X, y):
        return sum(np.log(1 + np.exp(-t * self.score(x))) for x, t in zip(X, y)) / len(X)

    def sgd_epoch(self, X, y, eta=0.1):
        g0, gw, gV = 0, np.zeros_like(self.w), np.zeros_like(self.V)
        for x, t in zip(X, y):
            m = -t / (1 + np.exp(t * self.score(x)))
            g0 += m
            gw += m * x
            gV += m * np.outer(x, self.V.T @ x)
        self.w0 -= eta * g0 / len(X)
        self.w -= eta * gw / len(X)
        self.V -= eta * gV / len(X)


X = np.random.RandomState(46).randn(9, 5)
y = np.array([1, -1, 1, 1, -1, -1, 1, -1, 1])

# ---- for the test
EXPECTED = "the gradient of V lacks the second term, - V x**2"
KINDS = {"path missing", "wrong derivative", "unknown"}
PLACES = ["V"]
TWO = False
MEND = [("np.outer(x, self.V.T @ x)", "(np.outer(x, self.V.T @ x) - self.V * (x**2)[:, None])")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    fm = FM(5, 2)
    return dict(obj=fm, loss=fm.loss, step=fm.sgd_epoch, x=X, y=y, rate=0.1)
