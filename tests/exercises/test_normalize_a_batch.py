"""The exercises of notebook 12: right answers of another kind."""

import numpy as np
import pytest

from backprop_course.lessons.normalize_a_batch import exercises as exercise
from backprop_course.tasks.verdict import Kind


def by_jacobian(dy, gamma, standard, s):
    n, dx = len(dy), np.empty_like(dy)
    for k in range(dy.shape[1]):
        column = standard[:, k]
        dx[:, k] = (np.eye(n) - 1 / n - np.outer(column, column) / n) @ dy[:, k] * gamma[0, k] / s[0, k]
    return dx


def by_gradients(dy, gamma, standard, s):
    n = len(dy)
    return gamma / (n * s) * (n * dy - dy.sum(axis=0) - standard * (dy * standard).sum(axis=0))


@pytest.mark.parametrize("answer", [by_jacobian, by_gradients])
def test_the_backward_by_another_way_is_right(answer):
    assert exercise.dx(answer).kind is Kind.RIGHT


def test_the_affine_layer_by_two_evaluations_is_right():
    def answer(gamma, beta, mean, var, eps):
        def norm(x):
            return gamma * (x - mean) / np.sqrt(var + eps) + beta

        return norm(1.0) - norm(0.0), norm(0.0)

    assert exercise.affine(answer).kind is Kind.RIGHT


def test_folding_by_a_diagonal_matrix_is_right():
    assert exercise.fold(lambda W, b, a, c: (W @ np.diag(a[0]), b @ np.diag(a[0]) + c)).kind is Kind.RIGHT
