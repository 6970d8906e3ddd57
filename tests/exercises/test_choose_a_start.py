"""The exercises of first weights: right answers of another kind, and numbers that are nearly right."""

import numpy as np
import pytest

from backprop_course.lessons.choose_a_start import exercises as exercise
from backprop_course.tasks.verdict import Kind


@pytest.mark.parametrize(
    "answer",
    [
        lambda std, a, n: std**2 * (a * a).sum() / len(a),
        lambda std, a, n: std**2 * a.shape[1] * (a.var() + a.mean() ** 2),
    ],
)
def test_the_mean_square_by_any_way_is_right(answer):
    assert exercise.mean_square(answer).kind is Kind.RIGHT


@pytest.mark.parametrize("answer", [0.0816, 0.0817, np.float32(0.08165)])
def test_the_start_after_relu_is_right_to_three_digits(answer):
    assert exercise.std(answer).kind is Kind.RIGHT


@pytest.mark.parametrize(
    ("words", "answer"), [("by 13.5", 0.3), ("by 0: it wants", 0), ("not it", -3), ("not it", np.inf)]
)
def test_another_start_is_told_what_it_does(words, answer):
    assert words in exercise.std(answer).words


def test_uniform_weights_by_another_way_are_right():
    def answer(u):
        bound = np.sqrt(6 / sum(u.shape))
        return -bound + 2 * bound * u

    assert exercise.uniform(answer).kind is Kind.RIGHT


@pytest.mark.parametrize(
    ("words", "answer"), [("four weights", 4), ("far must", 2), ("how many other", 0.25)]
)
def test_half_the_weights_on_a_shorter_path_are_told_apart(words, answer):
    assert exercise.twice(1.0).kind is Kind.RIGHT and words in exercise.twice(answer).words.lower()


def test_a_start_by_another_way_is_right():
    def answer(normals):
        pairs = [[N / np.sqrt(len(N) / 2), N[:1] * 0] for N in normals]
        return sum(pairs, [])

    assert exercise.network(answer).kind is Kind.RIGHT
