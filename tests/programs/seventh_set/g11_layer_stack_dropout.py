import numpy as np


class Layer:
    def params(self):
        return
        yield  # no parameters, empty generator


class Dense(Layer):
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x, train):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW[...] = self.x.T @ dout
        self.db[...] = dout.sum(axis=0)
        return dout @ self.W.T

    def params(self):
        yield self.W, self.dW
        yield self.b, self.db


class LeakyReLU(Layer):
    def forward(self, x, train):
        self.x = x
        return np.where(x > 0, x, 0.1 * x)

    def backward(self, dout):
        return np.where(self.x > 0, dout, 0.1 * dout)


class Dropout(Layer):
    """inverted dropout"""

    def __init__(self, p_drop):
        self.keep = 1 - p_drop

    def forward(self, x, train):
        if not train:
            return x
        self.mask = np.random.rand(*x.shape) < self.keep
        return x * self.mask / self.keep

    def backward(self, dout):
        return dout * self.mask


class Net:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x, train=True):
        for layer in self.layers:
            x = layer.forward(x, train)
        return x

    def params(self):
        for layer in self.layers:
            yield from layer.params()

    def loss(self, x, y):
        return np.mean(np.sum((self.forward(x) - y) ** 2, axis=1))

    def train_batch(self, x, y, lr=0.01):
        out = self.forward(x)
        grad = 2 * (out - y) / len(x)
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        for p, g in self.params():
            p -= lr * g


np.random.seed(12)
net = Net(Dense(3, 8), LeakyReLU(), Dropout(0.4), Dense(8, 2))
x = np.random.randn(9, 3)
y = np.stack([np.sin(x[:, 0]), x[:, 1] * x[:, 2]], axis=1)


# ---- for the test
EXPECTED = "Dropout.backward gives dout * mask without the division by keep that the forward pass has; the first Dense gets gradients too small by keep"
KINDS = {"dropout scale"}
PLACES = ["layers[0]", "layer 1", "hidden", "W", "b", "w", "Dropout", "layers[2]"]
TWO = False
MEND = [("return dout * self.mask\n", "return dout * self.mask / self.keep\n")]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, step=net.train_batch, x=x, y=y, rate=0.01)


def proof():
    """Its loss and its claim, of plain arrays by name; each run throws the same mask."""

    def made(a):
        new = Net(Dense(3, 8), LeakyReLU(), Dropout(0.4), Dense(8, 2))
        new.layers[0].W, new.layers[0].b = a["W1"].copy(), a["b1"].copy()
        new.layers[3].W, new.layers[3].b = a["W2"].copy(), a["b2"].copy()
        np.random.seed(4)
        return new

    def claim(a):
        new = made(a)
        new.train_batch(x, y, 0.01)
        d, e = new.layers[0], new.layers[3]
        return {k: (a[k] - v) / 0.01 for k, v in dict(W1=d.W, b1=d.b, W2=e.W, b2=e.b).items()}

    d, e = net.layers[0], net.layers[3]
    return lambda a: made(a).loss(x, y), claim, dict(W1=d.W, b1=d.b, W2=e.W, b2=e.b)
