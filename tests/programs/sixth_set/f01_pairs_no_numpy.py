import math
import random

# XOR with plain lists, data are (inputs, target) pairs

data = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]


def sig(t):
    return 1.0 / (1.0 + math.exp(-t))


class MLP:
    def __init__(self, n_in, n_hid, n_out, lr=0.5):
        rnd = random.Random(4)
        self.lr = lr
        self.w_hid = [[rnd.uniform(-1, 1) for _ in range(n_in)] for _ in range(n_hid)]
        self.b_hid = [rnd.uniform(-1, 1) for _ in range(n_hid)]
        self.w_out = [[rnd.uniform(-1, 1) for _ in range(n_hid)] for _ in range(n_out)]
        self.b_out = [rnd.uniform(-1, 1) for _ in range(n_out)]

    def feed(self, inputs):
        self.hid = [sig(sum(w * v for w, v in zip(ws, inputs)) + b) for ws, b in zip(self.w_hid, self.b_hid)]
        self.out = [sig(sum(w * v for w, v in zip(ws, self.hid)) + b) for ws, b in zip(self.w_out, self.b_out)]
        return self.out

    def error(self, pairs):
        total = 0.0
        for inputs, target in pairs:
            out = self.feed(inputs)
            total += sum(0.5 * (o - t) ** 2 for o, t in zip(out, target))
        return total

    def learn(self, inputs, target):
        out = self.feed(inputs)
        d_out = [(o - t) * o * (1 - o) for o, t in zip(out, target)]
        for k in range(len(d_out)):
            for j in range(len(self.hid)):
                self.w_out[k][j] -= self.lr * d_out[k] * self.hid[j]
            self.b_out[k] -= self.lr * d_out[k]
        d_hid = []
        for j, h in enumerate(self.hid):
            back = sum(d_out[k] * self.w_out[k][j] for k in range(len(d_out)))
            d_hid.append(back * h * (1 - h))
        for j in range(len(d_hid)):
            for i in range(len(inputs)):
                self.w_hid[j][i] -= self.lr * d_hid[j] * inputs[i]
            self.b_hid[j] -= self.lr * d_hid[j]

    def train(self, pairs, epochs=1):
        for e in range(epochs):
            for inputs, target in pairs:
                self.learn(inputs, target)


net = MLP(2, 3, 1)


# ---- for the test
EXPECTED = "learn moves w_out before d_hid is computed with it: the hidden layer gets the derivative through weights that are already new"
KINDS = {"updated before use"}
PLACES = ["w_hid", "b_hid", "hidden", "w_out", "layer 1"]
TWO = False
MEND = [
    ("""        for k in range(len(d_out)):
            for j in range(len(self.hid)):
                self.w_out[k][j] -= self.lr * d_out[k] * self.hid[j]
            self.b_out[k] -= self.lr * d_out[k]
        d_hid = []
""", """        d_hid = []
"""),
    ("""            d_hid.append(back * h * (1 - h))
""", """            d_hid.append(back * h * (1 - h))
        for k in range(len(d_out)):
            for j in range(len(self.hid)):
                self.w_out[k][j] -= self.lr * d_out[k] * self.hid[j]
            self.b_out[k] -= self.lr * d_out[k]
"""),
]
OFF = {"w_hid", "b_hid"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.error, step=net.train, x=data, rate=0.5)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    import numpy as np

    names = ["w_hid", "b_hid", "w_out", "b_out"]

    def made(a):
        new = MLP(2, 3, 1)
        for name in names:
            setattr(new, name, np.array(a[name]).tolist())
        return new

    def claim(a):
        new = made(a)
        new.learn([0.7, -1.2], [1])
        return {name: (a[name] - np.array(getattr(new, name))) / new.lr for name in names}

    return lambda a: made(a).error([([0.7, -1.2], [1])]), claim, {n: np.array(getattr(net, n)) for n in names}
