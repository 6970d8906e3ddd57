import numpy as np


class BatchNorm:
    def __init__(self, dim):
        self.gamma, self.beta = np.linspace(0.8, 1.3, dim), np.linspace(-0.2, 0.2, dim)
        self.running_mean, self.running_var = np.zeros(dim), np.ones(dim)

    def __call__(self, x, training=True):
        if not training:
            return self.gamma * (x - self.running_mean) / np.sqrt(self.running_var + 1e-5) + self.beta
        mean, var = x.mean(0), x.var(0)
        self.std = np.sqrt(var + 1e-5)
        self.xhat = (x - mean) / self.std
        self.running_mean = 0.9 * self.running_mean + 0.1 * mean
        self.running_var = 0.9 * self.running_var + 0.1 * var
        return self.gamma * self.xhat + self.beta

    def backward(self, dy):
        self.dgamma = (dy * self.xhat).sum(0)
        self.dbeta = dy.sum(0)
        dxhat = dy * self.gamma
        return (dxhat - dxhat.mean(0)) / self.std


class Net:
    def __init__(self):
        rs = np.random.RandomState(5)
        self.W1, self.W2 = rs.randn(3, 4), rs.randn(4, 3)
        self.b2 = np.zeros(3)
        self.bn = BatchNorm(4)

    def forward(self, X):
        self.X = X
        self.n = self.bn(X @ self.W1)
        self.h = np.where(self.n > 0, self.n, np.exp(np.minimum(self.n, 0)) - 1)  # ELU
        s = self.h @ self.W2 + self.b2
        e = np.exp(s - s.max(1, keepdims=True))
        self.p = e / e.sum(1, keepdims=True)
        return self.p

    def loss(self, X, y):
        return -np.log(self.forward(X)[np.arange(len(y)), y]).mean()

    def backward(self, y):
        d = self.p.copy()
        d[np.arange(len(y)), y] -= 1
        d /= len(y)
        self.dW2, self.db2 = self.h.T @ d, d.sum(0)
        dn = d @ self.W2.T * np.where(self.n > 0, 1, self.h + 1)
        self.dW1 = self.X.T @ self.bn.backward(dn)

    def step(self, X, y, lr=0.1):
        self.forward(X)
        self.backward(y)
        self.W1 -= lr * self.dW1
        self.W2 -= lr * self.dW2
        self.b2 -= lr * self.db2
        self.bn.gamma -= lr * self.bn.dgamma
        self.bn.beta -= lr * self.bn.dbeta


rs = np.random.RandomState(2)
X = rs.randn(8, 3)
y = np.array([0, 2, 1, 1, 0, 2, 2, 0])
net = Net()


# ---- for the test
EXPECTED = "BatchNorm.backward lacks the way through the batch's variance: - xhat * (dxhat * xhat).mean(0)"
KINDS = {"variance path missing", "path missing", "normalization", "batch norm", "variance path"}
PLACES = ["W1", "variance", "layer 1"]
TWO = False
MEND = [("(dxhat - dxhat.mean(0)) / self.std", "(dxhat - dxhat.mean(0) - self.xhat * (dxhat * self.xhat).mean(0)) / self.std")]
OFF = {"W1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, step=net.step, x=X, y=y, rate=0.1)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Net()
        new.W1, new.W2, new.b2, new.bn.gamma, new.bn.beta = (
            a[n].copy() for n in ("W1", "W2", "b2", "gamma", "beta")
        )
        return new

    def read(m):
        return {"W1": m.W1, "W2": m.W2, "b2": m.b2, "gamma": m.bn.gamma, "beta": m.bn.beta}

    def claim(a):
        new = made(a)
        new.step(X, y)
        return {k: (a[k] - v) / 0.1 for k, v in read(new).items()}

    return lambda a: made(a).loss(X, y), claim, read(net)
