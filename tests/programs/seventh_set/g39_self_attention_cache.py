import numpy as np


def softmax(s):
    s = s - s.max(axis=-1, keepdims=True)
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)


class SelfAttention:
    """One head, then a linear read-out at each position. X: (batch, time, d_model)"""

    def __init__(self, d_model, d_head, d_out, seed=None):
        rng = np.random.default_rng(seed)
        s = 1 / np.sqrt(d_model)
        self.Wq = rng.normal(0, s, (d_model, d_head))
        self.Wk = rng.normal(0, s, (d_model, d_head))
        self.Wv = rng.normal(0, s, (d_model, d_head))
        self.Wo = rng.normal(0, s, (d_head, d_out))
        self.bo = np.zeros(d_out)
        self.scale = 1 / np.sqrt(d_head)
        self.cache = {}

    def forward(self, X):
        Q, K, V = X @ self.Wq, X @ self.Wk, X @ self.Wv
        scores = Q @ K.transpose(0, 2, 1) * self.scale
        # causal: no look into the future
        T = X.shape[1]
        scores = np.where(np.tril(np.ones((T, T))) == 1, scores, -1e9)
        A = softmax(scores)
        C = A @ V
        self.cache = dict(X=X, Q=Q, K=K, V=V, A=A, C=C)
        return C @ self.Wo + self.bo

    def backward(self, dout):
        c = self.cache
        grads = {}
        grads["Wo"] = np.tensordot(c["C"], dout, axes=([0, 1], [0, 1]))
        grads["bo"] = dout.sum(axis=(0, 1))

        dC = dout @ self.Wo.T
        dA = dC @ c["V"].transpose(0, 2, 1)
        dV = c["A"].transpose(0, 2, 1) @ dC

        # softmax
        dS = dA * c["A"] * (1 - c["A"])

        dQ = dS @ c["K"] * self.scale
        dK = dS.transpose(0, 2, 1) @ c["Q"] * self.scale
        for name, d in (("Wq", dQ), ("Wk", dK), ("Wv", dV)):
            grads[name] = np.einsum("btm,bth->mh", c["X"], d)
        return grads


def mse(model, X, Y):
    return np.mean((model.forward(X) - Y) ** 2)


def compute_grads(model, X, Y):
    out = model.forward(X)
    return model.backward(2 * (out - Y) / Y.size)


def fit(model, X, Y, lr=0.1, steps=20):
    history = {"loss": []}
    for _ in range(steps):
        grads = compute_grads(model, X, Y)
        for name, g in grads.items():
            setattr(model, name, getattr(model, name) - lr * g)
        history["loss"].append(mse(model, X, Y))
    return history


rng = np.random.default_rng(8)
X = rng.normal(size=(3, 5, 4))
Y = np.cumsum(X, axis=1)[..., :2] / 3  # running sums
model = SelfAttention(4, 3, 2, seed=1)
history = fit(model, X, Y)


# ---- for the test
EXPECTED = "the backward pass of the softmax takes A * (1 - A), the diagonal of its Jacobian only; the other entries are missing, so Wq and Wk are wrong"
KINDS = {"softmax Jacobian diagonal only", "derivative of another activation"}
PLACES = ["Wq", "Wk", "dS", "softmax", "layer 1", "hidden", "A"]
TWO = False
MEND = [('dS = dA * c["A"] * (1 - c["A"])', 'dS = c["A"] * (dA - np.sum(dA * c["A"], axis=-1, keepdims=True))')]
OFF = {"Wq", "Wk"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(obj=model, loss=mse, grads=compute_grads, predict=model.forward, x=X, y=Y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        new = SelfAttention(4, 3, 2, seed=0)
        for name, v in a.items():
            setattr(new, name, v)
        return new

    start = {name: getattr(model, name) for name in ("Wq", "Wk", "Wv", "Wo", "bo")}
    return lambda a: mse(made(a), X, Y), lambda a: compute_grads(made(a), X, Y), start
