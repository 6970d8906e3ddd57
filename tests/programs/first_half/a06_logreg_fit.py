import numpy as np


class LogisticRegressionGD:
    """Logistic regression trained with full batch gradient descent.

    eta : learning rate
    n_iter : passes over the training set
    """

    def __init__(self, eta=0.5, n_iter=50, random_state=1):
        self.eta = eta
        self.n_iter = n_iter
        self.random_state = random_state
        self.w_ = None

    def _init_weights(self, n_features):
        rgen = np.random.RandomState(self.random_state)
        self.w_ = rgen.normal(0.0, 0.8, size=n_features)
        self.b_ = rgen.normal(0.0, 0.8)

    def fit(self, X, y):
        self._init_weights(X.shape[1])
        self.losses_ = []
        for _ in range(self.n_iter):
            self.partial_fit(X, y)
            self.losses_.append(self.loss(X, y))
        return self

    def partial_fit(self, X, y):
        if self.w_ is None:
            self._init_weights(X.shape[1])
        output = self.activation(self.net_input(X))
        errors = output - y
        self.w_ += self.eta * X.T.dot(errors) / X.shape[0]
        self.b_ += self.eta * errors.mean()
        return self

    def net_input(self, X):
        return np.dot(X, self.w_) + self.b_

    def activation(self, z):
        return 1.0 / (1.0 + np.exp(-np.clip(z, -250, 250)))

    def loss(self, X, y):
        p = self.activation(self.net_input(X))
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def predict(self, X):
        return np.where(self.net_input(X) >= 0.0, 1, 0)


rng = np.random.RandomState(0)
X = rng.randn(9, 3)
y = (X[:, 0] - 0.5 * X[:, 2] + 0.2 * rng.randn(9) > 0).astype(int)


# ---- for the test
EXPECTED = "the errors are output - y but the update adds them: the weights go up the loss"
KINDS = {"sign of the update", "sign"}
PLACES = ["update", "step", "w_", "b_", "all", "every"]
TWO = False
MEND = [("errors = output - y", "errors = y - output")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    clf = LogisticRegressionGD(eta=0.5)
    clf._init_weights(3)
    return dict(obj=clf, loss=clf.loss, step=clf.partial_fit, x=X, y=y, rate=0.5)
