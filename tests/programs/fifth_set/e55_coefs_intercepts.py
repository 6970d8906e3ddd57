import numpy as np


class MLPRegressor:
    def __init__(self, hidden_layer_sizes=(5, 4), alpha=0.01, learning_rate_init=0.05, max_iter=1):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.alpha = alpha
        self.learning_rate_init = learning_rate_init
        self.max_iter = max_iter
        self.coefs_ = []
        self.intercepts_ = []

    def _init(self, n_in, n_out):
        rs = np.random.RandomState(55)
        sizes = [n_in, *self.hidden_layer_sizes, n_out]
        for a, b in zip(sizes, sizes[1:]):
            bound = np.sqrt(6.0 / (a + b))
            self.coefs_.append(rs.uniform(-bound, bound, (a, b)))
            self.intercepts_.append(rs.uniform(-bound, bound, b))

    def _forward_pass(self, X):
        activations = [X]
        for i, (W, b) in enumerate(zip(self.coefs_, self.intercepts_)):
            z = activations[i] @ W + b
            activations.append(np.tanh(z) if i + 1 < len(self.coefs_) else z)
        return activations

    def loss(self, X, y):
        if not self.coefs_:
            self._init(X.shape[1], y.shape[1])
        values = sum(np.dot(W.ravel(), W.ravel()) for W in self.coefs_)
        return ((y - self._forward_pass(X)[-1]) ** 2).mean() / 2 + 0.5 * self.alpha * values / len(X)

    def partial_fit(self, X, y):
        if not self.coefs_:
            self._init(X.shape[1], y.shape[1])
        activations = self._forward_pass(X)
        delta = (activations[-1] - y) / len(X)
        for i in range(len(self.coefs_) - 1, -1, -1):
            grad_W = activations[i].T @ delta + self.alpha * self.coefs_[i] / len(X)
            grad_b = delta.sum(axis=0)
            if i > 0:
                delta = delta @ self.coefs_[i].T * (1 - activations[i] ** 2)
            self.coefs_[i] = self.coefs_[i] - self.learning_rate_init * grad_W
            self.intercepts_[i] = self.intercepts_[i] - self.learning_rate_init * grad_b
        return self


def make():
    reg = MLPRegressor()
    reg._init(3, 2)
    return reg


X = np.random.RandomState(56).randn(9, 3)
y = np.random.RandomState(57).randn(9, 2)

# ---- for the test
EXPECTED = "the loss is a mean over rows and outputs, the gradient divides by the rows only"
KINDS = {"scale"}
PLACES = ["every", "output", "loss"]
TWO = False
MEND = [("delta = (activations[-1] - y) / len(X)", "delta = (activations[-1] - y) / y.size")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=make, loss=MLPRegressor.loss, step=MLPRegressor.partial_fit, x=X, y=y, rate=0.05)
