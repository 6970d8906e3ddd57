"""The exercises of notebook 14: right answers of another kind, and one that changes what it is handed."""

import numpy as np
import pytest

from backprop_course.lessons.read_handwriting import exercises as exercise
from backprop_course.tasks.verdict import Kind


def by_loops(on):
    """Block by block."""
    return [[on[4 * i : 4 * i + 4, 4 * j : 4 * j + 4].sum() for j in range(8)] for i in range(8)]


def by_two_products(on):
    """Sums of rows and of columns as matrix products."""
    add = np.kron(np.eye(8), np.ones((1, 4)))
    return add @ on @ add.T


@pytest.mark.parametrize("answer", [by_loops, by_two_products])
def test_blocks_by_another_way_are_right(answer):
    assert exercise.blocks(answer).kind is Kind.RIGHT


def by_roots(right, n, z=1.96):
    """The ends as the roots of their quadratic equation."""
    return tuple(sorted(np.roots([n + z**2, -(2 * right + z**2), right**2 / n]).real))


def test_wilsons_interval_by_its_equation_is_right():
    assert exercise.interval(by_roots).kind is Kind.RIGHT


def by_variance(accuracies):
    half = 1.96 * np.sqrt(np.var(accuracies, ddof=1) / accuracies.size)
    return tuple(np.mean(accuracies) + sign * half for sign in (-1, 1))


def by_distances(accuracies):
    n, mean = len(accuracies), sum(accuracies) / len(accuracies)
    half = 1.96 * (sum((a - mean) ** 2 for a in accuracies) / (n - 1) / n) ** 0.5
    return mean - half, mean + half


@pytest.mark.parametrize("answer", [by_variance, by_distances])
def test_an_interval_of_starts_by_another_way_is_right(answer):
    assert exercise.starts(answer).kind is Kind.RIGHT


def test_shares_class_by_class_are_right():
    def answer(counts):
        classes = range(len(counts))
        found = [counts[k, k] / sum(counts[k, j] for j in classes) for k in classes]
        return found, [counts[k, k] / sum(counts[j, k] for j in classes) for k in classes]

    assert exercise.shares(answer).kind is Kind.RIGHT


def test_an_answer_that_makes_its_counts_writable_and_changes_them_is_wrong():
    def answer(counts):
        counts.setflags(write=True)
        counts[0, 0] += 1
        return np.diag(counts) / counts.sum(axis=1), np.diag(counts) / counts.sum(axis=0)

    verdict = exercise.shares(answer)
    assert verdict.kind is Kind.WRONG and "changes what it is handed" in verdict.words
