import numpy as np


class LogisticRegression:
    def __init__(self, X, y, learning_rate=0.5, num_iters=100, lam=0.0):
        self.X, self.y = X, y
        self.m, self.n = X.shape
        self.learning_rate = learning_rate
        self.num_iters = num_iters
        self.lam = lam
        self.w = np.random.RandomState(0).randn(self.n, 1) * 0.4
        self.b = 0

    def sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def loss(self):
        a = self.sigmoid(self.X @ self.w + self.b)
        data = -(self.y * np.log(a) + (1 - self.y) * np.log(1 - a)).mean()
        return data + self.lam / (2 * self.m) * np.sum(self.w**2)

    def gradient_descent_step(self):
        a = self.sigmoid(self.X @ self.w + self.b)
        dz = a - self.y
        dw = self.X.T @ dz / self.m + self.lam * self.w
        db = dz.sum() / self.m
        self.w = self.w - self.learning_rate * dw
        self.b = self.b - self.learning_rate * db

    def train(self):
        for _ in range(self.num_iters):
            self.gradient_descent_step()


rs = np.random.RandomState(2)
X = rs.randn(11, 3)
y = (X[:, :1] + 0.3 * rs.randn(11, 1) > 0).astype(int)
clf = LogisticRegression(X, y, lam=0.7)

# ---- for the test
EXPECTED = "the penalty's gradient lacks the cost's 1/m"
KINDS = {"penalty scale"}
PLACES = ["w", "penalty"]
TWO = False
MEND = [("self.lam * self.w\n", "self.lam / self.m * self.w\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=clf, loss=clf.loss, step=clf.gradient_descent_step, rate=clf.learning_rate)
