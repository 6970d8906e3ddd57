"""Batch norm in a model: its place, its test-time twin, and the curvature that it works on."""

import numpy as np
import pytest

from backprop_course.nn import layers
from backprop_course.nn.initializers import he, torch_default
from backprop_course.nn.layers import BATCH_NORM, OWN, affine, batch_norm, dense, dropout, relu, tanh
from backprop_course.nn.losses import squared_error
from backprop_course.nn.models import Model, linear_regression, mlp, predict, start, weight_decay
from backprop_course.nn.network import chain, forward, opened, pack, residual, shapes, windows
from backprop_course.nn.normalization import at_test, curvature, normalized
from backprop_course.nn.training import backprop, fit


def some(n=40, columns=3, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal([1.0, -2, 0], [1, 3, 0.2], (n, columns))
    return x, (np.sin(x[:, :1]) > 0.5).astype(float)


def trained(rates=0.3):
    x, y = some()
    model = normalized(mlp([3, 5, 4, 1], "tanh", torch_default))
    return model, fit(model, x, y, rates, steps=30, batch_size=8).params


def test_every_dense_layer_but_the_last_is_normalized_and_draws_the_same_weights():
    plain = mlp([3, 5, 4, 1], "relu", he)
    model = normalized(plain)
    assert [layer.names for layer in model.network] == 2 * [("W", "b"), ("gamma", "beta"), ()] + [("W", "b")]
    first, own = (start(each, np.random.default_rng(1)) for each in (plain, model))
    np.testing.assert_equal([own[0], own[3], own[6]], first[::2])
    np.testing.assert_equal(own[4], [np.ones((1, 4)), np.zeros((1, 4))])


@pytest.mark.parametrize("strength", [0.1, [0.0, 0.3]])
def test_a_penalty_is_not_lost_on_the_way(strength):
    model = mlp([3, 5, 4, 1], "relu", he)
    one, other = normalized(weight_decay(model, strength)), weight_decay(normalized(model), strength)
    np.testing.assert_array_equal(one.penalty.strength, other.penalty.strength)
    assert one.penalty.counts == other.penalty.counts and sum(one.penalty.counts) == 3
    assert normalized(model).penalty is None
    params = start(one, np.random.default_rng(0))
    assert at_test(one, params, some()[0])[0].penalty is one.penalty


def test_a_penalty_of_your_own_is_refused_where_it_cannot_follow():
    model = mlp([3, 5, 1])._replace(penalty=lambda params: (0.0, [0.0 * p for p in params]))
    with pytest.raises(ValueError, match="model.penalty is your own, .*: normalize the model first"):
        normalized(model)


def test_a_model_without_a_hidden_layer_has_nothing_to_normalize():
    with pytest.raises(ValueError, match="hidden layer"):
        normalized(linear_regression(3))


@pytest.mark.parametrize("rates", [0.3, [0.1, 0.3, 1.0]], ids=["one run", "stacked runs"])
def test_on_the_training_data_the_twin_says_what_training_says(rates):
    (x, _), (model, params) = some(), trained(rates)
    test, fixed = at_test(model, params, x)
    np.testing.assert_allclose(predict(test, fixed, x), predict(model, params, x), rtol=1e-12, atol=1e-12)
    assert shapes(fixed) == shapes(params)


def test_the_twin_predicts_each_row_by_itself():
    (x, _), (model, params) = some(), trained()
    test, fixed = at_test(model, params, x)
    new, _ = some(7, seed=5)
    together = predict(test, fixed, new)
    alone = np.vstack([predict(test, fixed, row[None]) for row in new])
    np.testing.assert_allclose(alone, together, rtol=1e-12)
    assert np.abs(predict(model, params, new) - together).max() > 0.01


def test_stacked_twins_are_the_separate_twins():
    (x, _), (model, params) = some(), trained([0.1, 0.3])
    _, stacked = at_test(model, params, x)
    for run in range(2):
        _, alone = at_test(model, [[p[run] for p in own] for own in params], x)
        np.testing.assert_allclose(pack(stacked)[run], pack(alone), rtol=1e-12)


def test_the_statistics_are_those_of_the_data_and_eps_is_the_layers_own():
    x, _ = some()
    model = Model([batch_norm(3, eps=0.5), tanh], squared_error, 3, 3)
    gamma, beta = np.array([[1.0, 2, 3]]), np.array([[4.0, 5, 6]])
    _, ((scale, shift), _) = at_test(model, [[gamma, beta], []], x)
    np.testing.assert_allclose(scale, gamma / np.sqrt(x.var(axis=0) + 0.5), rtol=1e-12)
    np.testing.assert_allclose(shift, beta - scale * x.mean(axis=0), rtol=1e-12)


def test_what_was_handed_over_stays_as_it_is():
    (x, _), (model, params) = some(), trained()
    before = pack(params).copy()
    test, fixed = at_test(model, params, x)
    np.testing.assert_equal(pack(params), before)
    assert fixed[1][0] is not params[1][0] and test.network is not model.network


def test_without_batch_norm_nothing_changes():
    (x, _), model = some(), mlp([3, 4, 1])
    params = start(model, np.random.default_rng(0))
    test, fixed = at_test(model, params, x)
    assert test == model
    np.testing.assert_equal(fixed, params)


def widened(wrap):
    """A trained network whose batch norms stand inside what `wrap` makes of layers, beside the flat one."""
    inner = [dense(3, 3, torch_default), batch_norm(3), relu, dense(3, 3, torch_default), batch_norm(3, 0.1)]
    model = Model([wrap(*inner), dense(3, 1, torch_default)], squared_error, 3, 1)
    x, y = some()
    return model, fit(model, x, y, 0.1, steps=20).params, x


@pytest.mark.parametrize(
    "wrap", [chain, residual, lambda *inner: chain(residual(chain(*inner[:3]), *inner[3:]))]
)
def test_a_batch_norm_inside_is_replaced_too(wrap):
    model, params, x = widened(wrap)
    test, fixed = at_test(model, params, x)
    np.testing.assert_allclose(predict(test, fixed, x), predict(model, params, x), rtol=1e-12, atol=1e-12)
    alone = np.vstack([predict(test, fixed, row[None]) for row in x])
    np.testing.assert_allclose(alone, predict(test, fixed, x), rtol=1e-12)
    assert BATCH_NORM not in [layer.kind for layer in opened(test.network)]


def layer_norm(n):
    """A layer norm as a learner writes it, named as a batch norm is: each row standardized by itself."""

    def forward(params, x):
        centered = x - x.mean(axis=-1, keepdims=True)
        standard = centered / np.sqrt((centered**2).mean(axis=-1, keepdims=True) + 1e-5)
        return params[0] * standard + params[1], standard

    return batch_norm(n)._replace(forward=forward, kind=OWN)


@pytest.mark.parametrize("layer", [layer_norm(4), affine(4), residual(layer_norm(4)), chain(dense(4, 4, he))])
def test_what_is_no_batch_norm_is_left_alone(layer):
    model = Model([dense(3, 4, he), layer, dense(4, 1, he)], squared_error, 3, 1)
    params = [[p + 0.3 for p in own] for own in start(model, np.random.default_rng(0))]
    test, fixed = at_test(model, params, some()[0])
    assert test == model
    np.testing.assert_equal(fixed, params)


def test_dropout_is_left_out():
    rng = np.random.default_rng(0)
    model = Model([dense(3, 4, he), dropout(0.5, rng.random), dense(4, 1, he)], squared_error, 3, 1)
    params, (x, _) = start(model, rng), some()
    test, fixed = at_test(model, params, x)
    without = model._replace(network=[model.network[0], model.network[2]])
    np.testing.assert_array_equal(predict(test, fixed, x), predict(without, [params[0], params[2]], x))


def dicing(n):
    rng = np.random.default_rng(0)

    def forward(params, x):
        return x * (rng.random(x.shape) > 0.5), None

    return layers.Layer(forward, lambda params, saved, dy: (dy, []), lambda rng: [])


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (batch_norm(4)._replace(kind=OWN), "rows hang together"),
        (dicing(4), "on dice"),
        (batch_norm(4)._replace(forward=lambda params, x: (x, None)), "a forward of your own"),
    ],
)
def test_what_cannot_be_known_is_refused_by_its_place(layer, words):
    block = chain(dense(3, 4, he), layer)
    model = Model([block, dense(4, 1, he)], squared_error, 3, 1)
    with pytest.raises(ValueError, match=rf"network\[0\].parts\[1\] is .*{words}.*only you know"):
        at_test(model, start(model, np.random.default_rng(0)), some()[0])


