# XOR, my first net. everything in one file, sorry
import numpy as np

np.random.seed(3)

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
T = np.array([[0], [1], [1], [0]], dtype=float)


def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


W1 = 2 * np.random.random((2, 4)) - 1
b1 = 2 * np.random.random((1, 4)) - 1
W2 = 2 * np.random.random((4, 1)) - 1
b2 = np.zeros((1, 1))
lr = 0.5


def cost():
    h = nonlin(X.dot(W1) + b1)
    o = nonlin(h.dot(W2) + b2)
    return 0.5 * np.sum((T - o) ** 2)


def train_step():
    global W1, b1, W2, b2
    # forward
    l1 = X.dot(W1) + b1
    l1_out = nonlin(l1)
    l2 = l1_out.dot(W2) + b2
    l2_out = nonlin(l2)
    # backward
    l2_delta = (T - l2_out) * nonlin(l2_out, deriv=True)
    l1_error = l2_delta.dot(W2.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)
    # update (T - out, therefore plus)
    W2 += lr * l1_out.T.dot(l2_delta)
    b2 += lr * l2_delta.sum(axis=0, keepdims=True)
    W1 += lr * X.T.dot(l1_delta)
    b1 += lr * l1_delta.sum(axis=0, keepdims=True)


errors = []
for i in range(20):
    train_step()
    errors.append(cost())
# print(errors[::5])   goes down a bit and then hangs at 0.5


# ---- for the test
EXPECTED = "the hidden delta takes nonlin(l1, deriv=True) of the sum l1, but x*(1-x) wants the output l1_out"
KINDS = {"derivative at the wrong argument"}
PLACES = ["W1", "b1", "layer 1", "hidden", "l1", "l1_delta"]
TWO = False
MEND = [("l1_error * nonlin(l1, deriv=True)", "l1_error * nonlin(l1_out, deriv=True)")]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=cost, step=train_step, params=dict(W1=W1, b1=b1, W2=W2, b2=b2), x=X, y=T, rate=lr)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    here = dict(W1=W1, b1=b1, W2=W2, b2=b2)

    def put(a):
        for name in here:
            here[name][...] = a[name]

    def loss(a):
        put(a)
        return cost()

    def claim(a):
        a = {name: np.array(v) for name, v in a.items()}
        put(a)
        train_step()
        return {name: (a[name] - here[name]) / lr for name in a}

    return loss, claim, {name: v.copy() for name, v in here.items()}
