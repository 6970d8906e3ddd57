"""The laws of gradient descent, every way to stop, and many runs that do not know of each other."""

from itertools import islice, repeat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import frozen, law, seeds

from backprop_course import data
from backprop_course.nn import models
from backprop_course.nn.layers import batch_norm, dense, leaky_relu, sigmoid
from backprop_course.nn.losses import squared_error
from backprop_course.nn.network import chain, pack, residual
from backprop_course.nn.optimizers import clipped, momentum
from backprop_course.nn.training import (
    Reason,
    backprop,
    batches,
    fit,
    train,
)

LINE = models.linear_regression(1)
X, Y = data.doubling()
DESIGN = np.hstack([X, np.ones((4, 1))])
HESSIAN = DESIGN.T @ DESIGN / 4  # of the loss, half the mean squared error
LIMIT = 2 / np.linalg.eigvalsh(HESSIAN)[-1]


def generators(n):
    return [np.random.default_rng(seed) for seed in range(n)]


def walk(model, x, y, rate, steps, params, **options):
    """The steps of train, from step 0 to `steps`."""
    return list(islice(train(model, params, repeat((x, y)), rate, **options), steps + 1))


def assert_runs_are_separate(together, alone):
    """Every run of a Fit is what its own Fit in the list `alone` says."""
    for run, single in enumerate(alone):
        end = int(single.steps)
        assert (together.steps[run], together.reason[run]) == (end, single.reason)
        np.testing.assert_allclose(pack(together.params)[run], pack(single.params), rtol=1e-10, atol=1e-13)
        np.testing.assert_allclose(together.losses[: end + 1, run], single.losses, rtol=1e-10, atol=1e-15)
        assert np.isnan(together.losses[end + 1 :, run]).all()


# -- the laws of descent on a bowl --


@given(factor=st.floats(0.01, 0.99), seed=seeds)
@law
def test_below_the_limit_the_loss_of_a_bowl_only_falls(factor, seed):
    start = [[np.random.default_rng(seed).normal(size=shape) for shape in [(1, 1), (1, 1)]]]
    losses = fit(LINE, X, Y, factor * LIMIT, steps=50, params=start).losses
    assert (np.diff(losses) <= 1e-15).all()


@pytest.mark.parametrize("factor", [1.01, 1.2, 2.0])
def test_above_the_limit_the_loss_of_a_bowl_grows_without_end(factor):
    losses = fit(LINE, X, Y, factor * LIMIT, steps=200).losses
    assert (np.diff(losses[-20:]) > 0).all() and losses[-1] > losses[0]


def test_the_path_on_a_bowl_is_the_power_of_a_matrix():
    start, best = np.array([1.0, -2.0]), np.array([2.0, 0.0])
    path = [
        pack(step.params) for step in walk(LINE, X, Y, 0.1, 40, [[np.ones((1, 1)), np.full((1, 1), -2.0)]])
    ]
    for step, theta in enumerate(path):
        shrunk = np.linalg.matrix_power(np.eye(2) - 0.1 * HESSIAN, step)
        np.testing.assert_allclose(theta, best + shrunk @ (start - best), rtol=1e-11, atol=1e-13)


def test_momentum_is_the_heavy_ball():
    theta, velocity = np.zeros(2), np.zeros(2)
    for step in walk(LINE, X, Y, 0.05, 40, [[np.zeros((1, 1))] * 2], optimizer=momentum(0.8)):
        np.testing.assert_allclose(pack(step.params), theta, rtol=1e-11, atol=1e-13)
        velocity = 0.8 * velocity + HESSIAN @ (theta - [2, 0])
        theta = theta - 0.05 * velocity


# -- where it arrives --


@pytest.mark.parametrize("name", ["noisy_line", "diabetes"])
def test_linear_regression_arrives_at_the_normal_equations(name):
    x, y = getattr(data, name)()
    x = data.standardize(x)
    design = np.hstack([x, np.ones((len(x), 1))])
    curvatures = np.linalg.eigvalsh(design.T @ design / len(x))
    rate = 2 / (curvatures[0] + curvatures[-1])
    found = fit(models.linear_regression(x.shape[1]), x, y, rate, steps=10000, gradient_tolerance=1e-9)
    assert found.reason == Reason.SMALL_GRADIENT
    np.testing.assert_allclose(pack(found.params), np.linalg.lstsq(design, y)[0][:, 0], rtol=1e-6)


