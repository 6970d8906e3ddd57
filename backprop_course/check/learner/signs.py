"""Which way is up: an objective that is to be as large as possible, a gradient that is kept as a force."""

import re

import numpy as np

from backprop_course.check.algebra import displacement, flat

LARGE_IS_GOOD = r"likelihood|log_?lik|reward|utility|elbo|evidence|fitness|profit|payoff|expected_return"
LARGE_IS_BAD = r"neg|minus|nll|loss|cost|err|mse|energy|penalty"
UPWARD = r"ascen[dt]|maximi[sz]e|uphill|climb"
DOWNWARD = r"force|(?:neg|negative|minus)_grad|descent_dir|downhill"


def is_maximized(loss, step):
    """Whether the names of a loss and of an update say that the loss is to be as large as possible."""
    told = _name(loss)
    return not re.search(LARGE_IS_BAD, told) and bool(
        re.search(LARGE_IS_GOOD, told) or re.search(UPWARD, _name(step))
    )


def is_upward(loss, grads, point):
    """Whether a loss grows along what is handed over as its gradient; None where that cannot be seen."""
    found = grads(point)
    if any(g is None or np.shape(g) != p.shape for g, p in zip(found, point, strict=True)):
        return None
    size = np.linalg.norm([np.linalg.norm(g) for g in found])
    if not size or not np.isfinite(size):
        return None
    ends = [loss([p + e / size * g for p, g in zip(point, found, strict=True)]) for e in (1e-4, -1e-4)]
    return bool(ends[0] > ends[1]) if np.isfinite(ends).all() and ends[0] != ends[1] else None


def is_force(function, grads, step, point):
    """Whether what is handed over as a gradient is meant as the way down: the update adds it, or its name."""
    if step is None:
        return bool(re.search(DOWNWARD, _name(function)))
    found, new = grads(point), step(point)
    if any(np.shape(n) != p.shape for n, p in zip(new, point, strict=True)):
        return False
    moves, ways = flat(displacement(new, point)), flat(found)
    return bool(moves @ ways > 0.5 * np.linalg.norm(moves) * np.linalg.norm(ways) > 0)  # also over an epoch


def _name(function):
    return getattr(function, "__name__", "").lower()
