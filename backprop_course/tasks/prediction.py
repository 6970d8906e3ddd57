"""A prediction: a question that a learner answers before the experiment does; the truth is measured then.

One cell asks, `predictions.name(guess)`; the next one runs the experiment and ends in
`predictions.name.answer(...)`, with what it measured. Neither ever blocks.
"""

import contextlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from backprop_course.tasks import answers
from backprop_course.tasks.verdict import Kind, Outcome, Verdict

NONE_HOLDS = "What you measured is none of the choices: look at the numbers."


class Option(NamedTuple):
    """One choice: the word to guess, what is said when it is true, and holds(*measured), whether it is.

    The sentence goes on after "You said ...;": it starts with a small letter. It may name what was measured,
    as in "it falls to {1:.2f}".
    """

    word: str
    sentence: str
    holds: Callable[..., bool]


class Words(NamedTuple):
    """An answer in words: of all choices, the first that holds is the true one."""

    choices: Sequence[Option]

    @property
    def wanted(self):
        """What a guess must be, in words."""
        quoted = [f'"{choice.word}"' for choice in self.choices]
        return f"choose {', '.join(quoted[:-1])} or {quoted[-1]}."

    def read(self, guess):
        """The word that a guess means, or None."""
        typed = str(guess).strip().lower()
        return next((choice.word for choice in self.choices if choice.word.lower() == typed), None)

    def truth(self, guess, *measured):
        """The sentence that is true of what was measured, and whether the guess said so; or None."""
        for choice in self.choices:
            if choice.holds(*measured):
                return choice.sentence.format(*measured), choice.word == guess


class Near(NamedTuple):
    """An answer that is a number: right within a relative tolerance of the one number that is measured."""

    sentence: str
    tolerance: float

    wanted = "a number is wanted."

    def read(self, guess):
        """The number that a guess is, or None."""
        return guess if np.isfinite(float(guess)) else None

    def truth(self, guess, measured):
        """The sentence with the measured number, and whether the guess is near it; or None."""
        measured = np.asarray(measured, dtype=float).item()
        near = guess is not None and bool(np.isclose(float(guess), measured, rtol=self.tolerance, atol=0))
        return (self.sentence.format(measured), near) if np.isfinite(measured) else None


class Prediction:
    """A question to guess at: called with a guess it notes it, answer(*measured) compares the two."""

    def __init__(self, asked, kind):
        """`asked` is the question in a line, `kind` a Words or a Near: which answers there are."""
        self.asked, self.kind, self.guess = asked, kind, None

    def __call__(self, guess):
        """The Verdict on a guess: whether it is noted, or why not."""
        self.guess = None
        if answers.is_missing(guess):
            return Verdict(Kind.NOT_YET, "choose first.")
        with contextlib.suppress(Exception):  # an object may raise anything when it is read
            self.guess = self.kind.read(guess)
        if self.guess is None:
            return Verdict(Kind.NOT_YET, self.kind.wanted)
        return Verdict(Kind.NOTED, f"{self.guess}. Run the next cell.")

    def answer(self, *measured):
        """The Outcome: what was measured, and beside it what was guessed, if anything was."""
        try:
            found = self.kind.truth(self.guess, *measured)
        except Exception:  # a learner's experiment may measure anything
            found = None
        if found is None:
            return Outcome(None, NONE_HOLDS)
        sentence, right = found
        if self.guess is None:
            return Outcome(None, f"{sentence[0].upper()}{sentence[1:]}.")
        link = ", and" if right else ";"
        return Outcome(right, f"You said {self.guess}{link} {sentence}.")

    def __repr__(self):
        return f"A prediction: {self.asked}"


def words(asked, *options):
    """The Prediction with these choices, each (word, sentence, holds)."""
    return Prediction(asked, Words([Option(*option) for option in options]))


def number(asked, sentence, tolerance):
    """The Prediction of a number; the sentence says it, as in "it takes {:.0f} steps"."""
    return Prediction(asked, Near(sentence, tolerance))
