"""Pictures of this lesson alone: the signal of each layer by step, classes before and after a layer."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, points


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


def two_classes(ax, x, y, title, x_label, y_label, line=None):
    """Two classes of points under a title, with a dashed line through two given points. They stand still."""
    points(ax, x, y)
    for marks in ax.lines:
        marks.set_markersize(10)
    if line is not None:
        ax.plot(*np.transpose(line), "--", color=style.TRUTH, linewidth=1.5)
    ax.set(title=title, xlabel=x_label, ylabel=y_label)
    ax.margins(0.15)
