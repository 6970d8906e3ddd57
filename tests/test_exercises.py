"""Every exercise of every notebook: the stub is not yet an answer, the folded solution is a right one."""

import pytest
from notebooks_on_stage import NOTEBOOKS, exercises, show

from backprop_course.exercises.verdicts import NOT_YET, RIGHT


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
