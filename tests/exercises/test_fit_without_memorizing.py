"""The exercises on memorizing: typical mistakes are named, and other ways are right."""

import numpy as np
import pytest

from backprop_course.lessons.fit_a_line.lab import fit_a_line
from backprop_course.lessons.fit_without_memorizing import exercises as exercise
from backprop_course.lessons.fit_without_memorizing.lab import fit_without_memorizing
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG
from exercises.judging import wrong

MISTAKES = [("decay", each) for each in exercise.DECAYS]
MISTAKES += [("back", each) for each in exercise.BACKS] + [("stop", each) for each in exercise.STOPS]


@pytest.mark.parametrize(("name", "mistake"), MISTAKES, ids=lambda each: getattr(each, "words", each)[:40])
def test_every_mistake_is_told_apart_from_all_others(name, mistake):
    found = getattr(exercise, name)(mistake.answer)
    assert found.kind == WRONG and found.words == mistake.words
    assert found.words.count(". ") <= 1 and len(found.words) <= 120


# -- weight decay --


def decayed(params, grads, strength):
    """The gradients as the solution has them."""
    W1, b1, W2, b2 = params
    return grads[0] + strength * W1, grads[1], grads[2] + strength * W2, grads[3]


@pytest.mark.parametrize(
    "answer",
    [decayed, lambda p, g, s: [d + s * w * (w.shape[0] > 1) for w, d in zip(p, g, strict=True)]],
)
def test_weight_decay_is_right(answer):
    assert exercise.decay(answer).kind == RIGHT


def in_place(params, grads, strength):
    """The right gradients, written into those that were handed over."""
    grads[0] += strength * params[0]
    return grads


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ("biases decay", lambda p, g, s: [d + s * w for w, d in zip(p, g, strict=True)]),
        ("factor 2", lambda p, g, s: [g[0] + 2 * s * p[0], g[1], g[2] + 2 * s * p[2], g[3]]),
        ("weights grow", lambda p, g, s: [g[0] - s * p[0], g[1], g[2] - s * p[2], g[3]]),
        ("writes into", in_place),
        ("4 results are wanted", lambda p, g, s: g[:2]),
    ],
)
def test_a_wrong_decay_is_named(named, answer):
    assert wrong(exercise.decay(answer), named)


# -- dropout --


def test_back_through_dropout_is_right():
    assert exercise.back(lambda dy, kept, rate: np.where(kept, dy / (1 - rate), 0)).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ("scale is lost", lambda dy, kept, rate: dy * kept),
        ("mask is missing", lambda dy, kept, rate: dy / (1 - rate)),
        ("zero everywhere", lambda dy, kept, rate: 0 * dy),
        ("the sign is flipped", lambda dy, kept, rate: -dy * kept / (1 - rate)),
    ],
)
def test_a_wrong_way_back_is_named(named, answer):
    assert wrong(exercise.back(answer), named)


# -- early stopping --


def stopped(losses, patience):
    """The step kept, found in another way: the first one that nothing undercuts in time."""
    for step, loss in enumerate(losses):
        if loss == min(losses[: step + 1]) and min(losses[step + 1 : step + 1 + patience], default=9) >= loss:
            return step


def test_early_stopping_by_another_way_is_right():
    assert exercise.stop(stopped).kind == RIGHT


@pytest.mark.parametrize(
    ("named", "answer"),
    [
        ("look at all losses", lambda losses, patience: losses.index(min(losses))),
        ("the last step", lambda losses, patience: len(losses) - 1),
        ("the same whatever", lambda losses, patience: 3),
        ("ValueError", lambda losses, patience: losses.index(-1)),
    ],
)
def test_a_wrong_stop_is_named(named, answer):
    assert wrong(exercise.stop(answer), named)


# -- the game --


def test_the_game_needs_both_cures_and_the_given_size():
    lab = fit_without_memorizing()
    assert exercise.below(lab).kind == NOT_YET
    lab.controls["decay"].value = 0.01
    assert exercise.below(lab).kind == NOT_YET
    lab.controls["dropped"].value = 0.1
    assert exercise.below(lab).kind == RIGHT
    lab.controls["examples"].value = 200
    assert "examples is 200" in exercise.below(lab).words and exercise.below(lab).kind == NOT_YET


def test_the_game_cannot_be_won_with_one_cure():
    lab = fit_without_memorizing()
    for rate in np.arange(0, 1, 0.1):
        lab.controls["dropped"].value = float(rate)
        assert exercise.below(lab).kind == NOT_YET
    lab.controls["dropped"].value = 0.0
    for power in np.arange(-5, -0.9, 0.5):
        lab.controls["decay"].value = 10.0**power
        assert exercise.below(lab).kind == NOT_YET


def test_another_lab_is_refused():
    assert exercise.below(fit_a_line()).kind == exercise.below(None).kind == WRONG
