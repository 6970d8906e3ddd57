"""The exercises of notebook 02: right answers of another kind, and answers that only just fail."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from backprop_course import data
from backprop_course.lessons.fit_a_line import exercises as exercise
from backprop_course.lessons.fit_a_line import experiments
from backprop_course.nn import plain
from backprop_course.tasks.verdict import RIGHT, WRONG


def test_a_gradient_summed_row_by_row_is_right():
    def answer(W, b, x, y):
        dW, db = np.zeros_like(W), np.zeros_like(b)
        for row, target in zip(x, y, strict=True):
            residual = row @ W + b - target
            dW += 2 * np.outer(row, residual) / len(x)
            db += 2 * residual / len(x)
        return dW, db

    assert exercise.gradient(answer).kind is RIGHT


def test_a_product_that_does_not_fit_is_shown_in_its_line():
    def answer(W, b, x, y):
        R = x @ W + b - y
        return x @ R, R.mean(axis=0, keepdims=True)

    verdict = exercise.gradient(answer)
    assert verdict.kind is WRONG
    assert "in the line `return x @ R, R.mean(axis=0, keepdims=True)`" in verdict.words


def test_a_fit_by_centering_is_right():
    def answer(x, y):
        W = np.linalg.pinv(x - x.mean(axis=0)) @ (y - y.mean(axis=0))
        return W, y.mean(axis=0, keepdims=True) - x.mean(axis=0) @ W

    assert exercise.normal_equations(answer).kind is RIGHT


def test_a_standardization_as_one_product_is_right():
    def answer(train, test):
        scale = np.diag(1 / np.sqrt((train**2).mean(axis=0) - train.mean(axis=0) ** 2))
        return (train - train.mean(axis=0)) @ scale, (test - train.mean(axis=0)) @ scale

    assert exercise.standardize(answer).kind is RIGHT


def test_an_answer_that_writes_into_its_arguments_is_wrong():
    def answer(train, test):
        train -= train.mean(axis=0)
        return train, test

    assert exercise.standardize(answer).kind is WRONG


def predict(params, X):
    return X @ params[0] + params[1]


def loss(P, Y):
    return ((P - Y) ** 2).mean() / 2


@pytest.mark.parametrize("answer", [None, lambda params, X, Y, rate, steps: (params, []), plain.train])
def test_the_tariff_is_found_by_your_loop_where_it_is_right_and_by_ours_elsewhere(answer):
    X, Y = data.rides()
    loop = experiments.yours_or_ours(answer, exercise.train, predict, loss, exercise.backward.truth)
    assert (loop is answer) == (answer is plain.train)
    if loop is not answer:
        (W, b), losses = loop([np.zeros((2, 1)), np.zeros((1, 1))], X, Y, 0.06, 3000)
        assert np.allclose(np.vstack([W, b]), np.vstack(experiments.least_squares(X, Y)), atol=1e-6)
        assert len(losses) == 3000 and losses[0] == loss(0, Y)


@pytest.mark.parametrize("name", ["as measured", "centered", "scaled", "standardized"])
def test_the_steps_that_are_computed_are_the_steps_of_a_walk(name):
    X, Y = data.rides()
    X = experiments.versions(X)[name]
    params, rate = [np.zeros((2, 1)), np.zeros((1, 1))], 1 / experiments.curvatures(X)[-1]
    W, b = experiments.least_squares(X, Y)
    near, walked = 1.01 * loss(predict([W, b], X), Y), 0
    while loss(predict(params, X), Y) > near:
        params, walked = plain.step(params, exercise.backward.truth(params, X, Y), rate), walked + 1
    assert walked == experiments.steps_needed(X, Y) > 1


def test_scores_are_those_of_another_library():
    (known,), (unseen,) = experiments.scores([3])
    x_train, x_test, y_train, y_test = data.split(*data.diabetes(), seed=3)
    model = LinearRegression().fit(x_train, y_train)
    assert np.isclose(known, model.score(x_train, y_train)) and np.isclose(
        unseen, model.score(x_test, y_test)
    )
