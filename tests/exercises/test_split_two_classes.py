"""The exercises of notebook 03: stubs, typical wrong answers, right ones; and the numbers of its peer."""

import ast

import numpy as np
import pytest
from notebooks_on_stage import FOLDER, cells

from backprop_course import data
from backprop_course.exercises import split_two_classes as exercise
from backprop_course.exercises.verdicts import NOT_YET, RIGHT, WRONG
from backprop_course.labs.split_two_classes import CROSS_ENTROPY, SQUARED_ERROR, split_two_classes


def stub(*arguments):
    ...


@pytest.mark.parametrize("judged", [exercise.stable_loss, exercise.gradient, exercise.softmax_gradient])
def test_a_stub_is_not_yet_an_answer(judged):
    assert judged(stub).kind == NOT_YET


def squash(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def by_the_book(z, y):
    with np.errstate(all="ignore"):
        a = 1 / (1 + np.exp(-z))
        return (-y * np.log(a) - (1 - y) * np.log(1 - a)).mean()


def clipped_probability(z, y):
    a = np.clip(squash(z), 1e-12, 1 - 1e-12)
    return (-y * np.log(a) - (1 - y) * np.log(1 - a)).mean()


def loses_small_digits(z, y):
    return (np.logaddexp(0, z) - y * z).mean()


def summed(z, y):
    return (np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))).sum()


def one_per_row(z, y):
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


@pytest.mark.parametrize(
    "answer", [by_the_book, clipped_probability, loses_small_digits, summed, one_per_row]
)
def test_a_wrong_loss_is_wrong(answer):
    assert exercise.stable_loss(answer).kind == WRONG


def test_a_loss_written_another_way_is_right():
    def answer(z, y):
        return (y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)).mean()

    assert exercise.stable_loss(answer).kind == RIGHT


def signal(W, b, x, y):
    return (squash(x @ W + b) - y) / len(x)


def from_signal(dz_of):
    """The gradient that belongs to an error signal."""

    def answer(W, b, x, y):
        dz = dz_of(W, b, x, y)
        return x.T @ dz, dz.sum(axis=0, keepdims=True)

    return answer


def with_the_slope(W, b, x, y):
    a = squash(x @ W + b)
    return signal(W, b, x, y) * a * (1 - a)


def private_bias(W, b, x, y):
    dz = signal(W, b, x, y)
    return x.T @ dz, dz.sum(axis=1, keepdims=True)


def lost_axis(W, b, x, y):
    dz = signal(W, b, x, y)
    return x.T @ dz, dz.sum(axis=0)


def transposed(W, b, x, y):
    dz = signal(W, b, x, y)
    return dz.T @ x, dz.sum(axis=0, keepdims=True)


WRONG_GRADIENTS = {
    "sum instead of mean": from_signal(lambda W, b, x, y: len(x) * signal(W, b, x, y)),
    "flipped sign": from_signal(lambda *arrays: -signal(*arrays)),
    "squared error's": from_signal(with_the_slope),
    "private bias": private_bias,
    "lost axis": lost_axis,
    "transposed": transposed,
}


@pytest.mark.parametrize("answer", WRONG_GRADIENTS.values(), ids=WRONG_GRADIENTS.keys())
def test_a_wrong_gradient_is_wrong(answer):
    assert exercise.gradient(answer).kind == WRONG


def test_the_gradient_is_right():
    assert exercise.gradient(from_signal(signal)).kind == RIGHT


def soft(z, axis=1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def overflows(z, Y):
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return (e / e.sum(axis=1, keepdims=True) - Y) / len(z)


WRONG_SIGNALS = {
    "overflows": overflows,
    "over the rows": lambda z, Y: (soft(z, axis=0) - Y) / len(z),
    "sum instead of mean": lambda z, Y: soft(z) - Y,
    "mean over all entries": lambda z, Y: (soft(z) - Y) / z.size,
    "sigmoid": lambda z, Y: (squash(z) - Y) / len(z),
    "diagonal only": lambda z, Y: (soft(z) - Y) * soft(z) * (1 - soft(z)) / len(z),
}


@pytest.mark.parametrize("answer", WRONG_SIGNALS.values(), ids=WRONG_SIGNALS.keys())
def test_a_wrong_error_signal_is_wrong(answer):
    assert exercise.softmax_gradient(answer).kind == WRONG


def test_the_error_signal_is_right():
    assert exercise.softmax_gradient(lambda z, Y: (soft(z) - Y) / len(z)).kind == RIGHT


def at(rate, scale, loss):
    """A lab with its controls set."""
    a_lab = split_two_classes()
    for name, value in {"rate": rate, "scale": scale, "loss": loss}.items():
        a_lab.controls[name].value = value
    return a_lab


@pytest.mark.parametrize("rate, scale", [(100, 10), (100, 12.6), (200, 10)])
def test_the_game_is_won_with_a_large_rate(rate, scale):
    assert exercise.escape(at(rate, scale, SQUARED_ERROR)).kind == RIGHT


@pytest.mark.parametrize(
    "rate, scale, loss",
    [(1, 10, SQUARED_ERROR), (10, 10, SQUARED_ERROR), (100, 5, SQUARED_ERROR), (10, 10, CROSS_ENTROPY)],
)
def test_the_game_allows_no_short_cut(rate, scale, loss):
    assert exercise.escape(at(rate, scale, loss)).kind == NOT_YET


def test_scikit_learn_finds_the_coefficients_that_the_notebook_names():
    from sklearn.linear_model import LogisticRegression

    sources = [cell.source for cell in cells(FOLDER / "03_split_two_classes.ipynb")]
    (source,) = [source for source in sources if source.startswith("peer = ")]
    line, features = [ast.parse(source).body[i].value for i in (0, 1)]
    peer, pair = ast.literal_eval(line.args[0]), ast.literal_eval(features)
    x, _, y, _ = data.split(*data.breast_cancer())
    x = data.standardize(x)[:, pair]
    fitted = LogisticRegression(C=np.inf, tol=1e-12, solver="newton-cholesky").fit(x, y[:, 0])
    assert [*fitted.coef_[0], *fitted.intercept_] == pytest.approx(peer, abs=1e-6)
