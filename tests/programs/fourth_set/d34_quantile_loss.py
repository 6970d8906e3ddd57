import numpy as np

q = 0.8


def init_weights(n_in, n_hid, seed=34):
    r = np.random.RandomState(seed)
    return [r.randn(n_in, n_hid), r.randn(n_hid), r.randn(n_hid), r.randn()]


def model(weights, x):
    V, c, w, b = weights
    return np.tanh(x @ V + c) @ w + b


def pinball(weights, x, y):
    e = y - model(weights, x)
    return np.mean(np.maximum(q * e, (q - 1) * e))


def grad(weights, x, y):
    V, c, w, b = weights
    h = np.tanh(x @ V + c)
    e = y - (h @ w + b)
    df = np.where(e > 0, -q, 1) / len(y)
    dz = df[:, None] * w * (1 - h * h)
    return [x.T @ dz, dz.sum(0), h.T @ df, df.sum()]


r = np.random.RandomState(0)
x = r.randn(12, 2)
y = x[:, 0] * 2 + r.randn(12)

# ---- for the test
EXPECTED = "the slope of the quantile loss for predictions above y is 1 - q, not 1"
KINDS = {"wrong error", "wrong derivative", "scale", "factor missing", "unknown"}
PLACES = ["weights[2]", "output", "layer 2", "every", "loss"]
TWO = False
MEND = [("np.where(e > 0, -q, 1)", "np.where(e > 0, -q, 1 - q)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=pinball, grads=grad, params=init_weights(2, 4), x=x, y=y)
