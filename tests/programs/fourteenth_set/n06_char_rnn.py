"""
Minimal character-level RNN, retyped by hand from the famous gist.
Learns "hello" -> prediction of the next char. Pretty much the same thing as the original,
just no hprev because my text is so short.
"""
import numpy as np

data = "hello hole "
chars = sorted(set(data))
vocab_size = len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}

hidden_size = 6
learning_rate = 1e-1

np.random.seed(4)
Wxh = np.random.randn(hidden_size, vocab_size) * 0.4  # input to hidden
Whh = np.random.randn(hidden_size, hidden_size) * 0.4  # hidden to hidden
Why = np.random.randn(vocab_size, hidden_size) * 0.4  # hidden to output
bh = np.zeros((hidden_size, 1))  # hidden bias
by = np.zeros((vocab_size, 1))  # output bias

inputs = [char_to_ix[ch] for ch in data[:-1]]
targets = [char_to_ix[ch] for ch in data[1:]]


def lossFun(inputs, targets):
    """inputs, targets are both list of integers. returns the loss and gradients on model parameters"""
    xs, hs, ys, ps = {}, {}, {}, {}
    hs[-1] = np.zeros((hidden_size, 1))
    loss = 0
    # forward pass
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))  # 1-of-k
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
        dbh = dhraw
        dWxh += np.dot(dhraw, xs[t].T)
        dWhh += np.dot(dhraw, hs[t - 1].T)
        dhnext = np.dot(Whh, dhraw)
    return loss, dWxh, dWhh, dWhy, dbh, dby


if __name__ == "__main__":
    mem = [np.zeros_like(w) for w in (Wxh, Whh, Why, bh, by)]
    for n in range(301):
        loss, *grads = lossFun(inputs, targets)
        if n % 50 == 0:
            print('iter %d, loss: %f' % (n, loss))
        for param, dparam, m in zip([Wxh, Whh, Why, bh, by], grads, mem):
            m += dparam * dparam
            param += -learning_rate * dparam / np.sqrt(m + 1e-8)  # adagrad update

# ---- for the test
EXPECTED = "lossFun carries the error back through Whh instead of Whh.T (dhnext), and dbh is overwritten at each time step (= instead of +=) so only the first step counts."
KINDS = {"transposed", "wrong weights", "transpose missing", "carry"}
KINDS_2 = {"not accumulated", "overwritten", "bias", "last step only", "only one time step"}
PLACES = ["dhnext", "Whh", "dbh", "bh", "lossFun", "Wxh"]
TWO = True
MEND = [("        dhnext = np.dot(Whh, dhraw)\n", "        dhnext = np.dot(Whh.T, dhraw)\n"),
        ("        dbh = dhraw\n", "        dbh += dhraw\n")]
OFF = {"Wxh", "Whh", "bh"}


def hand_over():
    return dict(params=[Wxh, Whh, Why, bh, by], loss=lambda i, t: lossFun(i, t)[0], grads=lossFun, x=inputs, y=targets)


def proof():
    names = ("Wxh", "Whh", "Why", "bh", "by")

    def run(p):
        old = {k: globals()[k] for k in names}
        globals().update(p)
        out = lossFun(inputs, targets)
        globals().update(old)
        return out

    return (lambda p: run(p)[0], lambda p: dict(zip(names, run(p)[1:])), {k: globals()[k].copy() for k in names})
