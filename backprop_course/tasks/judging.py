"""How an answer is judged: it runs on cases of ours, and what is wrong with it is named. Nothing is raised.

A learner's code runs on a thread that can be ended, on arrays that it must not change. A wrong answer is
compared with known mistakes: each is committed on purpose, and the one with the very same results is said.
Where none has them, the arrays are diagnosed; where that fails too, the facts are said.
"""

import contextlib
import ctypes
import functools
import io
import itertools
import re
import threading
import traceback
import warnings
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.check.diagnosis import RIGHT as AGREES
from backprop_course.check.diagnosis import UNKNOWN, Case, diagnosis
from backprop_course.check.differences import relative_error

NOT_YET, RIGHT, WRONG = "not yet", "right", "wrong"
SECONDS = 5.0  # for all cases of an answer together
PRINTED = 20  # lines: a loop that prints must not flood the notebook

DOTS = "replace the dots by your code."
NO_RETURN = "your code runs, but returns nothing. Is there a line that starts with `return`?"
CHANGED = "your code changes what it is handed: make new arrays, leave the old alone."
NO_LAB = (
    "this is not the lab of this game. Hand over the variable that shows it, and run the lab's cell first."
)

# Where code lies that no learner wrote: ours, Python's own, and what is installed beside NumPy.
LIBRARIES = tuple(
    str(path) for path in (Path(__file__).parents[1], Path(io.__file__).parent, Path(np.__file__).parents[1])
)


class Verdict(NamedTuple):
    """What is said of an answer; a cell that ends in one shows its words."""

    kind: str
    words: str

    def __repr__(self):
        return f"{self.kind.capitalize()}: {self.words}"

    def _repr_html_(self):
        # JupyterLab breaks long lines of plain text in mid-word
        words = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(self.words))
        return f'<p style="white-space: pre-wrap"><b>{self.kind.capitalize()}:</b> {words}</p>'


class Mistake(NamedTuple):
    """A typical wrong answer: what is said of it, and the function that commits it."""

    words: str
    answer: Callable


class Exercise:
    """An exercise: called with an answer it gives a Verdict; hint() gives the next of its hints."""

    def __init__(self, judge, hints):
        functools.update_wrapper(self, judge)
        self._judge, self._hints, self._given = judge, hints, 0

    def __call__(self, *answer):
        if len(answer) != 1:
            return Verdict(
                WRONG, f"one answer is wanted between the brackets, but there {_are(len(answer))}."
            )
        try:
            return self._judge(*answer)
        except Exception as error:  # whatever is handed over gets a verdict
            return Verdict(
                WRONG, f"this cannot be judged: {type(error).__name__}. Is it what the task asks for?"
            )

    def __repr__(self):
        return f"An exercise. {self.__doc__}"

    def hint(self):
        """The next hint, and how many are left; after the last one, the last again."""
        self._given = min(self._given + 1, len(self._hints))
        left = len(self._hints) - self._given
        more = f" ({left} more: run this again)" if left else " (this is the last one)"
        return Verdict(f"hint {self._given}", self._hints[self._given - 1] + more)


def exercise(first, *more):
    """Make an Exercise of a function that judges an answer; these are its hints."""
    return lambda judge: Exercise(judge, (first, *more))


# -- four ways to judge --


def judge(answer, truth, cases, tolerance=1e-6, *, mistakes=(), names=None):
    """Run a learner's function on all `cases`, tuples of arguments, and compare it with the function `truth`.

    Arrays are handed over read-only, also in lists and dicts. `mistakes` are known wrong answers, `names` are
    those of the results. Whatever the answer does, nothing is raised.
    """
    if not callable(answer):
        return _no_function(answer)
    with np.errstate(all="ignore"):
        truths = [_floats(truth(*case)) for case in cases]
        names = list(names or _numbered(len(truths[0])))
        claims = _in_time(lambda: _claims(answer, cases, names))
        if isinstance(claims, Verdict):
            return claims
        return _compared(Case(names, claims, truths, list(map(_size, cases)), tolerance), cases, mistakes)


def judge_number(answer, truth, tolerance=1e-2, mistakes=()):
    """Compare a number with the true one; `mistakes` are pairs (number, what is said of it)."""
    if answer is None or answer is ...:
        return Verdict(NOT_YET, DOTS)
    claims = _in_time(lambda: _claims(lambda: answer, [()], ["your answer"]))
    if isinstance(claims, Verdict):
        return claims
    number = claims[0][0]
    if number.shape != ():
        return Verdict(WRONG, f"that is not it: one number is wanted, and this has shape {number.shape}.")
    if np.isclose(number, truth, rtol=tolerance):
        return Verdict(
            RIGHT, f"it is {truth:.4g}, and your relative error {_short(relative_error(number, truth))}."
        )
    said = [words for wrong, words in mistakes if np.isclose(number, wrong, rtol=tolerance)]
    nothing = "that is not it. Print what you compute step by step, and compare with the cells above."
    return Verdict(WRONG, said[0] if said else nothing)


