"""The exercises of notebook 03: typical wrong answers, right ones; and the numbers of its peer."""

import ast
import math

import numpy as np
import pytest
from notebooks_on_stage import FOLDER, cells

from backprop_course import data
from backprop_course.lessons.split_two_classes import exercises as exercise
from backprop_course.lessons.split_two_classes.exercises import GRADIENTS, LOSSES, SIGNALS
from backprop_course.lessons.split_two_classes.lab import CROSS_ENTROPY, SQUARED_ERROR, split_two_classes
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG

MISTAKES = (
    dict.fromkeys(LOSSES, exercise.stable_loss)
    | dict.fromkeys(GRADIENTS, exercise.gradient)
    | dict.fromkeys(SIGNALS, exercise.softmax_gradient)
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_known_mistake_is_called_by_its_own_words(mistake):
    assert MISTAKES[mistake](mistake.answer) == (WRONG, mistake.words)


def squash(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def by_the_book(z, y):
    with np.errstate(all="ignore"):
        a = 1 / (1 + np.exp(-z))
        return (-y * np.log(a) - (1 - y) * np.log(1 - a)).mean()


def clipped_probability(z, y):
    a = np.clip(squash(z), 1e-12, 1 - 1e-12)
    return (-y * np.log(a) - (1 - y) * np.log(1 - a)).mean()


def padded_log(z, y):
    a = squash(z)
    return -np.mean(y * np.log(a + 1e-8) + (1 - y) * np.log(1 - a + 1e-8))


def overflowing_logit(z, y):
    return np.mean(np.log(1 + np.exp(z)) - y * z)


def careless_log(z, y):
    return (np.maximum(z, 0) - y * z + np.log(1 + np.exp(-np.abs(z)))).mean()


def half_of_the_loss(z, y):
    return (y * np.logaddexp(0, -z)).mean()


def without_bend(z, y):
    return np.maximum((1 - y) * z, -y * z).mean()


def loses_small_digits(z, y):
    return (np.logaddexp(0, z) - y * z).mean()


def summed(z, y):
    return (np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))).sum()


def one_per_row(z, y):
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


WRONG_LOSSES = {
    by_the_book: "nan or inf",
    overflowing_logit: "nan or inf",
    clipped_probability: "caps the loss",
    padded_log: "caps the loss",
    loses_small_digits: "a tiny number to a large one",
    careless_log: "a tiny number to a large one",
    summed: "sum over the rows",
    one_per_row: "one loss for each row",
    half_of_the_loss: "(1 − y) part is missing",
    without_bend: "straight parts",
    lambda z, y: np.log(squash(z)).mean(): "it gives inf",
    lambda z, y: -one_per_row(z, y).mean(): "sign is flipped",
    lambda z, y: np.log(2): "the same whatever it is handed",
    lambda z, y: 0.0: "zero everywhere",
    lambda z, y: [one_per_row(z, y).mean()]: "its shape is (1,)",
    lambda z, y: math.log(1 + math.exp(-z)): "TypeError in the line",
}


@pytest.mark.parametrize("answer", WRONG_LOSSES)
def test_a_wrong_loss_is_wrong_and_named(answer):
    verdict = exercise.stable_loss(answer)
    assert verdict.kind == WRONG and WRONG_LOSSES[answer] in verdict.words, verdict


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


def averaged_bias(W, b, x, y):
    dz = signal(W, b, x, y)
    return x.T @ dz, dz.mean(axis=0, keepdims=True)


WRONG_GRADIENTS = {
    from_signal(lambda W, b, x, y: len(x) * signal(W, b, x, y)): "1/n is missing",
    from_signal(lambda *arrays: -signal(*arrays)): "sign is flipped",
    from_signal(lambda *arrays: 2 * signal(*arrays)): "twice too large",
    from_signal(with_the_slope): "squared error's",
    from_signal(lambda W, b, x, y: (x @ W + b - y) / len(x)): "a = σ(z)",
    from_signal(lambda W, b, x, y: signal(W, 0, x, y)): "without b",
    private_bias: "one number for each row",
    lost_axis: "db has lost an axis",
    lambda W, b, x, y: (x.T @ signal(W, b, x, y), signal(W, b, x, y).sum()): "db is a plain number",
    averaged_bias: "1/n is taken twice",
    transposed: "dW is transposed",
    lambda W, b, x, y: (0 * W, 0 * b): "zero everywhere",
    lambda W, b, x, y: signal(W, b, x, y): "Return dW and db",
    from_signal(lambda *arrays: 3 * signal(*arrays)): "times 3",
}


@pytest.mark.parametrize("answer", WRONG_GRADIENTS)
def test_a_wrong_gradient_is_wrong_and_named(answer):
    verdict = exercise.gradient(answer)
    assert verdict.kind == WRONG and WRONG_GRADIENTS[answer] in verdict.words, verdict


def test_the_gradient_is_right():
    assert exercise.gradient(from_signal(signal)).kind == RIGHT


def soft(z, axis=1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def overflows(z, Y):
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return (e / e.sum(axis=1, keepdims=True) - Y) / len(z)


def one_largest_for_all(z, Y):
    e = np.exp(z - z.max())
    return (e / e.sum(axis=1, keepdims=True) - Y) / len(z)


WRONG_SIGNALS = {
    overflows: "overflows",
    one_largest_for_all: "the matrix's largest logit",
    lambda z, Y: (soft(z, axis=0) - Y) / len(z): "columns add up to 1",
    lambda z, Y: (soft(z, axis=None) - Y) / len(z): "over the whole matrix",
    lambda z, Y: soft(z) - Y: "1/n is missing",
    lambda z, Y: (soft(z) - Y) / z.size: "average over the classes too",
    lambda z, Y: (Y - soft(z)) / len(z): "sign is flipped",
    lambda z, Y: (squash(z) - Y) / len(z): "sigmoid of each logit",
    lambda z, Y: (soft(z) - Y) * soft(z) * (1 - soft(z)) / len(z): "only the diagonal",
    lambda z, Y: soft(z) / len(z): "probabilities alone",
    lambda z, Y: ((soft(z) - Y) / len(z)).T: "transpose",
    lambda z, Y: ((soft(z) - Y) / len(z)).sum(axis=0): "dz: its shape is (3,), but must be (5, 3)",
    lambda z, Y: 0 * z: "zero everywhere",
    lambda z, Y: np.ones_like(z): "the same whatever it is handed",
}


@pytest.mark.parametrize("answer", WRONG_SIGNALS)
def test_a_wrong_error_signal_is_wrong_and_named(answer):
    verdict = exercise.softmax_gradient(answer)
    assert verdict.kind == WRONG and WRONG_SIGNALS[answer] in verdict.words, verdict


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
