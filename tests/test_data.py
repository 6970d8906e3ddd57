"""The data sets: what they promise, without the net and without anybody else's random numbers."""

import socket

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import frozen, law, matrices
from sklearn.datasets import make_circles, make_moons
from sklearn.model_selection import train_test_split

from backprop_course import data
from backprop_course.nn.losses import logistic
from tools.real_data import tables

REAL = {"diabetes": (442, 10, 1), "breast_cancer": (569, 30, 1), "digits": (1797, 64, 10)}
MADE = {"noisy_line": (100, 1, 1), "clouds": (100, 2, 1), "moons": (200, 2, 1), "circles": (200, 2, 1)}
MADE |= {"spirals": (200, 2, 1), "rides": (40, 2, 1)}
SMALL = {"doubling": (4, 1, 1), "two_soft_points": (2, 2, 1), "xor": (4, 2, 1)}
EVERY = REAL | MADE | SMALL
every_set = pytest.mark.parametrize("name", EVERY)
every_made_set = pytest.mark.parametrize("name", MADE)


def load(name, **options):
    return getattr(data, name)(**options)


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """Whoever opens a connection fails."""

    def refuse(*_):
        raise AssertionError("data are never downloaded")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@every_set
def test_every_set_is_a_pair_of_finite_matrices(name):
    x, y = load(name)
    assert (*x.shape, y.shape[1]) == EVERY[name] and len(x) == len(y)
    assert x.dtype == y.dtype == float and np.isfinite(x).all() and np.isfinite(y).all()


@every_set
def test_every_call_gives_new_arrays_with_the_same_numbers(name):
    x, y = load(name)
    x_again, y_again = load(name)
    np.testing.assert_array_equal(x, x_again)
    np.testing.assert_array_equal(y, y_again)
    assert not np.shares_memory(x, x_again) and not np.shares_memory(y, y_again)


@every_set
def test_the_global_random_numbers_are_left_alone(name):
    _, state, position, *_ = np.random.get_state()
    data.split(*load(name))
    _, state_after, position_after, *_ = np.random.get_state()
    assert position_after == position and np.array_equal(state_after, state)


@every_made_set
def test_another_seed_makes_another_set_of_any_size(name):
    x, y = load(name, n=11, seed=1)
    assert len(x) == len(y) == 11
    assert not np.array_equal(x, load(name, n=11, seed=2)[0])


@pytest.mark.parametrize("distance", [0.0, 1.0, 2.5, 7.0])
def test_clouds_are_as_far_apart_as_they_are_asked_to_be(distance):
    x, y = data.clouds(40_000, distance)
    ones, zeros = x[y[:, 0] == 1], x[y[:, 0] == 0]
    np.testing.assert_allclose(ones.mean(axis=0) - zeros.mean(axis=0), distance / np.sqrt(2), atol=0.04)
    np.testing.assert_allclose([ones.std(axis=0), zeros.std(axis=0)], 1, atol=0.02)


@pytest.mark.parametrize("name", ["clouds", "moons", "circles", "spirals", "breast_cancer"])
def test_two_classes_are_zero_and_one(name):
    _, y = load(name)
    assert set(y.flat) == {0, 1}
    assert name == "breast_cancer" or y.mean() == 0.5


def test_without_noise_shapes_are_exact():
    x, y = data.circles(noise=0)
    np.testing.assert_allclose(np.linalg.norm(x, axis=1), np.where(y[:, 0] == 1, 0.5, 1))
    x, y = data.noisy_line(noise=0, slope=3, intercept=1)
    np.testing.assert_allclose(y, 1 + 3 * x)
    x, y = data.spirals(noise=0, turns=0)
    np.testing.assert_allclose(x[:, 1], 0, atol=1e-15)
    np.testing.assert_array_equal(x[:, 0] < 0, y[:, 0] == 1)


def test_real_sets_are_what_their_docstrings_say():
    _, score = data.diabetes()
    assert (score.min(), score.max()) == (25, 346)
    _, benign = data.breast_cancer()
    assert benign.sum() == 357
    pixels, digit = data.digits()
    assert (pixels.min(), pixels.max()) == (0, 1) and set(digit.sum(axis=1)) == {1}


# -- the same numbers as scikit-learn's --


def test_the_real_sets_are_those_of_scikit_learn():
    with np.load(data.REAL) as carried:
        assert carried.keys() == tables().keys()
        for name, table in tables().items():
            np.testing.assert_array_equal(carried[name], table)


@given(n=st.integers(2, 300), noise=st.floats(0, 1), seed=st.integers(0, 2**32 - 1))
@law
def test_moons_and_circles_are_those_of_scikit_learn(n, noise, seed):
    peers = {
        data.moons: make_moons(n, noise=noise, random_state=seed),
        data.circles: make_circles(n, noise=noise, random_state=seed, factor=0.5),
    }
    for made, (x, y) in peers.items():
        np.testing.assert_array_equal(made(n, noise, seed)[0], x)
        np.testing.assert_array_equal(made(n, noise, seed)[1][:, 0], y)


@given(n=st.integers(2, 300), test=st.floats(0.01, 0.99), seed=st.integers(0, 2**32 - 1))
@law
def test_the_parts_of_a_split_are_those_of_scikit_learn(n, test, seed):
    assume(np.ceil(test * n) < n)
    x = np.arange(n)[:, None]
    peers = train_test_split(x, -x, test_size=test, random_state=seed)
    for part, peer in zip(data.split(x, -x, test, seed), peers, strict=True):
        np.testing.assert_array_equal(part, peer)


