"""Backpropagation through chains, residuals and whole models; and theta, the vector of their parameters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import frozen, law, seeds
from oracle import LAYERS, LOSSES, NETS, derivatives, point, targets

from backprop_course.check.differences import check, check_model, relative_error, slope
from backprop_course.nn import layers, models, training
from backprop_course.nn.initializers import torch_default
from backprop_course.nn.network import (
    backward,
    block_names,
    chain,
    forward,
    init,
    opened,
    pack,
    residual,
    shapes,
    windows,
)  # fmt: skip

every_net = pytest.mark.parametrize("name", NETS)
five_points = pytest.mark.parametrize("seed", range(5))

MODELS = {
    "linear regression": ("identity", models.linear_regression(3, 2, initializer="torch default")),
    "logistic regression": ("identity", models.logistic_regression(3, initializer="torch default")),
    "softmax regression": ("identity", models.softmax_regression(3, 4, initializer="torch default")),
} | {
    f"{activation} under {loss.name}": (
        activation,
        models.mlp([3, 5, 4, 2], activation, "torch default", loss),
    )
    for activation in models.ACTIVATIONS
    for loss in LOSSES
}
every_model = pytest.mark.parametrize("name", MODELS)


def example(model, seed, n=6):
    """Random parameters without a zero, inputs and targets for a model."""
    rng = np.random.default_rng(seed)
    params = [[p + rng.normal(0, 0.3, p.shape) for p in own] for own in models.start(model, rng)]
    return params, rng.normal(size=(n, model.n_in)), targets(model.loss, rng, n, model.n_out)


def gradient(model, params, x, y):
    return pack(training.backprop(model, params, x, y).grads)


# -- chain and residual --


@every_net
def test_nets_agree_with_central_differences(name):
    layer, _, n_in = NETS[name]
    assert check(layer, (5, n_in)).passed


@five_points
@every_net
def test_nets_agree_with_automatic_differentiation(name, seed):
    layer, twin, n_in = NETS[name]
    params, x, dy = point(layer, n_in, seed)
    y, saved = layer.forward(params, x)
    assert relative_error(y, twin(params, x)) <= 1e-12
    dx, grads = layer.backward(params, saved, dy)
    true_dx, true_grads = derivatives(twin, params, x, dy)
    for mine, true in zip([dx, *grads], [true_dx, *true_grads], strict=True):
        assert relative_error(mine, true) <= 1e-12


@given(seed=seeds)
@law
def test_chains_may_be_bracketed_at_will(seed):
    a, b, c = layers.dense(3, 4, torch_default), layers.tanh, layers.dense(4, 3, torch_default)
    params, x, dy = point(chain(a, b, c), 3, seed)
    answers = []
    for layer in (
        chain(a, b, c),
        chain(chain(a, b), c),
        chain(a, chain(b, c)),
        chain(chain(), a, chain(b), c),
    ):
        y, saved = layer.forward(params, x)
        dx, grads = layer.backward(params, saved, dy)
        answers.append(np.concatenate([each.ravel() for each in (y, dx, *grads)]))
    for answer in answers[1:]:
        np.testing.assert_array_equal(answer, answers[0])


def test_a_residual_around_nothing_doubles():
    x = np.random.default_rng(0).normal(size=(4, 3))
    y, saved = residual().forward([], x)
    np.testing.assert_array_equal(y, 2 * x)
    np.testing.assert_array_equal(residual().backward([], saved, x)[0], 2 * x)


@every_net
def test_nets_declare_their_parameters_and_are_made_of_their_parts(name):
    layer = NETS[name].layer
    assert shapes([layer.init(np.random.default_rng(0))]) == [[*layer.shapes]]
    assert len(set(layer.names)) == len(layer.names) == len(layer.shapes)
    assert layer.kind == (
        layers.RESIDUAL if name.startswith("residual") and " of " not in name else layers.CHAIN
    )
    assert [leaf for leaf in opened([layer]) if leaf.shapes] == [
        leaf for part in layer.parts for leaf in opened([part]) if leaf.shapes
    ]


def own_layer(*declared, n=2):
    """A layer of one's own with one parameter, and with what is declared of it."""
    return layers.Layer(
        lambda params, x: (params[0] * x, x),
        lambda params, x, dy: (params[0] * dy, [(x * dy).sum(axis=-2, keepdims=True)]),
        lambda rng: [np.ones((1, n))],
        *declared,
    )


