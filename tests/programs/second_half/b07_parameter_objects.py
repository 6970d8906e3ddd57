# torch.nn in small, to understand what happens inside
import numpy as np


class Parameter:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)


class Linear:
    def __init__(self, n_in, n_out, gen):
        self.weight = Parameter(gen.standard_normal((n_out, n_in)) / np.sqrt(n_in))
        self.bias = Parameter(gen.standard_normal(n_out) * 0.2)

    def __call__(self, x):
        self.x = x
        return x @ self.weight.data.T + self.bias.data

    def backward(self, g):
        self.weight.grad += g.T @ self.x
        self.bias.grad += g.sum(0)
        return g @ self.weight.data

    def parameters(self):
        return [self.weight, self.bias]


class Tanh:
    def __call__(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, g):
        return g * (1 - self.y ** 2)

    def parameters(self):
        return []


class Model:
    def __init__(self, seed=4):
        gen = np.random.default_rng(seed)
        self.layers = [Linear(4, 3, gen), Tanh(), Linear(3, 2, gen)]

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def loss(self, x, t):
        return ((self(x) - t) ** 2).mean()

    def train_step(self, x, t, lr=0.05):
        g = 2 * (self(x) - t) / t.size
        for layer in reversed(self.layers):
            g = layer.backward(g)
        for p in self.parameters():
            p.data -= lr * p.grad


gen = np.random.default_rng(21)
inputs, targets = gen.standard_normal((6, 4)), gen.standard_normal((6, 2))
model = Model()

# ---- for the test
EXPECTED = "the gradients are never set back to zero: backward adds to .grad, so from the second step on the gradients of all earlier steps are still in it"
KINDS = {"gradients accumulate"}
PLACES = ["update", "step", "grad", "zero_grad", "weight", "all"]
TWO = False
MEND = [("            p.data -= lr * p.grad", "            p.data -= lr * p.grad\n            p.grad[...] = 0")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=model.loss, step=model.train_step, params=model.parameters(), obj=model,
                x=inputs, y=targets, rate=0.05, make=Model)
