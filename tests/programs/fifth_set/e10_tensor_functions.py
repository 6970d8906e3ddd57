import numpy as np


class Tensor:
    def __init__(self, data, requires_grad=False):
        self.data = np.asarray(data, dtype=float)
        self.grad = None
        self.requires_grad = requires_grad
        self.ctx = None

    def backward(self, g=None):
        if g is None:
            g = np.ones_like(self.data)
        self.grad = g if self.grad is None else self.grad + g
        if self.ctx is not None:
            func, parents = self.ctx
            for parent, gp in zip(parents, func(g)):
                parent.backward(gp)


def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.mean(axis=0)
    for i, n in enumerate(shape):
        if n == 1 and g.shape[i] != 1:
            g = g.sum(axis=i, keepdims=True)
    return g


def node(data, func, *parents):
    out = Tensor(data)
    out.ctx = func, parents
    return out


def matmul(a, b):
    return node(a.data @ b.data, lambda g: (g @ b.data.T, a.data.T @ g), a, b)


def add(a, b):
    return node(a.data + b.data, lambda g: (unbroadcast(g, a.data.shape), unbroadcast(g, b.data.shape)), a, b)


def sigmoid(a):
    s = 1 / (1 + np.exp(-a.data))
    return node(s, lambda g: (g * s * (1 - s),), a)


def mse(pred, target):
    diff = pred.data - target
    return node((diff**2).mean(), lambda g: (g * 2 * diff / diff.size,), pred)


rng = np.random.default_rng(10)
params = {
    "w1": Tensor(rng.normal(size=(3, 4)), True),
    "b1": Tensor(rng.normal(size=4), True),
    "w2": Tensor(rng.normal(size=(4, 2)), True),
    "b2": Tensor(rng.normal(size=2), True),
}
x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))


def model(inputs):
    h = sigmoid(add(matmul(Tensor(inputs), params["w1"]), params["b1"]))
    return add(matmul(h, params["w2"]), params["b2"])


def loss_value(inputs, targets):
    return float(mse(model(inputs), targets).data)


def gradients(inputs, targets):
    for p in params.values():
        p.grad = None
    mse(model(inputs), targets).backward()
    return {name: p.grad for name, p in params.items()}


# ---- for the test
EXPECTED = "unbroadcast takes the mean over the batch where the sum is wanted: the bias gradients are n times too small"
KINDS = {"averaged where summed", "averaged twice", "scale"}
PLACES = ["b1", "b2"]
TWO = False
MEND = [("g = g.mean(axis=0)", "g = g.sum(axis=0)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss_value, grads=gradients, params=params, x=x, y=y)
