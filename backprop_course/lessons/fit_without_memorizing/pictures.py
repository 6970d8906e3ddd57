"""Pictures of this lesson alone: samples with wrong labels, training beside validation, cures compared."""

import numpy as np

from backprop_course.widgets import panels, style
from backprop_course.widgets.panels import Moving, at_its_place, departure, points, within_axis
from backprop_course.widgets.stills import Still


def example_dots(ax):
    """A sample of two classes, rings around the wrong labels: move(x (n, 2), y (n, 1), wrong (n, 1))."""
    points(ax, np.zeros((0, 2)), np.zeros((0, 1)))
    ones, zeros = ax.lines[-2:]
    look = {"marker": "o", "markersize": 9, "markerfacecolor": "none", "linestyle": "none"}
    (rings,) = ax.plot([], [], markeredgecolor=style.BACKWARD, markeredgewidth=1.2, **look)

    def move(x, y, wrong):
        one, wrong = y[:, 0] > 0.5, wrong[:, 0]
        for artist, which in ((ones, one), (zeros, ~one), (rings, wrong)):
            artist.set_data(*x[which].T)

    return Moving([rings, zeros, ones], move)


def _round_losses(ax):
    """Round numbers at a logarithmic axis of losses."""
    low, high = ax.get_ylim()
    ticks = [tick for tick in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4) if low <= tick <= high]
    ax.set_yticks(ticks, labels=[f"{tick:g}" for tick in ticks])
    ax.minorticks_off()


def training_and_validation(ax, at, low, high, x_label, walk=slice(None)):
    """A training and a validation loss at the same places: move(training, validation, which), one is marked.

    Both axes are logarithmic. Where a loss leaves them for good, in the order that `walk` gives the places,
    an arrow says so, with the number.
    """
    ax.set(xlim=(at[0], at[-1]), ylim=(low, high), xscale="log", yscale="log", xlabel=x_label, ylabel="loss")
    _round_losses(ax)
    (training,) = ax.plot([], [], color=style.FORWARD, label="training")
    (validation,) = ax.plot([], [], "--", color=style.THIRD, label="validation")
    (mark,) = ax.plot([], [], "o", color=style.THIRD, clip_on=False, zorder=5)
    aways = [departure(ax, color, row) for row, color in enumerate((style.FORWARD, style.THIRD))]

    def move(training_losses, validation_losses, which):
        losses = training_losses, validation_losses
        for line, away, values in zip((training, validation), aways, losses, strict=True):
            line.set_data(at, within_axis(values, low, high))
            away.move(at[walk], values[walk])
        mark.set_data([at[which]], [at_its_place(validation_losses[which], low, high)])

    return Moving([training, validation, mark, *(artist for away in aways for artist in away.artists)], move)


# -- stills --

LOW, HIGH = np.array([-2.8, -2.8]), np.array([2.8, 2.8])  # corners of the plane that is shown


def two_samples(training, validation):
    """The rows to train on, their wrong labels ringed, and those that are kept aside."""
    fig, axes = style.figure(2, width=8.4, height=3.8)
    titles = "to learn from", "kept aside"
    for ax, rows, title in zip(axes, (training, validation), titles, strict=True):
        example_dots(ax).move(*rows)
        ax.set(xlim=(LOW[0], HIGH[0]), ylim=(LOW[1], HIGH[1]), xlabel="$x_1$", ylabel="$x_2$")
        ax.set_title(f"{len(rows.x)} points {title}, {rows.wrong.sum()} labels wrong", fontsize=10)
    words = "Disks on the inner ring, crosses on the outer one, but for wrong labels, which are ringed"
    return Still(fig, f"{words}: {training.wrong.sum()} of {len(training.x)} points to learn from.")


def by_heart(predict, params, rows, losses, floor):
    """What a network answers over the plane, and its losses (training, unseen) by step, beside the floor."""
    fig, (left, right) = style.figure(2, width=9.4, height=3.7)
    known = predict(params, panels.grid(LOW, HIGH)).reshape(60, 60)
    panels.boundary(left, np.zeros((0, 2)), np.zeros((0, 1)), LOW, HIGH).move(known)
    example_dots(left).move(*rows)
    training, unseen = losses
    steps = np.arange(1, len(training))
    curves = training_and_validation(right, steps, 0.02, 2, "step")
    curves.move(training[1:], unseen[1:], int(np.argmin(unseen[1:])))
    panels.level(right, floor, "floor")
    right.legend(loc="lower left", fontsize=9)
    at = int(np.argmin(unseen))
    words = (
        f"The loss on the training rows ends at {training[-1]:.3f}; on the others it is least at step {at}"
    )
    return Still(fig, f"{words}, {unseen[at]:.2f}, and ends at {unseen[-1]:.2f}.")


def by_strength(strengths, losses, floor):
    """The median losses (training, validation) by weight decay, the least on validation rows marked."""
    fig, (ax,) = style.figure(width=5.6)
    training, validation = losses
    best = int(np.argmin(validation))
    training_and_validation(ax, strengths, 0.08, 1, "weight decay λ").move(training, validation, best)
    panels.level(ax, floor, "floor")
    ax.legend(loc="lower right", fontsize=9)
    words = f"At λ = {strengths[best]:g} the validation loss is least, {validation[best]:.2f}"
    return Still(fig, f"{words}; there the training loss is {training[best]:.2f}.")


def cures_compared(losses, floor):
    """The losses {name: (draws,)} on unseen rows: a stroke a draw, its middle half, its median."""
    fig, (ax,) = style.figure(width=7.6, height=3.2)
    for row, each in enumerate(losses.values()):
        color = style.FORWARD if row else style.DATA
        ax.plot(each, np.full(len(each), row), "|", color=style.mixed(color, 0.5), markersize=7)
        ax.plot(np.quantile(each, [0.25, 0.75]), [row, row], color=color, linewidth=3)
        ax.plot(np.median(each), row, "o", color=color, markersize=7)
    ax.axvline(floor, color=style.DATA, linestyle=":", linewidth=1.5)
    ax.annotate("floor", (floor, -0.5), (3, 0), textcoords="offset points", fontsize=9, color=style.DATA)
    ax.set(xscale="log", xlim=(0.3, 2.5), ylim=(len(losses) - 0.4, -0.6), xlabel="loss on the test rows")
    ax.set_yticks(range(len(losses)), labels=list(losses))
    ax.set_xticks([0.3, 0.5, 1, 2], labels=["0.3", "0.5", "1", "2"])
    ax.minorticks_off()
    medians = ", ".join(f"{name} {np.median(each):.2f}" for name, each in losses.items())
    return Still(fig, f"Median losses on the test rows: {medians}.")
