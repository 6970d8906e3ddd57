"""Every layer: its backward is the derivative of its forward, and the forward is what its name promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import frozen, law, matrices
from oracle import BATCH, Twin, derivatives, point
from oracle import LAYERS as MADE

from backprop_course.check.differences import check, relative_error
from backprop_course.nn import layers
from backprop_course.nn.initializers import zeros

LAYERS = MADE | {"affine": Twin(layers.affine(3), lambda params, x: params[0] * x + params[1])}
every_layer = pytest.mark.parametrize("name", LAYERS)
every_activation = pytest.mark.parametrize(
    "name", ["identity", "sigmoid", "tanh", "relu", "leaky relu", "leakier relu", "softplus"]
)
five_points = pytest.mark.parametrize("seed", range(5))


def f(layer, x, params=()):
    return layer.forward(list(params), np.asarray(x))[0]


def arrays_in(saved):
    if isinstance(saved, np.ndarray):
        return [saved]
    return [array for each in saved for array in arrays_in(each)] if isinstance(saved, list | tuple) else []


@every_layer
def test_backward_agrees_with_central_differences(name):
    layer, _, n_in = LAYERS[name]
    result = check(layer, (BATCH, n_in), points=5)
    assert result.passed and result.tolerance == 1e-7, result


@five_points
@every_layer
def test_backward_agrees_with_automatic_differentiation(name, seed):
    layer, twin, n_in = LAYERS[name]
    params, x, dy = point(layer, n_in, seed)
    y, saved = layer.forward(params, x)
    assert relative_error(y, twin(params, x)) <= 1e-12
    dx, grads = layer.backward(params, saved, dy)
    true_dx, true_grads = derivatives(twin, params, x, dy)
    assert relative_error(dx, true_dx) <= 1e-12
    for mine, true in zip(grads, true_grads, strict=True):
        assert relative_error(mine, true) <= 1e-12


@pytest.mark.parametrize("own_x", [True, False], ids=["own x", "shared x"])
@every_layer
def test_stacked_runs_are_the_separate_runs(name, own_x):
    layer, _, n_in = LAYERS[name]
    points = [point(layer, n_in, seed) for seed in range(4)]
    if not own_x:
        points = [(params, points[0][1], dy) for params, _, dy in points]
    params = [np.stack(same) for same in zip(*(params for params, _, _ in points), strict=True)]
    x = np.stack([x for _, x, _ in points]) if own_x else points[0][1]
    dy = np.stack([dy for _, _, dy in points])

    y, saved = layer.forward(params, x)
    dx, grads = layer.backward(params, saved, dy)
    for run, (params, x, dy) in enumerate(points):
        alone, saved = layer.forward(params, x)
        dx_alone, grads_alone = layer.backward(params, saved, dy)
        shared = y.ndim == 2  # without parameters, and on a shared x, all runs have the same y
        np.testing.assert_allclose(y if shared else y[run], alone, rtol=1e-13, atol=1e-15)
        np.testing.assert_allclose(dx[run], dx_alone, rtol=1e-13, atol=1e-14)
        for stacked, separate in zip(grads, grads_alone, strict=True):
            np.testing.assert_allclose(stacked[run], separate, rtol=1e-13, atol=1e-14)


@every_layer
def test_nothing_that_is_handed_over_is_written_to(name):
    layer, _, n_in = LAYERS[name]
    params, x, dy = point(layer, n_in, seed=0)
    params, x, dy = [frozen(p) for p in params], frozen(x), frozen(dy)
    y, saved = layer.forward(params, x)
    for array in arrays_in([y, saved]):
        array.setflags(write=False)
    once, twice = (layer.backward(params, saved, dy) for _ in range(2))
    np.testing.assert_equal(once, twice)


@every_layer
def test_float32_stays(name):
    layer, _, n_in = LAYERS[name]
    params, x, dy = point(layer, n_in, seed=0)
    params, x, dy = [p.astype("f4") for p in params], x.astype("f4"), dy.astype("f4")
    y, saved = layer.forward(params, x)
    dx, grads = layer.backward(params, saved, dy)
    assert {array.dtype for array in (y, dx, *grads)} == {np.dtype("f4")}


@every_layer
def test_gradients_have_the_shapes_of_what_they_belong_to(name):
    layer, _, n_in = LAYERS[name]
    params, x, dy = point(layer, n_in, seed=0)
    dx, grads = layer.backward(params, layer.forward(params, x)[1], dy)
    assert dx.shape == x.shape and [g.shape for g in grads] == [p.shape for p in params]
    assert len(layer.names) == len(params) and [*layer.shapes] == [p.shape for p in params]


@every_layer
def test_a_layer_knows_its_kind_also_with_a_backward_of_your_own(name):
    layer = LAYERS[name].layer
    kinds = {"dense": layers.DENSE, "batch norm": layers.BATCH_NORM, "affine": layers.AFFINE,
             "dropout": layers.DROPOUT}  # fmt: skip
    swapped = layer._replace(backward=lambda params, saved, dy: (dy, []))
    assert layer.kind == swapped.kind == kinds.get(name, layers.ACTIVATION)


def test_all_layers_of_a_kind_share_their_backward():
    assert LAYERS["dense"].layer.backward is layers.dense_backward is layers.dense(7, 1, zeros).backward
    assert layers.batch_norm(3, eps=1).backward is layers.batch_norm_backward


@pytest.mark.parametrize(
    "name", [name for name in LAYERS if name != "dropout"]
)  # its dice stay where they are
def test_permuted_rows_give_permuted_rows(name):
    layer, _, n_in = LAYERS[name]
    params, x, dy = point(layer, n_in, seed=0)
    order = [3, 0, 4, 1, 2]
    y, saved = layer.forward(params, x)
    permuted, saved_permuted = layer.forward(params, x[order])
    np.testing.assert_allclose(permuted, y[order], rtol=1e-12)
    dx, _ = layer.backward(params, saved, dy)
    dx_permuted, _ = layer.backward(params, saved_permuted, dy[order])
    np.testing.assert_allclose(dx_permuted, dx[order], rtol=1e-12)


@every_activation
def test_activations_are_finite_and_quiet_far_out(name):
    layer = LAYERS[name].layer
    x = np.array([[-1e4, -745.0, -30.0, -1e-300, 0.0, 1e-300, 30.0, 745.0, 1e4]])
    with np.errstate(all="raise", under="ignore"):
        y, saved = layer.forward([], x)
        dx, _ = layer.backward([], saved, np.ones_like(x))
    assert np.isfinite(y).all() and np.isfinite(dx).all()


@every_activation
@given(x=matrices(-1e4, 1e4))
@law
def test_activations_rise(name, x):
    layer = LAYERS[name].layer
    x = np.sort(x, axis=None)[None]
    y, saved = layer.forward([], x)
    dx, _ = layer.backward([], saved, np.ones_like(x))
    assert (np.diff(y) >= -1e-15 * np.abs(y[:, 1:])).all() and (dx >= 0).all()


@given(x=matrices(-1e4, 1e4))
@law
def test_activations_are_the_functions_of_their_names(x):
    sigmoid = f(layers.sigmoid, x)
    assert ((sigmoid >= 0) & (sigmoid <= 1)).all()
    np.testing.assert_allclose(sigmoid + f(layers.sigmoid, -x), 1, rtol=1e-15)
    np.testing.assert_allclose(f(layers.tanh, x), 2 * f(layers.sigmoid, 2 * x) - 1, atol=1e-15)
    np.testing.assert_allclose(f(layers.softplus, x) - f(layers.softplus, -x), x, rtol=1e-14, atol=1e-15)
    np.testing.assert_array_equal(f(layers.relu, x) - f(layers.relu, -x), x)
    np.testing.assert_array_equal(f(layers.leaky_relu(0.25), x), np.where(x > 0, x, 0.25 * x))
    np.testing.assert_array_equal(f(layers.identity, x), x)


@pytest.mark.parametrize("name, slope", [("relu", 0), ("leaky relu", 0.01), ("leakier relu", 0.3)])
def test_on_the_kink_the_slope_is_the_left_one(name, slope):
    layer = LAYERS[name].layer
    _, saved = layer.forward([], np.zeros((1, 1)))
    assert layer.backward([], saved, np.ones((1, 1)))[0] == slope


@given(a=matrices(-10, 10, st.just(4), st.just(3)), b=matrices(-10, 10, st.just(4), st.just(3)))
@law
def test_dense_is_affine(a, b):
    layer = LAYERS["dense"].layer
    params = layer.init(np.random.default_rng(0))
    middle = (f(layer, a, params) + f(layer, b, params)) / 2
    np.testing.assert_allclose(f(layer, (a + b) / 2, params), middle, atol=1e-13)
    np.testing.assert_allclose(f(layer, np.zeros((1, 3)), params), params[1])


def test_batch_norm_standardizes_whatever_comes():
    rng = np.random.default_rng(0)
    gamma, beta = np.array([[1.0, 2, 3]]), np.array([[-1.0, 0, 5]])
    layer, x = layers.batch_norm(3), rng.normal(size=(50, 3))
    y = f(layer, x, [gamma, beta])
    np.testing.assert_allclose(y.mean(axis=0), beta[0], atol=1e-12)
    np.testing.assert_allclose(y.std(axis=0), gamma[0], rtol=1e-4)
    np.testing.assert_allclose(f(layer, 7 * x + 100, [gamma, beta]), y, rtol=1e-3, atol=1e-4)
    assert np.array_equal(f(layer, x[:1], [gamma, beta]), beta), "one row has no spread: it is its own mean"


def test_batch_norm_passes_down_nothing_that_moves_or_scales_the_batch():
    layer = layers.batch_norm(3, eps=0)
    params, x, dy = point(layer, 3, seed=0, batch=20)
    dx, _ = layer.backward(params, layer.forward(params, x)[1], dy)
    np.testing.assert_allclose(dx.sum(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose((dx * x).sum(axis=0), 0, atol=1e-12)


@given(x=matrices(-10, 10, st.integers(3, 6), st.just(3)))
@law
def test_batch_norm_passes_down_what_is_at_right_angles_to_its_batch(x):
    layer, eps = layers.batch_norm(3), 1e-5
    rng = np.random.default_rng(0)
    gamma, dy = rng.normal(size=(1, 3)), rng.normal(size=x.shape)
    _, saved = layer.forward([gamma, np.zeros((1, 3))], x)
    standard, std = saved
    dx, _ = layer.backward([gamma, gamma], saved, dy)
    left = eps / std**3 * (gamma * dy * standard).sum(axis=0)  # what eps leaves of the path through std
    size = 1 + np.abs(gamma * dy).sum() / std
    assert (np.abs(dx.sum(axis=0)) <= 1e-12 * size).all()
    assert (np.abs((dx * standard).sum(axis=0) - left) <= 1e-12 * size).all()


def test_of_a_batch_of_two_only_the_order_counts():
    layer = layers.batch_norm(2, eps=0)
    params = [np.ones((1, 2)), np.zeros((1, 2))]
    y, saved = layer.forward(params, np.array([[1.0, 5], [9, 4]]))
    np.testing.assert_allclose(y, [[-1, 1], [1, -1]])
    dx, _ = layer.backward(params, saved, np.array([[0.3, 2], [-1.0, 0.5]]))
    np.testing.assert_allclose(dx, 0, atol=1e-15)


def test_affine_is_batch_norm_with_the_statistics_put_into_its_numbers():
    params, x, dy = point(layers.batch_norm(3), 3, seed=0, batch=9)
    y, (_, std) = layers.batch_norm(3).forward(params, x)
    scale = params[0] / std
    fixed = [scale, params[1] - scale * x.mean(axis=0)]
    layer = layers.affine(3)
    np.testing.assert_allclose(f(layer, x, fixed), y, rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(f(layer, x[:1], fixed), f(layer, x, fixed)[:1])
    np.testing.assert_array_equal(layer.init(np.random.default_rng(0)), [np.ones((1, 3)), np.zeros((1, 3))])


@given(rate=st.floats(0, 0.9))
@law
def test_dropout_keeps_or_drops_and_is_right_on_average(rate):
    rng = np.random.default_rng(0)
    layer, x = layers.dropout(rate, rng.random), np.ones((200, 200))
    y, mask = layer.forward([], x)
    kept = y != 0
    np.testing.assert_allclose(y[kept], 1 / (1 - rate))
    assert abs(y.mean() - 1) < 5 * np.sqrt(rate / (1 - rate) / x.size) + 1e-12
    np.testing.assert_array_equal(layer.backward([], mask, x)[0], y)


def test_dropout_that_drops_nothing_is_the_identity():
    x = np.random.default_rng(0).normal(size=(4, 3))
    np.testing.assert_array_equal(f(layers.dropout(0, np.zeros), x), x)
