import numpy as np


class CharRNN:
    def __init__(self, text, hidden_size=5):
        chars = sorted(set(text))
        self.char_to_ix = {ch: i for i, ch in enumerate(chars)}
        self.vocab_size, self.hidden_size = len(chars), hidden_size
        rs = np.random.RandomState(14)
        self.Wxh = rs.randn(hidden_size, self.vocab_size) * 0.4
        self.Whh = rs.randn(hidden_size, hidden_size) * 0.4
        self.Why = rs.randn(self.vocab_size, hidden_size) * 0.4
        self.bh = np.zeros((hidden_size, 1))
        self.by = np.zeros((self.vocab_size, 1))

    def encode(self, s):
        return [self.char_to_ix[c] for c in s]

    def forward(self, inputs):
        xs, hs, ps = {}, {-1: np.zeros((self.hidden_size, 1))}, {}
        for t, ix in enumerate(inputs):
            xs[t] = np.zeros((self.vocab_size, 1))
            xs[t][ix] = 1
            hs[t] = np.tanh(self.Wxh @ xs[t] + self.Whh @ hs[t - 1] + self.bh)
            y = self.Why @ hs[t] + self.by
            ps[t] = np.exp(y) / np.sum(np.exp(y))
        return xs, hs, ps

    def loss(self, text):
        ix = self.encode(text)
        _, _, ps = self.forward(ix[:-1])
        return float(sum(-np.log(ps[t][k, 0]) for t, k in enumerate(ix[1:])))

    def bptt(self, text):
        ix = self.encode(text)
        inputs, targets = ix[:-1], ix[1:]
        xs, hs, ps = self.forward(inputs)
        dWxh, dWhh, dWhy = np.zeros_like(self.Wxh), np.zeros_like(self.Whh), np.zeros_like(self.Why)
        dbh, dby = np.zeros_like(self.bh), np.zeros_like(self.by)
        dhnext = np.zeros_like(hs[0])
        for t in reversed(range(len(inputs))):
            dy = np.copy(ps[t])
            dy[targets[t]] -= 1
            dWhy += dy @ hs[t].T
            dby += dy
            dh = self.Why.T @ dy + dhnext
            dhraw = (1 - hs[t] ** 2) * dh
            dbh += dh
            dWxh += dhraw @ xs[t].T
            dWhh += dhraw @ hs[t - 1].T
            dhnext = self.Whh.T @ dhraw
        return dWxh, dWhh, dWhy, dbh, dby


rnn = CharRNN("hello world")

# ---- for the test
EXPECTED = "dbh sums dh, before the slope of tanh"
KINDS = {"derivative missing", "wrong error"}
PLACES = ["bh"]
TWO = False
MEND = [("dbh += dh\n", "dbh += dhraw\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    params = (rnn.Wxh, rnn.Whh, rnn.Why, rnn.bh, rnn.by)
    return dict(obj=rnn, loss=rnn.loss, grads=rnn.bptt, params=params, x="hello wo")
