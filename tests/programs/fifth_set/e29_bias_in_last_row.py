import numpy as np


def tanh(x):
    return np.tanh(x)


class NeuralNetwork:
    """Biases are the last row of each weight matrix."""

    def __init__(self, layers):
        rs = np.random.RandomState(29)
        self.W = [rs.randn(a + 1, b) * 0.6 for a, b in zip(layers[:-1], layers[1:])]

    def forward(self, X):
        A = [X]
        for W in self.W:
            X = tanh(np.hstack([X, np.ones((len(X), 1))]) @ W)
            A.append(X)
        return A

    def loss(self, X, y):
        return np.sum((self.forward(X)[-1] - y) ** 2) / 2

    def backprop(self, X, y):
        A = self.forward(X)
        deltas = [(A[-1] - y) * (1 - A[-1] ** 2)]
        for i in range(len(self.W) - 1, 0, -1):
            deltas.insert(0, deltas[0] @ self.W[i][1:].T * (1 - A[i] ** 2))
        return [np.hstack([a, np.ones((len(a), 1))]).T @ d for a, d in zip(A, deltas)]


nn = NeuralNetwork([2, 4, 1])
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = np.array([[-0.8], [0.8], [0.8], [-0.8]])

# ---- for the test
EXPECTED = "the bias stands in the last row, but the first row of W is left out on the way down"
KINDS = {"wrong weight"}
PLACES = ["W[0]", "layer 1", "hidden"]
TWO = False
MEND = [("self.W[i][1:].T", "self.W[i][:-1].T")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=nn, loss=nn.loss, grads=nn.backprop, params=nn.W, x=X, y=y)
