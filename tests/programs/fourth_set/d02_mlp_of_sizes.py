import numpy as np


class MLP:
    """input -> hidden (tanh) -> softmax"""

    def __init__(self, n_inputs, n_hidden, n_outputs):
        rng = np.random.RandomState(5)
        self.params = {
            "W1": rng.randn(n_inputs, n_hidden) * 0.5,
            "b1": np.zeros(n_hidden),
            "W2": rng.randn(n_hidden, n_outputs) * 0.5,
            "b2": np.zeros(n_outputs),
        }
        self.cache = {}

    def forward(self, X):
        p = self.params
        self.cache["X"] = X
        self.cache["A1"] = np.tanh(X.dot(p["W1"]) + p["b1"])
        scores = self.cache["A1"].dot(p["W2"]) + p["b2"]
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.cache["probs"] = e / e.sum(axis=1, keepdims=True)
        return self.cache["probs"]

    def loss(self, X, y):
        probs = self.forward(X)
        return -np.mean(np.log(probs[np.arange(len(y)), y]))

    def backward(self, y):
        n = len(y)
        dscores = self.cache["probs"].copy()
        dscores[np.arange(n), y] -= 1
        dscores /= n
        grads = {}
        grads["W2"] = self.cache["A1"].T.dot(dscores)
        grads["b2"] = dscores.mean(axis=0)
        dhidden = dscores.dot(self.params["W2"].T) * (1 - self.cache["A1"] ** 2)
        grads["W1"] = self.cache["X"].T.dot(dhidden)
        grads["b1"] = dhidden.mean(axis=0)
        return grads

    def fit(self, X, y, lr=0.1, epochs=50):
        for _ in range(epochs):
            self.loss(X, y)
            grads = self.backward(y)
            for k in self.params:
                self.params[k] -= lr * grads[k]
        return self


rng = np.random.RandomState(0)
X = rng.randn(12, 4)
y = rng.randint(0, 3, 12)


# ---- for the test
EXPECTED = "the bias gradients are averaged over the batch, though 1/n is in dscores already"
KINDS = {"averaged where summed", "averaged twice"}
PLACES = ["b1", "b2", "bias"]
TWO = False
MEND = [("dscores.mean(axis=0)", "dscores.sum(axis=0)"), ("dhidden.mean(axis=0)", "dhidden.sum(axis=0)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    model = MLP(4, 6, 3)
    return dict(obj=model, loss=model.loss, step=model.fit, x=X, y=y, rate=0.1, also=dict(lr=0.1, epochs=1))
