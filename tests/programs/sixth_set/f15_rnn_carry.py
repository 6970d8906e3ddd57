import numpy as np

# vanilla RNN, learns the running sum of a sequence; x is (T, D), one sequence


class RNN:
    def __init__(self, D, H, O):
        rng = np.random.RandomState(9)
        self.Wxh = rng.randn(H, D) * 0.5
        self.Whh = rng.randn(H, H) * 0.5
        self.Why = rng.randn(O, H) * 0.5
        self.bh = rng.randn(H) * 0.1
        self.by = rng.randn(O) * 0.1

    def forward(self, xs):
        self.hs = {-1: np.zeros(len(self.bh))}
        ys = []
        for t in range(len(xs)):
            self.hs[t] = np.tanh(self.Wxh @ xs[t] + self.Whh @ self.hs[t - 1] + self.bh)
            ys.append(self.Why @ self.hs[t] + self.by)
        return np.array(ys)

    def loss(self, xs, targets):
        return 0.5 * np.sum((self.forward(xs) - targets) ** 2)

    def backward(self, xs, targets):
        ys = self.forward(xs)
        dWxh, dWhh, dWhy = np.zeros_like(self.Wxh), np.zeros_like(self.Whh), np.zeros_like(self.Why)
        dbh, dby = np.zeros_like(self.bh), np.zeros_like(self.by)
        for t in reversed(range(len(xs))):
            dy = ys[t] - targets[t]
            dWhy += np.outer(dy, self.hs[t])
            dby += dy
            dh = self.Why.T @ dy
            draw = (1 - self.hs[t] ** 2) * dh
            dbh += draw
            dWxh += np.outer(draw, xs[t])
            dWhh += np.outer(draw, self.hs[t - 1])
        return {"Wxh": dWxh, "Whh": dWhh, "Why": dWhy, "bh": dbh, "by": dby}


rng = np.random.RandomState(0)
xs = rng.randn(5, 2)
targets = np.cumsum(xs[:, :1], axis=0)
rnn = RNN(2, 4, 1)


# ---- for the test
EXPECTED = "backward has no dh_next: what flows back from the later time steps through Whh is missing"
KINDS = {"carry missing", "path missing", "not carried back", "recurrence", "carry"}
PLACES = ["Wxh", "Whh", "bh", "time"]
TWO = False
MEND = [
    ("        for t in reversed(range(len(xs))):\n", "        dh_next = np.zeros_like(self.bh)\n        for t in reversed(range(len(xs))):\n"),
    ("dh = self.Why.T @ dy\n", "dh = self.Why.T @ dy + dh_next\n"),
    ("            dbh += draw\n", "            dbh += draw\n            dh_next = self.Whh.T @ draw\n"),
]
OFF = {"Wxh", "Whh", "bh"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=rnn, loss=rnn.loss, grads=rnn.backward, x=xs, y=targets)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = RNN(2, 4, 1)
        vars(new).update(a)
        return new

    return lambda a: made(a).loss(xs, targets), lambda a: made(a).backward(xs, targets), dict(vars(rnn))
