"""A recorded loss has the gradient that differences give, whatever it is written with."""

import math
from math import exp

import numpy as np
import pytest

from backprop_course.check.graph import gradients, graph_of
from backprop_course.check.tape import Lost, record

RNG = np.random.default_rng(0)
X, V = RNG.normal(size=(4, 3)), RNG.normal(size=3)
IDS = np.array([0, 2, 2, 1])


def loops(W, b):
    total = 0.0
    for row in X.tolist():
        for j in range(2):
            z = b[j] * 1.0
            for i, value in enumerate(row):
                z += value * W[i][j]
            total += 1 / (1 + exp(-z)) + math.tanh(z) * max(0.0, z)
    return float(total)


def stored(W, b):
    hidden = np.zeros((4, 2))
    for t in range(1, 4):
        hidden[t] = np.tanh(X[t] @ W + hidden[t - 1] * b)
    return hidden.sum() + np.array([b[0], 2.0, b[1]]).mean()


def in_place(W, b):
    z = np.dot(X, W)
    z += b
    z -= np.max(z, axis=1, keepdims=True)
    z[:, 0] *= 3
    return np.log(np.exp(z).sum(axis=1)).mean()


def softmax(W, b):
    e = np.exp(X @ W + b)
    return -np.log((e / e.sum(1, keepdims=True))[IDS > 0, 0]).sum()


def indices(W, b):
    return (W[IDS] * np.arange(8.0).reshape(4, 2)).sum() + W[:, ::-1][1:].prod()


def statistics(W, b):
    z = X @ W
    return ((z - z.mean(0)) / np.sqrt(z.var(axis=0) + 0.1) * X[:, :2]).sum()


def pieces(W, b):
    return np.linalg.norm(np.concatenate([W.ravel(), b, np.pad(b, 1)]))


def sums_by_letters(W, b):
    return np.einsum("ni,io,o->n", X, W, b).std() + np.tensordot(W, W).sum()


def outer(W, b):
    return (np.outer(b, V) * W.T).sum() + np.inner(b, W).min() + np.subtract.outer(b, V).clip(0).sum()


def choices(W, b):
    z = X @ W
    return np.where(z > 0, z, 0.1 * np.expm1(np.minimum(z, 0))).sum() + abs(b).sum()


def powers(W, b):
    return (np.abs(W) ** 1.5).sum() + (2.0**b).sum() + np.logaddexp(b, 1).sum() + np.cumsum(b).sum()


def stacks(W, b):
    return np.vstack([W, b]).T.reshape(-1).dot(np.arange(8.0)) + np.hstack([b, b]).max()


def many_axes(W, b):
    return (np.stack([X] * 2) @ W + b).mean(axis=(0, 1)) @ b


def masked(W, b):
    dice = np.random.default_rng(3).random((4, 2)) + np.random.RandomState(1).rand(4, 2)
    return (np.tanh(X @ W + b) * (dice < 1) * dice).sum()


def in_one_array(W, b):
    h, total = np.zeros(2), 0.0
    for t in range(4):
        h[:] = np.tanh(X[t] @ W + h * b)
        h *= np.einsum("i,i->i", h, b)
        total = total + h @ b + np.prod(h)
    return total


def correlations(W, b):
    pairs = [(X[:, 0], b), (b, X[:, 1]), (W[:, 0], W[:, 1]), (X[:, 0], W[:, 1])]
    made = [
        f(*pair, m) for f in (np.correlate, np.convolve) for pair in pairs for m in ("valid", "same", "full")
    ]
    return sum(each @ np.sin(np.arange(each.size)) for each in made)


LOSSES = (
    loops, stored, in_one_array, in_place, softmax, indices, statistics, pieces, sums_by_letters,
    outer, choices, powers, stacks, many_axes, masked, correlations,
)  # fmt: skip


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_the_gradient_is_that_of_differences(loss):
    point = [RNG.normal(size=(3, 2)), RNG.normal(size=2)]
    before = {name: getattr(np, name) for name in ("zeros", "array", "sum")}
    made = gradients(graph_of(record(lambda arrays: loss(*arrays), point), point))
    for i, block in enumerate(point):
        for at in np.ndindex(block.shape):
            ends = []
            for step in (1e-6, -1e-6):
                moved = [p.copy() for p in point]
                moved[i][at] += step
                ends.append(float(loss(*moved)))
            assert made[i][at] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-5, abs=1e-6)
    assert before == {name: getattr(np, name) for name in before} and math.exp is exp


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
@pytest.mark.parametrize("dtype, digits", [(np.float32, 1e-4), (np.longdouble, 1e-11)])
def test_other_numbers_give_the_same_gradient(loss, dtype, digits):
    point = [RNG.normal(size=(3, 2)), RNG.normal(size=2)]
    pair = [gradients(graph_of(record(lambda a: loss(*a), point, dtype=t), point)) for t in (float, dtype)]
    for usual, other in zip(*pair, strict=True):
        np.testing.assert_allclose(other, usual, rtol=digits, atol=digits)


def test_what_leaves_the_record_is_lost():
    with pytest.raises(Lost):
        record(lambda arrays: float(arrays[0]) ** 2, [np.array(3.0)])


def test_the_learners_names_are_given_back_after_an_error():
    with pytest.raises(ZeroDivisionError):
        record(lambda arrays: 1 / 0, [np.ones(2)])
    assert math.exp(0) == 1 and type(np.zeros(2)) is np.ndarray
