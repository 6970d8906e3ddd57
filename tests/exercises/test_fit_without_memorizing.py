"""The exercises of notebook 13: right answers of another kind."""

import numpy as np
import pytest

from backprop_course.lessons.fit_without_memorizing import exercises as exercise
from backprop_course.tasks.verdict import Kind


def by_name(params, grads, strength):
    W1, b1, W2, b2 = params
    return grads[0] + strength * W1, grads[1], grads[2] + strength * W2, grads[3]


def by_shape(params, grads, strength):
    return [g + strength * p * (len(p) > 1) for p, g in zip(params, grads, strict=True)]


@pytest.mark.parametrize("answer", [by_name, by_shape])
def test_weight_decay_by_another_way_is_right(answer):
    assert exercise.decay(answer).kind is Kind.RIGHT


def test_back_through_dropout_by_choosing_is_right():
    assert exercise.back(lambda dD, M, keep: np.where(M, dD / keep, 0)).kind is Kind.RIGHT


def test_the_floor_as_a_sum_over_classes_is_right():
    def summed(wrong, classes):
        shares = np.append(1 - wrong, np.full(classes - 1, wrong / (classes - 1)))
        return -(shares * np.log(shares)).sum()

    assert exercise.least(summed).kind is Kind.RIGHT


def test_what_a_rounded_sum_gives_is_right():
    assert exercise.sure(0.47).kind is Kind.RIGHT


def first_that_nothing_undercuts_in_time(losses, patience):
    for step, loss in enumerate(losses):
        if loss == min(losses[: step + 1]) and min(losses[step + 1 : step + 1 + patience], default=9) >= loss:
            return step


def test_early_stopping_by_another_way_is_right():
    assert exercise.stop(first_that_nothing_undercuts_in_time).kind is Kind.RIGHT
