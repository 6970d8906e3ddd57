"""Pictures of this lesson alone: errors by step size, a function under the microscope, errors in strips."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving


def error_by_step(ax, steps, low, high):
    """A relative error by step size on log axes, beside theory: move(errors, theory, step, error).

    errors and theory are at all `steps`; what is beyond `low` or `high` lies on that edge.
    """
    ax.set(xlim=(steps[0], steps[-1]), ylim=(low, high), xscale="log", yscale="log", xlabel="step size h",
           ylabel="relative error")  # fmt: skip
    (dashes,) = ax.plot([], [], "--", color=style.TRUTH, linewidth=1.5, label="theory")
    (line,) = ax.plot([], [], color=style.mixed(style.BACKWARD, 0.7), linewidth=1.2, label="measured")
    (point,) = ax.plot([], [], "o", color=style.BACKWARD, markersize=8, clip_on=False)
    ax.legend(loc=(0.03, 0.17), fontsize=8)

    def move(errors, theory, step, error):
        dashes.set_data(steps, np.clip(theory, low, high))
        line.set_data(steps, np.clip(errors, 2 * low, high))
        point.set_data([step], [np.clip(error, 2 * low, high)])

    return Moving([dashes, line, point], move)


def microscope(ax, places, height=3.5):
    """A function close to x, in steps h and in the rise that its slope gives to a step.

    move(values at places, dots (k, 2), slope): a line with the slope goes through the middle of the dots.
    """
    ends = np.array([places[0], places[-1]])
    ax.set(xlim=ends, ylim=(-height, height), xlabel="(x′ − x) / h", ylabel="(f(x′) − f(x)) / (h f′)")
    (function,) = ax.plot([], [], color=style.FORWARD, label="function")
    ax.plot(ends, ends, "--", color=style.TRUTH, linewidth=1.5, label="true slope")
    (line,) = ax.plot([], [], color=style.BACKWARD, linewidth=1.5, label="measured slope")
    (used,) = ax.plot([], [], "o", color=style.BACKWARD)
    ax.legend(loc="upper left", fontsize=8)

    def move(values, dots, slope):
        function.set_data(places, np.clip(values, -2 * height, 2 * height))
        middle = dots.mean(axis=0)
        line.set_data(ends, middle[1] + slope * (ends - middle[0]))
        used.set_data(*dots.T)

    return Moving([function, line, used], move)


def strips(ax, kinds, low, high, x_label):
    """Numbers of some kinds {name: values} as dots on a log axis, a row for each kind. They stand still."""
    looks = zip((style.TRUTH, style.BACKWARD), "ox", strict=False)
    for row, (values, (color, marker)) in enumerate(zip(kinds.values(), looks, strict=False)):
        spread = row + np.linspace(-0.3, 0.3, len(values))  # or dots would hide one another
        ax.plot(values, spread, marker, color=color, markersize=3.5, alpha=0.6, linestyle="none")
    ax.set(xscale="log", xlim=(low, high), ylim=(len(kinds) - 0.5, -0.5), xlabel=x_label)
    ax.set_yticks(range(len(kinds)), kinds)
