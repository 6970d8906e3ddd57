import math
import random


class Params:
    def __init__(self, n_in, n_hid):
        random.seed(11)
        self.w = [[random.gauss(0, 0.6) for _ in range(n_in)] for _ in range(n_hid)]
        self.b = [0.1] * n_hid
        self.v = [random.gauss(0, 0.6) for _ in range(n_hid)]
        self.c = 0.0


# (features, label)
data = [
    ([0.2, 1.4], 1),
    ([1.1, -0.3], 0),
    ([-0.7, 0.8], 1),
    ([-1.2, -0.9], 0),
    ([0.4, 0.1], 1),
    ([1.9, 0.6], 0),
]


def forward(p, x):
    h = []
    for w, b in zip(p.w, p.b):
        h.append(math.tanh(sum(wi * xi for wi, xi in zip(w, x)) + b))
    z = sum(v * a for v, a in zip(p.v, h)) + p.c
    return h, 1 / (1 + math.exp(-z))


def loss(p, data):
    total = 0
    for x, t in data:
        _, o = forward(p, x)
        total -= t * math.log(o) + (1 - t) * math.log(1 - o)
    return total / len(data)


def gradient(p, data):
    g = Params(len(p.w[0]), len(p.w))
    g.w = [[0.0] * len(row) for row in p.w]
    g.b = [0.0] * len(p.b)
    g.v = [0.0] * len(p.v)
    g.c = 0.0
    for x, t in data:
        h, o = forward(p, x)
        err = (o - t) / len(data)
        g.c += err
        for j in range(len(h)):
            g.v[j] += err * h[j]
            delta = err * p.v[j]
            g.b[j] += delta
            for i in range(len(x)):
                g.w[j][i] += delta * x[i]
    return g


# ---- for the test
EXPECTED = "tanh's derivative is missing in the hidden delta"
KINDS = {"derivative missing"}
PLACES = ["w", "layer 1", "hidden"]
TWO = False
MEND = [("delta = err * p.v[j]\n", "delta = err * p.v[j] * (1 - h[j] ** 2)\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=gradient, params=Params(2, 3), x=data)
