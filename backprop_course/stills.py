"""A finished picture and the words for it: what stays in a stored notebook, and what a screen reader says."""

import base64
import io
from html import escape

import numpy as np
from PIL import Image


def png(canvas, level=6):
    """The pixels of an Agg canvas as the bytes of a PNG file; level 1 is quickest, 9 smallest."""
    pixels = np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[..., :3])
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "png", compress_level=level)
    return data.getvalue()


def bundle(picture, words):
    """The picture (PNG bytes) with its words as alt text and caption, for a notebook's output."""
    source = "data:image/png;base64," + base64.b64encode(picture).decode()
    image = f'<img alt="{escape(words)}" src="{source}" style="max-width: 100%">'
    return {"text/html": f"<figure>{image}<figcaption>{escape(words)}</figcaption></figure>", "text/plain": words}


class Still:
    """A figure as it is now, with a sentence that says what it shows; a cell that ends in one displays both."""

    def __init__(self, figure, words):
        figure.canvas.draw()
        self.png, self.words = png(figure.canvas, level=9), words

    def __repr__(self):
        return self.words

    def _repr_mimebundle_(self, **kwargs):
        return bundle(self.png, self.words)
