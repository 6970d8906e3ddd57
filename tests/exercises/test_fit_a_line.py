"""The exercises of notebook 02: stubs, typical wrong answers, and right ones."""

import numpy as np
import pytest

from backprop_course.exercises import fit_a_line as exercise
from backprop_course.exercises.verdicts import NOT_YET, RIGHT, WRONG
from backprop_course.labs.fit_a_line import STANDARDIZED, fit_a_line


def stub(*arguments):
    ...


@pytest.mark.parametrize("judged", [exercise.gradient, exercise.normal_equations, exercise.standardize])
def test_a_stub_is_not_yet_an_answer(judged):
    assert judged(stub).kind == NOT_YET


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


@pytest.mark.parametrize(
    "answer", [with_half, summed_bias, averaged_over_columns_too, transposed, lost_axis, flipped_sign]
)
def test_a_wrong_gradient_is_wrong(answer):
    assert exercise.gradient(answer).kind == WRONG


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


@pytest.mark.parametrize("answer", [through_the_origin, bias_first, bias_without_its_axis])
def test_a_wrong_fit_is_wrong(answer):
    assert exercise.normal_equations(answer).kind == WRONG


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


@pytest.mark.parametrize("answer", [each_by_its_own, by_both_together, over_all_columns, by_variance])
def test_a_wrong_standardization_is_wrong(answer):
    assert exercise.standardize(answer).kind == WRONG


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