def test_a_layer_of_your_own_declares_its_parameters():
    layer = own_layer(("gain",), ((1, 2),))
    assert layer.kind == layers.OWN and block_names([layer, layers.dense(2, 1, torch_default)]) == [
        "gain0",
        "W1",
        "b1",
    ]
    assert check(layer, (4, 2)).errors.keys() == {"dx", "dgain"}


@pytest.mark.parametrize(
    "layer, words",
    [
        (own_layer(), r"init gives arrays of shapes \[\(1, 2\)\], but declares \[\]"),
        (own_layer(("gain",), ((1, 3),)), r"arrays of shapes \[\(1, 2\)\], but declares \[\(1, 3\)\]"),
        (layers.dense(2, 1, lambda *_: [np.ones((2, 1)), np.zeros(1)]), r"\(1,\)\], but declares"),
    ],
)
def test_what_a_layer_declares_must_be_what_it_draws(layer, words):
    for network, place in ([layers.tanh, layer], 1), ([chain(layer)], 0):
        with pytest.raises(ValueError, match=rf"network\[{place}\].*{words}"):
            init(network, np.random.default_rng(0))


def test_a_layer_names_every_parameter_that_it_declares():
    layer, words = own_layer((), ((1, 2),)), r"\[0\] declares the names \(\) and .*must name every"
    for call in (lambda: init([layer], np.random.default_rng(0)), lambda: chain(layer)):
        with pytest.raises(ValueError, match=words):
            call()


def test_names_count_the_layers_that_have_weights():
    block = residual(layers.batch_norm(2), layers.tanh, layers.dense(2, 2, torch_default))
    network = [layers.dense(2, 2, torch_default), chain(block, chain(block)), layers.batch_norm(2)]
    names = ["W1", "b1", "gamma1", "beta1", "W2", "b2", "gamma2", "beta2", "W3", "b3", "gamma3", "beta3"]
    assert block_names(network) == names == block_names([chain(*network)]) == [*chain(*network).names]


# -- whole models --


def twin(activation, loss, y):
    """The loss of a model as a function of its flat params and x, written independently."""

    def value(params, x):
        for W, b in zip(params[::2], params[1::2], strict=True):
            z = x @ W + b
            x = LAYERS[activation].f([], z)
        return LOSSES[loss](z, y)

    return value


@every_model
def test_models_agree_with_central_differences(name):
    _, model = MODELS[name]
    _, x, y = example(model, seed=0)
    assert check_model(model, x, y).passed


@five_points
@every_model
def test_models_agree_with_automatic_differentiation(name, seed):
    activation, model = MODELS[name]
    params, x, y = example(model, seed)
    step, value = training.backprop(model, params, x, y), twin(activation, model.loss, y)
    assert step.loss == pytest.approx(value(sum(params, []), x), rel=1e-12)
    true_dx, true_grads = derivatives(value, sum(params, []), x, 1.0)
    for mine, true in zip([step.dxs[0], *sum(step.grads, [])], [true_dx, *true_grads], strict=True):
        assert relative_error(mine, true) <= 1e-12


@every_model
def test_stacked_runs_of_a_model_are_the_separate_runs(name):
    _, model = MODELS[name]
    runs = [example(model, seed)[0] for seed in range(4)]
    _, x, y = example(model, seed=0)
    stacked = [[np.stack(same) for same in zip(*own, strict=True)] for own in zip(*runs, strict=True)]
    step = training.backprop(model, stacked, x, y)
    for run, params in enumerate(runs):
        alone = training.backprop(model, params, x, y)
        assert step.loss[run] == pytest.approx(alone.loss, rel=1e-13)
        for all_dx, dx in zip(step.dxs, alone.dxs, strict=True):
            np.testing.assert_allclose(all_dx[run], dx, rtol=1e-11, atol=1e-15)
        np.testing.assert_allclose(pack(step.grads)[run], pack(alone.grads), rtol=1e-11, atol=1e-15)