def test_logistic_regression_arrives_where_scikit_learn_does():
    from sklearn.linear_model import LogisticRegression

    x, y = data.clouds(200)
    model = models.logistic_regression(2)
    found = fit(model, x, y, 2.0, steps=20000, gradient_tolerance=1e-9)
    other = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x, y[:, 0])
    assert found.reason == Reason.SMALL_GRADIENT
    np.testing.assert_allclose(pack(found.params), [*other.coef_[0], *other.intercept_], rtol=1e-4)
    np.testing.assert_allclose(
        models.predict(model, found.params, x)[:, 0], other.predict_proba(x)[:, 1], atol=1e-5
    )


def test_soft_targets_stop_at_their_entropy():
    x, y = data.two_soft_points()
    found = fit(models.logistic_regression(2), x, y, 8.0, steps=5000, gradient_tolerance=1e-10)
    assert found.losses[-1] == pytest.approx(0.5004024235, abs=1e-10)


def test_softmax_regression_reads_digits():
    x_train, x_test, y_train, y_test = data.split(*data.digits())
    model = models.softmax_regression(64, 10)
    found = fit(model, x_train, y_train, 0.5, steps=100)
    assert models.accuracy(models.predict(model, found.params, x_test), y_test) > 0.9


@pytest.mark.slow
@pytest.mark.parametrize("width, steps, low, high", [(3, 5000, 0.905, 0.985), (8, 2000, 0.99, 1)])
def test_how_often_a_tanh_network_solves_xor(width, steps, low, high):
    x, y = data.xor()
    model = models.mlp([2, width, 1], "tanh", "xavier")
    found = fit(model, x, y, 0.5, steps=steps, rng=generators(300))
    solved = models.accuracy(models.predict(model, found.params, x), y) == 1
    assert low <= solved.mean() <= high


@pytest.mark.parametrize("model", [models.mlp([2, 1]), models.mlp([2, 4, 1], initializer="zeros")])
def test_neither_a_single_unit_nor_equal_weights_solve_xor(model):
    x, y = data.xor()
    found = fit(model, x, y, 0.5, steps=3000)
    assert found.losses[-1] == pytest.approx(np.log(2), abs=1e-6)


# -- when it stops --


def gradient_norms(steps):
    return np.array([np.linalg.norm(pack(step.grads)) for step in steps])


def test_it_stops_at_the_first_small_gradient():
    found = fit(LINE, X, Y, 0.1, gradient_tolerance=1e-3)
    norms = gradient_norms(walk(LINE, X, Y, 0.1, found.steps, models.start(LINE, generators(1)[0])))
    assert found.reason == Reason.SMALL_GRADIENT and len(found.losses) == found.steps + 1
    assert norms[-1] < 1e-3 <= norms[:-1].min()
    assert np.linalg.norm(pack(backprop(LINE, found.params, X, Y).grads)) == norms[-1]


def test_it_stops_at_the_first_small_change():
    found = fit(LINE, X, Y, 0.1, loss_tolerance=1e-5)
    changes = np.abs(np.diff(found.losses))
    assert found.reason == Reason.SMALL_CHANGE and changes[-1] < 1e-5 <= changes[:-1].min()


def test_it_stops_at_the_limit_of_steps():
    found = fit(LINE, X, Y, 0.1, steps=7)
    assert (found.steps, found.reason, found.losses.shape) == (7, Reason.STEP_LIMIT, (8,))
    last = walk(LINE, X, Y, 0.1, 7, models.start(LINE, generators(1)[0]))[-1]
    np.testing.assert_array_equal(pack(found.params), pack(last.params))
    assert found.losses[-1] == last.loss


def test_it_stops_where_it_diverges_and_keeps_the_last_finite_parameters():
    found = fit(LINE, X, Y, 10 * LIMIT)
    assert found.reason == Reason.DIVERGED and not np.isfinite(found.losses[-1])
    assert np.isfinite(found.losses[:-1]).all() and np.isfinite(pack(found.params)).all()
    before = walk(LINE, X, Y, 10 * LIMIT, found.steps, models.start(LINE, generators(1)[0]))[-2]
    np.testing.assert_array_equal(pack(found.params), pack(before.params))


