"""
Minimal character-level vanilla RNN, after the well known gist.
"""
import numpy as np
np.random.seed(0)

data = ("she sells sea shells by the sea shore. "
        "the shells she sells are sea shells i am sure. "
        "so if she sells sea shells on the sea shore, "
        "then i am sure she sells sea shore shells. ")
chars = sorted(set(data))
data_size, vocab_size = len(data), len(chars)
print('data has %d characters, %d unique.' % (data_size, vocab_size))
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}

# hyperparameters
hidden_size = 40
seq_length = 16
learning_rate = 1e-1

# model parameters
Wxh = np.random.randn(hidden_size, vocab_size)*0.01
Whh = np.random.randn(hidden_size, hidden_size)*0.01
Why = np.random.randn(vocab_size, hidden_size)*0.01
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))


def lossFun(inputs, targets, hprev):
    """
    inputs, targets are both lists of integers, hprev is Hx1.
    returns the loss, gradients on model parameters, and last hidden state
    """
    xs, hs, ps = {}, {-1: np.copy(hprev)}, {}
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t-1] + bh)
        ys = Why @ hs[t] + by
        ys = np.exp(ys - ys.max())
        ps[t] = ys / np.sum(ys)
        loss += -np.log(ps[t][targets[t], 0])
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T
        dby += dy
        dh = Why.T @ dy + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        dbh += dhraw
        dWxh += dhraw @ xs[t].T
        dWhh += dhraw @ hs[t-1].T
        dhnext = Whh.T @ dhraw
    return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs)-1]


def sample(h, seed_ix, n):
    x = np.zeros((vocab_size, 1))
    x[seed_ix] = 1
    ixes = []
    for t in range(n):
        h = np.tanh(Wxh @ x + Whh @ h + bh)
        y = Why @ h + by
        p = np.exp(y) / np.sum(np.exp(y))
        ix = np.random.choice(range(vocab_size), p=p.ravel())
        x = np.zeros((vocab_size, 1))
        x[ix] = 1
        ixes.append(ix)
    return ''.join(ix_to_char[ix] for ix in ixes)


n, p = 0, 0
mems = [np.zeros_like(w) for w in (Wxh, Whh, Why, bh, by)]
smooth_loss = -np.log(1.0/vocab_size)*seq_length
while n <= 1200:
    if p+seq_length+1 >= len(data) or n == 0:
        hprev = np.zeros((hidden_size, 1))
        p = 0
    inputs = [char_to_ix[ch] for ch in data[p:p+seq_length]]
    targets = [char_to_ix[ch] for ch in data[p+1:p+seq_length+1]]

    if n % 400 == 0:
        print('----\n%s\n----' % sample(hprev, inputs[0], 60))

    loss, *grads, hprev = lossFun(inputs, targets, hprev)
    smooth_loss = smooth_loss * 0.99 + loss * 0.01
    if n % 200 == 0:
        print('iter %d, loss: %f' % (n, smooth_loss))

    for param, dparam, mem in zip([Wxh, Whh, Why, bh, by], grads, mems):
        np.clip(dparam, -5, 5, out=dparam)   # exploding gradients
        mem += dparam * dparam
        param += -learning_rate * dparam / np.sqrt(mem + 1e-8)

    p += seq_length
    n += 1
