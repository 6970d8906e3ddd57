"""Walks of gradient descent on a function of a few numbers, and what curvature says of their rate."""

from enum import StrEnum

import numpy as np

from backprop_course.nn.optimizers import gradient_descent


def descend(gradient, theta, rate, steps, optimizer=gradient_descent, noise=None):
    """The path (steps + 1, ...) from theta (..., n) along an optimizer's directions for gradient(theta).

    `rate` is a number, an array against theta, or a schedule; `noise` (steps, ...) is added to the gradients.
    """
    schedule = rate if callable(rate) else lambda number: rate
    path, state = [theta], None
    for number in range(steps):
        slope = gradient(path[-1]) + (0 if noise is None else noise[number])
        direction, state = optimizer(slope, state)
        path.append(path[-1] - schedule(number) * direction)
    return np.array(path)


def hessian(gradient, theta, step=1e-3):
    """The second derivatives (n, n) at theta (n,), by central differences of gradient(theta) -> (n,)."""
    moves = step * np.eye(len(theta))
    columns = [(gradient(theta + move) - gradient(theta - move)) / (2 * step) for move in moves]
    return np.column_stack(columns)


class Regime(StrEnum):
    """What a learning rate is to a bowl."""

    SLOW = "slow"
    GOOD = "good"
    OSCILLATING = "oscillating"
    DIVERGING = "diverging"


def regime(rate, curvatures):
    """The Regime of a rate in a bowl with these curvatures.

    The best fixed rate is 2/(λmin + λmax). Below half of it is slow; above it the steepest direction jumps
    over the bottom and shrinks last; from 2/λmax on the walk does not converge (Nesterov, 2004).
    """
    smallest, largest = np.min(curvatures), np.max(curvatures)
    best = 2 / (smallest + largest)
    if rate >= 2 / largest * (1 - 1e-9):  # measured curvatures are right to about ten digits
        return Regime.DIVERGING
    if rate > best * (1 + 1e-9):
        return Regime.OSCILLATING
    return Regime.GOOD if rate >= best / 2 else Regime.SLOW


def first_step(holds):
    """The first step at which a condition holds, or None."""
    steps = np.flatnonzero(holds)
    return int(steps[0]) if steps.size else None
