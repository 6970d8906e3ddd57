"""The exercises of notebook 02: what a right answer is, and the cases that it is tried on."""

import numpy as np

from backprop_course import data
from backprop_course.checking import slope
from backprop_course.exercises.verdicts import judge, judge_game

SHAPES = [(5, 3, 2), (7, 2, 3), (6, 1, 1)]  # (n, d, m), different: a transposed answer fits nowhere


def _gradient(W, b, x, y):
    """dW and db of the squared error without 1/2, mean over the rows, by central differences."""

    def loss(W, b):
        return ((x @ W + b - y) ** 2).sum(axis=1).mean()

    return slope(lambda W: loss(W, b), W), slope(lambda b: loss(W, b), b)


def gradient(answer):
    """Judge answer(W (d, m), b (1, m), x (n, d), y (n, m)) -> dW, db for the loss without the factor 1/2."""
    rng = np.random.default_rng(2)
    cases = [[rng.normal(size=s) for s in ((d, m), (1, m), (n, d), (n, m))] for n, d, m in SHAPES]
    return judge(answer, _gradient, cases)


def _least_squares(x, y):
    both, *_ = np.linalg.lstsq(np.hstack([x, np.ones_like(x[:, :1])]), y, rcond=None)
    return both[:-1], both[-1:]


def normal_equations(answer):
    """Judge answer(x (n, d), y (n, m)) -> W (d, m), b (1, m) of the least squared error."""
    rng = np.random.default_rng(3)
    cases = [[rng.normal(1, 2, (4 * n, d)), rng.normal(3, 1, (4 * n, m))] for n, d, m in SHAPES]
    return judge(answer, _least_squares, cases)


def standardize(answer):
    """Judge answer(train (n, d), test (k, d)) -> both, moved and scaled by the numbers of train."""
    rng = np.random.default_rng(4)
    cases = [[rng.normal(5, 2, (n, d)), rng.normal(-1, 4, (n - 3, d))] for n, d, _ in SHAPES]
    return judge(answer, data.standardize, cases)


def far_start(lab):
    """Judge a lab: within 1 % of the least loss after all its steps, from a far start."""

    def reached(values, walk):
        far = values["W"] <= -3 and values["b"] >= 7 and values["inputs"] == "as measured"
        return far and walk.losses[-1] <= 1.01 * walk.problem.least

    goal = "from W ≤ -3 and b ≥ 7, x as measured, within 1 % of the normal equations' loss at step 40"
    return judge_game(lab, reached, goal)
