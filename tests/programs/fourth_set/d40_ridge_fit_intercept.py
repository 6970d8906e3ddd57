import numpy as np


class RidgeGD:
    def __init__(self, l2=0.3, eta=0.1, n_iter=50):
        self.l2 = l2
        self.eta = eta
        self.n_iter = n_iter

    def initialize(self, X):
        self.w_ = np.linspace(-0.5, 0.5, 1 + X.shape[1])

    def net_input(self, X):
        return np.dot(X, self.w_[1:]) + self.w_[0]

    def cost(self, X, y):
        errors = y - self.net_input(X)
        return (errors**2).sum() / 2.0 + self.l2 / 2 * np.sum(self.w_[1:] ** 2)

    def fit(self, X, y, n_iter=None):
        for _ in range(n_iter or self.n_iter):
            errors = y - self.net_input(X)
            self.w_[1:] += self.eta * (X.T.dot(errors) + self.l2 * self.w_[1:])
            self.w_[0] += self.eta * errors.sum()
        return self


rng = np.random.RandomState(40)
X, y = rng.randn(10, 3) * 0.3, rng.randn(10)
model = RidgeGD()
model.initialize(X)

# ---- for the test
EXPECTED = "the penalty's gradient is added where it should be subtracted: wrong sign"
KINDS = {"penalty sign"}
PLACES = ["w_", "penalty"]
TWO = False
MEND = [("+ self.l2 * self.w_[1:])", "- self.l2 * self.w_[1:])")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model.cost, step=model.fit, x=X, y=y, rate=0.1, also=dict(n_iter=1))
