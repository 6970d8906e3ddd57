"""Pictures of this lesson: trainings, ratios by array, derivatives that were used; losses of its lab."""

import numpy as np

from backprop_course.lessons.find_the_fault import experiments
from backprop_course.widgets import panels, style
from backprop_course.widgets.panels import Moving, departure, departures, leaving, within_axis
from backprop_course.widgets.stills import Still

LOW, HIGH = np.array([-1.6, -1.2]), np.array([2.5, 1.7])  # corners of the map
OTHERS = range(1, 21)  # the starts that are drawn pale


# -- trainings --


def gone_wrong():
    """What the lesson's program learned, and its loss, over those from other starts."""
    params, losses = experiments.moons_training(0, True)
    fig, axes = _map_and_losses(params, losses, mistaken=True)
    share, ends = _outcome(params, mistaken=True)
    axes[1].set(title="loss by step; pale: 20 other starts")
    words = f"{share:.0f} % of the points are right. The loss ends at {ends[0]:.2f}; from 20 other starts"
    return Still(fig, f"{words}, it ends between {min(ends[1:]):.2f} and {max(ends[1:]):.2f}.")


def gone_right(params, losses):
    """What a training with a right gradient gives, and its losses by step, beside those of the program."""
    fig, axes = _map_and_losses(params, losses, mistaken=False)
    share, ends = _outcome(params, mistaken=False)
    axes[1].plot(
        experiments.moons_training(0, True)[1],
        "--",
        color=style.BACKWARD,
        linewidth=1.5,
        label="wrong gradient",
    )
    axes[1].set(title="loss by step; pale: 20 other starts")
    axes[1].legend(loc="upper right")
    words = f"Here {share:.0f} % of the points are right. The loss ends at {ends[0]:.3f}; from 20 other"
    others = f"starts a right gradient ends between {min(ends[1:]):.3f} and {max(ends[1:]):.3f}"
    return Still(fig, f"{words} {others}.")


def _map_and_losses(params, losses, mistaken):
    X, Y = experiments.hundred_points()
    fig, axes = style.figure(2, width=9)
    known = experiments.probabilities(params, panels.grid(LOW, HIGH))
    panels.boundary(axes[0], X, Y, LOW, HIGH).move(known.reshape(60, 60))
    axes[0].set(title="what it learned")
    axes[1].plot(
        experiments.moons_training(OTHERS, mistaken)[1], color=style.mixed(style.FORWARD, 0.3), linewidth=0.7
    )
    axes[1].plot(losses, color=style.FORWARD, label=f"{'wrong' if mistaken else 'right'} gradient")
    axes[1].set(xlabel="step", ylabel="loss", xlim=(0, experiments.STEPS), ylim=(0, 0.9))
    return fig, axes


def _outcome(params, mistaken):
    """Percent of the points that are right; where the loss ends with these parameters, and from OTHERS."""
    X, Y = experiments.hundred_points()
    share = 100 * ((experiments.probabilities(params, X) > 0.5) == (Y > 0.5)).mean()
    return share, [
        experiments.mean_surprise(params, X, Y),
        *experiments.moons_training(OTHERS, mistaken)[1][-1],
    ]


# -- ratios by array --

NAMES = "W1", "b1", "W2", "b2"
PLACES = {"b2": (1.75, 1.1), "W2": (0.75, 1.1), "b1": (1.75, 0.1), "W1": (0.75, 0.1)}
SIGNALS = {"dZ2": (0, 1.6), "dZ1": (0, 0.6)}


def ratios_by_array(programs):
    """Ratios of gradient and slope (W1, b1, W2, b2) by program, where each array gets its signal."""
    fig, axes = style.figure(len(programs), width=2.6 * len(programs), height=2.7)
    told = []
    for ax, (name, ratios) in zip(axes, programs.items(), strict=True):
        _flow(ax, dict(zip(NAMES, map(ratio_in_words, ratios), strict=True)))
        ax.set_title(name)
        told.append(f"{name}: {_listed(ratios)}")
    return Still(fig, f"Ratios, counted from the loss; {'; '.join(told)}.")


def ratio_in_words(ratio):
    """The one number that all entries are, or the word for several."""
    same = np.allclose(ratio, ratio.mean(), rtol=1e-4)
    return f"{ratio.mean():.3g}" if same else "varies"


def all_rows_and_one(backward_of):
    """The ratios of backward_of(X, Y, W1, b1, W2, b2), of a line behind tanh, in words: all rows, and one."""
    (X, Y), params = experiments.hundred_points(), experiments.first_weights(0)
    told = []
    for count in (len(X), 1):
        rows = X[:count], Y[:count]
        slopes = experiments.measured_slopes(experiments.squared_error_of_line, params, *rows)
        ratios = [grad / slope for grad, slope in zip(backward_of(*rows, *params), slopes, strict=True)]
        told.append(f"{count:>3} row{'s' * (count > 1)}: {_listed(ratios)}")
    return "\n".join(told)


