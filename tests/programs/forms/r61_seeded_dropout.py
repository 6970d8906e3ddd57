import numpy as np

# regression of a bumpy curve, one hidden layer with dropout
rng = np.random.default_rng(1)
x = rng.uniform(-2, 2, (40, 2))
y = np.sin(x[:, :1]) + 0.3 * x[:, 1:] ** 2

KEEP = 0.8


def make(seed=0):
    r = np.random.default_rng(seed)
    return {"W1": r.normal(0, 0.7, (2, 12)), "b1": np.zeros(12),
            "W2": r.normal(0, 0.3, (12, 1)), "b2": np.zeros(1)}


def forward(p, x, mask=None):
    h = np.tanh(x @ p["W1"] + p["b1"])
    if mask is not None:
        h = h * mask          # inverted dropout, mask is 0 or 1/KEEP
    return h, h @ p["W2"] + p["b2"]


def draw_mask(n, seed):
    return (np.random.default_rng(seed).random((n, 12)) < KEEP) / KEEP


def loss(p, x, y, seed=7):
    _, out = forward(p, x, draw_mask(len(x), seed))
    return np.mean((out - y) ** 2)


def grads(p, x, y, seed=7):
    mask = draw_mask(len(x), seed)
    h, out = forward(p, x, mask)
    d = 2 * (out - y) / len(x)
    g = {"W2": h.T @ d, "b2": d.sum(0)}
    t = np.tanh(x @ p["W1"] + p["b1"])
    dh = d @ p["W2"].T * mask * (1 - t ** 2)
    g["W1"] = x.T @ dh
    g["b1"] = dh.sum(0)
    return g


def predict(p, x):
    return forward(p, x)[1]


if __name__ == "__main__":
    p = make()
    for it in range(2000):
        g = grads(p, x, y, seed=it)
        for k in p:
            p[k] -= 0.1 * g[k]
        if it % 400 == 0:
            print(it, loss(p, x, y, it), np.mean((predict(p, x) - y) ** 2))

# ---- for the test
def hand_over():
    return dict(params=make(), loss=loss, grads=grads, make=make, predict=predict, x=x, y=y, rate=0.1)


FORM = "dropout mask drawn from a seeded generator inside loss and grads; predict has no dropout, so it differs from the training output; key order of grads differs"
