"""The lab of notebook 06: its slopes, its errors against Taylor's series, its words, its picture."""

import re

import numpy as np
import pytest
from labs_on_stage import cut_at_the_edges, driven, told

from backprop_course.check.differences import slope
from backprop_course.lessons.check_a_gradient.lab import (
    CENTRAL,
    COMPLEX,
    FUNCTIONS,
    KINKED,
    METHODS,
    NEAR,
    ONE_SIDED,
    PRECISIONS,
    STEPS,
    check_a_gradient,
    compute,
    say,
)
from backprop_course.nn import layers
from backprop_course.widgets.words import short_powers, two_digits

pytestmark = pytest.mark.slow

LAYERS = {"sigmoid": layers.sigmoid, "softplus": layers.softplus, KINKED: layers.relu}
SMOOTH = [name for name in FUNCTIONS if name != KINKED]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_true_slopes_are_those_of_the_layers(name):
    function, layer = FUNCTIONS[name], LAYERS.get(name, layers.tanh)
    y, saved = layer.forward([], np.array([[function.x]]))
    assert function.f(np.float64(function.x)) == pytest.approx(y.item(), rel=1e-12)
    dx, _ = layer.backward([], saved, np.ones((1, 1)))
    assert function.slopes[0] == pytest.approx(dx.item(), rel=1e-9)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_higher_derivatives_are_measured_ones(name):
    f, x, (_, second, third) = FUNCTIONS[name][:3]
    h = 1e-4 if name == KINKED else 1e-2
    values = [f(np.float64(x + k * h)) for k in (-2, -1, 0, 1, 2)]
    assert second == pytest.approx(np.diff(values, 2)[1] / h**2, rel=1e-3, abs=1e-7)
    rise = values[4] - 2 * values[3] + 2 * values[1] - values[0]
    assert third == pytest.approx(rise / (2 * h**3), rel=5e-3, abs=1e-3)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_central_differences_are_those_of_the_package(name):
    function = FUNCTIONS[name]
    for step in (1e-2, 1e-5, 1e-9):
        theirs = slope(lambda x: function.f(np.float64(x)), function.x, step=step)
        assert compute(step, name, CENTRAL, "float64").estimate == pytest.approx(theirs.item(), rel=1e-12)


@pytest.mark.parametrize("name", SMOOTH)
def test_the_errors_follow_taylor_where_the_step_is_long(name):
    _, x, (first, second, third), _ = FUNCTIONS[name]
    for step in (0.03, 0.01):
        off = {method: compute(step, name, method, "float64").estimate - first for method in METHODS}
        assert off[ONE_SIDED] == pytest.approx(step / 2 * second, rel=0.05)
        assert off[CENTRAL] == pytest.approx(step**2 / 6 * third, rel=0.05)
        assert off[COMPLEX] == pytest.approx(-(step**2) / 6 * third, rel=0.05)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_theory_bounds_what_is_measured(name):
    for method in METHODS:
        for precision in PRECISIONS:
            reading = compute(1e-3, name, method, precision)
            least = 2 * np.finfo(PRECISIONS[precision][0]).eps
            assert (reading.errors <= 6 * reading.theory + least).all(), (method, precision)


def test_the_valleys_lie_where_they_are_known_to_lie():
    best = {}
    for method in METHODS:
        reading = compute(1e-3, "tanh", method, "float64")
        best[method] = STEPS[np.argmin(reading.theory)], reading.errors.min()
    assert 2e-6 < best[CENTRAL][0] < 3e-5 and best[CENTRAL][1] < 1e-10
    assert 2e-9 < best[ONE_SIDED][0] < 1e-7
    assert 1e-11 < np.median(compute(1e-8, "tanh", ONE_SIDED, "float64").errors[50:64]) < 1e-7
    assert 1e-3 < STEPS[np.argmin(compute(1e-3, "tanh", CENTRAL, "float32").theory)] < 0.05


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_complex_step_is_too_short(name):
    for step in STEPS[STEPS < 1e-8]:
        reading = compute(step, name, COMPLEX, "float64")
        assert reading.error < 1e-15 and reading.cause == "best"


def test_a_step_over_the_kink_measures_neither_side():
    for step in STEPS[STEPS > 1.01e-3]:
        reading = compute(step, KINKED, CENTRAL, "float64")
        assert reading.estimate == pytest.approx((1 + 1e-3 / step) / 2) and reading.cause == "kink"
        assert "reaches over the kink, 0.001 away" in say(reading)
    for method in (ONE_SIDED, COMPLEX):
        assert compute(0.1, KINKED, method, "float64").error < 1e-12
    assert compute(1e-4, KINKED, CENTRAL, "float64").error < 1e-11


@pytest.mark.parametrize(
    "step, method, precision, regime",
    [
        (0.1, CENTRAL, "float64", "truncation"),
        (1e-5, CENTRAL, "float64", "best"),
        (1e-9, CENTRAL, "float64", "rounding"),
        (1e-5, ONE_SIDED, "float64", "truncation"),
        (1e-8, ONE_SIDED, "float64", "best"),
        (1e-12, ONE_SIDED, "float64", "rounding"),
        (0.1, COMPLEX, "float64", "truncation"),
        (1e-15, COMPLEX, "float64", "best"),
        (1e-2, CENTRAL, "float32", "best"),
        (1e-5, CENTRAL, "float32", "rounding"),
    ],
)
def test_the_regime_is_named(step, method, precision, regime):
    reading = compute(step, "tanh", method, precision)
    assert reading.cause == regime and say(reading).startswith(regime.capitalize())


