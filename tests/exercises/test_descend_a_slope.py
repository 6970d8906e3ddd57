"""The exercises of notebook 01: typical wrong answers and what is said of them, and right ones."""

import numpy as np
import pytest

from backprop_course.lessons.descend_a_slope import exercises as exercise
from backprop_course.lessons.descend_a_slope.exercises import DESCENTS, LIMITS
from backprop_course.lessons.descend_a_slope.lab import descend_a_slope
from backprop_course.tasks import running as verdicts
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG

MISTAKES = dict.fromkeys(LIMITS, exercise.limit) | dict.fromkeys(DESCENTS, exercise.descent)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_known_mistake_is_called_by_its_own_words(mistake):
    assert MISTAKES[mistake](mistake.answer) == (WRONG, mistake.words)


def test_the_limit_by_another_way_is_right():
    assert exercise.limit(lambda H: 2 / np.linalg.norm(H, 2)).kind == RIGHT


WRONG_LIMITS = {
    "entry": (lambda H: 2 / np.max(H), "largest entry"),
    "size of an entry": (lambda H: 2 / np.abs(H).max(), "largest entry"),
    "diagonal": (lambda H: 2 / np.diag(H).max(), "largest entry"),
    "trace": (lambda H: 2 / np.linalg.eigvals(H).sum(), "trace"),
    "frobenius": (lambda H: 2 / np.sqrt((H**2).sum()), "mixes all the curvatures"),
    "smallest": (lambda H: 2 / min(np.linalg.eigvals(H)), "smallest curvature"),
    "half": (lambda H: 1 / np.linalg.norm(H, 2), "bottom in one step"),
    "best": (lambda H: 2 / (np.linalg.eigvalsh(H)[0] + np.linalg.eigvalsh(H)[-1]), "best fixed rate"),
    "curvature": (lambda H: np.linalg.norm(H, 2), "not yet a rate"),
    "all": (lambda H: 2 / np.linalg.eigvalsh(H), "a limit for each direction"),
    "constant": (lambda H: 0.5, "the same whatever it is handed"),
    "zero": (lambda H: 0, "zero everywhere"),
    "sign": (lambda H: -2 / np.linalg.norm(H, 2), "sign is flipped"),
    "shape": (lambda H: 2 / np.linalg.eigvalsh(H)[-1:], "its shape is (1,)"),
    "words": (lambda H: "2 / λmax", "real numbers"),
    "unknown": (lambda H: H[0, 0], "is right."),
    "not defined": (lambda H: 2 / max(curvatures), "name 'curvatures' is not defined"),  # noqa: F821
}


@pytest.mark.parametrize("answer, words", WRONG_LIMITS.values(), ids=WRONG_LIMITS.keys())
def test_a_wrong_limit_is_wrong_and_named(answer, words):
    verdict = exercise.limit(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


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


HANDLES = {
    "climbs": ({"sign": 1}, "uphill"),
    "tests late": ({"late": True}, "a start at rest is left"),
    "never stops": ({"strict": False}, "always take `limit` steps"),
    "largest entry": ({"norm": np.max}, "with its sign"),
    "largest size": ({"norm": lambda g: np.abs(g).max()}, "each entry by itself"),
    "no root": ({"norm": lambda g: (g * g).sum()}, "lacks its root"),
    "the step's length": ({"norm": lambda g: 0.3 * np.linalg.norm(g)}, "length of the *step*"),
}


@pytest.mark.parametrize("handle, words", HANDLES.values(), ids=HANDLES.keys())
def test_a_wrong_descent_is_wrong_and_named(handle, words):
    verdict = exercise.descent(lambda *arguments: descent(*arguments, **handle))
    assert verdict.kind == WRONG and words in verdict.words, verdict


def unlimited(gradient, theta, rate, tolerance, limit):
    """Forgets the limit."""
    steps = 0
    while np.linalg.norm(gradient(theta)) >= tolerance:
        theta, steps = theta - rate * gradient(theta), steps + 1
    return theta, steps


def endless(gradient, theta, rate, tolerance, limit):
    """Forgets to move."""
    while np.linalg.norm(gradient(theta)) >= tolerance:
        pass
    return theta, 0


WRONG_DESCENTS = {
    "no limit": (unlimited, "walk on after `limit` steps"),
    "theta only": (lambda *case: descent(*case)[0], "Return theta and the number of steps"),
    "swapped": (lambda *case: descent(*case)[::-1], "changed places"),
    "one too many": (lambda *case: (descent(*case)[0], descent(*case)[1] + 1), "one step too many"),
    "the limit": (lambda *case: (descent(*case)[0], case[-1]), "not those that were allowed"),
    "the start": (lambda *case: (case[1], 0), ""),
    "zeros": (lambda *case: (0 * case[1], 0), "zero everywhere"),
    "a list of steps": (lambda *case: (descent(*case)[0], [descent(*case)[1]]), "its shape is (1,)"),
    "flat": (lambda *case: (descent(*case)[0].ravel(), descent(*case)[1]), "theta: its shape is"),
    "wrong name": (lambda *case: descent(*case)[2], "IndexError in the line"),
}


@pytest.mark.parametrize("answer, words", WRONG_DESCENTS.values(), ids=WRONG_DESCENTS.keys())
def test_wrong_results_of_a_descent_are_named(answer, words):
    verdict = exercise.descent(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


def test_a_descent_that_forgets_to_move_is_left(monkeypatch):
    monkeypatch.setattr(verdicts, "SECONDS", 0.2)
    assert "a loop that never ends" in exercise.descent(endless).words


def test_a_descent_in_place_is_told_what_happened():
    verdict = exercise.descent(in_place)
    assert verdict.kind == WRONG and "writes into an array" in verdict.words
    assert "`theta -= rate * gradient(theta)`" in verdict.words


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
