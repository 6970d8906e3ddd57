"""How wide the first weights are scattered: each initializer keeps the law it is known for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law, seeds

from backprop_course.nn import initializers, layers
from backprop_course.nn.models import INITIALIZERS

EVERY = INITIALIZERS | {"normal": initializers.normal(0.3)}
every_initializer = pytest.mark.parametrize("name", EVERY)
widths = st.integers(1, 12)


@every_initializer
@given(seed=seeds, n_in=widths, n_out=widths)
@law
def test_shapes_seed_and_bias(name, seed, n_in, n_out):
    W, b = EVERY[name](np.random.default_rng(seed), n_in, n_out)
    again, _ = EVERY[name](np.random.default_rng(seed), n_in, n_out)
    assert W.shape == (n_in, n_out) and b.shape == (1, n_out)
    np.testing.assert_array_equal(W, again)
    assert name == "torch default" or not b.any()


VARIANCES = {
    "zeros": lambda n_in, n_out: 0,
    "normal": lambda n_in, n_out: 0.09,
    "xavier": lambda n_in, n_out: 2 / (n_in + n_out),
    "he": lambda n_in, n_out: 2 / n_in,
    "torch default": lambda n_in, n_out: 1 / (3 * n_in),
    "orthogonal": lambda n_in, n_out: 1 / max(n_in, n_out),
}


@pytest.mark.parametrize("n_in, n_out", [(200, 300), (300, 200), (250, 250), (3, 2000)])
@every_initializer
def test_variance(name, n_in, n_out):
    W, _ = EVERY[name](np.random.default_rng(0), n_in, n_out)
    assert W.var() == pytest.approx(VARIANCES[name](n_in, n_out), rel=0.06)
    assert abs(W.mean()) <= 5 * W.std() / np.sqrt(W.size)


@given(seed=seeds, n_in=widths, n_out=widths)
@law
def test_constant_weights_are_all_alike_and_their_bias_is_zero(seed, n_in, n_out):
    W, b = initializers.constant(3)(np.random.default_rng(seed), n_in, n_out)
    assert W.shape == (n_in, n_out) and W.dtype == float and (W == 3).all()
    assert b.shape == (1, n_out) and not b.any()


@given(seed=seeds, n_in=widths, n_out=widths)
@law
def test_orthogonal_weights_keep_lengths(seed, n_in, n_out):
    W, _ = initializers.orthogonal(np.random.default_rng(seed), n_in, n_out)
    square = W @ W.T if n_in <= n_out else W.T @ W
    np.testing.assert_allclose(square, np.eye(min(n_in, n_out)), atol=1e-14)


def test_orthogonal_draws_prefer_no_direction():
    rng = np.random.default_rng(0)
    draws = np.array([initializers.orthogonal(rng, 2, 2)[0] for _ in range(4000)])
    np.testing.assert_allclose(draws.mean(axis=0), 0, atol=0.05)
    assert np.mean(np.linalg.det(draws) > 0) == pytest.approx(0.5, abs=0.03), "rotations and mirrors alike"


def test_torch_default_fills_its_bounds():
    W, b = initializers.torch_default(np.random.default_rng(0), 16, 5000)
    for drawn in (W, b):
        assert 0.249 < np.abs(drawn).max() <= 0.25
        assert drawn.var() == pytest.approx(0.25**2 / 3, rel=0.05)


@pytest.mark.parametrize(
    "name, activation",
    [("xavier", layers.identity), ("orthogonal", layers.identity), ("he", layers.relu)],
    ids=["xavier", "orthogonal", "he before relu"],
)
def test_a_square_layer_keeps_the_mean_square_of_what_it_is_made_for(name, activation):
    rng = np.random.default_rng(0)
    x, _ = activation.forward([], rng.normal(size=(100, 400)))
    y, _ = activation.forward([], x @ EVERY[name](rng, 400, 400)[0])
    assert np.mean(y**2) == pytest.approx(np.mean(x**2), rel=0.05)