@every_model
def test_float32_stays_in_a_model_and_nothing_is_written_to(name):
    _, model = MODELS[name]
    params, x, y = example(model, seed=0)
    params = [[frozen(p.astype("f4")) for p in own] for own in params]
    step = training.backprop(model, params, frozen(x.astype("f4")), frozen(y.astype("f4")))
    grads = [grad for own in step.grads for grad in own]
    assert {array.dtype for array in (step.loss, *step.xs, *step.dxs, *grads)} == {np.dtype("f4")}


@every_model
def test_the_order_of_the_examples_does_not_matter(name):
    _, model = MODELS[name]
    params, x, y = example(model, seed=0)
    order = [4, 2, 0, 5, 1, 3]
    assert relative_error(gradient(model, params, x, y), gradient(model, params, x[order], y[order])) < 1e-14
    np.testing.assert_allclose(
        models.predict(model, params, x[order]), models.predict(model, params, x)[order]
    )


# -- the record --


def test_xs_and_dxs_line_up_from_input_to_output():
    model = models.mlp([3, 4, 5, 2], "tanh")
    params, x, y = example(model, seed=0)
    step = training.backprop(model, params, x, y)
    assert len(step.xs) == len(step.dxs) == len(model.network) + 1
    for place, (value, claimed) in enumerate(zip(step.xs, step.dxs, strict=True)):
        rest, own = model.network[place:], params[place:]

        def loss(here, rest=rest, own=own):
            return model.loss(forward(rest, own, here)[0][-1], y)[0]

        assert relative_error(claimed, slope(loss, value)) <= 1e-8


def test_network_backward_answers_in_the_nesting_of_params():
    model = models.mlp([3, 4, 2])
    params, x, y = example(model, seed=0)
    xs, saves = forward(model.network, params, x)
    dxs, grads = backward(model.network, params, saves, np.ones((6, 2)))
    assert [dx.shape for dx in dxs] == [x.shape for x in xs]
    assert shapes(grads) == shapes(params) == [[(3, 4), (1, 4)], [], [(4, 2), (1, 2)]]


def test_too_few_params_are_refused():
    model = models.mlp([3, 4, 2])
    params, x, _ = example(model, seed=0)
    with pytest.raises(ValueError):
        forward(model.network, params[:-1], x)


# -- theta --

nestings = st.lists(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=3), min_size=1, max_size=4
)


@given(nesting=nestings, runs=st.sampled_from([(), (1,), (3,)]), seed=seeds)
@law
def test_windows_undo_pack(nesting, runs, seed):
    rng = np.random.default_rng(seed)
    params = [[rng.normal(size=(*runs, *shape)) for shape in own] for own in nesting]
    assert shapes(params) == nesting
    theta = pack(params)
    np.testing.assert_equal(windows(theta, nesting), params)
    np.testing.assert_array_equal(pack(windows(theta, nesting)), theta)


def test_windows_are_views():
    theta = np.zeros((2, 7))
    (W, b), _, (last,) = windows(theta, [[(2, 2), (1, 2)], [], [(1, 1)]])
    W[1], b[0], last[:] = 1, 2, 3
    np.testing.assert_array_equal(theta, [[0, 0, 0, 0, 2, 2, 3], [1, 1, 1, 1, 0, 0, 3]])


def test_several_generators_start_the_separate_runs():
    network = models.mlp([3, 4, 2]).network
    stacked = init(network, [np.random.default_rng(seed) for seed in range(3)])
    for seed in range(3):
        alone = init(network, np.random.default_rng(seed))
        np.testing.assert_array_equal(pack(stacked)[seed], pack(alone))
