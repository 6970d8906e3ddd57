"""From a result to its picture: what stands still is painted once, what moves at every picture.

A drawing of Matplotlib takes a tenth of a second, nearly all of it for axes and their ticks. A lab's axes do
not change, so they are painted once and kept as a background; a move draws its few artists over it.
"""

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from matplotlib.figure import Figure

from backprop_course.widgets import stills

KEPT = 400  # how many frames are kept


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
            title.set_text(words)

    return Drawing(figure, [*(artist for panel in panels for artist in panel.artists), *titles], move_all)


class Frame(NamedTuple):
    """What a lab shows at one setting: the result, its picture as PNG, and the words for it."""

    result: Any
    png: bytes
    words: str


class Painter:
    """Paints a drawing as it is now, as PNG."""

    def __init__(self, drawing):
        self.drawing, self._background = drawing, None
        for artist in drawing.artists:
            artist.set_animated(True)  # left out of the background

    def picture(self):
        """The background with the artists where they are now."""
        figure, artists, _ = self.drawing
        if self._background is None:
            figure.canvas.draw()
            self._background = figure.canvas.copy_from_bbox(figure.bbox)
        figure.canvas.restore_region(self._background)
        for artist in artists:
            (artist.axes or figure).draw_artist(artist)
        return stills.png(figure.canvas, level=1)

    def blank(self):
        """A picture of nothing, of the same size."""
        canvas = self.drawing.figure.canvas
        canvas.get_renderer().clear()
        return stills.png(canvas)


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
            if len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
            return frame

    def _made(self, values):
        result = self.compute(**values)
        self.painter.drawing.move(result)
        return Frame(result, self.painter.picture(), self.say(result))

    def blank(self, words):
        """A frame that shows nothing, with words that say why."""
        with self._lock:
            return Frame(None, self.painter.blank(), words)

    def __contains__(self, values):
        return tuple(values.values()) in self._kept

    def __len__(self):
        return len(self._kept)

    def clear(self):
        """Keep none of the frames made so far."""
        self._kept.clear()