def judge_choice(answer, right, why, wrong=None):
    """Compare a word or letter with the right one; `why` explains it, `wrong` what speaks against others."""
    if answer is None or answer is ...:
        return Verdict(NOT_YET, "replace the dots by your answer.")
    if not isinstance(answer, str):
        return Verdict(WRONG, f"a word in quotes is wanted, but this is of type {type(answer).__name__}.")
    choice = answer.strip().lower()
    if choice == right:
        return Verdict(RIGHT, why)
    return Verdict(WRONG, (wrong or {}).get(choice, f"{answer!r} is not it. Read the question again."))


def judge_game(lab, reached, goal):
    """Whether a lab's state reaches its goal: reached(values, result) -> bool; `goal` says it in words."""
    try:
        if lab.result is None:
            return Verdict(WRONG, "the lab shows no result at this setting.")
        won, now = reached(lab.values, lab.result), lab.words
    except Exception:  # another lab, or no lab at all
        return Verdict(WRONG, NO_LAB)
    return Verdict(RIGHT, f"{goal}. {now}") if won else Verdict(NOT_YET, f"the goal is: {goal}. Now: {now}")


def _no_function(answer):
    if answer is None or answer is ...:
        return Verdict(NOT_YET, DOTS)
    kind = type(answer).__name__
    return Verdict(WRONG, f"a function is wanted, but this is {kind}: leave out the brackets after its name.")


# -- running what a learner wrote --


class _Judged(Exception):
    """Ends the judging: kind and words of the verdict."""


class _Paper(io.StringIO):
    """What a learner's code prints, as far as there is room for it."""

    def write(self, text):
        super().write(text[: max(0, 100 * PRINTED - self.tell())])
        return len(text)

    def close(self):
        """Stay open, whatever a learner's code does to sys.stdout."""

    def __str__(self):
        lines = self.getvalue().splitlines(keepends=True)
        return "".join(lines[:PRINTED]) + "... and more.\n" * (len(lines) > PRINTED)


def _in_time(work):
    """What work() returns, on a thread of its own; or, if it takes too long, the verdict that says so.

    Only compiled code that never comes back to Python, such as any(iter(int, 1)), cannot be left.
    """
    done, paper = [], _Paper()

    def run():
        with contextlib.suppress(BaseException), np.errstate(all="ignore"):
            done.append(work())

    thread = threading.Thread(target=run, daemon=True)
    with contextlib.redirect_stdout(paper), warnings.catch_warnings(action="ignore"):
        thread.start()
        try:
            thread.join(SECONDS)
            late = thread.is_alive()
        finally:  # also where the learner interrupts the kernel
            _end(thread)
    print(paper, end="")
    words = f"your code was still running after {SECONDS:g} seconds: is there a loop that never ends?"
    return done[0] if done and not late else Verdict(WRONG, words)


def _end(thread):
    """End a thread, for a second also one that catches all errors; one that sleeps ends when it wakes."""
    for _ in range(50):
        if thread.is_alive():
            number, error = ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(number, error)
            thread.join(0.02)


def _claims(answer, cases, names):
    """The results case by case, lists of arrays; or the verdict on what the answer does instead."""
    claims = []
    try:
        for case in cases:
            claims.append(_claim(answer, case, names))
        return claims
    except _Judged as judged:
        return Verdict(*judged.args)
    except BaseException as error:  # also sys.exit() and the like
        return _said(error, cases[len(claims)])


def _claim(answer, case, names):
    """The results of one call."""
    handed = _frozen(list(case))
    before = _mark(handed)
    result = answer(*handed)
    if _mark(handed) != before:
        raise _Judged(WRONG, CHANGED)
    return _read(result, names, answer)


def _frozen(value):
    """A copy whose arrays are read-only."""
    if isinstance(value, list | tuple):
        return type(value)(map(_frozen, value))
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    if not isinstance(value, np.ndarray):
        return value
    copy = value.copy()
    copy.setflags(write=False)
    return copy


def _mark(value):
    """What differs when a value has been changed, also by code that made its arrays writable again."""
    if isinstance(value, list | tuple):
        return [_mark(one) for one in value]
    if isinstance(value, dict):
        return [(key, _mark(one)) for key, one in value.items()]
    return (value.shape, value.dtype, value.tobytes()) if isinstance(value, np.ndarray) else id(value)


# -- reading what it returns --


