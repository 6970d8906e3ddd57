import numpy as np


def make_params(seed=3):
    r = np.random.RandomState(seed)
    return {
        "W1": r.randn(3, 5) * 0.7,
        "b1": r.randn(5) * 0.3,
        "W2": r.randn(5, 1) * 0.7,
        "b2": r.randn(1) * 0.3,
    }


def loss(p, X, y):
    h = np.tanh(X @ p["W1"] + p["b1"])
    out = h @ p["W2"] + p["b2"]
    return np.mean((out - y) ** 2)


def gradients(p, X, y):
    h = np.tanh(X @ p["W1"] + p["b1"])
    out = h @ p["W2"] + p["b2"]
    dout = 2 * (out - y) / len(X)
    dh = dout @ p["W2"].T * (1 - h**2)
    return {"W1": X.T @ dh, "b1": dh.sum(0), "W2": h.T @ dout, "b2": dout.sum(0)}


class Adam:
    def __init__(self, params, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = {k: np.zeros_like(v) for k, v in params.items()}
        self.v = {k: np.zeros_like(v) for k, v in params.items()}
        self.t = 0

    def update(self, params, grads):
        for k in params:
            self.t += 1
            self.m[k] = self.beta1 * self.m[k] + (1 - self.beta1) * grads[k]
            self.v[k] = self.beta2 * self.v[k] + (1 - self.beta2) * grads[k] ** 2
            m_hat = self.m[k] / (1 - self.beta1**self.t)
            v_hat = self.v[k] / (1 - self.beta2**self.t)
            params[k] -= self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


rs = np.random.RandomState(0)
X = rs.randn(8, 3)
y = np.sin(X.sum(axis=1, keepdims=True))


def make():
    params = make_params()
    opt = Adam(params)

    def step(params, X, y):
        opt.update(params, gradients(params, X, y))

    return dict(step=step, loss=loss, grads=gradients, params=params)


# ---- for the test
EXPECTED = "Adam's step counter t is raised once per parameter instead of once per update: the bias correction is wrong for b1, W2, b2"
KINDS = {"bias correction", "optimizer state"}
PLACES = ["update", "optimizer", "Adam", "b1", "W2", "b2", "step"]
TWO = False
MEND = [
    ("        for k in params:\n            self.t += 1\n", "        self.t += 1\n        for k in params:\n")
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(make=make, x=X, y=y, rate=0.01)
