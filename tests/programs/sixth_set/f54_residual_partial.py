import numpy as np

# residual network: h <- 0.5 * h + tanh(h W + b), two blocks, then a read-out
SKIP = 0.5


def init(width=4, seed=0):
    rng = np.random.default_rng(seed)
    return {
        "in": rng.normal(size=(2, width)),
        "blocks": [(rng.normal(size=(width, width)) * 0.7, rng.normal(size=width) * 0.2) for _ in range(2)],
        "out": rng.normal(size=(width, 1)),
    }


def forward(params, X):
    h = X @ params["in"]
    tape = []
    for W, b in params["blocks"]:
        f = np.tanh(h @ W + b)
        tape.append((h, f))
        h = SKIP * h + f
    return h, tape, h @ params["out"]


def loss(params, X, y):
    return ((forward(params, X)[-1] - y) ** 2).mean()


def backward(params, X, y):
    h, tape, out = forward(params, X)
    d = 2 * (out - y) / y.size
    grads = {"out": h.T @ d, "blocks": []}
    dh = d @ params["out"].T
    for (W, b), (h, f) in zip(params["blocks"][::-1], tape[::-1]):
        dz = dh * (1 - f**2)
        grads["blocks"].insert(0, (h.T @ dz, dz.sum(axis=0)))
        dh = dh + dz @ W.T
    grads["in"] = X.T @ dh
    return grads


rng = np.random.default_rng(5)
X = rng.normal(size=(6, 2))
y = X[:, :1] * X[:, 1:]
params = init()


# ---- for the test
EXPECTED = "the way past the block is weighted by SKIP in forward, and taken back with weight 1: dh = SKIP * dh + dz @ W.T"
KINDS = {"skip path", "path weighted wrongly", "partial", "scale", "path missing", "residual"}
PLACES = ["in", "blocks[0]", "skip"]
TWO = False
MEND = [("dh = dh + dz @ W.T", "dh = SKIP * dh + dz @ W.T")]
OFF = {"in", "W0", "b0"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=backward, params=params, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def nested(a):
        return {"in": a["in"], "out": a["out"], "blocks": [(a["W0"], a["b0"]), (a["W1"], a["b1"])]}

    def flat(p):
        (W0, b0), (W1, b1) = p["blocks"]
        return {"in": p["in"], "out": p["out"], "W0": W0, "b0": b0, "W1": W1, "b1": b1}

    return lambda a: loss(nested(a), X, y), lambda a: flat(backward(nested(a), X, y)), flat(params)
