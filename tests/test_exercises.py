"""Every exercise: its stub is no answer yet, its folded solution is a right one, its hints come in order."""

import importlib

import pytest
from notebooks_on_stage import NOTEBOOKS, exercises, show

from backprop_course.tasks.judging import NOT_YET, RIGHT, Exercise

TOPICS = [path.stem.partition("_")[2] for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stubs_are_not_yet_and_solutions_are_right(path):
    count = 0
    for verdict, question, solution, namespace in exercises(path):
        assert verdict.kind == NOT_YET, f"{question}: {verdict}"
        show(solution, namespace)
        solved = show(question, namespace)
        assert solved.kind == RIGHT, f"{question}: {solved}"
        count += 1
    assert count >= 3


@pytest.mark.parametrize("topic", TOPICS)
def test_hints_come_one_by_one(topic):
    asked = vars(importlib.import_module(f"backprop_course.lessons.{topic}.exercises")).values()
    asked = [each for each in asked if isinstance(each, Exercise)]
    assert asked
    for exercise in asked:
        exercise._given = 0  # another test may have asked
        hints = [exercise.hint() for _ in range(4)]
        count = len({hint.words for hint in hints})
        assert [hint.kind for hint in hints] == [f"hint {min(number, count)}" for number in range(1, 5)]
        assert count in (2, 3) and "last" in hints[-1].words
