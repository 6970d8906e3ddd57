from dataclasses import dataclass

import numpy as np


@dataclass
class Params:
    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray
    W3: np.ndarray
    b3: np.ndarray


def make_params(seed=0):
    g = np.random.default_rng(seed)
    return Params(
        g.normal(size=(2, 3)), g.normal(size=3) * 0.1,
        g.normal(size=(3, 3)), g.normal(size=3) * 0.1,
        g.normal(size=(3, 1)), g.normal(size=1) * 0.1,
    )  # fmt: skip


def forward(p: Params, X):
    a1 = np.tanh(X @ p.W1 + p.b1)
    a2 = np.tanh(a1 @ p.W2 + p.b2)
    return a1, a2, a2 @ p.W3 + p.b3


def loss(p: Params, X, y):
    return np.mean((forward(p, X)[-1] - y) ** 2)


def gradients(p: Params, X, y):
    a1, a2, out = forward(p, X)
    d3 = 2 * (out - y) / y.size
    d2 = (d3 @ p.W3.T) * (1 - a2**2)
    d1 = (d2 @ p.W2) * (1 - a1**2)
    return Params(X.T @ d1, d1.sum(0), a1.T @ d2, d2.sum(0), a2.T @ d3, d3.sum(0))


g = np.random.default_rng(7)
X = g.normal(size=(6, 2))
y = np.sin(X[:, :1]) * X[:, 1:]
p = make_params()


# ---- for the test
EXPECTED = "d1 passes d2 down through W2 and not through its transpose; W2 is square, so nothing complains"
KINDS = {"transposed"}
PLACES = ["W2", "W1", "b1", "layer 1", "layer 2"]
TWO = False
MEND = [("d2 @ p.W2)", "d2 @ p.W2.T)")]
OFF = {"W1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=gradients, params=p, x=X, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return lambda a: loss(Params(**a), X, y), lambda a: vars(gradients(Params(**a), X, y)), dict(vars(p))
