import numpy as np


class TinyNet:
    def __init__(self):
        np.random.seed(33)
        self.w1 = np.random.normal(0, 1, (3, 4))
        self.w2 = np.random.normal(0, 1, (4, 2))

    def forward(self, x):
        self.x = x
        self.hidden = 1 / (1 + np.exp(-x @ self.w1))
        self.out = self.hidden @ self.w2
        return self.out

    def loss(self, x, t):
        return 0.5 * np.mean(np.sum((self.forward(x) - t) ** 2, axis=1))

    def backward(self, x, t):
        self.forward(x)
        delta = (self.out - t) / len(x)
        slope = self.hidden
        slope *= 1 - self.hidden
        delta_hidden = delta @ self.w2.T * slope
        return {"w1": self.x.T @ delta_hidden, "w2": self.hidden.T @ delta}

    def update(self, x, t, lr=0.5):
        g = self.backward(x, t)
        self.w1 -= lr * g["w1"]
        self.w2 -= lr * g["w2"]


np.random.seed(3)
x = np.random.uniform(-1, 1, (6, 3))
t = np.random.uniform(-1, 1, (6, 2))
net = TinyNet()


# ---- for the test
EXPECTED = "slope is self.hidden itself: slope *= changes the hidden outputs, and w2 learns from h(1-h) in place of h"
KINDS = {"wrong input", "written in place", "aliasing", "in place"}
PLACES = ["w2", "hidden", "layer 2"]
TWO = False
MEND = [("        slope = self.hidden\n        slope *= 1 - self.hidden\n", "        slope = self.hidden * (1 - self.hidden)\n")]
OFF = {"w2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, grads=net.backward, x=x, y=t)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = TinyNet()
        vars(new).update(a)
        return new

    return lambda a: made(a).loss(x, t), lambda a: made(a).backward(x, t), {"w1": net.w1, "w2": net.w2}
