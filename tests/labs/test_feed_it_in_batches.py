"""The lab of notebook 11: its walks against a descent written out here, its noise, floors and words."""

from itertools import combinations

import numpy as np
import pytest
from labs_on_stage import positions

from backprop_course import data
from backprop_course.lessons.feed_it_in_batches.lab import (
    HIGH,
    LOW,
    NEAR,
    RATES,
    ROWS,
    SIZES,
    compute,
    counted,
    feed_it_in_batches,
    late,
    line_to_fit,
    noise,
    say,
)
from backprop_course.lessons.feed_it_in_batches.measurements import (
    by_place,
    clocked,
    floor,
    loss_over,
    rms_length,
    row_gradients,
)
from backprop_course.nn.models import linear_regression, mlp, start
from backprop_course.nn.network import pack
from backprop_course.nn.training import backprop

pytestmark = pytest.mark.slow

X, Y = data.noisy_line(64)
A = np.hstack([X, np.ones_like(X)])


def loss(theta):
    """The loss over all points."""
    return 0.5 * ((A @ theta - Y[:, 0]) ** 2).mean()


def by_hand(size, rate, seed=0, epochs=16):
    """All thetas of a descent in shuffled batches."""
    rng, theta = np.random.default_rng(seed), np.zeros(2)
    thetas = [theta]
    for _ in range(epochs):
        order = rng.permutation(64)
        for first in range(0, 64, size):
            rows = order[first : first + size]
            theta = theta - rate * A[rows].T @ (A[rows] @ theta - Y[rows, 0]) / len(rows)
            thetas.append(theta)
    return np.array(thetas)


@pytest.mark.parametrize("size", SIZES)
def test_the_walk_is_the_one_written_by_hand(size):
    least = loss(np.linalg.lstsq(A, Y[:, 0], rcond=None)[0])
    for rate in RATES[[0, 20, 40]]:
        walk, thetas = compute(size, rate), by_hand(size, rate)
        assert walk.steps == 16 * 64 // size == len(thetas) - 1
        assert np.allclose(walk.thetas, thetas, atol=1e-9)
        assert np.allclose(walk.excess, [loss(theta) - least for theta in thetas], atol=1e-9)


def test_the_limit_parts_full_batch_walks_that_settle_from_those_that_do_not():
    limit = line_to_fit().limit
    assert np.abs(by_hand(64, 0.99 * limit, epochs=2000)[-1] - line_to_fit().best).max() < 1e-6
    assert np.abs(by_hand(64, 1.01 * limit, epochs=2000)[-1]).max() > 1e6


def test_the_noise_is_that_of_all_batches_of_two():
    pairs = [A[list(rows)].T @ (A @ line_to_fit().best - Y[:, 0])[list(rows)] / 2
             for rows in combinations(range(64), 2)]  # fmt: skip
    assert noise(2) == pytest.approx(rms_length(np.array(pairs)), rel=1e-9)
    assert noise(64) == 0


