"""Pictures of this lesson: corners, the network, its bends, trainings; and the signals of its lab."""

import numpy as np

from backprop_course import data
from backprop_course.lessons.derive_each_layer.experiments import STEPS, share_that_learns, train_on_xor
from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, at_its_place, departure, within_axis
from backprop_course.widgets.stills import Still

WIDTHS, RATES, LONGER = (1, 2, 3, 4, 8), (0.1, 0.5, 5.0), 5000
PLACES = {"x1": (0, 1), "x2": (0, -1), "h1": (2.4, 1), "h2": (2.4, -1), "out": (4.8, 0)}
ARROWS = [("x1", "h1"), ("x1", "h2"), ("x2", "h1"), ("x2", "h2"), ("h1", "out"), ("h2", "out")]


# -- points in a plane --


def corners(X, Y):
    """The four corners of XOR, with their targets."""
    fig, (ax,) = style.figure(width=3.6)
    _points(ax, X, Y, 1)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", xticks=[0, 1], yticks=[0, 1])
    ax.margins(0.35)
    words = "Four corners: disks at (0, 1) and (1, 0), where the answer is 1; crosses at (0, 0) and (1, 1)."
    return Still(fig, words)


def bent_plane(X, A1, Y):
    """The corners before and after two ReLU units, with the line that separates them there."""
    fig, (left, right) = style.figure(2, width=7.5)
    _points(left, X, Y, 1)
    left.set(xlabel="$x_1$", ylabel="$x_2$", title="the corners", xticks=[0, 1], yticks=[0, 1])
    _points(right, A1, Y, 1)
    right.plot([0.2, 2.2], [-0.15, 0.85], "--", color=style.TRUTH, linewidth=1.5)
    right.annotate("two corners", (1, 0), (1.1, 0.1))
    right.set(xlabel="unit 1", ylabel="unit 2", title="what the two units make of them")
    for ax in (left, right):
        ax.margins(0.25)
    words = "Left, the corners. Right, A₁: both corners of class 1 lie on (1, 0), and the dashed line"
    return Still(fig, f"{words} cuts them off.")


def _points(ax, X, Y, size):
    one, ink = Y[:, 0] > 0.5, {"color": style.INK, "zorder": 3, "linestyle": "none"}
    ax.plot(*X[one].T, marker="o", markersize=11 * size, **ink)
    ax.plot(*X[~one].T, marker="x", markersize=10 * size, markeredgewidth=2.5 * size, **ink)


# -- the network --


def two_two_one():
    """A 2-2-1 network: what its nodes hold, and which weight sits on which arrow."""
    nodes = {"x1": ("$x_1$",), "x2": ("$x_2$",), **LETTERS}
    weights = ["$W_1[0,0]$", "$W_1[0,1]$", "$W_1[1,0]$", "$W_1[1,1]$", "$W_2[0,0]$", "$W_2[1,0]$"]
    words = "A 2-2-1 network: 2 inputs, 2 hidden units and 1 output, joined by 6 arrows, each with a weight."
    return Still(_diagram(nodes, weights), words)


INPUTS = {"x1": ("1",), "x2": ("0",)}
LETTERS = {"h1": ("$z$", "$a$"), "h2": ("$z$", "$a$"), "out": ("$z$", "$p$")}
VALUES = {
    "h1": ("$z$ = 2", "$a$ = 2"), "h2": ("$z$ = −1", "$a$ = 0"), "out": ("$z$ = 0", "$p$ = ½"),
}  # fmt: skip
WEIGHTS = ["1", "−2", "3", "1", "1", "−1"]


def example():
    """The network of the example by hand, with its inputs and weights."""
    words = (
        "The example: inputs 1 and 0; weights 1 and 3 to unit 1, −2 and 1 to unit 2, 1 and −1 to the output."
    )
    return Still(_diagram(INPUTS | LETTERS, WEIGHTS), words)


def passes():
    """The network of the example, with its numbers forward and what comes back."""
    signals = {"h1": "$dz$ = −½", "h2": "$dz$ = 0", "out": "$dz$ = −½"}
    gradients = ["−½", "0", "0", "0", "−1", "0"]
    words = "Blue, forward: weights and values. Vermillion, backward: dz, and each weight's gradient;"
    return Still(_diagram(INPUTS | VALUES, WEIGHTS, signals, gradients), f"{words} 2 of 6 are not 0.")


