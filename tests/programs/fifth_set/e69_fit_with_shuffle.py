import numpy as np


class SGDRegressor:
    def __init__(self, alpha=0.001, random_state=69):
        self.alpha = alpha
        self.rng = np.random.default_rng(random_state)
        self.W1 = self.rng.normal(0, 0.5, (2, 6))
        self.b1 = np.zeros(6)
        self.W2 = self.rng.normal(0, 0.5, 6)
        self.b2 = 0.0

    def predict(self, X):
        return np.maximum(0, X @ self.W1 + self.b1) @ self.W2 + self.b2

    def cost(self, X, y):
        return np.mean((self.predict(X) - y) ** 2)

    def fit(self, X, y, n_epochs=1, batch_size=None, lr=0.01):
        n = len(X)
        batch_size = batch_size or n
        for _ in range(n_epochs):
            order = self.rng.permutation(n)
            X = X[order]
            for start in range(0, n, batch_size):
                xb, yb = X[start : start + batch_size], y[start : start + batch_size]
                H = np.maximum(0, xb @ self.W1 + self.b1)
                e = 2 * (H @ self.W2 + self.b2 - yb) / len(xb)
                dH = np.outer(e, self.W2) * (H > 0)
                self.W2 = self.W2 - lr * H.T @ e
                self.b2 = self.b2 - lr * e.sum()
                self.W1 = self.W1 - lr * xb.T @ dH
                self.b1 = self.b1 - lr * dH.sum(axis=0)
        return self


rng = np.random.default_rng(70)
X = rng.normal(size=(12, 2))
y = X[:, 0] * 2 - X[:, 1] + 0.1 * rng.normal(size=12)

# ---- for the test
EXPECTED = "X is shuffled and y is not: each example gets another's label"
KINDS = {"labels of other rows"}
PLACES = ["label", "y", "rows", "every"]
TWO = False
MEND = [("X = X[order]", "X, y = X[order], y[order]")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=SGDRegressor, loss=SGDRegressor.cost, step=SGDRegressor.fit, x=X, y=y, rate=0.01)
