"""The lab of notebook 12: its trainings against a single run, its words; and what the lesson measures."""

import numpy as np
import pytest

from backprop_course.lessons.normalize_a_batch import companion, experiments
from backprop_course.lessons.normalize_a_batch.lab import (
    CHOICES,
    MODELS,
    NEW,
    RATES,
    SEED,
    SIZES,
    STEPS,
    WITH,
    WITHOUT,
    compute,
    headings,
    say,
    sorted_digits,
    train_at_batch_size,
)
from backprop_course.nn.models import accuracy, predict, start
from backprop_course.nn.network import pack
from backprop_course.nn.normalization import at_test
from backprop_course.nn.training import fit

pytestmark = pytest.mark.slow


def test_with_and_without_start_from_the_same_weights():
    first = [start(MODELS[norm], np.random.default_rng(SEED)) for norm in CHOICES]
    np.testing.assert_equal(*([W for W, *_ in own if len(W) > 1] for own in map(dense_of, first)))


def dense_of(params):
    """The parameters of the dense layers."""
    return [own for own in params if own and own[0].shape[0] > 1]


@pytest.mark.parametrize("norm", CHOICES)
def test_a_rate_on_the_runs_axis_is_that_rate_alone(norm):
    (x, y, x_new, y_new), model, at = sorted_digits(), MODELS[norm], 4
    first, dice = start(model, np.random.default_rng(SEED)), np.random.default_rng(SEED)
    run = fit(model, x, y, RATES[at], steps=STEPS, params=first, rng=dice, batch_size=16)
    every = train_at_batch_size(16, norm)
    np.testing.assert_allclose(every.losses[:, at], run.losses, rtol=1e-9)
    np.testing.assert_allclose(pack(every.params)[at], pack(run.params), rtol=1e-7, atol=1e-9)
    right = accuracy(predict(*at_test(model, run.params, x), x_new), y_new)
    assert every.accuracy[at] == compute(16, RATES[at], norm).right[0] == right


def test_the_sizes_divide_the_new_rows_and_these_are_sorted():
    _, _, x_new, y_new = sorted_digits()
    assert all(NEW % size == 0 for size in SIZES) and len(x_new) == len(y_new) == NEW
    assert (np.diff(y_new.argmax(axis=1)) >= 0).all()


def test_without_batch_norm_the_company_does_not_matter():
    assert len(set(compute(8, RATES[4], WITHOUT).right)) == 1


def test_one_batch_predicts_as_its_rows_do_by_hand():
    view, (_, _, x_new, y_new) = compute(32, RATES[4], WITH), sorted_digits()
    own = [[p[view.at] for p in layer] for layer in train_at_batch_size(32, WITH).params]
    parts = [predict(MODELS[WITH], own, x_new[i : i + 32]) for i in range(0, NEW, 32)]
    assert view.right[2] == accuracy(np.vstack(parts), y_new) < view.right[0]


def test_a_batch_of_one_gives_every_digit_the_same_answer():
    view = compute(1, RATES[4], WITH)
    shares = sorted_digits()[3].mean(axis=0)
    assert any(view.right[1] == pytest.approx(share) for share in shares)


@pytest.mark.parametrize("norm", CHOICES)
@pytest.mark.parametrize("size", SIZES)
def test_every_rate_is_said(size, norm):
    for rate in RATES:
        view = compute(size, rate, norm)
        assert "nan" not in say(view)
        assert len(headings(view)) == 3 and "-" not in headings(view)[2], "no negative cost"
        assert ("diverge" in say(view)) == view.diverged


def test_standardized_once_is_batch_norm_at_the_first_weights():
    x, _, _, _ = experiments.standardized_split()
    each, first = experiments.standardized_when(experiments.EACH, [3])
    once, fixed = experiments.standardized_when(experiments.ONCE, [3])
    rows = x[: experiments.ROWS]
    np.testing.assert_allclose(predict(once, fixed, rows), predict(each, first, rows), rtol=1e-9)


def test_twice_the_weights_are_seen_in_every_layer_but_behind_batch_norm():
    plain = [experiments.layer_sizes(experiments.PLAIN, scale, [3]) for scale in (1, 2)]
    np.testing.assert_allclose(plain[1] / plain[0], [[2, 4, 8, 16]], rtol=1e-9)
    np.testing.assert_allclose(experiments.layer_sizes(experiments.NORMED, 2, [3]), 1, rtol=1e-3)


@pytest.mark.parametrize("when", [experiments.NEVER, experiments.EACH])
def test_long_steps_at_the_rate_of_the_rest_are_a_plain_training(when):
    _, end = companion.long_steps(when, 0.3, seeds=range(3, 5))
    same = experiments.losses_by_rate(when, (0.3,), range(3, 5))[0]
    np.testing.assert_allclose(end, same, rtol=1e-6)


def test_only_a_length_that_is_not_kept_lets_it_learn_by_long_steps():
    kept, free = (
        companion.long_steps(experiments.EACH, 100, kept=each, seeds=range(3, 6)) for each in (1, 0)
    )
    assert kept[0].max() < 5 and free[0].max() < 5
    assert kept[1].min() > 1 > free[1].max()
