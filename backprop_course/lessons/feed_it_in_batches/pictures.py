"""Pictures of this lesson alone: digits, losses in batches, ends by batch size, noise, a walk."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, departures, leaving, within_axis
from backprop_course.widgets.stills import Still


def beside_full_batch(ax, ends, x_label, low, high, near, log=False):
    """A loss beside that of full-batch steps, pale, on a log axis: move(x, values, full_x, full_values).

    A dashed line marks what counts as near. Where the values leave the axis, that is told.
    """
    ax.set(xlim=ends, ylim=(low, high), xscale="log" if log else "linear", yscale="log")
    ax.set_xlabel(x_label)
    ax.axhline(near, color=style.TRUTH, linestyle="--", linewidth=1.5, label=f"near: {near:g}")
    (pale,) = ax.plot([], [], color=style.mixed(style.DATA, 0.8), linewidth=3, label="all rows, same rate")
    (line,) = ax.plot([], [], color=style.FORWARD, linewidth=1.2, label="in batches")
    away, pale_away = leaving(ax, style.FORWARD), departures(ax, style.mixed(style.DATA, 0.8), size=9)

    def move(x, values, full_x, full_values):
        for artist, at, heights in ((line, x, values), (pale, full_x, full_values)):
            artist.set_data(np.maximum(at, ends[0]), within_axis(heights, low, high))
        away.move(np.maximum(x, ends[0]), values)
        pale_away.move(np.maximum(full_x, ends[0]), [full_values])

    return Moving([pale, line, *pale_away.artists, *away.artists], move)


def digits_and_loss(X, losses):
    """Some of the pictures X (n, 64), and the loss before and after one step that reads them all."""
    fig, (left, right) = style.figure(2, width=9, height=3, ratios=[1.5, 1])
    framed = np.pad(X[:30].reshape(30, 8, 8), ((0, 0), (1, 1), (1, 1)))  # a rim around each
    left.imshow(framed.reshape(3, 10, 10, 10).transpose(0, 2, 1, 3).reshape(30, 100), cmap=style.GRAYS)
    left.set(xticks=[], yticks=[], title=f"30 of {len(X)} pictures")
    left.spines[:].set_visible(False)
    right.axhline(np.log(10), color=style.DATA, linestyle=":", linewidth=1.5)
    right.plot([0, len(X)], losses, "o-", color=style.FORWARD)
    right.set(ylim=(0, 3), xlabel="pictures read", ylabel="loss", title="loss by reading")
    words = f"The loss is {losses[0]:.2f} before the step and {losses[1]:.2f} after it"
    return Still(fig, f"{words}; a guess has {np.log(10):.2f} (dotted).")


def ends_by_size(found, title):
    """Of each batch size {size: Ends} the losses at the end: a stroke for each start, its median as a dot."""
    fig, (ax,) = style.figure(width=7, height=2.7)
    for row, each in enumerate(found.values()):
        strokes = np.full(len(each.losses), row)
        ax.plot(each.losses, strokes, "|", color=style.mixed(style.FORWARD, 0.5), markersize=9)
        ax.plot(np.quantile(each.losses, [0.25, 0.75]), [row, row], color=style.FORWARD, linewidth=3)
        ax.plot(np.median(each.losses), row, "o", color=style.FORWARD, markersize=7)
    labels = [f"{size} at rate {each.rate:g}" for size, each in found.items()]
    ax.set_yticks(range(len(found)), labels=labels)
    ax.set(xscale="log", xlim=(0.1, 4), ylim=(len(found) - 0.5, -0.5), xlabel="loss at the end", title=title)
    ax.set_xticks([0.1, 0.2, 0.5, 1, 2, 4], labels=["0.1", "0.2", "0.5", "1", "2", "4"])
    ax.minorticks_off()
    medians = ", ".join(
        f"{np.median(each.losses):.2f} in batches of {size} at rate {each.rate:g}"
        for size, each in found.items()
    )
    return Still(fig, f"Median losses at the end: {medians}.")


def noise_by_size(sizes, seen, one, whole):
    """The noise of a gradient by batch size, measured as dots, σ/√B as a line; the whole gradient dotted."""
    fig, (ax,) = style.figure(width=6.5)
    ax.plot(sizes, one / np.sqrt(sizes), color=style.BACKWARD, linewidth=1.5, label="σ/√B")
    ax.plot(sizes, seen, "o", color=style.BACKWARD, label="measured")
    ax.axhline(
        whole, color=style.DATA, linestyle=":", linewidth=1.5, label="length of the gradient of all rows"
    )
    ax.set(xscale="log", yscale="log", xlabel="batch size B", ylabel="noise", title="noise by batch size")
    ax.set_xticks(sizes, labels=map(str, sizes))
    ax.set_yticks([0.2, 0.5, 1, 2, 5], labels=["0.2", "0.5", "1", "2", "5"])
    ax.minorticks_off()
    ax.legend(fontsize=8)
    each = ", ".join(f"{noise:.2f} at {size}" for size, noise in zip(sizes, seen, strict=True))
    return Still(fig, f"Noise measured: {each}. The gradient of all rows has length {whole:.2f}.")


def walk_and_band(ws, spread):
    """A walk's w by step, and the band within which it scatters, ± its standard deviation at rest."""
    fig, (ax,) = style.figure(width=6.5, height=3)
    ax.axhspan(-spread, spread, color=style.mixed(style.TRUTH, 0.25), linewidth=0)
    ax.axhline(0, color=style.TRUTH, linewidth=1)
    ax.plot(ws, color=style.FORWARD, linewidth=1.4)
    ax.set(xlim=(0, len(ws) - 1), xlabel="step", ylabel="w", title="w by step")
    return Still(fig, f"w is {ws[0]:.2f} after the first step; the band is 0 ± {spread:.2f}.")
