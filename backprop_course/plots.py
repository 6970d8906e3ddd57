"""One function per picture: it draws on the axes what stands still, and returns a Moving for the rest. Knows no network."""

from typing import Callable, NamedTuple

import numpy as np

from backprop_course import style


class Moving(NamedTuple):
    """The artists of a panel that move, from back to front, and move(...) that moves them."""

    artists: list
    move: Callable


def title(ax, words=""):
    """A title that can change: move(words)."""
    text = ax.set_title(words)
    return Moving([text], text.set_text)


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
        inside = np.clip(np.nan_to_num(path, nan=1e6), -1e6, 1e6)  # Agg cannot draw further out
        line.set_data(*inside.T)
        start.set_data(*inside[:1].T)

    return Moving([line, start], move)


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


def rate_limit(ax, low, high):
    """The factor |1 - rate λ| per step against the rate, a line per curvature λ, with the limit 2/λmax: move(rate, curvatures)."""
    rates = np.geomspace(low, high, 200)
    ax.set(xlim=(low, high), ylim=(0, 2), xscale="log", xlabel="learning rate", ylabel="factor per step")
    ax.axhline(1, color=style.DATA, linewidth=1)
    (limit,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5)
    lines = [ax.plot([], [], color=color)[0] for color in (style.mixed(style.FORWARD, 0.5), style.FORWARD)]
    (here,) = ax.plot([], [], "o", color=style.BACKWARD, clip_on=False)

    def move(rate, curvatures):
        limit.set_data([2 / max(curvatures)] * 2, [0, 2])
        for line, curvature in zip(lines, curvatures):
            line.set_data(rates, np.abs(1 - rates * curvature))
        here.set_data([rate] * 2, np.minimum(2, [abs(1 - rate * c) for c in curvatures]))

    return Moving([limit, *lines, here], move)


def points(ax, x, y):
    """Two classes of points in the plane: class 1 as blue disks, class 0 as vermillion crosses. They stand still."""
    one = y[:, 0] > 0.5
    ax.plot(*x[one].T, "o", color=style.FORWARD, markersize=4.5, markeredgecolor="white", markeredgewidth=0.6, zorder=3)
    ax.plot(*x[~one].T, "x", color=style.BACKWARD, markersize=4.5, markeredgewidth=1.4, zorder=3)


def boundary(ax, x, y, low, high, cells=60):
    """Two classes of points over a map of the predicted probability from `low` to `high` on both axes: move(grid (cells, cells))."""
    image = ax.imshow(
        np.full((cells, cells), 0.5), extent=(low[0], high[0], low[1], high[1]), origin="lower", aspect="auto",
        cmap=style.two_sided(), vmin=0, vmax=1, interpolation="bilinear",
    )  # fmt: skip
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="$x_1$", ylabel="$x_2$")
    points(ax, x, y)
    marks = ax.lines[-2:]
    return Moving([image, *marks], image.set_data)


def grid(low, high, cells=60):
    """The points (cells², 2) of the map that `boundary` draws."""
    xs, ys = (np.linspace(a, b, cells) for a, b in zip(low, high))
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
