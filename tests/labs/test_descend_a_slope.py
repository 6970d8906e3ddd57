"""The labs of gradient descent: against the closed law of a bowl, and against a walk of the test's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from backprop_course import data
from backprop_course.check.differences import relative_error, slope
from backprop_course.lessons.descend_a_slope.lab import (
    ARRIVED,
    BY_CHANGE,
    BY_GRADIENT,
    BY_LOSS,
    CLOSE,
    HIGH,
    HOW,
    LIMIT,
    LOW,
    PROBLEMS,
    RATES,
    RULES,
    STEPS,
    Motion,
    compute,
    compute_stop,
    descend_a_slope,
    draw,
    percent_of,
    say,
    say_stop,
    stop_a_descent,
)
from backprop_course.nn.walks import descend, hessian, regime

pytestmark = pytest.mark.slow

ENDS = {"rate": (0.01, 0.316, 10), "start": (0.5, 2.0, 4.0), "ratio": (1, 10, 20)}
rates, starts, ratios = some.floats(0.01, 10), some.floats(0.5, 4), some.integers(1, 20)


@pytest.fixture(scope="module")
def drawing():
    """One drawing, which each test moves."""
    return draw()


def curve(ax_of, number):
    """The data of a line of a panel of a lab."""
    return ax_of.lines[number].get_xydata()


# -- a descent, a Hessian and the name of a rate --


def test_a_descent_goes_against_the_gradient():
    path = descend(lambda theta: 4 * theta, 3.0, 0.1, 2)
    np.testing.assert_allclose(path, [3, 1.8, 1.08])


def test_a_descent_keeps_the_shape_of_its_start():
    assert descend(lambda theta: theta, np.ones((2, 3)), 0.1, 5).shape == (6, 2, 3)


def test_a_descent_does_not_write_into_its_start():
    first = np.ones(2)
    first.setflags(write=False)
    descend(lambda theta: theta, first, 0.1, 3)
    assert (first == 1).all()


def test_a_hessian_has_one_column_per_parameter():
    gradient = lambda theta: np.array([theta[0] ** 3, theta[0] * theta[1] + theta[1]])  # noqa: E731
    np.testing.assert_allclose(hessian(gradient, np.array([2.0, 5.0])), [[12, 0], [5, 3]], atol=1e-5)


def test_the_noisy_lines_curvatures_are_those_of_its_data():
    x, y = data.noisy_line()
    A = np.hstack([x, np.ones_like(x)])
    problem = PROBLEMS["line through noisy data"]()
    measured = np.linalg.eigvalsh(hessian(problem.gradient, np.array(problem.start)))
    np.testing.assert_allclose(measured, np.linalg.svd(A)[1][::-1] ** 2 / 100, rtol=1e-7)
    assert 2 / measured[-1] == pytest.approx(0.96851, abs=1e-5)


@pytest.mark.parametrize(
    ("share", "name"), [(0.49, "slow"), (0.51, "good"), (1, "good"), (1.01, "oscillating")]
)
def test_a_rate_is_named_by_its_share_of_the_best(share, name):
    assert regime(share * 2 / (1 + 4), [1, 4]) == name


@pytest.mark.parametrize(("share", "name"), [(0.999, "oscillating"), (1, "diverging"), (1.001, "diverging")])
def test_a_rate_diverges_from_the_limit_on(share, name):
    assert regime(share * 2 / 4, [1, 4]) == name


@given(rate=rates, ratio=ratios)
def test_the_name_says_what_the_walk_does(rate, ratio):
    walk = compute(rate, 3.0, ratio)
    factors = 1 - rate * np.array([1, ratio])
    if walk.motion in (Motion.DIVERGING, Motion.AT_LIMIT):
        assert np.abs(factors).max() >= 1 - 1e-8
    else:
        assert np.abs(factors).max() < 1 and walk.losses[-1] < walk.losses[0]
    if walk.motion in (Motion.SLOW, Motion.ONE_SIDE):
        assert factors.min() >= -1e-8
    else:
        assert factors[1] < 0


@given(start=starts, ratio=ratios)
def test_jumping_begins_at_half_of_the_limit_and_does_not_make_a_rate_bad(start, ratio):
    lands, best = 1 / ratio, 2 / (1 + ratio)
    assert (compute(lands, start, ratio).path[1:, 1] < 1e-9).all()
    assert compute(lands, start, ratio).motion is Motion.ONE_SIDE
    if ratio > 1:
        walk = compute((lands + best) / 2, start, ratio)
        assert walk.motion is Motion.JUMPING and (walk.path[:-1, 1] * walk.path[1:, 1] < 0)[:9].all()


@pytest.mark.parametrize("ratio", [1, 4, 20])
def test_at_its_limit_a_walk_neither_comes_nearer_nor_flies_out(ratio):
    walk = compute(2 / ratio, 3.0, ratio)
    assert walk.motion is Motion.AT_LIMIT
    np.testing.assert_allclose(np.abs(walk.path[:, 1]), 1)


def test_the_answers_below_the_lab_hold():
    arrived = {rate: (compute(rate, 3.0, 4).losses < ARRIVED) for rate in RATES if rate <= 0.5}
    steps = {rate: reached.argmax() for rate, reached in arrived.items() if reached.any()}
    assert [rate for rate in steps if steps[rate] == 16] == [0.39, 0.4] and min(steps.values()) == 16
    ends = {rate: compute(rate, 3.0, 20).losses[-1] for rate in RATES if rate < 0.2}
    assert min(ends, key=ends.get) == 0.094 and min(ends.values()) == pytest.approx(3e-5, rel=0.2)


# -- the lab of the learning rate --


@given(rate=rates, start=starts, ratio=ratios)
def test_a_walk_keeps_the_law_of_its_bowl(rate, start, ratio):
    walk = compute(rate, start, ratio)
    steps = np.arange(STEPS + 1)
    np.testing.assert_allclose(walk.path[:, 0], start * (1 - rate) ** steps, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(walk.path[:, 1], (1 - rate * ratio) ** steps, rtol=1e-9, atol=1e-9)
    losses = (walk.path[:, 0] ** 2 + ratio * walk.path[:, 1] ** 2) / 2
    np.testing.assert_allclose(walk.losses, losses, atol=1e-300)
    np.testing.assert_allclose(walk.curvatures, [1, ratio], rtol=1e-8)


@pytest.mark.parametrize(
    ("rate", "start", "ratio", "words"),
    [
        (0.01, 3, 4, "Slow: rate 0.01 is 2.0 % of the limit 2/λmax = 0.5; a step multiplies θ₁ by 0.99 and"),
        (0.01, 3, 4, "θ₂ by 0.96. The loss falls from 6.5 to 1.36 at step 60."),
        (
            0.25,
            3,
            4,
            "Good: rate 0.25 is 50.0 % of the limit 2/λmax = 0.5; a step multiplies θ₁ by 0.75 and θ₂ by 0.",
        ),
        (0.3, 3, 4, "Good: rate 0.3 is 60.0 % of the limit"),
        (0.45, 3, 4, "Oscillating: rate 0.45 is 90.0 % of the limit"),
        (0.45, 3, 4, "θ₁ by 0.55 and θ₂ by −0.8."),
        (10, 3, 4, "climbs from the first step on and is more than ten times as high at step 1."),
        (0.51, 3, 4, "θ₂ by −1.04. The loss, 6.5 at first, falls for the first 3 steps, then climbs"),
        (0.1002, 4, 20, "100.2 % of the limit 2/λmax = 0.1"),
        (0.10001, 4, 20, "Diverging"),
        (0.1, 0.5, 20, "At the limit: rate 0.1 is 100.0 % of the limit 2/λmax = 0.1;"),
        (0.1, 0.5, 20, "θ₂ by −1. The loss falls from 10.1 to 10 at step 60."),
    ],
)
def test_the_caption_names_the_regime_and_its_numbers(rate, start, ratio, words):
    assert words in say(compute(rate, start, ratio))


def test_the_caption_gives_the_step_of_arrival():
    walk = compute(0.3, 3.0, 4)
    arrival = next(step for step, loss in enumerate(walk.losses) if loss < ARRIVED)
    assert f"to below 1e-06 at step {arrival}." in say(walk)


def test_the_caption_of_a_divergence_counts_the_falling_steps():
    walk = compute(0.1002, 4.0, 20)
    falling = 0
    while walk.losses[falling + 1] < walk.losses[falling]:
        falling += 1
    assert f"falls for the first {falling} steps, then climbs" in say(walk)


def test_one_falling_step_is_said_in_the_singular():
    assert "falls for the first step, then climbs" in say(compute(0.57, 3.0, 4))


def test_shares_tell_just_below_from_just_above():
    assert [percent_of(share) for share in (0.999, 1.001, 20)] == ["99.9 %", "100.1 %", "2000 %"]


@pytest.mark.parametrize("ratio", ENDS["ratio"])
@pytest.mark.parametrize("start", ENDS["start"])
@pytest.mark.parametrize("rate", [*ENDS["rate"], 2 / 20, 0.51, 2.01])
def test_the_path_is_drawn_as_it_went_and_to_its_way_out(drawing, rate, start, ratio):
    walk = compute(rate, start, ratio)
    drawing.move(walk)
    drawn = curve(drawing.figure.axes[0], 2)
    np.testing.assert_array_equal(drawn[:-1], walk.path[: len(drawn) - 1])
    way_out, drawn_out = (path[len(drawn) - 1] - path[len(drawn) - 2] for path in (walk.path, drawn))
    assert len(drawn) == len(walk.path) or np.abs(drawn[-1]).max() > 999 > np.abs(drawn[-2]).max() - 1
    turned = drawn_out[0] * way_out[1] - drawn_out[1] * way_out[0]
    assert abs(turned) <= 1e-9 * np.linalg.norm(drawn_out) * np.linalg.norm(way_out)


@pytest.mark.parametrize("ratio", ENDS["ratio"])
@pytest.mark.parametrize("rate", ENDS["rate"])
def test_the_picture_shows_the_result(drawing, rate, ratio):
    walk = compute(rate, 3.0, ratio)
    drawing.move(walk)
    left, middle, right = drawing.figure.axes
    np.testing.assert_allclose(curve(left, 2)[:1], [[3.0, 1.0]])
    shown, inside = curve(middle, 1)[:, 1], (LOW <= walk.losses) & (walk.losses <= HIGH)
    np.testing.assert_allclose(shown[inside], walk.losses[inside])
    assert np.isnan(shown[~inside][1:-1]).all()  # the first beyond shows where it leaves
    assert [text.get_text() for text in right.texts][1:] == ["λ = 1", f"λ = {ratio}"]
    dots = [line.get_ydata()[0] for line in right.lines if line.get_marker() == "o"]
    factors = np.abs(1 - rate * np.array([1, ratio]))
    np.testing.assert_allclose(dots, np.where(factors <= 2, factors, np.nan), atol=1e-6)
    limit = right.lines[1].get_xdata()
    np.testing.assert_allclose(limit, [2 / ratio] * 2, rtol=1e-8)


def test_the_factors_end_at_the_top_of_their_panel(drawing):
    drawing.move(compute(0.3, 3.0, 20))
    for line in drawing.figure.axes[2].lines[2:4]:
        assert np.sum(line.get_ydata() > 2) == 1 and np.isnan(line.get_ydata()).any()


TITLES = {
    0.01: "slow: no jumps",
    0.25: "good: no jumps",
    0.3: "good: θ₂ jumps over",
    0.45: "oscillating: θ₂ to and fro",
    0.5: "at the limit: θ₂ stays as far",
    0.6: "diverging: θ₂ jumps out",
}


@pytest.mark.parametrize("rate", TITLES)
def test_the_left_title_says_what_the_path_does(drawing, rate):
    drawing.move(compute(rate, 3.0, 4))
    assert drawing.figure.axes[0].get_title(loc="left").startswith(TITLES[rate])


def test_every_motion_has_been_seen():
    assert {compute(rate, 3.0, 4).motion for rate in TITLES} == set(Motion) == set(HOW)


@pytest.mark.parametrize("name", ENDS)
def test_every_control_of_the_rate_lab_moves_data_words_and_picture(name):
    lab = descend_a_slope()
    paths, words, pictures = set(), set(), set()
    for value in ENDS[name]:
        lab.controls[name].value = value
        paths.add(lab.result.path.tobytes())
        words.add(lab.words)
        pictures.add(lab.picture.moving)
    assert len(paths) == len(pictures) == len(ENDS[name])
    assert len(words) == 3


def test_a_way_back_gives_the_same_picture():
    lab = descend_a_slope()
    first, words = lab.picture.moving, lab.words
    for control, value in (("rate", 10), ("ratio", 20), ("start", 4.0)):
        before = lab.values[control]
        lab.controls[control].value = value
        assert lab.picture.moving != first
        lab.controls[control].value = before
    assert lab.picture.moving == first and lab.words == words


# -- the lab of the stop rules --


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problems_gradient_is_right(name):
    problem = PROBLEMS[name]()
    for point in np.random.default_rng(0).normal(size=(5, 2)):
        assert relative_error(problem.gradient(point), slope(problem.loss, point)) < 1e-7


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problems_floor_is_not_undercut(name):
    problem = PROBLEMS[name]()
    path = descend(problem.gradient, np.array(problem.start), problem.rate, 3000)
    assert problem.loss(path[-1]) == pytest.approx(problem.floor, abs=1e-9)


def own_stop(problem, rule, tolerance):
    """Where a rule stops a problem, walked step by step: an independent loop."""
    theta, last = np.array(problem.start), None
    for step in range(LIMIT + 1):
        loss, gradient = problem.loss(theta), problem.gradient(theta)
        watched = {BY_LOSS: loss, BY_GRADIENT: np.hypot(*gradient)}
        watched[BY_CHANGE] = np.inf if last is None else abs(loss - last)
        if watched[rule] < tolerance:
            return step, True
        theta, last = theta - problem.rate * gradient, loss
    return LIMIT, False


@pytest.mark.parametrize("tolerance", [1e-10, 1e-5, 1e-2, 1])
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", PROBLEMS)
def test_a_rule_stops_where_a_loop_stops(name, rule, tolerance):
    stop = compute_stop(name, rule, tolerance)
    assert (stop.step, stop.met) == own_stop(PROBLEMS[name](), rule, tolerance)


@pytest.mark.parametrize(
    ("name", "rule", "tolerance", "verdict"),
    [
        ("two weights, from a plateau", BY_CHANGE, 1e-5, "too early"),
        ("two weights, from a plateau", BY_GRADIENT, 1e-5, "in time"),
        ("two weights, past a saddle", BY_GRADIENT, 1e-2, "too early"),
        ("two weights, past a saddle", BY_GRADIENT, 1e-5, "in time"),
        ("two weights, past a saddle", BY_CHANGE, 1e-9, "too early"),
        ("line through noisy data", BY_LOSS, 0.4, "never"),
        ("line through noisy data", BY_CHANGE, 1e-5, "in time"),
    ],
)
def test_the_verdict_on_a_rule(name, rule, tolerance, verdict):
    stop = compute_stop(name, rule, tolerance)
    assert stop.timing == verdict
    assert say_stop(stop).startswith(verdict.capitalize())


@pytest.mark.parametrize(
    ("name", "rule", "tolerance", "later"),
    [
        ("two weights, from a plateau", BY_CHANGE, 2e-7, 3e-7),
        ("two weights, past a saddle", BY_CHANGE, 3e-10, 6e-10),
        ("two weights, past a saddle", BY_GRADIENT, 6e-5, 1e-4),
    ],
)
def test_a_rule_is_in_time_from_the_tolerance_of_the_text_down(name, rule, tolerance, later):
    assert compute_stop(name, rule, tolerance).timing == "in time"
    assert compute_stop(name, rule, later).timing == "too early"


@given(
    name=some.sampled_from(sorted(PROBLEMS)), rule=some.sampled_from(list(RULES)), power=some.floats(-10, 0)
)
def test_in_time_means_close_to_the_floor(name, rule, power):
    stop = compute_stop(name, rule, 10**power)
    gap = (stop.losses[stop.step] - stop.floor) / (stop.losses[0] - stop.floor)
    if stop.met:
        assert (gap <= CLOSE) == (stop.timing == "in time")
        assert f"at step {stop.step}, where the loss is {stop.losses[stop.step]:.4g}. From" in say_stop(stop)
    else:
        assert stop.timing == "never" and f" in {LIMIT} steps, so only a step limit" in say_stop(stop)


def test_a_smaller_tolerance_never_stops_earlier():
    for name in PROBLEMS:
        for rule in RULES:
            steps = [compute_stop(name, rule, tolerance).step for tolerance in np.logspace(0, -10, 21)]
            assert steps == sorted(steps)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", PROBLEMS)
def test_the_picture_of_a_stop_shows_it(name, rule):
    lab = stop_a_descent()
    lab.controls["problem"].value, lab.controls["rule"].value = name, rule
    left, right = lab.drawing.figure.axes
    stop = lab.result
    dot, other = (next(line for line in ax.lines if line.get_marker() == "o") for ax in (left, right))
    assert dot.get_xdata() == other.get_xdata() == [stop.step]
    assert len(left.lines[2].get_xdata()) == stop.step + 1
    np.testing.assert_allclose(dot.get_ydata(), stop.losses[stop.step] / stop.losses[0], atol=1e-12)
    np.testing.assert_allclose(right.lines[0].get_ydata(), stop.tolerance)
    np.testing.assert_allclose(left.lines[0].get_ydata(), stop.floor / stop.losses[0], atol=1e-12)
    assert left.get_title(loc="left").startswith(stop.timing)
    assert right.get_title(loc="left").startswith(rule)
    for line in (*left.lines[1:3], *right.lines[1:3]):
        low, high = line.axes.get_ylim()
        drawn = np.asarray(line.get_ydata(), dtype=float)
        beyond = (drawn < low) | (drawn > high)
        assert not (beyond[1:] & beyond[:-1]).any()  # cut where it leaves


def test_every_control_of_the_stop_lab_moves_words_and_picture():
    lab = stop_a_descent()
    for name, values in (("problem", PROBLEMS), ("rule", RULES), ("tolerance", (1e-10, 1e-5, 1e-2))):
        shown = set()
        for value in values:
            lab.controls[name].value = value
            shown.add((lab.words, lab.picture.moving))
        assert len({words for words, _ in shown}) == len({moving for _, moving in shown}) == 3
