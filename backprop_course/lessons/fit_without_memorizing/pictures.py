"""Pictures of this lesson alone: a sample with its wrong labels, training beside validation."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, points


def example_dots(ax):
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
