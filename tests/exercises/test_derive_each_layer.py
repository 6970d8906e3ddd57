"""The exercises of notebook 05: typical wrong answers with what is said of them, and right ones."""

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


def a_dense(dx=None, dW=None, db=None):
    """An answer to the first exercise, with results of its own."""

    def answer(x, W, dy):
        return (
            dx(x, W, dy) if dx else dy @ W.T,
            dW(x, W, dy) if dW else x.T @ dy,
            db(x, W, dy) if db else dy.sum(axis=0, keepdims=True),
        )

    return answer


def lost_axis(x, W, dy):
    return dy.sum(axis=0)


def untransposed(x, W, dy):
    return dy @ W


def transposed(x, W, dy):
    return dy.T @ x


WRONG_DENSE = {
    "W as it stands": (a_dense(dx=untransposed), "dx goes through W the wrong way"),
    "dx averaged": (a_dense(dx=lambda x, W, dy: dy @ W.T / len(x)), "nothing is averaged"),
    "dx is dy": (a_dense(dx=lambda x, W, dy: dy), "dx is dy itself"),
    "dW transposed": (a_dense(dW=transposed), "dW is transposed"),
    "dW averaged": (a_dense(dW=lambda x, W, dy: x.T @ dy / len(x)), "dW is divided by n once more"),
    "db without its axis": (a_dense(db=lost_axis), "db has lost an axis"),
    "db one sum": (a_dense(db=lambda x, W, dy: dy.sum()), "db is one number"),
    "db one sum for all": (a_dense(db=lambda x, W, dy: 0 * dy[:1] + dy.sum()), "db is one number"),
    "db over the units": (a_dense(db=lambda x, W, dy: dy.sum(axis=1, keepdims=True)), "for each example"),
    "db averaged": (a_dense(db=lambda x, W, dy: dy.mean(axis=0, keepdims=True)), "db is divided by n"),
    "db is dy": (a_dense(db=lambda x, W, dy: dy), "db is dy itself"),
    "both averaged": (
        a_dense(dW=lambda x, W, dy: x.T @ dy / len(x), db=lambda x, W, dy: dy.mean(axis=0, keepdims=True)),
        "dW and db are divided by n",
    ),
    "two slips": (a_dense(dW=transposed, db=lost_axis), "dW is transposed"),
    "three slips": (a_dense(untransposed, transposed, lost_axis), "look for two more"),
    "swapped": (lambda *case: a_dense()(*case)[::-1], "in another order than dx, dW, db"),
    "dx only": (lambda *case: a_dense()(*case)[0], "3 results are wanted"),
    "the sign": (lambda *case: [-d for d in a_dense()(*case)], "sign is flipped"),
    "zeros": (lambda *case: [0 * d for d in a_dense()(*case)], "zero everywhere"),
    "constants": (lambda x, W, dy: (np.ones_like(x), np.ones_like(W), np.ones_like(W[:1])), "the same"),
    "dx flat": (a_dense(dx=lambda x, W, dy: (dy @ W.T).ravel()), "dx: its shape is"),
    "only where W is square": (
        lambda x, W, dy: a_dense()(x, W, dy) if W.shape[0] == W.shape[1] else (x, W, dy[:1]),
        "dx",
    ),
}


