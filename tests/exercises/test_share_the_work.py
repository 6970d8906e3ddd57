"""The exercises of shared work: right answers of another kind, and whole rings of right rounds."""

import numpy as np
import pytest

from backprop_course.lessons.share_the_work import exercises as exercise
from backprop_course.tasks.verdict import Kind


def by_stacking(grads, sizes):
    weights = np.array(sizes) / np.sum(sizes)
    return [np.tensordot(weights, np.stack(arrays), axes=1) for arrays in zip(*grads, strict=True)]


def by_rolling(parts, number):
    n = len(parts)
    machines = np.arange(n)
    moved = np.zeros_like(parts)
    moved[(machines + 1) % n, (machines - number) % n] = parts[machines, (machines - number) % n]
    return parts + moved


def test_other_ways_are_right():
    assert exercise.together(by_stacking).kind is Kind.RIGHT
    assert exercise.ring_round(by_rolling).kind is Kind.RIGHT


def test_statistics_are_those_of_the_rows():
    rows = np.random.default_rng(3).normal(5, 2, (12, 3))
    shards = np.split(rows, [2, 7])
    sizes = np.array([len(each) for each in shards])
    sums, squares = (
        np.array([f(each) for each in shards]) for f in (lambda r: r.sum(0), lambda r: (r**2).sum(0))
    )
    mean, variance = exercise.joined.truth(sizes, sums, squares)
    np.testing.assert_allclose(mean, rows.mean(axis=0))
    np.testing.assert_allclose(variance, rows.var(axis=0))


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8])
def test_all_rounds_leave_a_whole_piece_on_each_machine(n):
    first = parts = np.random.default_rng(n).normal(size=(n, n))
    for number in range(n - 1):
        parts = exercise.ring_round.truth(parts, number)
    for machine in range(n):
        piece = (machine + 1) % n
        assert parts[machine, piece] == pytest.approx(first[:, piece].sum())


def test_the_lesson_s_table_of_three_machines():
    parts = np.array([[1.0, 2, 3], [10, 20, 30], [100, 200, 300]])
    one = exercise.ring_round.truth(parts, 0)
    two = exercise.ring_round.truth(one, 1)
    assert one.tolist() == [[1, 2, 303], [11, 20, 30], [100, 220, 300]]
    assert two.tolist() == [[1, 222, 303], [11, 20, 333], [111, 220, 300]]


@pytest.mark.parametrize("number", [174, 176, 100, 0])
def test_another_number_of_bytes_is_wrong(number):
    assert exercise.sent(175).kind is Kind.RIGHT
    assert exercise.sent(number * 1.05).kind is Kind.WRONG
