"""Backprop without classes: every operation leaves a closure on the tape."""
from typing import NamedTuple, List

import numpy as np


class Dense(NamedTuple):
    W: np.ndarray
    b: np.ndarray


def init(sizes, seed=0) -> List[Dense]:
    rng = np.random.default_rng(seed)
    return [Dense(rng.normal(size=(m, n)) / np.sqrt(m), 0.1 * rng.normal(size=n)) for m, n in zip(sizes, sizes[1:])]


def affine(x, layer):
    def vjp(g):
        return g @ layer.W.T, Dense(x.T @ g, g.sum(0))

    return x @ layer.W + layer.b, vjp


def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def forward(params, x):
    tape = []
    h = x
    for layer in params[:-1]:
        z, vjp = affine(h, layer)
        tape.append(vjp)
        h = np.tanh(z)
        tape.append(lambda g: (g * (1 - h**2), None))
    logits, vjp = affine(h, params[-1])
    tape.append(vjp)
    return logits, tape


def cross_entropy(logits, y):
    logp = log_softmax(logits)
    n = len(y)
    g = np.exp(logp)
    g[np.arange(n), y] -= 1
    return -logp[np.arange(n), y].mean(), g / n


def value_and_grad(params, x, y):
    logits, tape = forward(params, x)
    value, g = cross_entropy(logits, y)
    grads = []
    for vjp in reversed(tape):
        g, d = vjp(g)
        if d is not None:
            grads.append(d)
    return value, grads[::-1]


def sgd(params, grads, lr=0.1):
    return [Dense(p.W - lr * d.W, p.b - lr * d.b) for p, d in zip(params, grads)]


def fit(params, x, y, steps=200):
    for _ in range(steps):
        value, grads = value_and_grad(params, x, y)
        params = sgd(params, grads)
    return params, value


rng = np.random.default_rng(7)
x = rng.normal(size=(10, 2))
y = (x[:, 0] > 0).astype(int) + (x[:, 1] > 0.3)
params = init([2, 5, 5, 3])


# ---- for the test
EXPECTED = "the lambda of tanh in the loop looks h up when it is called (late binding): every hidden layer's derivative is taken at the last hidden layer's activation, the first layer's gradients are wrong"
KINDS = {"stale cache", "wrong argument", "wrong activation"}
PLACES = ["h", "layer 1", "layer 0", "params[0]", "[0].W", "[0].b", "W", "tanh"]
TWO = False
MEND = [("lambda g: (g * (1 - h**2), None)", "lambda g, h=h: (g * (1 - h**2), None)")]
OFF = {"W0", "b0"}


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=value_and_grad, params=params, x=x, y=y)


def proof():
    """Its loss and its claim, of plain arrays by name."""

    def made(a):
        return [Dense(a["W%d" % i], a["b%d" % i]) for i in range(3)]

    def flat(ps):
        return {s + str(i): np.array(getattr(p, s)) for i, p in enumerate(ps) for s in "Wb"}

    return lambda a: value_and_grad(made(a), x, y)[0], lambda a: flat(value_and_grad(made(a), x, y)[1]), flat(params)
