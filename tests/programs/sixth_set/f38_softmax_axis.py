import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum(axis=0)


def relu(x):
    return np.maximum(x, 0)


class Net:
    def __init__(self, sizes):
        rng = np.random.RandomState(42)
        self.W = [rng.randn(a, b) * np.sqrt(2 / a) for a, b in zip(sizes, sizes[1:])]
        self.B = [np.zeros((1, b)) for b in sizes[1:]]

    def forward(self, X):
        self.a = [X]
        for W, B in zip(self.W[:-1], self.B[:-1]):
            self.a.append(relu(self.a[-1] @ W + B))
        return softmax(self.a[-1] @ self.W[-1] + self.B[-1])

    def loss(self, X, Y):
        return -np.sum(Y * np.log(self.forward(X))) / len(X)

    def backward(self, X, Y):
        delta = (self.forward(X) - Y) / len(X)
        gW, gB = [], []
        for i in reversed(range(len(self.W))):
            gW.insert(0, self.a[i].T @ delta)
            gB.insert(0, delta.sum(axis=0, keepdims=True))
            if i > 0:
                delta = delta @ self.W[i].T * (self.a[i] > 0)
        return gW, gB

    def fit(self, X, Y, lr=0.1, epochs=10):
        for _ in range(epochs):
            gW, gB = self.backward(X, Y)
            self.W = [w - lr * g for w, g in zip(self.W, gW)]
            self.B = [b - lr * g for b, g in zip(self.B, gB)]


rng = np.random.RandomState(3)
X = rng.randn(8, 3)
Y = np.eye(3)[[0, 1, 2, 1, 0, 2, 2, 1]]
net = Net([3, 5, 3])


# ---- for the test
EXPECTED = "softmax divides by the sum over the examples (axis 0): the rows are no probabilities, and each depends on the others"
KINDS = {"softmax over the wrong axis", "rows mix"}
PLACES = ["softmax", "rows", "every array", "output", "W[1]", "layer 2"]
TWO = False
MEND = [("np.exp(x - np.max(x))", "np.exp(x - x.max(axis=1, keepdims=True))"), ("e / e.sum(axis=0)", "e / e.sum(axis=1, keepdims=True)")]
OFF = {"W0", "W1", "B0", "B1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, grads=net.backward, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = Net([3, 5, 3])
        new.W, new.B = [a["W0"], a["W1"]], [a["B0"], a["B1"]]
        return new

    def claim(a):
        gW, gB = made(a).backward(X, Y)
        return {"W0": gW[0], "W1": gW[1], "B0": gB[0], "B1": gB[1]}

    # away from the kinks: zero biases are moved a little
    start = {"W0": net.W[0], "W1": net.W[1], "B0": net.B[0] + 0.013, "B1": net.B[1]}
    return lambda a: made(a).loss(X, Y), claim, start
