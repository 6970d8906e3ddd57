from dataclasses import dataclass

import numpy as np


@dataclass
class Params:
    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray
    w3: np.ndarray
    b3: np.ndarray


@dataclass
class Cache:
    x: np.ndarray
    a1: np.ndarray
    a2: np.ndarray
    out: np.ndarray


def init_params(n_in=3, n_h=4, n_out=1, seed=31):
    g = np.random.default_rng(seed)
    return Params(
        g.normal(size=(n_in, n_h)), np.zeros(n_h), g.normal(size=(n_h, n_h)), np.zeros(n_h),
        g.normal(size=(n_h, n_out)), np.zeros(n_out),
    )  # fmt: skip


def forward(p: Params, x) -> Cache:
    a1 = np.tanh(x @ p.w1 + p.b1)
    a2 = np.tanh(a1 @ p.w2 + p.b2)
    return Cache(x, a1, a2, a2 @ p.w3 + p.b3)


def loss(p: Params, x, y) -> float:
    return float(np.mean((forward(p, x).out - y) ** 2))


def backward(p: Params, x, y) -> Params:
    c = forward(p, x)
    dout = 2 * (c.out - y) / c.out.size
    dz2 = dout @ p.w3.T * (1 - c.a2**2)
    dz1 = dz2 @ p.w2.T * (1 - c.a2**2)
    return Params(x.T @ dz1, dz1.sum(0), c.a1.T @ dz2, dz2.sum(0), c.a2.T @ dout, dout.sum(0))


def sgd(p: Params, g: Params, lr: float) -> Params:
    return Params(**{k: v - lr * getattr(g, k) for k, v in vars(p).items()})


params = init_params()
g = np.random.default_rng(32)
x, y = g.normal(size=(8, 3)), g.normal(size=(8, 1))

# ---- for the test
EXPECTED = "the slope of the first hidden layer is taken of the second's activation"
KINDS = {"wrong argument", "wrong activation", "wrong derivative", "wrong factor"}
PLACES = ["w1", "b1", "layer 1"]
TWO = False
MEND = [("dz1 = dz2 @ p.w2.T * (1 - c.a2**2)", "dz1 = dz2 @ p.w2.T * (1 - c.a1**2)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss=loss, grads=backward, params=params, x=x, y=y)
