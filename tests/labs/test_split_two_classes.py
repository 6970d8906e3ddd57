"""The lab of notebook 03: its walk against a descent written out here, its words, its picture."""

import re

import numpy as np
import pytest
from labs_on_stage import driven, told

from backprop_course import data
from backprop_course.lessons.split_two_classes.lab import (
    CELLS,
    LOSS_NAMES,
    SQUARED_ERROR,
    STEPS,
    SURPRISE,
    compute,
    margins,
    problem,
    pull,
    split_two_classes,
)
from backprop_course.widgets.panels import within_axis

pytestmark = pytest.mark.slow

X, Y = data.clouds()
A = np.hstack([X, np.ones_like(Y)])


def values(theta, loss):
    """The loss at theta (3,), and its gradient, written with exponentials of our own."""
    z, y = A @ theta, Y[:, 0]
    a = 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    if loss == SURPRISE:
        return (np.logaddexp(0, z) - y * z).mean(), A.T @ (a - y) / len(A)
    return 0.5 * ((a - y) ** 2).mean(), A.T @ ((a - y) * a * (1 - a)) / len(A)


def by_hand(rate, scale, loss, steps=STEPS):
    """All thetas and losses of a walk from the lab's own start."""
    theta = np.append(scale * np.random.default_rng(5).normal(size=2), 0)
    thetas, losses = [], []
    for _ in range(steps + 1):
        value, gradient = values(theta, loss)
        thetas.append(theta)
        losses.append(value)
        theta = theta - rate * gradient
    return np.array(thetas), np.array(losses)


def test_the_walk_is_the_one_written_by_hand():
    for setting, walk, _ in told(split_two_classes):
        thetas, losses = by_hand(**setting)
        assert len(walk.losses) == STEPS + 1 and np.allclose(walk.first, thetas[0])
        if walk.rate < walk.problem.limit:  # beyond it, rounding errors grow
            assert np.allclose(walk.losses, losses, rtol=1e-6, atol=1e-9)
            assert np.allclose(walk.last, thetas[-1], rtol=1e-6, atol=1e-8)
        else:
            assert np.allclose(walk.losses[:4], losses[:4], rtol=1e-6)


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_the_minimum_and_its_curvatures_are_right(loss):
    theta = by_hand(10.0, 0.01, loss)[0][-1]
    for _ in range(20000 if loss == SQUARED_ERROR else 200):
        theta = theta - 10.0 * values(theta, loss)[1]
    assert problem(loss).minimum == pytest.approx(values(theta, loss)[0], rel=1e-6)
    steps = 1e-4 * np.eye(3)
    hessian = [(values(theta + e, loss)[1] - values(theta - e, loss)[1]) / 2e-4 for e in steps]
    assert problem(loss).curvatures == pytest.approx(np.linalg.eigvalsh(np.array(hessian)), rel=1e-3)


def test_surprise_has_the_minimum_that_scikit_learn_finds():
    from sklearn.linear_model import LogisticRegression

    peer = LogisticRegression(C=np.inf, tol=1e-12, max_iter=1000).fit(X, Y[:, 0])
    least = values(np.append(peer.coef_, peer.intercept_), SURPRISE)[0]
    assert problem(SURPRISE).minimum == pytest.approx(least, rel=1e-9)


def test_the_limit_parts_walks_that_settle_from_walks_that_do_not():
    for loss, few in ((SURPRISE, 1e-9), (SQUARED_ERROR, 1e-3)):
        limit, minimum = problem(loss).limit, problem(loss).minimum
        settles, leaves = (compute(share * limit, 0.01, loss).losses[-20:] for share in (0.95, 1.05))
        assert np.abs(settles - minimum).max() < few * minimum
        assert np.abs(leaves - minimum).min() > 2 * few * minimum


@pytest.mark.parametrize(
    "rate, scale, loss, course",
    [
        (0.1, 1, SURPRISE, "arriving"),
        (10, 100, SURPRISE, "arriving"),
        (0.1, 100, SURPRISE, "falling"),
        (18, 1, SURPRISE, "arriving"),
        (30, 1, SURPRISE, "jumping"),
        (1000, 0.01, SURPRISE, "jumping"),
        (0.1, 1, SQUARED_ERROR, "falling"),
        (70, 0.1, SQUARED_ERROR, "arriving"),
        (1000, 0.1, SQUARED_ERROR, "standing"),
        (20, 10, SQUARED_ERROR, "falling"),
        (0.1, 10, SQUARED_ERROR, "standing"),
        (10, 100, SQUARED_ERROR, "standing"),
    ],
)
def test_what_the_loss_does_is_named(rate, scale, loss, course):
    assert compute(rate, scale, loss).course == course


