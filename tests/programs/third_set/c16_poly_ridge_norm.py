import numpy as np


class RidgeRegression:
    """Ridge regression on polynomial features, by gradient descent."""

    def __init__(self, degree=3, gamma=0.5, lr=0.05, n_iter=400):
        self.degree = degree
        self.gamma = gamma
        self.lr = lr
        self.n_iter = n_iter
        self.beta = None

    def _features(self, x):
        return np.column_stack([x**d for d in range(self.degree + 1)])

    def _init_beta(self):
        rng = np.random.RandomState(12)
        self.beta = rng.rand(self.degree + 1)

    def fit(self, x, y):
        self._init_beta()
        for _ in range(self.n_iter):
            self.beta = self.beta - self.lr * self._grad(x, y)
        return self

    def _objective(self, x, y):
        # the l2-regularization term is gamma * ||beta||
        residuals = y - self._features(x) @ self.beta
        d_penalty = self.gamma * np.sqrt(self.beta @ self.beta)
        return (residuals @ residuals) / (2 * len(y)) + d_penalty

    def _grad(self, x, y):
        phi = self._features(x)
        d_penalty = self.gamma * self.beta
        return -(y - phi @ self.beta) @ phi / len(y) + d_penalty

    def predict(self, x):
        return self._features(x) @ self.beta


x = np.linspace(-1.2, 1.4, 9)
y = 0.4 * x**3 - x + 0.3 + 0.1 * np.cos(17 * x)
model = RidgeRegression()
model._init_beta()


# ---- for the test
EXPECTED = "the penalty is gamma * ||beta||, its gradient gamma * beta / ||beta||, but gamma * beta (that of the squared norm) is added"
KINDS = {"penalty scale"}
PLACES = ["beta", "penalty"]
TWO = False
MEND = [
    (
        "        d_penalty = self.gamma * self.beta\n",
        "        d_penalty = self.gamma * self.beta / np.sqrt(self.beta @ self.beta)\n",
    )
]
OFF = {"beta"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model._objective, grads=model._grad, params=model.beta, x=x, y=y)


def at(call, a):
    model.beta = a["beta"]
    return call(x, y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: at(model._objective, a), lambda a: dict(beta=at(model._grad, a)), dict(beta=model.beta)
