"""The lab of notebook 02: its walk against the law of gradient descent, its words, its picture."""

import re

import numpy as np
import pytest
from labs_on_stage import cut_at_the_edges, driven, told

from backprop_course import data
from backprop_course.lessons.fit_a_line.lab import (
    INPUTS,
    MEASURED,
    STANDARDIZED,
    STEPS,
    compute,
    fare_problem,
    fit_a_line,
    say,
    surface,
)

pytestmark = pytest.mark.slow

X, Y = data.rides()
X = X[:, :1]
RAW_LIMIT = 2 / np.linalg.eigvalsh([[(X**2).mean(), X.mean()], [X.mean(), 1]])[1]


def design(inputs):
    x = (X - X.mean()) / X.std() if inputs == STANDARDIZED else X
    return np.hstack([x, np.ones_like(x)])


def by_the_law(rate, W, b, inputs):
    """(W, b) of every step: the offset from the least squares line is multiplied by 1 - rate H."""
    A = design(inputs)
    best = np.linalg.lstsq(A, Y, rcond=None)[0][:, 0]
    factor = np.eye(2) - rate * A.T @ A / len(A)
    return np.array([best + np.linalg.matrix_power(factor, k) @ ([W, b] - best) for k in range(STEPS + 1)])


def test_the_walk_follows_the_law_of_gradient_descent():
    for values, walk, _ in told(fit_a_line):
        path = by_the_law(**values)
        assert np.allclose(walk.path, path, rtol=1e-6, atol=1e-9)
        residuals = design(values["inputs"]) @ path.T - Y
        assert np.allclose(walk.losses, 0.5 * (residuals**2).mean(axis=0), rtol=1e-6)


def test_the_normal_equations_are_the_known_ones():
    assert fare_problem(MEASURED).best == pytest.approx([2.51447950, 4.77932498])
    assert fare_problem(MEASURED).least == pytest.approx(0.570194548)
    assert fare_problem(STANDARDIZED).least == pytest.approx(fare_problem(MEASURED).least)
    assert np.polyfit(X[:, 0], Y[:, 0], 1) == pytest.approx(fare_problem(MEASURED).best)


def test_the_limits_are_the_known_ones():
    assert compute(0.1, 0, 0, MEASURED).limit == pytest.approx(RAW_LIMIT)
    assert compute(0.1, 0, 0, STANDARDIZED).limit == pytest.approx(2)


@pytest.mark.parametrize("inputs", INPUTS)
def test_the_bowl_is_the_loss(inputs):
    Ws, bs = np.array([-4.0, 0, 3]), np.array([1.0, 8])
    heights = [[0.5 * ((design(inputs) @ [[W], [b]] - Y) ** 2).mean() for W in Ws] for b in bs]
    assert np.allclose(surface(inputs, Ws, bs), heights)


@pytest.mark.parametrize(
    "rate, how",
    [
        (0.1, "is below its limit, and the path does not cross the valley"),
        (0.14, "is below its limit, and the path crosses the valley"),
        (0.26, "is below its limit, and the path crosses the valley"),
        (0.27, "is at its limit or beyond"),
        (RAW_LIMIT, "is at its limit or beyond"),
        (4, "is at its limit or beyond"),
    ],
)
def test_what_the_path_does_is_said_beside_the_limit(rate, how):
    walk = compute(rate, -2, 12, MEASURED)
    assert say(walk).startswith(f"Rate {rate:.3g} {how} (limit 0.262): ")


@pytest.mark.parametrize("inputs", INPUTS)
@pytest.mark.parametrize("share", [0.3, 0.45, 0.55, 0.9, 0.99])
def test_the_path_crosses_the_valley_where_the_words_say_so(inputs, share):
    walk = compute(share * compute(1, 0, 0, inputs).limit, -2, 12, inputs)
    _, axes = np.linalg.eigh(design(inputs).T @ design(inputs))
    steep = ((walk.path - walk.problem.best) @ axes[:, -1])[:5]
    assert walk.jumps == (share > 0.5) and not walk.diverges
    assert (np.diff(np.sign(steep)) != 0).all() if walk.jumps else (np.diff(np.sign(steep)) == 0).all()


def test_the_words_agree_with_the_walk_everywhere():
    for _, walk, words in told(fit_a_line):
        assert ("or beyond" in words) == (walk.rate >= walk.limit) == walk.diverges
        assert f"(limit {walk.limit:.3g}" in words and words.startswith(f"Rate {walk.rate:.3g} is ")
        assert ("standardized" in words) == (walk.inputs == STANDARDIZED)
        step = int(re.findall(r"step (\d+)", words)[-1]) if "at step" in words else STEPS
        if "more than ten times its start" in words:
            assert walk.losses[step] > 10 * walk.losses[0] >= walk.losses[:step].max()
        elif "within 1 %" in words:
            assert walk.losses[step] <= 1.01 * walk.problem.least < walk.losses[:step].min(initial=np.inf)
        else:
            assert f"{walk.losses[STEPS]:.3g}" in words


