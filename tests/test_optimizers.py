"""From a gradient to a direction: plain, with momentum, clipped."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import frozen, law, matrices

from backprop_course.optimizers import clipped, momentum, plain

OPTIMIZERS = {
    "plain": plain,
    "momentum": momentum(),
    "clipped": clipped(1.0),
    "clipped momentum": clipped(1.0, momentum(0.5)),
}
every_optimizer = pytest.mark.parametrize("name", OPTIMIZERS)


def directions(optimizer, gradients):
    """What an optimizer makes of one gradient after the other."""
    state, found = None, []
    for gradient in gradients:
        direction, state = optimizer(gradient, state)
        found.append(direction)
    return found


@every_optimizer
@pytest.mark.parametrize("shape", [(4,), (3, 4)])
def test_a_zero_gradient_stays_zero(name, shape):
    with np.errstate(all="raise"):
        for direction in directions(OPTIMIZERS[name], [np.zeros(shape)] * 3):
            np.testing.assert_array_equal(direction, np.zeros(shape))


@every_optimizer
def test_gradients_are_not_written_to_and_float32_stays(name):
    gradient = frozen(np.array([[3.0, 4.0], [0.1, 0.0]], dtype="f4"))
    first, second, _ = found = directions(OPTIMIZERS[name], [gradient] * 3)
    assert {direction.dtype for direction in found} == {np.dtype("f4")}
    before = first.copy()
    np.testing.assert_array_equal(first, before)


@every_optimizer
def test_stacked_runs_are_the_separate_runs(name):
    gradients = np.random.default_rng(0).normal(size=(5, 3, 4))
    stacked = np.array(directions(OPTIMIZERS[name], gradients))
    for run in range(3):
        alone = np.array(directions(OPTIMIZERS[name], gradients[:, run]))
        np.testing.assert_allclose(stacked[:, run], alone, rtol=1e-14)


@every_optimizer
def test_two_walks_with_one_optimizer_do_not_disturb_each_other(name):
    gradients = np.random.default_rng(0).normal(size=(5, 4))
    first = directions(OPTIMIZERS[name], gradients)
    np.testing.assert_array_equal(directions(OPTIMIZERS[name], gradients), first)


@given(gradient=matrices(-1e3, 1e3))
@law
def test_plain_is_the_gradient(gradient):
    np.testing.assert_array_equal(plain(gradient)[0], gradient)


@given(beta=st.floats(0, 0.99), gradient=matrices(-10, 10))
@law
def test_momentum_under_a_constant_gradient_is_a_geometric_sum(beta, gradient):
    for step, direction in enumerate(directions(momentum(beta), [gradient] * 30), start=1):
        np.testing.assert_allclose(direction, (1 - beta**step) / (1 - beta) * gradient, rtol=1e-12)


def test_momentum_forgets_by_the_factor_beta():
    found = directions(momentum(0.5), np.array([[8.0], [0], [0], [0]]))
    np.testing.assert_array_equal(np.ravel(found), [8, 4, 2, 1])


@given(gradient=matrices(-1e6, 1e6), limit=st.floats(1e-3, 1e3))
@law
def test_clipping_caps_the_length_of_every_run_and_turns_nothing(gradient, limit):
    direction, _ = clipped(limit)(gradient)
    before, after = (np.linalg.norm(each, axis=1) for each in (gradient, direction))
    np.testing.assert_allclose(after, np.minimum(before, limit), rtol=1e-12)
    np.testing.assert_allclose(direction * before[:, None], gradient * after[:, None], rtol=1e-9, atol=1e-200)
    np.testing.assert_array_equal(direction[before <= limit], gradient[before <= limit])


def test_clipping_hands_over_to_the_next_optimizer():
    found = directions(clipped(1.0, momentum(0.5)), [np.array([30.0, 40.0])] * 2)
    np.testing.assert_allclose(found, [[0.6, 0.8], [0.9, 1.2]])
