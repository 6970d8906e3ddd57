"""The theory of random networks: against known integrals, and against networks that were measured."""

import numpy as np
import pytest

from backprop_course.nn import initializers, layers, mean_field
from backprop_course.nn.models import start
from backprop_course.nn.signals import deep, expected, measured, rms, standardized_digits
from backprop_course.nn.training import backprop

QS = (1e-6, 0.1, 1.0, 25.0, 1000.0)


@pytest.mark.parametrize("q", QS)
def test_means_agree_with_known_integrals(q):
    assert mean_field.mean_square(lambda z: z, q) == pytest.approx(q, rel=1e-6)
    assert mean_field.expectation(lambda z: z, q) == pytest.approx(0, abs=1e-9 * np.sqrt(q))
    assert mean_field.expectation(np.abs, q) == pytest.approx(np.sqrt(2 * q / np.pi), rel=1e-5)
    assert mean_field.expectation(np.cos, q) == pytest.approx(np.exp(-q / 2), abs=1e-6)
    relu, step = mean_field.value(layers.relu), mean_field.derivative(layers.relu)
    assert mean_field.mean_square(relu, q) == pytest.approx(q / 2, rel=1e-6)
    assert mean_field.variance(relu, q) == pytest.approx(q * (0.5 - 0.5 / np.pi), rel=1e-4)
    assert mean_field.mean_square(step, q) == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize("q", QS)
@pytest.mark.parametrize("activation", [layers.tanh, layers.sigmoid, layers.softplus])
def test_smooth_means_agree_with_a_much_finer_sum(activation, q):
    u = np.linspace(-12, 12, 400_001)
    weights = np.exp(-(u**2) / 2) / np.exp(-(u**2) / 2).sum()
    for g in (mean_field.value(activation), mean_field.derivative(activation)):
        assert mean_field.mean_square(g, q) == pytest.approx(weights @ g(np.sqrt(q) * u) ** 2, rel=1e-5)


def test_the_variance_of_a_constant_is_zero_and_not_below():
    assert mean_field.variance(lambda z: np.full_like(z, 0.1), 1.0) == pytest.approx(0, abs=1e-12)
    assert mean_field.variance(lambda z: np.full_like(z, 0.1), 1.0) >= 0


def test_factors_that_are_known_in_closed_form():
    relu, identity = layers.relu, layers.identity
    assert mean_field.plain_layer(relu, 2.0)(0.7) == pytest.approx((0.7, 1.0), rel=1e-6)
    assert mean_field.plain_layer(identity, 4.0, bias=0.5)(0.25) == pytest.approx((1.5, 2.0), rel=1e-6)
    assert mean_field.residual_layer(identity, 3.0)(1.0) == pytest.approx((4.0, 2.0), rel=1e-6)
    explodes = np.sqrt(np.pi / (np.pi - 1))  # Yang et al. (2019)
    assert mean_field.normalized_layer(relu, 2.0)(1.0)[1] == pytest.approx(explodes, rel=1e-4)
    assert mean_field.plain_layer(layers.tanh, 0.16)(1e-12)[1] == pytest.approx(0.4, rel=1e-6)


def test_batch_norm_takes_out_the_gain_but_for_eps():
    factors = [mean_field.normalized_layer(layers.tanh, gain)(1.0)[1] for gain in (0.1, 1.0, 10.0)]
    assert np.ptp(factors) < 1e-3
    q, factor = mean_field.normalized_layer(layers.tanh, 1e-5)(1.0)
    assert q < 0.5 and factor < 0.8


def test_a_journey_has_one_variance_a_layer_and_one_factor_between_two():
    qs, factors = mean_field.travel(mean_field.plain_layer(layers.identity, 0.25), 8.0, 4)
    assert qs == pytest.approx([8, 2, 0.5, 0.125], rel=1e-6) and factors == pytest.approx([0.5] * 3, rel=1e-6)
    qs, factors = mean_field.travel(mean_field.plain_layer(layers.tanh, 1.0), 0.5, 1)
    assert qs == pytest.approx([0.5]) and len(factors) == 0


NETS = {
    "tanh .01": ("tanh", initializers.normal(0.01), 0.03),
    "tanh .05": ("tanh", initializers.normal(0.05), 0.03),
    "tanh Xavier": ("tanh", initializers.xavier, 0.03),
    "tanh orthogonal": ("tanh", initializers.orthogonal, 0.03),
    "tanh .5": ("tanh", initializers.normal(0.5), 0.03),
    "tanh torch": ("tanh", initializers.torch_default, 0.03),
    "sigmoid Xavier": ("sigmoid", initializers.xavier, 0.03),
    "ReLU Xavier": ("relu", initializers.xavier, 0.03),
    "ReLU He": ("relu", initializers.he, 0.03),
    "ReLU .5": ("relu", initializers.normal(0.5), 0.03),
}


@pytest.mark.parametrize("remedy", ["none", "residual"])
@pytest.mark.parametrize("name", NETS)
def test_theory_agrees_with_networks_of_width_64(name, remedy):
    activation, initializer, tolerance = NETS[name]
    x, y = standardized_digits(32)
    model = deep(30, activation, initializer, remedy)
    params = start(model, [np.random.default_rng(seed) for seed in range(5)])
    seen = measured(activation, backprop(model, params, x, y))
    theory = expected(activation, params, x, remedy)
    assert np.median(seen.factor) == pytest.approx(theory.factor, rel=tolerance)
    by_layer = np.median(np.log(seen.backward / seen.backward[-1]), axis=1)
    assert by_layer == pytest.approx(np.log(theory.backward), abs=0.02 * abs(by_layer[0]) + 1.2)
    assert np.median(np.log(seen.forward), axis=1) == pytest.approx(np.log(theory.forward), abs=1.2)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_theory_of_batch_norm_is_right_to_a_few_percent_a_layer(activation):
    x, y = standardized_digits(64)
    model = deep(20, activation, initializers.normal(0.05), "batch norm")
    params = start(model, [np.random.default_rng(seed) for seed in range(5)])
    seen = measured(activation, backprop(model, params, x, y))
    theory = expected(activation, params, x, "batch norm")
    assert np.median(seen.factor) == pytest.approx(theory.factor, rel=0.04)


def test_the_scatter_shrinks_with_the_width_and_the_middle_comes_up_to_theory():
    rng, depth, middle, scatter = np.random.default_rng(0), 20, [], []
    for width in (16, 256):
        logs = []
        for _ in range(200 if width == 16 else 40):
            delta = rng.normal(size=(1, width))
            first = rms(delta)
            for _ in range(depth):
                delta = delta @ rng.normal(0, 1 / np.sqrt(width), (width, width)).T
            logs.append(np.log(rms(delta) / first))
        middle.append(np.median(logs))
        scatter.append(np.std(logs))
    assert scatter == pytest.approx(np.sqrt([depth / 32, depth / 512]), rel=0.3)
    assert middle[0] == pytest.approx(-depth / 32, abs=0.2) and abs(middle[1]) < 0.15