def test_a_slow_divergence_is_said_with_its_growth():
    walk = compute(0.265, 4, 2, MEASURED)
    growth = 2 * 0.265 / RAW_LIMIT - 1
    _, axes = np.linalg.eigh(design(MEASURED).T @ design(MEASURED))
    steep = np.abs((walk.path - walk.problem.best) @ axes[:, -1])
    assert steep[1:] / steep[:-1] == pytest.approx(growth)
    mild = say(compute(0.265, 4, 2, MEASURED))
    assert f"grows {growth:.4g}-fold each step" in mild and f"at step {STEPS}" in mild


@pytest.mark.parametrize("inputs, limit", [(MEASURED, RAW_LIMIT), (STANDARDIZED, 2)])
def test_at_its_limit_a_path_goes_to_and_fro(inputs, limit):
    walk = compute(compute(1, 0, 0, inputs).limit, -2, 12, inputs)
    steep = np.linalg.eigh(design(inputs).T @ design(inputs))[1][:, -1]
    across = (walk.path - walk.problem.best) @ steep
    np.testing.assert_allclose(across[1:], -across[:-1], rtol=1e-6)
    assert walk.limit == pytest.approx(limit) and "to and fro" in say(walk)


def test_just_beyond_the_limit_the_loss_may_fall_at_first():
    _, axes = np.linalg.eigh(design(MEASURED).T @ design(MEASURED))
    along = fare_problem(MEASURED).best + axes @ [6, 0.1]
    walk = compute(1.03 * RAW_LIMIT, *along, MEASURED)
    assert walk.losses[2] < walk.losses[1] < walk.losses[0] < walk.losses[-1] and walk.diverges


def test_the_path_arrives_soonest_from_across_the_valley():
    arrivals = {b: compute(0.2, -2, b, MEASURED).arrival for b in np.arange(-2, 14.5, 0.5)}
    assert arrivals[3] == 8 == min(arrival for arrival in arrivals.values() if arrival is not None)


def test_a_round_bowl_is_done_in_one_step_from_anywhere():
    for W, b in ((-4, 8), (8, -4), (0, 0)):
        assert compute(1.0, W, b, STANDARDIZED).arrival == 1


def test_the_start_moves_the_walk_and_never_the_limit():
    walks = [compute(0.2, *start, MEASURED) for start in ((-2, 3), (-2, 3.5), (-2, 12), (0, 8))]
    assert len({walk.arrival for walk in walks}) > 1
    assert len({walk.limit for walk in walks}) == 1


def lines_of(a_lab, panel):
    """The points of every moving line of a panel, by its number."""
    return [line.get_xydata() for line in a_lab.drawing.figure.axes[panel].lines if line.get_animated()]


def test_the_picture_shows_the_result():
    for a_lab in driven(fit_a_line()):
        first, last = lines_of(a_lab, 0)
        assert np.allclose(first[:, 1], a_lab.result.lines[0])
        if np.abs(a_lab.result.lines[-1]).max() < 1e5:
            assert np.allclose(last[:, 1], a_lab.result.lines[-1])
        drawn = lines_of(a_lab, 1)[2]  # after the two stars
        assert np.allclose(drawn[:-1], a_lab.result.path[: len(drawn) - 1]) and len(drawn) > 1
        loss = next(line for line in a_lab.drawing.figure.axes[2].lines if len(line.get_xdata()) > 2)
        assert len(loss.get_xdata()) == STEPS + 1 and cut_at_the_edges(loss)


def test_the_star_is_the_normal_equations_line():
    a_lab = fit_a_line()
    for inputs in INPUTS:
        a_lab.controls["inputs"].value = inputs
        stars = [line for line in a_lab.drawing.figure.axes[1].lines if line.get_marker() == "*"]
        (shown,) = [star for star in stars if star.get_visible()]
        assert np.allclose(shown.get_xydata(), fare_problem(inputs).best)


def test_every_start_lies_in_the_picture_of_the_bowl():
    a_lab = fit_a_line()
    bowl = a_lab.drawing.figure.axes[1]
    for name, (low, high) in {"W": bowl.get_xlim(), "b": bowl.get_ylim()}.items():
        control = a_lab.controls[name]
        assert low < control.values[0] and control.values[-1] < high
        assert control.description == f"initialization {name}"


def test_another_result_is_another_picture_and_the_same_one_the_same():
    a_lab = fit_a_line()
    seen = {}
    for rate in (0.01, 0.1, 0.5, 0.9, 1.5, 4):
        a_lab.controls["rate"].value = rate
        seen[rate] = a_lab.picture.moving
    assert len(set(seen.values())) == len(seen)
    a_lab.controls["rate"].value = 0.5
    assert a_lab.picture.moving == seen[0.5]
