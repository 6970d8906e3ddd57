# "A neural network in 11 lines of Python", my version with two layers and a learning rate
import numpy as np


def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


X = np.array([[0, 0, 1],
              [0, 1, 1],
              [1, 0, 1],
              [1, 1, 1]])
y = np.array([[0, 1, 1, 1]]).T

np.random.seed(1)
alpha = 0.8

# randomly initialize our weights with mean 0
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1


def loss():
    l2 = nonlin(np.dot(nonlin(np.dot(X, syn0)), syn1))
    return 0.5 * np.sum((y - l2) ** 2)


def step():
    global syn0, syn1
    # feed forward through layers 0, 1, and 2
    l0 = X
    l1 = nonlin(np.dot(l0, syn0))
    l2 = nonlin(np.dot(l1, syn1))

    # how much did we miss the target value?
    l2_error = y - l2
    # in what direction is the target value? were we really sure? if so, don't change too much.
    l2_delta = l2_error * nonlin(l2, deriv=True)
    syn1 += alpha * l1.T.dot(l2_delta)

    # how much did each l1 value contribute to the l2 error (according to the weights)?
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(l1, deriv=True)
    syn0 += alpha * l0.T.dot(l1_delta)


if __name__ == "__main__":
    for j in range(60000):
        step()
        if j % 10000 == 0:
            print("Error:", loss())


# ---- for the test
EXPECTED = "syn1 is updated before l1_error is computed with it: the error goes back through the new weights, and the update of syn0 is not the gradient's"
KINDS = {"updated before use", "order"}
PLACES = ["syn0", "syn1", "l1_error"]
TWO = False
MEND = [("    syn1 += alpha * l1.T.dot(l2_delta)\n", ""), ("    syn0 += alpha * l0.T.dot(l1_delta)\n", "    syn0 += alpha * l0.T.dot(l1_delta)\n    syn1 += alpha * l1.T.dot(l2_delta)\n")]
OFF = {"syn0"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, step=step, rate=alpha, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name (the program works on globals)."""

    def put(a):
        global syn0, syn1
        syn0, syn1 = a["syn0"].copy(), a["syn1"].copy()

    def kept(f):
        def g(a):
            before = dict(syn0=syn0, syn1=syn1)
            put(a)
            out = f(a)
            put(before)
            return out
        return g

    def claim(a):
        step()
        return dict(syn0=(a["syn0"] - syn0) / alpha, syn1=(a["syn1"] - syn1) / alpha)

    return kept(lambda a: loss()), kept(claim), dict(syn0=syn0.copy(), syn1=syn1.copy())
