"""Pictures of this lesson alone: a tangent, lines through data, losses on two log axes."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving


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


def loss_curves_by_scale(ax, curves, low, high, floor):
    """Losses by step {name: losses}, both axes log, with a dashed floor to reach. They stand still."""
    for number, (name, losses) in enumerate(curves.items()):
        color = style.mixed(style.FORWARD, 1 - 0.5 * number / max(1, len(curves) - 1))
        ax.plot(np.arange(1, len(losses) + 1), np.clip(losses, low, high), color=color, label=name)
    ax.axhline(floor, color=style.TRUTH, linestyle="--", linewidth=1.5, label="normal equations")
    ax.set(xscale="log", yscale="log", ylim=(low, high), xlabel="losses seen (step + 1)", ylabel="loss")
    ax.legend(fontsize=9)
