"""The exercises of notebook 06: right answers of another kind, and slips; and its experiments."""

import numpy as np
import pytest

from backprop_course.check.differences import relative_error, slope
from backprop_course.lessons.check_a_gradient import exercises as exercise
from backprop_course.lessons.check_a_gradient import experiments
from backprop_course.lessons.check_a_gradient.experiments import both_sides
from backprop_course.nn import plain
from backprop_course.tasks.verdict import Kind


def test_a_difference_that_is_written_in_another_way_is_right():
    assert exercise.central(lambda f, x, h: 0.5 * (f(x + h) - f(x - h)) / h).kind is Kind.RIGHT
    assert exercise.central(lambda f, x, h: both_sides(f, x, h / 10)).kind is Kind.WRONG


def test_an_error_by_roots_of_sums_is_right():
    def error(a, b):
        lengths = [np.sqrt((each**2).sum()) for each in (a - b, a, b)]
        return lengths[0] / (lengths[1] + lengths[2])

    assert exercise.relative(error).kind is Kind.RIGHT


def test_the_exponent_may_be_that_of_the_very_minimum():
    best = np.log10(np.sqrt(np.finfo(float).eps / 3))
    assert exercise.one_sided(best).kind is Kind.RIGHT and exercise.one_sided(-5).kind is Kind.WRONG


def check(step, loss, theta, rate, copy=True):
    """An answer to the second exercise."""
    new = step(theta.copy() if copy else theta)
    return relative_error((theta - new) / rate, slope(loss, theta))


def test_a_step_check_is_right_and_one_without_a_copy_writes():
    assert exercise.step_check(check).kind is Kind.RIGHT
    assert "writes into an array" in exercise.step_check(lambda *case: check(*case, copy=False)).words
    assert exercise.step_check(lambda *case: True).kind is Kind.WRONG


# -- the experiments --

PLACE = experiments.random_params(3)


def test_with_no_line_of_its_own_the_gradient_is_right_and_each_wrong_line_shows():
    X, Y = experiments.two_spirals()
    right = plain.backward(PLACE, X, Y)
    assert experiments.largest(experiments.gradient_by_lines(PLACE, X, Y), right) < 1e-12
    for name, line in experiments.WRONG_LINES.items():
        assert experiments.largest(experiments.gradient_by_lines(PLACE, X, Y, **line), right) > 0.01, name


def test_the_claim_s_trainings_are_those_that_the_lesson_shows():
    wrong, right = (losses[-1] for losses in experiments.losses_of_both(2))
    assert np.ravel(experiments.last_losses([2])) == pytest.approx([right, wrong], rel=1e-6)


def test_a_small_term_reads_what_the_lesson_says():
    X, Y = experiments.two_spirals()
    grads = plain.backward(PLACE, X, Y)
    by_hand = [1e-4 * np.linalg.norm(p) / 2 / np.linalg.norm(g) for p, g in zip(PLACE, grads, strict=True)]
    assert experiments.largest(experiments.decayed(PLACE, grads), grads) == pytest.approx(
        max(by_hand), rel=0.02
    )


def test_a_kink_has_two_slopes_and_the_backward_takes_one():
    program, X, Y, params = experiments.relu_on_xor(spread=0.0)
    here = experiments.loss_along_a_bias(0.0)
    below, above = [(experiments.loss_along_a_bias(move) - here) / 1e-5 for move in (-1e-5, 1e-5)]
    claimed = program.grads(params, X, Y)[1][0, 0]
    assert claimed == pytest.approx(-below, rel=1e-4) and abs(claimed - above) > 0.01
    assert experiments.relu_errors(spread=0.0).argmax() == 1
    assert experiments.relu_errors(spread=0.5).max() < 1e-7


def test_left_and_right_stay_apart_on_a_kink_and_meet_on_a_curve():
    def apart(slope_from, h):
        return abs(slope_from(h) - slope_from(-h))

    def of_the_cube(h):
        return experiments.one_side(experiments.cube, 1.0, h)

    def of_the_loss(h):
        return experiments.one_side(experiments.loss_along_a_bias, 0.0, h)

    for h in (1e-2, 1e-4, 1e-6):
        assert apart(of_the_cube, h) == pytest.approx(6 * h, rel=1e-3)
        assert apart(of_the_loss, h) == pytest.approx(0.055, abs=0.001)


def test_of_three_mistakes_the_check_reads_the_one_in_the_backward():
    readings = experiments.readings_of_three(plain, PLACE, *experiments.two_spirals())
    assert [reading > 1e-7 for reading in readings.values()] == [False, False, True]
