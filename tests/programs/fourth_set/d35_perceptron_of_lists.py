import random

random.seed(35)


class MLP:
    """layers of neurons, plain lists; one row after the other"""

    def __init__(self, sizes):
        self.W = [
            [[random.uniform(-1, 1) for _ in range(m)] for _ in range(n)] for m, n in zip(sizes, sizes[1:])
        ]
        self.B = [[random.uniform(-0.5, 0.5) for _ in range(n)] for n in sizes[1:]]

    def forward(self, x):
        self.acts = [list(x)]
        for W, B in zip(self.W, self.B):
            out = []
            for w, b in zip(W, B):
                z = b + sum(wi * ai for wi, ai in zip(w, self.acts[-1]))
                out.append(z if z > 0 else 0.1 * z)
            self.acts.append(out)
        return self.acts[-1]

    def backward(self, x, t):
        out = self.forward(x)
        delta = [(o - ti) * (1 if o > 0 else 0.1) for o, ti in zip(out, t)]
        gW, gB = [None] * len(self.W), [None] * len(self.W)
        for l in reversed(range(len(self.W))):
            gW[l] = [[d * a for a in self.acts[l]] for d in delta]
            gB[l] = list(delta)
            back = [sum(self.W[l][j][i] * delta[j] for j in range(len(delta))) for i in range(len(self.acts[l]))]
            delta = [b * (1 if a > 0 else 0) for b, a in zip(back, self.acts[l])]
        return gW, gB


net = MLP([2, 4, 2])
xs = [[0.5, -1.2], [1.5, 0.3], [-0.4, 0.8], [-1.1, -0.6]]
ts = [[1.0, 0.2], [0.3, 0.9], [0.5, 0.5], [-0.5, 1.0]]


def total_loss(xs, ts):
    return sum(0.5 * sum((o - ti) ** 2 for o, ti in zip(net.forward(x), t)) for x, t in zip(xs, ts))


def total_grads(xs, ts):
    total = None
    for x, t in zip(xs, ts):
        gW, gB = net.backward(x, t)
        if total is None:
            total = gW, gB
            continue
        for l in range(len(gW)):
            for j in range(len(gW[l])):
                total[1][l][j] += gB[l][j]
                for i in range(len(gW[l][j])):
                    total[0][l][j][i] += gW[l][j][i]
    return total


# ---- for the test
EXPECTED = "the hidden derivative is ReLU's, the activation leaks 0.1"
KINDS = {"wrong activation", "derivative of another activation", "wrong derivative"}
PLACES = ["W[0]", "layer 1", "B[0]"]
TWO = False
MEND = [("delta = [b * (1 if a > 0 else 0) for", "delta = [b * (1 if a > 0 else 0.1) for")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=total_loss, grads=total_grads, params=(net.W, net.B), x=xs, y=ts)
