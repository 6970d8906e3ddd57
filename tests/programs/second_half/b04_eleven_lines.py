# the famous few-line network, now with biases because someone in the comments said it needs them
import numpy as np

np.random.seed(1)
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1], [1, 1, 0]])
y = np.array([[0, 1, 1, 0, 1]]).T
syn0 = 2 * np.random.random((3, 4)) - 1
bias0 = 2 * np.random.random((1, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1
bias1 = 2 * np.random.random((1, 1)) - 1


def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


def predict(syn0, bias0, syn1, bias1):
    return nonlin(np.dot(nonlin(np.dot(X, syn0) + bias0), syn1) + bias1)


def error(syn0, bias0, syn1, bias1):
    return 0.5 * np.sum((y - predict(syn0, bias0, syn1, bias1)) ** 2)


def once(syn0, bias0, syn1, bias1):
    l1 = nonlin(np.dot(X, syn0) + bias0)
    l2 = nonlin(np.dot(l1, syn1) + bias1)
    l2_delta = (y - l2) * nonlin(l2, True)
    l1_delta = np.dot(l2_delta, syn1.T) * nonlin(l1, True)
    syn1 = syn1 + np.dot(l1.T, l2_delta)
    bias1 = bias1 + l2_delta
    syn0 = syn0 + np.dot(X.T, l1_delta)
    bias0 = bias0 + l1_delta
    return syn0, bias0, syn1, bias1


def train(n):
    w = (syn0, bias0, syn1, bias1)
    for j in range(n):
        w = once(*w)
    return w


# ---- for the test
EXPECTED = "the deltas are added to the biases without the sum over the rows, so each training row gets a bias of its own (bias0, bias1 grow to one row per example)"
KINDS = {"one bias per row"}
PLACES = ["bias", "bias0", "bias1"]
TWO = False
MEND = [("bias1 = bias1 + l2_delta", "bias1 = bias1 + l2_delta.sum(axis=0, keepdims=True)"),
        ("bias0 = bias0 + l1_delta", "bias0 = bias0 + l1_delta.sum(axis=0, keepdims=True)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=error, step=once, predict=predict, params=(syn0, bias0, syn1, bias1), x=X, y=y, rate=1.0)