@pytest.mark.parametrize("rate", [25, 50, 200, 1000])
def test_beyond_its_limit_surprise_jumps_and_stays_where_it_is(rate):
    losses = by_hand(rate, 1, SURPRISE, steps=4000)[1]
    assert compute(rate, 1, SURPRISE).course == "jumping"
    assert losses[2000:].max() < 1.2 * losses[:2000].max()


def test_the_words_agree_with_the_walk_everywhere():
    for _, walk, words in told(split_two_classes):
        own = (A @ walk.last) * (2 * Y[:, 0] - 1)
        assert f"; {(own > 0).sum()} of 100 points are on their side." in words
        assert words.lower().startswith(walk.loss)
        assert ("beyond" in words) == (walk.rate >= walk.problem.limit)
        assert f"its limit {walk.problem.limit:.3g}, " in words and f"rate {walk.rate:.4g}, " in words
        said = {"arriving": "within 5 %", "jumping": "jumps", "standing": "stands", "falling": "falls"}
        assert [course for course, word in said.items() if word in words] == [walk.course]
        if walk.course == "arriving":
            step, near = int(re.search(r"from step (\d+)", words)[1]), 1.05 * walk.problem.minimum
            assert (walk.losses[step:] <= near).all() and (step == 0 or walk.losses[step - 1] > near)


def test_what_stands_has_all_but_stopped_and_what_falls_has_not():
    for _, walk, _ in told(split_two_classes):
        fall = 1 - walk.losses[-1] / walk.losses[STEPS // 2]
        if walk.course in ("standing", "falling"):
            assert walk.losses[-1] > 1.05 * walk.problem.minimum
            assert (fall < 0.01) == (walk.course == "standing")


def test_the_same_start_stalls_under_one_loss_and_learns_under_the_other():
    stalled, learned = (compute(10, 30, loss) for loss in (SQUARED_ERROR, SURPRISE))
    assert stalled.accuracy < 0.2 and learned.accuracy == pytest.approx(0.9)
    assert np.array_equal(stalled.first, learned.first)
    assert compute(1, 10, SQUARED_ERROR).accuracy == pytest.approx(0.15)
    late, soon = (compute(rate, 10, SQUARED_ERROR).arrival for rate in (50, 100))
    assert soon < late and compute(20, 10, SQUARED_ERROR).arrival is None
    assert compute(500, 10, SQUARED_ERROR).losses[-1] < 0.99 * problem(SQUARED_ERROR).minimum


def test_the_pull_is_the_slope_of_the_loss_by_the_logit():
    m, h = np.linspace(-5, 5, 41), 1e-5
    for loss, value in {
        SURPRISE: lambda m: np.log1p(np.exp(-m)),
        SQUARED_ERROR: lambda m: 0.5 / (1 + np.exp(m)) ** 2,
    }.items():
        assert np.allclose(pull(loss, m), -(value(m + h) - value(m - h)) / (2 * h), atol=1e-9)


def test_the_picture_shows_the_result():
    for a_lab in driven(split_two_classes()):
        walk, (left, middle, right) = a_lab.result, a_lab.drawing.figure.axes
        shown = left.images[0].get_array()
        low, high = left.get_xlim()
        at = np.linspace(low, high, CELLS)
        z = walk.last[0] * at[None, :] + walk.last[1] * at[:, None] + walk.last[2]
        assert np.array_equal(shown > 0.5, z > 0)
        curve = [line for line in middle.lines if line.get_animated()][0].get_ydata()
        bottom, top = middle.get_ylim()
        assert len(curve) == STEPS + 1
        assert np.allclose(
            curve, within_axis(walk.losses / walk.problem.minimum, bottom, top), equal_nan=True
        )
        start, end = (line.get_xydata() for line in right.lines if line.get_animated())
        for drawn, theta in ((start, walk.first), (end, walk.last)):
            edge = right.get_xlim()[1]
            assert np.allclose(drawn[:, 0], np.clip(margins(theta), -edge, edge))
            assert np.allclose(drawn[:, 1], pull(walk.loss, margins(theta)))
            assert (drawn[:, 1] >= right.get_ylim()[0]).all() and (drawn[:, 1] <= right.get_ylim()[1]).all()


def test_every_first_loss_lies_within_the_picture():
    for loss in LOSS_NAMES:
        for scale in (0.01, 1, 100):
            assert compute(0.01, scale, loss).losses[0] / problem(loss).minimum < 1e3


def test_another_result_is_another_picture_and_the_same_one_the_same():
    a_lab = split_two_classes()
    seen = {}
    for rate in (0.01, 0.1, 1, 10, 100, 1000):
        a_lab.controls["rate"].value = rate
        seen[rate] = a_lab.picture.moving
    assert len(set(seen.values())) == len(seen)
    a_lab.controls["rate"].value = 1
    assert a_lab.picture.moving == seen[1]
