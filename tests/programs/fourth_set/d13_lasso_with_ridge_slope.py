import numpy as np

rng = np.random.default_rng(7)
X = rng.normal(size=(15, 4))
y = X @ np.array([1.5, 0.0, -2.0, 0.0]) + 0.1 * rng.normal(size=15)


class LassoGD:
    def __init__(self, alpha=0.1, lr=0.05, n_iter=200):
        self.alpha, self.lr, self.n_iter = alpha, lr, n_iter

    def _cost(self, X, y):
        r = X @ self.coef_ + self.intercept_ - y
        return (r @ r) / (2 * len(y)) + self.alpha * np.abs(self.coef_).sum()

    def _gradient(self, X, y):
        r = X @ self.coef_ + self.intercept_ - y
        dw = X.T @ r / len(y) + 2 * self.alpha * self.coef_
        db = r.mean()
        return dw, db

    def fit(self, X, y):
        self.coef_ = np.linspace(-0.5, 0.7, X.shape[1])
        self.intercept_ = 0.0
        self.history = []
        for _ in range(self.n_iter):
            dw, db = self._gradient(X, y)
            self.coef_ = self.coef_ - self.lr * dw
            self.intercept_ = self.intercept_ - self.lr * db
            self.history.append(self._cost(X, y))
        return self


model = LassoGD(n_iter=3).fit(X, y)

# ---- for the test
EXPECTED = "the cost has an L1 penalty, the gradient that of an L2 penalty"
KINDS = {"penalty of another norm", "wrong penalty", "penalty scale", "penalty"}
PLACES = ["coef_", "penalty"]
TWO = False
MEND = [("2 * self.alpha * self.coef_", "self.alpha * np.sign(self.coef_)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = (model.coef_, model.intercept_)
    return dict(obj=model, loss=model._cost, grads=model._gradient, params=params, x=X, y=y)
