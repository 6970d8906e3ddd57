import numpy as np


class WeightedLogisticRegression:
    """Logistic regression with class weights and L2 penalty, sklearn style.

    Minimises   sum_i s_i * logloss_i / sum_i s_i  +  alpha / 2 * ||coef||^2
    where s_i = class_weight[y_i].  The intercept is theta_[0].
    """

    def __init__(self, alpha=0.5, class_weight=None, eta=0.2, max_iter=100, tol=1e-6, random_state=None):
        self.alpha = alpha
        self.class_weight = class_weight
        self.eta = eta
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def get_params(self, deep=True):
        return {k: getattr(self, k) for k in ("alpha", "class_weight", "eta", "max_iter", "tol", "random_state")}

    def _add_intercept(self, X):
        return np.hstack([np.ones((X.shape[0], 1)), X])

    def _sample_weight(self, y):
        if self.class_weight is None:
            return np.ones(len(y))
        return np.array([self.class_weight[label] for label in y], dtype=float)

    def predict_proba(self, X):
        return 1.0 / (1.0 + np.exp(-self._add_intercept(X) @ self.theta_))

    def predict(self, X):
        return (self.predict_proba(X) >= 0.5).astype(int)

    def loss(self, X, y):
        s = self._sample_weight(y)
        p = np.clip(self.predict_proba(X), 1e-12, 1 - 1e-12)
        ll = y * np.log(p) + (1 - y) * np.log(1 - p)
        return -np.sum(s * ll) / np.sum(s) + self.alpha / 2 * np.sum(self.theta_[1:] ** 2)

    def gradient(self, X, y):
        s = self._sample_weight(y)
        residual = s * (self.predict_proba(X) - y)
        return self._add_intercept(X).T @ residual / len(y) + self.alpha * self.theta_

    def partial_fit(self, X, y):
        if not hasattr(self, "theta_"):
            rng = np.random.RandomState(self.random_state)
            self.theta_ = rng.uniform(-1, 1, X.shape[1] + 1)
        self.theta_ = self.theta_ - self.eta * self.gradient(X, y)
        return self

    def fit(self, X, y):
        for _ in range(self.max_iter):
            self.partial_fit(X, y)
            if np.linalg.norm(self.gradient(X, y)) < self.tol:
                break
        return self


# fraud-like data: the positives are rare and cost more
rng = np.random.RandomState(5)
X = rng.randn(16, 3)
y = np.array([0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0])
X[y == 1] += 0.8

clf = WeightedLogisticRegression(class_weight={0: 1, 1: 4}, max_iter=1, random_state=2).fit(X, y)


# ---- for the test
EXPECTED = "the gradient of the penalty is taken of all of theta_, the intercept too, which the loss leaves out; and the data part is divided by len(y) where the loss divides by the sum of the sample weights"
KINDS = {"penalty on the bias"}
KINDS_2 = {"scale", "wrong factor"}
PLACES = ["theta_", "theta_[0]", "alpha", "gradient", "intercept"]
TWO = True
MEND = [("self.alpha * self.theta_\n", "self.alpha * np.r_[0, self.theta_[1:]]\n"), ("residual / len(y)", "residual / np.sum(s)")]
OFF = {"theta_"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=clf, x=X, y=y, loss=clf.loss, step=clf.partial_fit, predict=clf.predict_proba, rate=clf.eta)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = WeightedLogisticRegression(**clf.get_params())
        new.theta_ = np.array(a["theta_"])
        return new

    return lambda a: made(a).loss(X, y), lambda a: dict(theta_=made(a).gradient(X, y)), dict(theta_=clf.theta_.copy())
