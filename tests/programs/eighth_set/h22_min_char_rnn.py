"""
Minimal character-level Vanilla RNN model, after the well known gist. BSD License
(parameters in a dict rather than in globals)
"""
import numpy as np

# data I/O
data = 'hello there oh hell'
chars = sorted(set(data))
data_size, vocab_size = len(data), len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}

# hyperparameters
hidden_size = 6  # size of hidden layer of neurons
seq_length = 9  # number of steps to unroll the RNN for
learning_rate = 1e-1

# model parameters
np.random.seed(3)
model = dict(
    Wxh=np.random.randn(hidden_size, vocab_size) * 0.4,  # input to hidden
    Whh=np.random.randn(hidden_size, hidden_size) * 0.4,  # hidden to hidden
    Why=np.random.randn(vocab_size, hidden_size) * 0.4,  # hidden to output
    bh=np.random.randn(hidden_size, 1) * 0.1,  # hidden bias
    by=np.random.randn(vocab_size, 1) * 0.1,  # output bias
)


def lossFun(model, inputs, targets, hprev=None):
    """
    inputs,targets are both list of integers.
    hprev is Hx1 array of initial hidden state
    returns the loss and the gradients on model parameters
    """
    xs, hs, ys, ps = {}, {}, {}, {}
    hs[-1] = np.zeros((hidden_size, 1)) if hprev is None else np.copy(hprev)
    loss = 0
    # forward pass
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))  # encode in 1-of-k representation
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(model['Wxh'], xs[t]) + np.dot(model['Whh'], hs[t - 1]) + model['bh'])  # hidden state
        ys[t] = np.dot(model['Why'], hs[t]) + model['by']  # unnormalized log probabilities for next chars
        ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))  # probabilities for next chars
        loss += -np.log(ps[t][targets[t], 0])  # softmax (cross-entropy loss)
    # backward pass: compute gradients going backwards
    grads = {k: np.zeros_like(v) for k, v in model.items()}
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1  # backprop into y
        grads['Why'] += np.dot(dy, hs[t].T)
        grads['by'] += dy
        dh = np.dot(model['Why'].T, dy) + dhnext  # backprop into h
        dhraw = (1 - hs[t] * hs[t]) * dh  # backprop through tanh nonlinearity
        grads['bh'] += dhraw
        grads['Wxh'] += np.dot(dhraw, xs[t].T)
        grads['Whh'] += np.dot(dhraw, hs[t].T)
        dhnext = np.dot(model['Whh'].T, dhraw)
    return loss, grads


def sample(model, h, seed_ix, n):
    """ sample a sequence of integers from the model, seed_ix is seed letter for first time step """
    x = np.zeros((vocab_size, 1))
    x[seed_ix] = 1
    ixes = []
    for t in range(n):
        h = np.tanh(np.dot(model['Wxh'], x) + np.dot(model['Whh'], h) + model['bh'])
        y = np.dot(model['Why'], h) + model['by']
        p = np.exp(y) / np.sum(np.exp(y))
        ix = np.random.choice(range(vocab_size), p=p.ravel())
        x = np.zeros((vocab_size, 1))
        x[ix] = 1
        ixes.append(ix)
    return ''.join(ix_to_char[ix] for ix in ixes)


inputs = [char_to_ix[ch] for ch in data[:seq_length]]
targets = [char_to_ix[ch] for ch in data[1:seq_length + 1]]


def main():
    mem = {k: np.zeros_like(v) for k, v in model.items()}  # memory variables for Adagrad
    for n in range(1000):
        loss, grads = lossFun(model, inputs, targets)
        for k in model:
            mem[k] += grads[k] ** 2
            model[k] += -learning_rate * np.clip(grads[k], -5, 5) / np.sqrt(mem[k] + 1e-8)
        if n % 100 == 0:
            print(n, loss, sample(model, np.zeros((hidden_size, 1)), inputs[0], 20))


if __name__ == '__main__':
    main()


# ---- for the test
EXPECTED = "the gradient of Whh is taken with hs[t], the hidden state it produced, where it is the state before, hs[t-1], that Whh was applied to"
KINDS = {"wrong input"}
PLACES = ["Whh", "hs[t]", "hs"]
TWO = False
MEND = [("grads['Whh'] += np.dot(dhraw, hs[t].T)", "grads['Whh'] += np.dot(dhraw, hs[t - 1].T)")]
OFF = {"Whh"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=lossFun, params=model, x=inputs, y=targets)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: lossFun(a, inputs, targets)[0], lambda a: lossFun(a, inputs, targets)[1], {k: v.copy() for k, v in model.items()}
