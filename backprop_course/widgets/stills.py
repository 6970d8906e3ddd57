"""A finished picture and the words for it: what stays in a stored notebook, and what a screen reader says."""

import base64
import struct
import zlib
from html import escape

import numpy as np


def png(canvas, level=6):
    """The pixels of an Agg canvas as the bytes of a PNG file; level 1 is quickest, 9 smallest.

    Rows are left unfiltered: even areas of one color then compress best, in half of the usual time.
    """
    pixels = np.asarray(canvas.buffer_rgba())
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row starts with its filter: 0, none
    rows[:, 1:].reshape(height, width, 3)[:] = pixels[..., :3]
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)  # 8 bits for each of red, green and blue
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(rows, level)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def chunk(name, data):
    """A chunk of a PNG file: its length, name, data and checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bundle(picture, words, note=""):
    """The picture (PNG bytes) with its words as alt text and caption, below a note: a notebook's output."""
    source = "data:image/png;base64," + base64.b64encode(picture).decode()
    image = f'<img alt="{escape(words)}" src="{source}" style="max-width: 100%">'
    figure = f"<figure>{image}<figcaption>{escape(words)}</figcaption></figure>"
    above = f"<p><strong>{escape(note)}</strong></p>" if note else ""
    return {"text/html": above + figure, "text/plain": words}


class Still:
    """A figure as it is now, with a sentence that says what it shows; a cell ending in one displays both."""

    def __init__(self, figure, words):
        figure.canvas.draw()
        self.png, self.words = png(figure.canvas, level=9), words

    def __repr__(self):
        return self.words

    def _repr_mimebundle_(self, **kwargs):
        return bundle(self.png, self.words)
