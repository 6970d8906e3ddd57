"""What the numbers say of a wrong block that no known mistake explains."""

import numpy as np

from backprop_course.check.differences import relative_error


def facts(name, claims, truths, tolerance=1e-6):
    """Sentences on one block: its claims beside the truth, a list of arrays by point each."""
    claim, truth = claims[0], truths[0]
    found = [_error(name, claims, truths)]
    if not np.any(claim):
        return [f"{name} is zero, and should not be."]
    for say in (_rows, _signs, _one_number):
        words = say(claims, truths, tolerance)
        if words:
            found.append(words)
    sizes = np.linalg.norm(claim), np.linalg.norm(truth)
    if len(found) == 1 and all(sizes):
        cosine = np.sum(claim * truth) / (sizes[0] * sizes[1])
        found.append(
            f"It is {sizes[0] / sizes[1]:.3g} times as long as the right one, at a cosine of {cosine:.2f}."
        )
    return found


def part_times(claims, truths, tolerance=1e-6):
    """(which rows or columns, k) where these are k times the right ones and all others are right; or None."""
    if claims[0].ndim != 2:
        return None
    for axis, lines in ((0, "row"), (1, "column")):
        pairs = [
            (np.moveaxis(c, axis, 0), np.moveaxis(t, axis, 0)) for c, t in zip(claims, truths, strict=True)
        ]
        count = claims[0].shape[axis]
        right = [all(relative_error(c[i], t[i]) <= tolerance for c, t in pairs) for i in range(count)]
        wrong = [i for i in range(count) if not right[i]]
        if any(right) and wrong:
            a = np.concatenate([np.ravel(c[wrong]) for c, _ in pairs])
            b = np.concatenate([np.ravel(t[wrong]) for _, t in pairs])
            k = float(a @ b / (b @ b)) if np.any(b) else 0.0
            if np.linalg.norm(a - k * b) <= tolerance * (np.linalg.norm(a) + np.linalg.norm(b)):
                many = "s" if len(wrong) > 1 else ""
                return f"{lines}{many} {', '.join(map(str, wrong))}, counted from 0", k
    return None


def _error(name, claims, truths):
    worst = max(relative_error(c, t) for c, t in zip(claims, truths, strict=True))
    return f"{name} is off by a relative error of {worst:.2g}."


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
        k = float(c @ t / (t @ t)) if np.any(t) else 0.0
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


def _one_number(claims, truths, tolerance):
    if claims[0].size > 1 and all(np.ptp(c) <= tolerance * np.abs(c).max() for c in claims):
        return "All its entries are the same number."
    return ""
