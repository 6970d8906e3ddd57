import numpy as np


class PoissonSGD:
    """Poisson regression, log link, L2 penalty, Adagrad. sklearn-like API."""

    def __init__(self, alpha=0.01, eta0=0.1, max_iter=30, batch_size=None, random_state=None):
        self.alpha = alpha
        self.eta0 = eta0
        self.max_iter = max_iter
        self.batch_size = batch_size
        self.random_state = random_state

    def _setup(self, n_features):
        rng = np.random.default_rng(self.random_state)
        self.coef_ = rng.normal(scale=0.1, size=n_features)
        self.intercept_ = np.zeros(1)

    def _gradient(self, X, y):
        mu = self.predict(X)
        err = (mu - y) / X.shape[0]
        return X.T @ err + self.alpha * self.coef_, np.array([err.sum()])

    def partial_fit(self, X, y):
        X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        if not hasattr(self, "coef_"):
            self._setup(X.shape[1])
        self._g2_coef = np.zeros_like(self.coef_)
        self._g2_intercept = np.zeros_like(self.intercept_)
        size = self.batch_size or X.shape[0]
        for start in range(0, X.shape[0], size):
            g, g0 = self._gradient(X[start : start + size], y[start : start + size])
            self._g2_coef += g**2
            self._g2_intercept += g0**2
            self.coef_ = self.coef_ - self.eta0 * g / (np.sqrt(self._g2_coef) + 1e-8)
            self.intercept_ = self.intercept_ - self.eta0 * g0 / (np.sqrt(self._g2_intercept) + 1e-8)
        return self

    def fit(self, X, y):
        for attr in ("coef_", "intercept_", "_g2_coef", "_g2_intercept"):
            if hasattr(self, attr):
                delattr(self, attr)
        for _ in range(self.max_iter):
            self.partial_fit(X, y)
        return self

    def predict(self, X):
        return np.exp(X @ self.coef_ + self.intercept_)

    def loss(self, X, y):
        eta = X @ self.coef_ + self.intercept_
        return np.mean(np.exp(eta) - y * eta) + 0.5 * self.alpha * np.sum(self.coef_**2)


rng = np.random.default_rng(12)
X = rng.normal(size=(40, 4))
y = rng.poisson(np.exp(0.6 * X[:, 0] - 0.4 * X[:, 2] + 0.8))
reg = PoissonSGD(random_state=3).partial_fit(X, y)


# ---- for the test
EXPECTED = "partial_fit sets Adagrad's sums of squares to zero in every call, so nothing is summed over the steps; the first step is right, all later ones are not"
KINDS = {"optimizer state", "not accumulated", "optimizer", "optimizer's formula"}
PLACES = ["every array", "coef_", "intercept_", "update", "Adagrad", "_g2_coef", "_g2_intercept", "partial_fit", "w", "b"]
TWO = False
MEND = [
    ("        self._g2_coef = np.zeros_like(self.coef_)\n        self._g2_intercept = np.zeros_like(self.intercept_)\n", ""),
    (
        "        self.intercept_ = np.zeros(1)\n",
        "        self.intercept_ = np.zeros(1)\n        self._g2_coef = np.zeros_like(self.coef_)\n        self._g2_intercept = np.zeros_like(self.intercept_)\n",
    ),
]
OFF = {"coef_", "intercept_"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=lambda: PoissonSGD(random_state=3), obj=reg, loss=reg.loss, step=reg.partial_fit, predict=reg.predict, x=X, y=y, rate=0.1)


STEPS = 4


def proof():
    """Its loss and its claim, of plain arrays by name: four calls of partial_fit from a new object."""

    def made(a):
        new = PoissonSGD()
        new._setup(X.shape[1])
        new.coef_, new.intercept_ = a["coef_"].copy(), a["intercept_"].copy()
        return new

    def claim(a):
        new = made(a)
        for _ in range(STEPS):
            new.partial_fit(X, y)
        return {k: (a[k] - getattr(new, k)) / 0.1 for k in a}

    return lambda a: made(a).loss(X, y), claim, {"coef_": reg.coef_, "intercept_": reg.intercept_}


def wanted(slope, a):
    """What its four steps should add up to, over the rate."""
    b, s = dict(a), {k: 0.0 for k in a}
    for _ in range(STEPS):
        g = slope(b)
        for k in b:
            s[k] = s[k] + g[k] ** 2
            b[k] = b[k] - 0.1 * g[k] / (np.sqrt(s[k]) + 1e-8)
    return {k: (a[k] - b[k]) / 0.1 for k in a}
