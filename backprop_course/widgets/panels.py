"""Panels that several lessons draw: what stands still is drawn at once, a Moving is returned for the rest."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from matplotlib.markers import CARETDOWN, CARETUP

from backprop_course.widgets import style
from backprop_course.widgets.words import two_digits

WHITE, PALE = 0.02, 0.07  # a map of probabilities that are all this close to 1/2 looks white, or nearly so

BESIDE, LETTER_POINTS = 7, 5.5  # points: from an arrow to its number; the width of a letter of that
EDGE = 0.12  # of the height of a panel: what a number near its edge takes
ROW = 0.08  # of the height of a panel: from one such number to the next
FARTHEST = 1e6  # times the axis: how far beyond it a line is drawn at most
BACKDROP = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # other curves stop at the number


class Moving(NamedTuple):
    """The artists of a panel that move, from back to front, and move(...) that moves them."""

    artists: list
    move: Callable


def within_axis(values, low, high):
    """Values (n,) for a line on an axis from `low` to `high`: cut where they leave it, on where they return.

    The first and the last value beyond stay, so that the line leaves where the curve does; between them is
    nan, which is not drawn. What is not finite lies far above.
    """
    values = np.asarray(values, float)
    beyond = ~((values >= low) & (values <= high))
    inner = beyond & np.append(True, beyond[:-1]) & np.append(beyond[1:], True)
    return np.where(inner, np.nan, _drawable(values, low, high))


def _drawable(values, low, high):
    """The values, but not further from an axis than can be drawn; what is not finite lies far above."""
    far = FARTHEST * max(abs(low), abs(high))
    return np.clip(np.nan_to_num(values, nan=far, posinf=far), -far, far)


def at_its_place(value, low, high):
    """A value for a mark on an axis from `low` to `high`: nan, which is not drawn, where it is beyond."""
    return value if low <= value <= high else np.nan


def departure(ax, color, row=0, name=""):
    """An arrow at the edge of an axis where a curve leaves it for good: move(x, values), x in walking order.

    Beside it stands the curve's name with its last number, in a `row` of its own where others have one, too.
    """
    arrows = departures(ax, color, size=9)
    number = ax.text(0, 0, "", color=color, fontsize=9, bbox=BACKDROP, transform=ax.transAxes)
    number.set_in_layout(False)

    def move(x, values):
        arrows.move(x, [values])
        finite = _finite(values)
        place, above = _exit(ax, x, finite)
        number.set_text("" if place is None else name + two_digits(finite[-1]))
        if place is None:
            return
        backward = x[-1] < x[0]
        room = place if backward else 1 - place
        late = room < (BESIDE + LETTER_POINTS * len(number.get_text())) / _width(ax)
        aside = _before_the_edge(ax, x, finite, place) if late else place
        side = -1 if late != backward else 1
        number.set(x=aside + side * BESIDE / _width(ax), ha="left" if side > 0 else "right")
        number.set(y=0.97 - ROW * row if above else 0.03 + ROW * row, va="top" if above else "bottom")

    return Moving([*arrows.artists, number], move)


def departures(ax, color, size=5):
    """Arrows at the edges of an axis where curves leave it for good: move(x, a list of values)."""
    look = {"linestyle": "none", "markersize": size, "clip_on": False, "transform": ax.transAxes}
    (up,), (down,) = (ax.plot([], [], color=color, marker=tip, **look) for tip in (CARETUP, CARETDOWN))
    for artist in (up, down):
        artist.set_in_layout(False)

    def move(x, curves):
        exits = [_exit(ax, x, _finite(values)) for values in curves]
        for artist, edge in ((up, True), (down, False)):
            places = [place for place, above in exits if place is not None and above == edge]
            artist.set_data(places, [int(edge)] * len(places))

    return Moving([up, down], move)


def spot(ax, color, size=6):
    """A dot, or an arrow at the edge of the axis beyond which it is: move(x, value)."""
    (dot,) = ax.plot([], [], "o", color=color, markersize=size, clip_on=False, zorder=5)
    away = departures(ax, color, size=9)

    def move(x, value):
        low, high = ax.get_ylim()
        dot.set_data([x], [at_its_place(value, low, high)])
        away.move(np.array([x]), [_drawable([value], low, high)])

    return Moving([dot, *away.artists], move)


def _width(ax):
    """The width of a panel in points."""
    return 72 * ax.bbox.width / ax.figure.dpi


def _finite(values):
    """The values before the first that is not finite."""
    values = np.asarray(values, float)
    return values[: np.argmin(np.append(np.isfinite(values), False))]


def _shares(ax, x, values):
    """Points of a curve as shares of the panel (n, 2), from its lower left."""
    points = np.column_stack([x[: len(values)], _drawable(values, *ax.get_ylim())])
    return ax.transAxes.inverted().transform(ax.transData.transform(points))


def _exit(ax, x, values):
    """Where a curve leaves its axis for good, a share of the panel's width or None, and whether above."""
    low, high = ax.get_ylim()
    if not len(values) or low <= values[-1] <= high:
        return None, False
    above = bool(values[-1] > high)
    before = np.flatnonzero(values <= high if above else values >= low)
    if not before.size:
        return _shares(ax, x, values[:1])[0, 0], above
    here = before[-1]
    (x0, y0), (x1, y1) = _shares(ax, x[here:], values[here : here + 2])
    return x0 + (x1 - x0) * (above - y0) / (y1 - y0), above


