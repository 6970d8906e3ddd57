"""The exercises of notebook 02: typical wrong answers and what is said of them, and right ones."""

import numpy as np
import pytest

from backprop_course.lessons.fit_a_line import exercises as exercise
from backprop_course.lessons.fit_a_line.exercises import FITS, GRADIENTS, SCALINGS
from backprop_course.lessons.fit_a_line.lab import STANDARDIZED, fit_a_line
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG

MISTAKES = (
    dict.fromkeys(GRADIENTS, exercise.gradient)
    | dict.fromkeys(FITS, exercise.normal_equations)
    | dict.fromkeys(SCALINGS, exercise.standardize)
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.words[:40])
def test_every_known_mistake_is_called_by_its_own_words(mistake):
    assert MISTAKES[mistake](mistake.answer) == (WRONG, mistake.words)


def with_half(W, b, x, y):
    R = x @ W + b - y
    return x.T @ R / len(x), R.mean(axis=0, keepdims=True)


def summed_bias(W, b, x, y):
    R = x @ W + b - y
    return 2 * x.T @ R / len(x), np.full_like(b, 2 * R.sum() / len(x))


def averaged_over_columns_too(W, b, x, y):
    R = x @ W + b - y
    return 2 * x.T @ R / R.size, 2 * R.mean(axis=0, keepdims=True) / R.shape[1]


def transposed(W, b, x, y):
    R = x @ W + b - y
    return 2 * R.T @ x / len(x), 2 * R.mean(axis=0, keepdims=True)


def lost_axis(W, b, x, y):
    R = x @ W + b - y
    return 2 * x.T @ R / len(x), 2 * R.mean(axis=0)


def flipped_sign(W, b, x, y):
    R = y - (x @ W + b)
    return 2 * x.T @ R / len(x), 2 * R.mean(axis=0, keepdims=True)


def without_mean(W, b, x, y):
    R = x @ W + b - y
    return 2 * x.T @ R, 2 * R.sum(axis=0, keepdims=True)


def without_bias(W, b, x, y):
    R = x @ W - y
    return 2 * x.T @ R / len(x), 2 * R.mean(axis=0, keepdims=True)


def one_bias_a_row(W, b, x, y):
    R = x @ W + b - y
    return 2 * x.T @ R / len(x), 2 * R.sum(axis=1, keepdims=True) / len(x)


def mean_of_the_mean(W, b, x, y):
    R = x @ W + b - y
    return 2 * x.T @ R / len(x), 2 * R.mean(axis=0, keepdims=True) / len(x)


def half_a_bias(W, b, x, y):
    R = x @ W + b - y
    return 2 * x.T @ R / len(x), R.mean(axis=0, keepdims=True)


def does_not_fit(W, b, x, y):
    R = x @ W + b - y
    return x @ R, R.mean(axis=0, keepdims=True)


def one_number(W, b, x, y):
    R = x @ W + b - y
    return 2 * x.T @ R / len(x), 2 * np.sum(R) / len(x)


WRONG_GRADIENTS = {
    one_number: "db is one number",
    with_half: "*with* ½",
    without_mean: "1/n is missing",
    averaged_over_columns_too: "average over the targets too",
    flipped_sign: "sign is flipped",
    without_bias: "residual is without b",
    transposed: "dW is transposed",
    summed_bias: "db sums over the targets too",
    one_bias_a_row: "one number for each row",
    lost_axis: "db has lost an axis",
    mean_of_the_mean: "1/n is taken twice",
    half_a_bias: "db lacks the 2",
    does_not_fit: "in the line `return x @ R, R.mean(axis=0, keepdims=True)`",
    lambda W, b, x, y: (np.ones_like(W), np.ones_like(b)): "the same whatever it is handed",
    lambda W, b, x, y: (0 * W, 0 * b): "zero everywhere",
    lambda W, b, x, y: with_half(W, b, x, y)[0]: "Return dW and db",
    lambda W, b, x, y: (3 * with_half(W, b, x, y)[0], 3 * with_half(W, b, x, y)[1]): "times 1.5",
}


@pytest.mark.parametrize("answer", WRONG_GRADIENTS)
def test_a_wrong_gradient_is_wrong_and_named(answer):
    verdict = exercise.gradient(answer)
    assert verdict.kind == WRONG and WRONG_GRADIENTS[answer] in verdict.words, verdict


def test_a_gradient_from_a_package_is_right():
    def answer(W, b, x, y):
        dW, db = with_half(W, b, x, y)
        return 2 * dW, 2 * db

    assert exercise.gradient(answer).kind == RIGHT


def through_the_origin(x, y):
    return np.linalg.lstsq(x, y, rcond=None)[0], np.zeros((1, y.shape[1]))


def bias_first(x, y):
    theta = np.linalg.lstsq(np.hstack([np.ones((len(x), 1)), x]), y, rcond=None)[0]
    return theta[:-1], theta[-1:]


def bias_without_its_axis(x, y):
    theta = np.linalg.lstsq(np.hstack([x, np.ones((len(x), 1))]), y, rcond=None)[0]
    return theta[:-1], theta[-1]


