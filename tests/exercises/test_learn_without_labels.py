"""The exercises of codes: right answers of another kind."""

import numpy as np
import pytest

from backprop_course.lessons.learn_without_labels import exercises as exercise
from backprop_course.tasks.verdict import Kind


def by_singular_values(X, k):
    mean = X.mean(axis=0)
    U, s, Vt = np.linalg.svd(X - mean, full_matrices=False)
    return mean + (U[:, :k] * s[:k]) @ Vt[:k]


def by_numbers(X, E):
    def loss(E):
        return ((X @ E @ E.T - X) ** 2).sum() / 2 / len(X)

    found, h = np.zeros_like(E), 1e-5
    for place in np.ndindex(E.shape):
        move = np.zeros_like(E)
        move[place] = h
        found[place] = (loss(E + move) - loss(E - move)) / (2 * h)
    return found


def test_the_best_plane_by_singular_values_is_right():
    assert exercise.plane(by_singular_values).kind is Kind.RIGHT


def test_the_derivative_of_tied_weights_is_the_slope():
    for X, E in exercise.tied.cases():
        np.testing.assert_allclose(exercise.tied.truth(X, E), by_numbers(X, E), atol=1e-7)


@pytest.mark.parametrize("number", [20, 22, 1, 64, 21.5])
def test_another_size_is_wrong(number):
    assert exercise.size(21).kind is Kind.RIGHT and exercise.size(number).kind is Kind.WRONG