@pytest.mark.parametrize("steps", [150, 200, 400])
def test_a_loss_that_ended_far_above_its_first_has_diverged_though_it_is_finite(steps):
    found = fit(LINE, X, Y, [0.5 * LIMIT, 1.2 * LIMIT, 1.5 * LIMIT], steps=steps)
    assert np.isfinite(found.losses).all() and (found.losses[-1, 1:] > 1e6 * found.losses[0, 1:]).all()
    assert (
        list(found.reason) == [Reason.STEP_LIMIT, Reason.DIVERGED, Reason.DIVERGED]
        and (found.steps == steps).all()
    )
    last = walk(LINE, X, Y, 1.2 * LIMIT, steps, models.start(LINE, generators(1)[0]))[-1]
    np.testing.assert_allclose(pack(found.params)[1], last.theta, rtol=1e-9)


def test_what_comes_back_in_time_has_not_diverged():
    rates = lambda number: 1.5 * LIMIT if number < 40 else 0.5 * LIMIT  # noqa: E731
    found = fit(LINE, X, Y, rates, steps=400)
    assert found.losses.max() > 1e6 * found.losses[0] > found.losses[-1] and found.reason == Reason.STEP_LIMIT


def test_a_loss_that_started_at_zero_is_judged_by_one():
    best = [[np.array([[2.0]]), np.array([[1e-12]])]]
    found = fit(LINE, X, Y, 1.5 * LIMIT, params=best, steps=30)
    assert (
        found.losses[-1] > 1e6 * found.losses[0]
        and found.losses[-1] < 1
        and found.reason == Reason.STEP_LIMIT
    )


def test_infinite_parameters_count_as_diverged_even_where_the_loss_stays_finite():
    network = [dense(1, 1, models.INITIALIZERS["zeros"]), sigmoid]  # sigmoid(inf) is 1
    found = fit(models.Model(network, squared_error, 1, 1), [[1000.0]], [[1.0]], 1e308)
    assert (found.steps, found.reason) == (1, Reason.DIVERGED) and np.isfinite(found.losses).all()
    np.testing.assert_array_equal(pack(found.params), 0)


def test_a_reason_is_a_value_and_its_words():
    one, two = fit(LINE, X, Y, 0.1, steps=3), fit(LINE, X, Y, [0.1, 0.2], steps=3)
    assert one.reason is Reason.STEP_LIMIT and [*map(Reason, two.reason)] == [Reason.STEP_LIMIT] * 2
    assert f"{one}".startswith("step limit at step 3")


def test_a_schedule_is_asked_once_a_step():
    for walk in (
        lambda rate: fit(LINE, X, Y, rate, steps=3),
        lambda rate: [*islice(train(LINE, [[np.zeros((1, 1)), np.zeros((1, 1))]], repeat((X, Y)), rate), 4)],
    ):
        asked = []
        walk(lambda number: asked.append(number) or 0.1)  # noqa: B023
        assert asked == [0, 1, 2]


def test_it_does_not_start_where_the_gradient_is_small_already():
    found = fit(LINE, X, Y, 0.1, params=[[np.array([[2.0]]), np.array([[0.0]])]], gradient_tolerance=1e-9)
    assert (found.steps, found.reason, found.losses.tolist()) == (0, Reason.SMALL_GRADIENT, [0.0])


def test_without_a_tolerance_it_goes_on_for_ever():
    found = fit(LINE, X, Y, 0.1, params=[[np.array([[2.0]]), np.array([[0.0]])]], steps=30)
    assert (found.steps, found.reason) == (30, Reason.STEP_LIMIT)


def test_a_small_gradient_is_said_before_a_small_change():
    assert fit(LINE, X, Y, 0.1, gradient_tolerance=10, loss_tolerance=1e9).reason == Reason.SMALL_GRADIENT


def test_a_fit_says_in_words_how_it_ended():
    assert str(fit(LINE, X, Y, 0.1, steps=3)).startswith("step limit at step 3, loss 0.")
    assert "diverged at step" in str(fit(LINE, X, Y, 10.0))
    assert str(fit(LINE, X, Y, [0.1, 0.2, 10])) == "3 runs: 1 diverged, 2 step limit"


# -- many runs in one call --


TASKS = {
    "linear regression": (models.linear_regression(10), lambda: split_of("diabetes"), (1e-4, 30)),
    "logistic regression": (models.logistic_regression(2), data.clouds, (1e-3, 1e3)),
    "softmax regression": (models.softmax_regression(64, 10), lambda: split_of("digits"), (1e-3, 10)),
    # a higher rate is chaos, which multiplies the rounding of each machine
    "mlp": (models.mlp([2, 5, 1], loss="squared error"), data.moons, (1e-3, 0.5)),
}


