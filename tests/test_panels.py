"""Where a curve leaves its axis it is cut, and an arrow, a number or hatching says what it comes to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from backprop_course.widgets import style
from backprop_course.widgets.panels import boundary, departure, leaving, loss_curve, spot, within_axis

LOW, HIGH = 0.1, 10.0
LOSSES = arrays(float, some.integers(1, 12), elements=some.floats(0, 1e6))


def on_log_axis(steps=12):
    """An axis, and what is told where a curve leaves it."""
    _, (ax,) = style.figure()
    ax.set(xlim=(0, steps), ylim=(LOW, HIGH), yscale="log")
    return ax, leaving(ax, style.FORWARD)


_, AWAY = on_log_axis()  # one for all examples: a figure is dear


@given(LOSSES)
def test_a_line_keeps_what_is_inside_and_goes_where_the_curve_does_where_it_leaves(losses):
    drawn, inside = within_axis(losses, LOW, HIGH), (losses >= LOW) & (losses <= HIGH)
    assert np.array_equal(drawn[np.isfinite(drawn)], losses[np.isfinite(drawn)])
    assert np.isfinite(drawn[inside]).all()
    for place in np.flatnonzero(~inside):
        neighbors = inside[max(place - 1, 0) : place + 2]
        assert np.isfinite(drawn[place]) == neighbors.any()


@given(LOSSES)
def test_an_arrow_and_the_last_number_are_shown_exactly_where_the_end_is_off_the_axis(losses):
    AWAY.move(np.arange(len(losses)), losses)
    hatched, up, down, number, lost = AWAY.artists
    last = losses[-1]
    assert (len(up.get_xdata()), len(down.get_xdata())) == (int(last > HIGH), int(last < LOW))
    assert bool(number.get_text()) == (not LOW <= last <= HIGH)
    if number.get_text():
        assert float(number.get_text()) == pytest.approx(last, rel=0.06)
    assert not hatched.get_visible() and not lost.get_text()


@pytest.mark.parametrize("strange", [np.nan, np.inf])
def test_what_is_not_finite_is_hatched_from_there_to_the_end_of_the_axis(strange):
    _, away = on_log_axis()
    away.move(np.arange(6), np.array([1.0, 50.0, 3e5, strange, strange, strange]))
    hatched, up, _, number, lost = away.artists
    assert hatched.get_visible() and (hatched.get_x(), hatched.get_width()) == (3, 9)
    assert lost.get_text() == "not finite"
    crossing = np.log(10) / np.log(50)  # on the way from (0, 1) to (1, 50)
    assert np.allclose(up.get_data(), [[crossing / 12], [1]]) and float(number.get_text()) == 3e5
    away.move(np.arange(6), np.ones(6))
    assert not hatched.get_visible() and not lost.get_text() and not number.get_text()


def test_a_curve_that_never_was_finite_is_hatched_whole():
    _, away = on_log_axis()
    away.move(np.arange(3), np.full(3, np.nan))
    assert away.artists[0].get_x() == 0 and not away.artists[3].get_text()


def test_a_curve_that_is_walked_backward_leaves_at_its_first_place():
    _, (ax,) = style.figure()
    ax.set(xlim=(0, 10), ylim=(LOW, HIGH), yscale="log")
    away = departure(ax, style.BACKWARD, name="signal: ")
    away.move(np.arange(10, 0, -1), 10.0 ** -np.arange(10))
    _, down, number = away.artists
    assert np.allclose(down.get_data(), [[0.9], [0]])
    assert number.get_text() == "signal: 1.0e-9" and number.get_ha() == "right"


def test_a_curve_that_leaves_below_and_ends_above_leaves_above_where_it_climbs():
    _, (ax,) = style.figure()
    ax.set(xlim=(0, 4), ylim=(LOW, HIGH), yscale="log")
    away = departure(ax, style.FORWARD)
    away.move(np.arange(5), np.array([1, 1e-3, 1e-2, 1e3, 1e4]))
    assert np.allclose(away.artists[0].get_data(), [[2.6 / 4], [1]])


@pytest.mark.parametrize("value, tips", [(1, (0, 0)), (50, (1, 0)), (0, (0, 1)), (np.inf, (1, 0))])
def test_a_spot_is_a_dot_within_its_axis_and_an_arrow_beyond(value, tips):
    _, (ax,) = style.figure()
    ax.set(xlim=(0, 4), ylim=(LOW, HIGH), yscale="log")
    here = spot(ax, style.FORWARD)
    here.move(3, value)
    dot, up, down = here.artists
    assert (len(up.get_xdata()), len(down.get_xdata())) == tips
    assert np.isnan(dot.get_ydata()).all() == any(tips)


def test_a_loss_that_leaves_for_good_makes_no_plateau():
    _, (ax,) = style.figure()
    curve = loss_curve(ax, 9, LOW, HIGH)
    curve.move(np.array([1.0, 5, 20, 100, 1e4, 1e5, 1e6]))
    assert np.isnan(ax.lines[0].get_ydata()[3:]).all() and ax.lines[0].get_ydata()[2] == 20


WHYS = [(0.5, "p = ½ everywhere"), (0.45, "p near ½ everywhere"), (np.nan, "not finite"), (0.9, "")]


@pytest.mark.parametrize("known, words", WHYS)
def test_a_map_that_is_white_says_why(known, words):
    _, (ax,) = style.figure()
    area = boundary(ax, np.zeros((2, 2)), np.array([[0.0], [1.0]]), (0, 0), (1, 1), 5)
    area.move(np.full((5, 5), known))
    assert area.artists[-1].get_text() == words
