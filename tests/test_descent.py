"""fit and train walk as backprop and the update line do, bit for bit, and touch nothing that others hold."""

from itertools import islice, repeat

import numpy as np
import pytest
from laws import frozen

from backprop_course import data
from backprop_course.nn import layers, models
from backprop_course.nn.initializers import xavier
from backprop_course.nn.layers import batch_norm, dense, leaky_relu, relu, sigmoid, tanh
from backprop_course.nn.losses import logistic
from backprop_course.nn.models import weight_decay
from backprop_course.nn.network import chain, pack, residual, shapes, windows
from backprop_course.nn.optimizers import gradient_descent, momentum
from backprop_course.nn.training import backprop, fit, train

X, Y = data.moons(40)
NETWORKS = {
    "dense": [dense(2, 1, xavier)],
    "tanh": [dense(2, 5, xavier), tanh, dense(5, 1, xavier)],
    "relu": [dense(2, 5, xavier), relu, dense(5, 1, xavier)],
    "none, then three": [dense(2, 4, xavier), dense(4, 3, xavier), tanh, relu, tanh, dense(3, 1, xavier)],
    "an activation first": [tanh, relu, dense(2, 1, xavier)],
    "layers without a twin": [batch_norm(2), dense(2, 4, xavier), sigmoid, dense(4, 3, xavier), leaky_relu(),
                              residual(dense(3, 3, xavier), tanh), chain(tanh, dense(3, 1, xavier))],
}  # fmt: skip


def model_of(network):
    """A model of two inputs and one output."""
    return models.Model(network, logistic, 2, 1)


def by_hand(model, params, x, y, rate, optimizer, steps):
    """Losses, parameters and gradients of a descent as it is derived: backprop, then the update line."""
    theta, nesting, state, walk = pack(params), shapes(params), None, []
    rate = np.reshape(rate, (-1, 1)) if np.ndim(rate) else rate
    for _ in range(steps + 1):
        done = backprop(model, windows(theta, nesting), x, y)
        walk.append((done.loss, theta, pack(done.grads)))
        direction, state = optimizer(pack(done.grads), state)
        theta = theta - np.multiply(rate, direction, dtype=theta.dtype)
    return zip(*walk, strict=True)


def assert_same_walk(model, params, x, y, rate, optimizer=gradient_descent, steps=25):
    """fit, train and a descent by hand give the same numbers, to the last bit."""
    losses, thetas, gradients = by_hand(model, params, x, y, rate, optimizer, steps)
    found = fit(model, x, y, rate, steps=steps, params=params, optimizer=optimizer)
    np.testing.assert_array_equal(found.losses, losses)
    np.testing.assert_array_equal(pack(found.params), thetas[-1])
    walk = list(islice(train(model, params, repeat((x, y)), rate, optimizer), steps + 1))
    np.testing.assert_array_equal([step.loss for step in walk], losses)
    np.testing.assert_array_equal([step.theta for step in walk], thetas)
    np.testing.assert_array_equal([step.gradient for step in walk], gradients)


def starts(model, runs, dtype=float):
    """First parameters of several runs, stacked; of one without a runs axis for None."""
    rng = np.random.default_rng(0) if runs is None else [np.random.default_rng(seed) for seed in range(runs)]
    return [[p.astype(dtype) for p in own] for own in models.start(model, rng)]


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("runs", [None, 1, 3])
@pytest.mark.parametrize("name", NETWORKS)
def test_all_walks_are_the_one_by_hand(name, runs, dtype):
    model = model_of(NETWORKS[name])
    x, y, rate = X.astype(dtype), Y.astype(dtype), 0.5 if runs is None else np.geomspace(0.1, 1, runs)
    assert_same_walk(model, starts(model, runs, dtype), x, y, rate)


@pytest.mark.parametrize("optimizer", [momentum(0.9)])
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_with_a_memory_and_a_penalty_too(optimizer, decay):
    model = weight_decay(model_of(NETWORKS["tanh"]), decay)
    assert_same_walk(model, starts(model, None), X, Y, 0.2, optimizer)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_ones_own_backward_is_the_one_that_runs(place):
    network = list(NETWORKS["tanh"])

    def backward(params, saved, dy):
        dx, grads = original(params, saved, dy)
        return 2 * dx, [3 * grad for grad in grads]

    original = network[place].backward
    network[place] = network[place]._replace(backward=backward)
    model, honest = model_of(network), model_of(NETWORKS["tanh"])
    params = starts(model, None)
    assert_same_walk(model, params, X, Y, 0.1)
    losses = [fit(each, X, Y, 0.1, steps=5, params=params).losses[-1] for each in (model, honest)]
    assert losses[0] != losses[1]


def test_ones_own_forward_is_the_one_that_runs():
    network = list(NETWORKS["relu"])
    network[0] = network[0]._replace(forward=lambda params, x: (x @ params[0], x))
    model = model_of(network)
    params = [[p + 0.5 for p in own] for own in starts(model, None)]
    assert_same_walk(model, params, X, Y, 0.1)


def test_a_layer_sees_arrays_that_it_may_keep():
    kept = []

    def forward(params, x):
        kept.append((x, x.copy()))
        return x, None

    keeper = layers.Layer(forward, lambda params, saved, dy: (dy, []), lambda rng: [])
    model = model_of([dense(2, 3, xavier), keeper, tanh, dense(3, 1, xavier), keeper])
    fit(model, X, Y, 0.5, steps=5)
    assert len(kept) == 12
    for seen, then in kept:
        np.testing.assert_array_equal(seen, then)


def test_an_optimizer_may_keep_gradients():
    kept = []

    def keeper(gradient, state):
        kept.append((gradient, gradient.copy()))
        return gradient, None

    fit(model_of(NETWORKS["tanh"]), X, Y, 0.5, steps=5, optimizer=keeper)
    for seen, then in kept:
        np.testing.assert_array_equal(seen, then)


@pytest.mark.parametrize("name", ["an activation first", "tanh"])
def test_the_data_stay_as_they_are(name):
    fit(model_of(NETWORKS[name]), frozen(X), frozen(Y), 0.5, steps=3)


def test_a_gradient_of_the_wrong_size_is_refused():
    first = dense(2, 3, xavier)
    network = [
        first._replace(backward=lambda params, x, dy: (dy @ params[0].mT, [x.mT @ dy, dy])),
        tanh,
        dense(3, 1, xavier),
    ]
    with pytest.raises(ValueError):
        fit(model_of(network), X, Y, 0.5, steps=3)
