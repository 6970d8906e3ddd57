import numpy as np


class Net:
    """forward(x), then loss(y), then backward(), then step(lr)."""

    def __init__(self):
        g = np.random.default_rng(65)
        self.w = {1: g.normal(size=(3, 5)), 2: g.normal(size=(5, 1))}
        self.c = {1: np.zeros((1, 5)), 2: np.zeros((1, 1))}

    def forward(self, x):
        self.a0 = x
        self.a1 = np.tanh(self.a0 @ self.w[1] + self.c[1])
        self.a2 = self.a1 @ self.w[2] + self.c[2]
        return self.a2

    def loss(self, y):
        self.err = self.a2 - y
        return float((self.err**2).mean())

    def backward(self):
        n = len(self.err)
        d2 = 2 * self.err / n
        self.gw = {2: self.a1.T @ d2}
        self.gc = {2: d2.sum(axis=0, keepdims=True)}
        d1 = d2 @ self.w[2].T * (1 - self.a1**2)
        self.gw[1] = self.a0.T @ d1
        self.gc[1] = d1.mean(axis=0, keepdims=True)

    def step(self, lr):
        for i in (1, 2):
            self.w[i] = self.w[i] - lr * self.gw[i]
            self.c[i] = self.c[i] - lr * self.gc[i]


def train_step(net, x, y, lr=0.1):
    net.forward(x)
    loss = net.loss(y)
    net.backward()
    net.step(lr)
    return loss


def loss(net, x, y):
    net.forward(x)
    return net.loss(y)


g = np.random.default_rng(66)
x, y = g.normal(size=(6, 3)), g.normal(size=(6, 1))

# ---- for the test
EXPECTED = "the hidden bias gradient is averaged once more"
KINDS = {"averaged where summed", "averaged twice"}
PLACES = ["c[1]", "c.1", "layer 1"]
TWO = False
MEND = [("d1.mean(axis=0, keepdims=True)", "d1.sum(axis=0, keepdims=True)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=Net, loss=loss, step=train_step, x=x, y=y, rate=0.1)
