import numpy as np


class RNN:
    def __init__(self, n_in, n_hid, n_out):
        rng = np.random.default_rng(47)
        self.weights = {
            "in": rng.normal(0, 0.5, (n_in, n_hid)),
            "rec": rng.normal(0, 0.5, (n_hid, n_hid)),
            "bias": np.zeros(n_hid),
            "out": rng.normal(0, 0.5, (n_hid, n_out)),
        }

    def forward(self, X):  # (time, batch, features)
        h = np.zeros((X.shape[1], len(self.weights["bias"])))
        self.H = [h]
        Y = []
        for xt in X:
            h = np.tanh(xt @ self.weights["in"] + h @ self.weights["rec"] + self.weights["bias"])
            self.H.append(h)
            Y.append(h @ self.weights["out"])
        return np.array(Y)

    def mse(self, X, T):
        return ((self.forward(X) - T) ** 2).sum() / X.shape[1]

    def backward(self, X, T):
        E = 2 * (self.forward(X) - T) / X.shape[1]
        grads = {k: np.zeros_like(v) for k, v in self.weights.items()}
        carry = 0
        for t in reversed(range(len(X))):
            grads["out"] += self.H[t + 1].T @ E[t]
            dz = (E[t] @ self.weights["out"].T + carry) * (1 - self.H[t + 1] ** 2)
            grads["in"] += X[t].T @ dz
            grads["rec"] += self.H[t].T @ dz
            carry = dz @ self.weights["rec"].T
        grads["bias"] = dz.sum(axis=0)
        return grads


net = RNN(2, 4, 1)
r = np.random.default_rng(48)
X, T = r.normal(size=(5, 3, 2)), r.normal(size=(5, 3, 1))

# ---- for the test
EXPECTED = "the bias gradient is that of the last visited time step only: it stands outside the loop"
KINDS = {"not accumulated over time", "not accumulated"}
PLACES = ["bias"]
TWO = False
MEND = [
    ('        grads["bias"] = dz.sum(axis=0)\n', ""),
    (
        '            carry = dz @ self.weights["rec"].T\n',
        '            carry = dz @ self.weights["rec"].T\n            grads["bias"] += dz.sum(axis=0)\n',
    ),
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=net, loss=net.mse, grads=net.backward, params=net.weights, x=X, y=T)
