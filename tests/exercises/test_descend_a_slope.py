"""The exercises of notebook 01: right answers of another kind, and walks that go astray in their own way."""

import numpy as np

from backprop_course.lessons.descend_a_slope import exercises as exercise
from backprop_course.lessons.descend_a_slope.lab import STEPS
from backprop_course.tasks import answers
from backprop_course.tasks.verdict import Kind


def test_the_limit_measured_direction_by_direction_is_right():
    def answer(gradient, theta):
        moves = 1e-5 * np.eye(len(theta))
        columns = [(gradient(theta + move) - gradient(theta - move)) / 2e-5 for move in moves]
        return 2 / np.linalg.eigvalsh(np.array(columns))[-1]

    assert exercise.measured_limit(answer).kind is Kind.RIGHT


def test_a_difference_divided_by_half_of_its_move_is_named():
    def answer(gradient, theta):
        return 2 / ((gradient(theta + 0.1) - gradient(theta - 0.1)) / 0.1).max()

    assert "over 2h, divided by h" in exercise.measured_limit(answer).words


def test_a_step_of_both_screws_one_by_one_is_right():
    def answer(theta, curvatures, rate):
        return [theta[0] - rate * curvatures[0] * theta[0], theta[1] * (1 - rate * curvatures[1])]

    assert exercise.both(answer).kind is Kind.RIGHT


def test_the_descent_by_another_loop_is_right():
    def answer(gradient, theta, rate, tolerance, max_steps):
        steps = 0
        while steps < max_steps and (gradient(theta) ** 2).sum() ** 0.5 >= tolerance:
            theta, steps = theta - rate * gradient(theta), steps + 1
        return theta, steps

    assert exercise.descent(answer).kind is Kind.RIGHT


def test_a_descent_without_a_limit_is_named():
    def answer(gradient, theta, rate, tolerance, max_steps):
        steps = 0
        while np.linalg.norm(gradient(theta)) >= tolerance:
            theta, steps = theta - rate * gradient(theta), steps + 1
        return theta, steps

    assert "walk on after `max_steps` steps" in exercise.descent(answer).words


def test_a_descent_that_forgets_to_move_is_left(monkeypatch):
    def answer(gradient, theta, rate, tolerance, max_steps):
        while np.linalg.norm(gradient(theta)) >= tolerance:
            pass
        return theta, 0

    monkeypatch.setattr(answers, "SECONDS", 0.2)
    assert "a loop that never ends" in exercise.descent(answer).words


def test_a_descent_in_place_is_told_what_happened():
    def answer(gradient, theta, rate, tolerance, max_steps):
        theta -= rate * gradient(theta)
        return theta, 1

    verdict = exercise.descent(answer)
    assert verdict.kind is Kind.WRONG and "writes into an array" in verdict.words
    assert "`theta -= rate * gradient(theta)`" in verdict.words


def least_loss(ratio):
    """The least loss at the last step that any rate reaches from (3, 1)."""
    rates = np.linspace(0, 2 / ratio, 100_001)
    return ((9 * (1 - rates) ** (2 * STEPS) + ratio * (1 - ratio * rates) ** (2 * STEPS)) / 2).min()


def test_the_narrowest_bowl_of_the_game_is_the_narrowest():
    assert least_loss(exercise.HIGHEST) < exercise.GOAL < least_loss(exercise.HIGHEST + 1)
