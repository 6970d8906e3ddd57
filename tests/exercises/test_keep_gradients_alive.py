"""The exercises of deep networks: stubs are not yet answers, typical mistakes are wrong."""

import numpy as np
import pytest

from backprop_course.exercises import keep_gradients_alive as exercise
from backprop_course.exercises.verdicts import NOT_YET, RIGHT, WRONG
from backprop_course.labs.keep_gradients_alive import keep_gradients_alive


def stub(*arguments):
    """What stands in the notebook."""
    ...


def test_stubs_are_not_yet_answers():
    assert exercise.factor(stub).kind == exercise.clip(stub).kind == exercise.std(...).kind == NOT_YET


def test_the_factor_by_another_way_is_right():
    assert exercise.factor(lambda W, s: W.std() * np.sqrt(W.shape[1] * np.mean(s * s))).kind == RIGHT


@pytest.mark.parametrize(
    "mistake",
    [
        lambda W, s: np.sqrt(W.shape[0] * W.var() * (s**2).mean()),
        lambda W, s: W.shape[1] * W.var() * (s**2).mean(),
        lambda W, s: np.sqrt(W.shape[1] * W.var()) * s.mean(),
        lambda W, s: np.sqrt(W.shape[1]) * W.var() * np.sqrt((s**2).mean()),
        lambda W, s: np.sqrt(W.var() * (s**2).mean()),
        lambda W, s: np.linalg.norm(W, 2) * np.sqrt((s**2).mean()),
    ],
    ids="fan-in square mean-slope variance no-width norm".split(),
)
def test_a_wrong_factor_is_wrong(mistake):
    assert exercise.factor(mistake).kind == WRONG


def test_the_start_of_a_leaky_relu():
    assert exercise.std(0.1354571).kind == RIGHT
    for mistake in (np.sqrt(2 / 100), 0.1, 2 / 109, np.sqrt(2 / (100 * 1.3)), "small"):
        assert exercise.std(mistake).kind == WRONG


def joint_norm(grads):
    return np.sqrt(sum(np.sum(g * g) for g in grads))


def test_clipping_by_another_way_is_right():
    assert exercise.clip(lambda gs, c: [g * c / max(joint_norm(gs), c) for g in gs]).kind == RIGHT


@pytest.mark.parametrize(
    "mistake",
    [
        lambda gs, c: [np.clip(g, -c, c) for g in gs],
        lambda gs, c: [g * c / max(np.linalg.norm(g), c) for g in gs],
        lambda gs, c: [g * c / (joint_norm(gs) + 1e-12) for g in gs],
        lambda gs, c: [g * c / max(joint_norm(gs) ** 2, c) for g in gs],
        lambda gs, c: gs,
    ],
    ids="values each raises square none".split(),
)
def test_a_wrong_clipping_is_wrong(mistake):
    assert exercise.clip(mistake).kind == WRONG


def test_the_game():
    a_lab = keep_gradients_alive()
    assert exercise.alive(a_lab).kind == NOT_YET
    wanted = {"depth": 50, "activation": "sigmoid", "initialization": "he", "scale": 10**0.85}
    for name, spot in wanted.items():
        a_lab.controls[name].value = spot
    assert exercise.alive(a_lab).kind == RIGHT
    a_lab.controls["remedy"].value = "residual"
    assert exercise.alive(a_lab).kind == NOT_YET
    a_lab.controls["remedy"].value = "none"
    a_lab.controls["depth"].value = 49
    assert exercise.alive(a_lab).kind == NOT_YET
