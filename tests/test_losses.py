"""Every loss: one gradient for all, (prediction - target) / n; quiet and exact far from zero; lawful."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import frozen, law, matrices, seeds
from oracle import LOSSES, derivatives, targets

from backprop_course.check.differences import relative_error, slope
from backprop_course.nn import losses
from backprop_course.nn.losses import logistic, softmax, softmax_cross_entropy, squared_error
from backprop_course.nn.models import LOSSES as LOSSES_BY_NAME

every_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
five_points = pytest.mark.parametrize("seed", range(5))


def example(loss, seed, n=6, columns=3):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 2, (n, columns)), targets(loss, rng, n, columns)


def one_hot_rows(columns):
    return np.eye(columns)[np.arange(2 * columns) % columns]


@five_points
@every_loss
def test_gradient_agrees_with_central_differences(loss, seed):
    z, y = example(loss, seed)
    assert relative_error(loss(z, y)[1], slope(lambda z: loss(z, y)[0], z)) <= 1e-7


@five_points
@every_loss
def test_value_and_gradient_agree_with_automatic_differentiation(loss, seed):
    z, y = example(loss, seed)
    value, dz = loss(z, y)
    assert value == pytest.approx(LOSSES[loss](z, y), rel=1e-13)
    assert relative_error(dz, derivatives(lambda _, z: LOSSES[loss](z, y), [], z, 1.0)[0]) <= 1e-12


@every_loss
@given(seed=seeds, n=st.integers(1, 9), columns=st.integers(2, 5))
@law
def test_gradient_is_prediction_less_target_over_n(loss, seed, n, columns):
    z, y = example(loss, seed, n, columns)
    np.testing.assert_array_equal(loss(z, y)[1], (loss.predict(z) - y) / n)


@every_loss
def test_gradient_vanishes_and_the_value_is_least_where_the_prediction_is_the_target(loss):
    _, y = example(loss, seed=0)
    z = {squared_error: y, logistic: np.log(y / (1 - y)), softmax_cross_entropy: np.log(y)}[loss]
    value, dz = loss(z, y)
    np.testing.assert_allclose(dz, 0, atol=1e-16)
    for seed in range(20):
        assert loss(z + np.random.default_rng(seed).normal(0, 0.1, z.shape), y)[0] > value


# By loss: the z that is `far` on the right side of three classes (wrong if negative), and its value.
FAR_OUT = {
    squared_error: (lambda far, y: far * y, lambda far: (far - 1) ** 2 / 2),
    logistic: (lambda far, y: far * (2 * y - 1), lambda far: 3 * np.logaddexp(0, -far)),
    softmax_cross_entropy: (lambda far, y: far * y, lambda far: np.logaddexp(0, np.log(2) - far)),
}


@pytest.mark.parametrize("far", [1.0, 40.0, 745.0, 1e4, -1.0, -40.0, -745.0, -1e4])
@every_loss
def test_far_out_the_value_is_its_limit_without_a_warning(loss, far):
    place, limit = FAR_OUT[loss]
    y = one_hot_rows(3)
    with np.errstate(all="raise", under="ignore"):
        value, dz = loss(place(far, y), y)
    assert value == pytest.approx(limit(far), rel=1e-13, abs=1e-15)
    assert np.isfinite(dz).all()


@given(z=st.floats(1, 700))
@law
def test_small_logistic_losses_keep_their_digits(z):
    for label, there in ((1.0, z), (0.0, -z)):
        value, _ = logistic(np.array([[there]]), np.array([[label]]))
        assert value == pytest.approx(np.log1p(np.exp(-z)), rel=1e-14, abs=0)


@given(z=matrices(-50, 50, columns=st.integers(2, 5)), shift=st.floats(-1e4, 1e4))
@law
def test_softmax_ignores_what_is_added_to_a_row(z, shift):
    y = np.eye(z.shape[1])[np.zeros(len(z), int)]
    shift = shift * (-1) ** np.arange(len(z))[:, None]  # every row its own
    np.testing.assert_allclose(softmax(z + shift), softmax(z), rtol=1e-10)
    assert softmax_cross_entropy(z + shift, y)[0] == pytest.approx(
        softmax_cross_entropy(z, y)[0], rel=1e-10, abs=1e-11
    )


@given(z=matrices(-1e4, 1e4, columns=st.integers(2, 5)))
@law
def test_softmax_gives_distributions_and_two_columns_are_a_sigmoid(z):
    p = softmax(z)
    assert (p >= 0).all()
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(softmax(z[:, :2])[:, 0], losses.sigmoid(z[:, 0] - z[:, 1]), atol=1e-15)


@every_loss
@given(seed=seeds)
@law
def test_order_does_not_matter(loss, seed):
    z, y = example(loss, seed)
    rows, columns = (np.random.default_rng(seed).permutation(n) for n in z.shape)
    value, dz = loss(z, y)
    for moved in (lambda a: a[rows], lambda a: a[:, columns]):
        value_moved, dz_moved = loss(moved(z), moved(y))
        assert value_moved == pytest.approx(value, rel=1e-14)
        np.testing.assert_allclose(dz_moved, moved(dz), rtol=1e-13, atol=1e-16)


@every_loss
def test_the_same_data_twice_has_the_same_loss_and_half_the_gradient_per_row(loss):
    z, y = example(loss, seed=0)
    value, dz = loss(z, y)
    twice, dz_twice = loss(np.vstack([z, z]), np.vstack([y, y]))
    assert twice == pytest.approx(value, rel=1e-15)
    np.testing.assert_allclose(dz_twice, np.vstack([dz, dz]) / 2, rtol=1e-15)


@every_loss
def test_stacked_runs_are_the_separate_runs(loss):
    runs = [example(loss, seed) for seed in range(4)]
    y = runs[0][1]
    values, dz = loss(np.stack([z for z, _ in runs]), y)
    assert values.shape == (4,)
    for run, (z, _) in enumerate(runs):
        value, dz_alone = loss(z, y)
        assert values[run] == pytest.approx(value, rel=1e-15)
        np.testing.assert_array_equal(dz[run], dz_alone)


@every_loss
def test_float32_stays_and_nothing_is_written_to(loss):
    z, y = (frozen(a.astype("f4")) for a in example(loss, seed=0))
    value, dz = loss(z, y)
    assert value.dtype == dz.dtype == loss.predict(z).dtype == np.float32


def test_squared_error_is_half_the_mean_of_the_summed_squares():
    assert squared_error(np.array([[1.0, 2], [3, 5]]), np.array([[0.0, 0], [3, 3]]))[0] == (1 + 4 + 4) / 4


def test_an_undecided_prediction_costs_ln_of_the_number_of_classes():
    assert logistic(np.zeros((3, 1)), np.array([[0.0], [1], [1]]))[0] == pytest.approx(np.log(2))
    assert softmax_cross_entropy(np.zeros((6, 3)), one_hot_rows(3))[0] == pytest.approx(np.log(3))


@pytest.mark.parametrize(
    "loss, y, wanted",
    [
        (squared_error, [[-7.0], [1e9]], None),
        (logistic, [[0.0], [0.3], [1.0]], None),
        (logistic, [[0.0], [2.0]], "targets from 0 to 1, but one is 2"),
        (logistic, [[-1.0], [1.0]], "targets from 0 to 1, but one is -1"),
        (softmax_cross_entropy, [[0.0, 1], [0.5, 0.5]], None),
        (softmax_cross_entropy, [[0.0, 1], [1, 1]], "rows that sum to 1, but one is off by 1"),
        (softmax_cross_entropy, [[-1.0, 2]], "targets from 0 to 1, but one is -1"),
        (softmax_cross_entropy, [[1.0], [1]], "one column per class"),
    ],
)
def test_a_loss_says_what_is_wrong_with_targets(loss, y, wanted):
    answer = loss.refuse(np.array(y))
    assert answer is None if wanted is None else wanted in answer


def test_losses_are_found_by_their_names():
    assert set(LOSSES_BY_NAME.values()) == set(LOSSES)
