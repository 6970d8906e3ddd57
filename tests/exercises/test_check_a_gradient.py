"""The exercises of notebook 06: right answers of another kind, and slips."""

import numpy as np

from backprop_course.check.differences import relative_error, slope
from backprop_course.lessons.check_a_gradient import exercises as exercise
from backprop_course.lessons.check_a_gradient.experiments import both_sides
from backprop_course.tasks.verdict import RIGHT, WRONG


def test_a_difference_that_is_written_in_another_way_is_right():
    assert exercise.central(lambda f, x, h: 0.5 * (f(x + h) - f(x - h)) / h).kind is RIGHT
    assert exercise.central(lambda f, x, h: both_sides(f, x, h / 10)).kind is WRONG


def test_an_error_by_roots_of_sums_is_right():
    def error(a, b):
        lengths = [np.sqrt((each**2).sum()) for each in (a - b, a, b)]
        return lengths[0] / (lengths[1] + lengths[2])

    assert exercise.relative(error).kind is RIGHT


def test_the_exponent_may_be_that_of_the_very_minimum():
    best = np.log10(np.sqrt(2 * np.finfo(float).eps))
    assert exercise.one_sided(best).kind is RIGHT and exercise.one_sided(-5).kind is WRONG


def check(step, loss, theta, rate, copy=True):
    """An answer to the second exercise."""
    new = step(theta.copy() if copy else theta)
    return relative_error((theta - new) / rate, slope(loss, theta))


def test_a_step_check_is_right_and_one_without_a_copy_writes():
    assert exercise.step_check(check).kind is RIGHT
    assert "writes into an array" in exercise.step_check(lambda *case: check(*case, copy=False)).words
    assert exercise.step_check(lambda *case: True).kind is WRONG
