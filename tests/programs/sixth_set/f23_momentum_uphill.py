import numpy as np


class MomentumNet:
    """2-4-1, tanh, momentum"""

    def __init__(self, seed=0):
        rs = np.random.RandomState(seed)
        self.W1 = rs.randn(2, 4)
        self.b1 = np.zeros(4)
        self.W2 = rs.randn(4, 1)
        self.b2 = np.zeros(1)
        self.v = {name: 0.0 for name in ("W1", "b1", "W2", "b2")}
        self.lr = 0.05
        self.mu = 0.9

    def forward(self, X):
        self.h = np.tanh(X @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def loss(self, X, y):
        return np.mean((self.forward(X) - y) ** 2)

    def backward(self, X, y):
        d = 2 * (self.forward(X) - y) / len(X)
        dh = d @ self.W2.T * (1 - self.h**2)
        return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": self.h.T @ d, "b2": d.sum(0)}

    def step(self, X, y):
        grads = self.backward(X, y)
        for name, g in grads.items():
            self.v[name] = self.mu * self.v[name] - self.lr * g
            setattr(self, name, getattr(self, name) - self.v[name])


rng = np.random.RandomState(6)
X = rng.randn(10, 2)
y = X[:, :1] ** 2 - X[:, 1:]
net = MomentumNet()


# ---- for the test
EXPECTED = "v holds minus the gradient, and step takes v away from the weights: they go uphill"
KINDS = {"sign of the update", "sign", "momentum sign"}
PLACES = ["every array", "W1", "W2", "b1", "b2", "update", "step"]
TWO = False
MEND = [("getattr(self, name) - self.v[name]", "getattr(self, name) + self.v[name]")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = MomentumNet()
        vars(new).update({k: v.copy() for k, v in a.items()})
        return new

    def claim(a):
        new = made(a)
        new.step(X, y)
        return {k: (a[k] - getattr(new, k)) / 0.05 for k in a}

    return lambda a: made(a).loss(X, y), claim, {k: getattr(net, k) for k in ("W1", "b1", "W2", "b2")}