def split_of(name):
    """A hundred examples, standardized."""
    x, y = getattr(data, name)()
    return data.standardize(x[:100]), y[:100]


@pytest.mark.parametrize("name", TASKS)
def test_64_learning_rates_in_one_call_are_the_separate_runs(name):
    model, load, (low, high) = TASKS[name]
    x, y = load()
    rates = np.geomspace(low, high, 64)
    options = {"steps": 60, "gradient_tolerance": 0.05}
    alone = [fit(model, x, y, rate, **options) for rate in rates]
    assert_runs_are_separate(fit(model, x, y, rates, **options), alone)


def test_a_diverging_run_is_quiet_and_disturbs_nobody():
    rates = np.array([0.1, 0.5, 0.2, 50.0]) * LIMIT
    with np.errstate(all="raise"):  # a warning that is filtered away is still a warning
        found = fit(LINE, X, Y, rates, steps=600)
    assert list(found.reason) == [Reason.STEP_LIMIT, Reason.STEP_LIMIT, Reason.STEP_LIMIT, Reason.DIVERGED]
    end = found.steps[3]
    assert found.losses.shape == (601, 4) and np.isnan(found.losses[end + 1 :, 3]).all()
    assert np.isfinite(found.losses[:, :3]).all() and np.isfinite(pack(found.params)).all()
    assert_runs_are_separate(found, [fit(LINE, X, Y, rate, steps=600) for rate in rates])


def test_runs_that_stop_early_stay_where_they_stopped():
    rates = [0.5 * LIMIT, 0.1 * LIMIT, 0.01 * LIMIT]
    options = {"steps": 2000, "gradient_tolerance": 1e-2}
    found = fit(LINE, X, Y, rates, **options)
    assert found.steps[0] < found.steps[1] < found.steps[2] == 2000
    assert_runs_are_separate(found, [fit(LINE, X, Y, rate, **options) for rate in rates])


@pytest.mark.parametrize("batch_size", [None, 30])
def test_seeds_in_one_call_are_the_separate_runs(batch_size):
    model, (x, y) = models.mlp([2, 5, 1]), data.moons(100)
    options = {"steps": 60, "batch_size": batch_size}
    alone = [fit(model, x, y, 0.5, rng=rng, **options) for rng in generators(8)]
    assert_runs_are_separate(fit(model, x, y, 0.5, rng=generators(8), **options), alone)


def test_initializations_in_one_call_are_the_separate_runs():
    (x, y), sizes = data.moons(100), [2, 5, 1]
    kinds = [models.mlp(sizes, initializer=name) for name in models.INITIALIZERS]
    starts = [models.start(model, np.random.default_rng(0)) for model in kinds]
    stacked = [[np.stack(same) for same in zip(*own, strict=True)] for own in zip(*starts, strict=True)]
    alone = [fit(kinds[0], x, y, 0.5, steps=60, params=params) for params in starts]
    assert_runs_are_separate(fit(kinds[0], x, y, 0.5, steps=60, params=stacked), alone)


def test_seeds_and_rates_may_differ_together():
    model, (x, y), rates = models.mlp([2, 5, 1]), data.moons(100), [0.1, 0.5, 1.0]
    pairs = zip(rates, generators(3), strict=True)
    alone = [fit(model, x, y, rate, steps=60, rng=rng) for rate, rng in pairs]
    assert_runs_are_separate(fit(model, x, y, rates, steps=60, rng=generators(3)), alone)


@pytest.mark.parametrize("optimizer", [momentum(), clipped(0.1), clipped(0.1, momentum())])
def test_optimizers_treat_every_run_alone(optimizer):
    model, (x, y), rates = models.logistic_regression(2), data.clouds(50), [0.1, 0.5, 1.0]
    alone = [fit(model, x, y, rate, steps=60, optimizer=optimizer) for rate in rates]
    assert_runs_are_separate(fit(model, x, y, rates, steps=60, optimizer=optimizer), alone)


def test_networks_of_other_layers_train_on_the_runs_axis_too():
    def block():
        return residual(batch_norm(4), leaky_relu(), dense(4, 4, models.INITIALIZERS["he"]))

    first, last = (dense(*sizes, models.INITIALIZERS["xavier"]) for sizes in [(2, 4), (4, 1)])
    model = models.Model(
        [first, block(), chain(block(), block()), last], models.LOSSES["logistic loss"], 2, 1
    )
    x, y = data.moons(60)
    alone = [fit(model, x, y, 0.2, steps=30, rng=rng) for rng in generators(4)]
    together = fit(model, x, y, 0.2, steps=30, rng=generators(4))
    assert_runs_are_separate(together, alone)
    assert (together.losses[-1] < together.losses[0]).all()


