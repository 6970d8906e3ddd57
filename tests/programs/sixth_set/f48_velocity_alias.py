import numpy as np


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, lr=0.1, momentum=0.5):
        rs = np.random.RandomState(21)
        self.lr = lr
        self.momentum = momentum
        self.W = rs.randn(n_features, n_classes) * 0.5
        self.b = np.zeros(n_classes)
        self.vW = self.W  # same shape
        self.vb = np.zeros_like(self.b)

    def predict_proba(self, X):
        s = X @ self.W + self.b
        e = np.exp(s - s.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def loss(self, X, y):
        return -np.mean(np.log(self.predict_proba(X)[np.arange(len(y)), y]))

    def partial_fit(self, X, y):
        p = self.predict_proba(X)
        p[np.arange(len(y)), y] -= 1
        gW = X.T @ p / len(y)
        gb = p.mean(axis=0)
        self.vW *= self.momentum
        self.vW -= self.lr * gW
        self.vb *= self.momentum
        self.vb -= self.lr * gb
        self.W += self.vW
        self.b += self.vb


rs = np.random.RandomState(1)
X = rs.randn(8, 3)
y = np.array([0, 1, 1, 0, 2, 2, 2, 2])
clf = SoftmaxRegression(3, 3)


# ---- for the test
EXPECTED = "vW is W itself, not zeros: the velocity's changes in place are changes of the weights"
KINDS = {"aliasing", "velocity is the weights", "written in place", "optimizer", "shared state", "state shared", "optimizer's formula"}
PLACES = ["W", "velocity", "vW", "update"]
TWO = False
MEND = [("self.vW = self.W  # same shape", "self.vW = np.zeros_like(self.W)")]
OFF = {"W"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=clf, loss=clf.loss, step=clf.partial_fit, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = SoftmaxRegression(3, 3)
        new.W[...], new.b[...] = a["W"], a["b"]
        return new

    def claim(a):
        new = made(a)
        new.partial_fit(X, y)
        return {"W": (a["W"] - new.W) / 0.1, "b": (a["b"] - new.b) / 0.1}

    return lambda a: made(a).loss(X, y), claim, {"W": clf.W, "b": clf.b}