def right_side_only(x, y):
    A = np.hstack([x, np.ones((len(x), 1))])
    return x.T @ y, (A.T @ y)[-1:]


def bias_afterwards(x, y):
    W = np.linalg.solve(x.T @ x, x.T @ y)
    return W, np.mean(y - x @ W, axis=0, keepdims=True)


def mean_as_bias(x, y):
    A = np.hstack([x, np.ones((len(x), 1))])
    return np.linalg.lstsq(A, y, rcond=None)[0][:-1], y.mean(axis=0, keepdims=True)


def all_in_one(x, y):
    A = np.hstack([x, np.ones((len(x), 1))])
    return np.linalg.solve(A.T @ A, A.T @ y)


def other_side(x, y):
    A = np.hstack([x, np.ones((len(x), 1))])
    return np.linalg.inv(A @ A.T) @ y, y[:1]


def swapped(x, y):
    theta = all_in_one(x, y)
    return theta[-1:], theta[:-1]


WRONG_FITS = {
    through_the_origin: "goes through the origin",
    bias_first: "ones stands before x",
    bias_without_its_axis: "b has lost an axis",
    right_side_only: "still to be solved",
    bias_afterwards: "fit them in one go",
    mean_as_bias: "b is the mean of y",
    swapped: "first W, then b",
    all_in_one: "2 results are wanted, but there is 1. Return W and b",
    other_side: "W: its shape is (20, 2), but must be (3, 2)",
    lambda x, y: (np.zeros((x.shape[1], y.shape[1])), 0 * y[:1]): "zero everywhere",
    lambda x, y: [-each for each in (all_in_one(x, y)[:-1], all_in_one(x, y)[-1:])]: "sign is flipped",
}


@pytest.mark.parametrize("answer", WRONG_FITS)
def test_a_wrong_fit_is_wrong_and_named(answer):
    verdict = exercise.normal_equations(answer)
    assert verdict.kind == WRONG and WRONG_FITS[answer] in verdict.words, verdict


def test_a_fit_by_centering_is_right():
    def answer(x, y):
        W = np.linalg.pinv(x - x.mean(axis=0)) @ (y - y.mean(axis=0))
        return W, y.mean(axis=0, keepdims=True) - x.mean(axis=0) @ W

    assert exercise.normal_equations(answer).kind == RIGHT


def each_by_its_own(train, test):
    return tuple((x - x.mean(axis=0)) / x.std(axis=0) for x in (train, test))


def by_both_together(train, test):
    both = np.vstack([train, test])
    return tuple((x - both.mean(axis=0)) / both.std(axis=0) for x in (train, test))


def over_all_columns(train, test):
    return tuple((x - train.mean()) / train.std() for x in (train, test))


def by_variance(train, test):
    return tuple((x - train.mean(axis=0)) / train.var(axis=0) for x in (train, test))


def over_rows(train, test):
    return tuple((x - x.mean(axis=1)) / x.std(axis=1) for x in (train, test))


WRONG_SCALINGS = {
    each_by_its_own: "test is scaled by its *own* numbers",
    by_both_together: "leak into training",
    over_all_columns: "one mean for the whole table",
    by_variance: "divide by the variance",
    lambda train, test: (train - train.mean(0), test - train.mean(0)): "moved, but not yet scaled",
    lambda train, test: (train / train.std(0), test / train.std(0)): "scaled, but not yet moved",
    lambda train, test: ((train - train.mean(0)) / train.std(0), test): "test is as it was",
    lambda train, test: (train - train.mean(0)) / train.std(0): "Return train and test",
    lambda train, test: (train, test): "",
    lambda train, test: (0 * train, 0 * test): "zero everywhere",
    over_rows: "broadcast",
}


@pytest.mark.parametrize("answer", WRONG_SCALINGS)
def test_a_wrong_standardization_is_wrong_and_named(answer):
    verdict = exercise.standardize(answer)
    assert verdict.kind == WRONG and WRONG_SCALINGS[answer] in verdict.words, verdict


def test_an_answer_that_writes_into_its_arguments_is_wrong():
    def answer(train, test):
        train -= train.mean(axis=0)
        return train, test

    assert exercise.standardize(answer).kind == WRONG


def at(rate, **others):
    """A lab with its controls set."""
    a_lab = fit_a_line()
    for name, value in {"rate": rate, **others}.items():
        a_lab.controls[name].value = value
    return a_lab


@pytest.mark.parametrize("rate", [0.6, 0.7, 0.9])
def test_the_game_is_won_at_a_good_rate(rate):
    assert exercise.far_start(at(rate)).kind == RIGHT


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.96, 1.1])
def test_the_game_is_not_won_at_another_rate(rate):
    assert exercise.far_start(at(rate)).kind == NOT_YET


@pytest.mark.parametrize("short_cut", [{"W": 3.5, "b": 0.5}, {"inputs": STANDARDIZED}, {"b": 6.5}])
def test_the_game_allows_no_short_cut(short_cut):
    assert exercise.far_start(at(0.8, **short_cut)).kind == NOT_YET
