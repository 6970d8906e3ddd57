import numpy as np


def encode(W, x):
    return np.tanh(x @ W)


def loss(params, x1, x2, y):
    """Contrastive: like pairs near, unlike at least 1 apart."""
    u = encode(params["W2"], encode(params["W1"], x1))
    v = encode(params["W2"], encode(params["W1"], x2))
    d = np.sqrt(np.sum((u - v) ** 2, axis=1))
    return np.mean(y * d**2 + (1 - y) * np.maximum(0, 1.5 - d) ** 2)


def gradient(params, x1, x2, y):
    W1, W2 = params["W1"], params["W2"]
    h1, h2 = encode(W1, x1), encode(W1, x2)
    u, v = encode(W2, h1), encode(W2, h2)
    diff = u - v
    d = np.sqrt(np.sum(diff**2, axis=1))
    dd = (2 * y * d - 2 * (1 - y) * np.maximum(0, 1.5 - d)) / len(y)
    du = (dd / d)[:, None] * diff
    dv = du
    zu, zv = du * (1 - u**2), dv * (1 - v**2)
    g1, g2 = zu @ W2.T * (1 - h1**2), zv @ W2.T * (1 - h2**2)
    return {"W1": x1.T @ g1 + x2.T @ g2, "W2": h1.T @ zu + h2.T @ zv}


rng = np.random.default_rng(56)
params = {"W1": rng.normal(size=(3, 4)), "W2": rng.normal(size=(4, 2))}
x1, x2 = rng.normal(size=(6, 3)), rng.normal(size=(6, 3))
same = np.array([1, 0, 0, 1, 0, 1])

# ---- for the test
EXPECTED = "the second twin's gradient has the sign of the first"
KINDS = {"sign"}
PLACES = ["W1", "W2"]
TWO = False
MEND = [("dv = du\n", "dv = -du\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=gradient, params=params, x=(x1, x2), y=same)
