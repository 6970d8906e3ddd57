import numpy as np


class Net:
    def __init__(self):
        rs = np.random.RandomState(4)
        self.W1 = rs.randn(3, 4) * 0.7
        self.gamma = np.ones((1, 4)) + 0.1 * rs.randn(1, 4)
        self.beta = 0.1 * rs.randn(1, 4)
        self.W2 = rs.randn(4, 1) * 0.7
        self.b2 = np.zeros((1, 1))

    def parameters(self):
        return [self.W1, self.gamma, self.beta, self.W2, self.b2]

    def batchnorm_forward(self, z):
        mu = z.mean(0)
        zc = z - mu
        var = (zc**2).mean(0)
        istd = 1 / np.sqrt(var + 1e-5)
        zhat = zc * istd
        self.bn_cache = (zc, istd, zhat)
        return self.gamma * zhat + self.beta

    def batchnorm_backward(self, dout):
        zc, istd, zhat = self.bn_cache
        n = len(dout)
        dgamma = (dout * zhat).sum(0, keepdims=True)
        dbeta = dout.sum(0, keepdims=True)
        dzhat = dout * self.gamma
        dz = dzhat * istd
        dz -= dz.sum(0) / n
        return dz, dgamma, dbeta

    def __call__(self, X):
        self.X = X
        self.a = np.tanh(self.batchnorm_forward(X @ self.W1))
        return self.a @ self.W2 + self.b2

    def criterion(self, X, y):
        return np.mean((self(X) - y) ** 2) / 2

    def backward(self, X, y):
        out = self(X)
        dout = (out - y) / len(y)
        dW2 = self.a.T @ dout
        db2 = dout.sum(0, keepdims=True)
        dh = dout @ self.W2.T * (1 - self.a**2)
        dz, dgamma, dbeta = self.batchnorm_backward(dh)
        return [X.T @ dz, dgamma, dbeta, dW2, db2]


net = Net()
rs = np.random.RandomState(0)
X = rs.randn(8, 3)
y = rs.randn(8, 1)

# ---- for the test
EXPECTED = "batch norm's backward lacks the path through the variance"
KINDS = {"normalization path missing", "path missing"}
PLACES = ["W1", "norm", "layer 1"]
TWO = False
MEND = [
    (
        "        dz -= dz.sum(0) / n\n",
        "        dz -= dz.sum(0) / n + zhat * istd * (dzhat * zhat).sum(0) / n\n",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=net.criterion, grads=net.backward, params=net.parameters(), obj=net, x=X, y=y)
