"""Models: a network and its loss by name, and what they predict."""

import numpy as np
import pytest

from backprop_course.nn import initializers, layers, losses, models
from backprop_course.nn.network import shapes


@pytest.mark.parametrize(
    "model, loss, wanted",
    [
        (models.linear_regression(3), losses.squared_error, [(3, 1), (1, 1)]),
        (models.linear_regression(3, 2), losses.squared_error, [(3, 2), (1, 2)]),
        (models.logistic_regression(3), losses.logistic, [(3, 1), (1, 1)]),
        (models.softmax_regression(3, 4), losses.softmax_cross_entropy, [(3, 4), (1, 4)]),
        (models.mlp([3, 5, 2]), losses.logistic, [(3, 5), (1, 5), (5, 2), (1, 2)]),
        (models.mlp(np.array([3, 2])), losses.logistic, [(3, 2), (1, 2)]),
    ],
)
def test_models_are_a_network_and_its_loss(model, loss, wanted):
    params = models.start(model, np.random.default_rng(0))
    assert model.loss is loss and sum(shapes(params), []) == wanted
    assert (model.n_in, model.n_out) == (wanted[0][0], wanted[-1][1])


@pytest.mark.parametrize("activation", models.ACTIVATIONS)
@pytest.mark.parametrize("initializer", models.INITIALIZERS)
@pytest.mark.parametrize("loss", models.LOSSES)
def test_names_stand_for_the_things_themselves(activation, initializer, loss):
    by_name = models.mlp([2, 3, 1], activation, initializer, loss)
    things = models.ACTIVATIONS[activation], models.INITIALIZERS[initializer], models.LOSSES[loss]
    by_thing = models.mlp([2, 3, 1], *things)
    assert (
        by_name.network[1] is by_thing.network[1] is things[0] and by_name.loss is by_thing.loss is things[2]
    )
    start = [models.start(model, np.random.default_rng(0)) for model in (by_name, by_thing)]
    np.testing.assert_equal(*start)


def test_an_activation_or_initializer_of_ones_own_serves():
    square = layers.elementwise(np.square, lambda x, y: 2 * x)
    model = models.mlp([2, 3, 1], square, initializers.normal(0.1), losses.squared_error)
    assert model.network[1] is square


def test_predictions_are_the_mean_the_probability_or_the_distribution():
    x, params = np.array([[1.0], [2.0]]), [[np.array([[1.0]]), np.array([[-1.0]])]]
    np.testing.assert_array_equal(models.predict(models.linear_regression(1), params, x), [[0], [1]])
    half, more = models.predict(models.logistic_regression(1), params, x)[:, 0]
    assert half == 0.5 and more == pytest.approx(1 / (1 + np.exp(-1)))
    two = [[np.array([[0.0, 1.0]]), np.zeros((1, 2))]]
    np.testing.assert_allclose(models.predict(models.softmax_regression(1, 2), two, x).sum(axis=1), 1)


def test_predictions_of_stacked_runs_are_the_separate_ones():
    model, x = models.mlp([2, 3, 1]), np.random.default_rng(0).normal(size=(5, 2))
    seeds = range(3)
    stacked = models.predict(model, models.start(model, map(np.random.default_rng, seeds)), x)
    for seed in seeds:
        alone = models.predict(model, models.start(model, np.random.default_rng(seed)), x)
        np.testing.assert_allclose(stacked[seed], alone, rtol=1e-14)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("place", [(0, 0), (0, 1), (2, 0), (2, 1)])
def test_a_prediction_that_is_not_finite_is_refused_where_the_parameters_are_to_blame(bad, place):
    model = models.mlp([2, 3, 1], "relu", loss="squared error")
    params = [[np.ones_like(p) for p in own] for own in models.start(model, np.random.default_rng(0))]
    params[place[0]][place[1]][0, 0] = bad
    with np.errstate(all="raise"):
        if bad == -np.inf and place[0] == 0:  # ReLU makes it 0
            assert np.isfinite(models.predict(model, params, np.ones((4, 2)))).all()
        else:
            with pytest.raises(ValueError, match="params must be finite"):
                models.predict(model, params, np.ones((4, 2)))


@pytest.mark.parametrize(
    "spoil",
    [lambda p: [[*p[0], "b"], *p[1:]], lambda p: [p[0], [p[1]], *p[2:]], lambda p: [p[0][:1], *p[1:]]],
)
def test_params_with_one_more_or_one_fewer_are_refused(spoil):
    model = models.mlp([2, 3, 1])
    with pytest.raises(ValueError, match="params"):
        models.predict(model, spoil(models.start(model, np.random.default_rng(0))), np.ones((4, 2)))


def test_params_that_match_are_lists_of_their_own():
    model = models.mlp([2, 3, 1])
    params = models.start(model, np.random.default_rng(0))
    handed_back = models.matching(model, params)
    assert handed_back is not params and all(a is not b for a, b in zip(handed_back, params, strict=True))


def test_a_prediction_draws_nothing():
    def forbidden(rng, n_in, n_out):
        raise AssertionError("drawn")

    drawn, model = models.mlp([2, 3, 1]), models.mlp([2, 3, 1], initializer=forbidden)
    params, x = models.start(drawn, np.random.default_rng(0)), np.ones((4, 2))
    np.testing.assert_array_equal(models.predict(model, params, x), models.predict(drawn, params, x))


def test_classes_and_accuracy_of_one_column_and_of_several():
    np.testing.assert_array_equal(models.classes(np.array([[0.2], [0.5], [0.7]])), [0, 0, 1])
    np.testing.assert_array_equal(models.classes(np.array([[0.2, 0.5, 0.3], [0.9, 0, 0.1]])), [1, 0])
    assert models.accuracy(np.array([[0.2], [0.6], [0.7]]), [[0], [0], [1]]) == pytest.approx(2 / 3)
    runs = np.array([[[0.2], [0.6]], [[0.7], [0.6]]])
    np.testing.assert_array_equal(models.accuracy(runs, [[0], [1]]), [1, 0.5])
