"""The lab of notebook 05: its training against another one, its regimes, its words, its picture."""

import re

import numpy as np
import pytest
from labs_on_stage import cut_at_the_edges, told

from backprop_course.lessons.derive_each_layer.lab import (
    BENDS,
    EVERY,
    STARTS,
    STATES,
    STEPS,
    State,
    bend_of,
    compute,
    derive_each_layer,
    draw,
    least_of_a_line,
    odd_moons,
    runs_together,
    say,
)
from backprop_course.nn.models import mlp, predict, start
from backprop_course.nn.training import fit
from backprop_course.widgets.words import short_powers

pytestmark = pytest.mark.slow

F = {
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "identity": lambda z: z,
}
SLOPE = {
    "tanh": lambda z: 1 / np.cosh(z) ** 2,
    "relu": lambda z: z > 0,
    "sigmoid": lambda z: F["sigmoid"](z) * F["sigmoid"](-z),
    "identity": np.ones_like,
}


def by_hand(rate, initialization, width, activation, steps):
    """Losses and ‖dZ‖ (steps, 3) of the same training, written without layers."""
    x, y = odd_moons()
    model = mlp([2, width, width, 1], activation, STARTS[initialization])
    W1, b1, W2, b2, W3, b3 = sum(start(model, np.random.default_rng(0)), [])
    f, slope, losses, signals = F[activation], SLOPE[activation], [], []
    for _ in range(steps):
        Z1 = x @ W1 + b1
        Z2 = f(Z1) @ W2 + b2
        Z3 = f(Z2) @ W3 + b3
        losses.append(np.mean(np.logaddexp(0, Z3) - y * Z3))
        dZ3 = (1 / (1 + np.exp(-Z3)) - y) / len(x)
        dZ2 = dZ3 @ W3.T * slope(Z2)
        dZ1 = dZ2 @ W2.T * slope(Z1)
        signals.append([np.linalg.norm(dZ) for dZ in (dZ1, dZ2, dZ3)])
        grads = [x.T @ dZ1, dZ1.sum(0), f(Z1).T @ dZ2, dZ2.sum(0), f(Z2).T @ dZ3, dZ3.sum(0)]
        W1, b1, W2, b2, W3, b3 = (p - rate * g for p, g in zip((W1, b1, W2, b2, W3, b3), grads, strict=True))
    return np.array(losses), np.array(signals)


@pytest.fixture(scope="module")
def visited():
    """What the lab says and shows at each stop."""
    return told(derive_each_layer)


