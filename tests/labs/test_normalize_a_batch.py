"""The lab of notebook 12: its trainings against a single run, its three ways to predict, its words."""

import numpy as np
import pytest

from backprop_course.lessons.normalize_a_batch.lab import (
    CHOICES,
    RATES,
    SEED,
    SIZES,
    STEPS,
    TEST,
    WITH,
    WITHOUT,
    compute,
    headings,
    models,
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
    first = [start(models()[norm], np.random.default_rng(SEED)) for norm in CHOICES]
    np.testing.assert_equal(*([W for W, *_ in own if len(W) > 1] for own in map(dense_of, first)))


def dense_of(params):
    """The parameters of the dense layers."""
    return [own for own in params if own and own[0].shape[0] > 1]


@pytest.mark.parametrize("norm", CHOICES)
def test_a_rate_on_the_runs_axis_is_that_rate_alone(norm):
    (x, y, x_test, y_test), model, at = sorted_digits(), models()[norm], 4
    first, dice = start(model, np.random.default_rng(SEED)), np.random.default_rng(SEED)
    run = fit(model, x, y, RATES[at], steps=STEPS, params=first, rng=dice, batch_size=16)
    every = train_at_batch_size(16, norm)
    np.testing.assert_allclose(every.losses[:, at], run.losses, rtol=1e-9)
    np.testing.assert_allclose(pack(every.params)[at], pack(run.params), rtol=1e-7, atol=1e-9)
    right = accuracy(predict(*at_test(model, run.params, x), x_test), y_test)
    assert every.accuracy[at] == compute(16, RATES[at], norm).right[0] == right


def test_the_sizes_divide_the_test_rows_and_these_are_sorted():
    _, _, x_test, y_test = sorted_digits()
    assert all(TEST % size == 0 for size in SIZES) and len(x_test) == len(y_test) == TEST
    assert (np.diff(y_test.argmax(axis=1)) >= 0).all()


def test_without_batch_norm_the_company_does_not_matter():
    assert len(set(compute(8, RATES[4], WITHOUT).right)) == 1


def test_one_batch_predicts_as_its_rows_do_by_hand():
    view, (_, _, x_test, y_test) = compute(32, RATES[4], WITH), sorted_digits()
    own = [[p[view.at] for p in layer] for layer in train_at_batch_size(32, WITH).params]
    parts = [predict(models()[WITH], own, x_test[i : i + 32]) for i in range(0, TEST, 32)]
    assert view.right[2] == accuracy(np.vstack(parts), y_test) < view.right[0]


def test_a_batch_of_one_gives_every_digit_the_same_answer():
    view = compute(1, RATES[4], WITH)
    shares = sorted_digits()[3].mean(axis=0)
    assert any(view.right[1] == pytest.approx(share) for share in shares)


@pytest.mark.parametrize("norm", CHOICES)
@pytest.mark.parametrize("size", SIZES)
def test_every_rate_is_said(size, norm):
    for rate in RATES:
        view = compute(size, rate, norm)
        assert "nan" not in say(view) and len(say(view)) <= 320
        assert len(headings(view)) == 3 and "-" not in headings(view)[2], "no negative cost"
        assert ("diverge" in say(view)) == view.diverged


def test_the_limit_rises_with_batch_norm_at_high_rates():
    before, after = compute(128, RATES[9], WITH).limits
    assert before == pytest.approx(0.26, abs=0.01) and after > 2 * before
