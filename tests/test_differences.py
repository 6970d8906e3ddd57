"""The judge is judged: differences are right, and every stub and every wrong backward fails its check."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law, matrices
from oracle import dense

from backprop_course import data
from backprop_course.check.differences import Check, check, check_model, relative_error, slope
from backprop_course.nn import layers, losses, models
from backprop_course.nn.layers import Layer, elementwise
from backprop_course.nn.network import chain
from backprop_course.nn.training import backprop

LINE = dense(3, 3)  # square, so that a transposed gradient has the right shape


# -- slope and relative_error --


@given(x=matrices(-2, 2), shift=st.floats(-2, 2))
@law
def test_slope_is_exact_for_parabolas(x, shift):
    np.testing.assert_allclose(slope(lambda x: np.sum((x - shift) ** 2), x), 2 * (x - shift), atol=1e-8)


@pytest.mark.parametrize(
    "point", [2, 2.0, [2.0, 3.0], np.ones((2, 1, 3))], ids=["int", "float", "list", "3 axes"]
)
def test_slope_has_the_shape_of_the_point(point):
    gradient = slope(lambda x: np.sum(x**3), point)
    np.testing.assert_allclose(gradient, 3 * np.asarray(point, float) ** 2, rtol=1e-8)
    assert gradient.shape == np.shape(point)


def test_slope_leaves_the_point_alone():
    point = np.array([1.0, 2.0])
    slope(np.sum, point)
    np.testing.assert_array_equal(point, [1, 2])


def test_slope_refuses_a_function_that_returns_no_number():
    with pytest.raises(
        ValueError, match=r"f must return a number, but it returns an array of shape \(2, 1\)"
    ):
        slope(lambda x: x, np.ones((2, 1)))


def test_a_step_of_1e_minus_5_is_better_than_ten_times_more_or_a_thousand_times_less():
    point, truth = np.linspace(0.1, 1, 10), np.cos(np.linspace(0.1, 1, 10))
    errors = [
        relative_error(slope(lambda x: np.sin(x).sum(), point, step), truth) for step in (1e-3, 1e-5, 1e-9)
    ]
    assert errors[1] < 1e-9 and errors[1] < min(errors[0], errors[2])


@given(a=matrices(-1e3, 1e3), factor=st.floats(0.001, 1000))
@law
def test_relative_error_of_a_factor_is_known(a, factor):
    wanted = abs(factor - 1) / (factor + 1) if a.any() else 0
    assert relative_error(factor * a, a) == pytest.approx(wanted, abs=1e-12)


@given(a=matrices(-1e3, 1e3, st.just(3), st.just(2)), b=matrices(-1e3, 1e3, st.just(3), st.just(2)))
@law
def test_relative_error_is_symmetric_and_at_most_one(a, b):
    a, b = a.round(6), b.round(6)
    assert relative_error(a, b) == relative_error(b, a) <= 1 + 1e-15
    assert relative_error(a, a) == 0
    assert relative_error(a, -a) == (1 if a.any() else 0)
    assert relative_error(1e-150 * a, 1e-150 * b) == pytest.approx(relative_error(a, b), rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_relative_error_of_what_is_not_finite_is_nan(bad):
    assert np.isnan(relative_error([1.0, bad], [1.0, 2.0]))


def test_relative_error_refuses_to_broadcast():
    with pytest.raises(
        ValueError, match=r"a has shape \(3,\) and b has \(3, 1\), but both must have the same"
    ):
        relative_error(np.ones(3), np.ones((3, 1)))


# -- wrong backward passes --


def with_dense(dx=lambda true, x, dy: true, dW=lambda true, x, dy: true, db=lambda true, x, dy: true):
    """The dense layer with one of its three answers replaced."""

    def backward(params, x, dy):
        true_dx, (true_dW, true_db) = LINE.backward(params, x, dy)
        return dx(true_dx, x, dy), [dW(true_dW, x, dy), db(true_db, x, dy)]

    return LINE._replace(backward=backward)


WRONG = {
    "dx zero": (with_dense(dx=lambda true, x, dy: 0 * true), "dx"),
    "dx is dy": (with_dense(dx=lambda true, x, dy: dy), "dx"),
    "dW zero": (with_dense(dW=lambda true, x, dy: 0 * true), "dW"),
    "dW of the wrong sign": (with_dense(dW=lambda true, x, dy: -true), "dW"),
    "dW twice": (with_dense(dW=lambda true, x, dy: 2 * true), "dW"),
    "dW averaged": (with_dense(dW=lambda true, x, dy: true / len(x)), "dW"),
    "dW transposed": (with_dense(dW=lambda true, x, dy: true.T), "dW"),
    "dW nan": (with_dense(dW=lambda true, x, dy: true * np.nan), "dW"),
    "db zero": (with_dense(db=lambda true, x, dy: 0 * true), "db"),
    "db summed over everything": (with_dense(db=lambda true, x, dy: 0 * true + dy.sum()), "db"),
    "db off by one part in a million": (with_dense(db=lambda true, x, dy: true * (1 + 1e-6)), "db"),
    "no slope": (layers.tanh._replace(backward=lambda params, saved, dy: (dy, [])), "dx"),
    "slope at the wrong place": (elementwise(np.tanh, lambda x, y: 1 - x * x), "dx"),
    "slope of another function": (layers.relu._replace(backward=layers.tanh.backward), "dx"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_backward_is_found_and_its_block_is_named(name):
    layer, block = WRONG[name]
    result = check(layer, (4, 3))
    assert not result.passed
    assert [name for name, error in result.errors.items() if not error <= 1e-7] == [block]
    assert any(line.startswith(block) and line.endswith("WRONG") for line in str(result).splitlines())


def test_a_factor_of_two_has_the_error_it_must_have():
    assert check(WRONG["dW twice"][0], (4, 3)).errors["dW"] == pytest.approx(1 / 3, abs=1e-9)
    assert check(WRONG["dW of the wrong sign"][0], (4, 3)).errors["dW"] == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("spoiled", [0, 3])
def test_a_backward_that_is_wrong_at_one_point_only_is_found(spoiled):
    calls = iter(range(5))
    layer = with_dense(dW=lambda true, x, dy: true * (np.nan if next(calls) == spoiled else 1))
    assert not check(layer, (4, 3)).passed


STUBS = {
    "None": (lambda params, x, dy: None, "backward must return dx, grads, but it returned NoneType"),
    "dots": (lambda params, x, dy: ..., "backward must return dx, grads, but it returned ellipsis"),
    "dx only": (lambda params, x, dy: dy, "backward must return dx, grads, but it returned ndarray"),
    "no grads": (lambda params, x, dy: (dy, None), "grads must be a list of 2, .* but it is NoneType"),
    "too few": (lambda params, x, dy: (dy, [x.T @ dy]), "grads must be a list of 2, .* but it is 1 arrays"),
    "None inside": (
        lambda params, x, dy: (dy, [x.T @ dy, None]),
        r"db must hold real numbers, .* None",
    ),
    "dx None": (lambda params, x, dy: (None, [x.T @ dy, dy]), "dx must hold real numbers, .* None"),
    "wrong axis": (
        lambda params, x, dy: (dy, [x.T @ dy, dy.sum(axis=1, keepdims=True)]),
        r"db has shape \(4, 1\), but belongs to one of shape \(1, 3\)",
    ),
    "lost axis": (
        lambda params, x, dy: (dy, [x.T @ dy, dy.sum(axis=0)]),
        r"db has shape \(3,\), but belongs to one of shape \(1, 3\)",
    ),
    "not summed": (
        lambda params, x, dy: (dy, [x.T @ dy, dy]),
        r"db has shape \(4, 3\), but belongs to one of shape \(1, 3\)",
    ),
    "a number": (lambda params, x, dy: (0.0, [x.T @ dy, dy]), r"dx has shape \(\), but belongs to"),
}


@pytest.mark.parametrize("name", STUBS)
def test_a_stub_is_refused_in_words(name):
    backward, words = STUBS[name]
    with pytest.raises(ValueError, match=words):
        check(LINE._replace(backward=backward), (4, 3))


def add_to(array):
    array += 1
    return array


WRITERS = {
    "dy": lambda params, saved, dy: (add_to(dy), []),
    "what was saved": lambda params, saved, dy: (dy * add_to(saved[1]), []),
    "its input": lambda params, saved, dy: (dy * add_to(saved[0]), []),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_backward_that_writes_into_what_it_was_handed_is_refused(name):
    with pytest.raises(ValueError, match="read-only"):
        check(layers.sigmoid._replace(backward=WRITERS[name]), (4, 3))


def test_a_backward_that_writes_into_its_parameters_is_refused():
    def backward(params, x, dy):
        add_to(params[0])
        return LINE.backward(params, x, dy)

    with pytest.raises(ValueError, match="read-only"):
        check(LINE._replace(backward=backward), (4, 3))


def test_the_right_layer_passes_and_says_so():
    result = check(LINE, (4, 3))
    assert result.passed and list(result.errors) == ["dx", "dW", "db"]
    assert str(result).count("ok") == 3 and "WRONG" not in str(result)
    assert not Check({"dx": np.nan}, 1e-7).passed


def test_a_check_takes_a_given_input_or_draws_it_anew():
    seen = []

    def forward(params, x):
        seen.append(x.copy())
        return layers.tanh.forward(params, x)

    spy = Layer(forward, layers.tanh.backward, lambda rng: [])
    check(spy, [[1, 2], [3, 4]], points=2)
    assert np.abs(np.array(seen) - [[1, 2], [3, 4]]).max() < 1e-4
    seen.clear()
    check(spy, (2, 2), points=2)
    assert np.abs(seen[0] - seen[-1]).max() > 1e-2


# -- whole models --


def test_a_model_with_one_wrong_layer_fails_and_the_right_one_passes():
    x, y = data.xor()
    model = models.mlp([2, 3, 1], "tanh")
    assert check_model(model, x, y).passed
    wrong = model.network[1]._replace(backward=lambda params, saved, dy: (dy, []))
    result = check_model(model._replace(network=[model.network[0], wrong, model.network[2]]), x, y)
    assert [name for name, error in result.errors.items() if error > 1e-7] == ["dx", "dW1", "db1"]


def test_a_loss_whose_gradient_belongs_to_another_loss_fails():
    class Mixed(losses.Loss):
        def __call__(self, z, y):
            return losses.squared_error(z, y)[0], losses.logistic(z, y)[1]

    model = models.mlp([2, 3, 1])._replace(loss=Mixed(*losses.logistic))
    assert not check_model(model, *data.xor()).passed


def test_on_a_kink_differences_give_half_a_slope_so_even_a_right_relu_network_fails_there():
    x, y = data.xor()  # its first corner is (0, 0): with zero biases every hidden unit stands on the kink
    model = models.mlp([2, 3, 1], "relu", "he")
    W, b, V, c = sum(models.start(model, np.random.default_rng(0)), [])

    def loss(b):
        return backprop(model, [[W, b], [], [V, c]], x, y).loss

    on_the_kink, beside_it = b, b + 0.1
    claimed = [backprop(model, [[W, b], [], [V, c]], x, y).grads[0][1] for b in (on_the_kink, beside_it)]
    assert not b.any()
    assert relative_error(claimed[0], slope(loss, on_the_kink)) > 0.01
    assert relative_error(claimed[1], slope(loss, beside_it)) < 1e-8
    assert check_model(model, x, y).passed, "the check moves the biases off zero"


def test_at_a_kink_the_slope_is_half():
    assert slope(lambda x: np.maximum(x, 0), 0.0) == pytest.approx(0.5)


def test_a_chain_is_only_as_right_as_its_links():
    assert check(chain(LINE, layers.tanh), (4, 3)).passed
    assert not check(chain(LINE, WRONG["no slope"][0]), (4, 3)).passed