@pytest.mark.parametrize("activation", BENDS)
@pytest.mark.parametrize("initialization", ["constant 0.5", "He"])
def test_the_training_is_the_one_written_without_layers(activation, initialization):
    for rate, width in ((0.01, 16), (0.3, 5)):
        run = compute(rate, initialization, width, activation)
        losses, signals = by_hand(rate, initialization, width, activation, 40)
        assert np.allclose(run.losses[:40], losses, rtol=1e-6)
        assert np.allclose(run.signals[: 40 // EVERY], signals[::EVERY], rtol=1e-5, atol=1e-14)


def test_trained_side_by_side_each_is_what_it_is_alone():
    usual = (0.1, "He", 8, "tanh")
    points = [usual, (30.0, *usual[1:]), (0.1, "zeros", 8, "tanh"), *((*usual[:3], each) for each in BENDS)]
    for point, run in zip(points, runs_together(points), strict=True):
        np.testing.assert_equal(run, runs_together([point])[0])


def test_map_and_accuracy_are_those_of_fit():
    x, y = odd_moons()
    model = mlp([2, 8, 8, 1], "tanh", "he")
    trained = fit(model, x, y, 0.2, steps=STEPS, rng=np.random.default_rng(0))
    run = compute(0.2, "He", 8, "tanh")
    assert run.losses[-1] == pytest.approx(trained.losses[-1], rel=1e-6)
    assert run.accuracy == np.mean((predict(model, trained.params, x) > 0.5) == (y > 0.5))
    corner = predict(model, trained.params, np.array([[-1.7, -1.2], [2.7, -1.2], [2.7, 1.7]]))[:, 0]
    assert np.allclose([run.map[0, 0], run.map[0, -1], run.map[-1, -1]], corner, atol=1e-6)


def test_every_position_is_said_in_its_regime_and_with_its_numbers(visited):
    seen = set()
    for _, run, words in visited:
        seen.add(run.state)
        assert words == short_powers(say(run)) and words.lower().startswith(STATES[run.state])
        assert f"{100 * run.accuracy:.1f} %" in words and f"{run.losses[-1]:.3g}" in words
        assert np.isfinite(run.losses).all() and np.isfinite(run.signals).all()
        if run.state in (State.DIVERGING, State.THROWN_OFF):
            assert re.search(r"at step \d+", words) and "too large" in words
    assert seen == set(State)


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
@pytest.mark.parametrize("rate", [0.01, 1.0, 30.0])
def test_zeros_move_nothing_but_the_output_bias(activation, rate):
    run = compute(rate, "zeros", 6, activation)
    assert run.state == State.NO_SIGNAL and "all gradients but the output bias's are exactly 0" in say(run)
    assert not run.signals[:, :2].any() and run.signals[:, 2].all()
    assert np.ptp(run.map) == 0
    x, y = odd_moons()
    fitted = fit(mlp([2, 6, 6, 1], activation, "zeros"), x, y, rate, steps=50)
    weights = sum(fitted.params, [])
    assert not any(p.any() for p in weights[:-1]) and weights[-1].any()


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("rate", [0.05, 0.3])
def test_equal_units_draw_one_line(activation, rate):
    wide = compute(rate, "constant 0.5", 16, activation)
    assert wide.alike and wide.losses[-1] > 0.95 * least_of_a_line()
    assert "copies of one" in say(wide) and wide.state in (State.WAITING, State.STRAIGHT)
    assert not compute(rate, "Xavier", 16, activation).alike


@pytest.mark.parametrize("initialization", ["Xavier", "He", "normal 0.01", "large: normal 3"])
def test_without_a_bend_no_run_is_better_than_a_line(initialization):
    for rate in (0.01, 0.1, 0.3):
        assert compute(rate, initialization, 8, "identity").losses.min() > least_of_a_line() - 1e-3


def test_a_boundary_is_bent_as_far_as_it_leaves_its_best_line():
    columns, rows = np.meshgrid(np.linspace(-1.7, 2.7, 50), np.linspace(-1.2, 1.7, 50))
    assert bend_of(0.5 + 0.1 * np.tanh(columns - 2 * rows)) < 0.01
    assert bend_of(0.5 + 0.1 * np.tanh(columns**2 + rows**2 - 1)) == pytest.approx(1, abs=0.05)
    assert bend_of(np.full((50, 50), 0.7)) == 0


def test_the_best_line_is_the_optimum():
    x, y = odd_moons()
    A, theta = np.hstack([x, np.ones((len(x), 1))]), np.zeros((3, 1))
    for _ in range(20):  # Newton's method
        p = 1 / (1 + np.exp(-A @ theta))
        theta = theta - np.linalg.solve(A.T @ (p * (1 - p) * A), A.T @ (p - y))
    best = np.mean(np.logaddexp(0, A @ theta) - y * (A @ theta))
    assert least_of_a_line() == pytest.approx(best, rel=1e-4)


def test_tiny_weights_let_little_through_and_wait():
    run = compute(0.1, "normal 0.01", 8, "tanh")
    assert run.state == State.WAITING and run.signals[0, 0] < 2e-3 * run.signals[0, 2]
    ratio = run.signals[0, 0] / run.signals[0, 2]
    assert f"{ratio:.2g} × the output's signal at the start" in say(run)


def test_a_good_start_bends():
    run = compute(0.2, "He", 8, "tanh")
    assert run.state == State.BENT and run.accuracy > 0.9
    assert f"{run.signals[-1, 0] / run.signals[-1, 2]:.2g} × at the end" in say(run)


def test_units_of_slope_zero_are_counted():
    run = compute(1.0, "constant 0.5", 8, "relu")
    assert run.state == State.NO_SIGNAL and run.dead == 1.0
    assert "100.0 % of the hidden units have slope 0 at every point" in say(run)


def test_a_run_that_leaves_the_finite_numbers_says_its_step():
    run = compute(10, "He", 8, "identity")
    assert run.state == State.DIVERGING and len(run.losses) < 30
    assert f"at step {len(run.losses)} a number is not finite" in say(run)
    assert f"at step {run.tenfold} the loss is more than ten times its first" in say(run)


def test_a_smaller_rate_than_the_last_descends_more_slowly():
    ends = [compute(rate, "He", 8, "tanh").losses[-1] for rate in (0.01, 0.03, 0.1, 0.2)]
    assert ends == sorted(ends, reverse=True)


def test_a_larger_rate_bends_the_boundary_further_as_the_answer_below_the_lab_says():
    bends = [compute(rate, "He", 8, "tanh").bend for rate in (0.05, 0.1, 0.2, 0.4)]
    assert bends == sorted(bends) and bends[-1] > 3 * bends[0]


def test_every_regime_has_a_name_of_its_own():
    assert len(set(State)) == len(State) == 7


def test_the_picture_shows_the_result_within_its_axes(visited):
    drawing = draw()
    axes = drawing.figure.axes
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in axes]
    for _, run, _ in visited:
        drawing.move(run)
        assert [(ax.get_xlim(), ax.get_ylim()) for ax in axes] == limits
        curves = [line for ax in axes[1:] for line in ax.lines if line.get_linestyle() != "None"]
        assert all(map(cut_at_the_edges, curves))
        image = axes[0].images[0]
        assert np.allclose(np.ma.filled(image.get_array(), np.nan), run.map, equal_nan=True)
        shown = [line for line in axes[2].lines if line.get_label().startswith("layer")]
        assert [len(line.get_xdata()) for line in shown] == [len(run.signals)] * 3


def test_the_picture_changes_with_the_result_and_only_then():
    a_lab = derive_each_layer()
    first = a_lab.picture.moving
    for name, other in (("rate", 1.0), ("initialization", "Xavier"), ("width", 3), ("activation", "relu")):
        before, was = a_lab.picture.moving, a_lab.controls[name].value
        a_lab.controls[name].value = other
        assert a_lab.picture.moving != before
        a_lab.controls[name].value = was
        assert a_lab.picture.moving == before
    assert a_lab.picture.moving == first
