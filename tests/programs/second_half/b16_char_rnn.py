"""character-level vanilla RNN, after reading the well-known gist"""
import numpy as np

data = "hello world"
chars = sorted(set(data))
vocab_size = len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}

hidden_size = 5
np.random.seed(16)
Wxh = np.random.randn(hidden_size, vocab_size) * 0.5
Whh = np.random.randn(hidden_size, hidden_size) * 0.5
Why = np.random.randn(vocab_size, hidden_size) * 0.5
bh = np.random.randn(hidden_size, 1) * 0.1
by = np.random.randn(vocab_size, 1) * 0.1

inputs = [char_to_ix[ch] for ch in data[:6]]
targets = [char_to_ix[ch] for ch in data[1:7]]


def lossFun(inputs, targets, weights):
    Wxh, Whh, Why, bh, by = weights
    xs, hs, ps = {}, {}, {}
    hs[-1] = np.zeros((hidden_size, 1))
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
        ys = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(ys) / np.sum(np.exp(ys))
        loss += -np.log(ps[t][targets[t], 0])

    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += np.dot(dy, hs[t].T)
        dby = dy
        dh = np.dot(Why.T, dy) + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        dbh += dhraw
        dWxh += np.dot(dhraw, xs[t].T)
        dWhh += np.dot(dhraw, hs[t].T)
        dhnext = np.dot(Whh.T, dhraw)
    return loss, [dWxh, dWhh, dWhy, dbh, dby]


weights = [Wxh, Whh, Why, bh, by]

# ---- for the test
EXPECTED = "two mistakes: dWhh takes the new state hs[t] instead of hs[t-1]; dby is overwritten at every time step instead of added up"
KINDS = {"wrong input"}
KINDS_2 = {"not accumulated over time"}
PLACES = ["Whh", "dWhh", "by", "dby"]
TWO = True
MEND = [("dWhh += np.dot(dhraw, hs[t].T)", "dWhh += np.dot(dhraw, hs[t - 1].T)"),
        ("        dby = dy\n", "        dby += dy\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=lossFun, params=weights, x=inputs, y=targets)
