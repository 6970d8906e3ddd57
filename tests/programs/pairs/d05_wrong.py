import numpy as np


class LogisticRegressionGD:
    """Logistic regression with an L2 penalty (the intercept is not penalized).

    cost = -1/m * sum(y log p + (1-y) log(1-p)) + lam/(2m) * sum(theta[1:]**2)
    """

    def __init__(self, lr=0.3, lam=5.0, n_iter=400, verbose=False):
        self.lr = lr
        self.lam = lam
        self.n_iter = n_iter
        self.verbose = verbose

    @staticmethod
    def _add_ones(X):
        return np.c_[np.ones(X.shape[0]), X]

    def _cost(self, Xb, y):
        m = len(y)
        p = 1 / (1 + np.exp(-Xb @ self.theta_))
        ce = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
        return ce + self.lam / (2 * m) * np.sum(self.theta_[1:] ** 2)

    def _gradient(self, Xb, y):
        m = len(y)
        p = 1 / (1 + np.exp(-Xb @ self.theta_))
        grad = Xb.T @ (p - y) / m
        grad += self.lam / m * self.theta_
        return grad

    def fit(self, X, y):
        Xb = self._add_ones(X)
        self.theta_ = np.zeros(Xb.shape[1])
        self.cost_history_ = []
        for i in range(self.n_iter):
            self.theta_ -= self.lr * self._gradient(Xb, y)
            self.cost_history_.append(self._cost(Xb, y))
            if self.verbose and i % 50 == 0:
                print("iter %4d  cost %.6f" % (i, self.cost_history_[-1]))
        return self

    def predict_proba(self, X):
        return 1 / (1 + np.exp(-self._add_ones(X) @ self.theta_))

    def predict(self, X):
        return (self.predict_proba(X) >= 0.5).astype(int)

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


if __name__ == "__main__":
    rs = np.random.RandomState(7)
    X = rs.randn(120, 3)
    y = (2 * X[:, 0] - X[:, 1] + 2.5 + 0.7 * rs.randn(120) > 0).astype(int)
    print("positives:", y.sum(), "of", len(y))
    clf = LogisticRegressionGD(verbose=True).fit(X[:90], y[:90])
    print("theta:", clf.theta_)
    print("train acc:", clf.score(X[:90], y[:90]))
    print("test acc:", clf.score(X[90:], y[90:]))
