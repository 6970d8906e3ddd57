import numpy as np


def linear_fwd(x, w, b):
    return x @ w + b, (x, w)


def linear_bwd(dy, cache):
    x, w = cache
    return dy @ w.T, x.T @ dy, dy.sum(0)


def layernorm_fwd(x, g, b, eps=1e-5):
    mean = x.mean(-1, keepdims=True)
    rstd = 1 / np.sqrt(x.var(-1, keepdims=True) + eps)
    norm = (x - mean) * rstd
    return norm * g + b, (norm, rstd, g)


def layernorm_bwd(dy, cache):
    norm, rstd, g = cache
    dg = (dy * norm).sum(0)
    db = dy.sum(0)
    dnorm = dy * g
    dx = dnorm - dnorm.mean(-1, keepdims=True)
    dx *= rstd
    return dx, dg, db


def loss_and_grads(p, x, y):
    a, c1 = linear_fwd(x, p["w1"], p["b1"])
    n, c2 = layernorm_fwd(a, p["ln_g"], p["ln_b"])
    h = np.tanh(n)
    out, c3 = linear_fwd(h, p["w2"], p["b2"])
    loss = 0.5 * np.mean((out - y) ** 2)
    g = {}
    dh, g["w2"], g["b2"] = linear_bwd((out - y) / y.size, c3)
    da, g["ln_g"], g["ln_b"] = layernorm_bwd(dh * (1 - h**2), c2)
    _, g["w1"], g["b1"] = linear_bwd(da, c1)
    return loss, g


r = np.random.default_rng(30)
x, y = r.normal(size=(5, 3)), r.normal(size=(5, 2))
p = {
    "w1": r.normal(size=(3, 6)),
    "b1": r.normal(size=6) * 0.1,
    "ln_g": 1 + 0.2 * r.normal(size=6),
    "ln_b": 0.1 * r.normal(size=6),
    "w2": r.normal(size=(6, 2)),
    "b2": np.zeros(2),
}


# ---- for the test
EXPECTED = "layernorm_bwd lacks the way through the variance: - norm * (dnorm * norm).mean(-1)"
KINDS = {"variance path missing", "path missing", "normalization", "layer norm", "variance path"}
PLACES = ["w1", "b1", "variance", "layer 1"]
TWO = False
MEND = [("dx = dnorm - dnorm.mean(-1, keepdims=True)\n", "dx = dnorm - dnorm.mean(-1, keepdims=True) - norm * (dnorm * norm).mean(-1, keepdims=True)\n")]
OFF = {"w1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=loss_and_grads, params=p, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: loss_and_grads(a, x, y)[0], lambda a: loss_and_grads(a, x, y)[1], p
