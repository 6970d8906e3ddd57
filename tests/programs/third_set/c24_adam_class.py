import copy

import numpy as np


class Adam:
    def __init__(self, learning_rate=0.05, b1=0.9, b2=0.999):
        self.learning_rate = learning_rate
        self.eps = 1e-8
        self.m = None
        self.v = None
        self.t = 1
        # Decay rates
        self.b1 = b1
        self.b2 = b2

    def update(self, w, grad_wrt_w):
        # If not initialized
        if self.m is None:
            self.m = np.zeros(np.shape(grad_wrt_w))
            self.v = np.zeros(np.shape(grad_wrt_w))

        self.m = self.b1 * self.m + (1 - self.b1) * grad_wrt_w
        self.v = self.b2 * self.v + (1 - self.b2) * np.power(grad_wrt_w, 2)

        m_hat = self.m / (1 - self.b1**self.t)
        v_hat = self.v / (1 - self.b2**self.t)

        self.w_updt = self.learning_rate * m_hat / (np.sqrt(v_hat) + self.eps)

        return w - self.w_updt


class SoftmaxRegression:
    def __init__(self, n_features, n_classes, optimizer):
        rng = np.random.RandomState(9)
        self.W = rng.uniform(-1, 1, (n_features, n_classes))
        self.w0 = np.zeros((1, n_classes))
        # Weight optimizers
        self.W_opt = copy.copy(optimizer)
        self.w0_opt = copy.copy(optimizer)

    def _proba(self, X):
        e = np.exp(X.dot(self.W) + self.w0)
        return e / e.sum(axis=1, keepdims=True)

    def loss(self, X, Y):
        return -np.mean(np.sum(Y * np.log(self._proba(X)), axis=1))

    def train_on_batch(self, X, Y):
        delta = (self._proba(X) - Y) / X.shape[0]
        self.W = self.W_opt.update(self.W, X.T.dot(delta))
        self.w0 = self.w0_opt.update(self.w0, np.sum(delta, axis=0, keepdims=True))


rng = np.random.RandomState(60)
X = rng.randn(9, 4)
Y = np.eye(3)[rng.randint(0, 3, 9)]


def make():
    clf = SoftmaxRegression(4, 3, Adam())
    return dict(obj=clf, step=clf.train_on_batch, loss=clf.loss, params={"W": clf.W, "w0": clf.w0})


# ---- for the test
EXPECTED = "Adam's t is never increased: the bias correction stays that of the first step, and the steps get too long"
KINDS = {"bias correction", "optimizer state"}
PLACES = ["update", "optimizer", "Adam", "W", "w0", "step"]
TWO = False
MEND = [("        return w - self.w_updt\n", "        self.t += 1\n        return w - self.w_updt\n")]
OFF = {"W", "w0"}
RULE = ("adam", dict(rate=0.05))


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=make, x=X, y=Y, rate=0.05)


def at(a):
    clf = SoftmaxRegression(4, 3, Adam())
    clf.W, clf.w0 = a["W"], a["w0"]
    return clf


def after_three(a):
    clf = at(a)
    for _ in range(3):
        clf.train_on_batch(X, Y)
    return dict(W=clf.W, w0=clf.w0)


def proof():
    """Its loss and where three steps lead, of plain arrays by name."""
    clf = SoftmaxRegression(4, 3, Adam())
    return lambda a: at(a).loss(X, Y), after_three, dict(W=clf.W, w0=clf.w0)
