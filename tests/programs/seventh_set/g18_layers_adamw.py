import numpy as np


class Layer:
    def __init__(self):
        self.params, self.grads = {}, {}


class Linear(Layer):
    def __init__(self, n_in, n_out, rng):
        super().__init__()
        self.params["w"] = rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))
        self.params["b"] = rng.normal(0, 0.1, n_out)

    def forward(self, x):
        self.x = x
        return x @ self.params["w"] + self.params["b"]

    def backward(self, grad):
        self.grads["w"] = self.x.T @ grad
        self.grads["b"] = grad.sum(axis=0)
        return grad @ self.params["w"].T


class Tanh(Layer):
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, grad):
        return grad * (1 - self.y**2)


class BCEWithLogits:
    def __call__(self, z, t):
        self.z, self.t = z, t
        return np.mean(np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z))))

    def backward(self):
        return (1 / (1 + np.exp(-self.z)) - self.t) / self.z.size


class AdamW:
    def __init__(self, layers, lr=0.01, b1=0.9, b2=0.999, eps=1e-8, weight_decay=0.01):
        self.layers = layers
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, b1, b2, eps, weight_decay
        self.m, self.v = {}, {}
        self.t = 0

    def step(self):
        for i, layer in enumerate(self.layers):
            for name in layer.params:
                self.t += 1
                g, key = layer.grads[name], (i, name)
                m = self.b1 * self.m.get(key, 0) + (1 - self.b1) * g
                v = self.b2 * self.v.get(key, 0) + (1 - self.b2) * g**2
                self.m[key], self.v[key] = m, v
                mhat = m / (1 - self.b1**self.t)
                vhat = v / (1 - self.b2**self.t)
                layer.params[name] -= self.lr * (mhat / (np.sqrt(vhat) + self.eps) + self.wd * layer.params[name])


class Model:
    def __init__(self, sizes=(3, 5, 1), seed=0):
        rng = np.random.default_rng(seed)
        self.layers = []
        for a, b in zip(sizes[:-1], sizes[1:]):
            self.layers += [Linear(a, b, rng), Tanh()]
        self.layers.pop()  # no tanh at the end
        self.criterion = BCEWithLogits()
        self.optimizer = AdamW(self.layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        return self.criterion(self.forward(x), t)

    def train_step(self, x, t):
        loss = self.loss(x, t)
        grad = self.criterion.backward()
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        self.optimizer.step()
        return loss


rng = np.random.default_rng(1)
x = rng.normal(size=(16, 3))
t = (x[:, :1] + x[:, 1:2] ** 2 > 0.7).astype(float)
model = Model()


# ---- for the test
EXPECTED = "AdamW counts its steps t once for every array instead of once for every step, so the bias correction is wrong (only the first array's first step is right)"
KINDS = {"bias correction", "optimizer state", "optimizer", "optimizer's formula"}
PLACES = ["every array", "t", "AdamW", "update", "optimizer", "w", "b", "layer 1", "layer 2"]
TWO = False
MEND = [
    (
        "        for i, layer in enumerate(self.layers):\n            for name in layer.params:\n                self.t += 1\n",
        "        self.t += 1\n        for i, layer in enumerate(self.layers):\n            for name in layer.params:\n",
    )
]
OFF = {"w1", "b1", "w2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, make=Model, loss=model.loss, step=model.train_step, x=x, y=t, rate=0.01)


PLACE = {"w1": (0, "w"), "b1": (0, "b"), "w2": (2, "w"), "b2": (2, "b")}


def proof():
    """Its loss and its claim, of plain arrays by name: three steps from a new object."""

    def made(a):
        new = Model()
        for n, (i, k) in PLACE.items():
            new.layers[i].params[k] = a[n].copy()
        return new

    def claim(a):
        new = made(a)
        for _ in range(3):
            new.train_step(x, t)
        return {n: (a[n] - new.layers[i].params[k]) / 0.01 for n, (i, k) in PLACE.items()}

    return lambda a: made(a).loss(x, t), claim, {n: model.layers[i].params[k] for n, (i, k) in PLACE.items()}


def wanted(slope, a):
    """What its three steps should add up to, over the rate."""
    b, m, v = dict(a), {k: 0.0 for k in a}, {k: 0.0 for k in a}
    for s in range(1, 4):
        g = slope(b)
        for k in b:
            m[k], v[k] = 0.9 * m[k] + 0.1 * g[k], 0.999 * v[k] + 0.001 * g[k] ** 2
            b[k] = b[k] - 0.01 * (m[k] / (1 - 0.9**s) / (np.sqrt(v[k] / (1 - 0.999**s)) + 1e-8) + 0.01 * b[k])
    return {k: (a[k] - b[k]) / 0.01 for k in a}
