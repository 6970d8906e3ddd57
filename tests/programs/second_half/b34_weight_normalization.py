"""Weight normalization (w = g * v / |v|) for a softplus net with gamma-distributed claims."""
import numpy as np
from types import SimpleNamespace

rng = np.random.default_rng(34)
X = rng.normal(size=(8, 4))
claims = rng.gamma(2.0, 1.0, size=8) + 0.1

p = SimpleNamespace(
    v=rng.normal(size=(4, 5)),
    gain=rng.uniform(0.5, 1.5, size=5),
    b=rng.normal(size=5) * 0.3,
    out=rng.normal(size=5) * 0.6,
    c=np.array(0.2),
)


def softplus(z):
    return np.logaddexp(0, z)


def weight(p):
    norm = np.sqrt((p.v ** 2).sum(axis=0))
    return norm, p.gain * p.v / norm


def forward(p, X):
    norm, W = weight(p)
    z = X @ W + p.b
    h = softplus(z)
    return norm, z, h, np.exp(h @ p.out + p.c)


def gamma_loss(p, X, claims):
    mu = forward(p, X)[3]
    return np.mean(claims / mu + np.log(mu))


def gamma_grads(p, X, claims):
    norm, z, h, mu = forward(p, X)
    d_eta = (1 - claims / mu) / len(claims)
    d_out = h.T @ d_eta
    d_c = d_eta.sum()
    d_z = np.outer(d_eta, p.out) / (1 + np.exp(-z))
    d_b = d_z.sum(axis=0)
    d_W = X.T @ d_z
    d_gain = (d_W * p.v).sum(axis=0)
    unit = p.v / norm
    d_v = p.gain / norm * (d_W - unit * (d_W * unit).sum(axis=0))
    return SimpleNamespace(v=d_v, gain=d_gain, b=d_b, out=d_out, c=d_c)


def sgd(p, grads, lr=0.02):
    for name, g in vars(grads).items():
        setattr(p, name, getattr(p, name) - lr * g)


# ---- for the test
EXPECTED = "the gradient of the gain must use the unit vector v/|v|; d_gain lacks the division by the norm"
KINDS = {"scale"}
PLACES = ["gain", "d_gain"]
TWO = False
MEND = [("d_gain = (d_W * p.v).sum(axis=0)", "d_gain = (d_W * p.v).sum(axis=0) / norm")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=gamma_loss, grads=gamma_grads, params=p, x=X, y=claims)
