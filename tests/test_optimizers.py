"""From a gradient to a direction, and from a step's number to a rate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import frozen, law, matrices

from backprop_course.nn.optimizers import (
    adagrad,
    adam,
    clipped,
    constant_rate,
    cosine,
    exponential_decay,
    gradient_descent,
    momentum,
    nesterov,
    rmsprop,
    step_decay,
    warm_up,
)

TINY = 1e-300  # an eps that no sum with a root notices
OPTIMIZERS = {
    "plain": gradient_descent,
    "momentum": momentum(),
    "nesterov": nesterov(),
    "adagrad": adagrad(),
    "rmsprop": rmsprop(),
    "adam": adam(),
    "clipped": clipped(1.0),
    "clipped momentum": clipped(1.0, momentum(0.5)),
}
ADAPTIVE = {"adagrad": adagrad, "rmsprop": rmsprop, "adam": adam}
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
def test_states_are_not_written_to(name):
    optimizer, gradient = OPTIMIZERS[name], frozen(np.array([[3.0, 4.0], [0.1, 0.0]]))

    def locked(state):
        return tuple(map(locked, state)) if isinstance(state, tuple) else frozen(state)

    _, state = optimizer(gradient, None)
    for _ in range(3):
        _, state = optimizer(gradient, None if state is None else locked(state))


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
def test_gradient_descent_is_the_gradient(gradient):
    np.testing.assert_array_equal(gradient_descent(gradient)[0], gradient)


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


@given(beta=st.floats(0, 0.95), gradient=matrices(-10, 10))
@law
def test_momentum_and_nesterov_lengthen_a_constant_gradient_up_to_one_over_one_minus_beta(beta, gradient):
    for optimizer in (momentum(beta), nesterov(beta)):
        last = directions(optimizer, [gradient] * 1000)[-1]
        np.testing.assert_allclose(last, gradient / (1 - beta), rtol=1e-12)


def test_nesterov_is_momentum_one_step_ahead_without_a_new_gradient():
    gradients = list(np.random.default_rng(0).normal(size=(6, 4)))
    found = directions(nesterov(0.7), gradients)
    for step in range(6):
        ahead = directions(momentum(0.7), [*gradients[: step + 1], np.zeros(4)])[-1]
        np.testing.assert_allclose(found[step], gradients[step] + ahead, rtol=1e-12, atol=1e-15)


def test_without_memory_momentum_and_nesterov_are_plain():
    gradients = np.random.default_rng(0).normal(size=(5, 4))
    for optimizer in (momentum(0), nesterov(0)):
        np.testing.assert_array_equal(directions(optimizer, gradients), gradients)


sizes = st.floats(1e-3, 1e3).flatmap(lambda size: st.sampled_from([size, -size]))


@given(gradient=sizes, beta1=st.floats(0, 0.99), beta2=st.floats(0, 0.9999))
@law
def test_adam_steps_by_exactly_one_rate_under_a_constant_gradient(gradient, beta1, beta2):
    found = directions(adam(beta1, beta2, TINY), [np.array([gradient])] * 50)
    np.testing.assert_allclose(found, np.full((50, 1), np.sign(gradient)), rtol=1e-9)


def test_adam_without_its_correction_would_start_too_long():
    gradient = np.array([2.0])
    mean, square = 0.1 * gradient, 0.001 * gradient**2
    assert mean / np.sqrt(square) == pytest.approx(10**0.5)
    assert adam(eps=TINY)(gradient, None)[0] == pytest.approx(1)


@given(gradient=sizes)
@law
def test_adagrad_steps_shrink_like_one_over_the_root_of_t(gradient):
    found = np.ravel(directions(adagrad(TINY), [np.array([gradient])] * 60))
    np.testing.assert_allclose(found, np.sign(gradient) / np.sqrt(np.arange(1, 61)), rtol=1e-12)


@given(gradient=sizes, rho=st.floats(0, 0.99))
@law
def test_rmsprop_starts_too_long_and_comes_down_to_one_rate(gradient, rho):
    found = np.ravel(directions(rmsprop(rho, TINY), [np.array([gradient])] * 60))
    expected = np.sign(gradient) / np.sqrt(1 - rho ** np.arange(1, 61))
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize("name", ADAPTIVE)
@given(scale=st.floats(1e-6, 1e6), seed=st.integers(0, 99))
@law
def test_adaptive_directions_do_not_know_the_size_of_the_gradient(name, scale, seed):
    gradients = np.random.default_rng(seed).normal(size=(10, 2, 3))
    one, scaled = (directions(ADAPTIVE[name](eps=TINY), factor * gradients) for factor in (1, scale))
    np.testing.assert_allclose(scaled, one, rtol=1e-9)


@pytest.mark.parametrize("name", ADAPTIVE)
def test_eps_stands_outside_the_root(name):
    direction, _ = ADAPTIVE[name](eps=0.5)(np.array([2.0]), None)
    root = np.sqrt(0.1) * 2 if name == "rmsprop" else 2
    assert direction == pytest.approx(2 / (root + 0.5))


@pytest.mark.parametrize("beta", [-0.1, 1, 1.5, np.nan, True, "0.9", None])
def test_a_memory_outside_zero_to_one_is_refused(beta):
    for make in (momentum, nesterov, rmsprop, adam, lambda value: adam(0.9, value)):
        with pytest.raises(ValueError, match="must be a number from 0 to below 1"):
            make(beta)


@pytest.mark.parametrize("value", [0, -1e-8, np.inf, np.nan, True, "small", None])
def test_an_eps_or_a_limit_that_is_not_above_zero_is_refused(value):
    for make in (*ADAPTIVE.values(), clipped):
        with pytest.raises(ValueError, match="eps|limit"):
            make(value) if make in (adagrad, clipped) else make(eps=value)


RATES = {
    "constant": (constant_rate(0.4), [0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]),
    "step": (step_decay(0.4, 2), [0.4, 0.4, 0.2, 0.2, 0.1, 0.1, 0.05]),
    "exponential": (exponential_decay(0.4, 0.5), [0.4 / 2**k for k in range(7)]),
    "cosine": (cosine(0.4, 4), [0.4, 0.2 + 0.1 * 2**0.5, 0.2, 0.2 - 0.1 * 2**0.5, 0, 0, 0]),
    "cosine above": (cosine(0.5, 2, last=0.1), [0.5, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1]),
    "warm-up": (warm_up(4, 0.4), [0.1, 0.2, 0.3, 0.4, 0.4, 0.4, 0.4]),
    "warm-up, then": (warm_up(2, exponential_decay(0.4, 0.5)), [0.2, 0.4, 0.4, 0.2, 0.1, 0.05, 0.025]),
}


@pytest.mark.parametrize("schedule, expected", RATES.values(), ids=RATES)
def test_schedules_by_hand(schedule, expected):
    np.testing.assert_allclose([schedule(number) for number in range(7)], expected, atol=1e-16)


@given(rate=st.floats(1e-6, 1e3), steps=st.integers(1, 200))
@law
def test_schedules_at_their_ends(rate, steps):
    assert cosine(rate, steps)(0) == warm_up(steps, rate)(steps - 1) == warm_up(steps, rate)(steps) == rate
    assert cosine(rate, steps)(steps) == cosine(rate, steps)(10 * steps) == 0
    assert cosine(rate, steps)(steps - 1) > 0
    assert step_decay(rate, steps)(steps - 1) == rate
    assert step_decay(rate, steps)(steps) == exponential_decay(rate, 0.5)(1) == rate / 2
    assert warm_up(steps, rate)(0) == pytest.approx(rate / steps)


def test_schedules_of_many_rates():
    rates = np.array([0.1, 1.0])
    made = [constant_rate, lambda r: step_decay(r, 3), lambda r: cosine(r, 9), lambda r: warm_up(5, r)]
    for make in made:
        for number in range(9):
            np.testing.assert_allclose(make(rates)(number), [make(rate)(number) for rate in rates])


REFUSED = {
    "rate": lambda: constant_rate(0),
    "every": lambda: step_decay(0.1, 0),
    "factor": lambda: step_decay(0.1, 5, 1.0),
    "steps": lambda: cosine(0.1, 2.5),
    "last": lambda: cosine(0.1, 2, last=-0.1),
    "steps ": lambda: warm_up(0, 0.1),
    "then": lambda: warm_up(3, -0.1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_schedules_are_refused(name):
    with pytest.raises(ValueError, match=f"^{name.strip()} must"):
        REFUSED[name]()
