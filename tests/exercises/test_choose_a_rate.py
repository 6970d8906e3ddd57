"""The exercises of notebook 10: right answers of another kind, and wrong numbers like no known mistake."""

import numpy as np
import pytest

from backprop_course.lessons.choose_a_rate import exercises as exercise
from backprop_course.nn.optimizers import adam, cosine, warm_up
from backprop_course.tasks.verdict import Kind


def by_weights(gradients, beta):
    """Each row as one weighted mean."""
    rows = []
    for t in range(1, len(gradients) + 1):
        weights = beta ** np.arange(t)[::-1, None]
        rows.append((weights * gradients[:t]).sum(axis=0) / weights.sum())
    return np.array(rows)


def by_adam(gradients, beta):
    """Adam's numerator: with beta2 = 0 the root below is the gradient's own size."""
    rule, state, rows = adam(beta, 0.0, 1e-300), None, []
    for gradient in gradients:
        direction, state = rule(gradient, state)
        rows.append(direction * np.abs(gradient))
    return np.array(rows)


@pytest.mark.parametrize("answer", [by_weights, by_adam])
def test_the_mean_by_another_way_is_right(answer):
    assert exercise.mean(answer).kind is Kind.RIGHT


def by_squares(number):
    """The half cosine as the square of a quarter."""
    u = min((number - 10) / 90, 1)
    return 0.05 * (number + 1) if number < 10 else 0.1 + 0.4 * np.cos(np.pi * u / 2) ** 2


@pytest.mark.parametrize("answer", [by_squares, warm_up(10, cosine(0.5, 90, last=0.1))])
def test_the_schedule_by_another_way_is_right(answer):
    assert exercise.rate(answer).kind is Kind.RIGHT


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("at step 10 it gives 0.55, but 0.5 is right.", lambda k: 0.55 if k == 10 else by_squares(k)),
        ("at step 100 it gives 0, but 0.1 is right.", lambda k: 0 if k > 99 else by_squares(k)),
    ],
)
def test_the_first_wrong_step_of_a_schedule_is_named(words, answer):
    assert exercise.rate(answer) == (Kind.WRONG, words)


def test_fifty_nine_trials_are_enough_and_fifty_eight_are_not():
    assert 1 - 0.95**exercise.trials.truth >= 0.95 > 1 - 0.95 ** (exercise.trials.truth - 1)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("the chance of a hit is 40.1 %. That is not enough.", 10),
        ("the chance of a hit is 99.4 %. That is more than needed.", 100),
        ("that is not it", -3),
        ("that is not it", np.nan),
    ],
)
def test_any_other_number_of_trials_is_told_its_chance_where_it_has_one(words, number):
    verdict = exercise.trials(number)
    assert verdict.kind is Kind.WRONG and words in verdict.words, verdict
