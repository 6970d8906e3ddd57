"""Exercises on the chain rule: a graph by hand, a weight used twice, a tangent pushed forward, the game."""

import numpy as np

from backprop_course.checking import slope
from backprop_course.exercises.verdicts import judge, judge_game
from backprop_course.losses import sigmoid

SHAPES = [(5, 3, 2), (7, 2, 3), (4, 1, 1)]  # (batch, n_in, n_out): a transposed answer fits nowhere
SMALL, BAD = 0.01, 0.5


def gradients(answer):
    """Judge answer(x, y, w1, b1, w2, b2) -> dw1, db1, dw2, db2 of the chain with a sigmoid inside."""
    return judge(answer, _gradients, np.random.default_rng(1).normal(size=(5, 6)).tolist())


def shared(answer):
    """Judge answer(x, y, w, b) -> dw, db of the chain whose two layers share w and b."""
    return judge(answer, _shared, np.random.default_rng(2).normal(size=(5, 4)).tolist())


def tangent(answer):
    """Judge answer(W (d, m), b (1, m), x (n, d), tW, tb, tx) -> y and ty (n, m) for y = tanh(x W + b)."""
    rng = np.random.default_rng(3)
    cases = [[rng.normal(size=s) for s in ((d, m), (1, m), (n, d)) * 2] for n, d, m in SHAPES]
    return judge(answer, _tangent, cases)


def saturate(lab):
    """Judge the lab of the chain: no derivative by the first weight is left, though the loss is large."""

    def reached(values, result):
        return abs(result.gradients["w1"]) < SMALL and result.values["loss"] > BAD

    return judge_game(lab, reached, f"∂loss/∂w₁ between −{SMALL} and {SMALL}, while the loss is above {BAD}")


def _gradients(x, y, *weights):
    def loss(weights):
        w1, b1, w2, b2 = weights
        return (w2 * sigmoid(w1 * x + b1) + b2 - y) ** 2 / 2

    return tuple(slope(loss, weights))


def _shared(x, y, w, b):
    return tuple(slope(lambda p: (p[0] * np.tanh(p[0] * x + p[1]) + p[1] - y) ** 2 / 2, [w, b]))


def _tangent(W, b, x, tW, tb, tx):
    y = np.tanh(x @ W + b)
    return y, (1 - y * y) * (x @ tW + tx @ W + tb)
