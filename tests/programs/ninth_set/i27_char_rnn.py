"""
Minimal character-level vanilla RNN, retyped from the famous gist to understand it
"""
import numpy as np

data = "hello hell"
chars = sorted(set(data))
data_size, vocab_size = len(data), len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}

hidden_size = 6
seq_length = 7


def init_model(seed=5):
    rng = np.random.RandomState(seed)
    return dict(
        Wxh=rng.randn(hidden_size, vocab_size) * 0.5,
        Whh=rng.randn(hidden_size, hidden_size) * 0.3,
        Why=rng.randn(vocab_size, hidden_size) * 0.5,
        bh=rng.randn(hidden_size, 1) * 0.1,
        by=rng.randn(vocab_size, 1) * 0.1,
    )


def lossFun(model, inputs, targets, hprev=None):
    """inputs, targets are both lists of integers, hprev is Hx1 array of initial hidden state"""
    Wxh, Whh, Why, bh, by = (model[k] for k in ("Wxh", "Whh", "Why", "bh", "by"))
    xs, hs, ps = {}, {}, {}
    hs[-1] = np.zeros((hidden_size, 1)) if hprev is None else np.copy(hprev)
    loss = 0
    # forward pass
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
        y = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        loss += -np.log(ps[t][targets[t], 0])
    # backward pass
    grads = {k: np.zeros_like(v) for k, v in model.items()}
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        grads["Why"] += np.dot(dy, hs[t].T)
        grads["by"] += dy
        dh = np.dot(Why.T, dy) + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        grads["bh"] += dhraw
        grads["Wxh"] += np.dot(dhraw, xs[t].T)
        grads["Whh"] += np.dot(dhraw, hs[t - 1].T)
        dhnext = np.dot(Whh.T, dh)
    return loss, grads


def sample(model, seed_ix, n, rng):
    h = np.zeros((hidden_size, 1))
    ix, out = seed_ix, []
    for _ in range(n):
        x = np.zeros((vocab_size, 1))
        x[ix] = 1
        h = np.tanh(model["Wxh"] @ x + model["Whh"] @ h + model["bh"])
        y = np.exp(model["Why"] @ h + model["by"])
        ix = rng.choice(vocab_size, p=(y / y.sum()).ravel())
        out.append(ix_to_char[ix])
    return "".join(out)


model = init_model()
inputs = [char_to_ix[c] for c in data[:seq_length]]
targets = [char_to_ix[c] for c in data[1:seq_length + 1]]

if __name__ == "__main__":
    mem = {k: np.zeros_like(v) for k, v in model.items()}  # memory for Adagrad
    for n in range(300):
        loss, grads = lossFun(model, inputs, targets)
        for k in model:
            mem[k] += grads[k] ** 2
            model[k] += -0.1 * grads[k] / np.sqrt(mem[k] + 1e-8)
    print(loss, sample(model, inputs[0], 9, np.random.RandomState(0)))


# ---- for the test
EXPECTED = "dhnext carries dh back to the step before, without tanh's derivative: it should be Whh.T dhraw"
KINDS = {"wrong error", "derivative missing"}
PLACES = ["Whh", "Wxh", "bh", "dhnext", "dh", "dhraw"]
TWO = False
MEND = [("dhnext = np.dot(Whh.T, dh)\n", "dhnext = np.dot(Whh.T, dhraw)\n")]
OFF = {"Wxh", "Whh", "bh"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=lossFun, params=model, x=inputs, y=targets)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: lossFun(a, inputs, targets)[0],
        lambda a: lossFun(a, inputs, targets)[1],
        {k: v.copy() for k, v in model.items()},
    )
