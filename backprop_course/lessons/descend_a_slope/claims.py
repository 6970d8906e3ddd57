"""What this lesson claims, on starts that it does not show."""

import numpy as np

from backprop_course import data
from backprop_course.check.claim import Claim
from backprop_course.nn.initializers import normal
from backprop_course.nn.models import mlp
from backprop_course.nn.training import fit
from backprop_course.nn.walks import descend

CURVATURES, BEYOND = np.array([1.0, 4.0]), 0.505


def _loss(theta):
    return (CURVATURES * theta**2).sum(axis=1) / 2


def _falls_at_first(seeds):
    """Whether the loss falls in the first step, for each start, one percent beyond the limit."""
    starts = np.array([np.random.default_rng(seed).normal(size=2) for seed in seeds])
    return _loss(starts - BEYOND * CURVATURES * starts) < _loss(starts)


def _leaves_the_saddle(seeds):
    """Whether a walk on θ₁²/2 + θ₂⁴/4 − θ₂²/2 ends at one of its minima, (0, ±1), for each start."""
    starts = np.array([np.random.default_rng(seed).normal(size=2) for seed in seeds]).T
    ends = descend(lambda theta: np.stack([theta[0], theta[1] ** 3 - theta[1]]), starts, 0.1, 400)[-1]
    return np.isclose(np.abs(ends), [[0], [1]], atol=1e-3).all(axis=0)


def _is_stopped_on_the_plateau(seeds):
    """Whether XOR's loss changes by less than 1e-6 within 50 steps, above 0.69, for each start."""
    rng = [np.random.default_rng(seed) for seed in seeds]
    losses = fit(mlp([2, 8, 1], initializer=normal(0.1)), *data.xor(), 0.5, steps=50, rng=rng).losses
    fires = np.abs(np.diff(losses, axis=0)) < 1e-6
    return fires.any(axis=0) & (losses[fires.argmax(axis=0) + 1, np.arange(len(seeds))] > 0.69)


falls_at_first = Claim(
    sentence="From about 72 of 100 random starts the loss falls in this step.",
    measure=_falls_at_first,
    seeds=range(1000, 3000),
    at_least=0.68,
    at_most=0.76,
)
escapes = Claim(
    sentence="From nearly all random starts, normal in both numbers, it ends at a minimum.",
    measure=_leaves_the_saddle,
    seeds=range(1000, 3000),
    at_least=0.99,
)
deceived = Claim(
    sentence="From more than half of such starts it fires within 50 steps, at a loss above 0.69.",
    measure=_is_stopped_on_the_plateau,
    seeds=range(1000, 2500),
    at_least=0.55,
    slow=True,
)
