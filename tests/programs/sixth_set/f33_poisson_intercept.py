import numpy as np


class PoissonRegression:
    """counts ~ Poisson(exp(X coef + intercept)), gradient descent on the mean negative log-likelihood"""

    def __init__(self, eta=0.05, n_steps=200):
        self.eta, self.n_steps = eta, n_steps
        self.coef_, self.intercept_ = None, None

    def _start(self, X):
        if self.coef_ is None:
            self.coef_ = 0.1 * np.arange(1, X.shape[1] + 1)
            self.intercept_ = 0.3

    def _rate(self, X):
        return np.exp(X @ self.coef_ + self.intercept_)

    def nll(self, X, y):
        mu = self._rate(X)
        return np.mean(mu - y * np.log(mu))

    def _one_step(self, X, y):
        diff = y - self._rate(X)
        self.coef_ = self.coef_ + self.eta * X.T @ diff / len(y)
        self.intercept_ = self.intercept_ - self.eta * diff.mean()

    def fit(self, X, y):
        self._start(X)
        for _ in range(self.n_steps):
            self._one_step(X, y)
        return self


rng = np.random.default_rng(5)
X = rng.normal(size=(11, 2))
y = rng.poisson(np.exp(0.6 * X[:, 0] + 0.5))
model = PoissonRegression()
model._start(X)


# ---- for the test
EXPECTED = "diff is y - rate, coef_ adds its part, intercept_ takes it away: the intercept goes uphill"
KINDS = {"sign", "sign of the update"}
PLACES = ["intercept"]
TWO = False
MEND = [("self.intercept_ - self.eta", "self.intercept_ + self.eta")]
OFF = {"b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model.nll, step=model._one_step, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = PoissonRegression()
        new.coef_, new.intercept_ = a["w"], a["b"]
        return new

    def claim(a):
        new = made(a)
        new._one_step(X, y)
        return {"w": (a["w"] - new.coef_) / 0.05, "b": (a["b"] - new.intercept_) / 0.05}

    return lambda a: made(a).nll(X, y), claim, {"w": model.coef_, "b": np.array(model.intercept_)}
