"""The lab of notebook 11: its walks against a descent written out here, its noise, floors and words."""

from itertools import combinations, permutations

import numpy as np
import pytest
from labs_on_stage import cut_at_the_edges, positions

from backprop_course import data
from backprop_course.lessons.feed_it_in_batches import companion, experiments
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
from backprop_course.nn import plain
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
    assert noise(2) == pytest.approx(np.sqrt((np.array(pairs) ** 2).sum(axis=1).mean()), rel=1e-9)
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
    [(1, 0.02, "settled"), (16, 0.3, "settled"), (64, 0.17, "slow"), (1, 0.17, "noisy"), (1, 3, "diverging"),
     (64, 0.75, "slow"), (1, 0.015, "slow"), (8, 0.75, "noisy"), (64, 0.9, "slow"), (64, 1.06, "diverging"),
     (1, 0.75, "diverging")],
)  # fmt: skip
def test_the_verdict(size, rate, verdict):
    rate = min(RATES, key=lambda known: abs(np.log(known / rate)))
    assert compute(size, rate).ending == verdict and say(compute(size, rate)).startswith(verdict.title())


def test_all_positions_have_an_end():
    for size in SIZES:
        for rate in RATES:
            walk = compute(size, rate)
            assert not np.isnan(walk.end)


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
            assert cut_at_the_edges(curve)


def test_the_late_mean_is_infinite_where_a_walk_left_the_finite_numbers():
    losses = np.full((17, 3), 2.0)
    losses[-1] = 2, np.nan, np.inf
    assert late(losses, 64).tolist() == [2, np.inf, np.inf]


def test_gradients_of_single_rows_average_to_the_gradient():
    (params,) = companion.weights_after(0, [5])
    rows = companion.row_gradients(params)
    gradient = pack(backprop(experiments.MODEL, params, experiments.X, experiments.Y).grads)
    assert np.allclose(rows.mean(axis=0), gradient, atol=1e-12)
    own = experiments.of_single_rows(plain, [array for layer in params for array in layer])
    assert np.allclose(np.sort(own[3]), np.sort(rows[3]), atol=1e-12)


@pytest.mark.parametrize(("rate", "size"), [(0.1, 8), (0.5, 16), (0.3, 32)])
def test_walks_stand_where_theory_says(rate, size):
    drawn, shuffled = (
        (experiments.walk_of_one_weight(rate, size, fresh, epochs=6000)[800:] ** 2).mean() / 2
        for fresh in (True, False)
    )
    assert drawn == pytest.approx(rate / (2 - rate) / size / 2, rel=0.15)
    assert shuffled == pytest.approx(companion.at_rest(rate, [size] * (64 // size)).mean(), rel=0.1)


@pytest.mark.parametrize(("rate", "sizes"), [(0.3, [2, 2, 1]), (1.4, [1, 1, 1, 1]), (0.1, [5])])
def test_the_loss_at_rest_is_the_mean_over_all_orders(rate, sizes):
    values = np.arange(sum(sizes)) - (sum(sizes) - 1) / 2
    values = values / values.std()
    seen = []
    for order in permutations(values):
        w, own = 0.0, []
        for batch in np.split(np.array(order), np.cumsum(sizes)[:-1]):
            w = w - rate * (w - batch.mean())
            own.append(w**2)
        seen.append(own)
    pushed, kept = np.mean(seen, axis=0), (1 - rate) ** (2 * np.arange(1, len(sizes) + 1))
    before = pushed[-1] / (1 - kept[-1])  # w² at the start of an epoch, which one epoch leaves as it is
    squares = pushed + kept * before
    assert np.allclose(companion.at_rest(rate, sizes), squares / 2, atol=1e-12)


def test_the_expected_loss_is_that_of_many_walks():
    rng, w = np.random.default_rng(0), np.full(20_000, 10.0)
    for k in range(1, 31):
        w = w - (w - rng.normal(size=w.shape)) / np.sqrt(k)
    assert companion.expected_losses(lambda k: 1 / np.sqrt(k), (30,))[0] == pytest.approx(
        (w**2).mean() / 2, rel=0.05
    )


def test_costs_are_counted_by_loops():
    weights, parameters = [(64, 32), (32, 10)], 64 * 32 + 32 + 32 * 10 + 10
    a_row = sum(2 * n * m for n, m in weights) + 32 * 10
    total = 1024 * a_row + 128 * parameters
    assert f"B =    8: steps  128; multiplications {total / 1e6:.2f} million" in experiments.costs()


def test_things_are_counted_in_words():
    assert counted(1, "step") == "1 step" and counted(2, "row") == "2 rows"
