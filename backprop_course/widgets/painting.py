"""From a result to its picture: what stands still is painted once, what moves at every picture.

A drawing of Matplotlib takes a tenth of a second, nearly all of it for axes and their ticks. A lab's axes do
not change, so they are painted once, as the ground; a move paints its few artists, which lie over it.
"""

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from matplotlib.figure import Figure

from backprop_course.widgets import stills
from backprop_course.widgets.axes import axes_of
from backprop_course.widgets.vectors import vectors
from backprop_course.widgets.words import short_powers

FRAMES_KEPT = 400  # how many frames are kept


class Drawing(NamedTuple):
    """A figure made once: `artists` are all that changes, from back to front; move(result) changes them."""

    figure: Figure
    artists: list
    move: Callable


def drawing(figure, panels, move, headings):
    """The Drawing of a figure with panels that move(result) moves, and a title a panel: headings(result)."""
    titles = [ax.set_title("") for ax in figure.axes]

    def move_all(result):
        move(result)
        for title, words in zip(titles, headings(result), strict=True):
            title.set_text(short_powers(words))

    return Drawing(figure, [*(artist for panel in panels for artist in panel.artists), *titles], move_all)


class Frame(NamedTuple):
    """What a lab shows at one setting: the result, what moves in its picture (SVG), and the words for it."""

    result: Any
    moving: str
    words: str


class Painter:
    """Paints a drawing as SVG: the `ground`, which stands still, with its `axes`, and what moves over it."""

    def __init__(self, drawing):
        self.drawing, self.ground, self.axes, self.written = drawing, "", [], {}
        for artist in drawing.artists:
            artist.set_animated(True)  # left out of the ground
        for line in (line for ax in drawing.figure.axes for line in ax.lines):
            if line.get_gid() is None and not line.get_label().startswith("_"):
                line.set_gid(line.get_label())  # what its legend calls it

    def moving(self, result):
        """What moves, where a result brings it; the first is painted with the ground, since it makes room."""
        figure, artists, move = self.drawing
        move(result)
        if not self.ground:
            self.ground, self.axes = vectors(figure, [figure]), axes_of(figure)
            figure.set_layout_engine("none")  # the axes stay where the page has them, also for a still
            move(result)  # once more, now that it is known how large the panels are
        return vectors(figure, artists, self.written)

    def still(self, result):
        """The whole picture of a result, as PNG; of None, the ground alone."""
        if result is None:
            return stills.still_of(self.drawing.figure)
        self.drawing.move(result)
        self.written.clear()  # after a still, no artist tells that it has changed
        return stills.still_of(self.drawing.figure, self.drawing.artists)


class Frames:
    """The frames of a lab by its setting: each is made when it is asked for first, the newest are kept."""

    def __init__(self, compute, drawing, say):
        self.compute, self.say, self.painter = compute, say, Painter(drawing)
        self._kept, self._lock = {}, threading.Lock()

    def at(self, values):
        """The frame of a setting: of compute(**values)."""
        with self._lock:  # JupyterLab may run a callback on a thread of its own
            key = tuple(values.values())
            frame = self._kept.pop(key, None) or self._made(values)
            self._kept[key] = frame  # the last in a dict is the newest
            if len(self._kept) > FRAMES_KEPT:
                del self._kept[next(iter(self._kept))]
            return frame

    def _made(self, values):
        result = self.compute(**values)
        return Frame(result, self.painter.moving(result), short_powers(self.say(result)))

    def still(self, result):
        """The picture that stays of a result, as PNG."""
        with self._lock:
            return self.painter.still(result)

    def __contains__(self, values):
        return tuple(values.values()) in self._kept

    def __len__(self):
        return len(self._kept)

    def clear(self):
        """Keep none of the frames made so far."""
        self._kept.clear()
