"""
char level rnn on one line of text, plain numpy. homework 4.
it learns this line, but my numerical gradient check fails
"""
import numpy as np

data = "hello yellow hell"
chars = sorted(set(data))
vocab_size = len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}

# hyperparameters
hidden_size = 5
learning_rate = 1e-1

# model parameters
np.random.seed(0)
Wxh = np.random.randn(hidden_size, vocab_size) * 0.5  # input to hidden
Whh = np.random.randn(hidden_size, hidden_size) * 0.5  # hidden to hidden
Why = np.random.randn(vocab_size, hidden_size) * 0.5  # hidden to output
bh = np.random.randn(hidden_size, 1) * 0.1
by = np.random.randn(vocab_size, 1) * 0.1


def lossFun(inputs, targets, hprev):
    """inputs, targets: lists of integers. returns the loss, the gradients and the last hidden state"""
    xs, hs, ps = {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t - 1] + bh)
        y = Why @ hs[t] + by
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        loss += -np.log(ps[t][targets[t], 0])

    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T
        dby = dy
        dh = Why.T @ dy + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        dbh += dhraw
        dWxh += dhraw @ xs[t].T
        dWhh += dhraw @ hs[t - 1].T
        dhnext = Whh.T @ dhraw
    return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs) - 1]


def loss_of(inputs, targets):
    return lossFun(inputs, targets, np.zeros((hidden_size, 1)))[0]


def step(inputs, targets):
    loss, dWxh, dWhh, dWhy, dbh, dby, _ = lossFun(inputs, targets, np.zeros((hidden_size, 1)))
    for param, dparam in zip([Wxh, Whh, Why, bh, by], [dWxh, dWhh, dWhy, dbh, dby]):
        param -= learning_rate * dparam
    return loss


inputs = [char_to_ix[ch] for ch in data[:8]]
targets = [char_to_ix[ch] for ch in data[1:9]]

if __name__ == "__main__":
    for n in range(1000):
        l = step(inputs, targets)
        if n % 100 == 0:
            print("iter %d, loss: %f" % (n, l))


# ---- for the test
EXPECTED = "dby = dy overwrites where the other gradients accumulate with +=: the output bias gets only the gradient of the first character"
KINDS = {"not accumulated"}
PLACES = ["by", "dby"]
TWO = False
MEND = [("        dby = dy\n", "        dby += dy\n")]
OFF = {"by"}


def hand_over():
    """What the learner would hand over, in its natural form: the parameters are the module's global arrays."""
    return dict(loss=loss_of, step=step, rate=learning_rate, x=inputs, y=targets)


def proof():
    """Its loss and its claim, of plain arrays by name, which are put into the global arrays for the time of the call."""
    own = dict(Wxh=Wxh, Whh=Whh, Why=Why, bh=bh, by=by)

    def with_arrays(a, what):
        kept = {name: p.copy() for name, p in own.items()}
        try:
            for name, p in own.items():
                p[...] = a[name]
            return what()
        finally:
            for name, p in own.items():
                p[...] = kept[name]

    def claim(a):
        def moved():
            step(inputs, targets)
            return {name: (a[name] - p) / learning_rate for name, p in own.items()}

        return with_arrays(a, moved)

    return lambda a: with_arrays(a, lambda: loss_of(inputs, targets)), claim, {name: p.copy() for name, p in own.items()}