def _before_the_edge(ax, x, values, place):
    """The last place before `place` at which a curve is not yet where the number stands, near the edge."""
    across, heights = _shares(ax, x, values).T
    before = across > place if x[-1] < x[0] else across < place
    clear = across[(np.abs(heights - 0.5) < 0.5 - EDGE) & before]
    return clear[-1] if clear.size else place


def leaving(ax, color):
    """What a curve comes to beyond its axis: move(x, values), x ascending, within the axis as it is then.

    An arrow at the edge where it leaves for good, with the last number; hatching from where it is not finite.
    """
    pale = style.mixed(style.DATA, 0.6)
    hatched = ax.axvspan(0, 0, facecolor="none", edgecolor=pale, hatch="///", linewidth=0)
    away = departure(ax, color)
    place = {"transform": ax.get_xaxis_transform(), "ha": "center", "va": "center"}
    lost = ax.text(0, 0.5, "", fontsize=9, rotation=90, **place)
    for artist in (hatched, lost):
        artist.set_in_layout(False)

    def move(x, values):
        right = ax.get_xlim()[1]
        finite = np.argmin(np.append(np.isfinite(values), False))
        begin = x[finite] if finite < len(values) else right
        hatched.set(x=begin, width=right - begin, visible=begin < right)
        lost.set(x=(begin + right) / 2, text="not finite" if begin < right else "")
        away.move(x, values)

    return Moving([hatched, *away.artists, lost], move)


def loss_curve(ax, steps, low, high, label="loss", floor=None, floor_name="floor"):
    """A loss per step, on a log axis from `low` to `high`; where it leaves it, that is told: move(losses)."""
    ax.set(xlim=(0, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel=label)
    if floor is not None:
        ax.axhline(floor, color=style.TRUTH, linestyle="--", linewidth=1.5, gid=floor_name)
    (line,) = ax.plot([], [], color=style.FORWARD, gid=label)
    (end,) = ax.plot([], [], marker="o", color=style.FORWARD, clip_on=False)
    away = leaving(ax, style.FORWARD)

    def move(losses):
        at = np.arange(len(losses))
        line.set_data(at, within_axis(losses, low, high))
        end.set_data(at[-1:], [at_its_place(losses[-1], low, high)])
        away.move(at, losses)

    return Moving([line, end, *away.artists], move)


def path(ax):
    """A walk of gradient descent in the plane, from a square over dots: move(path (n, 2))."""
    (line,) = ax.plot([], [], color=style.BACKWARD, marker="o", markersize=3.5, linewidth=1.2)
    (start,) = ax.plot([], [], color=style.INK, marker="s", linestyle="none")

    def move(path):
        inside = _until_far(path)
        line.set_data(*inside.T)
        start.set_data(*inside[:1].T)

    return Moving([line, start], move)


def _until_far(path, far=1e3):
    """The path up to its first step beyond `far`, that step shortened: Agg cannot draw much further out."""
    outside = np.flatnonzero(~(np.abs(path).max(axis=1) < far))
    if not outside.size or not outside[0]:
        return path[: len(path) if not outside.size else 1]
    inside, way = path[: outside[0]], path[outside[0]] - path[outside[0] - 1]
    longest = np.abs(way).max()
    last = inside[-1] + way * (2 * far / longest) if np.isfinite(longest) else inside[-1]
    return np.vstack([inside, last])


def contours(ax, f, xs, ys, x_label, y_label, count=12):
    """Level lines of f(x, y), closer together near its lowest value. They stand still."""
    heights = f(*np.meshgrid(xs, ys))
    low, high = heights.min(), heights.max()
    levels = low + (high - low) * np.linspace(0, 1, count + 2)[1:-1] ** 2
    ax.contour(xs, ys, heights, levels=levels, colors=[style.mixed(style.DATA, 0.5)], linewidths=0.8)
    ax.set(xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]), xlabel=x_label, ylabel=y_label)


