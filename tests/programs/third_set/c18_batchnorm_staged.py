import numpy as np


class BatchNorm:
    """batch normalization, backward step by step through the computational graph"""

    def __init__(self, dim, eps=1e-5):
        self.gamma = np.linspace(0.7, 1.4, dim)
        self.beta = np.linspace(-0.3, 0.3, dim)
        self.eps = eps

    def forward(self, x):
        N, D = x.shape
        # step1: calculate mean
        mu = 1.0 / N * np.sum(x, axis=0)
        # step2: subtract mean vector of every trainings example
        xmu = x - mu
        # step3: following the lower branch - calculation denominator
        sq = xmu**2
        # step4: calculate variance
        var = 1.0 / N * np.sum(sq, axis=0)
        # step5: add eps for numerical stability, then sqrt
        sqrtvar = np.sqrt(var + self.eps)
        # step6: invert sqrtwar
        ivar = 1.0 / sqrtvar
        # step7: execute normalization
        xhat = xmu * ivar
        self.cache = (xhat, xmu, ivar, sqrtvar, var)
        # step8: the two transformation steps
        return self.gamma * xhat + self.beta

    def backward(self, dout):
        xhat, xmu, ivar, sqrtvar, var = self.cache
        N, D = dout.shape
        # step8
        self.dbeta = np.sum(dout, axis=0)
        self.dgamma = np.sum(dout * xhat, axis=0)
        dxhat = dout * self.gamma
        # step7
        divar = np.sum(dxhat * xmu, axis=0)
        dxmu1 = dxhat * ivar
        # step6
        dsqrtvar = -1.0 / (sqrtvar**2) * divar
        # step5
        dvar = 0.5 * 1.0 / np.sqrt(var + self.eps) * dsqrtvar
        # step4
        dsq = 1.0 / N * np.ones((N, D)) * dvar
        # step3
        dxmu2 = 2 * xmu * dsq
        # step2
        dx1 = dxmu1 + dxmu2
        dmu = -1 * np.sum(dx1, axis=0)
        # step1
        dx2 = 1.0 / N * np.ones((N, D)) * dmu
        return dx1


class Net:
    def __init__(self):
        rng = np.random.RandomState(31)
        self.W1 = rng.randn(3, 5)
        self.bn = BatchNorm(5)
        self.W2 = rng.randn(5, 2)
        self.b2 = rng.randn(2) * 0.1

    def loss(self, X, T):
        self.a = np.maximum(self.bn.forward(X @ self.W1), 0)
        self.out = self.a @ self.W2 + self.b2
        return 0.5 * np.sum((self.out - T) ** 2) / len(X)

    def backward(self, X, T):
        self.loss(X, T)
        dout = (self.out - T) / len(X)
        dW2 = self.a.T @ dout
        db2 = dout.sum(axis=0)
        da = dout @ self.W2.T
        dz = self.bn.backward(da * (self.a > 0))
        dW1 = X.T @ dz
        return dW1, self.bn.dgamma, self.bn.dbeta, dW2, db2


rng = np.random.RandomState(8)
X = rng.randn(7, 3) + 0.7
T = rng.randn(7, 2)
net = Net()


# ---- for the test
EXPECTED = "backward returns dx1 and drops dx2, the path through the mean (W1)"
KINDS = {"normalization path missing"}
PLACES = ["W1"]
TWO = False
MEND = [("        return dx1\n", "        return dx1 + dx2\n")]
OFF = {"W1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = [net.W1, net.bn.gamma, net.bn.beta, net.W2, net.b2]
    return dict(obj=net, loss=net.loss, grads=net.backward, params=params, x=X, y=T)


NAMES = ["W1", "gamma", "beta", "W2", "b2"]


def at(call, a):
    net.W1, net.bn.gamma, net.bn.beta, net.W2, net.b2 = (a[name] for name in NAMES)
    return call(X, T)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    start = dict(zip(NAMES, (net.W1, net.bn.gamma, net.bn.beta, net.W2, net.b2)))
    return lambda a: at(net.loss, a), lambda a: dict(zip(NAMES, at(net.backward, a))), start
