"""The exercises of notebook 01: right answers of another kind, and walks that go astray in their own way."""

import numpy as np

from backprop_course.lessons.descend_a_slope import exercises as exercise
from backprop_course.tasks import answers
from backprop_course.tasks.verdict import RIGHT, WRONG


def test_the_limit_by_another_way_is_right():
    assert exercise.limit(lambda H: 2 / np.linalg.norm(H, 2)).kind is RIGHT


def test_the_limit_by_powers_of_the_matrix_is_right():
    def answer(H):
        direction = np.ones(len(H))
        for _ in range(2000):
            direction = H @ direction / np.linalg.norm(H @ direction)
        return 2 / (direction @ H @ direction)

    assert exercise.limit(answer).kind is RIGHT


def test_a_limit_along_the_axes_is_named_however_it_is_written():
    assert "largest entry" in exercise.limit(lambda H: 2 / np.diag(H).max()).words


def test_the_descent_by_another_loop_is_right():
    def answer(gradient, theta, rate, tolerance, limit):
        steps = 0
        while steps < limit and (gradient(theta) ** 2).sum() ** 0.5 >= tolerance:
            theta, steps = theta - rate * gradient(theta), steps + 1
        return theta, steps

    assert exercise.descent(answer).kind is RIGHT


def test_a_descent_without_a_limit_is_named():
    def answer(gradient, theta, rate, tolerance, limit):
        steps = 0
        while np.linalg.norm(gradient(theta)) >= tolerance:
            theta, steps = theta - rate * gradient(theta), steps + 1
        return theta, steps

    assert "walk on after `limit` steps" in exercise.descent(answer).words


def test_a_descent_that_forgets_to_move_is_left(monkeypatch):
    def answer(gradient, theta, rate, tolerance, limit):
        while np.linalg.norm(gradient(theta)) >= tolerance:
            pass
        return theta, 0

    monkeypatch.setattr(answers, "SECONDS", 0.2)
    assert "a loop that never ends" in exercise.descent(answer).words


def test_a_descent_in_place_is_told_what_happened():
    def answer(gradient, theta, rate, tolerance, limit):
        theta -= rate * gradient(theta)
        return theta, 1

    verdict = exercise.descent(answer)
    assert verdict.kind is WRONG and "writes into an array" in verdict.words
    assert "`theta -= rate * gradient(theta)`" in verdict.words