@pytest.mark.parametrize(
    ("x", "words"), [(np.ones((4, 2)), "x has shape"), (np.full((4, 3), np.nan), "x must be finite")]
)
def test_bad_training_data_are_refused(x, words):
    model, params = trained()
    with pytest.raises(ValueError, match=words):
        at_test(model, params, x)


def test_the_curvature_of_a_quadratic_loss_is_its_largest_eigenvalue():
    x, y = some()
    model = linear_regression(3)
    ones = np.hstack([x, np.ones((len(x), 1))])
    truth = np.linalg.eigvalsh(ones.T @ ones / len(x))[-1]
    params = start(model, np.random.default_rng(0))
    assert curvature(model, params, x, y) == pytest.approx(truth, rel=1e-6)


@pytest.mark.parametrize("norm", [False, True])
def test_the_curvature_of_a_network_is_that_of_its_whole_hessian(norm):
    x, y = some()
    model = mlp([3, 5, 1], "tanh", torch_default)
    model = normalized(model) if norm else model
    params = start(model, np.random.default_rng(3))
    theta, nesting = pack(params), shapes(params)

    def gradient(at):
        return pack(backprop(model, windows(at, nesting), x, y).grads)

    rows = [(gradient(theta + 1e-5 * e) - gradient(theta - 1e-5 * e)) / 2e-5 for e in np.eye(theta.size)]
    truth = np.linalg.eigvalsh((np.array(rows) + np.array(rows).T) / 2)[-1]
    assert curvature(model, params, x, y) == pytest.approx(truth, rel=1e-5)


def test_the_loss_does_not_know_the_scale_of_weights_before_a_batch_norm():
    x, y = some()
    model = normalized(mlp([3, 5, 1], "tanh", torch_default))
    (W, b), *rest = start(model, np.random.default_rng(3))
    step = backprop(model, [[W, b], *rest], x, y)
    more = backprop(model, [[10 * W, b], *rest], x, y)
    dW, db = step.grads[0]
    assert more.loss == pytest.approx(step.loss, rel=1e-4)
    np.testing.assert_allclose(10 * more.grads[0][0], dW, atol=1e-3 * np.abs(dW).max())
    np.testing.assert_allclose(db, 0, atol=1e-15)
    np.testing.assert_allclose((W * dW).sum(axis=0), 0, atol=1e-4 * np.linalg.norm(dW))
    assert forward(model.network, [[W, b], *rest], x)[0][-1].shape == y.shape
