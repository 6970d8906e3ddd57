"""Slips: answers in parts, each part right or mistaken, and so the mistakes that a learner makes at once."""

from itertools import product

from backprop_course.tasks.judging import Mistake

MORE = "", " Then look for one more mistake.", " Then look for two more."


def combined(commit, *parts):
    """Yield each Mistake commit(part, ...) of one to three slips, from choices (words, part) for every part.

    A right choice has no words. The first slip is named, the others are counted: one thing at a time.
    """
    for picks in product(*parts):
        said = [words for words, _ in picks if words]
        if 0 < len(said) <= len(MORE):
            yield Mistake(said[0] + MORE[len(said) - 1], commit(*(part for _, part in picks)))
