import numpy as np


class SoftmaxSGDClassifier:
    """interface like scikit-learn: coef_ is (n_classes, n_features)"""

    def __init__(self, eta0=0.1, alpha=0.001):
        self.eta0 = eta0
        self.alpha = alpha

    def get_params(self, deep=True):
        return {"eta0": self.eta0, "alpha": self.alpha}

    def _ensure(self, X, classes):
        if not hasattr(self, "coef_"):
            self.classes_ = np.unique(classes)
            self.coef_ = np.zeros((len(self.classes_), X.shape[1]))
            self.intercept_ = np.zeros(len(self.classes_))
            self.n_iter_ = 0

    def decision_function(self, X):
        return X @ self.coef_.T + self.intercept_

    def predict_proba(self, X):
        s = self.decision_function(X)
        s = np.exp(s - s.max(1)[:, None])
        return s / s.sum(1)[:, None]

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(1)]

    def log_loss(self, X, y):
        idx = np.searchsorted(self.classes_, y)
        p = self.predict_proba(X)[np.arange(len(y)), idx]
        return -np.log(p).mean() + self.alpha / 2 * (self.coef_ ** 2).sum()

    def partial_fit(self, X, y, classes=None):
        self._ensure(X, y if classes is None else classes)
        G = self.predict_proba(X) - (y[:, None] == self.classes_)
        self.coef_ = self.coef_ - self.eta0 * (G.T @ X / len(y) + self.alpha * self.coef_)
        self.intercept_ = self.intercept_ - self.eta0 * G.mean(0)
        self.n_iter_ += 1
        return self


r = np.random.default_rng(56)
y = r.choice(["ant", "bee", "cow"], 33)
X = r.normal(size=(33, 2)) + np.array([{"ant": 0, "bee": 2, "cow": -2}[c] for c in y])[:, None]
clf = SoftmaxSGDClassifier().partial_fit(X, y)
for _ in range(5):
    clf.partial_fit(X, y)
print(clf.log_loss(X, y), (clf.predict(X) == y).mean())

# ---- for the test
def hand_over():
    return dict(obj=clf, loss=clf.log_loss, step=clf.partial_fit, predict=clf.predict, x=X, y=y, rate=0.1)

FORM = "sklearn API: coef_/intercept_ created at first partial_fit, string class labels, get_params gives hyperparameters (not weights), predict gives labels"
