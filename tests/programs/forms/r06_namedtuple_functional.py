from typing import NamedTuple
import numpy as np


class Params(NamedTuple):
    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray


def init(key, d, h):
    r = np.random.default_rng(key)
    return Params(r.normal(size=(d, h)) / np.sqrt(d), np.zeros(h), r.normal(size=(h,)) / np.sqrt(h), np.zeros(()))


def apply(params, x):
    return np.tanh(x @ params.w1 + params.b1) @ params.w2 + params.b2


def loss_fn(params, batch):
    x, y = batch
    return 0.5 * np.mean((apply(params, x) - y) ** 2)


def grad_fn(params, batch):
    x, y = batch
    h = np.tanh(x @ params.w1 + params.b1)
    r = (h @ params.w2 + params.b2 - y) / len(y)
    dh = np.outer(r, params.w2) * (1 - h ** 2)
    return Params(w1=x.T @ dh, b1=dh.sum(0), w2=h.T @ r, b2=r.sum())


def train_step(params, batch, lr=0.1):
    g = grad_fn(params, batch)
    return Params(*(p - lr * q for p, q in zip(params, g))), loss_fn(params, batch)


def main():
    global params, batch
    r = np.random.default_rng(1)
    x = r.normal(size=(20, 2))
    batch = (x, x[:, 0] ** 2 - x[:, 1])
    params = init(0, 2, 5)
    for i in range(10):
        params, l = train_step(params, batch)
    print(l)


main()

# ---- for the test
def hand_over():
    return dict(loss=loss_fn, grads=grad_fn, step=train_step, params=params, rate=0.1, also=dict(batch=batch))

FORM = "JAX-like: params a NamedTuple replaced at each step, data as one batch tuple, step returns (new params, loss)"
