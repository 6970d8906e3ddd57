"""Exercises on the layers: a dense layer backward, the signal through tanh, a broken backward, the game."""

import numpy as np

from backprop_course.exercises.verdicts import judge, judge_game

SIZES = [(5, 2, 3), (1, 4, 2), (4, 4, 4), (6, 3, 1)]  # rows, units before, units after


def dense(answer):
    """Judge answer(x, W, dy) -> (dx, dW, db): the backward of y = x W + b, for x (n, n_in)."""
    cases = [tuple(_drawn(seed, (n, i), (i, o), (n, o))) for seed, (n, i, o) in enumerate(SIZES)]
    return judge(answer, _dense, cases)


def signal(answer):
    """Judge answer(dZ, W, Z_before) -> dZ_before: one layer back, through W and then through tanh."""
    cases = [tuple(_drawn(seed, (n, o), (i, o), (n, i))) for seed, (n, i, o) in enumerate(SIZES)]
    return judge(answer, _signal, cases)


def repaired(answer):
    """Judge answer(X, Y, W1, b1, W2, b2) -> (dW1, db1, dW2, db2): tanh, then a line, under squared error."""
    return judge(answer, _gradients, [_network(seed, *sizes) for seed, sizes in enumerate(SIZES)])


def reach(lab):
    """Judge where the lab stands: a narrow network with at least 97 % of the points right."""

    def reached(values, run):
        return values["width"] <= 4 and run.accuracy >= 0.97

    return judge_game(lab, reached, "at least 97 % of the points right, with width 4 or less")


def _dense(x, W, dy):
    return dy @ W.T, x.T @ dy, dy.sum(axis=0, keepdims=True)


def _signal(dZ, W, Z_before):
    return dZ @ W.T * (1 - np.tanh(Z_before) ** 2)


def _gradients(X, Y, W1, b1, W2, b2):
    Z1 = X @ W1 + b1
    A1 = np.tanh(Z1)
    dZ2 = (A1 @ W2 + b2 - Y) / len(X)
    dZ1 = _signal(dZ2, W2, Z1)
    return *_dense(X, W1, dZ1)[1:], *_dense(A1, W2, dZ2)[1:]


def _network(seed, n, n_in, n_out):
    """Data and parameters of n_in - 3 - n_out, no bias zero."""
    shapes = (n, n_in), (n, n_out), (n_in, 3), (1, 3), (3, n_out), (1, n_out)
    return tuple(_drawn(seed, *shapes))


def _drawn(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]