def test_the_words_agree_with_the_walk_everywhere():
    a_lab = feed_it_in_batches()
    for control in a_lab.controls.values():
        for spot in positions(control, np.random.default_rng(0)):
            control.value = spot
            walk, words = a_lab.result, a_lab.words
            end = walk.excess[-4 * 64 // walk.size :].mean()
            assert f"batches of {walk.size} at rate {walk.rate:.3g}" in words
            assert words.startswith("Settled") == bool(end < NEAR)
            if walk.arrival is not None:
                assert walk.excess[walk.arrival] < NEAR <= walk.excess[: walk.arrival].min()


@pytest.mark.parametrize(
    ("size", "rate", "verdict"),
    [(1, 0.019, "settled"), (16, 0.3, "settled"), (64, 0.17, "slow"), (1, 0.17, "noisy"), (1, 3, "diverging"),
     (64, 0.75, "slow"), (1, 0.015, "slow"), (8, 0.75, "noisy"), (64, 0.9, "slow"), (64, 1.06, "diverging"),
     (1, 0.75, "diverging")],
)  # fmt: skip
def test_the_verdict(size, rate, verdict):
    rate = min(RATES, key=lambda known: abs(np.log(known / rate)))
    assert compute(size, rate).ending == verdict and say(compute(size, rate)).startswith(verdict.title())


def test_all_positions_stay_within_the_words_and_have_an_end():
    for size in SIZES:
        for rate in RATES:
            walk = compute(size, rate)
            assert len(say(walk)) <= 320 and not np.isnan(walk.end)


def test_the_picture_shows_the_result():
    a_lab = feed_it_in_batches()
    for size, rate in ((64, 0.3), (4, 0.1), (1, 3.0)):
        a_lab.controls["size"].value, a_lab.controls["rate"].value = size, rate
        walk, (_, middle, right) = a_lab.result, a_lab.drawing.figure.axes
        for ax, unit in ((middle, size / ROWS), (right, 1)):
            curve = [line for line in ax.lines if line.get_label() == "in batches"][0]
            assert np.allclose(curve.get_xdata()[1:], unit * np.arange(1, walk.steps + 1))
            inside = (walk.excess > 2 * LOW) & (walk.excess < HIGH / 2)
            assert np.allclose(curve.get_ydata()[inside], walk.excess[inside])
            assert not ((curve.get_ydata() > HIGH) | (curve.get_ydata() < LOW)).any()


def test_the_late_mean_is_infinite_where_a_walk_left_the_finite_numbers():
    losses = np.full((17, 3), 2.0)
    losses[-1] = 2, np.nan, np.inf
    assert late(losses, 64).tolist() == [2, np.inf, np.inf]


def test_row_gradients_average_to_the_gradient():
    x, y = np.random.default_rng(0).normal(size=(7, 3)), np.random.default_rng(1).normal(size=(7, 2))
    model = mlp([3, 4, 2], loss="squared error")
    params = start(model, np.random.default_rng(2))
    rows = row_gradients(model, params, x, y)
    assert np.allclose(rows.mean(axis=0), pack(backprop(model, params, x, y).grads), atol=1e-12)
    assert np.allclose(rows[3], pack(backprop(model, params, x[3:4], y[3:4]).grads), atol=1e-12)


def test_the_floor_of_fresh_draws_is_that_of_theory_and_shuffling_lowers_it():
    v = data.standardize(np.random.default_rng(3).normal(size=(64, 1)))[:, 0]
    theory = 0.1 / 2 / 1.9 / 8 * 56 / 63
    assert floor(v, 0.1, 8, fresh=True, walkers=400) == pytest.approx(theory, rel=0.1)
    assert floor(v, 0.1, 8, fresh=False) < 0.5 * theory
    assert floor(v, 0.1, 64, fresh=True) < 1e-25


def test_the_loss_by_place_is_that_of_descents_by_hand():
    runs = [by_hand(21, 0.1, seed, epochs=150)[1:].reshape(150, 4, 2)[50:] for seed in range(20)]
    wanted = np.mean([line_to_fit().excess(run).mean(axis=0) for run in runs], axis=0)
    assert np.allclose(by_place(21, 0.1), wanted, rtol=1e-6)


def test_the_clock_sees_time_go_by_and_the_losses_are_those_of_all_rows():
    model, params = linear_regression(1), [[np.zeros((1, 1)), np.zeros((1, 1))]]
    epochs, steps, seconds, losses = clocked(model, params, X, Y, 8, 0.1)
    assert steps[-1] == 24 and epochs[-1] == 3 and (np.diff(seconds) > 0).all()
    assert steps[0] == 1 and loss_over(model, params, X, Y) == pytest.approx(loss(np.zeros(2)))
    assert np.allclose(losses, [loss(theta) for theta in by_hand(8, 0.1)[steps.astype(int)]])


def test_things_are_counted_in_words():
    assert counted(1, "step") == "1 step" and counted(2, "row") == "2 rows"
