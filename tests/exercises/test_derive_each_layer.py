"""The exercises of notebook 05: right answers of another kind, one slip beside another, the game's nudges."""

import numpy as np
import pytest

from backprop_course.lessons.derive_each_layer import exercises as exercise
from backprop_course.lessons.derive_each_layer.lab import derive_each_layer
from backprop_course.nn.initializers import zeros
from backprop_course.nn.layers import dense
from backprop_course.nn.losses import squared_error
from backprop_course.nn.models import mlp
from backprop_course.nn.training import backprop
from backprop_course.tasks.verdict import Kind


def test_the_package_s_dense_layer_fills_the_blank():
    rng = np.random.default_rng(3)
    A, dZ = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    _, (dW, _) = dense(3, 2, zeros).backward([np.zeros((3, 2)), np.zeros((1, 2))], A, dZ)
    assert exercise.weights(dW, A, dZ).kind is Kind.RIGHT
    assert exercise.weights(dW.T, A, dZ).kind is Kind.WRONG


def test_two_slips_are_counted_and_one_is_named():
    verdict = exercise.signal(lambda dZ, W, A: dZ @ W if W.shape[0] == W.shape[1] else None)
    assert "the wrong way" in verdict.words and "look for one more mistake" in verdict.words


def test_a_line_that_is_right_only_where_W_is_square_is_wrong():
    def answer(dZ, W, A):
        square = W.shape[0] == W.shape[1]
        return dZ @ W.T * (1 - A**2) if square else A

    verdict = exercise.signal(answer)
    assert verdict.kind is Kind.WRONG and "dZ1" in verdict.words


def test_another_form_of_the_slope_is_right():
    assert (
        exercise.signal(lambda dZ, W, A: np.einsum("nk,jk->nj", dZ, W) * (1 - A) * (1 + A)).kind is Kind.RIGHT
    )


def test_the_package_s_gradient_is_right():
    def answer(X, Y, W1, b1, W2, b2):
        model = mlp([X.shape[1], W1.shape[1], Y.shape[1]], "tanh", "zeros", squared_error)
        return sum(backprop(model, [[W1, b1], [], [W2, b2]], X, Y).grads, [])

    assert exercise.repaired(answer).kind is Kind.RIGHT


@pytest.fixture(scope="module")
def lab():
    """One lab for all positions of the game."""
    return derive_each_layer()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"width": 8}, "The width is 8: make it 4 or less"),
        ({"width": 4}, "try other starts and rates"),
        ({"initialization": "zeros"}, "start alike"),
        ({"activation": "identity"}, "one line"),
        (
            {"activation": "tanh", "initialization": "large: normal 3", "width": 3, "rate": 0.5},
            "You are close",
        ),
        ({"width": 8}, "Width 8 can do it"),
    ],
)
def test_the_game_says_what_is_missing_move_by_move(lab, settings, words):
    for name, value in settings.items():
        lab.controls[name].value = value
    verdict = exercise.reach(lab)
    assert verdict.kind is Kind.NOT_YET and words in verdict.words and lab.words in verdict.words, verdict
