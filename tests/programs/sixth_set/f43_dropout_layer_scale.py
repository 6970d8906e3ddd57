import numpy as np


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError


class FullyConnected(Layer):
    def __init__(self, n_in, n_out, rng):
        self.weights = rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
        self.bias = np.zeros(n_out)

    def forward(self, x):
        self.input = x
        return x @ self.weights + self.bias

    def backward(self, grad):
        self.weights_grad = self.input.T @ grad
        self.bias_grad = grad.sum(axis=0)
        return grad @ self.weights.T


class Tanh(Layer):
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, grad):
        return grad * (1 - self.y**2)


class Dropout(Layer):
    def __init__(self, rate, seed):
        self.rate = rate
        self.seed = seed

    def forward(self, x):
        keep = np.random.RandomState(self.seed).uniform(size=x.shape) > self.rate
        self.mask = keep
        return x * keep / (1 - self.rate)

    def backward(self, grad):
        return grad * self.mask


class Model:
    def __init__(self):
        rng = np.random.RandomState(19)
        self.layers = [FullyConnected(3, 6, rng), Tanh(), Dropout(0.4, seed=5), FullyConnected(6, 1, rng)]

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, y):
        return np.mean((self.predict(x) - y) ** 2)

    def backward(self, x, y):
        grad = 2 * (self.predict(x) - y) / y.size
        for layer in self.layers[::-1]:
            grad = layer.backward(grad)

    def train_step(self, x, y, lr=0.1):
        self.backward(x, y)
        for layer in self.layers:
            if isinstance(layer, FullyConnected):
                layer.weights = layer.weights - lr * layer.weights_grad
                layer.bias = layer.bias - lr * layer.bias_grad


rng = np.random.RandomState(4)
x = rng.normal(size=(6, 3))
y = x.sum(axis=1, keepdims=True)
model = Model()


# ---- for the test
EXPECTED = "Dropout.backward has the mask without its 1 / (1 - rate)"
KINDS = {"mask scale", "scale", "dropout scale", "mask not scaled"}
PLACES = ["layers[0]", "layer 1", "dropout", "mask", "hidden"]
TWO = False
MEND = [("return grad * self.mask\n", "return grad * self.mask / (1 - self.rate)\n")]
OFF = {"w0", "b0"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model.loss, step=model.train_step, x=x, y=y, rate=0.1)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Model()
        for i in (0, 3):
            new.layers[i].weights, new.layers[i].bias = a[f"w{i}"], a[f"b{i}"]
        return new

    def read(model):
        return {n[0] + str(i): getattr(model.layers[i], n) for i in (0, 3) for n in ("weights", "bias")}

    def claim(a):
        new = made(a)
        new.train_step(x, y)
        return {k: (a[k] - v) / 0.1 for k, v in read(new).items()}

    return lambda a: made(a).loss(x, y), claim, read(model)
