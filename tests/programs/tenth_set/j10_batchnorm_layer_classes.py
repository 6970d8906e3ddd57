"""My own little framework. It learns, but the same net in PyTorch has other gradients when BatchNorm is in it."""
import numpy as np


class Linear:
    def __init__(self, n_in, n_out, rs):
        self.params = {"W": rs.randn(n_in, n_out) / np.sqrt(n_in), "b": np.zeros(n_out)}
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x.dot(self.params["W"]) + self.params["b"]

    def backward(self, dy):
        self.grads["W"] = self.x.T.dot(dy)
        self.grads["b"] = dy.sum(0)
        return dy.dot(self.params["W"].T)


class BatchNorm:
    def __init__(self, n, rs, eps=1e-5):
        self.params = {"gamma": 1 + 0.2 * rs.randn(n), "beta": 0.2 * rs.randn(n)}
        self.grads = {}
        self.eps = eps

    def forward(self, x):
        self.x = x
        self.mu = x.mean(0)
        self.var = x.var(0)
        self.x_norm = (x - self.mu) / np.sqrt(self.var + self.eps)
        return self.params["gamma"] * self.x_norm + self.params["beta"]

    def backward(self, dy):
        N = dy.shape[0]
        x_mu = self.x - self.mu
        std_inv = 1. / np.sqrt(self.var + self.eps)
        self.grads["gamma"] = np.sum(dy * self.x_norm, axis=0)
        self.grads["beta"] = np.sum(dy, axis=0)
        dx_norm = dy * self.params["gamma"]
        dvar = np.sum(dx_norm * x_mu, axis=0) * -.5 * std_inv
        dmu = np.sum(dx_norm * -std_inv, axis=0) + dvar * np.mean(-2. * x_mu, axis=0)
        return dx_norm * std_inv + dvar * 2 * x_mu / N + dmu / N


class LeakyReLU:
    params, grads = {}, {}

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, 0.1 * x)

    def backward(self, dy):
        return np.where(self.x > 0, dy, 0.1 * dy)


class Model:
    def __init__(self, seed=4):
        rs = np.random.RandomState(seed)
        self.layers = [Linear(3, 5, rs), BatchNorm(5, rs), LeakyReLU(), Linear(5, 1, rs)]

    def forward(self, x):
        for l in self.layers:
            x = l.forward(x)
        return x

    def loss(self, x, y):
        return ((self.forward(x) - y) ** 2).mean()

    def backward(self, x, y):
        d = 2 * (self.forward(x) - y) / y.size
        for l in self.layers[::-1]:
            d = l.backward(d)


rs = np.random.RandomState(0)
X = rs.randn(10, 3) * 2 + 1
y = np.sin(X[:, :1]) + 0.5 * X[:, 1:2]
model = Model()


# ---- for the test
EXPECTED = "BatchNorm.backward: dvar has std_inv to the power 1 instead of 3 (the derivative of (var + eps)**-0.5 is -0.5 (var + eps)**-1.5); the weights of the Linear layer below are wrong"
KINDS = {"wrong derivative", "normalization path missing"}
PLACES = ["BatchNorm", "dvar", "W", "layers[0]", "Linear"]
TWO = False
MEND = [("* -.5 * std_inv", "* -.5 * std_inv ** 3")]
OFF = {"W0"}


def hand_over():
    return dict(obj=model, x=X, y=y)


def proof():
    places = [(0, "W"), (0, "b"), (1, "gamma"), (1, "beta"), (3, "W"), (3, "b")]

    def fill(a):
        m = Model()
        for i, k in places:
            m.layers[i].params[k] = a[k + str(i)].copy()
        return m

    def claim(a):
        m = fill(a)
        m.backward(X, y)
        return {k + str(i): m.layers[i].grads[k] for i, k in places}
    return (lambda a: fill(a).loss(X, y)), claim, {k + str(i): model.layers[i].params[k].copy() for i, k in places}
