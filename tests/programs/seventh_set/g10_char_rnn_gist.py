"""
Minimal character-level vanilla RNN, retyped from the famous gist to understand it
"""
import numpy as np

data = "hello world, hello there, well hello"
chars = sorted(set(data))
data_size, vocab_size = len(data), len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}

# hyperparameters
hidden_size = 7
seq_length = 9
learning_rate = 1e-1

# model parameters
np.random.seed(5)
Wxh = np.random.randn(hidden_size, vocab_size) * 0.5
Whh = np.random.randn(hidden_size, hidden_size) * 0.4
Why = np.random.randn(vocab_size, hidden_size) * 0.5
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))


def lossFun(inputs, targets, hprev):
    xs, hs, ys, ps = {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    # forward pass
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
        ys[t] = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
        loss += -np.log(ps[t][targets[t], 0])
    # backward pass
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += np.dot(dy, hs[t].T)
        dby += dy
        dh = np.dot(Why.T, dy) + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        dbh += dhraw
        dWxh += np.dot(dhraw, xs[t].T)
        dWhh += np.dot(dhraw, hs[t - 1].T)
        dhnext = np.dot(Whh, dhraw)
    for dparam in [dWxh, dWhh, dWhy, dbh, dby]:
        np.clip(dparam, -5, 5, out=dparam)  # exploding gradients
    return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs) - 1]


def train(iterations=20):
    p, hprev = 0, np.zeros((hidden_size, 1))
    mem = [np.zeros_like(w) for w in (Wxh, Whh, Why, bh, by)]
    smooth_loss = -np.log(1.0 / vocab_size) * seq_length
    for n in range(iterations):
        if p + seq_length + 1 >= data_size:
            hprev, p = np.zeros((hidden_size, 1)), 0
        inputs = [char_to_ix[ch] for ch in data[p : p + seq_length]]
        targets = [char_to_ix[ch] for ch in data[p + 1 : p + seq_length + 1]]
        loss, dWxh, dWhh, dWhy, dbh, dby, hprev = lossFun(inputs, targets, hprev)
        smooth_loss = smooth_loss * 0.999 + loss * 0.001
        for param, dparam, m in zip([Wxh, Whh, Why, bh, by], [dWxh, dWhh, dWhy, dbh, dby], mem):
            m += dparam * dparam
            param += -learning_rate * dparam / np.sqrt(m + 1e-8)
        p += seq_length
    return smooth_loss


inputs = [char_to_ix[ch] for ch in data[:seq_length]]
targets = [char_to_ix[ch] for ch in data[1 : seq_length + 1]]
hprev = np.zeros((hidden_size, 1))


# ---- for the test
EXPECTED = "dhnext is carried back with Whh instead of Whh.T"
KINDS = {"transposed", "wrong weight"}
PLACES = ["Whh", "dhnext", "Wxh", "bh", "hidden", "carry", "recurrent"]
TWO = False
MEND = [("dhnext = np.dot(Whh, dhraw)", "dhnext = np.dot(Whh.T, dhraw)")]
OFF = {"Wxh", "Whh", "bh"}
NAMES = ["Wxh", "Whh", "Why", "bh", "by"]


def loss_only(inputs, targets):
    return lossFun(inputs, targets, hprev)[0]


def grads_only(inputs, targets):
    return dict(zip(NAMES, lossFun(inputs, targets, hprev)[1:6]))


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss_only, grads=grads_only, params=dict(Wxh=Wxh, Whh=Whh, Why=Why, bh=bh, by=by), x=inputs, y=targets)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    start = {n: globals()[n].copy() for n in NAMES}

    def put(a):
        for n in NAMES:
            globals()[n][...] = a[n]

    def both(a):
        put(a)
        out = loss_only(inputs, targets), grads_only(inputs, targets)
        put(start)
        return out

    return lambda a: both(a)[0], lambda a: both(a)[1], start
