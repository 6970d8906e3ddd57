"""Pictures of this lesson alone: receipts and lines through them, a loss over its one weight, splits."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still

THREE_RIDES = np.array([1.0, 1.0, 2.0]), np.array([1.0, 3.0, 4.0])


def receipts(km, y):
    """The fares by their kilometers."""
    fig, (ax,) = style.figure(width=6, height=2.4)  # seen whole when the lesson opens
    _points(ax, km, y)
    words = f"{len(y)} rides of {km.min():g} to {km.max():g} km cost {y.min():g} to {y.max():g} euros."
    return Still(fig, words)


def by_eye(km, y, W, b):
    """The line W x + b through the receipts, the error of each, and the loss of the line."""
    fig, (ax,) = style.figure(width=6)
    _points(ax, km, y)
    p = W * km + b
    ax.vlines(km[:, 0], p[:, 0], y[:, 0], color=style.mixed(style.FORWARD, 0.4), linewidth=1)
    ends = np.array(ax.get_xlim())
    ax.plot(ends, W * ends + b, color=style.FORWARD)
    ax.set_title(f"fare = {W:g} × kilometers + {b:g}")
    return Still(fig, f"The line {W:g} × kilometers + {b:g} has the loss {((p - y) ** 2).mean() / 2:.3f}.")


def _points(ax, km, y):
    ax.plot(km, y, "o", color=style.DATA, markersize=4)
    ax.set(xlabel="kilometers", ylabel="euros", xlim=(0, 1.05 * km.max()), ylim=(0, 1.15 * y.max()))


def one_weight(*ws):
    """The three rides with lines w x; the loss over w with a walk through these w, a tangent at its end."""
    x, y = THREE_RIDES
    fig, (left, right) = style.figure(2, width=8)
    left.plot(x, y, "o", color=style.DATA)
    ends = np.array([0.0, 2.5])
    for share, w in zip(np.linspace(0.4, 1, len(ws)) if len(ws) > 1 else [1], ws, strict=True):
        left.plot(ends, w * ends, color=style.mixed(style.FORWARD, share), label=f"w = {w:g}")
    left.set(xlabel="kilometers", ylabel="euros", xlim=ends, ylim=(-0.3, 5.3))
    left.legend(loc="upper left", fontsize=8)
    _loss_with_walk(right, ws)
    words = ", ".join(f"{fare_loss(w):.3g} at w = {w:g}" for w in ws)
    return Still(fig, f"The loss is {words}; there its slope is {fare_slope(ws[-1]):.3g}.".replace("-", "−"))


def fare_loss(w):
    """The loss of the line w x on the three rides."""
    x, y = THREE_RIDES
    return ((w * x - y) ** 2).mean() / 2


def fare_slope(w):
    """The derivative of that loss by w."""
    x, y = THREE_RIDES
    return ((w * x - y) * x).mean()


def _loss_with_walk(ax, ws):
    around = np.linspace(-1, 5, 121)
    ax.plot(around, [fare_loss(w) for w in around], color=style.FORWARD, linewidth=1.5)
    near = ws[-1] + np.array([-0.7, 0.7])
    ax.plot(near, fare_loss(ws[-1]) + fare_slope(ws[-1]) * (near - ws[-1]), "--", color=style.BACKWARD)
    ax.plot(ws, [fare_loss(w) for w in ws], "o-", color=style.BACKWARD, markersize=5, linewidth=1)
    ax.set(xlabel="w", ylabel="loss", xlim=(-1, 5), ylim=(0, 9))


def training(losses):
    """The loss by step, both axes log, so that the first steps are seen too."""
    fig, (ax,) = style.figure(width=6)
    ax.plot(np.arange(1, len(losses) + 1), losses, color=style.FORWARD)
    ax.set(xscale="log", yscale="log", xlabel="step", ylabel="loss before it", xlim=(1, len(losses)))
    return Still(fig, f"The loss goes from {losses[0]:.2f} to {losses[-1]:.3g} in {len(losses)} steps.")


def price_histogram(found):
    """How often which price of a kilometer is found, beside the tariff's."""
    fig, (ax,) = style.figure(width=6)
    ax.hist(found, np.arange(1.7, 2.31, 0.02), color=style.FORWARD)
    ax.axvline(2, color=style.TRUTH, linestyle="--", label="tariff")
    ax.set(xlabel="euros a kilometer", ylabel="sets of receipts", xlim=(1.7, 2.3))
    ax.legend(loc="upper left", fontsize=9)
    near = (np.abs(found - 2) < 0.15).mean()
    return Still(fig, f"Of {len(found)} sets, {near:.0%} find a price from 1.85 to 2.15 euros.")


def steps_over_splits(steps):
    """The steps that each version of the inputs needs, a dot for each split, on a log axis."""
    fig, (ax,) = style.figure(width=6)
    for place, each in enumerate(steps.values()):
        heights = place + np.linspace(-0.25, 0.25, len(each))
        ax.plot(each, heights, "o", color=style.FORWARD, markersize=2, alpha=0.6)
    ax.set(xscale="log", xlabel="steps", xlim=(1, 1e9), ylim=(len(steps) - 0.5, -0.5))
    ax.set_yticks(range(len(steps)), steps)
    words = ", ".join(f"{name} {np.median(each):,.0f}" for name, each in steps.items())
    return Still(fig, f"Steps in the median of {len(each)} splits: {words}.")


def over_splits(train, test):
    """How often which R² is found, on the rows of the fit and on unseen rows, over many splits."""
    fig, (ax,) = style.figure(width=6)
    bins = np.linspace(0.2, 0.7, 51)
    ax.hist(train, bins, color=style.mixed(style.DATA, 0.5), label="known rows")
    ax.hist(test, bins, color=style.FORWARD, alpha=0.6, label="unseen rows")
    ax.set(xlabel="R²", ylabel="splits", xlim=(0.2, 0.7))
    ax.legend(loc="upper left", fontsize=9)
    spread = f"{test.mean():.2f} on unseen rows, from {test.min():.2f} to {test.max():.2f}"
    return Still(
        fig,
        f"Over {len(test)} splits, the mean R² is {train.mean():.2f} on known rows and {spread}.",
    )


def line_through(ax, km, y, truth):
    """The receipts, the line of least loss and a walk's first and last line: move(lines (steps, 2)).

    A line is its heights at 0 and 4 km.
    """
    ends = np.array([0.0, 4.0])
    ax.plot(km, y, "o", color=style.DATA, markersize=3, alpha=0.6)
    (first,) = ax.plot([], [], color=style.INK, linestyle=":", linewidth=1.5, label="start")
    ax.plot(ends, truth, color=style.TRUTH, linestyle="--", label="least loss")
    (last,) = ax.plot([], [], color=style.FORWARD, label="fitted line")
    far = 1e6  # Agg cannot draw further out; a line shrunk as a whole keeps its place
    ax.set(xlabel="kilometers", ylabel="euros", xlim=ends, ylim=(0, 24))
    ax.figure.legend(loc="outside lower left", ncols=3, fontsize=8)

    def move(lines):
        for artist, line in ((first, lines[0]), (last, lines[-1])):
            artist.set_data(ends, line * min(1, far / np.abs(line).max()))

    return Moving([first, last], move)
