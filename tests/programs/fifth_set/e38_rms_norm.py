import numpy as np

eps = 1e-6


def rmsnorm(x, gain):
    rms = np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + eps)
    return gain * x / rms, (x, gain, rms)


def rmsnorm_backward(dy, cache):
    x, gain, rms = cache
    dgain = np.sum(dy * x / rms, axis=0)
    dx = dy * gain / rms
    return dx, dgain


def forward(params, x):
    h = x @ params["Win"]
    n, cache = rmsnorm(h, params["gain"])
    a = np.maximum(n, 0)
    return a @ params["Wout"], (n, cache, a)


def loss(params, x, y):
    out, _ = forward(params, x)
    return np.mean((out - y) ** 2)


def grad(params, x, y):
    out, (n, cache, a) = forward(params, x)
    dout = 2 * (out - y) / out.size
    dn = dout @ params["Wout"].T * (n > 0)
    dh, dgain = rmsnorm_backward(dn, cache)
    return {"Win": x.T @ dh, "gain": dgain, "Wout": a.T @ dout}


rng = np.random.default_rng(39)
params = {"Win": rng.normal(size=(3, 5)), "gain": rng.uniform(0.5, 1.5, 5), "Wout": rng.normal(size=(5, 2))}
x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))

# ---- for the test
EXPECTED = "rms is taken for a constant: the path through it is missing"
KINDS = {"normalization path missing", "path missing"}
PLACES = ["Win", "layer 1"]
TWO = False
MEND = [
    (
        "    dx = dy * gain / rms\n",
        "    dx = dy * gain / rms\n    dx = dx - x / rms**2 * np.mean(dx * x, axis=-1, keepdims=True)\n",
    )
]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=grad, params=params, x=x, y=y)
