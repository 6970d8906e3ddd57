import numpy as np

# iris-like: classes 1, 2, 3 in the file

np.random.seed(0)
X = np.random.randn(9, 2)
y = np.array([1, 2, 3, 3, 2, 1, 1, 1, 3])
W = np.random.randn(2, 3)
b = np.random.randn(3) * 0.1


def probabilities(W, b, X):
    s = X @ W + b
    s -= s.max(axis=1, keepdims=True)
    e = np.exp(s)
    return e / e.sum(axis=1, keepdims=True)


def loss(W, b, X, y):
    total = 0
    for row, label in zip(probabilities(W, b, X), y):
        total -= np.log(row[label - 1])
    return total / len(y)


def grads(W, b, X, y):
    d = probabilities(W, b, X)
    for row, label in zip(d, y):
        row[label - 2] -= 1
    d /= len(y)
    return X.T @ d, d.sum(axis=0)


def accuracy(W, b, X, y):
    return np.mean(probabilities(W, b, X).argmax(axis=1) + 1 == y)


# ---- for the test
EXPECTED = "the loss takes column label - 1, the gradient label - 2: one class too low, and class 1 wraps to the last column"
KINDS = {"label off by one", "labels", "off by one", "wrong labels", "loss and gradient do not belong together"}
PLACES = ["W", "b", "label", "every array", "y"]
TWO = False
MEND = [("row[label - 2] -= 1", "row[label - 1] -= 1")]
OFF = {"W", "b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grads, params=(W, b), x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: loss(a["W"], a["b"], X, y), lambda a: dict(zip("Wb", grads(a["W"], a["b"], X, y))), {"W": W, "b": b}
