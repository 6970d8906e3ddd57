"""The exercises of notebook 14: typical wrong answers, right ones, and the game's positions."""

import numpy as np
import pytest

from backprop_course.lessons.fit_a_line.lab import fit_a_line
from backprop_course.lessons.read_handwriting import exercises as exercise
from backprop_course.lessons.read_handwriting.exercises import INTERVALS, SHARES, STOPS
from backprop_course.lessons.read_handwriting.lab import interval_of_mean, read_handwriting
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG

MISTAKES = dict.fromkeys(STOPS, exercise.stop) | dict.fromkeys(INTERVALS, exercise.interval)
MISTAKES |= dict.fromkeys(SHARES, exercise.shares)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_known_mistake_is_called_by_its_own_words(mistake):
    assert MISTAKES[mistake](mistake.answer) == (WRONG, mistake.words)


# -- when to stop --


def by_waiting(losses, patience):
    """A counter in place of a difference."""
    best, waited, lowest = 0, 0, float("inf")
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, waited, lowest = epoch, 0, loss
        else:
            waited += 1
        if waited == patience:
            return best
    return best


def by_slices(losses, patience):
    """The first epoch that none of the next `patience` beats."""
    for epoch in range(len(losses)):
        if losses[epoch] == min(losses[: epoch + patience + 1]):
            return epoch


@pytest.mark.parametrize("answer", [by_waiting, by_slices])
def test_stopping_by_another_way_is_right(answer):
    assert exercise.stop(answer).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ("also at those after the stop", lambda losses, patience: np.argmin(losses)),
        ("the highest loss", lambda losses, patience: by_waiting(-losses, patience)),
        ("count from 1", lambda losses, patience: by_waiting(losses, patience) + 1),
        ("you keep the last", lambda losses, patience: len(losses) - 1),
        ("the lowest loss", lambda losses, patience: losses[by_waiting(losses, patience)]),
        ("zero everywhere", lambda losses, patience: 0),
        ("IndexError", lambda losses, patience: losses[len(losses)]),
    ],
)
def test_a_wrong_stop_is_named(named, answer):
    verdict = exercise.stop(answer)
    assert verdict.kind == WRONG and named in verdict.words, verdict


# -- the interval --


@pytest.mark.parametrize(
    "answer",
    [
        interval_of_mean,
        lambda a: tuple(np.mean(a) + s * 1.96 * np.sqrt(np.var(a, ddof=1) / a.size) for s in (-1, 1)),
        lambda a: [a.mean() - 1.96 * np.sqrt(((a - a.mean()) ** 2).sum() / (len(a) - 1) / len(a)),
                   a.mean() + 1.96 * np.sqrt(((a - a.mean()) ** 2).sum() / (len(a) - 1) / len(a))],
    ],
)  # fmt: skip
def test_an_interval_by_another_way_is_right(answer):
    assert exercise.interval(answer).kind == RIGHT


def with_n(a):
    """NumPy's own standard deviation."""
    half = 1.96 * a.std() / len(a) ** 0.5
    return a.mean() - half, a.mean() + half


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ("2 results are wanted", lambda a: 1.96 * a.std(ddof=1) / np.sqrt(len(a))),
        ("ends are swapped", lambda a: interval_of_mean(a)[::-1]),
        ("worst and the best", lambda a: (min(a), max(a))),
        ("ddof=1", with_n),
    ],
)  # fmt: skip
def test_a_wrong_interval_is_named(named, answer):
    verdict = exercise.interval(answer)
    assert verdict.kind == WRONG and named in verdict.words, verdict


# -- found and trusted --


def in_a_loop(counts):
    """Class by class."""
    classes = range(len(counts))
    found = [counts[k, k] / sum(counts[k, j] for j in classes) for k in classes]
    return found, [counts[k, k] / sum(counts[j, k] for j in classes) for k in classes]


def test_shares_by_another_way_are_right():
    assert exercise.shares(in_a_loop).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ("swapped", lambda c: in_a_loop(c)[::-1]),
        ("2 results are wanted", lambda c: np.diag(c) / c.sum(axis=1)),
        ("divide the whole matrix", lambda c: (c / c.sum(axis=1, keepdims=True), c / c.sum(axis=0))),
        ("One number for all".lower(), lambda c: (np.trace(c) / c.sum(), np.trace(c) / c.sum())),
        ("changes what it is handed", lambda c: (c.setflags(write=True), c.fill(0), c)[1:]),
    ],
)
def test_wrong_shares_are_named(named, answer):
    verdict = exercise.shares(answer)
    assert verdict.kind == WRONG and named in verdict.words, verdict


# -- the game --


@pytest.fixture(scope="module")
def lab():
    """One lab for all positions of the game."""
    return read_handwriting()


def at(lab, rate=10**-0.5, width=32, image=3):
    """The verdict on a lab with its controls set."""
    for name, value in {"rate": rate, "width": width, "image": image}.items():
        lab.controls[name].value = value
    return exercise.sure(lab)


@pytest.mark.parametrize("spot", [{}, {"image": 4}, {"rate": 10**-0.25, "image": 55}])
def test_the_game_is_won_by_a_narrow_network_at_a_sure_mistake(lab, spot):
    assert at(lab, **spot).kind == RIGHT


@pytest.mark.parametrize("spot", [{"image": 200}, {"width": 64}, {"rate": 0.01}, {"width": 8}, {"image": 1}])
def test_the_game_is_not_won_elsewhere_and_says_where_it_stands(lab, spot):
    verdict = at(lab, **spot)
    assert verdict.kind == NOT_YET and lab.words in verdict.words


@pytest.mark.parametrize("handed", [..., None, 7, fit_a_line])
def test_the_game_wants_its_own_lab(handed):
    verdict = exercise.sure(handed() if handed is fit_a_line else handed)
    assert verdict.kind == WRONG and "lab" in verdict.words
