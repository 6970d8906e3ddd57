"""The old way to write exercises, as functions that judge; it goes when no lesson is written so."""

import functools

from backprop_course.tasks import answers, game, judging, question
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.verdict import Hints


def exercise(first, *more):
    """Make an exercise of a function that judges an answer; these are its hints."""

    def made(function):
        @functools.wraps(function)
        def judged(*answer):
            return answers.judged(function, answer)

        judged.hint = Hints(first, *more)
        return judged

    return made


def judge(answer, truth, cases, tolerance=1e-6, *, mistakes=(), names=None):
    """See tasks.judging.judge."""
    return judging.judge(answer, truth, cases, names, mistakes, tolerance)


def judge_number(answer, truth, tolerance=1e-2, mistakes=()):
    """See tasks.question.Number; `mistakes` are pairs (number, words)."""
    known = [Mistake(words, wrong) for wrong, words in mistakes]
    return question.Number("", truth, Hints(), known, tolerance=tolerance)(answer)


def judge_game(lab, reached, goal):
    """See tasks.game.Game."""
    return game.Game(goal, "", reached, (), (), Hints())(lab)
