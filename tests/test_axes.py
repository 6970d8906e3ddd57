"""What a page knows of a picture's axes gives each point of a curve its place."""

import numpy as np
import pytest

from backprop_course.widgets import style
from backprop_course.widgets.axes import axes_of, axis_name


def share(axis, value):
    """The place of a value on an axis, from 0 to 1."""
    low, high, value = (
        np.log([axis["low"], axis["high"], value]) if axis["log"] else (axis["low"], axis["high"], value)
    )
    return (value - low) / (high - low)


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_point_lies_where_the_axes_say(scale):
    figure, panels = style.figure(columns=2)
    for ax in panels:
        ax.plot([1, 2, 30], [1, 5, 9])
        ax.set(xlim=(0.5, 40), ylim=(0.1, 10), xscale=scale, yscale="log", xlabel="step", ylabel="loss")
    figure.draw_without_rendering()
    for ax, panel in zip(panels, axes_of(figure), strict=True):
        x = panel["left"] + share(panel["x"], 30) * (panel["right"] - panel["left"])
        y = panel["bottom"] - share(panel["y"], 5) * (panel["bottom"] - panel["top"])
        across, up = figure.transFigure.inverted().transform(ax.transData.transform((30, 5)))
        assert np.allclose([x, y], [across, 1 - up])
        assert panel["x"]["name"] == "step" and panel["x"]["whole"] and not panel["y"]["whole"]


def test_an_axis_is_whole_where_all_its_curves_are_and_hidden_axes_are_left_out():
    figure, (left, right) = style.figure(columns=2)
    left.plot([0, 0.5, 1], [1, 2, 3])
    right.set_axis_off()
    (panel,) = axes_of(figure)
    assert not panel["x"]["whole"] and (panel["x"]["name"], panel["y"]["name"]) == ("x", "y")


@pytest.mark.parametrize(
    "label, name",
    [
        ("$x_1$   (blue: disks, orange: crosses)", "x₁"),
        ("θ₁: sideways, curvature 1", "θ₁"),
        ("epoch (64 rows each)", "epoch"),
        ("(f(x′) − f(x)) / (h f′)", "(f(x′) − f(x)) / (h f′)"),
        ("loss / minimum", "loss / minimum"),
    ],
)
def test_an_axis_is_named_without_what_explains_it(label, name):
    assert axis_name(label) == name
