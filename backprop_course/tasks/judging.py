"""How an answer is judged: it runs on cases of ours, and what is wrong with it is named. Nothing is raised.

A wrong answer is compared with known mistakes: each is committed on purpose, and the one with the very same
results is said. Where none has them, the arrays are diagnosed; where that fails too, the facts are said.
"""

import itertools

import numpy as np

from backprop_course.check.diagnosis import ModelCase, diagnosis
from backprop_course.check.differences import relative_error
from backprop_course.check.kinds import RIGHT, UNKNOWN
from backprop_course.check.report import shortened
from backprop_course.tasks.answers import DOTS, is_missing, results
from backprop_course.tasks.verdict import Kind, Verdict


def judge(answer, truth, cases, names, mistakes=(), tolerance=1e-6, where=lambda *case: "in one case"):
    """The Verdict on a learner's function, compared with the function `truth` on cases, tuples of arguments.

    `names` are those of the results, `mistakes` known wrong answers; where(*case) begins the sentence on a
    single wrong number. Arrays are handed over read-only, also in lists and dicts.
    """
    if is_missing(answer):
        return Verdict(Kind.NOT_YET, DOTS)
    if not callable(answer):
        kind = type(answer).__name__
        words = f"a function is wanted, but this is {kind}: leave out the brackets after its name."
        return Verdict(Kind.WRONG, words)
    with np.errstate(all="ignore"):
        truths = [_floats(truth(*case)) for case in cases]
        claims = results(answer, cases, names)
        if isinstance(claims, Verdict):
            return claims
        case = ModelCase(list(names), claims, truths, list(map(_size, cases)), tolerance)
        return _compared(case, cases, mistakes, where)


def _compared(case, arguments, mistakes, where):
    """The verdict on results that are arrays: right, a known mistake, or what their numbers tell."""
    found = diagnosis(case)
    if found.kind == RIGHT:
        worst = shortened(max(itertools.starmap(relative_error, _pairs(case.claims, case.truths))))
        count = f" over {len(arguments)} cases" if len(arguments) > 1 else ""
        return Verdict(Kind.RIGHT, f"largest relative error {worst}{count}.")
    for mistake in mistakes:
        if _commits(mistake, case, arguments):
            return Verdict(Kind.WRONG, mistake.words)
    fits = all(a.shape == b.shape for a, b in _pairs(case.claims, case.truths))
    plain = _unmoved(case.claims)
    plain = plain or (fits and (_endless(case.claims) or _number(case, found, arguments, where)))
    return Verdict(Kind.WRONG, plain or found.words)


def _commits(mistake, case, arguments):
    """Whether the results of a case are those of a known mistake; the first arguments mostly tell."""
    tolerance = mistake.tolerance or case.tolerance
    return all(
        _same([claim], [_floats(mistake.answer(*each))], tolerance)
        for claim, each in zip(case.claims, arguments, strict=True)
    )


def _same(claims, others, tolerance):
    """Whether two answers agree, also in their nan and inf."""
    return all(a.shape == b.shape and _close(a, b, tolerance) for a, b in _pairs(claims, others))


def _close(a, b, tolerance):
    finite = np.isfinite(b)
    if finite.all():
        return relative_error(a, b) <= tolerance
    alike = np.array_equal(a[~finite], b[~finite], equal_nan=True)
    return alike and relative_error(a[finite], b[finite]) <= tolerance


def _unmoved(claims):
    """The words for an answer that is the same in all cases, or the same number everywhere."""
    numbers = np.unique(np.concatenate([block.ravel() for claim in claims for block in claim]))
    same = len(numbers) == 1 or (len(numbers) and all(_same([claim], claims[:1], 0) for claim in claims))
    if same and len(claims) > 1:
        value = f" {numbers[0]:.4g}," if len(numbers) == 1 else ""
        return (
            f"it answers{value} the same whatever it is handed."
            if numbers.any()
            else "it is zero everywhere."
        )


def _endless(claims):
    """The words for numbers that are none."""
    numbers = np.concatenate([block.ravel() for claim in claims for block in claim])
    if not np.isfinite(numbers).all():
        kind = "nan" if np.isnan(numbers).any() else "inf"
        return f"it gives {kind}. Look for exp of a large number, log of 0, or a division by 0."


def _number(case, found, arguments, where):
    """The words for a wrong number that is like no mistake we know: it, and the right one."""
    trials = [
        (claims[0], truths[0], each)
        for claims, truths, each in zip(case.claims, case.truths, arguments, strict=True)
    ]
    if found.kind == UNKNOWN and len(case.names) == trials[0][1].size == 1:
        wrong = (trial for trial in trials if not relative_error(*trial[:2]) <= case.tolerance)
        claim, truth, each = next(wrong, trials[0])
        return f"{where(*each)} it gives {claim.item():.4g}, but {truth.item():.4g} is right."


def _size(case):
    """(rows, outputs) of a case: the number of rows that most matrices have, and the last one's columns."""
    matrices = [each for each in case if isinstance(each, np.ndarray) and each.ndim == 2]
    rows = [len(matrix) for matrix in matrices if len(matrix) > 1] or [1]
    return max(rows, key=rows.count), matrices[-1].shape[1] if matrices else 1


def _pairs(claims, others):
    """The blocks of two answers side by side, over all cases."""
    return [pair for one, other in zip(claims, others, strict=True) for pair in zip(one, other, strict=True)]


def _floats(value):
    return [np.array(part, dtype=float) for part in (value if isinstance(value, list | tuple) else [value])]
