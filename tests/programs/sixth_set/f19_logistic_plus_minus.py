import numpy as np


class LogisticRegression:
    """Labels are -1 and +1."""

    def __init__(self, lr=0.1, n_iter=50):
        self.lr = lr
        self.n_iter = n_iter

    def init(self, n_features):
        self.w_ = np.linspace(-0.5, 0.8, n_features)
        self.b_ = 0.1
        return self

    def decision(self, X):
        return X @ self.w_ + self.b_

    def loss(self, X, y):
        return np.mean(np.log(1 + np.exp(-y * self.decision(X))))

    def grad(self, X, y):
        p = 1 / (1 + np.exp(-self.decision(X)))
        err = p - y
        return X.T @ err / len(y), err.mean()

    def fit(self, X, y):
        for _ in range(self.n_iter):
            gw, gb = self.grad(X, y)
            self.w_ -= self.lr * gw
            self.b_ -= self.lr * gb
        return self


rs = np.random.RandomState(4)
X = rs.randn(10, 3)
y = np.where(X[:, 0] + X[:, 1] > 0, 1.0, -1.0)
clf = LogisticRegression().init(3)


# ---- for the test
EXPECTED = "grad takes p - y, which is for labels 0 and 1; the labels and the loss are of -1 and +1"
KINDS = {"labels", "label coding", "wrong loss", "wrong labels", "loss and gradient do not belong together", "labels of another code"}
PLACES = ["w_", "b_", "label", "y", "every array"]
TWO = False
MEND = [("err = p - y\n", "err = p - (y + 1) / 2\n")]
OFF = {"w", "b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=clf, loss=clf.loss, grads=clf.grad, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = LogisticRegression()
        new.w_, new.b_ = a["w"], a["b"]
        return new

    return lambda a: made(a).loss(X, y), lambda a: dict(zip("wb", made(a).grad(X, y))), {"w": clf.w_, "b": np.array(clf.b_)}
