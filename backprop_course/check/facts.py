"""What the numbers say of a wrong block that no known mistake explains."""

import numpy as np

from backprop_course.check.algebra import flat, nearest_factor
from backprop_course.check.differences import relative_error


def facts(name, claims, truths, tolerance=1e-6):
    """Sentences on one block: its claims beside the truth, a list of arrays by point each."""
    claim, truth = claims[0], truths[0]
    found = [_error(name, claims, truths)]
    if not np.any(claim):
        return [f"{name} is zero, and should not be."]
    for say in (_direction, _cut, _rows, _signs, _one_number, _shifted):
        words = say(claims, truths, tolerance)
        if words:
            found.append(words)
        if words and say in (_direction, _cut):  # which tell all
            return found
    sizes = np.linalg.norm(claim), np.linalg.norm(truth)
    if len(found) == 1 and all(sizes):
        cosine = np.sum(claim * truth) / (sizes[0] * sizes[1])
        found.append(
            f"It is {sizes[0] / sizes[1]:.3g} times as long as the right one, at a cosine of {cosine:.2f}."
        )
    return found


def part_of(points, claims, truths, tolerance=1e-6):
    """(which rows, columns or entries, k, q) where claim = k truth + q array there, and all others are right.

    None where no two numbers do it.
    """
    for axis, lines in enumerate({1: ["entry"], 2: ["row", "column"]}.get(claims[0].ndim, [])):
        parts = zip(points, claims, truths, strict=True)
        triples = [[np.moveaxis(a, axis, 0) for a in each] for each in parts]
        count = claims[0].shape[axis]
        right = [all(relative_error(c[i], t[i]) <= tolerance for _, c, t in triples) for i in range(count)]
        wrong = [i for i in range(count) if not right[i]]
        numbers = _two_numbers(triples, wrong, tolerance) if any(right) and wrong else None
        if numbers:
            many = {"entry": "entries"}.get(lines, f"{lines}s") if len(wrong) > 1 else lines
            return f"{many} {', '.join(map(str, wrong))}", *numbers
    return None


def _two_numbers(triples, wrong, tolerance):
    """The fewest numbers (k, q) with claim = k truth + q array in these lines, or None."""
    array, claim, truth = (flat(each[k][wrong] for each in triples) for k in range(3))
    for columns in ([truth], [truth, array]):
        matrix = np.stack(columns, axis=1)
        numbers, *_ = np.linalg.lstsq(matrix, claim, rcond=None)
        off = np.linalg.norm(claim - matrix @ numbers)
        size = np.linalg.norm(claim) + np.linalg.norm(truth)
        if len(claim) > 2 * len(columns) and off <= tolerance * size:
            k, q = (round(float(n), 9) for n in (*numbers, 0.0)[:2])
            return k, q
    return None


def are_cut_to_integers(claims, truths):
    """Whether all claims of a block are whole numbers, each next to a right one that is not."""
    near = all(np.all(np.abs(c - t) < 1) for c, t in zip(claims, truths, strict=True))
    whole = all(np.array_equal(c, np.round(c)) for c in claims)
    broken = any(np.any(t != np.round(t)) for t in truths)
    return near and whole and broken and sum(np.count_nonzero(c) for c in claims) > 1


def _error(name, claims, truths):
    worst = max(relative_error(c, t) for c, t in zip(claims, truths, strict=True))
    return f"{name} is off by a relative error of {worst:.2g}."


def _direction(claims, truths, tolerance):
    """A multiple of the truth at every point, but by another number at each."""
    numbers = [nearest_factor(flat([c]), flat([t])) for c, t in zip(claims, truths, strict=True)]
    pairs = zip(claims, truths, numbers, strict=True)
    if (
        claims[0].size < 3
        or min(numbers) <= 0
        or any(relative_error(c, k * t) > tolerance for c, t, k in pairs)
    ):
        return ""
    words = "At every point it has the right direction, and another length"
    return f"{words}: the right one times {_listed(numbers)}. Is it clipped, or divided by its own length?"


def _cut(claims, truths, tolerance):
    """The truth where it is no larger than a number, and that number with its sign elsewhere."""
    largest = max(np.abs(c).max() for c in claims)
    pairs = [(c, np.clip(t, -largest, largest)) for c, t in zip(claims, truths, strict=True)]
    cut = sum(np.count_nonzero(np.abs(t) > largest) for t in truths)
    if cut > 1 and all(relative_error(c, t) <= tolerance for c, t in pairs):
        return f"Its entries are the right ones cut off at {largest:.4g}: they are clipped."
    return ""


def _rows(claims, truths, tolerance):
    """Rows, columns or entries that are right, or right up to a number each, while others are not."""
    ways = {1: [(0, "entry", "Entries")], 2: [(0, "row", "Rows"), (1, "column", "Columns")]}
    for axis, lines, plural in ways.get(claims[0].ndim, []):
        pairs = [
            (np.moveaxis(c, axis, 0), np.moveaxis(t, axis, 0)) for c, t in zip(claims, truths, strict=True)
        ]
        right = [
            all(relative_error(c[i], t[i]) <= tolerance for c, t in pairs)
            for i in range(claims[0].shape[axis])
        ]
        if any(right) and not all(right):
            wrong = [str(i) for i, fine in enumerate(right) if not fine]
            return (
                f"Only {lines} {', '.join(wrong)} is wrong, counted from 0."
                if len(wrong) == 1
                else (f"{plural} {', '.join(wrong)} are wrong, counted from 0; the others are right.")
            )
        if claims[0].ndim == 1 or claims[0].shape[1 - axis] == 1:
            continue
        ratios = [_ratios(c, t, tolerance) for c, t in pairs]
        if all(r is not None for r in ratios):
            return f"Each {lines} is the right one times a number of its own: {_listed(ratios[0])}."
    return ""


def _ratios(claim, truth, tolerance):
    found = []
    for c, t in zip(claim, truth, strict=True):
        k = nearest_factor(c, t)
        if relative_error(c, k * t) > tolerance:
            return None
        found.append(k)
    return found


def _listed(numbers):
    return ", ".join(f"{k:.3g}" for k in numbers[:6]) + (" ..." if len(numbers) > 6 else "")


def _signs(claims, truths, tolerance):
    if all(relative_error(np.abs(c), np.abs(t)) <= tolerance for c, t in zip(claims, truths, strict=True)):
        return "Its numbers are right but for the signs of some."
    return ""


def are_shifted(claims, truths, tolerance=1e-6):
    """Whether the same array is added to the truth at every point."""
    off = [c - t for c, t in zip(claims, truths, strict=True)]
    return len(off) > 1 and np.any(off[0]) and all(relative_error(each, off[0]) <= tolerance for each in off)


def _shifted(claims, truths, tolerance):
    if are_shifted(claims, truths, tolerance):
        return "The same numbers are added to the right ones at every point, whatever the parameters are."
    return ""


def _one_number(claims, truths, tolerance):
    if claims[0].size > 1 and all(np.ptp(c) <= tolerance * np.abs(c).max() for c in claims):
        return "All its entries are the same number."
    return ""
