import numpy as np


class Parameter:
    def __init__(self, value):
        self.value = value
        self.grad = np.zeros_like(value)


class Linear:
    def __init__(self, n_in, n_out, rng):
        self.weight = Parameter(rng.normal(size=(n_in, n_out)) * 0.5)
        self.bias = Parameter(np.zeros(n_out))

    def forward(self, x):
        self.x = x
        return x @ self.weight.value + self.bias.value

    def backward(self, grad):
        self.weight.grad += self.x.T @ grad
        self.bias.grad += grad.sum(0)
        return grad @ self.weight.value.T


class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, grad):
        return grad * (1 - self.y**2)


class Trainer:
    def __init__(self, lr=0.1):
        rng = np.random.default_rng(32)
        self.layers = [Linear(2, 5, rng), Tanh(), Linear(5, 1, rng)]
        self.lr = lr

    def parameters(self):
        for layer in self.layers:
            if isinstance(layer, Linear):
                yield layer.weight
                yield layer.bias

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def zero_grad(self):
        for p in self.parameters():
            p.grad[...] = 0

    def loss(self, x, y):
        return np.mean((self.forward(x) - y) ** 2)

    def step(self, x, y):
        grad = 2 * (self.forward(x) - y) / y.size
        for layer in self.layers[::-1]:
            grad = layer.backward(grad)
        for p in self.parameters():
            p.value -= self.lr * p.grad


x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = np.array([[0.0], [1.0], [1.0], [0.0]])

# ---- for the test
EXPECTED = "step never calls zero_grad: each gradient is added to those before"
KINDS = {"gradients accumulate"}
PLACES = ["update", "every", "step", "gradient"]
TWO = False
MEND = [
    (
        "        for layer in self.layers[::-1]:\n",
        "        self.zero_grad()\n        for layer in self.layers[::-1]:\n",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=Trainer, loss=Trainer.loss, step=Trainer.step, x=x, y=y, rate=0.1)
