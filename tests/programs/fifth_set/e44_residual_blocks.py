import numpy as np


def init(width=4, depth=3, seed=44):
    g = np.random.default_rng(seed)
    blocks = [(g.normal(0, 0.5, (width, width)), g.normal(0, 0.5, (width, width))) for _ in range(depth)]
    return {"blocks": blocks, "head": g.normal(0, 0.5, (width, 1))}


def forward(params, x):
    trace = []
    for A, B in params["blocks"]:
        h = np.tanh(x @ A)
        trace.append((x, h))
        x = x + h @ B
    return x, trace


def loss(params, x, y):
    out, _ = forward(params, x)
    return 0.5 * np.mean((out @ params["head"] - y) ** 2)


def gradients(params, x, y):
    out, trace = forward(params, x)
    d = (out @ params["head"] - y) / len(x)
    grads = {"head": out.T @ d, "blocks": []}
    dx = d @ params["head"].T
    for (A, B), (x_in, h) in zip(reversed(params["blocks"]), reversed(trace)):
        dB = h.T @ dx
        dz = dx @ B.T * (1 - h**2)
        dA = x_in.T @ dz
        dx = dz @ A.T
        grads["blocks"].insert(0, (dA, dB))
    return grads


params = init()
rng = np.random.default_rng(45)
x, y = rng.normal(size=(6, 4)), rng.normal(size=(6, 1))

# ---- for the test
EXPECTED = "the gradient around the block, along the skip connection, is not passed on"
KINDS = {"path missing"}
PLACES = ["blocks[0]", "blocks[1]", "skip", "block"]
TWO = False
MEND = [("dx = dz @ A.T\n", "dx = dx + dz @ A.T\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=gradients, params=params, x=x, y=y)
