import numpy as np


class LassoGD:
    def __init__(self, alpha=0.3, lr=0.05):
        self.alpha = alpha
        self.lr = lr

    def start(self, X):
        self.w = np.array([0.8, -0.4, 1.5, -2.0])[: X.shape[1]]
        self.b = 0.0

    def objective(self, X, y):
        fit = np.sum((X.dot(self.w) + self.b - y) ** 2) / (2 * len(y))
        return fit + self.alpha * np.sum(np.abs(self.w))

    def train_step(self, X, y):
        r = X.dot(self.w) + self.b - y
        dw = X.T.dot(r) / len(y) + self.alpha * self.w
        db = r.mean()
        self.w = self.w - self.lr * dw
        self.b = self.b - self.lr * db

    def train(self, X, y, epochs=100):
        self.start(X)
        for _ in range(epochs):
            self.train_step(X, y)


rs = np.random.RandomState(15)
X = rs.randn(12, 4)
y = 3 * X[:, 0] - X[:, 3] + 0.1 * rs.randn(12)
lasso = LassoGD()
lasso.start(X)


# ---- for the test
EXPECTED = "the penalty is alpha * |w|, its derivative alpha * sign(w); train_step has that of a square, alpha * w"
KINDS = {"penalty", "wrong penalty", "derivative of another penalty", "L1 penalty"}
PLACES = ["w", "penalty"]
TWO = False
MEND = [("self.alpha * self.w\n", "self.alpha * np.sign(self.w)\n")]
OFF = {"w"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=lasso, loss=lasso.objective, step=lasso.train_step, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = LassoGD()
        new.w, new.b = a["w"], a["b"]
        return new

    def claim(a):
        new = made(a)
        new.train_step(X, y)
        return {"w": (a["w"] - new.w) / 0.05, "b": (a["b"] - new.b) / 0.05}

    return lambda a: made(a).objective(X, y), claim, {"w": lasso.w, "b": np.array(lasso.b)}
