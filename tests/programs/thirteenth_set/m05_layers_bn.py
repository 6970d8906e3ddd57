"""Mini framework with layer objects, now with batch normalization.
Dense+Tanh alone passes the gradient check. As soon as I put BatchNorm in between
gamma and beta and the last Dense are right but the Dense BEFORE the BatchNorm
is wrong. If I center my inputs first it is right again?!
"""
import numpy as np


class Dense:
    def __init__(self, n_in, n_out, rng, bias=True):
        self.p = {"W": rng.standard_normal((n_in, n_out)) * 0.6}
        if bias:
            self.p["b"] = rng.standard_normal(n_out) * 0.1
        self.g = {}

    def forward(self, x):
        self.x = x
        return x @ self.p["W"] + self.p.get("b", 0)

    def backward(self, d):
        self.g["W"] = self.x.T @ d
        if "b" in self.p:
            self.g["b"] = d.sum(0)
        return d @ self.p["W"].T


class BatchNorm:
    def __init__(self, n, rng):
        self.p = {"gamma": 1 + 0.2 * rng.standard_normal(n), "beta": 0.2 * rng.standard_normal(n)}
        self.g = {}

    def forward(self, x):
        self.xc = x - x.mean(0)
        self.istd = 1 / np.sqrt((self.xc ** 2).mean(0) + 1e-5)
        self.xhat = self.xc * self.istd
        return self.p["gamma"] * self.xhat + self.p["beta"]

    def backward(self, d):
        N = len(d)
        self.g["gamma"] = (d * self.xhat).sum(0)
        self.g["beta"] = d.sum(0)
        dxhat = d * self.p["gamma"]
        dvar = (dxhat * self.xc).sum(0) * -0.5 * self.istd ** 3
        dx = dxhat * self.istd + dvar * 2 * self.xc / N
        return dx


class Tanh:
    def __init__(self):
        self.p, self.g = {}, {}

    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, d):
        return d * (1 - self.y ** 2)


def build():
    rng = np.random.default_rng(21)
    return [Dense(5, 4, rng, bias=False), BatchNorm(4, rng), Tanh(), Dense(4, 2, rng)]


def run(layers, x):
    for layer in layers:
        x = layer.forward(x)
    return x


def mse(layers, x, t):
    return np.mean((run(layers, x) - t) ** 2)


def backprop(layers, x, t):
    out = run(layers, x)
    d = 2 * (out - t) / out.size
    for layer in reversed(layers):
        d = layer.backward(d)
    return [layer.g for layer in layers]


def data():
    rng = np.random.default_rng(4)
    x = rng.uniform(0, 3, (8, 5))
    return x, np.stack([np.sin(x[:, 0]), x[:, 1] - x[:, 2]], axis=1)


if __name__ == "__main__":
    x, t = data()
    net = build()
    for epoch in range(300):
        backprop(net, x, t)
        for layer in net:
            for k in layer.p:
                layer.p[k] -= 0.1 * layer.g[k]
        if epoch % 50 == 0:
            print(epoch, mse(net, x, t))

# ---- for the test
EXPECTED = "BatchNorm.backward leaves out the path through the batch mean: dx lacks its - mean(dxhat * istd) term."
KINDS = {"mean path missing", "path missing"}
PLACES = ["BatchNorm", "backward", "dx", "dxhat", "W", "Dense"]
TWO = False
MEND = [("        dx = dxhat * self.istd + dvar * 2 * self.xc / N\n",
         "        dx = dxhat * self.istd + dvar * 2 * self.xc / N - (dxhat * self.istd).mean(0)\n")]
OFF = {"W1"}


def hand_over():
    x, t = data()
    return dict(loss=mse, grads=backprop, params=build(), make=build, predict=run, x=x, y=t, rate=0.1)


def proof():
    x, t = data()
    where = {"W1": (0, "W"), "gamma": (1, "gamma"), "beta": (1, "beta"), "W2": (3, "W"), "b2": (3, "b")}

    def put(p):
        net = build()
        for k, (i, name) in where.items():
            net[i].p[name] = p[k]
        return net

    def claim(p):
        g = backprop(put(p), x, t)
        return {k: g[i][name] for k, (i, name) in where.items()}

    net = build()
    return (lambda p: mse(put(p), x, t), claim, {k: net[i].p[n].copy() for k, (i, n) in where.items()})
