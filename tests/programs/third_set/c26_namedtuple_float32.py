from typing import NamedTuple

import numpy as np


class Params(NamedTuple):
    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray
    w3: np.ndarray
    b3: np.ndarray


def init_params(rng: np.random.Generator, n_in: int, width: int, n_out: int) -> Params:
    def glorot(a, b):
        return (rng.standard_normal((a, b)) * np.sqrt(2 / (a + b))).astype(np.float32)

    def zeros(n):
        return np.full(n, 0.1, dtype=np.float32)

    return Params(
        glorot(n_in, width),
        zeros(width),
        glorot(width, width),
        zeros(width),
        glorot(width, n_out),
        zeros(n_out),
    )


def softplus(z):
    return np.log1p(np.exp(z))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(p: Params, x):
    z1 = x @ p.w1 + p.b1
    z2 = softplus(z1) @ p.w2 + p.b2
    logits = softplus(z2) @ p.w3 + p.b3
    return z1, z2, logits


def log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def loss_fn(p: Params, x, y_onehot):
    return -np.mean((y_onehot * log_softmax(forward(p, x)[2])).sum(axis=-1))


def grad_fn(p: Params, x, y_onehot) -> Params:
    z1, z2, logits = forward(p, x)
    dlogits = (np.exp(log_softmax(logits)) - y_onehot) / x.shape[0]
    dz2 = (dlogits @ p.w3.T) * sigmoid(z2)
    dz1 = (dz2 @ p.w2) * sigmoid(z1)
    return Params(
        w1=x.T @ dz1,
        b1=dz1.sum(0),
        w2=softplus(z1).T @ dz2,
        b2=dz2.sum(0),
        w3=softplus(z2).T @ dlogits,
        b3=dlogits.sum(0),
    )


def sgd(p: Params, g: Params, lr: float) -> Params:
    return Params(*(a - lr * b for a, b in zip(p, g)))


rng = np.random.default_rng(26)
params = init_params(rng, 3, 5, 4)
x = rng.standard_normal((6, 3)).astype(np.float32)
y = np.eye(4, dtype=np.float32)[rng.integers(0, 4, 6)]


# ---- for the test
EXPECTED = "dz2 goes back through w2 instead of w2.T, which is square (w1, b1)"
KINDS = {"transposed"}
PLACES = ["w1", "b1", "layer 1", "first", "w2"]
TWO = False
MEND = [("(dz2 @ p.w2)", "(dz2 @ p.w2.T)")]
OFF = {"w1", "b1"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss_fn, grads=grad_fn, params=params, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""
    return (
        lambda a: loss_fn(Params(**a), x, y),
        lambda a: grad_fn(Params(**a), x, y)._asdict(),
        params._asdict(),
    )
