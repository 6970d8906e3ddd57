"""The exercises of first weights: right answers of another kind, and numbers that are nearly right."""

import numpy as np
import pytest

from backprop_course.lessons.choose_a_start import exercises as exercise
from backprop_course.tasks.verdict import RIGHT


@pytest.mark.parametrize(
    "answer",
    [
        lambda std, a, n: std**2 * (a * a).sum() / len(a),
        lambda std, a, n: std**2 * a.shape[1] * (a.var() + a.mean() ** 2),
    ],
)
def test_the_size_by_any_way_is_right(answer):
    assert exercise.size(answer).kind is RIGHT


@pytest.mark.parametrize("answer", [0.0816, 0.0817, np.float32(0.08165)])
def test_the_start_after_relu_is_right_to_three_digits(answer):
    assert exercise.std(answer).kind is RIGHT


@pytest.mark.parametrize(
    ("words", "answer"), [("by 13.5", 0.3), ("by 0: it wants", 0), ("not it", -3), ("not it", np.inf)]
)
def test_another_start_is_told_what_it_does(words, answer):
    assert words in exercise.std(answer).words


def test_uniform_weights_by_another_way_are_right():
    def answer(u):
        bound = np.sqrt(6 / sum(u.shape))
        return -bound + 2 * bound * u

    assert exercise.uniform(answer).kind is RIGHT
