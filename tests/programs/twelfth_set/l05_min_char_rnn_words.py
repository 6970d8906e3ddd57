"""min-char-rnn on "hello world". It learns the text, but Karpathy's gradCheck prints relative errors near 1 for Whh, and
1e-8 for all the others. I have looked at the backward pass a hundred times.
"""
import numpy as np

text = "hello world"
chars = sorted(set(text))
char_to_ix = {ch: i for i, ch in enumerate(chars)}
vocab_size, hidden_size = len(chars), 5
learning_rate = 5e-2

np.random.seed(21)
Wxh = np.random.randn(hidden_size, vocab_size) * 0.5
Whh = np.random.randn(hidden_size, hidden_size) * 0.5
Why = np.random.randn(vocab_size, hidden_size) * 0.5
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))


def lossFun(model, inputs, targets):
    """inputs, targets are both list of integers. returns the loss and gradients on model parameters"""
    Wxh, Whh, Why, bh, by = model
    xs, hs, ys, ps = {}, {}, {}, {}
    hs[-1] = np.zeros((hidden_size, 1))
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
        dWhh += np.dot(dhraw, hs[t].T)
        dhnext = np.dot(Whh.T, dhraw)
    return loss, (dWxh, dWhh, dWhy, dbh, dby)


def sgd(model, inputs, targets):
    loss, grads = lossFun(model, inputs, targets)
    return tuple(param - learning_rate * dparam for param, dparam in zip(model, grads))


inputs = [char_to_ix[ch] for ch in text[:6]]
targets = [char_to_ix[ch] for ch in text[1:7]]
model = (Wxh, Whh, Why, bh, by)

if __name__ == "__main__":
    for n in range(300):
        model = sgd(model, inputs, targets)
    print(lossFun(model, inputs, targets)[0])


# ---- for the test
EXPECTED = "dWhh takes the hidden state of the same time step, hs[t], instead of the one before, hs[t - 1]"
KINDS = {"wrong input", "index", "time step", "stale cache", "wrong cache", "off by one"}
PLACES = ["Whh", "model[1]", "params[1]"]
TWO = False
MEND = [("dWhh += np.dot(dhraw, hs[t].T)", "dWhh += np.dot(dhraw, hs[t - 1].T)")]
OFF = {"Whh"}
NAMES = ("Wxh", "Whh", "Why", "bh", "by")


def hand_over():
    return dict(step=sgd, params=model, loss=lambda m, a, b: lossFun(m, a, b)[0], rate=learning_rate, x=inputs, y=targets)


def proof():
    def flat(a):
        return [a[k] for k in NAMES]
    return (lambda a: lossFun(flat(a), inputs, targets)[0]), \
        (lambda a: dict(zip(NAMES, lossFun(flat(a), inputs, targets)[1]))), {k: v.copy() for k, v in zip(NAMES, model)}
