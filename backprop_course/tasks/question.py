"""Questions with a number or a choice for an answer; they are data, as exercises are."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from backprop_course.check.differences import relative_error
from backprop_course.check.report import shortened
from backprop_course.tasks import answers
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.verdict import Hints, Kind, Verdict


class Number(NamedTuple):
    """A question for a number: called with one it gives a Verdict; hint() gives the next of its hints.

    `mistakes` are known wrong numbers; otherwise(number) says what any other one would do, or nothing.
    """

    asked: str
    truth: float
    hint: Hints
    mistakes: Sequence[Mistake] = ()
    otherwise: Callable[[float], str | None] = lambda number: None
    tolerance: float = 1e-2

    def __call__(self, *answer):
        return answers.judged(lambda answer: _number(self, answer), answer)

    def __repr__(self):
        return f"A question: {self.asked}"


class Choice(NamedTuple):
    """A question with named options: called with a name it gives a Verdict; hint() gives the next hint.

    `why` is said of the right one, `truth`; `mistakes` are other options.
    """

    asked: str
    truth: str
    why: str
    hint: Hints
    mistakes: Sequence[Mistake] = ()

    def __call__(self, *answer):
        return answers.judged(lambda answer: _choice(self, answer), answer)

    def __repr__(self):
        return f"A question: {self.asked}"


def _number(question, answer):
    if answers.is_missing(answer):
        return Verdict(Kind.NOT_YET, "replace the dots by your number.")
    claims = answers.results(lambda: answer, [()], ["your answer"])
    if isinstance(claims, Verdict):
        return claims
    number = claims[0][0]
    if number.shape != ():
        return Verdict(
            Kind.WRONG, f"that is not it: one number is wanted, and this has shape {number.shape}."
        )
    truth, tolerance = question.truth, question.tolerance
    if np.isclose(number, truth, rtol=tolerance):
        return Verdict(
            Kind.RIGHT,
            f"it is {truth:.4g}, and your relative error {shortened(relative_error(number, truth))}.",
        )
    said = [words for words, wrong, _ in question.mistakes if np.isclose(number, wrong, rtol=tolerance)]
    nothing = "that is not it. Print what you compute step by step, and compare with the cells above."
    return Verdict(Kind.WRONG, said[0] if said else question.otherwise(float(number)) or nothing)


def _choice(question, answer):
    if answers.is_missing(answer):
        return Verdict(Kind.NOT_YET, "replace the dots by your answer.")
    answer = repr(answer) if isinstance(answer, tuple) else answer  # a shape, without its quotes
    if not isinstance(answer, str):
        return Verdict(
            Kind.WRONG, f"a word in quotes is wanted, but this is of type {type(answer).__name__}."
        )
    choice = _letters(answer)
    if choice == _letters(question.truth):
        return Verdict(Kind.RIGHT, question.why)
    said = [words for words, wrong, _ in question.mistakes if choice == _letters(wrong)]
    return Verdict(Kind.WRONG, said[0] if said else f"{answer!r} is not it. Read the question again.")


def _letters(text):
    """A text without its spaces and capitals: "p - 1" is "p-1"."""
    return "".join(text.lower().split())
