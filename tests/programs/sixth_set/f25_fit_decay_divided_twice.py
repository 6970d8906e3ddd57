import numpy as np


class Regressor:
    def __init__(self, n_features, lr=0.1, decay=0.01, patience=5):
        self.coef = np.linspace(0.5, -0.5, n_features)
        self.intercept = 0.2
        self.lr = lr
        self.decay = decay
        self.patience = patience

    def predict(self, X):
        return X @ self.coef + self.intercept

    def loss(self, X, y):
        return np.mean((y - self.predict(X)) ** 2)

    def fit(self, X, y, epochs=1):
        best, waited = np.inf, 0
        n = len(X)
        for epoch in range(epochs):
            lr = self.lr / (1 + self.decay * epoch)
            residual = y - self.predict(X)
            grad_coef = -2 * np.mean(X * residual[:, None], axis=0)
            grad_intercept = -2 * np.mean(residual)
            self.coef = self.coef - lr / n * grad_coef
            self.intercept = self.intercept - lr / n * grad_intercept
            now = self.loss(X, y)
            waited = 0 if now < best else waited + 1
            best = min(best, now)
            if waited >= self.patience:
                break
        return self


rs = np.random.RandomState(0)
X = rs.randn(7, 3)
y = X @ np.array([2.0, 0.0, -1.0]) + 0.5
reg = Regressor(3)


# ---- for the test
EXPECTED = "the gradients are means over the examples, and the update divides by n again"
KINDS = {"averaged twice", "scale"}
PLACES = ["every array", "coef", "intercept", "update"]
TWO = False
MEND = [("self.coef - lr / n * grad_coef", "self.coef - lr * grad_coef"), ("self.intercept - lr / n * grad_intercept", "self.intercept - lr * grad_intercept")]
OFF = {"coef", "intercept"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=reg, loss=reg.loss, step=reg.fit, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Regressor(3)
        new.coef, new.intercept = a["coef"].copy(), a["intercept"].copy()
        return new

    def claim(a):
        new = made(a).fit(X, y)
        return {k: (a[k] - getattr(new, k)) / 0.1 for k in a}

    return lambda a: made(a).loss(X, y), claim, {"coef": reg.coef, "intercept": np.array(reg.intercept)}