def _diagram(nodes, weights, signals=None, gradients=None):
    fig, (ax,) = style.figure(width=7.6, height=3.6)
    for number, (here, there) in enumerate(ARROWS):
        start, end = np.array(PLACES[here]), np.array(PLACES[there])
        way = (end - start) / np.linalg.norm(end - start)
        look = {"arrowstyle": "-|>", "color": style.DATA, "linewidth": 1.2}
        ax.annotate("", end - 0.3 * way, start + 0.3 * way, arrowprops=look, zorder=1)
        spot = start + 0.33 * (end - start)
        lines = [weights[number], gradients[number]] if gradients else [weights[number]]
        middle = {"ha": "center", "va": "center", "fontsize": 10, "linespacing": 1.3}
        box = {"facecolor": "white", "edgecolor": "none", "pad": 2}
        ax.text(*spot, "\n".join(lines), color="white", bbox=box, **middle)  # the arrow stops around it
        for place, color in zip(range(len(lines)), (style.FORWARD, style.BACKWARD), strict=False):
            shown = [line if number == place else " " for number, line in enumerate(lines)]
            ax.text(*spot, "\n".join(shown), color=color, **middle)
    for name, lines in nodes.items():
        circle = {"marker": "o", "markersize": 46, "markerfacecolor": "white", "linestyle": "none"}
        ax.plot(*PLACES[name], markeredgecolor=style.FORWARD, zorder=2, **circle)
        ax.text(*PLACES[name], "\n".join(lines), color=style.FORWARD, ha="center", va="center", fontsize=10)
        if signals and name in signals:
            x, y = PLACES[name]
            ax.text(x, y - 0.72, signals[name], color=style.BACKWARD, ha="center", va="center", fontsize=10)
    for x, words in zip((0, 2.4, 4.8), ("input", "hidden layer", "output layer"), strict=True):
        ax.text(x, 1.85, words, ha="center", fontsize=10, fontweight="bold")
    ax.set(xlim=(-0.7, 5.6), ylim=(-1.95, 2.1))
    ax.axis("off")
    return fig


# -- bends --


def bends():
    """Sigmoid, tanh and ReLU, each with its slope."""
    z = np.linspace(-4, 4, 401)
    sigmoid = 1 / (1 + np.exp(-z))
    curves = {
        "sigmoid": (sigmoid, sigmoid * (1 - sigmoid)),
        "tanh": (np.tanh(z), 1 - np.tanh(z) ** 2),
        "ReLU": (np.maximum(z, 0), np.where(z > 0, 1.0, 0.0)),
    }
    fig, axes = style.figure(3, width=9, height=2.8)
    for ax, (name, (value, slope)) in zip(axes, curves.items(), strict=True):
        slope = np.where(np.abs(np.diff(slope, prepend=0)) > 0.5, np.nan, slope)  # a jump is no line
        ax.plot(z, value, color=style.FORWARD, label="$f(z)$")
        ax.plot(z, slope, "--", color=style.BACKWARD, label="slope $f\\,'(z)$")
        ax.axhline(0, color=style.DATA, linewidth=0.6)
        ax.set(title=name, xlabel="$z$", ylim=(-1.15, 2.1))
    axes[0].legend(loc="upper left", fontsize=9)
    words = "Blue: the bend. Vermillion: its slope, at most 1/4 for the sigmoid, at most 1 for tanh,"
    return Still(fig, f"{words} and 0 or 1 for ReLU.")


# -- trainings --


