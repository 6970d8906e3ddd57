import numpy as np

"""one transformer-like feed forward block: linear -> layer norm -> relu -> linear"""


def layernorm_forward(x, gain, bias, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    std = np.sqrt(x.var(axis=-1, keepdims=True) + eps)
    norm = (x - mean) / std
    return gain * norm + bias, (norm, std, gain)


def layernorm_backward(dy, cache):
    norm, std, gain = cache
    dgain = (dy * norm).sum(axis=0)
    dbias = dy.sum(axis=0)
    dnorm = dy * gain
    dx = (dnorm - dnorm.mean(axis=0, keepdims=True) - norm * (dnorm * norm).mean(axis=0, keepdims=True)) / std
    return dx, dgain, dbias


def init(seed, d_in, d_ff, d_out):
    g = np.random.default_rng(seed)
    return {
        "w_up": g.normal(size=(d_in, d_ff)),
        "b_up": g.normal(size=d_ff),
        "ln_gain": g.uniform(0.5, 1.5, size=d_ff),
        "ln_bias": g.normal(size=d_ff) * 0.2,
        "w_down": g.normal(size=(d_ff, d_out)),
        "b_down": np.zeros(d_out),
    }


def forward(p, x):
    h = x @ p["w_up"] + p["b_up"]
    n, ln = layernorm_forward(h, p["ln_gain"], p["ln_bias"])
    a = np.maximum(n, 0)
    return a @ p["w_down"] + p["b_down"], a, ln


def loss(p, x, y):
    return np.mean((forward(p, x)[0] - y) ** 2)


def backward(p, x, y):
    out, a, ln = forward(p, x)
    g = {}
    dout = 2 * (out - y) / out.size
    g["w_down"] = a.T @ dout
    g["b_down"] = dout.sum(0)
    dn = dout @ p["w_down"].T * (a > 0)
    dh, g["ln_gain"], g["ln_bias"] = layernorm_backward(dn, ln)
    g["w_up"] = x.T @ dh
    g["b_up"] = dh.sum(0)
    return g


g = np.random.default_rng(99)
x = g.normal(size=(4, 3))
y = g.normal(size=(4, 2))
params = init(1, 3, 6, 2)


# ---- for the test
EXPECTED = "layernorm_backward takes its two means over the examples (axis 0, as in batch norm) where the forward normalizes each row: w_up, b_up"
KINDS = {"summed over the wrong axis", "normalization path missing", "rows mix"}
PLACES = ["w_up", "b_up", "norm", "axis"]
TWO = False
MEND = [
    ("dnorm.mean(axis=0, keepdims=True)", "dnorm.mean(axis=-1, keepdims=True)"),
    ("(dnorm * norm).mean(axis=0, keepdims=True)", "(dnorm * norm).mean(axis=-1, keepdims=True)"),
]
OFF = {"w_up", "b_up"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=backward, params=params, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: loss(a, x, y), lambda a: backward(a, x, y), params
