"""Known mistakes: typical wrong answers, committed on purpose, each with what is said of it."""

from itertools import product
from typing import Any, NamedTuple

MORE = "", " Then look for one more mistake.", " Then look for two more."


class Mistake(NamedTuple):
    """A typical wrong answer: what is said of it, and the answer itself, which commits it.

    Where it has a tolerance of its own, all answers as near to it as that are told the same.
    """

    words: str
    answer: Any
    tolerance: float | None = None


def combined(commit, *parts):
    """Every Mistake commit(part, ...) of one to three slips, from choices (words, part) for every part.

    A right choice has no words. The first slip is named, the others are counted: one thing at a time.
    """
    mistakes = []
    for picks in product(*parts):
        said = [words for words, _ in picks if words]
        if 0 < len(said) <= len(MORE):
            mistakes.append(Mistake(said[0] + MORE[len(said) - 1], commit(*(part for _, part in picks))))
    return mistakes
