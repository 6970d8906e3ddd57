import numpy as np

np.random.seed(1)
X = np.matrix(np.random.rand(6, 3))
Y = np.matrix(np.random.rand(6, 2))
W1 = np.matrix(np.random.randn(3, 4))
W2 = np.matrix(np.random.randn(4, 2))


def f(z):
    return 1 / (1 + np.exp(-z))


def J(W1, W2):
    a2 = f(X * W1)
    yHat = f(a2 * W2)
    return 0.5 * float(np.sum(np.square(Y - yHat)))


def dJ(W1, W2):
    a2 = f(X * W1)
    yHat = f(a2 * W2)
    delta3 = np.multiply(-(Y - yHat), np.multiply(yHat, 1 - yHat))
    dJdW2 = a2.T * delta3
    delta2 = np.multiply(delta3 * W2.T, 1 - a2)
    dJdW1 = X.T * delta2
    return dJdW1, dJdW2


# ---- for the test
EXPECTED = "of sigmoid's derivative a (1 - a) only 1 - a is there"
KINDS = {"wrong derivative", "factor missing"}
PLACES = ["W1"]
TWO = False
MEND = [("np.multiply(delta3 * W2.T, 1 - a2)", "np.multiply(delta3 * W2.T, np.multiply(a2, 1 - a2))")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=J, grads=dJ, params=(W1, W2))
