"""How an answer is judged: it runs on cases of its own, and what is wrong with it is named. Nothing it does can raise.

A wrong answer is compared with known mistakes: each is committed on purpose, and the one that gives the very same
results is said. Where none does, the arrays are diagnosed; where that fails too, the facts are said.
"""

import ctypes
import threading
import traceback
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course import doors
from backprop_course.checking import relative_error
from backprop_course.diagnosis import UNKNOWN, Case, diagnosis

NOT_YET, RIGHT, WRONG = "not yet", "right", "wrong"
SECONDS = 5.0


class Verdict(NamedTuple):
    """What is said of an answer; a cell that ends in one shows its words."""

    kind: str
    words: str

    def __repr__(self):
        return f"{self.kind.capitalize()}: {self.words}"


class Mistake(NamedTuple):
    """A typical wrong answer: what is said of it, and the function that commits it."""

    words: str
    answer: Callable


class Exercise:
    """An exercise: called with an answer it gives a Verdict; hint() gives the next of its hints."""

    def __init__(self, judge, hints):
        self._judge, self._hints, self._given = judge, hints, 0
        self.__doc__ = judge.__doc__

    def __call__(self, *answer):
        return self._judge(*answer)

    def hint(self):
        """The next hint, and how many are left; after the last one, the last again."""
        self._given = min(self._given + 1, len(self._hints))
        left = len(self._hints) - self._given
        more = f" ({left} more: run this again)" if left else " (this is the last one)"
        return Verdict(f"hint {self._given}", self._hints[self._given - 1] + more)


def exercise(*hints):
    """Make an Exercise of a function that judges an answer."""
    return lambda judge: Exercise(judge, hints)


class Outcome(NamedTuple):
    """What became of a call: its results as a list of arrays, or the verdict that ends the judging."""

    results: list | None
    verdict: Verdict | None = None


def judge(answer, truth, cases, tolerance=1e-6, *, mistakes=(), names=None):
    """Run a learner's function on each tuple of arguments in `cases` and compare it with the function `truth`.

    Arrays are handed over read-only; `names` are those of the results; `mistakes` are known wrong answers. Never raises.
    """
    if not callable(answer):
        return _not_callable(answer)
    claims, truths = [], [_results(truth(*case)) for case in cases]
    names = names or (["your answer"] if len(truths[0]) == 1 else [f"result {i + 1}" for i in range(len(truths[0]))])
    for case in cases:
        outcome = _outcome(answer, case, len(names))
        if outcome.verdict:
            return outcome.verdict
        claims.append(outcome.results)
    return _compared(claims, truths, cases, mistakes, names, tolerance)


def judge_number(answer, truth, tolerance=1e-2, mistakes=()):
    """Compare a number with the true one; `mistakes` are pairs (number, what is said of it)."""
    outcome = _outcome(lambda: answer, (), 1)
    if outcome.verdict:
        return outcome.verdict
    for number, words in [(truth, None), *mistakes]:
        if np.shape(outcome.results[0]) == () and np.isclose(float(outcome.results[0]), number, rtol=tolerance):
            return Verdict(WRONG, words) if words else Verdict(RIGHT, f"it is {truth:.4g}.")
    return Verdict(WRONG, "that is not it. Print what you compute step by step, and compare with the cells above.")


def judge_choice(answer, right, why, wrong=None):
    """Compare a word or letter with the right one; `why` explains it, `wrong` says by choice what is wrong with the others."""
    if answer is None or answer is ...:
        return Verdict(NOT_YET, "replace the dots by your answer.")
    choice = answer.strip().lower() if isinstance(answer, str) else None
    if choice == right:
        return Verdict(RIGHT, why)
    return Verdict(WRONG, (wrong or {}).get(choice, f"{answer!r} is not it. Read the question again."))


def judge_game(lab, reached, goal):
    """Whether the state of a lab reaches its goal: reached(values, result) -> bool; `goal` says it in words."""
    if lab.result is None:
        return Verdict(WRONG, "the lab shows no result at this setting.")
    if reached(lab.values, lab.result):
        return Verdict(RIGHT, f"{goal}. {lab.words}")
    return Verdict(NOT_YET, f"the goal is: {goal}. Now: {lab.words}")


# -- running what a learner wrote --


def _not_callable(answer):
    if answer is None or answer is ...:
        return Verdict(NOT_YET, "replace the dots by your code.")
    return Verdict(WRONG, f"a function is wanted, but this is {type(answer).__name__}: leave out the brackets after its name.")


