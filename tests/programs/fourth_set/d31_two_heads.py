import numpy as np

rng = np.random.RandomState(31)
model = {
    "shared": [rng.randn(3, 6) * 0.6, np.zeros(6)],
    "head_reg": [rng.randn(6, 1) * 0.6, np.zeros(1)],
    "head_cls": [rng.randn(6, 3) * 0.6, np.zeros(3)],
}
x = rng.randn(10, 3)
y = (rng.randn(10, 1), rng.randint(0, 3, size=10))


def forward(model, x):
    h = np.tanh(x @ model["shared"][0] + model["shared"][1])
    r = h @ model["head_reg"][0] + model["head_reg"][1]
    s = h @ model["head_cls"][0] + model["head_cls"][1]
    s = np.exp(s - s.max(axis=1, keepdims=True))
    return h, r, s / s.sum(axis=1, keepdims=True)


def total_loss(model, x, y, alpha=0.3):
    y_reg, y_cls = y
    h, r, p = forward(model, x)
    return np.mean((r - y_reg) ** 2) - alpha * np.mean(np.log(p[np.arange(len(x)), y_cls]))


def backprop(model, x, y, alpha=0.3):
    y_reg, y_cls = y
    h, r, p = forward(model, x)
    n = len(x)
    dr = 2 * (r - y_reg) / n
    ds = p.copy()
    ds[np.arange(n), y_cls] -= 1
    ds *= alpha / n
    dh = dr @ model["head_reg"][0].T
    dz = dh * (1 - h**2)
    return {
        "shared": [x.T @ dz, dz.sum(0)],
        "head_reg": [h.T @ dr, dr.sum(0)],
        "head_cls": [h.T @ ds, ds.sum(0)],
    }


# ---- for the test
EXPECTED = "the shared layer gets nothing from the classifying head"
KINDS = {"path missing"}
PLACES = ["shared", "layer 1"]
TWO = False
MEND = [
    (
        'dh = dr @ model["head_reg"][0].T\n',
        'dh = dr @ model["head_reg"][0].T + ds @ model["head_cls"][0].T\n',
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=total_loss, grads=backprop, params=model, x=x, y=y)
