"""The exercises of notebook 11: right answers of another kind, and what the game says on the way."""

import numpy as np
import pytest

from backprop_course.lessons.feed_it_in_batches import exercises as exercise
from backprop_course.lessons.feed_it_in_batches.lab import feed_it_in_batches
from backprop_course.tasks.verdict import Kind


@pytest.mark.parametrize(
    "answer",
    [
        lambda gs, sizes: np.average(gs, axis=0, weights=sizes),
        lambda gs, sizes: sizes @ gs / np.sum(sizes),
        lambda gs, sizes: sum(n / sizes.sum() * g for n, g in zip(sizes, gs, strict=True)),
    ],
)
def test_the_whole_gradient_by_another_way_is_right(answer):
    assert exercise.whole(answer).kind is Kind.RIGHT


def by_counting(order, first, size):
    """The rows of a batch, one by one."""
    return [order[place] for place in range(len(order)) if first <= place < first + size]


def by_steps(rate, size):
    """The floor, by steps until they change it no more."""
    square = 0.0
    for _ in range(2000):
        square = (1 - rate) ** 2 * square + rate**2 / size
    return square / 2


@pytest.mark.parametrize(("blank", "answer"), [("rows_of", by_counting), ("floor", by_steps)])
def test_a_blank_filled_by_another_way_is_right(blank, answer):
    assert getattr(exercise, blank)(answer).kind is Kind.RIGHT


def by_pairs(rows, size):
    """The noise from all inner products of pairs of distances."""
    away = rows - rows.mean(axis=0)
    products, N = away @ away.T, len(rows)
    same, others = np.trace(products) / N, (products.sum() - np.trace(products)) / (N * (N - 1))
    return np.sqrt(max(0, (size * same + size * (size - 1) * others) / size**2))


def by_the_sample_variance(rows, size):
    """The noise with ddof=1, where the factor becomes 1 - size/N."""
    return np.sqrt(rows.var(axis=0, ddof=1).sum() / size * (1 - size / len(rows)))


@pytest.mark.parametrize("answer", [by_pairs, by_the_sample_variance])
def test_the_noise_by_another_way_is_right(answer):
    assert exercise.noise(answer).kind is Kind.RIGHT


@pytest.fixture(scope="module")
def lab():
    """One lab for all positions of the game."""
    return feed_it_in_batches()


@pytest.mark.parametrize(
    ("size", "rate", "to_set"),
    [
        (16, 0.6, ""),
        (8, 0.15, " Still to set: batch size is 8."),
        (64, 1.2, " Still to set: batch size is 64."),
    ],
)
def test_the_game_says_where_it_is_and_what_is_to_set(lab, size, rate, to_set):
    lab.controls["size"].value, lab.controls["rate"].value = size, rate
    verdict = exercise.scaled(lab)
    assert verdict.kind is Kind.NOT_YET and verdict.words.endswith(f"Now: {lab.words}{to_set}"), verdict