@pytest.mark.parametrize("answer, words", WRONG_DENSE.values(), ids=WRONG_DENSE.keys())
def test_a_wrong_dense_layer_is_wrong_and_named(answer, words):
    verdict = exercise.dense(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


def test_one_of_two_slips_is_named_and_the_other_counted():
    verdict = exercise.dense(a_dense(dW=transposed, db=lost_axis))
    assert "look for one more mistake" in verdict.words and "axis" not in verdict.words


def test_the_package_s_dense_layer_is_right():
    def answer(x, W, dy):
        layer = dense(*W.shape, zeros)
        dx, (dW, db) = layer.backward([W, np.zeros((1, W.shape[1]))], x, dy)
        return dx, dW, db

    assert exercise.dense(answer).kind == RIGHT


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


WRONG_SIGNAL = {
    "no slope": (lambda dZ, W, Z: dZ @ W.T, "this is dA"),
    "slope at z": (lambda dZ, W, Z: dZ @ W.T * (1 - Z**2), "You put Z there"),
    "slope at a": (lambda dZ, W, Z: dZ @ W.T * (1 - np.tanh(np.tanh(Z)) ** 2), "the slope at A"),
    "activation for slope": (lambda dZ, W, Z: dZ @ W.T * np.tanh(Z), "by tanh itself"),
    "A(1 - A)": (lambda dZ, W, Z: dZ @ W.T * np.tanh(Z) * (1 - np.tanh(Z)), "slope of the sigmoid"),
    "sigmoid": (lambda dZ, W, Z: dZ @ W.T * sigmoid(Z) * (1 - sigmoid(Z)), "the sigmoid and its slope"),
    "no square": (lambda dZ, W, Z: dZ @ W.T * (1 - np.tanh(Z)), "the square is missing"),
    "slope twice": (lambda dZ, W, Z: dZ @ W.T * (1 - np.tanh(Z) ** 2) ** 2, "there twice"),
    "relu": (lambda dZ, W, Z: dZ @ W.T * (Z > 0), "slope of ReLU"),
    "W as it stands": (lambda dZ, W, Z: dZ @ W * (1 - np.tanh(Z) ** 2), "through W the wrong way"),
    "W as it stands, no slope": (lambda dZ, W, Z: dZ @ W, "look for one more"),
    "the sign": (lambda dZ, W, Z: dZ @ W.T * (np.tanh(Z) ** 2 - 1), "sign is flipped"),
    "averaged": (lambda dZ, W, Z: dZ @ W.T * (1 - np.tanh(Z) ** 2) / len(Z), "1/n"),
    "zeros": (lambda dZ, W, Z: 0 * Z, "zero everywhere"),
    "constant": (lambda dZ, W, Z: np.ones_like(Z), "the same"),
    "summed": (lambda dZ, W, Z: (dZ @ W.T * (1 - np.tanh(Z) ** 2)).sum(axis=0), "its shape is (3,)"),
    "transposed": (lambda dZ, W, Z: (dZ @ W.T * (1 - np.tanh(Z) ** 2)).T, "the transpose of what is wanted"),
}


@pytest.mark.parametrize("answer, words", WRONG_SIGNAL.values(), ids=WRONG_SIGNAL.keys())
def test_a_wrong_signal_is_wrong_and_named(answer, words):
    verdict = exercise.signal(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


def test_another_form_of_the_slope_is_right():
    assert exercise.signal(lambda dZ, W, Z: np.einsum("nk,jk->nj", dZ, W) / np.cosh(Z) ** 2).kind == RIGHT


def by_rows(dZ):
    return dZ.sum(axis=0, keepdims=True)


def passes(first=lambda R: R / len(R), slope=lambda Z, A: 1 - A**2, bias=by_rows, late=1):
    """The three faults of the exercise, each repaired in a way of its own; `late` divides dW2 and db2."""

    def answer(X, Y, W1, b1, W2, b2):
        Z1 = X @ W1 + b1
        A1 = np.tanh(Z1)
        dZ2 = first(A1 @ W2 + b2 - Y)
        dZ1 = dZ2 @ W2.T * slope(Z1, A1)
        scale = len(X) if late != 1 else 1
        return X.T @ dZ1, bias(dZ1), A1.T @ dZ2 / scale, by_rows(dZ2) / scale

    return answer


def no_mean(R):
    return R


def at_z(Z, A):
    return 1 - Z**2


def one_number(dZ):
    return dZ.sum() * np.ones((1, 3))


WRONG_REPAIRS = {
    "as it was": (passes(no_mean, at_z, one_number), "look for two more"),
    "1/n left": (passes(first=no_mean), "which factor of the loss"),
    "slope left": (passes(slope=at_z), "1 − (·)²"),
    "bias left": (passes(bias=one_number), "db1 is one number"),
    "1/n and slope left": (passes(no_mean, at_z), "look for one more"),
    "slope and bias left": (passes(slope=at_z, bias=one_number), "look for one more"),
    "1/(n outputs)": (passes(first=lambda R: R / R.size), "by all its entries"),
    "1/n too late": (passes(first=no_mean, late="n"), "dW2 and db2 have their 1/n"),
    "1/n twice": (passes(first=lambda R: R / len(R) ** 2), "1/n is there twice"),
    "a factor 2": (passes(first=lambda R: 2 * R / len(R)), "a factor 2"),
    "slope at A": (passes(slope=lambda Z, A: 1 - np.tanh(A) ** 2), "tanh is applied twice"),
    "no slope": (passes(slope=lambda Z, A: 1), "lost its slope"),
    "A(1 - A)": (passes(slope=lambda Z, A: A * (1 - A)), "that of a sigmoid"),
    "bias without its axis": (passes(bias=lambda dZ: dZ.sum(axis=0)), "db1 has lost an axis"),
    "bias averaged": (passes(bias=lambda dZ: dZ.mean(axis=0, keepdims=True)), "db1 is averaged"),
    "bias over the units": (passes(bias=lambda dZ: dZ.sum(axis=1, keepdims=True)), "adds up over the units"),
    "the sign": (lambda *case: [-d for d in passes()(*case)], "sign is flipped"),
    "zeros": (lambda *case: [0 * d for d in passes()(*case)], "zero everywhere"),
    "constants": (lambda X, Y, *params: [np.ones_like(p) for p in params], "the same"),
    "swapped": (lambda *case: passes()(*case)[::-1], "in another order"),
    "two of four": (lambda *case: passes()(*case)[:2], "4 results are wanted"),
    "dW2 transposed": (
        lambda *case: [d.T if i == 2 else d for i, d in enumerate(passes()(*case))],
        "dW2: it is the transpose",
    ),
}


@pytest.mark.parametrize("answer, words", WRONG_REPAIRS.values(), ids=WRONG_REPAIRS.keys())
def test_a_fault_that_is_left_is_wrong_and_named(answer, words):
    verdict = exercise.repaired(answer)
    assert verdict.kind == WRONG and words in verdict.words, verdict


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
    ("values", "words"),
    [
        ({}, "The width is 8: make it 4 or less"),
        ({"width": 4}, "try other starts and rates"),
        ({"width": 4, "initialization": "zeros"}, "start alike"),
        ({"width": 4, "activation": "identity"}, "one line"),
        ({"width": 3, "initialization": "large: normal 3", "rate": 0.5}, "You are close"),
        ({"width": 8, "initialization": "He", "rate": 0.2}, "The width is 8"),
        ({"width": 8, "initialization": "large: normal 3", "rate": 0.5}, "Width 8 can do it"),
    ],
)
def test_the_game_says_what_is_missing(values, words):
    lab = at(**values)
    verdict = exercise.reach(lab)
    assert verdict.kind == NOT_YET and words in verdict.words and lab.words in verdict.words, verdict
