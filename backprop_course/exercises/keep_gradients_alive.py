"""Exercises on vanishing and exploding derivatives: a layer's factor, a good start, clipping, the game."""

import numpy as np

from backprop_course.exercises.verdicts import judge, judge_game, judge_number

LEAK, UNITS = 0.3, 100  # the leaky ReLU of the second exercise, and its layers' width


def factor(answer):
    """Judge answer(W (n, m), slopes (batch, n)) -> by what the layer multiplies the rms of ∂loss/∂z."""
    rng, cases = np.random.default_rng(5), []
    for std, n, m, batch in ((0.3, 5, 40, 7), (0.05, 60, 9, 3), (1.2, 8, 8, 20)):
        W = rng.normal(0, std, (n, m))
        cases.append((W - W.mean(), rng.uniform(0, 1, (batch, n))))  # mean 0: W² and Var(W) agree
    return judge(answer, _factor, cases)


def std(answer):
    """Judge the standard deviation that keeps ∂loss/∂z through layers of leaky ReLUs."""
    return judge_number(answer, np.sqrt(2 / (UNITS * (1 + LEAK**2))), tolerance=2e-3)


def clip(answer):
    """Judge answer(grads, limit) -> grads: all matrices scaled by one number, so that their norm fits."""
    rng = np.random.default_rng(6)
    shapes = [(4, 3), (1, 3), (3, 2)]
    draws = [[scale * rng.normal(size=shape) for shape in shapes] for scale in (10, 0.1, 1)]
    nothing = [np.zeros(shape) for shape in shapes]
    return judge(answer, _clip, [(draws[0], 1.0), (draws[1], 5.0), (draws[2], 0.5), (nothing, 1.0)])


def alive(lab):
    """Judge where the lab stands: 50 sigmoid layers without a remedy, ∂loss/∂z within a factor 10."""

    def reached(values, picture):
        plain = values["activation"] == "sigmoid" and values["depth"] == 50 and values["remedy"] == "none"
        return plain and 0.1 <= picture.seen.ratio <= 10

    goal = "depth 50, sigmoid, no remedy, ∂loss/∂z at layer 1 within a factor 10 of that at layer 50"
    return judge_game(lab, reached, goal)


def _factor(W, slopes):
    return np.sqrt(W.shape[1] * (W**2).mean() * (slopes**2).mean())


def _clip(grads, limit):
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    return [g * min(1.0, limit / norm) if norm else g for g in grads]
