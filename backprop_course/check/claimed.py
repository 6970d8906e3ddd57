"""The gradients that a learner's program claims, in the shapes of its arrays; or those its steps used."""

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.algebra import flat, nearest_factor
from backprop_course.check.conventions import read_as

SMALL = 1e-5  # of the rate, for a step that is to be as short as can be seen


def claimed(reading, truth):
    """(claims by point, oddities, the rate, what is rounding): the gradients that the program gives.

    An oddity is (kind, place, words). A block of another shape is read as what it must mean, or is None.
    """
    claims, odd = [], {}
    for point in truth.points:
        with np.errstate(all="ignore"):
            given = reading.grads(point, reading.x, reading.y)
        claims.append(_shaped_all(reading, given, point, odd))
    return claims, list(odd.values()), reading.rate, _rounding(claims, truth)


def stepped(reading, truth):
    """As `claimed`: (old - new) / rate. Where no rate is known, the one that fits best is taken."""
    claims, odd = [], {}
    for point in truth.points:
        claims.append(_shaped_all(reading, _moves(reading, point), point, odd))
    rate = reading.rate or _rate(*_beside(claims, truth))
    return _per_rate(claims, rate), list(odd.values()), rate, _grain(truth, claims, rate)


def crept(reading, truth):
    """As `stepped`, for a step that is many small ones: the move per rate as the rate goes to zero.

    How many there are is not known: up to one positive number for all arrays.
    """
    claims, odd, small = [], {}, SMALL * reading.rate
    for point in truth.points:
        whole, half = (
            _shaped_all(reading, _moves(reading, point, r), point, odd) for r in (small, small / 2)
        )
        claims.append([None if a is None else 4 * b - a for a, b in zip(whole, half, strict=True)])
    unit = _rate(*_beside(claims, truth))
    noise = [[20 * n / SMALL for n in ns] for ns in _grain(truth, claims, unit)]
    return _per_rate(claims, unit), list(odd.values()), None, noise


def _moves(reading, point, rate=None):
    with np.errstate(all="ignore"):
        told = () if rate is None else (rate,)
        new = reading.step(point, reading.x, reading.y, *told)
    return [None if n is None else _moved(old, n) for old, n in zip(point, new, strict=True)]


def _per_rate(claims, rate):
    return [[None if c is None else c / rate for c in claim] for claim in claims]


def _grain(truth, claims, rate):
    """By point and block, what is rounding in moves per rate."""
    return [
        [n + 4e-16 * np.linalg.norm(p) / rate * np.sqrt(p.size) for n, p in zip(ns, point, strict=True)]
        for ns, point in zip(_rounding(_per_rate(claims, rate), truth), truth.points, strict=True)
    ]


def _moved(old, new):
    new = np.asarray(new, float)
    return old - new if new.shape == old.shape or new.size == old.size else _broadcast_from(old, new)


def _broadcast_from(old, new):
    try:
        return old - new
    except ValueError:
        return new


def _beside(claims, truth):
    """Claims and truths by point and block; along the directions, where single entries are too many."""
    if not truth.along:
        return claims, truth.gradient
    one = [along.of(claim) for claim, along in zip(claims[0], truth.along, strict=True)]
    return [one], [[np.array(along.derivatives) for along in truth.along]]


def _rate(claims, truth):
    """The rate of the arrays that move along their gradient; else of most entries, or what fits all best."""
    able = [i for i in range(len(truth[0])) if all(claim[i] is not None for claim in claims)]
    blocks = [[flat(each[i] for each in part) for part in (claims, truth)] for i in able]
    known = []
    for c, t in blocks:
        k = nearest_factor(c, t)
        if k > 0 and np.linalg.norm(c - k * t) <= 1e-6 * np.linalg.norm(c):
            known.append((k, len(t)))
    if known:  # that of the most entries: biases are few
        return max(known, key=lambda each: sum(n for k, n in known if abs(k - each[0]) <= 1e-6 * k))[0]
    usual = _most_common_ratio(blocks)
    if usual:
        return usual
    size = sum(t @ t for _, t in blocks)
    return (abs(sum(c @ t for c, t in blocks)) / size if size else 0.0) or 1.0


def _most_common_ratio(blocks):
    """The one positive number that a quarter of the entries or more are of the others; or None."""
    claims, truths = (np.concatenate(part) for part in zip(*blocks, strict=True))
    ratios = np.sort(claims[truths != 0] / truths[truths != 0])
    ratios = ratios[ratios > 0]
    alike = np.searchsorted(ratios, ratios * (1 + 1e-6), side="right") - np.arange(len(ratios))
    first = int(alike.argmax()) if len(alike) else 0
    return float(ratios[first]) if len(alike) and 4 * alike[first] >= len(claims) else None


def _rounding(claims, truth):
    """By point and block, how large a number may be and yet be rounding."""
    found = []
    for claim, noise in zip(claims, truth.noise, strict=True):
        sizes = [np.linalg.norm(c) for c in claim if c is not None and np.isfinite(c).all()]
        found.append([n + 1e-13 * max(sizes, default=0.0) for n in noise])
    return found


def _shaped_all(reading, given, point, odd):
    """Blocks in the shapes of their arrays; the first oddity of each goes into `odd`, by its name."""
    found = []
    for name, block, array in zip(reading.names, given, point, strict=True):
        oddity, shaped = _shaped(name, block, array.shape)
        if oddity:
            odd.setdefault(name, oddity)
        found.append(shaped)
    return found


def _shaped(name, block, shape):
    """(what is odd about a block, the block in this shape); None for either that there is not."""
    if block is None:
        return None, None
    block, size, whose = np.asarray(block, float), int(np.prod(shape)), f"the gradient of {name}"
    if not np.isfinite(block).all():
        return (kinds.NOT_FINITE, name, f"{whose} holds nan or inf."), None
    if block.shape == shape:
        return None, block
    if block.size == size and (block.ndim != 2 or min(block.shape) == 1 or len(shape) != 2):
        return None, block.reshape(shape)
    kind, read = read_as(block, shape)
    words = {
        kinds.SUMMED_OVER_ALL: f"is one number for all {size} entries: summed over everything.",
        kinds.TRANSPOSED: f"has shape {block.shape}, transposed.",
        kinds.ONE_BIAS_PER_ROW: f"has shape {block.shape}, one per example: sum it over them.",
        kinds.SHAPE: f"has shape {block.shape}, but {name} has {shape}.",
    }
    return (kind, name, f"{whose} {words[kind]}"), read
