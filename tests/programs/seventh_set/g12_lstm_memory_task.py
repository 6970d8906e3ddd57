import numpy as np

# LSTM from scratch (no frameworks). Task: what was the sum of the first feature?


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


class LSTM:
    def __init__(self, D, H, seed=0):
        r = np.random.RandomState(seed)
        Z = D + H
        self.H = H
        self.p = {}
        for g in "fico":
            self.p["W" + g] = r.randn(Z, H) / np.sqrt(Z)
            self.p["b" + g] = np.zeros(H)
        self.p["bf"] += 1.0  # remember by default
        self.p["Wy"] = r.randn(H, 1) / np.sqrt(H)
        self.p["by"] = np.zeros(1)

    def forward(self, X):
        N, T, D = X.shape
        p = self.p
        h, c = np.zeros((N, self.H)), np.zeros((N, self.H))
        self.cache = []
        for t in range(T):
            z = np.concatenate([X[:, t], h], axis=1)
            f = sigmoid(z @ p["Wf"] + p["bf"])
            i = sigmoid(z @ p["Wi"] + p["bi"])
            g = np.tanh(z @ p["Wc"] + p["bc"])
            o = sigmoid(z @ p["Wo"] + p["bo"])
            c_old = c
            c = f * c_old + i * g
            h = o * np.tanh(c)
            self.cache.append((z, f, i, g, o, c_old, c))
        self.h = h
        return h @ p["Wy"] + p["by"]

    def loss(self, X, y):
        return 0.5 * np.mean((self.forward(X) - y) ** 2)

    def backward(self, X, y):
        p, D = self.p, X.shape[2]
        grads = {k: np.zeros_like(v) for k, v in p.items()}
        dy = (self.forward(X) - y) / len(y)
        grads["Wy"] = self.h.T @ dy
        grads["by"] = dy.sum(0)
        dh = dy @ p["Wy"].T
        dc = np.zeros_like(dh)
        for z, f, i, g, o, c_old, c in reversed(self.cache):
            tc = np.tanh(c)
            dc = dc + dh * o * (1 - tc**2)
            d = {
                "o": dh * tc * o * (1 - o),
                "f": dc * c_old * f * (1 - f),
                "i": dc * g * i * (1 - i),
                "c": dc * i * (1 - g**2),
            }
            dz = 0
            for k in "fico":
                grads["W" + k] += z.T @ d[k]
                grads["b" + k] += d[k].sum(0)
                dz = dz + d[k] @ p["W" + k].T
            dh = dz[:, D:]
        return grads

    def train(self, X, y, lr=0.1, epochs=10):
        for e in range(epochs):
            grads = self.backward(X, y)
            for k in self.p:
                self.p[k] -= lr * grads[k]


r = np.random.RandomState(4)
X = r.randn(6, 5, 2)
y = X[:, :, :1].sum(1)
net = LSTM(2, 4)


# ---- for the test
EXPECTED = "in LSTM.backward the cell gradient dc goes to the step before without the factor f (forget gate)"
KINDS = {"factor missing", "carry missing", "wrong factor", "gate derivative"}
PLACES = ["dc", "cell", "forget gate", "f", "carry", "Wf", "Wi", "Wc", "Wo", "bf", "bi", "bc", "bo", "gates"]
TWO = False
MEND = [("            dh = dz[:, D:]\n", "            dh = dz[:, D:]\n            dc = dc * f\n")]
OFF = {"Wf", "Wi", "Wc", "Wo", "bf", "bi", "bc", "bo"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.loss, grads=net.backward, params=net.p, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = LSTM(2, 4)
        new.p = {k: v.copy() for k, v in a.items()}
        return new

    return lambda a: made(a).loss(X, y), lambda a: made(a).backward(X, y), net.p
