"""An optimizer turns a gradient into a direction: optimizer(gradient, state) -> direction, state.

Gradients are flat, (runs, n) or (n,). The state of the first call is None. The rate belongs to the loop.
"""

import numpy as np


def plain(gradient, state=None):
    """The gradient itself (Cauchy, 1847)."""
    return gradient, None


def momentum(beta=0.9):
    """The gradient plus `beta` times the last direction (Polyak, 1964)."""

    def optimizer(gradient, last=None):
        direction = gradient if last is None else beta * last + gradient
        return direction, direction

    return optimizer


def clipped(limit, then=plain):
    """The gradient shortened to norm `limit` where it is longer, handed to `then` (Pascanu et al., 2013)."""

    def optimizer(gradient, state=None):
        norm = np.linalg.norm(gradient, axis=-1, keepdims=True)
        return then(gradient * (limit / np.maximum(norm, limit)), state)

    return optimizer