def _listed(ratios):
    """The ratios of W1, b1, W2, b2 in words, counted from the loss."""
    words = dict(zip(NAMES, map(ratio_in_words, ratios), strict=True))
    return ", ".join(f"{array} {words[array]}" for array in PLACES)


def wrong_arrays(ratios):
    """The names of the arrays whose ratio is not 1."""
    return [name for name, ratio in zip(NAMES, ratios, strict=True) if ratio_in_words(ratio) != "1"]


def _flow(ax, words):
    arrow = {"arrowstyle": "-|>", "color": style.DATA, "linewidth": 1.2, "shrinkA": 12, "shrinkB": 12}
    ax.text(0, 2.35, "loss", ha="center", va="center", fontsize=10)
    for start, end in (((0, 2.35), SIGNALS["dZ2"]), (SIGNALS["dZ2"], SIGNALS["dZ1"])):
        ax.annotate("", end, start, arrowprops=arrow)
    for name, place in SIGNALS.items():
        ax.text(*place, name, ha="center", va="center", fontsize=10)
    for name, (x, y) in PLACES.items():
        good = words[name] == "1"
        ax.annotate("", (x, y), SIGNALS[f"dZ{name[1]}"], arrowprops=arrow)
        text = f"{name}\n{words[name]}"
        color = style.TRUTH if good else style.BACKWARD
        weight = "normal" if good else "bold"
        ax.text(x, y - 0.12, text, ha="center", va="center", fontsize=10, color=color, fontweight=weight)
    ax.set(xlim=(-0.4, 2.3), ylim=(-0.4, 2.6))
    ax.axis("off")


# -- derivatives that were used --


def derivatives_used(A1, used):
    """What a program took for the derivative of tanh, against a, over what it may have meant."""
    fig, (ax,) = style.figure(width=7)
    a = np.linspace(-1, 1, 201)
    candidates = {
        "$1 - a^2$, tanh": (1 - a**2, style.TRUTH, "-"),
        "$a(1 - a)$, the sigmoid": (a * (1 - a), style.THIRD, "--"),
        "$1 - a$": (1 - a, style.FORWARD, "-."),
        "1, none": (1 + 0 * a, style.DATA, ":"),
    }
    ax.plot(A1.ravel(), used.ravel(), "o", color=style.BACKWARD, markersize=3.5, label="used")
    for name, (heights, color, look) in candidates.items():
        ax.plot(a, heights, look, color=color, linewidth=1.5, label=name)
    ax.set(xlabel="a", ylabel="derivative", xlim=(-1, 1), ylim=(-2.1, 2.1))
    ax.legend(fontsize=9, loc="lower right")
    on = min(candidates, key=lambda name: np.abs(np.interp(A1, a, candidates[name][0]) - used).max())
    return Still(fig, f"{used.size} derivatives against a. They lie on {on.replace('$', '')}.")


# -- the lab --


def right_and_wrong(ax, steps, low, high):
    """A right and a wrong loss at `steps` (n,), on a log axis from `low` to `high`, over pale wrong runs.

    Where they leave it, an arrow says so: move(right (n,), wrong (n,), others (n, runs)).
    """
    ax.set(xlim=(0, steps[-1]), ylim=(low, high), yscale="log", xlabel="step", ylabel="loss")
    (pale,) = ax.plot([], [], color=style.mixed(style.BACKWARD, 0.45), linewidth=0.7)
    (true,) = ax.plot([], [], color=style.TRUTH, label="right")
    (false,) = ax.plot([], [], color=style.BACKWARD, linestyle="--", label="wrong")
    others_away = departures(ax, style.mixed(style.BACKWARD, 0.45))
    away, true_away = leaving(ax, style.BACKWARD), departure(ax, style.TRUTH, row=1)
    legend = ax.legend(loc="upper right", fontsize=8, frameon=True, framealpha=0.8, edgecolor="none")

    def move(right, wrong, others):
        lifted = [np.append(within_axis(losses, low, high), np.nan) for losses in others.T]  # the pen
        pale.set_data(np.tile(np.append(steps, np.nan), others.shape[1]), np.ravel(lifted))
        for line, losses in ((true, right), (false, wrong)):
            line.set_data(steps, within_axis(losses, low, high))
        away.move(steps, wrong)
        true_away.move(steps, right)
        others_away.move(steps, others.T)

    told = [*others_away.artists, *true_away.artists, *away.artists]
    return Moving([pale, true, false, *told, legend], move)
