"""The exercises of notebook 02: right answers of another kind, and answers that only just fail."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from backprop_course import data
from backprop_course.lessons.fit_a_line import exercises as exercise
from backprop_course.lessons.fit_a_line import experiments, pictures
from backprop_course.nn import plain
from backprop_course.tasks.verdict import Kind


def test_a_gradient_summed_row_by_row_is_right():
    def answer(W, b, x, y):
        dW, db = np.zeros_like(W), np.zeros_like(b)
        for row, target in zip(x, y, strict=True):
            residual = row @ W + b - target
            dW += 2 * np.outer(row, residual) / len(x)
            db += 2 * residual / len(x)
        return dW, db

    assert exercise.gradient(answer).kind is Kind.RIGHT


def test_a_product_that_does_not_fit_is_shown_in_its_line():
    def answer(W, b, x, y):
        R = x @ W + b - y
        return x @ R, R.mean(axis=0, keepdims=True)

    verdict = exercise.gradient(answer)
    assert verdict.kind is Kind.WRONG
    assert "in the line `return x @ R, R.mean(axis=0, keepdims=True)`" in verdict.words


def test_a_fit_by_centering_is_right():
    def answer(x, y):
        W = np.linalg.pinv(x - x.mean(axis=0)) @ (y - y.mean(axis=0))
        return W, y.mean(axis=0, keepdims=True) - x.mean(axis=0) @ W

    assert exercise.normal_equations(answer).kind is Kind.RIGHT


def test_a_standardization_as_one_product_is_right():
    def answer(train, test):
        scale = np.diag(1 / np.sqrt((train**2).mean(axis=0) - train.mean(axis=0) ** 2))
        return (train - train.mean(axis=0)) @ scale, (test - train.mean(axis=0)) @ scale

    assert exercise.standardize(answer).kind is Kind.RIGHT


def test_an_answer_that_writes_into_its_arguments_is_wrong():
    def answer(train, test):
        train -= train.mean(axis=0)
        return train, test

    assert exercise.standardize(answer).kind is Kind.WRONG


def predict(params, X):
    return X @ params[0] + params[1]


def loss(P, Y):
    return ((P - Y) ** 2).mean() / 2


def my_backward(params, X, Y):
    dP = (predict(params, X) - Y) / len(X)
    return [X.T @ dP, dP.sum(axis=0, keepdims=True)]


def my_step(params, grads, rate):
    return [param - rate * grad for param, grad in zip(params, grads, strict=True)]


def uphill(params, grads, rate):
    return [param + rate * grad for param, grad in zip(params, grads, strict=True)]


def test_your_functions_are_taken_where_they_are_right_and_it_is_said(capsys):
    mine = my_backward, my_step, plain.train
    assert experiments.yours_or_ours(*mine, predict, loss) == mine
    assert capsys.readouterr().out == "backward: yours\nstep: yours\ntrain: yours\n"
    backward, step, _ = experiments.yours_or_ours(my_backward, uphill, None, predict, loss)
    assert backward is my_backward and step is plain.step
    assert capsys.readouterr().out == "backward: yours\nstep: the course's\ntrain: the course's\n"


@pytest.mark.parametrize("wrong", [None, lambda *arguments: (arguments[0], [])])
def test_the_course_s_find_the_tariff_and_stay_the_course_s_on_a_second_run(wrong, capsys):
    X, Y = data.rides()
    chosen = [wrong] * 3
    for _ in range(2):
        chosen = experiments.yours_or_ours(*chosen, predict, loss)
    assert "yours" not in capsys.readouterr().out
    (W, b), losses = chosen[2]([np.zeros((2, 1)), np.zeros((1, 1))], X, Y, 0.06, 3000)
    assert np.allclose(np.vstack([W, b]), np.vstack(experiments.least_squares(X, Y)), atol=1e-6)
    assert len(losses) == 3000 and losses[0] == loss(0, Y)


def test_beyond_its_limit_the_loss_is_drawn_as_far_as_it_is_finite():
    still = pictures.training([*np.logspace(0, 100), np.inf, np.inf])
    assert still.words == "The loss goes from 1.00 to inf in 52 steps."


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
