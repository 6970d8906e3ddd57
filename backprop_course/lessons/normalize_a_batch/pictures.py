"""Pictures of this lesson alone: two networks side by side, and shares."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, leaving, within_axis


def two_losses(ax, steps, low, high, names):
    """The losses of two networks by step on a log axis, one in front: move({name: losses}, name in front).

    Where the losses of the one in front leave the axis, that is told.
    """
    ax.set(xlim=(0, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel="loss of the batch")
    lines = _two_lines(ax, names, marker="")
    ax.legend(lines.values(), names, loc="lower left", fontsize=8)
    away = leaving(ax, style.INK)

    def move(curves, front):
        for name, losses in curves.items():
            lines[name].set_data(np.arange(len(losses)), within_axis(losses, low, high))
            _in_front(lines[name], name == front)
        away.move(np.arange(len(curves[front])), curves[front])

    return Moving([*lines.values(), *away.artists], move)


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


def share_bars(ax, names, label):
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