def _read(result, names, answer):
    """The results as a list of arrays; anything else ends the judging."""
    several = len(names) > 1 and isinstance(result, list | tuple)
    parts = list(itertools.islice(result, 99)) if several else [result]
    missing = [part is None or part is ... for part in parts]
    if all(missing):
        raise _Judged(NOT_YET, NO_RETURN if result is None and not _does_nothing(answer) else DOTS)
    if len(parts) != len(names):
        wanted = f"{len(names)} results are wanted, but there {_are(len(parts))}"
        raise _Judged(WRONG, f"{wanted}. Return {_listed(names)}, in this order.")
    if any(missing):
        left = [name for name, gone in zip(names, missing, strict=True) if gone]
        raise _Judged(NOT_YET, f"{_listed(left)}: still to do. The rest is not judged before.")
    return [_array(part) for part in parts]


def _stub(): ...


def _does_nothing(answer):
    """Whether a function has no more code than a stub."""
    code = getattr(answer, "__code__", None)
    return code is not None and len(code.co_code) <= len(_stub.__code__.co_code)


def _array(part):
    try:
        # eigenvalues come as complex numbers since NumPy 2.5, the real ones too
        real = np.iscomplexobj(part) and not np.any(np.imag(part))
        return np.array(validate.reals("the answer", np.real(part) if real else part), dtype=float)
    except Exception:  # an object may raise anything when NumPy asks it for numbers
        kind = f"array of {part.dtype}" if isinstance(part, np.ndarray) else type(part).__name__
        raise _Judged(WRONG, f"real numbers or arrays of them are wanted, but this is: {kind}.") from None


# -- saying what it raises --


def _said(error, case):
    """The verdict on code that raised, with the learner's own line, and the shapes that it was handed."""
    if isinstance(error, NotImplementedError):
        return Verdict(NOT_YET, DOTS)
    line, message = _line(error), _message(error)
    where = f" in the line `{line}`" if line else ""
    if "read-only" in message:
        return Verdict(WRONG, f"your code writes into an array it was handed{where}: make a new one instead.")
    if isinstance(error, TypeError) and not line:
        return Verdict(WRONG, f"it cannot be called as the task says: {message}.")
    shapes = [str(each.shape) for each in case if isinstance(each, np.ndarray)]
    handed = (
        f" You were handed arrays of shape {_listed(shapes)}."
        if shapes and isinstance(error, ValueError)
        else ""
    )
    words = f"your code raises {type(error).__name__}{where}{message and ': ' + message}."
    return Verdict(WRONG, words + handed)


def _line(error):
    """The last line on the way to an error that is neither ours nor a library's."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.line for frame in frames if frame.line and not frame.filename.startswith(LIBRARIES)]
    return own[-1] if own else ""


def _message(error):
    """What an error says, in one line of at most 200 characters."""
    try:
        words = " ".join(re.sub(r", with gufunc signature \S+", "", str(error)).split()).rstrip(".")
    except BaseException:  # an error of the learner's own may raise when it is asked
        return ""
    return words if len(words) <= 200 else f"{words[:197]}..."


# -- naming what is wrong --


def _compared(case, arguments, mistakes):
    """The verdict on results that are arrays: right, a known mistake, or what their numbers tell."""
    found = diagnosis(case)
    if found.fault == AGREES:
        worst = _short(max(itertools.starmap(relative_error, _pairs(case.claims, case.truths))))
        return Verdict(
            RIGHT, f"largest relative error {worst} over {len(arguments)} case{'s' * (len(arguments) > 1)}."
        )
    for mistake in mistakes:
        if _same(case.claims, [_floats(mistake.answer(*each)) for each in arguments], case.tolerance):
            return Verdict(WRONG, mistake.words)
    fits = all(a.shape == b.shape for a, b in _pairs(case.claims, case.truths))
    plain = _unmoved(case.claims) or (fits and (_endless(case.claims) or _number(case, found)))
    return Verdict(WRONG, plain or found.words)


def _same(claims, others, tolerance):
    """Whether two answers agree, also in their nan and inf."""
    return all(a.shape == b.shape and _close(a, b, tolerance) for a, b in _pairs(claims, others))


def _close(a, b, tolerance):
    finite = np.isfinite(b)
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


def _number(case, found):
    """The words for a wrong number that is like no mistake we know: it, and the right one."""
    pairs = [(claims[0], truths[0]) for claims, truths in zip(case.claims, case.truths, strict=True)]
    if found.fault == UNKNOWN and len(case.names) == pairs[0][1].size == 1:
        wrong = (pair for pair in pairs if not relative_error(*pair) <= case.tolerance)
        claim, truth = next(wrong, pairs[0])
        return f"in one case it gives {claim.item():.4g}, but {truth.item():.4g} is right."


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


# -- words --


def _numbered(count):
    return ["your answer"] if count == 1 else [f"result {i + 1}" for i in range(count)]


def _listed(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _are(n):
    return "is 1" if n == 1 else f"are {n}"


def _short(error):
    return "below 1e-12" if error < 1e-12 else f"{error:.0e}"
