"""Panels that several lessons draw: what stands still is drawn at once, a Moving is returned for the rest."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.words import two_digits

WHITE, PALE = 0.02, 0.07  # a map of probabilities that are all this close to 1/2 looks white, or nearly so

BESIDE = "\u00a0\u00a0"  # from an arrow to its number; a page would take plain spaces away
EDGE = 0.12  # of the height of a panel: what a number near its edge takes
BACKDROP = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # other curves stop at the number


class Moving(NamedTuple):
    """The artists of a panel that move, from back to front, and move(...) that moves them."""

    artists: list
    move: Callable


def within_axis(values, low, high):
    """Values (n,) for a line on an axis from `low` to `high`: cut where they leave it, on where they return.

    The first and the last value beyond lie on the edge; nan, which is not drawn, stands between.
    """
    values = np.asarray(values)
    beyond = ~((values >= low) & (values <= high))
    inner = beyond & np.append(True, beyond[:-1]) & np.append(beyond[1:], True)
    return np.where(inner, np.nan, np.clip(np.nan_to_num(values, nan=high, posinf=high), low, high))


def leaving(ax, color):
    """What a curve comes to beyond its axis: move(x, values), x ascending, within the axis as it is then.

    An arrow at the edge where it leaves for good, with the last number; hatching from where it is not finite.
    """
    across, pale = ax.get_xaxis_transform(), style.mixed(style.DATA, 0.6)
    hatched = ax.axvspan(0, 0, facecolor="none", edgecolor=pale, hatch="///", linewidth=0)
    look = {"linestyle": "none", "markersize": 9, "clip_on": False, "transform": across}
    (up,), (down,) = (ax.plot([], [], color=color, marker=marker, **look) for marker in "^v")
    number = ax.text(0, 0, "", color=color, fontsize=9, transform=across, bbox=BACKDROP)
    lost = ax.text(0, 0.5, "", fontsize=9, rotation=90, transform=across, ha="center", va="center")
    artists = [hatched, up, down, number, lost]
    for artist in artists:
        artist.set_in_layout(False)

    def move(x, values):
        low, high = ax.get_ylim()
        right = ax.get_xlim()[1]
        finite = values[: np.argmin(np.append(np.isfinite(values), False))]
        begin = x[len(finite)] if len(finite) < len(values) else right
        hatched.set(x=begin, width=right - begin, visible=begin < right)
        lost.set(x=(begin + right) / 2, text="not finite" if begin < right else "")
        place, above, below = _exit(x, finite, low, high)
        up.set_data([place] * above, [1] * above)
        down.set_data([place] * below, [0] * below)
        late = ax.transAxes.inverted().transform(ax.transData.transform((place, low)))[0] > 0.6
        beside = _before_the_edge(ax, x, finite, place) if late else place
        number.set(x=beside, ha="right" if late else "left")
        number.set(y=0.97 if above else 0.03, va="top" if above else "bottom")
        number.set_text(f"{BESIDE}{two_digits(finite[-1])}{BESIDE}" if above or below else "")

    return Moving(artists, move)


def _exit(x, values, low, high):
    """Where a curve leaves an axis for good, and whether above and below; the first x where it does not."""
    if not len(values) or low <= values[-1] <= high:
        return x[0], False, False
    inside = np.flatnonzero((values >= low) & (values <= high))
    return x[inside[-1] + 1 if inside.size else 0], bool(values[-1] > high), bool(values[-1] < low)


def _before_the_edge(ax, x, values, place):
    """The last x before `place` at which a curve is not yet where the number stands, near the edge."""
    x = x[: len(values)]
    _, heights = ax.transAxes.inverted().transform(ax.transData.transform(np.column_stack([x, values]))).T
    clear = (np.abs(heights - 0.5) < 0.5 - EDGE) & (x < place)
    return x[np.flatnonzero(clear)[-1]] if clear.any() else place


def loss_curve(ax, steps, low, high, label="loss", floor=None):
    """A loss per step, on a log axis from `low` to `high`; where it leaves it, that is told: move(losses)."""
    ax.set(xlim=(0, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel=label)
    if floor is not None:
        ax.axhline(floor, color=style.TRUTH, linestyle="--", linewidth=1.5)
    (line,) = ax.plot([], [], color=style.FORWARD)
    (end,) = ax.plot([], [], marker="o", color=style.FORWARD, clip_on=False)
    away = leaving(ax, style.FORWARD)

    def move(losses):
        at, heights = np.arange(len(losses)), within_axis(losses, low, high)
        line.set_data(at, heights)
        end.set_data(at[-1:], np.where(low <= losses[-1:], heights[-1:], np.nan))
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
    ax.axhline(height, color=style.DATA, linestyle=":", linewidth=1.5)
    words = ax.annotate(
        name, (0, height), (4, -3), ("axes fraction", "data"), textcoords="offset points", va="top",
        fontsize=9, color=style.DATA, bbox=BACKDROP,
    )  # fmt: skip
    return Moving([words], None)
