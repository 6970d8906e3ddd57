import numpy as np

# tiny 2 layer net, after the "11 lines of python" post


def nonlin(x, deriv=False):
    if deriv:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


np.random.seed(1)

X = np.array([[0.1, 0.0, 1.0], [0.0, 0.9, 1.0], [1.0, 0.2, 1.0], [0.8, 1.0, 1.0], [0.5, 0.4, 1.0]])
y = np.array([[0, 1, 1, 0, 1]]).T

syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1


def run(syn0, syn1):
    z1 = np.dot(X, syn0)
    l1 = nonlin(z1)
    z2 = np.dot(l1, syn1)
    l2 = nonlin(z2)
    return z1, l1, z2, l2


def error(syn0, syn1):
    l2 = run(syn0, syn1)[-1]
    return 0.5 * np.sum((l2 - y) ** 2)


def backprop(syn0, syn1):
    z1, l1, z2, l2 = run(syn0, syn1)
    l2_delta = (l2 - y) * nonlin(l2, deriv=True)
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * nonlin(z1, deriv=True)
    return X.T.dot(l1_delta), l1.T.dot(l2_delta)


if __name__ == "__main__":
    for it in range(20000):
        d0, d1 = backprop(syn0, syn1)
        syn0 -= d0
        syn1 -= d1
        if it % 2000 == 0:
            print("Error:", error(syn0, syn1))


# ---- for the test
EXPECTED = "the sigmoid derivative of the hidden layer, written for the output l1, is given the pre-activation z1 (gradient of syn0)"
KINDS = {"derivative at the wrong argument"}
PLACES = ["syn0", "hidden", "layer 1", "first layer"]
TWO = False
MEND = [("nonlin(z1, deriv=True)", "nonlin(l1, deriv=True)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=error, grads=backprop, params=(syn0, syn1))
