import numpy as np


class Linear:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(size=(n_out, n_in))
        self.b = rng.normal(size=(1, n_out))
        self.zero_grad()

    def zero_grad(self):
        self.grad_W = np.zeros_like(self.W)
        self.grad_b = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W.T + self.b

    def backward(self, g):
        self.grad_W += g.T @ self.x
        self.grad_b += g.sum(axis=0, keepdims=True)
        return g @ self.W


class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, g):
        return g * self.out * (1 - self.out)


class Model:
    def __init__(self):
        rng = np.random.default_rng(32)
        self.layers = [Linear(4, 3, rng), Sigmoid(), Linear(3, 2, rng)]
        self.linears = [l for l in self.layers if isinstance(l, Linear)]

    def forward(self, x):
        for l in self.layers:
            x = l.forward(x)
        return x

    def loss(self, x, y):
        return ((self.forward(x) - y) ** 2).mean()

    def train_step(self, x, y, lr=0.1):
        pred = self.forward(x)
        g = 2 * (pred - y) / pred.size
        for l in reversed(self.layers):
            g = l.backward(g)
        for l in self.linears:
            l.W -= lr * l.grad_W
            l.b -= lr * l.grad_b


rng = np.random.default_rng(0)
x = rng.normal(size=(6, 4))
y = rng.normal(size=(6, 2))


# ---- for the test
EXPECTED = (
    "train_step never calls zero_grad: from the second step on the gradients of all steps before are added"
)
KINDS = {"gradients accumulate"}
PLACES = ["update", "step", "grad_W", "all", "every", "W"]
TWO = False
MEND = [
    (
        "        pred = self.forward(x)\n",
        "        for l in self.linears:\n            l.zero_grad()\n        pred = self.forward(x)\n",
    )
]


def make():
    model = Model()
    return dict(
        obj=model,
        loss=model.loss,
        step=model.train_step,
        predict=model.forward,
        params=[(l.W, l.b) for l in model.linears],
    )


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=make, x=x, y=y, rate=0.1)