def test_one_run_in_a_list_keeps_its_axis():
    found = fit(LINE, X, Y, [0.1], steps=5)
    assert found.losses.shape == (6, 1) and found.reason.shape == found.steps.shape == (1,)
    assert models.predict(LINE, found.params, X).shape == (1, 4, 1)


# -- schedules and mini-batches --


def test_a_constant_schedule_is_the_constant():
    one, other = (fit(LINE, X, Y, rate, steps=50) for rate in (0.1, lambda step: 0.1))
    np.testing.assert_array_equal(one.losses, other.losses)


def test_a_schedule_is_asked_for_every_step_by_its_number():
    path = [
        pack(step.params) for step in walk(LINE, X, Y, lambda k: 0.1 / (k + 1), 5, [[np.zeros((1, 1))] * 2])
    ]
    for k, (before, after) in enumerate(zip(path, path[1:], strict=False)):
        np.testing.assert_allclose(before - after, 0.1 / (k + 1) * HESSIAN @ (before - [2, 0]), rtol=1e-12)


def test_a_schedule_may_differ_by_run():
    rates = np.array([0.05, 0.1, 0.2])
    together = fit(LINE, X, Y, lambda step: rates / (1 + step / 10), steps=40)
    alone = [fit(LINE, X, Y, lambda step, rate=rate: rate / (1 + step / 10), steps=40) for rate in rates]
    assert_runs_are_separate(together, alone)


