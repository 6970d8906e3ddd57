"""Pictures of this lesson alone: how hard points pull by their margin."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving


def pulls(ax, margins, curves):
    """How hard a point pulls by its margin, {name: heights at margins}: move(start, end) of all points.

    Points further out than the axis lie on its edge.
    """
    width = margins[-1]
    ax.set(xlim=(-width, width), ylim=(-0.05, 1.1))
    ax.set(xlabel="margin: z toward its own side", ylabel="pull |∂loss/∂z|")
    for (name, heights), line in zip(curves.items(), ("-", "--"), strict=False):
        ax.plot(margins, heights, line, color=style.mixed(style.BACKWARD, 0.6), linewidth=1.5, label=name)
    ax.legend(loc="upper right", fontsize=8)
    (first,) = ax.plot([], [], "s", color=style.mixed(style.DATA, 0.5), markersize=4, clip_on=False)
    (last,) = ax.plot([], [], "o", color=style.BACKWARD, markersize=4, alpha=0.5, clip_on=False)

    def move(start, end):
        for dots, (at, heights) in ((first, start), (last, end)):
            dots.set_data(np.clip(at, -width, width), heights)

    return Moving([first, last], move)
