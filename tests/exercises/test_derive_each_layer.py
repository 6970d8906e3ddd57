"""The exercises of notebook 05: stubs, typical wrong answers, and right ones."""

import numpy as np
import pytest

from backprop_course.exercises import derive_each_layer as exercise
from backprop_course.exercises.verdicts import NOT_YET, RIGHT, WRONG
from backprop_course.initializers import zeros
from backprop_course.labs.derive_each_layer import derive_each_layer
from backprop_course.layers import dense
from backprop_course.losses import squared_error
from backprop_course.models import mlp
from backprop_course.training import backprop


def stub(*arguments):
    ...


@pytest.mark.parametrize("judged", [exercise.dense, exercise.signal, exercise.repaired])
def test_a_stub_is_not_yet_an_answer(judged):
    assert judged(stub).kind == NOT_YET


WRONG_DENSE = {
    "transposed": lambda x, W, dy: (dy @ W.T, (x.T @ dy).T, dy.sum(axis=0, keepdims=True)),
    "lost axis": lambda x, W, dy: (dy @ W.T, x.T @ dy, dy.sum(axis=0)),
    "one sum": lambda x, W, dy: (dy @ W.T, x.T @ dy, dy.sum() * np.ones((1, dy.shape[1]))),
    "rows in place of columns": lambda x, W, dy: (dy @ W.T, x.T @ dy, dy.sum(axis=1, keepdims=True)),
    "mean": lambda x, W, dy: (dy @ W.T, x.T @ dy / len(x), dy.mean(axis=0, keepdims=True)),
    "W as it stands": lambda x, W, dy: (dy @ W, x.T @ dy, dy.sum(axis=0, keepdims=True)),
}


@pytest.mark.parametrize("name", WRONG_DENSE)
def test_a_wrong_dense_layer_is_wrong(name):
    assert exercise.dense(WRONG_DENSE[name]).kind == WRONG


def test_the_package_s_dense_layer_is_right():
    def answer(x, W, dy):
        layer = dense(*W.shape, zeros)
        dx, (dW, db) = layer.backward([W, np.zeros((1, W.shape[1]))], x, dy)
        return dx, dW, db

    assert exercise.dense(answer).kind == RIGHT


WRONG_SIGNAL = {
    "no slope": lambda dZ, W, Z: dZ @ W.T,
    "slope at z": lambda dZ, W, Z: dZ @ W.T * (1 - Z**2),
    "slope at a": lambda dZ, W, Z: dZ @ W.T * (1 - np.tanh(np.tanh(Z)) ** 2),
    "activation for slope": lambda dZ, W, Z: dZ @ W.T * np.tanh(Z),
    "W as it stands": lambda dZ, W, Z: dZ @ W * (1 - np.tanh(Z) ** 2),
}


@pytest.mark.parametrize("name", WRONG_SIGNAL)
def test_a_wrong_signal_is_wrong(name):
    assert exercise.signal(WRONG_SIGNAL[name]).kind == WRONG


def test_another_form_of_the_slope_is_right():
    assert exercise.signal(lambda dZ, W, Z: np.einsum("nk,jk->nj", dZ, W) / np.cosh(Z) ** 2).kind == RIGHT


def passes(n=True, slope=True, bias=True):
    """The three faults of the exercise, each repaired or not."""

    def answer(X, Y, W1, b1, W2, b2):
        Z1 = X @ W1 + b1
        A1 = np.tanh(Z1)
        dZ2 = (A1 @ W2 + b2 - Y) / (len(X) if n else 1)
        dZ1 = dZ2 @ W2.T * (1 - (A1 if slope else Z1) ** 2)
        db1 = dZ1.sum(axis=0, keepdims=True) if bias else dZ1.sum() * np.ones_like(b1)
        return X.T @ dZ1, db1, A1.T @ dZ2, dZ2.sum(axis=0, keepdims=True)

    return answer


@pytest.mark.parametrize("left", [{"n": False}, {"slope": False}, {"bias": False}])
def test_a_fault_that_is_left_is_wrong(left):
    assert exercise.repaired(passes(**left)).kind == WRONG


def test_the_repaired_pass_is_right():
    assert exercise.repaired(passes()).kind == RIGHT


def test_the_package_s_gradient_is_right():
    def answer(X, Y, W1, b1, W2, b2):
        model = mlp([X.shape[1], W1.shape[1], Y.shape[1]], "tanh", "zeros", squared_error)
        return sum(backprop(model, [[W1, b1], [], [W2, b2]], X, Y).grads, [])

    assert exercise.repaired(answer).kind == RIGHT


def at(**values):
    """A lab with its controls set."""
    a_lab = derive_each_layer()
    for name, value in values.items():
        a_lab.controls[name].value = value
    return a_lab


@pytest.mark.parametrize("width, rate", [(3, 0.3), (4, 0.5)])
def test_the_game_is_won_by_few_steep_units(width, rate):
    assert exercise.reach(at(width=width, initialization="large: normal 3", rate=rate)).kind == RIGHT


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"width": 4},
        {"width": 4, "initialization": "zeros"},
        {"width": 8, "initialization": "He", "rate": 0.2},
        {"width": 8, "initialization": "large: normal 3", "rate": 0.5},
    ],
)
def test_the_game_is_not_won_elsewhere(values):
    assert exercise.reach(at(**values)).kind == NOT_YET