def learned(predict, params, losses):
    """What a trained network answers over the plane, and its loss by step."""
    xs = np.linspace(-0.5, 1.5, 81)
    plane = np.stack(np.meshgrid(xs, xs), axis=-1).reshape(-1, 2)
    X, Y = data.xor()
    fig, (left, right) = style.figure(2, width=8)
    left.imshow(
        predict(params, plane).reshape(81, 81), extent=(-0.5, 1.5, -0.5, 1.5), origin="lower", vmin=0, vmax=1,
        cmap=style.two_sided(), aspect="auto", interpolation="bilinear",
    )  # fmt: skip
    _points(left, X, Y, 0.8)
    left.set(xlabel="$x_1$", ylabel="$x_2$", title="blue: 1, orange: 0", xticks=[0, 1], yticks=[0, 1])
    right.plot(losses, color=style.FORWARD)
    right.axhline(np.log(2), color=style.DATA, linestyle=":", linewidth=1.5)
    right.annotate("ln 2: ½ everywhere", (len(losses), np.log(2)), ha="right", va="bottom", color=style.DATA)
    right.set(xlabel="step", ylabel="loss", ylim=(0, max(0.9, max(losses))))
    right.margins(x=0)
    answers = ", ".join(f"{p:.2f}" for p in predict(params, X)[:, 0])
    return Still(fig, f"The answers at the four corners: {answers}. The loss ends at {losses[-1]:.3f}.")


def starts(shown=60):
    """The share of starts that learn XOR, by rate and width; and the losses of some with two hidden units."""
    fig, (left, right) = style.figure(2, width=9.5)
    shares = np.array([[100 * share_that_learns(width, rate) for width in WIDTHS] for rate in RATES])
    for place, share in np.ndenumerate(shares):
        left.text(*place[::-1], f"{share:.0f} %", ha="center", va="center")
    left.set(xticks=range(len(WIDTHS)), xticklabels=WIDTHS, yticks=range(len(RATES)), yticklabels=RATES)
    left.set(xlabel="hidden units", ylabel="rate", title=f"starts that learn XOR in {STEPS} steps")
    left.set(xlim=(-0.5, len(WIDTHS) - 0.5), ylim=(-0.5, len(RATES) - 0.5))
    left.grid(False)
    losses = train_on_xor(2, 0.5, range(shown), LONGER)[1]
    right.plot(losses, color=style.FORWARD, linewidth=0.7, alpha=0.5)
    right.axvline(STEPS, color=style.DATA, linestyle=":", linewidth=1.5)
    right.set(xlabel="step", ylabel="loss", title=f"{shown} starts, 2 hidden units, rate 0.5", ylim=(0, 0.9))
    right.margins(x=0)
    listed = ", ".join(f"{share:.0f}" for share in shares[RATES.index(0.5)])
    units = ", ".join(map(str, WIDTHS))
    words = f"In {STEPS} steps at rate 0.5, {listed} % of 200 starts learn XOR with {units} units."
    caught = losses[STEPS] > 0.3
    still = (losses[-1, caught] > 0.3).sum()
    after = (
        f"With 2, {caught.sum()} of {shown} are above a loss of 0.3 then; after {LONGER}, {still} of these."
    )
    return Still(fig, f"{words} {after}")


# -- the lab --


def signals(ax, steps, low, high, layers, every=1):
    """The norm of a derivative by step, log axis, a line per layer up to a dot: move(norms (n, layers)).

    The norms are those of steps 0, every, 2 every, ...; an arrow and a number say where they leave it.
    """
    ax.set(xlim=(0, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel="‖dZ‖")
    shares = np.linspace(0.75, 1, layers)
    dashes = [(0, (1, 1)), (0, (3, 1)), (0, (6, 1))]
    lines, ends, aways = [], [], []
    for number, share in enumerate(shares):
        look = {"color": style.mixed(style.BACKWARD, share), "linestyle": dashes[min(number, 2)]}
        lines += ax.plot([], [], label=f"layer {number + 1}", **look)
        ends += ax.plot([], [], "o", color=look["color"], markersize=4, clip_on=False)
        aways.append(departure(ax, look["color"], row=number, name=f"layer {number + 1}: "))
    ax.figure.legend(handles=lines, loc="outside lower right", ncols=layers, fontsize=8)

    def move(norms):
        at = every * np.arange(len(norms))
        for line, end, away, values in zip(lines, ends, aways, norms.T, strict=True):
            line.set_data(at, within_axis(values, low, high))
            end.set_data(at[-1:], [at_its_place(values[-1], low, high)])
            away.move(at, values)

    return Moving([*lines, *ends, *(artist for away in aways for artist in away.artists)], move)
