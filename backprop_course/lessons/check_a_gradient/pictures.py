"""Pictures of this lesson: trainings, errors by step, readings of a check, a kink; and those of its lab."""

import numpy as np

from backprop_course.lessons.check_a_gradient import experiments
from backprop_course.widgets import panels, style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still


def two_programs(X, Y, solid, dashed):
    """The points, and the losses of two trainings."""
    fig, (left, right) = style.figure(2, width=9, height=2.7)
    panels.points(left, X, Y)
    left.set(xlabel="$x_1$", ylabel="$x_2$", title="two spirals", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    right.plot(solid, color=style.FORWARD, label="solid")
    right.plot(dashed, "--", color=style.FORWARD, label="dashed")
    right.set(xlabel="step", ylabel="loss", title="two trainings from one start", ylim=(0, 1.1 * solid[0]))
    right.legend()
    right.margins(x=0)
    words = f"Two losses fall from {solid[0]:.2f} to {solid[-1]:.3f}, solid, and {dashed[-1]:.3f}, dashed."
    return Still(fig, words)


def valley():
    """Errors of the measured slope of w³ by step, beside what is expected."""
    steps, last = 10.0 ** np.arange(-15, 0.1, 0.25), 2.2e-16
    fig, (ax,) = style.figure(width=7)
    errors = experiments.errors_by_step(experiments.both_sides, steps)
    ax.plot(steps, errors, "o", color=style.BACKWARD, markersize=3.5, label="measured")
    ax.plot(steps, steps**2 + last / (2 * steps), "--", color=style.TRUTH, linewidth=1.2, label="expected")
    ax.set(xscale="log", yscale="log", xlabel="step $h$", ylabel="error", title="slope of $w^3$ near $w = 1$")
    ax.legend(fontsize=9)
    best = (last / 4) ** (1 / 3)
    left = best**2 + last / (2 * best)
    return Still(fig, f"Error by step. The best step is expected at {best:.0e}, where {left:.0e} is left.")


def other_steps(seed):
    """What a check with another step reads, of a right gradient, one with a small term, and a wrong one."""
    steps = 10.0 ** np.arange(-11, -0.9, 0.5)
    kinds = experiments.readings_by_step(seed, steps)
    colors, markers = (style.TRUTH, style.THIRD, style.BACKWARD), "o^x"
    fig, (ax,) = style.figure(width=7)
    for (name, values), color, marker in zip(kinds.items(), colors, markers, strict=True):
        ax.plot(steps, values, f"{marker}-", color=color, markersize=4, linewidth=1, label=name)
    ax.set(
        xscale="log", yscale="log", ylim=(1e-12, 3), xlabel="step $h$ of the check", ylabel="what it reads"
    )
    ax.set_title("one network, three gradients")
    ax.legend(fontsize=9, loc="lower left")
    near = {name: values[np.argmin(abs(np.log10(steps) + 5))] for name, values in kinds.items()}
    words = "; ".join(f"{name}: {value:.0e}" for name, value in near.items())
    return Still(
        fig,
        f"What the check reads at step 1e-5: {words}. Up to step 0.03 only the first moves with the step.",
    )


def kink():
    """The loss along the bias of a ReLU unit that stands at 0, with three slopes, all in steps h."""
    h, places = 1e-5, np.linspace(-1.6, 1.6, 65)
    here = experiments.loss_along_a_bias(0.0)
    below, above, *losses = [
        (experiments.loss_along_a_bias(h * place) - here) / h for place in (-1, 1, *places)
    ]
    fig, (ax,) = style.figure(width=6)
    ax.plot(places, losses, color=style.FORWARD, label="loss")
    ax.plot([-1, 1], [below, above], "o--", color=style.TRUTH, label=f"both sides: {(above - below) / 2:.3f}")
    ax.plot(places, -below * places, ":", color=style.BACKWARD, label=f"backward: {-below:.3f}")
    ax.set(xlabel="move of one entry of $b_1$, in steps $h$", ylabel="change of the loss, in $h$")
    ax.set_title("loss around a start with biases 0")
    ax.legend(fontsize=9)
    words = f"The loss has a kink at 0: slope {-below:.3f} on the left, {above:.3f} on the right."
    return Still(fig, f"{words} Both sides together give {(above - below) / 2:.3f}.")


# -- the lab --


def error_by_step(ax, steps, low, high):
    """A relative error by step size on log axes, beside theory: move(errors, theory, step, error).

    errors and theory are at all `steps`; an arrow says where one of them, or the error, is beyond the axis.
    """
    ax.set(xlim=(steps[0], steps[-1]), ylim=(low, high), xscale="log", yscale="log", xlabel="step size h",
           ylabel="relative error")  # fmt: skip
    (dashes,) = ax.plot([], [], "--", color=style.TRUTH, linewidth=1.5, label="theory")
    (line,) = ax.plot([], [], color=style.mixed(style.BACKWARD, 0.7), linewidth=1.2, label="measured")
    walks = slice(None), slice(None, None, -1)  # a curve leaves to the right, or to the left
    aways = [[panels.departures(ax, each.get_color(), size=7) for _ in walks] for each in (dashes, line)]
    point = panels.spot(ax, style.BACKWARD, size=8)
    ax.legend(loc=(0.03, 0.17), fontsize=8)

    def move(errors, theory, step, error):
        for curve, both, values in zip((dashes, line), aways, (theory, errors), strict=True):
            curve.set_data(steps, panels.within_axis(values, low, high))
            for away, walk in zip(both, walks, strict=True):
                away.move(steps[walk], [values[walk]])
        point.move(step, error)

    told = [artist for both in aways for away in both for artist in away.artists]
    return Moving([dashes, line, *told, *point.artists], move)


def microscope(ax, places, height=3.5):
    """A function close to x, in steps h and in the rise that its slope gives to a step.

    move(values at places, dots (k, 2), slope): a line with the slope goes through the middle of the dots.
    """
    ends = np.array([places[0], places[-1]])
    ax.set(xlim=ends, ylim=(-height, height), xlabel="distance from x, in h")
    ax.set(ylabel="rise of f, in h × true slope")
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