def _outcome(answer, case, count):
    """The answer's results on copies of a case, or the verdict on what it did instead."""
    handed = [_read_only(argument) for argument in case]
    result, error = _run(answer, handed)
    if error is not None:
        return Outcome(None, _said(error))
    if any(not _equal(a, b) for a, b in zip(handed, case, strict=True)):
        return Outcome(None, Verdict(WRONG, "your code changes what it is handed: make new arrays, leave the old alone."))
    return _read(result, count)


def _run(answer, arguments):
    """(result, None), or (None, the error): on a thread, so that a loop without end can be left."""
    box = []

    def work():
        try:
            box.append((answer(*arguments), None))
        except BaseException as error:  # also sys.exit() and the like
            box.append((None, error))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(SECONDS)
    if thread.is_alive():
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TimeoutError))
        thread.join(1)
        return None, TimeoutError()
    return box[0]


def _said(error):
    """The verdict on a call that raised, with the learner's own line."""
    if isinstance(error, NotImplementedError):
        return Verdict(NOT_YET, "replace the dots by your code.")
    if isinstance(error, TimeoutError) and not error.args:
        return Verdict(WRONG, f"your code was still running after {SECONDS:g} seconds: is there a loop that never ends?")
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    own = [frame.line for frame in lines if "site-packages" not in frame.filename and frame.line]
    where = f" in the line `{own[-1].strip()}`" if own else ""
    if "read-only" in str(error):
        return Verdict(WRONG, f"your code writes into an array it was handed{where}: make a new one instead.")
    return Verdict(WRONG, f"your code raises {type(error).__name__}{where}: {error}")


def _read(result, count):
    """The results as a list of arrays, or the verdict on a result that is none."""
    parts = list(result) if count > 1 and isinstance(result, tuple | list) else [result]
    if all(part is None or part is ... for part in parts):
        return Outcome(None, Verdict(NOT_YET, "replace the dots by your code."))
    if len(parts) != count:
        return Outcome(None, Verdict(WRONG, f"{count} results are wanted, but there {_are(len(parts))}."))
    try:
        return Outcome([doors.reals("the answer", part).astype(float) for part in parts])
    except Exception:  # an object may raise anything when NumPy asks it for numbers
        kinds = ", ".join(type(part).__name__ for part in parts)
        return Outcome(None, Verdict(WRONG, f"numbers or arrays are wanted, but it returns {kinds}."))


def _are(n):
    return "is 1" if n == 1 else f"are {n}"


def _results(value):
    return [np.array(part, dtype=float) for part in (value if isinstance(value, tuple | list) else [value])]


def _read_only(argument):
    if isinstance(argument, list):
        return [_read_only(one) for one in argument]
    if not isinstance(argument, np.ndarray):
        return argument
    copy = argument.copy()
    copy.setflags(write=False)
    return copy


def _equal(a, b):
    if isinstance(b, list):
        return isinstance(a, list) and len(a) == len(b) and all(map(_equal, a, b))
    return np.array_equal(a, b) if isinstance(b, np.ndarray) else True


# -- naming what is wrong --


def _compared(claims, truths, cases, mistakes, names, tolerance):
    case = Case(list(names), claims, truths, [_size(c) for c in cases], tolerance)
    found = diagnosis(case)
    if found.fault == "right":
        return Verdict(RIGHT, f"largest relative error {_worst(claims, truths)} over {len(cases)} cases.")
    for mistake in mistakes:
        wrong = [_results(mistake.answer(*c)) for c in cases]
        if diagnosis(case._replace(truths=wrong)).fault == "right":
            return Verdict(WRONG, mistake.words)
    if found.fault == UNKNOWN and len(cases) > 1 and _constant(claims):
        return Verdict(WRONG, "it answers the same whatever it is handed.")
    return Verdict(WRONG, found.words)


def _size(case):
    """(rows, outputs) of a case, from its first and its last matrix."""
    matrices = [a for a in case if isinstance(a, np.ndarray) and a.ndim == 2] or [np.zeros((1, 1))]
    return len(matrices[0]), matrices[-1].shape[1]


def _constant(claims):
    return all(np.array_equal(a, b) for claim in claims[1:] for a, b in zip(claim, claims[0], strict=True))


def _worst(claims, truths):
    worst = max(relative_error(a, b) for c, t in zip(claims, truths, strict=True) for a, b in zip(c, t, strict=True))
    return "below 1e-12" if worst < 1e-12 else f"{worst:.0e}"
