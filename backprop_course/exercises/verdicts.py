"""How an answer is judged: it is run on cases of its own and compared with the truth; nothing it does can raise."""

import traceback
from typing import NamedTuple

import numpy as np

from backprop_course.checking import relative_error

NOT_YET, RIGHT, WRONG = "not yet", "right", "wrong"


class Verdict(NamedTuple):
    """What is said of an answer; a cell that ends in one shows its words."""

    kind: str
    words: str

    def __repr__(self):
        return f"{self.kind.capitalize()}: {self.words}"


def judge(answer, truth, cases, tolerance=1e-6):
    """Run a learner's function on each tuple of arguments in `cases` and compare it with the function `truth`.

    Arrays are handed over read-only, tuples and lists of results are compared one by one. Never raises.
    """
    worst = 0.0
    for case in cases:
        try:
            mine = answer(*[_read_only(argument) for argument in case])
        except NotImplementedError:
            mine = None
        except Exception as error:
            return Verdict(WRONG, _where(error))
        verdict, error = _compare(mine, truth(*case), tolerance)
        if verdict:
            return verdict
        worst = max(worst, error)
    return Verdict(RIGHT, f"largest relative error {_magnitude(worst)} over {len(cases)} cases.")


def judge_number(answer, truth, tolerance=1e-2):
    """Compare a number with the true one."""
    verdict, _ = _compare(answer, truth, tolerance)
    return verdict or Verdict(RIGHT, f"it is {truth:.4g}.")


def judge_choice(answer, right, why):
    """Compare a word or letter with the right one; `why` explains it and is said only when it is right."""
    if answer is None or answer is ...:
        return Verdict(NOT_YET, "replace the dots by your answer.")
    if not isinstance(answer, str) or answer.strip().lower() != right:
        return Verdict(WRONG, f"{answer!r} is not it. Read the question again, and look at the picture above.")
    return Verdict(RIGHT, why)


def judge_game(lab, reached, goal):
    """Whether the state of a lab reaches its goal: reached(values, result) -> bool; `goal` says it in words."""
    if lab.result is None:
        return Verdict(WRONG, "the lab shows no result at this setting.")
    if reached(lab.values, lab.result):
        return Verdict(RIGHT, f"{goal}. {lab.words}")
    return Verdict(NOT_YET, f"the goal is: {goal}. Now: {lab.words}")


def _compare(mine, truth, tolerance):
    """A verdict if the answer falls short, else None, and the relative error."""
    if mine is None or mine is ...:
        return Verdict(NOT_YET, "replace the dots by your code."), 0.0
    if isinstance(truth, (tuple, list)):
        return _compare_all(mine, truth, tolerance)
    try:
        mine, truth = np.asarray(mine, dtype=float), np.asarray(truth, dtype=float)
    except (TypeError, ValueError):
        return Verdict(WRONG, f"it returns {type(mine).__name__}, but a number or an array is wanted."), 0.0
    if mine.shape != truth.shape:
        return Verdict(WRONG, f"its shape is {mine.shape}, but {truth.shape} is wanted."), 0.0
    error = relative_error(mine, truth)
    if not error <= tolerance:
        return Verdict(WRONG, f"the shape is right, but the relative error is {_magnitude(error)}."), error
    return None, error


def _compare_all(mine, truth, tolerance):
    if not isinstance(mine, (tuple, list)) or len(mine) != len(truth):
        return Verdict(WRONG, f"{len(truth)} results are wanted."), 0.0
    if all(one is None or one is ... for one in mine):
        return _compare(None, None, tolerance)
    worst = 0.0
    for number, pair in enumerate(zip(mine, truth), start=1):
        verdict, error = _compare(*pair, tolerance)
        if verdict:
            return verdict._replace(words=f"result {number} of {len(truth)}: {verdict.words}"), error
        worst = max(worst, error)
    return None, worst


def _read_only(argument):
    if not isinstance(argument, np.ndarray):
        return argument
    copy = argument.copy()
    copy.setflags(write=False)
    return copy


def _where(error):
    line = traceback.extract_tb(error.__traceback__)[-1]
    code = f" in the line `{line.line}`" if line.line else ""
    return f"your code raises {type(error).__name__}{code}: {error}"


def _magnitude(error):
    return "below 1e-12" if error < 1e-12 else f"{error:.0e}"
