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


def combined(commit, *parts, named=None):
    """Every Mistake commit(part, ...) of one to three slips, from choices (words, part) for every part.

    A right choice has no words. The first slip is named, the others are counted: one thing at a time. Slips
    that people make together have words of their own in `named`, by the number of the choice in each part.
    Raises ValueError where there are no such choices.
    """
    named, mistakes = named or {}, []
    everything = list(product(*(range(len(choices)) for choices in parts)))
    if not named.keys() <= set(everything):
        raise ValueError(f"named must hold numbers of choices, one for each part, but has {list(named)}")
    for numbers in everything:
        picks = [choices[number] for choices, number in zip(parts, numbers, strict=True)]
        said = [words for words, _ in picks if words]
        if 0 < len(said) <= len(MORE):
            words = named.get(numbers, said[0] + MORE[len(said) - 1])
            mistakes.append(Mistake(words, commit(*(part for _, part in picks))))
    return mistakes
