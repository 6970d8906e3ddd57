"""Pictures of this lesson alone: sizes by layer, the three paths, losses by rate, and what its lab shows."""

import numpy as np

from backprop_course.lessons.normalize_a_batch.experiments import EACH, NEVER, ONCE, PLAIN, layer_sizes
from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, departures, leaving, within_axis
from backprop_course.widgets.stills import Still

SCALES = 0.5, 1, 2
LOOKS = {NEVER: (style.DATA, "o"), ONCE: (style.THIRD, "s"), EACH: (style.FORWARD, "^")}
OVERFLOW = 30.0  # where losses stand that left the numbers

# -- stills --


def run_away():
    """The std of what enters each hidden layer, with the weights of a good start times a half, 1 and 2."""
    fig, (ax,) = style.figure(width=6.5)
    layers, ends = np.arange(1, 5), []
    for scale in SCALES:
        found, color = layer_sizes(PLAIN, scale), style.FORWARD
        middle = np.median(found, axis=0)
        ax.fill_between(layers, found.min(axis=0), found.max(axis=0), color=color, alpha=0.2, linewidth=0)
        ax.plot(layers, middle, "o-", color=color)
        ax.annotate(f"weights × {scale:g}", (4, middle[-1]), (8, 0), textcoords="offset points", va="center",
                    color=color)  # fmt: skip
        ends.append(f"{middle[-1]:.2g} with weights × {scale:g}")
    ax.set(yscale="log", xlabel="hidden layer", xticks=layers, xlim=(0.9, 4.9), ylabel="standard deviation")
    ax.set_title("what enters each layer's ReLU")
    return Still(fig, f"Medians of 30 starts, with their range. Layer 4 gets {', '.join(ends)}.")


NODES = {"x": (0, 0), "μ": (1.6, 1), "s": (1.6, -1), "x̂": (3.2, 0), "L": (4.6, 0)}
ARROWS = ("x", "μ"), ("μ", "x̂"), ("x", "s"), ("s", "x̂"), ("x", "x̂"), ("x̂", "L")


def three_paths():
    """The ways from one number x to the loss: by itself, by the mean, and by the standard deviation."""
    fig, (ax,) = style.figure(width=6.5, height=2.6)
    for a, b in ARROWS:
        look = {"arrowstyle": "-|>", "color": style.FORWARD, "linewidth": 1.6, "shrinkA": 16, "shrinkB": 16}
        ax.annotate("", NODES[b], NODES[a], arrowprops=look)
    words = {"x": "$x_j$", "μ": "$\\mu$", "s": "$s$", "x̂": "all $\\hat x_i$", "L": "loss"}
    for name, place in NODES.items():
        ax.annotate(words[name], place, ha="center", va="center", fontsize=12)
    for word, place in (
        ("itself", (1.6, 0.13)),
        ("the mean", (1.6, 1.3)),
        ("the standard deviation", (1.6, -1.35)),
    ):
        ax.annotate(word, place, ha="center", va="center", fontsize=9, color=style.BACKWARD)
    ax.set(xlim=(-0.5, 5.1), ylim=(-1.6, 1.55))
    ax.axis("off")
    return Still(fig, "3 paths lead from x to the loss: straight, through the mean, and through s.")


def by_rate(found, rates):
    """The losses {when: (rates, starts)} of three networks by rate, each start a mark, the medians joined."""
    fig, (ax,) = style.figure(width=7.5, height=3.8)
    words = []
    for shift, (when, losses) in zip((0.88, 1, 1.14), found.items(), strict=True):
        (color, marker), seen = LOOKS[when], np.where(np.isfinite(losses), losses, OVERFLOW)
        places = np.array(rates) * shift
        ax.plot(places, seen, marker, color=style.mixed(color, 0.45), markersize=3)
        middle = np.median(seen, axis=1)
        ax.plot(places, middle, "-" + marker, color=color, markersize=6, label=when)
        best = middle.argmin()
        words.append(f"{when} {middle[best]:.3f} at rate {rates[best]:g}")
    ax.set(xscale="log", yscale="log", ylim=(0.002, 50), xlabel="rate", ylabel="loss at the end")
    ax.set_xticks(rates, labels=[f"{rate:g}" for rate in rates])
    ax.set_yticks([0.01, 0.1, 1, OVERFLOW], labels=["0.01", "0.1", "1", "overflow"])
    ax.minorticks_off()
    ax.set_title(f"{losses.shape[1]} starts of three networks")
    ax.legend(title="standardized", fontsize=9, loc="lower left")
    return Still(fig, f"Least median losses: standardized {', '.join(words)}.")


# -- panels of the lab --


def two_losses(ax, steps, low, high, names):
    """The losses of two networks by step on a log axis, one in front: move({name: losses}, name in front).

    Where the losses of the one in front leave the axis, that is told.
    """
    ax.set(xlim=(0, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel="loss of the batch")
    lines = _two_lines(ax, names, marker="")
    ax.legend(lines.values(), names, loc="lower left", fontsize=8)
    away = leaving(ax, style.INK)
    aways = {name: departures(ax, line.get_color(), size=7) for name, line in lines.items()}

    def move(curves, front):
        for name, losses in curves.items():
            lines[name].set_data(np.arange(len(losses)), within_axis(losses, low, high))
            _in_front(lines[name], name == front)
            aways[name].move(np.arange(len(losses)), [losses])
        away.move(np.arange(len(curves[front])), curves[front])

    told = [artist for each in aways.values() for artist in each.artists]
    return Moving([*lines.values(), *told, *away.artists], move)


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
    return {name: ax.plot([], [], line, color=color, gid=name, **look)[0] for name, color, line in looks}


def _in_front(line, front):
    line.set(alpha=1 if front else 0.8, linewidth=2 if front else 1.2)


def share_bars(ax, names, label):
    """Named shares from 0 to 1 as bars, each with its number at its end: move(shares)."""
    ax.set(xlim=(0, 1.2), xticks=(0, 0.5, 1), ylim=(len(names) - 0.5, -0.5), xlabel=label)
    ax.set_yticks(range(len(names)), [name.replace(", ", ",\n") for name in names], fontsize=8)
    bars = ax.barh(range(len(names)), 0, height=0.5, color=style.mixed(style.FORWARD, 0.6))
    words = [ax.text(0, row, "", va="center", fontsize=9) for row in range(len(names))]

    def move(values):
        for bar, word, value in zip(bars, words, values, strict=True):
            bar.set_width(value)
            word.set(x=value + 0.03, text=f"{100 * value:.0f} %")

    return Moving([*bars, *words], move)
