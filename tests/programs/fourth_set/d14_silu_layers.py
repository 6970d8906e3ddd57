import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class SiLU:
    def forward(self, z):
        self.z = z
        return z * sigmoid(z)

    def backward(self, grad):
        s = sigmoid(self.z)
        return grad * (s + s * (1 - s))


class Linear:
    def __init__(self, i, o, rng):
        self.w = rng.standard_normal((i, o)) / np.sqrt(i)
        self.b = np.zeros(o)

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, grad):
        self.grad_w = self.x.T @ grad
        self.grad_b = grad.sum(0)
        return grad @ self.w.T


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad


class MSE:
    def forward(self, pred, target):
        self.diff = pred - target
        return (self.diff**2).mean()

    def backward(self):
        return 2 * self.diff / self.diff.size


rng = np.random.default_rng(2)
model = Sequential(Linear(3, 5, rng), SiLU(), Linear(5, 4, rng), SiLU(), Linear(4, 2, rng))
criterion = MSE()
x = rng.standard_normal((6, 3))
t = rng.standard_normal((6, 2))


def loss(x, t):
    return criterion.forward(model.forward(x), t)


def backward(x, t):
    loss(x, t)
    model.backward(criterion.backward())
    return [(l.grad_w, l.grad_b) for l in model.layers if isinstance(l, Linear)]


# ---- for the test
EXPECTED = "SiLU's derivative is s + s (1 - s): the factor z of its second term is missing"
KINDS = {"wrong derivative", "wrong activation", "factor missing", "derivative of another activation"}
PLACES = ["layer 1", "layer 2", "w", "hidden", "SiLU"]
TWO = False
MEND = [("(s + s * (1 - s))", "(s + self.z * s * (1 - s))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=loss, grads=backward, x=x, y=t)
