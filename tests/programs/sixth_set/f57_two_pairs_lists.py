import math
import random


class Net:
    """Trained on a list of (x, y), everything is a list."""

    def __init__(self, data, hidden=3):
        rnd = random.Random(11)
        self.data = data
        n = len(data[0][0])
        self.W = [[rnd.gauss(0, 1) for _ in range(n)] for _ in range(hidden)]
        self.b = [rnd.gauss(0, 0.3) for _ in range(hidden)]
        self.v = [rnd.gauss(0, 1) for _ in range(hidden)]
        self.c = [0.2]

    def forward(self, x):
        h = [math.tanh(bi + sum(wi * xi for wi, xi in zip(row, x))) for row, bi in zip(self.W, self.b)]
        p = 1 / (1 + math.exp(-self.c[0] - sum(vi * hi for vi, hi in zip(self.v, h))))
        return h, p

    def loss(self):
        s = 0
        for x, y in self.data:
            p = self.forward(x)[1]
            s -= y * math.log(p) + (1 - y) * math.log(1 - p)
        return s / len(self.data)

    def epoch(self, lr=0.2):
        H, n = len(self.v), len(self.data)
        gW = [[0.0] * len(self.W[0]) for _ in range(H)]
        gb, gv, gc = [0.0] * H, [0.0] * H, 0.0
        for x, y in self.data:
            h, p = self.forward(x)
            delta = (p - y) / n
            gc += delta
            for j in range(H):
                gv[j] += delta * h[j]
                dj = delta * self.v[j]
                gb[j] += dj
                for i in range(len(x)):
                    gW[j][i] += dj * x[i]
        for j in range(H):
            self.v[j] -= lr * gv[j]
            self.b[j] -= lr * gb[j]
            for i in range(len(gW[j])):
                self.W[j][i] -= lr * gW[j][i]


data = [([0.1, 1.2], 1), ([-0.7, 0.4], 0), ([0.9, -0.3], 1), ([0.5, 0.8], 1), ([-1.1, -0.2], 0)]
net = Net(data)


# ---- for the test
EXPECTED = "two mistakes: the slope of tanh is missing in dj; the output's bias c has a gradient and is never moved"
KINDS = {"derivative missing"}
KINDS_2 = {"partial update", "zero"}
PLACES = ["W", "b", "hidden", "layer 1", "c", "output"]
TWO = True
MEND = [("dj = delta * self.v[j]\n", "dj = delta * self.v[j] * (1 - h[j] ** 2)\n"), ("        for j in range(H):\n            self.v[j] -=", "        self.c[0] -= lr * gc\n        for j in range(H):\n            self.v[j] -=")]
OFF = {"W", "b", "c"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, step=net.epoch, rate=0.2)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    names = ["W", "b", "v", "c"]

    def made(a):
        new = Net(data)
        for n in names:
            setattr(new, n, np.array(a[n]).tolist())
        return new

    def claim(a):
        new = made(a)
        new.epoch()
        return {n: (a[n] - np.array(getattr(new, n))) / 0.2 for n in names}

    return lambda a: made(a).loss(), claim, {n: np.array(getattr(net, n)) for n in names}
