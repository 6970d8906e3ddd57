"""predict the next letter, vanilla RNN. Loss does go down on this word, but my numbers are not those of the gist"""
import numpy as np

text = "abracadabra"
chars = sorted(set(text))
vocab_size = len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}
hidden_size = 4

np.random.seed(42)
model = dict(
    Wxh=np.random.randn(hidden_size, vocab_size) * 0.5,
    Whh=np.random.randn(hidden_size, hidden_size) * 0.5,
    Why=np.random.randn(vocab_size, hidden_size) * 0.5,
    bh=np.random.randn(hidden_size, 1) * 0.1,
    by=np.zeros((vocab_size, 1)),
)


def lossFun(m, inputs, targets):
    xs, hs, ps = {}, {}, {}
    hs[-1] = np.zeros((hidden_size, 1))
    loss = 0
    # forward pass
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(m['Wxh'] @ xs[t] + m['Whh'] @ hs[t - 1] + m['bh'])
        y = m['Why'] @ hs[t] + m['by']
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        loss += -np.log(ps[t][targets[t], 0])

    # backward pass
    d = {k: np.zeros_like(v) for k, v in m.items()}
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        d['Why'] += dy @ hs[t].T
        d['by'] += dy
        dh = m['Why'].T @ dy + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        d['bh'] += dhraw
        d['Wxh'] += dhraw @ xs[t].T
        d['Whh'] += dhraw @ hs[t - 1].T
        dhnext = m['Whh'] @ dhraw
    return loss, d


inputs = [char_to_ix[c] for c in text[:-1]]
targets = [char_to_ix[c] for c in text[1:]]

if __name__ == "__main__":
    for n in range(100):
        loss, d = lossFun(model, inputs, targets)
        for k in model:
            model[k] -= 0.1 * np.clip(d[k], -5, 5)
        if n % 20 == 0:
            print(n, loss)


# ---- for the test
EXPECTED = "dhnext is Whh @ dhraw: the recurrent matrix must be transposed on the way back (Whh.T), so the gradients of Wxh, Whh and bh are wrong"
KINDS = {"transposed"}
PLACES = ["Whh", "Wxh", "bh", "dhnext"]
TWO = False
MEND = [("dhnext = m['Whh'] @ dhraw", "dhnext = m['Whh'].T @ dhraw")]
OFF = {"Wxh", "Whh", "bh"}


def hand_over():
    return dict(loss_and_grads=lossFun, params=model, x=inputs, y=targets)


def proof():
    return (lambda a: lossFun(a, inputs, targets)[0]), (lambda a: lossFun(a, inputs, targets)[1]), {
        k: v.copy() for k, v in model.items()}
