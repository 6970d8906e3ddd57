"""A curve in a lab's picture ends where it leaves its axis, and has a name where its panel has others."""

from itertools import pairwise

import numpy as np
import pytest
from labs_on_stage import ALL, driven

pytestmark = pytest.mark.full

NEAR = (
    0.02  # of the height of a panel: this close to an edge, equal values are a plateau that nobody computed
)


def curves(ax):
    """The lines of a panel that are values by x: those with a stroke whose x never goes back."""
    for line in ax.lines:
        x = np.asarray(line.get_xdata(), float)
        stroke = line.get_linestyle() not in ("None", "") and line.get_visible()
        if stroke and len(x) > 1 and x[-1] > x[0] and (np.diff(x) >= 0).all():
            yield line


def heights(line):
    """The places of a line's values in its panel, 0 at the lower edge and 1 at the upper one."""
    ax, y = line.axes, np.asarray(line.get_ydata(), float)
    with np.errstate(all="ignore"):
        points = ax.transData.transform(np.column_stack([np.full(len(y), ax.get_xlim()[1]), y]))
    return ax.transAxes.inverted().transform(points)[:, 1]


def plateaus(line):
    """Where a curve of more than two points keeps a value on an edge of its axis."""
    y, places = np.asarray(line.get_ydata(), float), heights(line)
    equal = (y[1:] == y[:-1]) if len(y) > 2 else np.zeros(0, bool)
    return np.flatnonzero(equal & (np.minimum(np.abs(places[1:]), np.abs(1 - places[1:])) < NEAR))


@pytest.mark.parametrize("maker", ALL, ids=lambda maker: maker.__name__)
def test_no_curve_lies_on_the_edge_of_its_axis_and_each_has_a_name_of_its_own(maker):
    for a_lab in driven(maker()):
        a_lab.drawing.move(a_lab.result)  # a frame that was kept moves nothing
        for ax in a_lab.drawing.figure.axes:
            found = list(curves(ax))
            assert [line.get_gid() for line in found if plateaus(line).size] == [], a_lab.values
            read = [line for line in found if line.get_clip_on() and line.get_transform() != ax.transAxes]
            names = sorted(str(line.get_gid()) for line in read)
            doubles = {one for one, other in pairwise(names) if one == other}
            assert len(names) < 2 or ("None" not in names and doubles <= {ax.get_ylabel()}), names


def computed(name, result):
    """Of two labs, the (panel, lines, values (n, lines)) that are drawn as they were computed."""
    if name == "derive_each_layer":
        return 2, ("layer 1", "layer 2", "layer 3"), result.signals
    return 1, ("training", "validation"), np.column_stack([result.training, result.validation])


@pytest.mark.parametrize("name", ["derive_each_layer", "fit_without_memorizing"])
def test_what_is_drawn_within_an_axis_was_computed(name):
    (maker,) = (each for each in ALL if each.__name__ == name)
    for a_lab in driven(maker()):
        a_lab.drawing.move(a_lab.result)
        panel, names, values = computed(name, a_lab.result)
        ax = a_lab.drawing.figure.axes[panel]
        low, high = ax.get_ylim()
        for each, truth in zip(names, values.T, strict=True):
            (line,) = (line for line in ax.lines if line.get_gid() == each)
            drawn = np.asarray(line.get_ydata(), float)
            inside = (truth >= low) & (truth <= high)
            assert np.array_equal(drawn[inside], truth[inside]), (a_lab.values, each)
            assert not ((drawn[~inside] >= low) & (drawn[~inside] <= high)).any(), (a_lab.values, each)
