"""Pictures of this lesson alone: losses in batches beside the full batch, and the noise of a gradient."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, leaving, within_axis


def beside_full_batch(ax, ends, x_label, low, high, near, log=False):
    """A loss beside that of full-batch steps, pale, on a log axis: move(x, values, full_x, full_values).

    A dashed line marks what counts as near. Where the values leave the axis, that is told.
    """
    ax.set(xlim=ends, ylim=(low, high), xscale="log" if log else "linear", yscale="log")
    ax.set_xlabel(x_label)
    ax.axhline(near, color=style.TRUTH, linestyle="--", linewidth=1.5, label=f"near: {near:g}")
    (pale,) = ax.plot([], [], color=style.mixed(style.DATA, 0.6), linewidth=3, label="full batch, same rate")
    (line,) = ax.plot([], [], color=style.FORWARD, linewidth=1.2, label="in batches")

    away = leaving(ax, style.FORWARD)

    def move(x, values, full_x, full_values):
        for artist, at, heights in ((line, x, values), (pale, full_x, full_values)):
            artist.set_data(np.maximum(at, ends[0]), within_axis(heights, low, high))
        away.move(np.maximum(x, ends[0]), values)

    return Moving([pale, line, *away.artists], move)


def shades(ax, curves, x_label, y_label, low=None, high=None, log="xy"):
    """Curves {name: (x, y)}, pale to dark in this order; `log` names the log axes. They stand still."""
    for share, (name, (x, y)) in zip(np.linspace(0.3, 1, len(curves)), curves.items(), strict=True):
        heights = y if high is None else np.clip(np.nan_to_num(y, nan=high, posinf=high), low, high)
        ax.plot(x, heights, color=style.mixed(style.FORWARD, share), linewidth=1.6, label=name)
    ax.set(xlabel=x_label, ylabel=y_label)
    ax.set(xscale="log" if "x" in log else "linear", yscale="log" if "y" in log else "linear")
    if low is not None:
        ax.set_ylim(low, high)


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
