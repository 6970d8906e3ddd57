import numpy as np


class Linear:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)
        self.b = rng.standard_normal(n_out) * 0.1

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=-1)
        return dout @ self.W.T


class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        return dout * self.out * (1 - self.out)


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, y):
        return 0.5 * np.sum((self.forward(x) - y) ** 2)

    def backward(self, x, y):
        grad = self.forward(x) - y
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def step(self, lr):
        for layer in self.layers:
            if isinstance(layer, Linear):
                layer.W -= lr * layer.dW
                layer.b -= lr * layer.db


rng = np.random.default_rng(17)
model = Sequential(Linear(3, 4, rng), Sigmoid(), Linear(4, 4, rng))
X = rng.standard_normal((4, 3))
Y = rng.standard_normal((4, 4))


# ---- for the test
EXPECTED = "Linear sums db over the units (axis -1) and not over the batch: four examples and four units hide it"
KINDS = {"summed over the wrong axis", "one bias per row"}
PLACES = [".b", "bias"]
TWO = False
MEND = [("dout.sum(axis=-1)", "dout.sum(axis=0)")]
OFF = {"b0", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model.loss, grads=model.backward, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import copy

    def made(a):
        new = copy.deepcopy(model)
        for i in (0, 2):
            new.layers[i].W, new.layers[i].b = a[f"W{i}"], a[f"b{i}"]
        return new

    def claim(a):
        new = made(a)
        new.backward(X, Y)
        return {n: getattr(new.layers[int(n[1])], "d" + n[0]) for n in a}

    start = {f"{n}{i}": getattr(model.layers[i], n) for i in (0, 2) for n in "Wb"}
    return lambda a: made(a).loss(X, Y), claim, start
