"""A finished picture and the words for it: what stays in a stored notebook, and what a screen reader says.

A still cannot know the page on which it will be read. So it has twice the pixels that it takes on a page, and
lies on glass: white is left out, and no color is darker than the middle gray that is equally far from a white
page and from a dark one.
"""

import base64
import io
from html import escape

import numpy as np
from PIL import Image

from backprop_course.widgets import style

SHARPER = 2  # pixels of a still to a pixel of its page, each way
COLORS = 128  # of a still; with fewer, the colors of a map make steps that can be seen


def png(image, **options):
    """An image of Pillow's as the bytes of a PNG file."""
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


def address(picture):
    """The bytes of a PNG file as an address, for a page that shows them without asking anyone."""
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def on_glass(drawn):
    """Colors (n, 3) from 0 to 255, drawn on white, as colors (n, 4) of middle lightness over nothing.

    On white they look as they were drawn, but for what was darker than the middle; on black like a negative.
    """
    white, middle = 255, style.MIDDLE
    light = drawn @ style.LIGHTNESS[:, None]
    alpha = np.clip((white - light) / (white - middle), 0, 1)
    full = white - (white - drawn) / np.maximum(alpha, 1e-3)  # what, mixed with white, gives the color drawn
    color = full + np.maximum(middle - light, 0)
    return np.concatenate([color, white * alpha], axis=-1).round().clip(0, white).astype(np.uint8)


def in_few_colors(image):
    """An RGB image in a palette of at most COLORS colors, each the mean of the pixels that are nearest to it.

    Pillow's own k-means finds hardly better ones, and takes longer than all else that a still needs.
    """
    few = image.quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    nearest, colors = np.ravel(few), np.reshape(image, (-1, 3))
    sums = [np.bincount(nearest, channel, COLORS) for channel in colors.T]
    means = np.transpose(sums) / np.maximum(np.bincount(nearest, minlength=COLORS), 1)[:, None]
    few.putpalette(means.round().astype(np.uint8).tobytes())
    return few


def still_of(figure, artists=()):
    """A figure as the PNG of its still, in at most COLORS colors; `artists` are drawn last."""
    before = figure.dpi
    figure.set_dpi(SHARPER * style.DPI)
    figure.canvas.draw()
    for artist in artists:
        (artist.axes or figure).draw_artist(artist)
    drawn = Image.fromarray(np.asarray(figure.canvas.buffer_rgba()))
    figure.set_dpi(before)
    on_white = Image.new("RGBA", drawn.size, "white")
    on_white.alpha_composite(drawn)
    few = in_few_colors(on_white.convert("RGB"))
    glass = on_glass(np.reshape(few.getpalette(), (-1, 3)))
    few.putpalette(glass[:, :3].tobytes())
    return png(few, transparency=glass[:, 3].tobytes())


def bundle(picture, words, note=""):
    """The picture (PNG bytes) with its words as alt text and caption, below a note: a notebook's output."""
    width = int.from_bytes(picture[16:20]) // SHARPER  # where a PNG has its own width
    image = f'<img alt="{escape(words)}" src="{address(picture)}" width="{width}" style="max-width: 100%">'
    figure = f"<figure>{image}<figcaption>{escape(words)}</figcaption></figure>"
    above = f"<p><strong>{escape(note)}</strong></p>" if note else ""
    return {"text/html": above + figure, "text/plain": words}


class Still:
    """A figure as it is now, with a sentence that says what it shows; a cell ending in one displays both."""

    def __init__(self, figure, words):
        self.png, self.words = still_of(figure), words

    def __repr__(self):
        return self.words

    def _repr_mimebundle_(self, **kwargs):
        return bundle(self.png, self.words)
