"""Pictures of this lesson alone: a right loss and a wrong one."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, leaving, within_axis


def right_and_wrong(ax, steps, low, high):
    """A right and a wrong loss at `steps` (n,), on a log axis from `low` to `high`, over pale wrong runs.

    Pale values beyond lie on the edge: move(right (n,), wrong (n,), others (n, runs)).
    """
    ax.set(xlim=(0, steps[-1]), ylim=(low, high), yscale="log", xlabel="step", ylabel="loss")
    (pale,) = ax.plot([], [], color=style.mixed(style.BACKWARD, 0.3), linewidth=0.7)
    (true,) = ax.plot([], [], color=style.TRUTH, label="right")
    (false,) = ax.plot([], [], color=style.BACKWARD, linestyle="--", label="wrong")
    away = leaving(ax, style.BACKWARD)
    legend = ax.legend(loc="upper right", fontsize=8, frameon=True, framealpha=0.8, edgecolor="none")

    def move(right, wrong, others):
        lifted = np.pad(np.clip(others, low, high), ((0, 1), (0, 0)), constant_values=np.nan)  # the pen
        pale.set_data(np.tile(np.append(steps, np.nan), others.shape[1]), lifted.T.ravel())
        for line, losses in ((true, right), (false, wrong)):
            line.set_data(steps, within_axis(losses, low, high))
        away.move(steps, wrong)

    return Moving([pale, true, false, *away.artists, legend], move)
