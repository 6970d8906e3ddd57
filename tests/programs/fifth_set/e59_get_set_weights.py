import numpy as np


class Model:
    __slots__ = ("_w", "_cache", "lr")

    def __init__(self, lr=0.1):
        rs = np.random.RandomState(59)
        self._w = [rs.randn(3, 4), rs.randn(4), rs.randn(4, 1), rs.randn(1)]
        self.lr = lr
        self._cache = None

    def get_weights(self):
        return [w.copy() for w in self._w]

    def set_weights(self, weights):
        self._w = list(weights)

    def forward(self, x):
        a, b, c, d = self._w
        h = 1 / (1 + np.exp(-(x @ a + b)))
        out = 1 / (1 + np.exp(-(h @ c + d)))
        self._cache = x, h, out
        return out

    def loss(self, x, y):
        return np.sum((self.forward(x) - y) ** 2) / len(x)

    def backward(self, x, y):
        self.forward(x)
        x, h, out = self._cache
        g = (out - y) * out * (1 - out) / len(x)
        gh = g @ self._w[2].T * h * (1 - h)
        return [x.T @ gh, gh.sum(0), h.T @ g, g.sum(0)]

    def update(self, x, y):
        for w, g in zip(self._w, self.backward(x, y)):
            w -= self.lr * g


model = Model()
x = np.random.RandomState(60).randn(6, 3)
y = np.array([[0.0], [1.0], [1.0], [0.0], [1.0], [0.0]])

# ---- for the test
EXPECTED = "the 2 of the square is missing"
KINDS = {"scale"}
PLACES = ["every", "output", "loss"]
TWO = False
MEND = [("g = (out - y) * out", "g = 2 * (out - y) * out")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=model.loss, grads=model.backward, params=model._w, x=x, y=y)
