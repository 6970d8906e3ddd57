"""The exercises of notebook 14: right answers of another kind, and one that changes what it is handed."""

import numpy as np
import pytest

from backprop_course.lessons.read_handwriting import exercises as exercise
from backprop_course.lessons.read_handwriting.intervals import interval_of_mean
from backprop_course.tasks.verdict import RIGHT, WRONG


def by_waiting(losses, patience):
    """A counter in place of a difference."""
    best, waited, lowest = 0, 0, float("inf")
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, waited, lowest = epoch, 0, loss
        else:
            waited += 1
        if waited == patience:
            return best
    return best


def by_slices(losses, patience):
    """The first epoch that none of the next `patience` beats."""
    for epoch in range(len(losses)):
        if losses[epoch] == min(losses[: epoch + patience + 1]):
            return epoch


@pytest.mark.parametrize("answer", [by_waiting, by_slices])
def test_stopping_by_another_way_is_right(answer):
    assert exercise.stop(answer).kind is RIGHT


def by_variance(accuracies):
    half = 1.96 * np.sqrt(np.var(accuracies, ddof=1) / accuracies.size)
    return tuple(np.mean(accuracies) + sign * half for sign in (-1, 1))


@pytest.mark.parametrize("answer", [by_variance, interval_of_mean])
def test_an_interval_by_another_way_is_right(answer):
    assert exercise.interval(answer).kind is RIGHT


def test_shares_class_by_class_are_right():
    def answer(counts):
        classes = range(len(counts))
        found = [counts[k, k] / sum(counts[k, j] for j in classes) for k in classes]
        return found, [counts[k, k] / sum(counts[j, k] for j in classes) for k in classes]

    assert exercise.shares(answer).kind is RIGHT


def test_an_answer_that_makes_its_counts_writable_and_changes_them_is_wrong():
    def answer(counts):
        counts.setflags(write=True)
        counts[0, 0] += 1
        return np.diag(counts) / counts.sum(axis=1), np.diag(counts) / counts.sum(axis=0)

    verdict = exercise.shares(answer)
    assert verdict.kind is WRONG and "changes what it is handed" in verdict.words
