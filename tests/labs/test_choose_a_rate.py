"""The lab of rates: its walks against matrices and theory, its valley, its words."""

import numpy as np
import pytest

from backprop_course.lessons.choose_a_rate import experiments, lab
from backprop_course.lessons.choose_a_rate.valley import START, Valley
from backprop_course.nn import optimizers
from backprop_course.nn.optimizers import gradient_descent, momentum, rmsprop
from backprop_course.nn.training import fit
from backprop_course.nn.walks import descend

pytestmark = pytest.mark.slow

STAND = {"rate": 0.5, "beta": 0.9, "schedule": "constant", "optimizer": "plain", "valley": "along the axes"}


def walk(**changes):
    """The lab's result where it stands, with some controls moved."""
    return lab.compute(**(STAND | changes))


@pytest.mark.parametrize("valley", lab.VALLEYS)
def test_the_gradient_is_the_slope_of_the_loss(valley):
    place, h = lab.VALLEYS[valley], 1e-5
    for theta in np.random.default_rng(0).normal(size=(5, 2)):
        slopes = [(place.loss(theta + h * e) - place.loss(theta - h * e)) / (2 * h) for e in np.eye(2)]
        np.testing.assert_allclose(place.gradient(theta), slopes, rtol=1e-8, atol=1e-10)
    assert place.loss(place.start()) == pytest.approx(Valley().loss(np.array(START)))


@pytest.mark.parametrize("valley", ["along the axes", "turned by 45°"])
def test_plain_descent_is_a_power_of_a_matrix(valley):
    place = lab.VALLEYS[valley]
    H = np.column_stack([place.gradient(e) for e in np.eye(2)])
    expected = np.linalg.matrix_power(np.eye(2) - 0.5 * H, lab.STEPS) @ place.start()
    np.testing.assert_allclose(walk(valley=valley).path[-1], expected, atol=1e-12)


def test_the_answers_below_the_lab_hold():
    on_the_edge = [
        beta
        for beta in np.arange(0.3, 0.92, 0.02).round(2)
        if walk(optimizer="momentum", beta=beta).ends.min() < lab.LOW
    ]
    assert (min(on_the_edge), max(on_the_edge), len(on_the_edge)) == (0.38, 0.82, 23)
    assert walk(optimizer="momentum", beta=0.9).ends.min() == pytest.approx(2e-5, rel=0.2)
    assert walk(optimizer="rmsprop").ends.min() == pytest.approx(2e-7, rel=0.2)
    assert walk(optimizer="rmsprop", schedule="exponential").ends.min() < lab.LOW


@pytest.mark.parametrize("optimizer", ["plain", "momentum", "nesterov"])
def test_what_is_linear_does_not_notice_the_turn(optimizer):
    straight, turned = (walk(optimizer=optimizer, valley=name) for name in list(lab.VALLEYS)[:2])
    np.testing.assert_allclose(turned.losses, straight.losses, rtol=1e-6, atol=1e-14)


def test_entry_by_entry_the_turn_costs():
    straight, turned = (walk(optimizer="adagrad", valley=name) for name in list(lab.VALLEYS)[:2])
    assert straight.ends.min() < 1e-12 and turned.ends.min() > 1e-4


@pytest.mark.parametrize("schedule", lab.SCHEDULES)
@pytest.mark.parametrize("optimizer", lab.OPTIMIZERS)
def test_the_rate_on_the_slider_is_one_of_the_curve(optimizer, schedule):
    for valley in lab.VALLEYS:
        for index in (10, 40):
            one = walk(optimizer=optimizer, schedule=schedule, valley=valley, rate=lab.RATES[index])
            np.testing.assert_allclose(one.end, one.ends[index], rtol=1e-12)


def test_a_walk_takes_a_schedule_and_noise():
    noise = np.array([[1.0], [0.0], [0.0]])
    path = descend(lambda theta: 0 * theta, np.array([0.0]), lambda k: 2.0**-k, 3, momentum(0.5), noise)
    np.testing.assert_array_equal(path[:, 0], [0, -1, -1.25, -1.3125])
    np.testing.assert_array_equal(
        descend(lambda t: t, np.array([8.0]), 0.5, 3, gradient_descent)[:, 0], [8, 4, 2, 1]
    )


def test_under_noise_decay_takes_plain_descents_best_to_a_third():
    noisy = {"valley": "along the axes, noisy"}
    constant = walk(**noisy).ends.min()
    for schedule in list(lab.SCHEDULES)[1:]:
        assert walk(schedule=schedule, **noisy).ends.min() < 0.4 * constant
        assert walk(schedule=schedule).ends.min() > walk().ends.min()


@pytest.mark.parametrize(
    ("named", "rate"),
    [("Rate below", 0.001), ("Near its best", 2.0), ("Diverging", 3.0), ("Diverging", 10.0)],
)
def test_the_rate_is_named(named, rate):
    assert lab.say(walk(rate=rate)).startswith(named)


def test_a_walk_that_leaves_and_returns_has_diverged():
    back = walk(rate=4.6, schedule="step")
    assert back.losses.max() > lab.HIGH > back.losses[-1] and back.end == np.inf
    assert "climbs above loss 1000" in lab.say(back)


def test_what_uses_no_momentum_says_so():
    assert "uses no momentum" in lab.say(walk(optimizer="rmsprop"))
    assert "β = 0.9 " in lab.say(walk(optimizer="adam"))
    assert "8 draws" in lab.say(walk(valley="along the axes, noisy"))
    assert lab.OPTIMIZERS["rmsprop"](0.3)(np.ones(2))[0] == pytest.approx(rmsprop()(np.ones(2))[0])


@pytest.mark.parametrize(
    ("loss", "words"), [(0.123, "0.12"), (1e-9, "< 1e-08"), (np.inf, "> 1000"), (0, "< 1e-08")]
)
def test_losses_beyond_the_picture_are_said(loss, words):
    assert lab.loss_or_bound(loss) == words


def test_a_training_s_loss_is_the_mean_over_the_last_steps_of_the_same_fit():
    rates, seeds = [0.1, 0.5], [3, 4]
    found = experiments.losses_at_the_end("momentum", rates, seeds, "cosine")
    for (row, column), loss in np.ndenumerate(found):
        rate = optimizers.cosine(rates[row], 200)
        rng, momentum = np.random.default_rng(seeds[column]), optimizers.momentum(0.9)
        same = fit(
            experiments.MODEL, experiments.X, experiments.Y, rate, steps=200, rng=rng, optimizer=momentum
        )
        np.testing.assert_allclose(loss, same.losses[-20:].mean(), rtol=1e-9)
