"""The exercises of notebook 06: right answers of another kind, steps that are too short or too long."""

import numpy as np
import pytest

from backprop_course.check.differences import relative_error, slope
from backprop_course.lessons.check_a_gradient import exercises as exercise
from backprop_course.tasks.verdict import RIGHT, WRONG


def differences(h=1e-5, both=True, copy=True):
    """An answer to the first exercise, with a step and slips of its own."""

    def answer(f, point):
        gradient = np.empty_like(point)
        for index in np.ndindex(point.shape):
            above, below = (point.copy(), point.copy()) if copy else (point, point)
            above[index] += h
            below[index] -= h if both else 0
            gradient[index] = (f(above) - f(below)) / (2 * h if both else h)
        return gradient

    return answer


@pytest.mark.parametrize("answer", [differences(), differences(h=2e-6), differences(h=2e-5), slope])
def test_a_right_slope_is_right(answer):
    assert exercise.central(answer).kind is RIGHT


NEARLY = {
    "one side": differences(both=False),
    "one side, its best step": differences(h=1e-8, both=False),
    "a step too short": differences(h=1e-12),
    "a step too long": differences(h=1e-3),
}


@pytest.mark.parametrize("answer", NEARLY.values(), ids=NEARLY.keys())
def test_a_slope_that_is_nearly_right_is_told_so(answer):
    verdict = exercise.central(answer)
    assert verdict.kind is WRONG and "both sides, and a step near 1e-5" in verdict.words


def test_a_difference_in_the_point_itself_is_told_so():
    assert "make a new one" in exercise.central(differences(copy=False)).words


def test_a_guarded_division_is_right():
    def error(a, b):
        size = np.sqrt((a * a).sum()) + np.sqrt((b * b).sum())
        return np.sqrt(((a - b) ** 2).sum()) / max(size, 1e-300)

    assert exercise.errors(lambda mine, measured: list(map(error, mine, measured))).kind is RIGHT


def check(step, loss, theta, rate, copy=True):
    """An answer to the third exercise."""
    new = step(theta.copy() if copy else theta)
    return relative_error((theta - new) / rate, slope(loss, theta))


def test_a_step_check_is_right_and_one_without_a_copy_writes():
    assert exercise.step_check(check).kind is RIGHT
    assert "writes into an array" in exercise.step_check(lambda *case: check(*case, copy=False)).words
    assert exercise.step_check(lambda *case: True).kind is WRONG
