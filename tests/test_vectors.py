"""What the page draws: the same picture is the same text, maps have straight lines between their cells."""

import base64
import io
import re
from xml.etree import ElementTree

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backprop_course.widgets import style
from backprop_course.widgets.vectors import FINER, finer, vectors

WHITE = "fill: #ffffff"


def drawn(values=((0, 1, 2), (3, 4, 5)), interpolation="nearest"):
    """A figure with a map of values, and what moves in it."""
    figure, (ax,) = style.figure(width=4, height=3)
    ax.set(xlabel="$x_1$", title="1 < 2 & 3")
    return figure, ax.imshow(values, interpolation=interpolation)


def cells(text):
    """The colors (rows, columns, 4) of the map in a picture."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(re.search(r'base64,([^"]+)"', text).group(1)))))


def test_a_picture_is_one_element_of_the_figures_size_and_the_same_each_time():
    figure, image = drawn()
    text = vectors(figure, [figure])
    again, _ = drawn()
    assert text == vectors(again, [again])
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg") and root.get("viewBox") == "0 0 288 216"
    assert "1 &lt; 2 &amp; 3" in text and "x_1" not in re.sub("<!--.*?-->", "", text, flags=re.DOTALL)


def test_a_picture_has_no_ground_of_its_own():
    figure, _ = drawn()
    assert WHITE not in vectors(figure, [figure])
    figure.set_facecolor("white")
    assert WHITE in vectors(figure, [figure])


def test_a_picture_has_no_rules_and_no_groups_and_its_marks_are_one_path():
    figure, _ = drawn()
    (line,) = figure.axes[0].plot([0, 1, np.nan, 2], [0, 1, 1, 1], "x", color="#123456")
    assert not re.search("<(style|g id)", vectors(figure, [figure]))
    (marks,) = re.findall(r'<path d="([^"]*)"[^>]*#123456', vectors(figure, [line]))
    assert marks.count("M") == 2 * 3, "two strokes a cross"
    line.set_markersize(12)
    assert vectors(figure, [line]).count("<path") == 1
    assert not re.search(r"\.\d{3}", re.search(r'<path d="([^"]*)"', vectors(figure, [line])).group(1))


def test_what_has_not_changed_is_written_again_and_what_has_is_drawn():
    figure, image = drawn()
    lines = figure.axes[0].plot([0, 1], [0, 1], "-", [0, 1], [1, 0], "o", alpha=0.5)
    words = figure.axes[0].text(1, 1, "0.10")
    artists, kept = [image, *lines, words], {}
    changes = [lambda: None, lambda: words.set_text("0.25"), lambda: lines[0].set_color("#123456")]
    changes += [lambda: image.set_visible(False), lambda: lines[0].set_visible(False), lambda: None]
    for change in [*changes, lambda: lines[0].set_visible(True)]:
        change()
        assert vectors(figure, artists, kept) == vectors(figure, artists)
    assert {words, lines[0]} <= kept.keys() and image not in kept
    kept[words] = "<p/>", {}
    assert "<p/>" in vectors(figure, artists, kept), "it has not changed"
    words.set_text("0.3")
    assert "<p/>" not in vectors(figure, artists, kept), "it has changed"


def test_a_dot_is_two_arcs_around_its_place():
    figure, _ = drawn()
    (line,) = figure.axes[0].plot([0, 1], [0, 1], "o", markersize=8, markeredgewidth=0)
    (dots,) = re.findall(r'<path d="([^"]*)"', vectors(figure, [line]))
    assert dots.count("M") == 2 and dots.count("a4 4 0 1 0") == 4 and "C" not in dots
    lefts = np.array([place.split() for place in re.findall(r"M([\d. ]+)", dots)], float)
    places = figure.axes[0].transData.transform([(0, 0), (1, 1)])
    np.testing.assert_allclose(lefts + [4, 0], places * [1, -1] + [0, 216], atol=0.01)


def test_every_element_is_one_line_and_last_digits_of_a_layout_change_no_name():
    figure, (ax,) = style.figure(width=4, height=3)
    (line,) = ax.plot([0, 1, 2], [0, 1, 0], "s-")
    figure.set_layout_engine("none")
    text = vectors(figure, [line])
    assert [each.count(" d=") for each in text.split("\n") if "<path" in each] == [1, 1]
    ax.set_position(ax.get_position().translated(1e-12, 1e-12))
    assert vectors(figure, [line]) == text


def test_marks_that_shine_through_are_drawn_one_by_one():
    figure, _ = drawn()
    (line,) = figure.axes[0].plot([0, 0, 1], [0, 0, 1], "o", alpha=0.5)
    assert vectors(figure, [line]).count("<use") == 3


def test_a_sharp_map_has_a_pixel_a_cell_and_a_smooth_one_a_few():
    values = np.arange(6.0).reshape(2, 3)
    for kind, factor in (("nearest", 1), ("bilinear", FINER)):
        figure, image = drawn(values, kind)
        assert cells(vectors(figure, [image])).shape == (2 * factor, 3 * factor, 4)


@given(st.integers(1, 6), st.integers(1, 6), st.floats(-3, 3), st.floats(-3, 3))
def test_between_cells_a_map_is_straight_and_at_their_middles_itself(rows, columns, down, across):
    values = np.ma.array(down * np.arange(rows)[:, None] + across * np.arange(columns))
    fine = finer(values)
    assert fine.shape == (FINER * rows, FINER * columns)
    assert np.allclose(fine[FINER // 2 :: FINER, FINER // 2 :: FINER], values)
    steps = np.diff(fine[:, FINER // 2 : fine.shape[1] - FINER // 2], axis=1)
    assert np.allclose(steps, across / FINER)


def test_a_gap_in_a_map_stays_a_gap_and_harms_no_neighbor():
    fine = finer(np.ma.masked_invalid([[1.0, np.nan], [1.0, 1.0]]))
    assert fine.mask.sum() == FINER**2 and fine.mask[:FINER, FINER:].all()
    assert np.isfinite(fine.filled(0)).all()