# -- known answers --


def curvatures(x):
    """The eigenvalues of the mean squared error's Hessian, 2/n AᵀA with A = [x 1]."""
    design = np.hstack([x, np.ones((len(x), 1))])
    return np.linalg.eigvalsh(2 / len(x) * design.T @ design)


def test_noisy_line_has_its_known_fit_and_curvatures():
    x, y = data.noisy_line()
    (slope, intercept), (squares,), *_ = np.linalg.lstsq(np.hstack([x, np.ones_like(x)]), y[:, 0])
    assert (slope, intercept) == pytest.approx((3.770113386438, 0.215096157547), abs=1e-12)
    assert squares / 100 == pytest.approx(0.806584563967, abs=1e-12)
    assert curvatures(x) == pytest.approx([0.33942384, 4.13005521], abs=1e-8)


def test_many_rides_tell_the_tariff():
    x, fares = data.rides(40_000, seed=1)
    tariff = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), fares[:, 0])[0]
    np.testing.assert_allclose(tariff, [2, 0.5, 4], atol=0.03)
    assert fares.min() > 3 and x.min() >= 0


def test_doubling_has_its_known_curvatures_and_limit():
    x, y = data.doubling()
    np.testing.assert_array_equal(y, 2 * x)
    assert curvatures(x) == pytest.approx([0.29939027, 16.70060973], abs=1e-8)
    assert 2 / curvatures(x)[1] == pytest.approx(0.1197561066, abs=1e-10)
    assert np.mean((1 - y) ** 2) == 21, "the least that a model whose outputs stay below 1 can reach"


def test_two_soft_points_have_their_known_optimum():
    x, y = data.two_soft_points()
    theta = np.linalg.solve(x, np.log(y / (1 - y)))
    value, dz = logistic(x @ theta, y)
    assert theta.ravel() == pytest.approx([-1.7328679514, 1.7328679514], abs=1e-10)
    assert value == pytest.approx(0.5004024235, abs=1e-10) and np.abs(x.T @ dz).max() < 1e-16
    hessian = x.T @ (y * (1 - y) * x) / 2
    assert np.linalg.eigvalsh(hessian) == pytest.approx([0.0512, 0.08])
    assert 2 / np.linalg.eigvalsh(x.T @ x / 8)[1] == pytest.approx(16)


def test_xor_is_solved_by_the_known_relu_network_and_by_no_line():
    x, y = data.xor()
    hidden = np.maximum(x @ np.ones((2, 2)) + [0, -1], 0)
    np.testing.assert_array_equal(hidden @ [[1.0], [-2.0]], y)
    design = np.hstack([x, np.ones((4, 1))])
    _, (squares,), *_ = np.linalg.lstsq(design, y[:, 0])
    assert squares / 4 == pytest.approx(0.25)


# -- tools --


@given(x=matrices(-1e3, 1e3))
@law
def test_standardized_features_have_mean_zero_and_spread_one(x):
    x = x.round(3)
    z = data.standardize(x)
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(z.std(axis=0), np.ptp(x, axis=0) > 0, atol=1e-9)


@given(x=matrices(-10, 10), factor=st.floats(0.1, 10), shift=st.floats(-10, 10))
@law
def test_standardizing_forgets_units(x, factor, shift):
    x = x.round(3)
    np.testing.assert_allclose(data.standardize(factor * x + shift), data.standardize(x), atol=1e-9)


def test_standardize_treats_the_others_by_the_numbers_of_the_first():
    train, test = data.standardize([[0.0, 0.1], [2, 0.1], [4, 0.1]], [[2.0, 0.3]])
    np.testing.assert_allclose(train[:, 0], np.array([-1, 0, 1]) * np.sqrt(1.5))
    np.testing.assert_allclose(train[:, 1], 0, atol=1e-16)
    np.testing.assert_allclose(test, [[0, 0.2]], atol=1e-15)


def test_float32_stays_standardized():
    assert data.standardize(np.ones((2, 2), "f4")).dtype == np.float32


@given(n=st.integers(2, 40), test=st.floats(0.05, 0.95), seed=st.integers(0, 100))
@law
def test_split_parts_are_the_whole_and_keep_pairs_together(n, test, seed):
    x = np.arange(n)[:, None]
    assume(np.ceil(test * n) < n)
    x_train, x_test, y_train, y_test = data.split(frozen(x), frozen(-x), test, seed)
    assert len(x_test) == np.ceil(test * n)
    assert sorted([*x_train.flat, *x_test.flat]) == list(range(n))
    np.testing.assert_array_equal(x_train, -y_train)
    np.testing.assert_array_equal(x_test, -y_test)
    np.testing.assert_array_equal(x_train, data.split(x, -x, test, seed)[0])


@given(labels=st.lists(st.integers(0, 6), min_size=1, max_size=9))
@law
def test_one_hot_is_undone_by_argmax(labels):
    rows = data.one_hot(labels, 7)
    assert rows.shape == (len(labels), 7) and set(rows.sum(axis=1)) == {1} and set(rows.flat) <= {0, 1}
    assert list(rows.argmax(axis=1)) == labels
