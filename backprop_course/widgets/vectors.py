"""From a figure to SVG: lines and letters that the page draws as sharp as its screen is, at any zoom."""

import io
import re
from functools import lru_cache

import matplotlib
import numpy as np
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.image import AxesImage
from matplotlib.path import Path
from matplotlib.text import Annotation
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox, IdentityTransform
from PIL import Image

from backprop_course.widgets import stills

FINER = 3  # a page mixes the colors of neighbors, and of the middle of a jump it makes a staircase
DECIMALS = 2  # of a point
POINTS_PER_INCH = 72  # SVG counts in points
DIGIT = re.compile(r"\d")
SIMPLE = dict.fromkeys(["Creator", "Date", "Format", "Type"])  # no metadata


def vectors(figure, artists, kept=None):
    """The artists of a figure, from back to front, as one element <svg> of the figure's size.

    `kept` is a dict, in which it leaves what it wrote of each artist: one that has not changed since is
    written in the same words, for most of the time goes into texts and arrows. An annotation is always drawn:
    it does not tell when its place changes.
    """
    figure.set_dpi(POINTS_PER_INCH)
    text = io.StringIO()
    renderer = Vectors(*figure.bbox.size, text, image_dpi=3 * POINTS_PER_INCH, metadata=SIMPLE)
    for artist in artists:
        if isinstance(artist, AxesImage):
            renderer.draw_cells(artist)
        elif kept and artist in kept and not artist.stale:
            written, clips = kept[artist]
            text.write(written)
            renderer.clips.update(clips)
        else:
            start = text.tell()
            artist.draw(renderer)
            written = text.getvalue()[start:]
            if kept is not None and "<use" not in written and not isinstance(artist, Annotation):
                kept[artist] = written, dict(renderer.clips)
    renderer.finalize()
    return text.getvalue()[text.getvalue().index("<svg") :]


class Vectors(RendererSVG):
    """Matplotlib's SVG, but sizes of texts are kept, formulas are paths, and images have few pixels.

    A page takes its time for each element and for each rule of style. So there are no groups and no rules,
    the marks of a line are one path, and no number has more decimals than can be seen. An element is one line
    of the text, so that pictures can share it (tools/recording.py).
    """

    curve = None  # the name of the line that is being drawn: its gid

    @property
    def clips(self):
        """What the artists so far are cut with, which `finalize` writes."""
        return self._clipd

    def _write_default_style(self):
        """No rules: what they would say once a picture, picture.js says once for all.

        A comment ends the tag <svg>, so that what was written of an artist can follow as it is.
        """
        self.writer.comment("no rules")

    def open_group(self, s, gid=None):
        """No group begins; a line may tell its name, by which a page reads it."""
        self.curve = gid if s == "line2d" else None

    def close_group(self, s):
        """No group ends."""
        self.curve = None

    def draw_path(self, gc, path, transform, rgbFace=None):
        """Draw a path."""
        path = transform.transform_path(path)
        seen = Path(path.vertices.round(DECIMALS), path.codes)
        super().draw_path(gc, seen, IdentityTransform(), rgbFace)

    def _convert_path(self, path, *how, **more):
        """The path as SVG has it, in one line."""
        return super()._convert_path(path, *how, **more).replace(" \n", "").replace("\n", "")

    def _get_clip_attrs(self, gc):
        """What an artist is cut with, named by edges that are rounded: the last digits of a layout vary.

        And the name of a curve, for both say to a page what is to be read.
        """
        edges = gc.get_clip_rectangle()
        if edges is not None:
            gc.set_clip_rectangle(Bbox(edges.get_points().round(DECIMALS)))
        return super()._get_clip_attrs(gc) | ({"data-curve": self.curve} if self.curve else {})

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        """Draw a mark at each corner of a path; where marks let others shine through, each on its own."""
        if gc.get_alpha() < 1 or (rgbFace is not None and rgbFace[3:] not in ((), (1,))):
            return super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        places = trans.transform(path.vertices)
        places = places[np.isfinite(places).all(axis=1)]
        mark = marker_trans.transform_path(marker_path)
        if marker_path is Path.unit_circle():
            dots = round_marks(places * [1, -1] + [0, self.height], mark.vertices[:, 0].max())
            style = self._get_style(gc, rgbFace)
            return self.writer.element("path", d=dots, style=style, **self._get_clip_attrs(gc))
        codes = np.full(len(mark.vertices), Path.LINETO) if mark.codes is None else mark.codes.copy()
        codes[0] = Path.MOVETO
        corners = (places[:, None] + mark.vertices).reshape(-1, 2)
        marks = Path(corners, np.tile(codes, len(places)))
        self.draw_path(gc, marks, IdentityTransform(), rgbFace)

    def get_text_width_height_descent(self, s, prop, ismath):
        """The size of a text."""
        # A copy: whoever owns the properties may change them. All digits of the font are equally wide.
        return _size(DIGIT.sub("0", s), prop.copy(), ismath)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        """Draw a text; a formula as paths, since its fonts may be missing where it is read."""
        if not ismath:
            return super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        with matplotlib.rc_context({"svg.fonttype": "path"}):
            return super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)

    def draw_cells(self, image):
        """Draw an image with a pixel a cell, or a few, which the page makes as large as its axes are."""
        if not image.get_visible():
            return
        sharp = image.get_interpolation() == "nearest"
        values = image.get_array() if sharp else finer(image.get_array())
        cells = image.to_rgba(values, bytes=True)[:: -1 if image.origin == "lower" else 1]
        left, right, bottom, top = image.get_extent()
        (x0, y0), (x1, y1) = image.axes.transData.transform([(left, bottom), (right, top)])
        self.writer.element(
            "image",
            attrib={"xlink:href": stills.address(stills.png(Image.fromarray(cells), compress_level=1))},
            x=f"{x0:.2f}",
            y=f"{self.height - y1:.2f}",
            width=f"{x1 - x0:.2f}",
            height=f"{y1 - y0:.2f}",
            preserveAspectRatio="none",
            style="image-rendering: " + ("pixelated" if sharp else "auto"),
        )


def round_marks(middles, radius):
    """Circles around middles (n, 2), as the data of one path: each is two arcs."""
    half = f"a{radius:.3g} {radius:.3g} 0 1 0 "
    around = f"{half}{2 * radius:.3g} 0{half}{-2 * radius:.3g} 0"
    lefts = (middles - [radius, 0]).round(DECIMALS)
    return "".join(f"M{x:g} {y:g}{around}" for x, y in lefts)


@lru_cache(maxsize=4096)
def _size(s, prop, ismath):
    return text_to_path.get_text_width_height_descent(s, prop, ismath)


def finer(values):
    """Masked values (rows, columns), FINER times as many each way, on the straight lines between them."""
    rows, columns = map(_weights, values.shape)
    mask = np.kron(np.ma.getmaskarray(values), np.ones((FINER, FINER), bool))
    return np.ma.array(rows @ values.filled(0) @ columns.T, mask=mask)


@lru_cache
def _weights(count):
    """How much each of `count` cells counts in the middle of each of the finer ones."""
    middles = (np.arange(FINER * count) + 0.5) / FINER - 0.5
    return np.clip(1 - np.abs(middles.clip(0, count - 1)[:, None] - np.arange(count)), 0, None)