def points(ax, x, y):
    """Two classes of points in the plane: class 1 as disks, class 0 as crosses. They stand still."""
    one, ink = y[:, 0] > 0.5, {"color": style.INK, "zorder": 3, "linestyle": "none"}
    ax.plot(*x[one].T, marker="o", markersize=4.5, markeredgecolor="white", markeredgewidth=0.6, **ink)
    ax.plot(*x[~one].T, marker="x", markersize=4.5, markeredgewidth=1.4, **ink)


def boundary(ax, x, y, low, high, cells=60):
    """Two classes of points over a map of the probability between the corners: move(map (cells, cells))."""
    image = ax.imshow(
        np.full((cells, cells), 0.5), extent=(low[0], high[0], low[1], high[1]), origin="lower",
        aspect="auto", cmap=style.two_sided(), vmin=0, vmax=1, interpolation="bilinear",
    )  # fmt: skip
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), ylabel="$x_2$")
    ax.set_xlabel("$x_1$   (blue: disks, orange: crosses)")
    points(ax, x, y)
    marks = ax.lines[-2:]
    why = ax.text(0.03, 0.03, "", transform=ax.transAxes, fontsize=9)
    why.set_in_layout(False)

    def move(known):
        image.set_data(known)
        if not np.isfinite(known).all():
            return why.set_text("not finite")
        away = np.abs(known - 0.5).max()
        why.set_text("p = ½ everywhere" if away < WHITE else "p near ½ everywhere" if away < PALE else "")

    return Moving([image, *marks, why], move)


def grid(low, high, cells=60):
    """The points (cells², 2) of the map that `boundary` draws."""
    xs, ys = (np.linspace(a, b, cells) for a, b in zip(low, high, strict=True))
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)


def bowls(ax, heights, bottoms, xs, ys, x_label, y_label, count=12):
    """Level lines of surfaces (rows of ys, columns of xs), a star at each bottom: move(which) shows one."""
    surfaces = []
    for surface, bottom in zip(heights, bottoms, strict=True):
        levels = surface.min() + np.ptp(surface) * np.linspace(0, 1, count + 2)[1:-1] ** 2
        pale = style.mixed(style.DATA, 0.5)
        lines = ax.contour(xs, ys, surface, levels=levels, colors=[pale], linewidths=0.8)
        (star,) = ax.plot(*bottom, marker="*", markersize=12, color=style.TRUTH)
        surfaces.append([lines, star])
    ax.set(xlim=(xs[0], xs[-1]), ylim=(ys[0], ys[-1]), xlabel=x_label, ylabel=y_label)

    def move(which):
        for number, artists in enumerate(surfaces):
            for artist in artists:
                artist.set_visible(number == which)

    return Moving(sum(surfaces, []), move)


def level(ax, height, name):
    """A named height across the panel, in gray. Its name stands still, over what moves."""
    ax.axhline(height, color=style.DATA, linestyle=":", linewidth=1.5, gid=name)
    words = ax.annotate(
        name, (0, height), (4, -3), ("axes fraction", "data"), textcoords="offset points", va="top",
        fontsize=9, color=style.DATA, bbox=BACKDROP,
    )  # fmt: skip
    return Moving([words], None)
