"""The exercises of explanations: right answers of another kind."""

import numpy as np
import pytest

from backprop_course.lessons.explain_a_prediction import exercises as exercise
from backprop_course.tasks.verdict import Kind


def by_differences(score, x, h=1e-5):
    found = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        move = np.zeros_like(x)
        move[place] = h
        found[place] = (score(x + move) - score(x - move)) / (2 * h)
    return found


def deep_by_rows(x, W1, b1, W2, b2, W3):
    maps = []
    for row in x:
        a1 = np.tanh(row @ W1 + b1[0])
        a2 = np.tanh(a1 @ W2 + b2[0])
        maps.append(W1 @ np.diag(1 - a1**2) @ W2 @ np.diag(1 - a2**2) @ W3[:, 0])
    return np.array(maps)


def test_the_deeper_map_by_jacobians_is_right():
    assert exercise.deep(deep_by_rows).kind is Kind.RIGHT


def test_the_deeper_map_is_the_slope():
    for x, W1, b1, W2, b2, W3 in exercise.deep.cases():

        def score(x, W1=W1, b1=b1, W2=W2, b2=b2, W3=W3):
            return (np.tanh(np.tanh(x @ W1 + b1) @ W2 + b2) @ W3).sum()

        np.testing.assert_allclose(
            exercise.deep.truth(x, W1, b1, W2, b2, W3), by_differences(score, x), atol=1e-8
        )


def two_maps(W1, b1, W2, b2, x, k, j):
    slopes = 1 - np.tanh(x @ W1 + b1) ** 2
    of_k, of_j = ((slopes * W2[:, each]) @ W1.T for each in (k, j))
    return of_k - of_j


def test_one_map_less_another_is_right():
    assert exercise.against(two_maps).kind is Kind.RIGHT


@pytest.mark.parametrize("pieces", [1, 7, 1000])
def test_the_share_of_a_product_is_half_of_it(pieces):
    t = (np.arange(pieces) + 0.5) / pieces
    share = 4 * (3 * t).mean()  # the gradient by the first input is the second
    assert exercise.product(share).kind is Kind.RIGHT and exercise.product(share + 0.5).kind is Kind.WRONG
