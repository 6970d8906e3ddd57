"""minimal character level vanilla RNN"""

import numpy as np

text = "hello hello"
chars = sorted(set(text))
char_to_ix = {ch: i for i, ch in enumerate(chars)}
vocab_size = len(chars)
hidden_size = 4

np.random.seed(12)
model = {
    "Wxh": np.random.randn(hidden_size, vocab_size) * 0.5,
    "Whh": np.random.randn(hidden_size, hidden_size) * 0.5,
    "Why": np.random.randn(vocab_size, hidden_size) * 0.5,
    "bh": np.random.randn(hidden_size, 1) * 0.2,
    "by": np.random.randn(vocab_size, 1) * 0.2,
}


def loss_fun(model, inputs, targets):
    """inputs, targets are lists of integers. returns loss and gradients"""
    xs, hs, ps = {}, {}, {}
    hs[-1] = np.zeros((hidden_size, 1))
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(model["Wxh"] @ xs[t] + model["Whh"] @ hs[t - 1] + model["bh"])
        y = model["Why"] @ hs[t] + model["by"]
        ps[t] = np.exp(y - y.max()) / np.sum(np.exp(y - y.max()))
        loss += -np.log(ps[t][targets[t], 0])

    d = {k: np.zeros_like(v) for k, v in model.items()}
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        d["Why"] += dy @ hs[t].T
        d["by"] += dy
        dh = model["Why"].T @ dy
        dhraw = (1 - hs[t] * hs[t]) * dh
        d["bh"] += dhraw
        d["Wxh"] += dhraw @ xs[t].T
        d["Whh"] += dhraw @ hs[t - 1].T
        dhnext = model["Whh"].T @ dhraw
    return loss, d


inputs = [char_to_ix[c] for c in text[:6]]
targets = [char_to_ix[c] for c in text[1:7]]


# ---- for the test
EXPECTED = "dhnext is computed but never added to dh: nothing flows back through time (Wxh, Whh, bh)"
KINDS = {"recurrent carry missing"}
PLACES = ["Wxh", "Whh", "bh", "recurrent", "hidden"]
TWO = False
MEND = [('dh = model["Why"].T @ dy\n', 'dh = model["Why"].T @ dy + dhnext\n')]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=loss_fun, params=model, x=inputs, y=targets)