def test_the_advice_leads_to_the_valley():
    for name in FUNCTIONS:
        for step in (1.0, 1e-15):
            words = say(compute(step, name, CENTRAL, "float64"))
            found = re.search(r"near ([\d.e-]+)\.$", words)
            if found:
                assert compute(float(found[1]), name, CENTRAL, "float64").cause == "best"
            else:
                assert "kink" in words or "every digit is lost" in words


def test_a_step_that_is_lost_is_said():
    reading = compute(1e-12, "tanh", CENTRAL, "float32")
    assert reading.estimate == 0 and reading.error == 1
    assert say(reading).endswith("both values round to the same number, and every digit is lost.")


def test_the_words_say_the_numbers():
    for values, reading, words in told(check_a_gradient):
        slopes = f"h = {reading.step:.3g} as {reading.estimate:.6g}; it is {reading.truth:.6g}"
        assert short_powers(slopes) in words
        shown = "below 1e-15" if reading.error < 1e-15 else two_digits(reading.error)
        assert f"relative error {shown}" in words and values["precision"] in words
        off = abs(reading.estimate - reading.truth) / (abs(reading.estimate) + abs(reading.truth))
        assert reading.error == pytest.approx(off, rel=1e-6, abs=1e-16)


def test_the_picture_shows_the_result():
    for a_lab in driven(check_a_gradient()):
        reading = a_lab.result
        left, right = a_lab.drawing.figure.axes
        (theory, estimated, *_), low, high = left.lines, *left.get_ylim()
        (point,) = [line for line in left.lines if line.get_marker() == "o"]
        assert point.get_xdata()[0] == reading.step and not (
            point.get_ydata()[0] < low or point.get_ydata()[0] > high
        )
        for line, values in ((theory, reading.theory), (estimated, reading.errors)):
            inside = (values > 2 * low) & (values < high)
            assert np.allclose(line.get_ydata()[inside], values[inside])
            assert cut_at_the_edges(line)
        function, line, dots = moving(right)
        (tangent,) = set(right.lines) - {function, line, dots}
        bottom, top = right.get_ylim()
        shown = np.column_stack([NEAR, np.clip(reading.close, 2 * bottom, 2 * top)])
        assert np.allclose(function.get_xydata(), shown, atol=1e-9)
        for artist, value in ((tangent, 1), (line, reading.estimate / reading.truth)):
            (x0, y0), (x1, y1) = artist.get_xydata()
            assert (y1 - y0) / (x1 - x0) == pytest.approx(value, abs=1e-12)
        assert len(dots.get_xydata()) == (1 if reading.method == COMPLEX else 2)


def moving(ax):
    """The lines of a panel that move."""
    return [line for line in ax.lines if line.get_animated()]


def test_the_points_used_and_most_of_the_curve_lie_in_the_picture():
    _, top = check_a_gradient().drawing.figure.axes[1].get_ylim()
    for name in FUNCTIONS:
        for step in (1.0, 0.1, 1e-5, 1e-9):
            reading = compute(step, name, CENTRAL, "float64")
            assert np.abs(reading.dots[:, 1]).max() < top and (np.abs(reading.close) < top).mean() > 0.7


def test_the_line_passes_through_the_points_that_were_used():
    for method in (ONE_SIDED, CENTRAL):
        for step in (1.0, 1e-3, 1e-14):
            reading = compute(step, "tanh", method, "float64")
            (x0, y0), (x1, y1) = reading.dots
            assert (y1 - y0) / (x1 - x0) == pytest.approx(reading.estimate / reading.truth, rel=1e-9)


@pytest.mark.parametrize(
    "step, activation, precision, words",
    [
        (1.0, "tanh", "float64", "the curve bends"),
        (1.0, "tanh, saturated", "float64", "the curve bends"),
        (1e-5, "tanh", "float64", "a straight line"),
        (1e-15, "tanh", "float64", "rounding makes stairs"),
        (1e-14, "tanh", "float64", "a straight line"),
        (0.01, "tanh", "float64", "a straight line"),
        (0.02, "tanh", "float64", "the curve bends"),
        (1e-7, "softplus", "float32", "rounding makes stairs"),
        (0.01, KINKED, "float64", "a kink"),
    ],
)
def test_the_microscope_says_what_it_shows(step, activation, precision, words):
    a_lab = check_a_gradient()
    for name, value in {"step": step, "activation": activation, "precision": precision}.items():
        a_lab.controls[name].value = value
    assert a_lab.drawing.figure.axes[1].get_title(loc="left") == f"within ±2h: {words}"


def test_another_step_is_another_picture_and_the_same_one_the_same():
    a_lab = check_a_gradient()
    seen = {}
    for step in (1e-15, 1e-10, 1e-5, 1e-2, 1.0):
        a_lab.controls["step"].value = step
        seen[step] = a_lab.picture.moving
    assert len(set(seen.values())) == len(seen)
    a_lab.controls["step"].value = 1e-5
    assert a_lab.picture.moving == seen[1e-5]
