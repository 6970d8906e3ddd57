"""A pad's value is a drawing: one of its menu, or your own; a page cannot bring it to anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backprop_course.widgets.pad import MOST_POINTS, OWN_DRAWING, pad

LINE, CROSS = (((0, 0), (9, 200)),), (((0, 0), (255, 255)), ((255, 0), (0, 255)))
POINTS = some.lists(some.lists(some.integers(0, 255), min_size=2, max_size=2), min_size=1, max_size=8)


def a_pad():
    return pad("drawing", {(): "none", LINE: "a line", CROSS: "a cross"})


def test_it_opens_at_the_first_drawing_of_its_menu():
    control = a_pad()
    assert control.value == () and control.index == 0 and control.strokes == []
    assert control.labels == ["none", "a line", "a cross"] and control.values == ((), LINE, CROSS)


def test_the_menu_brings_a_drawing_to_the_pad():
    control = a_pad()
    control.set_state({"index": 2})
    assert control.value == CROSS and control.strokes == [[[0, 0], [255, 255]], [[255, 0], [0, 255]]]


@given(some.lists(POINTS, min_size=1, max_size=5))
def test_what_is_drawn_is_the_value_and_none_of_the_menu_s(strokes):
    control = a_pad()
    control.set_state({"strokes": strokes})
    assert [[list(point) for point in stroke] for stroke in control.value] == control.strokes == strokes
    assert control.index == (
        OWN_DRAWING if control.value not in control.values else control.values.index(control.value)
    )
    hash(control.value)  # a lab keeps its pictures by it
    control.set_state({"strokes": []})
    assert control.value == () and control.index == 0


def test_a_drawing_of_the_menu_is_known_again():
    control = a_pad()
    control.set_state({"strokes": [[[0, 0], [9, 200]]]})
    assert control.value == LINE and control.index == 1
    assert [rank for rank, _ in control.around()] == [1, 0, 1]


@pytest.mark.parametrize(
    "strokes",
    [[[]], [[[1]]], [[[1, 2, 3]]], [[[-1, 0]]], [[[0, 256]]], [["ab"]], [[None]], [[[float("nan"), 0]]],
     [[[0, 0]] * (MOST_POINTS + 1)]],
)  # fmt: skip
def test_what_is_no_drawing_is_refused_and_leaves_the_value(strokes):
    control = a_pad()
    with pytest.raises(ValueError, match="strokes"):
        control.strokes = strokes
    assert control.value == ()
    with pytest.raises(ValueError, match="strokes"):
        control.value = strokes
