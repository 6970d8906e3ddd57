"""The gradients that a learner's program claims, in the shapes of its arrays; or those its steps used."""

import numpy as np

from backprop_course.check import kinds


def claimed(reading, truth):
    """(claims by point, oddities, the rate, what is rounding): the gradients that the program gives.

    An oddity is (kind, place, words). A block of another shape is read as what it must mean, or is None.
    """
    claims, odd = [], {}
    for point in truth.points:
        with np.errstate(all="ignore"):
            given = reading.grads([np.array(a) for a in point], reading.x, reading.y)
        claims.append(_shaped_all(reading, given, point, odd))
    return claims, list(odd.values()), reading.rate, _rounding(claims, truth)


def stepped(reading, truth):
    """As `claimed`: (old - new) / rate. Where no rate is known, the one that fits best is taken."""
    claims, odd = [], {}
    for point in truth.points:
        with np.errstate(all="ignore"):
            new = reading.step([np.array(a) for a in point], reading.x, reading.y)
        moved = [None if n is None else _moved(old, n) for old, n in zip(point, new, strict=True)]
        claims.append(_shaped_all(reading, moved, point, odd))
    rate = reading.rate or _rate(claims, truth.gradient)
    claims = [[None if c is None else c / rate for c in claim] for claim in claims]
    noise = [
        [n + 4e-16 * np.linalg.norm(p) / rate * np.sqrt(p.size) for n, p in zip(ns, point, strict=True)]
        for ns, point in zip(_rounding(claims, truth), truth.points, strict=True)
    ]
    return claims, list(odd.values()), rate, noise


def _moved(old, new):
    new = np.asarray(new, float)
    return old - new if new.shape == old.shape or new.size == old.size else _broadcast_from(old, new)


def _broadcast_from(old, new):
    try:
        return old - new
    except ValueError:
        return new


def _rate(claims, truth):
    """The rate that brings the moves nearest to the right gradient."""
    pairs = [
        (c, t)
        for claim, right in zip(claims, truth, strict=True)
        for c, t in zip(claim, right, strict=True)
        if c is not None
    ]
    size = sum(np.sum(t * t) for _, t in pairs)
    rate = abs(sum(np.sum(c * t) for c, t in pairs)) / size if size else 0.0
    return rate or 1.0


def _rounding(claims, truth):
    """By point and block, how large a number may be and yet be rounding."""
    found = []
    for claim, noise in zip(claims, truth.noise, strict=True):
        sizes = [np.linalg.norm(c) for c in claim if c is not None and np.isfinite(c).all()]
        found.append([n + 1e-13 * max(sizes, default=0.0) for n in noise])
    return found


def _shaped_all(reading, given, point, odd):
    return [
        _shaped(reading.names[i], block, p.shape, odd)
        for i, (block, p) in enumerate(zip(given, point, strict=True))
    ]


def _shaped(name, block, shape, odd):
    """The block in the shape of its array; what is odd about it is put down in `odd`."""
    if block is None:
        return None
    block, size = np.asarray(block, float), int(np.prod(shape))
    if not np.isfinite(block).all():
        odd[name] = (kinds.NOT_FINITE, name, f"the gradient of {name} holds nan or inf.")
        return None
    if block.shape == shape:
        return block
    if block.size == size and (block.ndim != 2 or min(block.shape) == 1 or len(shape) != 2):
        return block.reshape(shape)
    if block.size == 1:
        odd.setdefault(
            name,
            (
                kinds.SUMMED_OVER_ALL,
                name,
                f"the gradient of {name} is one number for all {size} entries: summed over everything.",
            ),
        )
        return np.full(shape, block.item())
    if block.shape == shape[::-1]:
        odd.setdefault(
            name, (kinds.TRANSPOSED, name, f"the gradient of {name} has shape {block.shape}, transposed.")
        )
        return block.T
    rows = block.ndim == 2 and (block.shape[1] == size or block.shape[0] == size)
    if rows:
        axis = 0 if block.shape[1] == size else 1
        odd.setdefault(
            name,
            (
                kinds.ONE_BIAS_PER_ROW,
                name,
                f"the gradient of {name} has shape {block.shape}, one per example: sum it over them.",
            ),
        )
        return block.sum(axis=axis).reshape(shape)
    odd.setdefault(
        name, (kinds.SHAPE, name, f"the gradient of {name} has shape {block.shape}, but {name} has {shape}.")
    )
    return None
