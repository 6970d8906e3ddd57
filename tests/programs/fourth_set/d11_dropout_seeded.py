import numpy as np


def init(rng):
    return {
        "w1": rng.normal(size=(3, 6)) * 0.6,
        "b1": rng.normal(size=6) * 0.1,
        "w2": rng.normal(size=(6, 2)) * 0.6,
        "b2": np.zeros(2),
    }


def forward(p, x, drop=0.5, seed=0):
    z1 = x @ p["w1"] + p["b1"]
    a1 = 1 / (1 + np.exp(-z1))
    mask = np.random.RandomState(seed).rand(*a1.shape) > drop
    d1 = a1 * mask / (1 - drop)
    z2 = d1 @ p["w2"] + p["b2"]
    return z1, a1, mask, d1, z2


def loss(p, x, y, drop=0.5, seed=0):
    *_, z2 = forward(p, x, drop, seed)
    return ((z2 - y) ** 2).sum() / len(x)


def grad(p, x, y, drop=0.5, seed=0):
    z1, a1, mask, d1, z2 = forward(p, x, drop, seed)
    dz2 = 2 * (z2 - y) / len(x)
    dd1 = dz2 @ p["w2"].T
    da1 = dd1 * mask
    dz1 = da1 * a1 * (1 - a1)
    return {"w1": x.T @ dz1, "b1": dz1.sum(0), "w2": d1.T @ dz2, "b2": dz2.sum(0)}


rng = np.random.default_rng(5)
x = rng.normal(size=(7, 3))
y = rng.normal(size=(7, 2))
p = init(rng)

# ---- for the test
EXPECTED = "backward applies the dropout mask but not 1/keep"
KINDS = {"dropout scale"}
PLACES = ["w1", "layer 1", "b1", "drop"]
TWO = False
MEND = [("da1 = dd1 * mask\n", "da1 = dd1 * mask / (1 - drop)\n")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grad, params=p, x=x, y=y)
