import numpy as np


class MultiLabelNet:
    """Several labels may be on at once: a sigmoid for each, binary cross-entropy, mean over everything."""

    def __init__(self, n_in, n_hidden, n_labels):
        rng = np.random.default_rng(11)
        self.params = {
            "W1": rng.normal(0, 0.7, (n_in, n_hidden)),
            "b1": np.full(n_hidden, 0.1),
            "W2": rng.normal(0, 0.7, (n_hidden, n_labels)),
            "b2": np.zeros(n_labels),
        }
        self.cache = {}

    def forward(self, X):
        p = self.params
        self.cache["X"] = X
        self.cache["Z1"] = X @ p["W1"] + p["b1"]
        self.cache["A1"] = np.maximum(0.0, self.cache["Z1"])
        self.cache["P"] = 1 / (1 + np.exp(-(self.cache["A1"] @ p["W2"] + p["b2"])))
        return self.cache["P"]

    def bce(self, X, Y):
        P = self.forward(X)
        return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))

    def backward(self, Y):
        c, p = self.cache, self.params
        batch_size = Y.shape[0]
        dZ2 = (c["P"] - Y) / batch_size
        dZ1 = (dZ2 @ p["W2"].T) * (c["Z1"] > 0)
        return {"W1": c["X"].T @ dZ1, "b1": dZ1.sum(0), "W2": c["A1"].T @ dZ2, "b2": dZ2.sum(0)}

    def train_on_batch(self, X, Y, lr=0.3):
        self.forward(X)
        grads = self.backward(Y)
        for k in self.params:
            self.params[k] = self.params[k] - lr * grads[k]


rng = np.random.default_rng(0)
X = rng.normal(size=(7, 4))
Y = (X @ rng.normal(size=(4, 3)) > 0).astype(float)
net = MultiLabelNet(4, 5, 3)


# ---- for the test
EXPECTED = "the loss is a mean over examples and labels, dZ2 is divided by the examples only: three times too large"
KINDS = {"scale", "not averaged"}
PLACES = ["every array", "output", "layer 2", "W2"]
TWO = False
MEND = [("batch_size = Y.shape[0]", "batch_size = Y.size")]
OFF = {"W1", "b1", "W2", "b2"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.bce, step=net.train_on_batch, x=X, y=Y, rate=0.3)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = MultiLabelNet(4, 5, 3)
        new.params = dict(a)
        return new

    def claim(a):
        new = made(a)
        new.train_on_batch(X, Y)
        return {k: (a[k] - new.params[k]) / 0.3 for k in a}

    return lambda a: made(a).bce(X, Y), claim, net.params
