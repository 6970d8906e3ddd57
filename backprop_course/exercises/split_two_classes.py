"""The exercises of notebook 03: what a right answer is, and the cases that it is tried on."""

import numpy as np

from backprop_course.exercises.verdicts import judge, judge_game
from backprop_course.losses import logistic, softmax_cross_entropy

SHAPES = [(5, 3), (7, 2), (6, 1)]  # (n, d), different: a transposed answer fits nowhere


def stable_loss(answer):
    """Judge answer(z (n, 1), y (n, 1)) -> the mean of the logistic loss, for any |z| up to 1e4 and soft y."""
    rng = np.random.default_rng(1)
    sizes = [(1, 5), (30, 4), (3000, 6)]
    cases = [(scale * rng.normal(size=(n, 1)), rng.random((n, 1))) for scale, n in sizes]
    ends = np.array([[-1e4], [-800], [800], [1e4]])
    sure = np.array([[38.0], [45.0]])  # 1 - a rounds to 0 here, the loss does not
    cases += [(ends, 1.0 * (ends > 0)), (ends, 1.0 * (ends < 0)), (sure, np.ones((2, 1)))]
    return judge(answer, logistic.value, cases)


def gradient(answer):
    """Judge answer(W (d, 1), b (1, 1), x (n, d), y (n, 1)) -> dW, db of the logistic loss, y soft or not."""
    rng = np.random.default_rng(2)
    cases = [[rng.normal(size=s) for s in ((d, 1), (1, 1), (n, d))] + [rng.random((n, 1))] for n, d in SHAPES]
    return judge(answer, _gradient, cases)


def softmax_gradient(answer):
    """Judge answer(z (n, K), Y (n, K)) -> dz of the mean softmax cross-entropy, for any |z| up to 1e4."""
    rng = np.random.default_rng(3)
    scales = (1, 1, 1e4)
    cases = [
        (scale * rng.normal(size=(n, k)), rng.dirichlet(np.ones(k), n))
        for scale, (n, k) in zip(scales, ((5, 3), (4, 6), (3, 2)), strict=True)
    ]
    return judge(answer, lambda z, Y: softmax_cross_entropy(z, Y)[1], cases)


def escape(lab):
    """Judge a lab: squared error, from a saturated start, to 90 of 100 points on their side."""

    def reached(values, walk):
        return values["loss"] == "squared error" and values["scale"] >= 9.99 and walk.accuracy >= 0.9

    goal = "squared error, initialization 10 or more, accuracy 90 % at the end"
    return judge_game(lab, reached, goal)


def _gradient(W, b, x, y):
    dz = logistic(x @ W + b, y)[1]
    return x.T @ dz, dz.sum(axis=0, keepdims=True)
