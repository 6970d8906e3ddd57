"""The exercises of gradient descent: stubs are not yet answers, typical mistakes are wrong."""

import numpy as np
import pytest

from backprop_course.exercises import descend_a_slope as exercise
from backprop_course.exercises.verdicts import NOT_YET, RIGHT, WRONG
from backprop_course.labs.descend_a_slope import descend_a_slope


def stub(*arguments):
    """What stands in the notebook."""
    ...


def test_stubs_are_not_yet_answers():
    assert exercise.limit(stub).kind == exercise.descent(stub).kind == NOT_YET


def test_the_limit_by_another_way_is_right():
    assert exercise.limit(lambda H: 2 / np.linalg.norm(H, 2)).kind == RIGHT


@pytest.mark.parametrize(
    "mistake",
    [
        lambda H: 2 / H.max(),
        lambda H: 2 / np.diag(H).max(),
        lambda H: 2 / np.trace(H),
        lambda H: 2 / np.linalg.norm(H),
        lambda H: 2 / np.linalg.eigvalsh(H)[0],
        lambda H: 1 / np.linalg.eigvalsh(H)[-1],
        lambda H: 2 / (np.linalg.eigvalsh(H)[0] + np.linalg.eigvalsh(H)[-1]),
        lambda H: 2 / np.linalg.eigvalsh(H),
    ],
    ids="entry diagonal trace frobenius smallest half best all".split(),
)
def test_a_wrong_limit_is_wrong(mistake):
    assert exercise.limit(mistake).kind == WRONG


def descent(gradient, theta, rate, tolerance, limit, sign=-1, late=False, strict=True, norm=np.linalg.norm):
    """A right descent, with a handle for each typical mistake."""
    steps = 0
    while steps < limit:
        slope = gradient(theta)
        if not late and strict and norm(slope) < tolerance:
            break
        theta, steps = theta + sign * rate * slope, steps + 1
        if late and norm(slope) < tolerance:
            break
    return theta, steps


def in_place(gradient, theta, rate, tolerance, limit):
    """Writes into the caller's array."""
    theta -= rate * gradient(theta)
    return theta, 1


def test_the_descent_by_another_way_is_right():
    assert exercise.descent(descent).kind == RIGHT


@pytest.mark.parametrize(
    "handle",
    [{"sign": 1}, {"late": True}, {"strict": False}, {"norm": np.max}, {"norm": lambda g: np.abs(g).max()}],
    ids="climbs tests-late never-stops largest-entry largest-size".split(),
)
def test_a_wrong_descent_is_wrong(handle):
    assert exercise.descent(lambda *arguments: descent(*arguments, **handle)).kind == WRONG


def test_a_descent_that_returns_no_steps_is_wrong():
    assert exercise.descent(lambda *arguments: descent(*arguments)[0]).kind == WRONG


def test_a_descent_in_place_is_told_what_happened():
    verdict = exercise.descent(in_place)
    assert verdict.kind == WRONG and "writes into an array" in verdict.words


@pytest.fixture(scope="module")
def lab():
    """One lab for all positions of the game."""
    return descend_a_slope()


@pytest.mark.parametrize(
    ("ratio", "start", "rate", "kind"),
    [
        (20, 3, 2 / 21, RIGHT),
        (20, -3, 0.0891, RIGHT),
        (20, 3, 0.0794, NOT_YET),
        (20, 3, 0.1, NOT_YET),
        (20, 3, 0.11, NOT_YET),
        (20, 0, 2 / 21, NOT_YET),
        (19, 3, 2 / 21, NOT_YET),
        (4, 3, 0.3, NOT_YET),
    ],
)
def test_the_game_is_won_only_near_the_best_rate_of_the_narrow_bowl(lab, ratio, start, rate, kind):
    lab.controls["ratio"].value, lab.controls["start"].value = ratio, start
    lab.controls["rate"].value = rate
    verdict = exercise.reach(lab)
    assert verdict.kind == kind and lab.words in verdict.words
