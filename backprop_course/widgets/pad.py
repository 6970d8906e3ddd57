"""A pad to draw on, as a control of a lab."""

import traitlets

from backprop_course import validate
from backprop_course.widgets.controls import Menu, beside

SIDE = 256  # the places of the pen, each way
MOST_POINTS = 4000  # of a drawing
OWN_DRAWING = -1  # the place of a drawing that is none of those in the menu


class Pad(Menu):
    """A menu of known drawings, and a pad for one of your own, by the pointer or by keys.

    A value is a tuple of strokes, a stroke a tuple of points (x, y) from 0 to 255, y downward.
    """

    _esm = beside("pad.js")
    strokes = traitlets.List().tag(sync=True)

    def place(self, value):
        """The index of a value, OWN_DRAWING where it is none of the menu's."""
        return self.values.index(value) if value in self.values else OWN_DRAWING

    @traitlets.validate("value")
    def _is_an_option(self, proposal):
        return _as_drawing(proposal.value)

    @traitlets.observe("value")
    def _drawing_changed(self, change):
        self.strokes = [[list(point) for point in stroke] for stroke in self.value]

    @traitlets.observe("strokes")
    def _strokes_changed(self, change):
        self.value = _as_drawing(self.strokes)


def _as_drawing(strokes):
    """Strokes as tuples of whole numbers from 0 to 255; ValueError where they are no drawing."""
    try:
        drawing = tuple(tuple((int(x), int(y)) for x, y in stroke) for stroke in strokes)
    except (TypeError, ValueError, OverflowError):
        got = validate.short(strokes)
        raise ValueError(f"strokes must be lists of points (x, y), but they are {got}") from None
    points = [number for stroke in drawing for point in stroke for number in point]
    if not all(drawing) or len(points) > 2 * MOST_POINTS:
        raise ValueError(f"strokes must hold at least a point each, and at most {MOST_POINTS} in all")
    if points and not 0 <= min(points) <= max(points) < SIDE:
        raise ValueError(f"strokes must lie from 0 to {SIDE - 1}, but a number is outside")
    return drawing


def pad(name, known):
    """A pad with a menu of known drawings {drawing: label}, at the first one."""
    known = {_as_drawing(drawing): label for drawing, label in known.items()}
    return Pad(name, known, known.values(), next(iter(known)))