@given(n=st.integers(1, 20), size=st.integers(1, 25), seed=seeds)
@law
def test_every_epoch_visits_every_row_once(n, size, seed):
    x = np.arange(n)[:, None]
    endless = batches(x, -x, size, np.random.default_rng(seed))
    epochs = [list(islice(endless, -(-n // size))) for _ in range(2)]
    for epoch in epochs:
        assert sorted(row for rows, _ in epoch for row in rows.flat) == list(range(n))
        assert all(len(rows) == size for rows, _ in epoch[:-1])
        assert all(np.array_equal(rows, -targets) for rows, targets in epoch)
    again = islice(batches(x, -x, size, np.random.default_rng(seed)), -(-n // size))
    np.testing.assert_equal(list(again), epochs[0])


def test_epochs_are_shuffled_anew():
    x = np.arange(50)[:, None]
    first, second = islice(batches(x, x, 50, np.random.default_rng(0)), 2)
    assert not np.array_equal(first, second)


def test_several_generators_shuffle_for_one_run_each():
    x = np.arange(10)[:, None]
    stacked = islice(batches(x, -x, 4, generators(3)), 6)
    alone = [list(islice(batches(x, -x, 4, rng), 6)) for rng in generators(3)]
    for step, (rows, targets) in enumerate(stacked):
        for run in range(3):
            np.testing.assert_array_equal(rows[run], alone[run][step][0])
            np.testing.assert_array_equal(targets[run], alone[run][step][1])


def test_a_run_may_have_rows_of_its_own():
    x = np.arange(30).reshape(3, 10, 1)
    stacked = islice(batches(x, -x, 4, generators(3)), 6)
    alone = [list(islice(batches(own, -own, 4, rng), 6)) for own, rng in zip(x, generators(3), strict=True)]
    for step, pair in enumerate(stacked):
        for found, wanted in zip(pair, zip(*(run[step] for run in alone), strict=True), strict=True):
            np.testing.assert_array_equal(found, wanted)
    rows = [rows for rows, _ in islice(batches(x, x[0], 4, generators(3)), 3)]
    assert np.array_equal(np.sort(np.concatenate(rows, axis=1), axis=1), x)
    with pytest.raises(ValueError, match="x has 3 runs, but must have one per generator: 2"):
        batches(x, x, 4, generators(2))
    with pytest.raises(ValueError, match="one row per example"):
        batches(x, x[:, :9], 4, generators(3))
    with pytest.raises(ValueError, match="two axes"):
        batches(x, x, 4, np.random.default_rng(0))


def test_a_batch_of_everything_is_full_batch_descent():
    full, batch = (fit(LINE, X, Y, 0.1, steps=50, batch_size=size) for size in (None, 4))
    np.testing.assert_allclose(full.losses, batch.losses, rtol=1e-9, atol=1e-15)


def test_mini_batches_learn_and_are_reproducible():
    x, y = data.clouds(100)
    one, other = (
        fit(models.logistic_regression(2), x, y, 0.1, steps=200, batch_size=10, rng=np.random.default_rng(3))
        for _ in range(2)
    )
    np.testing.assert_array_equal(one.losses, other.losses)
    assert one.losses[-20:].mean() < 0.6 * one.losses[0]


# -- train --


def test_what_train_has_yielded_is_not_overwritten():
    steps = walk(LINE, X, Y, 0.1, 20, models.start(LINE, generators(1)[0]))
    thetas = np.array([pack(step.params) for step in steps])
    assert len(np.unique(thetas, axis=0)) == 21
    for step in steps:
        again = backprop(LINE, step.params, X, Y)
        assert again.loss == step.loss
        np.testing.assert_equal(again.grads, step.grads)
        np.testing.assert_equal([pack(step.params), pack(step.grads)], [step.theta, step.gradient])


def test_train_ends_with_its_data():
    assert len(list(train(LINE, models.start(LINE, generators(1)[0]), [(X, Y)] * 3, 0.1))) == 3


def test_train_takes_one_rate_per_run():
    start = models.start(LINE, generators(2))
    steps = walk(LINE, X, Y, [0.1, 0.2], 30, start)
    for run, rate in enumerate([0.1, 0.2]):
        alone = walk(LINE, X, Y, rate, 30, models.start(LINE, generators(1)[0]))
        np.testing.assert_allclose(
            [step.loss[run] for step in steps], [step.loss for step in alone], rtol=1e-10
        )


def test_train_gives_every_rate_and_every_row_of_batches_its_run():
    rates, start = [0.1, 0.2], models.start(LINE, generators(1)[0])
    for step in walk(LINE, X, Y, rates, 2, start):
        assert step.loss.shape == (2,) and step.params[0][0].shape == (2, 1, 1)
    schedule = walk(LINE, X, Y, lambda number: np.array(rates), 2, start)
    np.testing.assert_array_equal(schedule[-1].theta, walk(LINE, X, Y, rates, 2, start)[-1].theta)
    together = list(islice(train(LINE, start, batches(X, Y, 2, generators(3)), 0.1), 7))
    for run, rng in enumerate(generators(3)):
        alone = list(islice(train(LINE, start, batches(X, Y, 2, rng), 0.1), 7))
        np.testing.assert_allclose([s.theta[run] for s in together], [s.theta for s in alone], rtol=1e-12)


# -- types, and what belongs to the caller --


@pytest.mark.parametrize("rate", [0.1, np.float64(0.1), [0.1, 0.2], lambda step: np.float64(0.1)])
@pytest.mark.parametrize("optimizer", [momentum(np.float64(0.5)), clipped(np.float64(1.0))])
@pytest.mark.parametrize("batch_size", [None, 2])
def test_float32_stays_all_the_way(rate, optimizer, batch_size):
    x, y = X.astype("f4"), Y.astype("f4")
    found = fit(LINE, x, y, rate, steps=5, optimizer=optimizer, batch_size=batch_size)
    prediction = models.predict(LINE, found.params, x)
    assert {found.losses.dtype, pack(found.params).dtype, prediction.dtype} == {np.dtype("f4")}


def test_the_given_start_is_not_changed_and_may_be_read_only():
    start = [[frozen([[0.5]]), frozen([[0.25]])]]
    found = fit(LINE, frozen(X), frozen(Y), 0.1, steps=20, params=start)
    assert start[0][0] == 0.5 and start[0][1] == 0.25
    found.params[0][0][:] = 7  # the result is the caller's own
    assert start[0][0] == 0.5


def test_a_fit_can_be_continued():
    whole = fit(LINE, X, Y, 0.1, steps=30)
    half = fit(LINE, X, Y, 0.1, steps=15)
    rest = fit(LINE, X, Y, 0.1, steps=15, params=half.params)
    np.testing.assert_allclose(np.concatenate([half.losses, rest.losses[1:]]), whole.losses, rtol=1e-12)


def test_the_same_call_gives_the_same_numbers():
    x, y = data.moons(50)
    model = models.mlp([2, 3, 1])
    one, other = (fit(model, x, y, 0.5, steps=20) for _ in range(2))
    np.testing.assert_array_equal(one.losses, other.losses)
