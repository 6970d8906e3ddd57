import numpy as np


class SoftmaxRegression:
    """Multinomial logistic regression with the interface of sklearn.

    Parameters
    ----------
    lr : float
    n_iter : int
    alpha : float, strength of the L2 penalty
    """

    def __init__(self, lr=0.1, n_iter=100, alpha=0.1, random_state=0):
        self.lr = lr
        self.n_iter = n_iter
        self.alpha = alpha
        self.random_state = random_state

    def fit(self, X, y):
        rng = np.random.RandomState(self.random_state)
        n_samples, n_features = X.shape
        self.classes_ = np.unique(y)
        n_classes = len(self.classes_)
        self.coef_ = rng.normal(0, 0.5, (n_features, n_classes))
        self.intercept_ = rng.normal(0, 0.5, n_classes)
        Y = (y[:, None] == self.classes_).astype(float)

        for _ in range(self.n_iter):
            err = self.predict_proba(X) - Y
            grad_coef = X.T @ err / n_samples + self.alpha * self.coef_
            grad_intercept = np.sum(err, axis=0)
            self.coef_ -= self.lr * grad_coef
            self.intercept_ -= self.lr * grad_intercept
        return self

    def decision_function(self, X):
        return X @ self.coef_ + self.intercept_

    def predict_proba(self, X):
        s = self.decision_function(X)
        e = np.exp(s - s.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def loss(self, X, y):
        p = self.predict_proba(X)
        idx = np.searchsorted(self.classes_, y)
        nll = -np.mean(np.log(p[np.arange(len(y)), idx]))
        return nll + self.alpha * np.sum(self.coef_**2)

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


rng = np.random.RandomState(42)
X = np.vstack([rng.randn(6, 2) + c for c in ([0, 2], [2, -1], [-2, -1])])
y = np.repeat([0, 1, 2], 6)

clf = SoftmaxRegression(n_iter=1).fit(X, y)  # 1 only, to look at the first step


# ---- for the test
EXPECTED = "the penalty of the loss is alpha * sum(coef**2), its gradient is written alpha * coef, without the 2; and the gradient of the intercept is a sum over the samples where the loss takes the mean"
KINDS = {"penalty scale"}
KINDS_2 = {"not averaged", "scale"}
PLACES = ["coef_", "intercept_", "grad_coef", "grad_intercept", "w", "b", "alpha"]
TWO = True
MEND = [("self.alpha * self.coef_\n", "2 * self.alpha * self.coef_\n"), ("np.sum(err, axis=0)", "np.mean(err, axis=0)")]
OFF = {"coef_", "intercept_"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=clf, loss=clf.loss, step=clf.fit, predict=clf.predict_proba, x=X, y=y, rate=clf.lr)


def proof():
    """Its loss and its claim, of plain arrays by name; fit always starts from its own weights."""

    def made(n_iter):
        return SoftmaxRegression(n_iter=n_iter).fit(X, y)

    def loss(a):
        new = made(0)
        new.coef_, new.intercept_ = a["coef_"], a["intercept_"]
        return new.loss(X, y)

    def claim(a):
        new = made(1)
        return {name: (a[name] - getattr(new, name)) / new.lr for name in a}

    begin = made(0)
    return loss, claim, dict(coef_=begin.coef_, intercept_=begin.intercept_)
