import math


class Elman:
    """one hidden number: counts in a sequence"""

    def __init__(self):
        self.wx = 0.8
        self.wh = -0.6
        self.bias = 0.1
        self.wy = 1.3

    def run(self, seq):
        self.h = [0.0]
        for x in seq:
            self.h.append(math.tanh(self.wx * x + self.wh * self.h[-1] + self.bias))
        return [self.wy * h for h in self.h[1:]]

    def loss(self, seqs, targets):
        return sum(0.5 * (o - t) ** 2 for seq, ts in zip(seqs, targets) for o, t in zip(self.run(seq), ts))

    def bptt(self, seqs, targets):
        dwx = dwh = dbias = dwy = 0.0
        for seq, ts in zip(seqs, targets):
            out = self.run(seq)
            for t in range(len(seq) - 1, -1, -1):
                dy = out[t] - ts[t]
                dwy += dy * self.h[t + 1]
                dz = dy * self.wy * (1 - self.h[t + 1] ** 2)
                dwx += dz * seq[t]
                dwh += dz * self.h[t]
                dbias += dz
        return dict(wx=dwx, wh=dwh, bias=dbias, wy=dwy)


seqs = [[1, 0, 1, 1], [0, 1, 0, 0], [1, 1, 1, 0]]
targets = [[0.2, 0.2, 0.4, 0.6], [0.0, 0.2, 0.2, 0.2], [0.2, 0.4, 0.6, 0.6]]
net = Elman()

# ---- for the test
EXPECTED = "what a hidden state passes on to the next step is not carried back"
KINDS = {"recurrent carry missing", "path missing"}
PLACES = ["wx", "wh", "bias"]
TWO = False
MEND = [
    ("            out = self.run(seq)\n", "            out = self.run(seq)\n            carry = 0.0\n"),
    ("dz = dy * self.wy * (1", "dz = (dy * self.wy + carry) * (1"),
    ("                dbias += dz\n", "                dbias += dz\n                carry = dz * self.wh\n"),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, grads=net.bptt, x=seqs, y=targets)
