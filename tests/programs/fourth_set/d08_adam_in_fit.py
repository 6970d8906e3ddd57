import numpy as np


class Regressor:
    def __init__(self, sizes, learning_rate=0.01, b1=0.9, b2=0.999):
        rng = np.random.default_rng(1)
        self.weights = [rng.normal(0, 0.5, (m, n)) for m, n in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((1, n)) for n in sizes[1:]]
        self.learning_rate, self.b1, self.b2 = learning_rate, b1, b2
        self.m = [np.zeros_like(p) for p in self.weights + self.biases]
        self.v = [np.zeros_like(p) for p in self.weights + self.biases]
        self.t = 0

    def _forward(self, X):
        self.activations = [X]
        for i, (W, b) in enumerate(zip(self.weights, self.biases)):
            Z = self.activations[-1] @ W + b
            self.activations.append(Z if i == len(self.weights) - 1 else np.maximum(Z, 0))
        return self.activations[-1]

    def loss(self, X, y):
        return 0.5 * np.mean((self._forward(X) - y) ** 2)

    def _backward(self, y):
        dWs, dbs = [], []
        delta = (self.activations[-1] - y) / y.size
        for i in reversed(range(len(self.weights))):
            dWs.insert(0, self.activations[i].T @ delta)
            dbs.insert(0, delta.sum(axis=0, keepdims=True))
            if i > 0:
                delta = (delta @ self.weights[i].T) * (self.activations[i] > 0)
        return dWs + dbs

    def fit(self, X, y, epochs=1):
        for _ in range(epochs):
            self._forward(X)
            grads = self._backward(y)
            self.t += 1
            for i, (p, g) in enumerate(zip(self.weights + self.biases, grads)):
                self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
                self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g * g
                m_hat = self.m[i] / (1 - self.b1**self.t)
                v_hat = self.v[i] / (1 - self.b1**self.t)
                p -= self.learning_rate * m_hat / (np.sqrt(v_hat) + 1e-8)
        return self


r = np.random.default_rng(0)
X = r.normal(size=(9, 3))
y = np.sin(X[:, :1]) + X[:, 1:2]


# ---- for the test
EXPECTED = "Adam's second moment is corrected by 1 - b1**t, not 1 - b2**t"
KINDS = {"bias correction"}
PLACES = ["Adam", "update", "optimizer", "second", "v"]
TWO = False
MEND = [("v_hat = self.v[i] / (1 - self.b1**self.t)", "v_hat = self.v[i] / (1 - self.b2**self.t)")]


def hand_over():
    """What the learner would hand over, in its natural form."""

    def make():
        model = Regressor([3, 5, 1])
        return dict(obj=model, loss=model.loss, step=model.fit, params=(model.weights, model.biases))

    return dict(make=make, x=X, y=y, rate=0.01)
