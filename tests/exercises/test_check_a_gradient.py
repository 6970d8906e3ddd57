"""The exercises of notebook 06: typical wrong answers, and right ones."""

import numpy as np
import pytest

from backprop_course.check.differences import relative_error, slope
from backprop_course.lessons.check_a_gradient import exercises as exercise
from backprop_course.lessons.check_a_gradient.lab import check_a_gradient
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG


def differences(h=1e-5, both=True, divide=True, copy=True):
    """An answer to the first exercise, with a step and slips of its own."""

    def answer(f, point):
        gradient = np.empty_like(point)
        for index in np.ndindex(point.shape):
            above, below = (point.copy(), point.copy()) if copy else (point, point)
            above[index] += h
            if both:
                below[index] -= h
            gradient[index] = (f(above) - f(below)) / (2 * h if both and divide else h)
        return gradient

    return answer


def all_at_once(f, point):
    return np.full_like(point, (f(point + 1e-5) - f(point - 1e-5)) / 2e-5)


def flat(f, point):
    return differences()(f, point).ravel()


WRONG_SLOPES = {
    "one side": (differences(both=False), "both sides"),
    "one side, its best step": (differences(h=1e-8, both=False), "both sides"),
    "a step too short": (differences(h=1e-12), "step near 1e-5"),
    "a step too long": (differences(h=1e-3), "step near 1e-5"),
    "h for 2 h": (differences(divide=False), "2 h"),
    "all places at once": (all_at_once, "one at a time"),
    "a shape lost": (flat, "shape"),
    "into the point itself": (differences(copy=False), "make a new one"),
    "a constant": (lambda f, point: np.ones_like(point), ""),
}


@pytest.mark.parametrize("answer, words", WRONG_SLOPES.values(), ids=WRONG_SLOPES.keys())
def test_a_wrong_slope_is_wrong_and_named(answer, words):
    verdict = exercise.central(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


@pytest.mark.parametrize("answer", [differences(), differences(h=2e-6), differences(h=2e-5), slope])
def test_a_right_slope_is_right(answer):
    assert exercise.central(answer).kind == RIGHT


def blockwise(error):
    """An answer to the second exercise from the error of one block."""

    def answer(mine, measured):
        with np.errstate(all="ignore"):
            return [error(a, b) for a, b in zip(mine, measured, strict=True)]

    return answer


def norm(a):
    return np.sqrt((a * a).sum())


def in_one(mine, measured):
    a, b = (np.concatenate([each.ravel() for each in blocks]) for blocks in (mine, measured))
    return [norm(a - b) / (norm(a) + norm(b))] * len(mine)


WRONG_ERRORS = {
    "one number": (in_one, "one number for all blocks"),
    "absolute": (blockwise(lambda a, b: norm(a - b)), "own units"),
    "by one of them": (blockwise(lambda a, b: norm(a - b) / norm(b)), "not by one of them"),
    "0/0": (blockwise(lambda a, b: norm(a - b) / (norm(a) + norm(b))), "where both blocks are zero"),
    "entry by entry": (blockwise(lambda a, b: np.max(abs(a - b) / (abs(a) + abs(b)))), "whole block"),
    "only one block": (lambda mine, measured: relative_error(mine[0], measured[0]), "3 results are wanted"),
    "all fine": (lambda mine, measured: [0.0, 0.0, 0.0], ""),
}


@pytest.mark.parametrize("answer, words", WRONG_ERRORS.values(), ids=WRONG_ERRORS.keys())
def test_wrong_errors_are_wrong_and_named(answer, words):
    verdict = exercise.errors(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


def test_right_errors_are_right():
    assert exercise.errors(blockwise(relative_error)).kind == RIGHT
    guarded = blockwise(lambda a, b: norm(a - b) / max(norm(a) + norm(b), 1e-300))
    assert exercise.errors(guarded).kind == RIGHT


def stepped(applied, at=lambda theta, new: theta, copy=True):
    """An answer to the third exercise."""

    def answer(step, loss, theta, rate):
        new = step(theta.copy() if copy else theta)
        return relative_error(applied(theta, new, rate), slope(loss, at(theta, new)))

    return answer


def right_step(theta, new, rate):
    return (theta - new) / rate


WRONG_CHECKS = {
    "no rate": (stepped(lambda theta, new, rate: theta - new), "divide by the rate"),
    "new - old": (stepped(lambda theta, new, rate: (new - theta) / rate), "(old - new)"),
    "times rate": (stepped(lambda theta, new, rate: (theta - new) * rate), ""),
    "at the end": (stepped(right_step, at=lambda theta, new: new), "where the step starts"),
    "no copy": (stepped(right_step, copy=False), "writes into an array"),
    "passed": (lambda *arguments: 0.0, ""),
    "a verdict": (lambda *arguments: True, ""),
}


@pytest.mark.parametrize("answer, words", WRONG_CHECKS.values(), ids=WRONG_CHECKS.keys())
def test_a_wrong_step_check_is_wrong_and_named(answer, words):
    verdict = exercise.step_check(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


def test_a_right_step_check_is_right():
    assert exercise.step_check(stepped(right_step)).kind == RIGHT


def at(step, activation="softplus", method="central differences", precision="float32"):
    """A lab with its controls set."""
    a_lab = check_a_gradient()
    values = {"step": step, "activation": activation, "method": method, "precision": precision}
    for name, value in values.items():
        a_lab.controls[name].value = value
    return a_lab


@pytest.mark.parametrize("step", [0.003, 0.01, 0.02])
def test_the_game_is_won_in_the_valley(step):
    assert exercise.single_precision(at(step)).kind == RIGHT


@pytest.mark.parametrize("step", [1.0, 0.3, 1e-6, 1e-10])
def test_the_game_is_not_won_beside_it(step):
    assert exercise.single_precision(at(step)).kind == NOT_YET


SHORT_CUTS = [{"method": "complex step"}, {"precision": "float64"}, {"activation": "tanh"}]


@pytest.mark.parametrize("short_cut", SHORT_CUTS)
def test_the_game_allows_no_short_cut(short_cut):
    assert exercise.single_precision(at(0.01, **short_cut)).kind == NOT_YET
