"""The words in a lab's picture can be read: none is cut off, on another one, or crossed by a line."""

from itertools import combinations, product

import numpy as np
import pytest
from labs_on_stage import ALL
from matplotlib.patches import FancyArrowPatch

from backprop_course.widgets.controls import Menu

pytestmark = pytest.mark.full


def stops(a_lab):
    """A lab as it opens, at each of its tries, at both ends of each slider and at every option of a menu."""
    yield "opening"
    for number, each in enumerate(a_lab.buttons.tries):
        a_lab.buttons.press(number)
        yield each.name
    for name, control in a_lab.controls.items():
        ends = control.values if isinstance(control, Menu) else (control.values[0], control.values[-1])
        for value in ends:
            a_lab.go({name: value})
            yield f"{name} = {value}"


def words_of(ax):
    """The texts of a panel that can be seen: those within, its titles and labels, its legend, its ticks."""
    ticks = []
    if ax.axison:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    labels = [ax.xaxis.label, ax.yaxis.label] if ax.axison else []
    legend = ax.get_legend().get_texts() if ax.get_legend() else []
    texts = [*ax.texts, ax._left_title, *labels, *legend, *ticks]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def spots(line):
    """Places (n, 2) on a line as its panel shows it, in pixels: its corners, and many between."""
    corners = line.get_transform().transform(np.column_stack(line.get_data(orig=False)))
    if line.get_linestyle() != "None" and len(corners) > 1:
        corners = between(corners)
    if line.get_clip_on():
        box = line.axes.bbox
        corners = corners[((corners >= box.min) & (corners <= box.max)).all(axis=1)]
    return corners


def between(corners):
    """Many places (n, 2) on the way from corner to corner."""
    return np.linspace(corners[:-1], corners[1:], 20).reshape(-1, 2)


def crossed(ax):
    """The words in a panel and its title that a line or an arrow runs through; not those with a ground."""
    bare = [text for text in ax.texts if text.get_text().strip() and text.get_bbox_patch() is None]
    ways = [spots(line) for line in ax.lines if line.get_visible() and len(line.get_xdata())]
    arrows = [each for each in ax.patches if isinstance(each, FancyArrowPatch) and each.get_visible()]
    shafts = [each.get_path().vertices[:3] for each in arrows]
    ways += [between(ax.transData.transform(shaft)) for shaft in shafts]
    for text, places in product([*bare, ax._left_title], ways):
        box = text.get_window_extent().padded(-1.5)
        if ((places > box.min) & (places < box.max)).all(axis=1).any():
            yield text.get_text()


def overlap(one, other):
    """By how many pixels two boxes overlap, across and down."""
    return np.minimum(one.max, other.max) - np.maximum(one.min, other.min)


@pytest.mark.parametrize("maker", ALL, ids=lambda maker: maker.__name__)
def test_no_word_is_cut_off_or_on_another_one_or_crossed(maker):
    a_lab = maker()
    figure = a_lab.drawing.figure
    legends = [text for legend in figure.legends for text in legend.get_texts()]
    for stop in stops(a_lab):
        a_lab.drawing.move(a_lab.result)  # a frame that was kept moves nothing
        words = [text for ax in figure.axes for text in words_of(ax)] + legends
        boxes = [(text.get_text(), text.get_window_extent()) for text in words]
        for text, box in boxes:
            assert (box.min >= -1).all() and (box.max <= figure.bbox.max + 1).all(), (stop, text)
        for (one, here), (other, there) in combinations(boxes, 2):
            assert (overlap(here, there) < (1, 1.5)).any(), (stop, one, other)
        assert [text for ax in figure.axes for text in crossed(ax)] == [], stop
