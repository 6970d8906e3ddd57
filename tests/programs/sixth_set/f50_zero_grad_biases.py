import numpy as np


class Parameter:
    def __init__(self, data):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)


class Linear:
    def __init__(self, n_in, n_out, rng):
        self.weight = Parameter(rng.normal(size=(n_in, n_out)) / np.sqrt(n_in))
        self.bias = Parameter(rng.normal(size=n_out) * 0.1)

    def forward(self, x):
        self.x = x
        return x @ self.weight.data + self.bias.data

    def backward(self, dy):
        self.weight.grad += self.x.T @ dy
        self.bias.grad += dy.sum(axis=0)
        return dy @ self.weight.data.T


class Net:
    def __init__(self):
        rng = np.random.default_rng(6)
        self.l1, self.l2 = Linear(3, 4, rng), Linear(4, 1, rng)

    def forward(self, x):
        self.h = np.tanh(self.l1.forward(x))
        return self.l2.forward(self.h)

    def zero_grad(self):
        for layer in (self.l1, self.l2):
            layer.weight.grad = np.zeros_like(layer.weight.data)

    def loss(self, x, y):
        return np.mean((self.forward(x) - y) ** 2)

    def backward(self, x, y):
        dy = 2 * (self.forward(x) - y) / len(x)
        self.l1.backward(self.l2.backward(dy) * (1 - self.h**2))

    def step(self, lr):
        for layer in (self.l1, self.l2):
            layer.weight.data -= lr * layer.weight.grad
            layer.bias.data -= lr * layer.bias.grad

    def train(self, x, y, lr=0.1, epochs=3):
        for epoch in range(epochs):
            self.zero_grad()
            self.backward(x, y)
            self.step(lr)


rng = np.random.default_rng(9)
x = rng.normal(size=(6, 3))
y = np.cos(x[:, :1]) + x[:, 1:2]
net = Net()


# ---- for the test
EXPECTED = "zero_grad clears the gradients of the weights only, those of the biases add up from step to step"
KINDS = {"gradients accumulate"}
PLACES = ["bias"]
TWO = False
MEND = [("            layer.weight.grad = np.zeros_like(layer.weight.data)\n", "            layer.weight.grad = np.zeros_like(layer.weight.data)\n            layer.bias.grad = np.zeros_like(layer.bias.data)\n")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, step=net.train, x=x, y=y, rate=0.1)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def parts(m):
        return {"W1": m.l1.weight, "b1": m.l1.bias, "W2": m.l2.weight, "b2": m.l2.bias}

    def made(a):
        new = Net()
        for k, p in parts(new).items():
            p.data = a[k].copy()
        return new

    def claim(a):
        new = made(a)
        new.train(x, y)
        return {k: (a[k] - p.data) / 0.1 for k, p in parts(new).items()}

    return lambda a: made(a).loss(x, y), claim, {k: p.data for k, p in parts(net).items()}


def wanted(slope, a):
    """What its three steps should add up to, over the rate; all arrays are off, as the biases move the rest."""
    b = dict(a)
    for _ in range(3):
        g = slope(b)
        b = {k: b[k] - 0.1 * g[k] for k in b}
    return {k: (a[k] - b[k]) / 0.1 for k in a}
