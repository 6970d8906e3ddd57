"""
Minimal character-level Vanilla RNN model, after the well known gist
"""

import numpy as np

data = "to be or not to be"
chars = sorted(list(set(data)))
data_size, vocab_size = len(data), len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}

# hyperparameters
hidden_size = 5
seq_length = 6
learning_rate = 1e-1

# model parameters
np.random.seed(42)
Wxh = np.random.randn(hidden_size, vocab_size) * 0.4  # input to hidden
Whh = np.random.randn(hidden_size, hidden_size) * 0.4  # hidden to hidden
Why = np.random.randn(vocab_size, hidden_size) * 0.4  # hidden to output
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))


def lossFun(inputs, targets, hprev):
    """
    inputs,targets are both list of integers.
    hprev is Hx1 array of initial hidden state
    returns the loss, gradients on model parameters, and last hidden state
    """
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
    # backward pass: compute gradients going backwards
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
    return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs) - 1]


inputs = [char_to_ix[ch] for ch in data[:seq_length]]
targets = [char_to_ix[ch] for ch in data[1 : seq_length + 1]]

if __name__ == "__main__":
    mWxh, mWhh, mWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    mbh, mby = np.zeros_like(bh), np.zeros_like(by)
    for n in range(100):
        loss, dWxh, dWhh, dWhy, dbh, dby, hprev = lossFun(inputs, targets, np.zeros((hidden_size, 1)))
        for param, dparam, mem in zip(
            [Wxh, Whh, Why, bh, by], [dWxh, dWhh, dWhy, dbh, dby], [mWxh, mWhh, mWhy, mbh, mby]
        ):
            mem += dparam * dparam
            param += -learning_rate * dparam / np.sqrt(mem + 1e-8)


# ---- for the test
EXPECTED = "dhnext goes back through Whh instead of Whh.T (square, so the shapes agree): Wxh, Whh, bh"
KINDS = {"transposed"}
PLACES = ["Wxh", "Whh", "bh", "recurrent", "hidden"]
TWO = False
MEND = [("dhnext = np.dot(Whh, dhraw)", "dhnext = np.dot(Whh.T, dhraw)")]
OFF = {"Wxh", "Whh", "bh"}


def loss_of(inputs, targets):
    return lossFun(inputs, targets, np.zeros((hidden_size, 1)))[0]


def grads_of(inputs, targets):
    return lossFun(inputs, targets, np.zeros((hidden_size, 1)))[1:6]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss_of, grads=grads_of, params=(Wxh, Whh, Why, bh, by), x=inputs, y=targets)


NAMES = ["Wxh", "Whh", "Why", "bh", "by"]


def at(call, a):
    globals().update(a)
    return call(inputs, targets)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: at(loss_of, a),
        lambda a: dict(zip(NAMES, at(grads_of, a))),
        {name: globals()[name] for name in NAMES},
    )
