import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class LSTM:
    """All four gates in one matrix, batches of sequences (N, T, D)."""

    def __init__(self, D, H):
        rng = np.random.default_rng(0)
        self.Wx = rng.normal(size=(D, 4 * H)) * 0.5
        self.Wh = rng.normal(size=(H, 4 * H)) * 0.5
        self.b = rng.normal(size=4 * H) * 0.3
        self.Wo = rng.normal(size=(H, 1))
        self.H = H

    def forward(self, x):
        N, T, D = x.shape
        H = self.H
        h, c = np.zeros((N, H)), np.zeros((N, H))
        self.cache = []
        for t in range(T):
            a = x[:, t] @ self.Wx + h @ self.Wh + self.b
            i, f, o = sigmoid(a[:, :H]), sigmoid(a[:, H : 2 * H]), sigmoid(a[:, 2 * H : 3 * H])
            g = np.tanh(a[:, 3 * H :])
            c_next = f * c + i * g
            h_next = o * np.tanh(c_next)
            self.cache.append((x[:, t], h, c, i, f, o, g, c_next))
            h, c = h_next, c_next
        self.h = h
        return h @ self.Wo

    def loss(self, x, y):
        return np.mean((self.forward(x) - y) ** 2)

    def backward(self, x, y):
        d = 2 * (self.forward(x) - y) / len(y)
        grads = {"Wo": self.h.T @ d, "Wx": 0, "Wh": 0, "b": 0}
        dh = d @ self.Wo.T
        dc = np.zeros_like(dh)
        for xt, h, c, i, f, o, g, c_next in reversed(self.cache):
            tc = np.tanh(c_next)
            dc = dc + dh * o * (1 - tc**2)
            da = np.hstack([dc * g * i * (1 - i), dc * c * f * (1 - f), dh * tc * o * (1 - o), dc * i * (1 - g**2)])
            grads["Wx"] = grads["Wx"] + xt.T @ da
            grads["Wh"] = grads["Wh"] + h.T @ da
            grads["b"] = grads["b"] + da.sum(axis=0)
            dh = da @ self.Wh.T
        return grads


rng = np.random.default_rng(1)
x = rng.normal(size=(4, 3, 2))
y = x.sum(axis=(1, 2)).reshape(-1, 1)
lstm = LSTM(2, 3)


# ---- for the test
EXPECTED = "dc goes back through time as it is, it should be multiplied by the forget gate at the end of each step: dc = dc * f"
KINDS = {"carry missing", "path missing", "not carried back", "recurrence", "carry", "forget gate missing"}
PLACES = ["Wx", "Wh", "b", "time", "cell"]
TWO = False
MEND = [("            dh = da @ self.Wh.T\n", "            dh = da @ self.Wh.T\n            dc = dc * f\n")]
OFF = {"Wx", "Wh", "b"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=lstm, loss=lstm.loss, grads=lstm.backward, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = LSTM(2, 3)
        vars(new).update(a)
        return new

    return lambda a: made(a).loss(x, y), lambda a: made(a).backward(x, y), {k: getattr(lstm, k) for k in ("Wx", "Wh", "b", "Wo")}
