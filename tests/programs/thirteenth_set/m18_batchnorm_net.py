"""Batch norm MLP for two moons.

Accuracy on the whole test set is good. Then I ask for one point at a
time, as my web demo does, and it says the same class with the same
probability for every point I click.
"""
import numpy as np


def moons(n, seed=0):
    r = np.random.RandomState(seed)
    a = r.rand(n) * np.pi
    lab = r.randint(0, 2, n)
    X = np.stack([np.cos(a) * (1 - 2 * lab) + lab, np.sin(a) * (1 - 2 * lab) + 0.5 * lab], axis=1)
    return X + 0.1 * r.randn(n, 2), lab


class BatchNorm:
    def __init__(self, size, momentum=0.9, eps=1e-5):
        self.gamma = np.ones(size)
        self.beta = np.zeros(size)
        self.running_mean = np.zeros(size)
        self.running_var = np.ones(size)
        self.momentum, self.eps = momentum, eps

    def forward(self, a, training=True):
        if not training:
            ahat = (a - self.running_mean) / np.sqrt(self.running_var + self.eps)
            return self.gamma * ahat + self.beta
        mu, var = a.mean(axis=0), a.var(axis=0)
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        self.istd = 1 / np.sqrt(var + self.eps)
        self.ahat = (a - mu) * self.istd
        return self.gamma * self.ahat + self.beta

    def backward(self, d):
        self.dgamma = (d * self.ahat).sum(axis=0)
        self.dbeta = d.sum(axis=0)
        dahat = d * self.gamma
        return self.istd * (dahat - dahat.mean(axis=0)
                            - self.ahat * (dahat * self.ahat).mean(axis=0))


class MoonNet:
    def __init__(self, hidden=12, seed=0):
        r = np.random.RandomState(seed)
        self.W1 = r.randn(2, hidden)
        self.bn = BatchNorm(hidden)
        self.W2 = r.randn(hidden) / np.sqrt(hidden)
        self.b2 = np.zeros(1)

    def forward(self, X, training=True):
        self.X = X
        self.n = self.bn.forward(X @ self.W1, training)
        self.h = np.maximum(self.n, 0)
        return 1 / (1 + np.exp(-(self.h @ self.W2 + self.b2)))

    def loss(self, X, y):
        p = self.forward(X)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def backward(self, X, y):
        dz = (self.forward(X) - y) / len(y)
        g = {"W2": self.h.T @ dz, "b2": dz.sum(keepdims=True)}
        dn = np.outer(dz, self.W2) * (self.n > 0)
        g["W1"] = X.T @ self.bn.backward(dn)
        g["gamma"], g["beta"] = self.bn.dgamma, self.bn.dbeta
        return g

    def train_step(self, X, y, lr=0.5):
        g = self.backward(X, y)
        self.W1 -= lr * g["W1"]
        self.W2 -= lr * g["W2"]
        self.b2 -= lr * g["b2"]
        self.bn.gamma -= lr * g["gamma"]
        self.bn.beta -= lr * g["beta"]

    def predict(self, X):
        prob = self.forward(X)
        return (prob > 0.5).astype(int)


if __name__ == "__main__":
    X, y = moons(200)
    Xt, yt = moons(80, seed=1)
    net = MoonNet()
    for it in range(300):
        net.train_step(X, y)
    print("all at once ", np.mean(net.predict(Xt) == yt))
    print("one by one  ", np.mean([net.predict(Xt[k:k + 1])[0] == yt[k] for k in range(len(yt))]))


# ---- for the test
EXPECTED = "MoonNet.predict calls forward in training mode, so batch norm uses the mean and variance of the batch asked about (and moves the running ones) instead of the running statistics"
KINDS = {"predictions depend on the batch", "batch statistics at test time", "training mode", "wrong argument"}
PLACES = ["predict", "forward", "training", "BatchNorm", "running_mean", "running_var"]
TWO = False
MEND = [("        prob = self.forward(X)\n", "        prob = self.forward(X, training=False)\n")]
OFF = set()     # the mistake is in the predictions; every gradient is right


def hand_over():
    X, y = moons(14)
    net = MoonNet()
    return dict(loss=net.loss, grads=net.backward, step=net.train_step,
                params={"W1": net.W1, "W2": net.W2, "b2": net.b2,
                        "gamma": net.bn.gamma, "beta": net.bn.beta},
                x=X, y=y, rate=0.5, predict=net.predict, make=MoonNet)


def proof():
    X, y = moons(14, seed=5)

    def filled(d):
        net = MoonNet(hidden=6)
        net.W1, net.W2, net.b2 = d["W1"], d["W2"], d["b2"]
        net.bn.gamma, net.bn.beta = d["gamma"], d["beta"]
        return net
    r = np.random.RandomState(9)
    return (lambda d: filled(d).loss(X, y), lambda d: filled(d).backward(X, y),
            {"W1": r.randn(2, 6), "W2": r.randn(6), "b2": r.randn(1),
             "gamma": 1 + 0.3 * r.randn(6), "beta": 0.3 * r.randn(6)})
