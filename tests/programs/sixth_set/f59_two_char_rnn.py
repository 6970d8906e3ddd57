import numpy as np

# minimal character-level RNN
text = "hello"
chars = sorted(set(text))
char_to_ix = {ch: i for i, ch in enumerate(chars)}
vocab_size, hidden_size = len(chars), 4

rs = np.random.RandomState(0)
Wxh = rs.randn(hidden_size, vocab_size) * 0.6
Whh = rs.randn(hidden_size, hidden_size) * 0.6
Why = rs.randn(vocab_size, hidden_size) * 0.6
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))


def lossFun(Wxh, Whh, Why, bh, by, inputs, targets):
    xs, hs, ps = {}, {-1: np.zeros((hidden_size, 1))}, {}
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t - 1] + bh)
        ys = Why @ hs[t] + by
        ps[t] = np.exp(ys) / np.sum(np.exp(ys))
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
        dWhh += dhraw @ hs[t].T
        dhnext = Whh.T @ dhraw
    return loss, [dWxh, dWhh, dWhy, dbh, dby]


inputs = [char_to_ix[ch] for ch in text[:-1]]
targets = [char_to_ix[ch] for ch in text[1:]]


# ---- for the test
EXPECTED = "two mistakes: dWhh takes hs[t], the state it has made, in place of hs[t-1]; dby = dy keeps one time step in place of adding them up"
KINDS = {"wrong input"}
KINDS_2 = {"not accumulated", "not accumulated over time", "path missing"}
PLACES = ["Whh", "by", "[1]", "[4]"]
TWO = True
MEND = [("dhraw @ hs[t].T", "dhraw @ hs[t - 1].T"), ("dby = dy\n", "dby += dy\n")]
OFF = {"Whh", "by"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=lossFun, params=[Wxh, Whh, Why, bh, by], x=inputs, y=targets)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    names = ["Wxh", "Whh", "Why", "bh", "by"]

    def both(a):
        return lossFun(*(a[n] for n in names), inputs, targets)

    return lambda a: both(a)[0], lambda a: dict(zip(names, both(a)[1])), dict(zip(names, (Wxh, Whh, Why, bh, by)))
