"""The exercises of notebook 02: right answers of another kind, and answers that only just fail."""

import numpy as np

from backprop_course.lessons.fit_a_line import exercises as exercise
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
