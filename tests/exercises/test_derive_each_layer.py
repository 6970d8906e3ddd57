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
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG


def test_the_package_s_dense_layer_is_right():
    def answer(x, W, dy):
        layer = dense(*W.shape, zeros)
        dx, (dW, db) = layer.backward([W, np.zeros((1, W.shape[1]))], x, dy)
        return dx, dW, db

    assert exercise.dense(answer).kind is RIGHT


def test_one_of_two_slips_is_named_and_the_other_counted():
    verdict = exercise.dense(lambda x, W, dy: (dy @ W.T, dy.T @ x, dy.sum(axis=0)))
    assert "dW is transposed" in verdict.words and "axis" not in verdict.words
    assert "look for one more mistake" in verdict.words


def test_a_layer_that_is_right_only_where_W_is_square_is_wrong():
    def answer(x, W, dy):
        square = W.shape[0] == W.shape[1]
        return (dy @ W.T, x.T @ dy, dy.sum(axis=0, keepdims=True)) if square else (x, W, dy[:1])

    verdict = exercise.dense(answer)
    assert verdict.kind is WRONG and "dx" in verdict.words


def test_another_form_of_the_slope_is_right():
    assert exercise.signal(lambda dZ, W, Z: np.einsum("nk,jk->nj", dZ, W) / np.cosh(Z) ** 2).kind is RIGHT


def test_the_package_s_gradient_is_right():
    def answer(X, Y, W1, b1, W2, b2):
        model = mlp([X.shape[1], W1.shape[1], Y.shape[1]], "tanh", "zeros", squared_error)
        return sum(backprop(model, [[W1, b1], [], [W2, b2]], X, Y).grads, [])

    assert exercise.repaired(answer).kind is RIGHT


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
    assert verdict.kind is NOT_YET and words in verdict.words and lab.words in verdict.words, verdict
