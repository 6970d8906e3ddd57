"""One function per picture: it draws what stands still and returns a Moving for the rest. No networks."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from backprop_course.widgets import style


class Moving(NamedTuple):
    """The artists of a panel that move, from back to front, and move(...) that moves them."""

    artists: list
    move: Callable


def loss_curve(ax, steps, low, high, label="loss", floor=None):
    """A loss per step, on a log axis from `low` to `high`; values beyond lie on its edge: move(losses)."""
    ax.set(xlim=(0, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel=label)
    if floor is not None:
        ax.axhline(floor, color=style.TRUTH, linestyle="--", linewidth=1.5)
    (line,) = ax.plot([], [], color=style.FORWARD)
    (end,) = ax.plot([], [], marker="o", color=style.FORWARD)

    def move(losses):
        losses = np.clip(np.nan_to_num(losses, nan=high, posinf=high), low, high)
        line.set_data(np.arange(len(losses)), losses)
        end.set_data([len(losses) - 1], [losses[-1]])

    return Moving([line, end], move)


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


def star(ax, x, y):
    """A star where the least loss is, to be drawn above what moves. It stands still."""
    return Moving(ax.plot(x, y, marker="*", markersize=12, color=style.TRUTH), lambda: None)


def rings(ax, x_label, y_label, width, height, count=8):
    """Level lines of x² + ratio y² around a star at the minimum: move(ratio)."""
    ax.set(xlim=(-width, width), ylim=(-height, height), xlabel=x_label, ylabel=y_label)
    (lines,) = ax.plot([], [], color=style.mixed(style.DATA, 0.5), linewidth=0.8)
    (star,) = ax.plot(0, 0, marker="*", markersize=12, color=style.TRUTH)
    angle = np.append(np.linspace(0, 2 * np.pi, 90), np.nan)  # nan lifts the pen between rings

    def move(ratio):
        radii = np.arange(1, count + 1)[:, None] * width / count
        lines.set_data((radii * np.cos(angle)).ravel(), (radii * np.sin(angle)).ravel() / np.sqrt(ratio))

    return Moving([lines, star], move)


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
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="$x_1$", ylabel="$x_2$")
    points(ax, x, y)
    marks = ax.lines[-2:]
    return Moving([image, *marks], image.set_data)


def grid(low, high, cells=60):
    """The points (cells², 2) of the map that `boundary` draws."""
    xs, ys = (np.linspace(a, b, cells) for a, b in zip(low, high, strict=True))
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)


def tangent(ax, f, slope, at, xs, x_label):
    """A loss f(x) over xs, its tangent at x = at, and a star at its lowest value. They stand still."""
    heights = np.array([f(x) for x in xs])
    near = at + np.ptp(xs) * np.array([-0.12, 0.12])
    ax.plot(xs, heights, color=style.FORWARD)
    ax.plot(near, f(at) + slope * (near - at), color=style.BACKWARD, linestyle="--")
    ax.plot(at, f(at), "o", color=style.BACKWARD)
    ax.plot(xs[heights.argmin()], heights.min(), marker="*", markersize=12, color=style.TRUTH)
    ax.set(xlabel=x_label, ylabel="loss", xlim=(xs[0], xs[-1]), ylim=(-0.06 * heights.max(), heights.max()))


def line_through(ax, x, y, truth, words="normal equations"):
    """Data (n, 1), a true line and a walk's first and last line: move(lines (steps, 2)).

    A line is its heights at both ends of x's range, rounded outward to whole numbers.
    """
    ends = np.array([np.floor(x.min()), np.ceil(x.max())])
    ax.plot(x, y, "o", color=style.DATA, markersize=3, alpha=0.6)
    (first,) = ax.plot([], [], color=style.INK, linestyle=":", linewidth=1.5, label="start")
    ax.plot(ends, truth, color=style.TRUTH, linestyle="--", label=words)
    (last,) = ax.plot([], [], color=style.FORWARD, label="fitted line")
    margin = 0.25 * np.ptp(y)
    far = 1e6  # Agg cannot draw further out; a line shrunk as a whole keeps its place
    ax.set(xlabel="x", ylabel="y", xlim=ends, ylim=(y.min() - margin, y.max() + 2 * margin))
    ax.legend(loc="upper left", fontsize=8)

    def move(lines):
        for artist, line in ((first, lines[0]), (last, lines[-1])):
            artist.set_data(ends, line * min(1, far / np.abs(line).max()))

    return Moving([first, last], move)


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


def loss_curves_by_scale(ax, curves, low, high, floor):
    """Losses by step {name: losses}, both axes log, with a dashed floor to reach. They stand still."""
    for number, (name, losses) in enumerate(curves.items()):
        color = style.mixed(style.FORWARD, 1 - 0.5 * number / max(1, len(curves) - 1))
        ax.plot(np.arange(1, len(losses) + 1), np.clip(losses, low, high), color=color, label=name)
    ax.axhline(floor, color=style.TRUTH, linestyle="--", linewidth=1.5, label="normal equations")
    ax.set(xscale="log", yscale="log", ylim=(low, high), xlabel="losses seen (step + 1)", ylabel="loss")
    ax.legend(fontsize=9)


def walk(ax, f, paths, low, high):
    """The curve f(θ) from `low` to `high`, and walks on it: lists of θ, from a square. They stand still."""
    thetas = np.linspace(low, high, 401)
    top = 1.1 * f(thetas).max()
    ax.plot(thetas, f(thetas), color=style.mixed(style.DATA, 0.6), linewidth=1.5)
    ax.set(xlim=(low, high), ylim=(min(f(thetas).min(), 0) - 0.04 * top, top), xlabel="θ", ylabel="loss")
    for path in paths:
        inside = np.asarray(path)[: 1 + np.argmax(np.append(np.abs(path) > 2 * max(-low, high), True))]
        ax.plot(inside, f(inside), color=style.BACKWARD, marker="o", markersize=3.5, linewidth=1.2)
        ax.plot(inside[0], f(inside[0]), color=style.INK, marker="s", linestyle="none")


def loss_curves(ax, curves, low, high):
    """Several losses per step, light to dark, named where they end or leave the axis `low` to `high`."""
    steps = max(len(losses) for losses in curves.values()) - 1
    ax.set(xlim=(0, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel="loss")
    for share, (name, losses) in zip(np.linspace(0.45, 1, len(curves)), curves.items(), strict=True):
        color = style.mixed(style.FORWARD, share)
        ax.plot(losses, color=color)
        seen = np.flatnonzero(losses <= high)[-1]
        ax.annotate(name, (seen, losses[seen]), (6, 0), textcoords="offset points", color=color, va="center")


def rate_factors(ax, low, high):
    """The factor |1 - ηλ| per step against the rate η, a named line per curvature λ, with the limit 2/λmax.

    move(rate, curvatures), the two curvatures smallest first.
    """
    rates = np.geomspace(low, high, 400)
    ax.set(xlim=(low, high), ylim=(0, 2), xscale="log", xlabel="learning rate η", ylabel="factor per step")
    ax.axhline(1, color=style.DATA, linewidth=1)
    (limit,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5)
    colors = style.mixed(style.FORWARD, 0.55), style.FORWARD
    lines = [ax.plot([], [], color=color)[0] for color in colors]
    words = {"va": "center", "fontsize": 9, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1}}
    mark = ax.text(1, 1.3, "2/λmax", color=style.TRUTH, rotation=90, ha="right", **words)
    names = [ax.text(1, 1.45, "", color=colors[0], **words)]
    names += [ax.text(1, 1.8, "", color=colors[1], ha="right", **words)]
    (here,) = ax.plot([], [], "o", color=style.BACKWARD, clip_on=False)

    def move(rate, curvatures):
        limit.set_data([2 / max(curvatures)] * 2, [0, 2])
        mark.set_x(1.85 / max(curvatures))
        for line, name, curvature, place in zip(lines, names, curvatures, (2.75, 1.9), strict=True):
            factors = np.abs(1 - rates * curvature)
            line.set_data(rates, np.where(factors <= 2, factors, np.nan))
            name.set(x=place / curvature, text=f"λ = {curvature:.3g}")
        here.set_data([rate] * 2, np.minimum(2, [abs(1 - rate * c) for c in curvatures]))

    return Moving([limit, mark, *lines, *names, here], move)


def stopped_curve(ax, steps, low, high, label, level_name, color, log=False):
    """A number per step, dark up to a stop and pale beyond, with a named level: move(values, stop, level)."""
    ax.set(xlim=(0, steps), ylim=(low, high), xlabel="step", ylabel=label, yscale="log" if log else "linear")
    (level_line,) = ax.plot([], [], linestyle="--", linewidth=1.5, color=color)
    name = ax.annotate(level_name, (steps, low), (-2, 3), textcoords="offset points", color=color, ha="right")
    (beyond,) = ax.plot([], [], color=style.mixed(style.FORWARD, 0.35), linewidth=1.5)
    (line,) = ax.plot([], [], color=style.FORWARD)
    (end,) = ax.plot([], [], "o", color=style.BACKWARD, clip_on=False, zorder=5)

    def move(values, stop, level):
        shown = np.where(values >= low, values, np.nan)
        beyond.set_data(np.arange(len(shown)), shown)
        line.set_data(np.arange(stop + 1), shown[: stop + 1])
        end.set_data([stop], [np.clip(values[stop], low, high)])
        level_line.set_data([0, steps], [level, level])
        name.xy = steps, level

    return Moving([level_line, name, beyond, line, end], move)


def pulls(ax, margins, curves):
    """How hard a point pulls by its margin, {name: heights at margins}: move(start, end) of all points.

    Points further out than the axis lie on its edge.
    """
    width = margins[-1]
    ax.set(xlim=(-width, width), ylim=(-0.05, 1.1))
    ax.set(xlabel="margin: z toward its own side", ylabel="pull |∂loss/∂z|")
    for (name, heights), line in zip(curves.items(), ("-", "--"), strict=False):
        ax.plot(margins, heights, line, color=style.mixed(style.BACKWARD, 0.6), linewidth=1.5, label=name)
    ax.legend(loc="upper right", fontsize=8)
    (first,) = ax.plot([], [], "s", color=style.mixed(style.DATA, 0.5), markersize=4, clip_on=False)
    (last,) = ax.plot([], [], "o", color=style.BACKWARD, markersize=4, alpha=0.5, clip_on=False)

    def move(start, end):
        for dots, (at, heights) in ((first, start), (last, end)):
            dots.set_data(np.clip(at, -width, width), heights)

    return Moving([first, last], move)


def level(ax, height, name):
    """A named height across the panel, in gray. It stands still."""
    ax.axhline(height, color=style.DATA, linestyle=":", linewidth=1.5)
    ax.annotate(name, (0, height), (4, -3), ("axes fraction", "data"), textcoords="offset points", va="top",
                fontsize=9, color=style.DATA)  # fmt: skip


def signals(ax, steps, low, high, layers, every=1):
    """The norm of a derivative by step, a line per layer, pale to dark, log axis: move(norms (n, layers)).

    The norms are those of steps 0, every, 2 every, ...; what is below the axis lies on its lower edge.
    """
    ax.set(xlim=(0, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel="‖dZ‖")
    shares = np.linspace(0.5, 1, layers)
    dashes = [(0, (1, 1)), (0, (3, 1)), (0, (6, 1))]
    lines = []
    for number, share in enumerate(shares):
        look = {"color": style.mixed(style.BACKWARD, share), "linestyle": dashes[min(number, 2)]}
        lines += ax.plot([], [], label=f"{number + 1}", **look)
    ax.legend(loc=(0.3, 0.06), ncols=layers, title="layer", fontsize=8, handlelength=1.8, columnspacing=1)

    def move(norms):
        for line, values in zip(lines, np.clip(norms, 1.5 * low, high).T, strict=True):
            line.set_data(every * np.arange(len(values)), values)

    return Moving(lines, move)


BOX = 1.14, 0.8  # a node of a graph, in inches


def graph(ax, nodes, edges, size):
    """A graph of boxes joined by arrows, on axes of `size` in inches, box by box and arrow by arrow.

    nodes {name: (x, y, heading)}, edges [(tail, head)] from left to right: move(values, grads, slopes, sent,
    current, color) takes words by node, twice, and by edge, twice; what has no words is not shown yet. The
    current node is outlined in `color`.
    """
    ax.set(xlim=(0, size[0]), ylim=(0, size[1]))
    ax.set_axis_off()
    halo = ax.add_patch(_box(0, 0, alpha=0.15, linewidth=0))
    rim = ax.add_patch(_box(0, 0, fill=False, linewidth=3))
    boxes = {name: _node(ax, *node) for name, node in nodes.items()}
    arrows = {(tail, head): _arrow(ax, *nodes[tail][:2], *nodes[head][:2]) for tail, head in edges}

    def move(values, grads, slopes, sent, current, color):
        for name, box in boxes.items():
            box.move(values.get(name, ""), grads.get(name, ""))
        for edge, arrow in arrows.items():
            arrow.move(slopes.get(edge, ""), sent.get(edge, ""))
        for patch in (halo, rim):
            patch.set(color=color, visible=current in nodes)
            if current in nodes:
                patch.set(x=nodes[current][0] - BOX[0] / 2, y=nodes[current][1] - BOX[1] / 2)

    panels = [*arrows.values(), *boxes.values()]
    return Moving([halo, *[artist for panel in panels for artist in panel.artists], rim], move)


def _box(x, y, **look):
    """A rounded box around (x, y)."""
    corner = x - BOX[0] / 2, y - BOX[1] / 2
    return FancyBboxPatch(corner, *BOX, boxstyle="round,pad=0,rounding_size=0.1", **look)


def _node(ax, x, y, heading):
    """A box with a heading, and below it a line for a value and one for its gradient: move(value, grad)."""
    ax.add_patch(_box(x, y, facecolor="white", edgecolor=style.DATA))
    ax.text(x, y + 0.24, heading, ha="center", va="center", fontsize=9, color=style.DATA)
    look = {"ha": "center", "va": "center", "fontsize": 9}
    value = ax.text(x, y, "", color=style.FORWARD, **look)
    grad = ax.text(x, y - 0.24, "", color=style.BACKWARD, **look)

    def move(value_words, grad_words):
        value.set_text(value_words)
        grad.set_text(grad_words)

    return Moving([value, grad], move)


def _arrow(ax, x0, y0, x1, y1):
    """An arrow between boxes, words above and below its middle, the latter turning it: move(slope, sent)."""
    rise = 0.2 * (y1 - y0)
    ends = [(x0 + BOX[0] / 2, y0 + rise), (x1 - BOX[0] / 2, y1 - rise)]
    look = {"arrowstyle": "-|>", "mutation_scale": 12, "shrinkA": 1, "shrinkB": 1, "linewidth": 1.5}
    there, back = (ax.add_patch(FancyArrowPatch(*way, **look)) for way in (ends, ends[::-1]))
    back.set(color=style.BACKWARD, linestyle="--")
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    backdrop = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    words = {"ha": "center", "fontsize": 8.5, "linespacing": 1.1, "bbox": backdrop}
    slope = ax.text(x, y + 0.06, "", va="bottom", **words)
    sent = ax.text(x, y - 0.06, "", va="top", color=style.BACKWARD, **words)

    def move(slope_words, sent_words):
        slope.set_text(slope_words)
        sent.set_text(sent_words)
        color = style.FORWARD if slope_words else style.mixed(style.DATA, 0.5)
        there.set(color=color, visible=not sent_words)
        back.set_visible(bool(sent_words))

    return Moving([there, back, slope, sent], move)


def costs(ax, sizes, works, x_label, y_label):
    """Work against size (n,), both axes log, a kind of dot for each of {name: work (n,)}: all stand still."""
    looks = zip((style.DATA, style.BACKWARD, style.FORWARD), "sxo", strict=True)
    for (name, work), (color, marker) in zip(works.items(), looks, strict=True):
        ax.plot(sizes, work, marker, color=color, markersize=5, label=name)
    ax.set(xscale="log", yscale="log", xlabel=x_label, ylabel=y_label)
    ax.legend(fontsize=9)


def by_layer(ax, depth, low, high, label, color, band=None):
    """A number per layer 1 ... at most `depth` on a wide log axis, beside theory: move(values, theory).

    What lies beyond `low` or `high` is drawn on that edge. A pale band marks what is within a factor `band`
    of the last value.
    """
    ax.set(xlim=(0, depth + 1), ylim=(low, high), yscale="log", xlabel="layer", ylabel=label)
    ax.set_yticks(10.0 ** np.arange(np.log10(low), np.log10(high) + 1, 10), minor=False)
    ax.axhline(1, color=style.mixed(style.DATA, 0.5), linewidth=0.8)
    near = ax.axhspan(low, low, color=style.mixed(style.TRUTH, 0.2), linewidth=0)
    look = {"marker": "o", "markersize": 3, "linewidth": 1, "clip_on": False}
    (line,) = ax.plot([], [], color=color, label="measured", **look)
    (dashes,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5, label="theory")
    ax.set_xticks(np.arange(0, depth + 1, 10))
    if band:
        near.set_label(f"within × {band} of the last layer")

    def move(values, theory=()):
        line.set_data(np.arange(1, len(values) + 1), np.clip(values, low, high))
        dashes.set_data(np.arange(1, len(theory) + 1), np.clip(theory, low, high))
        edges = np.clip([values[-1] / (band or 1), values[-1] * (band or 1)], low, high)
        near.set(y=edges[0], height=edges[1] - edges[0])

    return Moving([near, line, dashes], move)


def layers_of(ax, curves, low, high):
    """Three numbers by layer {name: values}, on a log axis: forward, backward, and both. They stand still."""
    looks = [(style.FORWARD, "o-"), (style.BACKWARD, "s--"), (style.THIRD, "^-.")]
    for (name, values), (color, look) in zip(curves.items(), looks, strict=False):
        layers = np.arange(1, len(values) + 1)
        ax.plot(layers, values, look, color=color, markersize=3.5, linewidth=1.2, label=name)
    ax.set(ylim=(low, high), yscale="log", xlabel="layer")
    ax.legend(fontsize=8)


def beside_theory(ax, x, seen, theory, low, high, y_label, band):
    """Measured marks beside lines of theory, {name: values at x} each, with a pale band from 1/band to band.

    The y axis is logarithmic, from `low` to `high`. They stand still.
    """
    ax.axhspan(1 / band, band, color=style.mixed(style.TRUTH, 0.2), linewidth=0)
    looks = [(style.FORWARD, "o"), (style.BACKWARD, "s"), (style.THIRD, "^"), (style.DATA, "D")]
    for name, (color, marker) in zip(seen, looks, strict=False):
        ax.plot(x, theory[name], color=color, linewidth=1.2)
        ax.plot(x, seen[name], marker, color=color, markersize=4.5, label=name)
    ax.set(ylim=(low, high), yscale="log", ylabel=y_label)
    ax.legend(fontsize=8)


def classes(ax, x, y, title, x_label, y_label, line=None):
    """Two classes of points under a title, with a dashed line through two given points. They stand still."""
    points(ax, x, y)
    for marks in ax.lines:
        marks.set_markersize(10)
    if line is not None:
        ax.plot(*np.transpose(line), "--", color=style.TRUTH, linewidth=1.5)
    ax.set(title=title, xlabel=x_label, ylabel=y_label)
    ax.margins(0.15)


def error_by_step(ax, steps, low, high):
    """A relative error by step size on log axes, beside theory: move(errors, theory, step, error).

    errors and theory are at all `steps`; what is beyond `low` or `high` lies on that edge.
    """
    ax.set(xlim=(steps[0], steps[-1]), ylim=(low, high), xscale="log", yscale="log", xlabel="step size h",
           ylabel="relative error")  # fmt: skip
    (dashes,) = ax.plot([], [], "--", color=style.TRUTH, linewidth=1.5, label="theory")
    (line,) = ax.plot([], [], color=style.mixed(style.BACKWARD, 0.7), linewidth=1.2, label="measured")
    (point,) = ax.plot([], [], "o", color=style.BACKWARD, markersize=8, clip_on=False)
    ax.legend(loc=(0.03, 0.17), fontsize=8)

    def move(errors, theory, step, error):
        dashes.set_data(steps, np.clip(theory, low, high))
        line.set_data(steps, np.clip(errors, 2 * low, high))
        point.set_data([step], [np.clip(error, 2 * low, high)])

    return Moving([dashes, line, point], move)


def microscope(ax, places, height=3.5):
    """A function close to x, in steps h and in the rise that its slope gives to a step.

    move(values at places, dots (k, 2), slope): a line with the slope goes through the middle of the dots.
    """
    ends = np.array([places[0], places[-1]])
    ax.set(xlim=ends, ylim=(-height, height), xlabel="(x′ − x) / h", ylabel="(f(x′) − f(x)) / (h f′)")
    (function,) = ax.plot([], [], color=style.FORWARD, label="function")
    ax.plot(ends, ends, "--", color=style.TRUTH, linewidth=1.5, label="true slope")
    (line,) = ax.plot([], [], color=style.BACKWARD, linewidth=1.5, label="measured slope")
    (used,) = ax.plot([], [], "o", color=style.BACKWARD)
    ax.legend(loc="upper left", fontsize=8)

    def move(values, dots, slope):
        function.set_data(places, np.clip(values, -2 * height, 2 * height))
        middle = dots.mean(axis=0)
        line.set_data(ends, middle[1] + slope * (ends - middle[0]))
        used.set_data(*dots.T)

    return Moving([function, line, used], move)


def error_curves(ax, steps, curves, theory):
    """Relative errors by step size {name: errors} beside {name: theory}, on log axes. They stand still."""
    looks = zip((style.DATA, style.BACKWARD, style.FORWARD), "s^o", strict=False)
    for (name, errors), (color, marker) in zip(curves.items(), looks, strict=False):
        ax.plot(steps, errors, marker, color=color, markersize=4, label=name)
    for expected in theory.values():
        (dashes,) = ax.plot(steps, expected, "--", color=style.TRUTH, linewidth=1.2)
    dashes.set_label("theory")
    ax.set(xscale="log", yscale="log", xlabel="step size h", ylabel="relative error")
    ax.legend(fontsize=9)


def strips(ax, kinds, low, high, x_label):
    """Numbers of some kinds {name: values} as dots on a log axis, a row for each kind. They stand still."""
    looks = zip((style.TRUTH, style.BACKWARD), "ox", strict=False)
    for row, (values, (color, marker)) in enumerate(zip(kinds.values(), looks, strict=False)):
        spread = row + np.linspace(-0.3, 0.3, len(values))  # or dots would hide one another
        ax.plot(values, spread, marker, color=color, markersize=3.5, alpha=0.6, linestyle="none")
    ax.set(xscale="log", xlim=(low, high), ylim=(len(kinds) - 0.5, -0.5), xlabel=x_label)
    ax.set_yticks(range(len(kinds)), kinds)


def right_and_wrong(ax, steps, low, high):
    """A right and a wrong loss at `steps` (n,), on a log axis from `low` to `high`, over pale wrong runs.

    Values beyond lie on the edge: move(right (n,), wrong (n,), others (n, runs)).
    """
    ax.set(xlim=(0, steps[-1]), ylim=(low, high), yscale="log", xlabel="step", ylabel="loss")
    (pale,) = ax.plot([], [], color=style.mixed(style.BACKWARD, 0.3), linewidth=0.7)
    (true,) = ax.plot([], [], color=style.TRUTH, label="right")
    (false,) = ax.plot([], [], color=style.BACKWARD, linestyle="--", label="wrong")
    legend = ax.legend(loc="upper right", fontsize=8, frameon=True, framealpha=0.8, edgecolor="none")

    def move(right, wrong, others):
        lifted = np.pad(np.clip(others, low, high), ((0, 1), (0, 0)), constant_values=np.nan)  # the pen
        pale.set_data(np.tile(np.append(steps, np.nan), others.shape[1]), lifted.T.ravel())
        for line, losses in ((true, right), (false, wrong)):
            line.set_data(steps, np.clip(losses, low, high))

    return Moving([pale, true, false, legend], move)


def beside_full_batch(ax, ends, x_label, y_label, low, high, near, log=False):
    """A loss beside that of full-batch steps, pale, on a log axis: move(x, values, full_x, full_values).

    A dashed line marks what counts as near. Values beyond `low` or `high` lie on that edge.
    """
    ax.set(xlim=ends, ylim=(low, high), xscale="log" if log else "linear", yscale="log")
    ax.set(xlabel=x_label, ylabel=y_label)
    ax.axhline(near, color=style.TRUTH, linestyle="--", linewidth=1.5, label=f"near: {near:g}")
    (pale,) = ax.plot([], [], color=style.mixed(style.DATA, 0.6), linewidth=3, label="full batch, same rate")
    (line,) = ax.plot([], [], color=style.FORWARD, linewidth=1.2, label="in batches")

    def move(x, values, full_x, full_values):
        for artist, at, heights in ((line, x, values), (pale, full_x, full_values)):
            heights = np.clip(np.nan_to_num(heights, nan=high, posinf=high), 1.1 * low, 0.95 * high)
            artist.set_data(np.maximum(at, ends[0]), heights)

    return Moving([pale, line], move)


def shades(ax, curves, x_label, y_label, low=None, high=None, log="xy"):
    """Curves {name: (x, y)}, pale to dark in this order; `log` names the log axes. They stand still."""
    for share, (name, (x, y)) in zip(np.linspace(0.3, 1, len(curves)), curves.items(), strict=True):
        heights = y if high is None else np.clip(np.nan_to_num(y, nan=high, posinf=high), low, high)
        ax.plot(x, heights, color=style.mixed(style.FORWARD, share), linewidth=1.6, label=name)
    ax.set(xlabel=x_label, ylabel=y_label)
    ax.set(xscale="log" if "x" in log else "linear", yscale="log" if "y" in log else "linear")
    if low is not None:
        ax.set_ylim(low, high)


def loss_by_rate(ax, rates, low, high):
    """The loss at the end by learning rate, both axes log: move(losses at rates, rate, loss, best rate).

    A star marks the best rate. Losses beyond `low` or `high` lie on that edge.
    """
    ax.set(xlim=(rates[0], rates[-1]), ylim=(low, high), xscale="log", yscale="log", xlabel="learning rate",
           ylabel="loss at the end")  # fmt: skip
    (line,) = ax.plot([], [], color=style.FORWARD, linewidth=1.5)
    look = {"linestyle": "none", "clip_on": False, "zorder": 5}
    (star,) = ax.plot([], [], marker="*", markersize=13, color=style.TRUTH, **look)
    (here,) = ax.plot([], [], marker="o", color=style.BACKWARD, **look)

    def move(losses, rate, loss, best):
        losses = np.clip(losses, low, high)
        line.set_data(rates, losses)
        star.set_data([best], [losses[np.abs(rates - best).argmin()]])
        here.set_data([rate], [np.clip(loss, low, high)])

    return Moving([line, star, here], move)


def named_curves(ax, x, curves, x_label, y_label):
    """Up to six curves {name: values at x}, told apart by color and dashes. They stand still."""
    looks = [(style.INK, "-"), (style.FORWARD, "-"), (style.FORWARD, "--"), (style.BACKWARD, "-")]
    looks += [(style.BACKWARD, "--"), (style.THIRD, "-.")]
    for (name, values), (color, dashes) in zip(curves.items(), looks, strict=False):
        ax.plot(x, values, dashes, color=color, linewidth=1.6, label=name)
    ax.set(xlabel=x_label, ylabel=y_label)
    ax.legend(fontsize=8)


def trials(ax, x, y, good, x_label, y_label):
    """Trials of two settings on log axes over a band of good x from good[0] to good[1]. They stand still.

    Ticks along the lower edge are the different values of x; those in the band are green.
    """
    ax.set(xscale="log", yscale="log", xlabel=x_label, ylabel=y_label)
    ax.axvspan(*good, color=style.mixed(style.TRUTH, 0.2), linewidth=0)
    hit = (good[0] <= x) & (x <= good[1])
    for which, color, marker in ((hit, style.TRUTH, "o"), (~hit, style.BACKWARD, "x")):
        ax.plot(x[which], y[which], marker, color=color, markersize=7, markeredgewidth=2)
        ax.vlines(x[which], 0, 0.06, color=color, linewidth=2, transform=ax.get_xaxis_transform())


def ridges(ax, middles, count, label, color):
    """Histograms, one above the other, each to its own peak: move(shares, names), at most `count` of each.

    The first is the lowest, as the first layer of a network; shares are by the bins around `middles`.
    """
    ax.set(xlim=(middles[0], middles[-1]), ylim=(-0.05, count), xlabel=label, yticks=[])
    ax.spines["left"].set_visible(False)
    rows = [_ridge(ax, middles, row, color) for row in range(count)]

    def move(shares, names=()):
        for row, artists in enumerate(rows):
            artists.move(shares[row] if row < len(shares) else None, names[row] if row < len(names) else "")

    return Moving([artist for row in rows[::-1] for artist in row.artists], move)


def _ridge(ax, middles, row, color):
    """One histogram on a line of its own, and its name on the left: move(shares or None, name)."""
    edges = np.append(middles, 2 * middles[-1] - middles[-2]) - (middles[1] - middles[0]) / 2
    bars = ax.stairs(0 * middles, edges, baseline=row, fill=True, facecolor=style.mixed(color, 0.5))
    bars.set(edgecolor=color, linewidth=0.8, clip_on=False)
    name = ax.text(0.01, row + 0.45, "", fontsize=8, color=style.INK, transform=ax.get_yaxis_transform())

    def move(shares, words):
        name.set_text(words)
        bars.set_visible(shares is not None)
        if shares is not None:
            bars.set_data(row + 0.85 * shares / shares.max(), baseline=row)

    return Moving([bars, name], move)


def sizes(ax, depth, low, high, goal):
    """The activations' std by layer beside theory, and how far rows differ, on a log axis with a goal's band.

    Values beyond `low` or `high` lie on that edge: move(std, between, theory).
    """
    ax.set(xlim=(0, depth + 1), ylim=(low, high), yscale="log", xlabel="layer", ylabel="activations")
    words = f"{goal[0]:g} to {goal[1]:g}"
    ax.axhspan(*goal, color=style.mixed(style.TRUTH, 0.2), linewidth=0, label=words)
    look = {"marker": "o", "markersize": 3, "linewidth": 1, "clip_on": False}
    (rows,) = ax.plot([], [], color=style.THIRD, label="from row to row", **(look | {"marker": "^"}))
    (line,) = ax.plot([], [], color=style.FORWARD, label="std, measured", **look)
    (dashes,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5, label="std, theory")
    ax.legend(loc="upper left", fontsize=8)

    def move(std, between, theory):
        for artist, values in ((rows, between), (line, std), (dashes, theory)):
            artist.set_data(np.arange(1, len(values) + 1), np.clip(values, low, high))

    return Moving([rows, line, dashes], move)


def two_losses(ax, steps, low, high, names):
    """The losses of two networks by step on a log axis, one in front: move({name: losses}, name in front).

    Losses beyond `low` or `high`, or none, lie on that edge.
    """
    ax.set(xlim=(0, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel="loss of the batch")
    lines = _two_lines(ax, names, marker="")
    ax.legend(lines.values(), names, loc="lower left", fontsize=8)

    def move(curves, front):
        for name, losses in curves.items():
            heights = np.clip(np.nan_to_num(losses, nan=high, posinf=high), 1.1 * low, 0.95 * high)
            lines[name].set_data(np.arange(len(losses)), heights)
            _in_front(lines[name], name == front)

    return Moving(list(lines.values()), move)


def two_by_rate(ax, rates, names, label):
    """A share of two networks by learning rate, and a dot at one rate: move({name: shares}, name, index)."""
    ax.set(xlim=(rates[0] / 1.2, rates[-1] * 1.2), ylim=(0, 1), xscale="log")
    ax.set(xlabel="learning rate", ylabel=label)
    lines = _two_lines(ax, names)
    (here,) = ax.plot([], [], "o", color=style.BACKWARD, markersize=8, clip_on=False)

    def move(curves, front, at):
        for name, shares in curves.items():
            lines[name].set_data(rates, shares)
            _in_front(lines[name], name == front)
        here.set_data([rates[at]], [curves[front][at]])

    return Moving([*lines.values(), here], move)


def _two_lines(ax, names, marker="o"):
    """A line for each of two networks: {name: line}, the second dashed."""
    looks = zip(names, (style.FORWARD, style.DATA), ("-", "--"), strict=True)
    look = {"marker": marker, "markersize": 4}
    return {name: ax.plot([], [], line, color=color, **look)[0] for name, color, line in looks}


def _in_front(line, front):
    line.set(alpha=1 if front else 0.5, linewidth=2 if front else 1.2)


def shares(ax, names, label):
    """Named shares from 0 to 1 as bars, each with its number: move(shares)."""
    ax.set(xlim=(0, 1), ylim=(len(names) - 0.5, -0.5), xlabel=label)
    ax.set_yticks(range(len(names)), [name.replace(", ", ",\n") for name in names], fontsize=8)
    bars = ax.barh(range(len(names)), 0, height=0.5, color=style.mixed(style.FORWARD, 0.6))
    look = {"va": "center", "ha": "center", "fontsize": 9}
    words = [ax.text(0, row, "", **look) for row in range(len(names))]

    def move(values):
        for bar, word, value in zip(bars, words, values, strict=True):
            bar.set_width(value)
            word.set(x=np.clip(value / 2, 0.12, 0.9), text=f"{100 * value:.0f} %")

    return Moving([*bars, *words], move)


def examples(ax):
    """A sample of two classes, rings around the wrong labels: move(x (n, 2), y (n, 1), wrong (n,))."""
    points(ax, np.zeros((0, 2)), np.zeros((0, 1)))
    ones, zeros = ax.lines[-2:]
    look = {"marker": "o", "markersize": 9, "markerfacecolor": "none", "linestyle": "none"}
    (rings,) = ax.plot([], [], markeredgecolor=style.BACKWARD, markeredgewidth=1.2, **look)

    def move(x, y, wrong):
        one = y[:, 0] > 0.5
        for artist, which in ((ones, one), (zeros, ~one), (rings, wrong)):
            artist.set_data(*x[which].T)

    return Moving([rings, zeros, ones], move)


def training_and_validation(ax, at, low, high, x_label, logarithmic=True):
    """A training and a validation loss at the same places: move(training, validation, which), one is marked.

    The losses' axis is logarithmic; what lies beyond `low` or `high` is drawn on that edge.
    """
    ax.set(xlim=(at[0], at[-1]), ylim=(low, high), yscale="log", xlabel=x_label, ylabel="loss")
    ax.set_xscale("log" if logarithmic else "linear")
    (training,) = ax.plot([], [], color=style.FORWARD, label="training")
    (validation,) = ax.plot([], [], "--", color=style.THIRD, label="validation")
    (mark,) = ax.plot([], [], "o", color=style.THIRD, clip_on=False, zorder=5)

    def move(training_losses, validation_losses, which):
        heights = [np.clip(each, 1.02 * low, high) for each in (training_losses, validation_losses)]
        training.set_data(at, heights[0])
        validation.set_data(at, heights[1])
        mark.set_data([at[which]], [heights[1][which]])

    return Moving([training, validation, mark], move)


def mosaic(ax, images, words, columns):
    """Gray images (n, rows, columns) in rows of `columns`, dark where something is written, words below each.

    They stand still.
    """
    for place, (image, said) in enumerate(zip(images, words, strict=True)):
        row, column = divmod(place, columns)
        left, top = 1.15 * column, 1.55 * row
        ax.imshow(image, cmap="gray_r", extent=(left, left + 1, top + 1, top), interpolation="nearest")
        ax.text(left + 0.5, top + 1.08, said, ha="center", va="top", fontsize=9, linespacing=1.1)
    rows = -(-len(images) // columns)
    ax.set(xlim=(-0.05, 1.15 * columns - 0.1), ylim=(1.55 * rows, -0.05), aspect="equal")
    ax.set_axis_off()


def confusion(ax, counts):
    """How often each class (row) was taken for each (column): right ones green, mistakes vermillion.

    Counts (k, k); they stand still.
    """
    right, size = np.eye(len(counts), dtype=bool), len(counts)
    shares = np.where(right, 0.35 * (counts > 0), np.minimum(1, 0.35 + 0.2 * counts) * (counts > 0))
    colors = np.where(right, style.TRUTH, style.BACKWARD)
    cells = [style.mixed(*pair) for pair in zip(colors.ravel(), shares.ravel(), strict=True)]
    ax.imshow(np.reshape(cells, (size, size, 3)), interpolation="nearest")
    for (row, column), count in np.ndenumerate(counts):
        if count:
            ax.text(column, row, f"{count}", ha="center", va="center", fontsize=9)
    ax.set(xlabel="read as", ylabel="is", xticks=range(size), yticks=range(size))


def pixels(ax, side):
    """One gray image of side x side pixels, dark where something is written: move(image)."""
    image = ax.imshow(np.zeros((side, side)), cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(True)
    return Moving([image], image.set_data)


def class_bars(ax, classes):
    """The probability of each class, the true one marked by a star: move(probabilities, truth)."""
    bars = ax.bar(range(classes), np.zeros(classes), color=style.FORWARD, width=0.7)
    (star,) = ax.plot([], [], marker="*", markersize=13, color=style.TRUTH, linestyle="none", label="truth")
    ax.set(ylim=(0, 1.12), xticks=range(classes), xlabel="class", ylabel="probability")
    ax.legend(loc="upper right", fontsize=8, handletextpad=0.1, frameon=False, bbox_to_anchor=(1.02, 1.04))

    def move(probabilities, truth):
        for bar, height in zip(bars, probabilities, strict=True):
            bar.set_height(height)
        star.set_data([truth], [min(probabilities[truth], 1) + 0.05])

    return Moving([*bars, star], move)


def watched(ax, epochs, low, high):
    """Training and validation loss by epoch on a log axis, a star at the lowest of the second.

    Values beyond `low` or `high` lie on that edge: move(training, validation).
    """
    ax.set(xlim=(0, epochs), ylim=(low, high), yscale="log", xlabel="epoch", ylabel="loss")
    (first,) = ax.plot([], [], color=style.FORWARD, label="training")
    (second,) = ax.plot([], [], color=style.THIRD, linestyle="--", label="validation")
    (star,) = ax.plot([], [], marker="*", markersize=13, color=style.TRUTH, linestyle="none", clip_on=False)
    ax.legend(loc="upper right", fontsize=8)

    def move(training, validation):
        best = np.argmin(validation)
        for line, losses in ((first, training), (second, validation)):
            line.set_data(np.arange(len(losses)), np.clip(losses, low, high))
        star.set_data([best], [np.clip(validation[best], low, high)])

    return Moving([first, second, star], move)


def spread(ax, kinds, x_label):
    """Numbers {name: (values, low, high)}: a row of dots each, an interval below them. They stand still."""
    for row, (values, low, high) in enumerate(kinds.values()):
        lift = row - 0.12 - 0.05 * (np.arange(len(values)) % 3)  # or equal numbers would hide one another
        ax.plot(values, lift, "o", color=style.FORWARD, markersize=4.5, alpha=0.5)
        ax.plot([low, high], [row + 0.15] * 2, color=style.INK, linewidth=3, solid_capstyle="butt")
        ax.plot(np.mean(values), row + 0.15, "d", color=style.INK)
    ax.set(ylim=(len(kinds) - 0.5, -0.5), xlabel=x_label)
    ax.set_yticks(range(len(kinds)), kinds)


def noise_by_size(ax, sizes, pairs, height, low, high):
    """The noise of a gradient by batch size, {name: (measured, theory)}, with a dotted height to compare.

    Both axes are logarithmic; what is below `low` is not drawn. All stand still.
    """
    looks = (style.FORWARD, "o"), (style.BACKWARD, "s")
    for (name, (seen, theory)), (color, marker) in zip(pairs.items(), looks, strict=False):
        ax.plot(sizes, np.where(seen > low, seen, np.nan), marker, color=color, label=name)
        ax.plot(sizes, np.maximum(theory, low / 10), color=color, linewidth=1.2)
    ax.axhline(height, color=style.DATA, linestyle=":", linewidth=1.5, label="length of the whole gradient")
    ax.set(xscale="log", yscale="log", ylim=(low, high))
    ax.set(xlabel="batch size B", ylabel="noise of the gradient")
    ax.legend(fontsize=8)
