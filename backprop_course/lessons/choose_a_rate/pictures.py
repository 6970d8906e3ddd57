"""Pictures of this lesson alone: losses by rate, and trials of settings."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving


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
