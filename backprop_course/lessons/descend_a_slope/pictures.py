"""Pictures of this lesson alone: a star's way to the center, walks, factors by rate, curves that stop."""

import numpy as np

from backprop_course.widgets import panels, style
from backprop_course.widgets.panels import Moving, departure, departures, spot, within_axis
from backprop_course.widgets.stills import Still

GEARS = np.array([1.0, 2.0])  # millimeters in the eyepiece for a turn of each screw
CURVATURES = GEARS**2


# -- the telescope --


def eyepiece(theta):
    """The star in the eyepiece, where the screws are off by theta (2,) turns."""
    figure, (ax,) = style.figure(width=3.6)
    x, y = GEARS * theta
    _field(ax)
    ax.plot(x, y, marker="*", markersize=16, color=style.FORWARD)
    return Still(figure, f"The star is {x:g} mm to the right of the center and {y:g} mm above it.")


def _field(ax):
    """The round field of the eyepiece with its crosshair, in millimeters."""
    angle = np.linspace(0, 2 * np.pi, 181)
    ax.plot(4.5 * np.cos(angle), 4.5 * np.sin(angle), color=style.DATA, linewidth=1.5)
    for line in (ax.axhline, ax.axvline):
        line(0, color=style.TRUTH, linewidth=0.8)
    ax.set(xlim=(-4.7, 4.7), ylim=(-4.7, 4.7), xlabel="mm", ylabel="mm", aspect="equal")


def one_screw(paths):
    """Walks of the height screw over its loss, a panel for each: {rate: its turns by step}, from a square."""
    figure, axes = style.figure(len(paths), width=3.2 + 2.6 * len(paths), height=3)
    for ax, (rate, path) in zip(axes, paths.items(), strict=True):
        walk(ax, lambda theta: CURVATURES[1] * theta**2 / 2, [path], low=-1.6, high=1.6)
        ax.set_title(f"rate {rate:g}")
    words = "; ".join(f"at rate {rate:g} {_course(path)}" for rate, path in paths.items())
    return Still(figure, f"{words.capitalize()}.".replace("-", "−"))


def _course(path):
    return f"from {path[0]:g} to {path[1]:.3g}, and to {path[-1]:.3g} after {len(path) - 1} steps"


def both_screws(path):
    """A walk (steps + 1, 2) of both screws: the star in the eyepiece, and the same steps in the bowl."""
    figure, (left, right) = style.figure(2, width=8, ratios=[1, 1.2])
    _field(left)
    left.plot(*(GEARS * path).T, color=style.FORWARD, linewidth=1, marker="*", markersize=9)
    left.set_title("the star")
    bowl = rings(right, "$\\theta_1$, turns", "$\\theta_2$, turns", width=4.5, height=2.6)
    bowl.move(CURVATURES[1])
    panels.path(right).move(path)
    right.set(title="the screws", aspect="equal")
    last = " and ".join(f"{number:.3f}" for number in path[-1])
    words = f"{len(path) - 1} steps of both screws, from {path[0][0]:g} and {path[0][1]:g} turns to {last}."
    return Still(figure, words.replace("-", "−"))


def loss_by_step(losses):
    """A loss by step."""
    figure, (ax,) = style.figure(width=6)
    ax.plot(losses, color=style.FORWARD, marker="o", markersize=3, linewidth=1.2)
    ax.set(xlabel="step", ylabel="loss", xlim=(0, len(losses) - 1), ylim=(0, 1.05 * max(losses)))
    lowest = int(np.argmin(losses))
    words = f"The loss is {losses[0]:.3g} at first, lowest at step {lowest}, with {losses[lowest]:.3g},"
    return Still(figure, f"{words} and {losses[-1]:.3g} at step {len(losses) - 1}.")


def landscapes(wells):
    """A saddle as a map, a double well with two walks on it, and a slope without an end."""
    figure, (left, middle, right) = style.figure(3)
    across, along = np.linspace(-1.6, 1.6, 61), np.linspace(-1.5, 1.5, 61)
    panels.contours(left, lambda a, b: a**2 / 2 + b**4 / 4 - b**2 / 2, across, along, "θ₁", "θ₂")
    left.plot([0, 0], [-1, 1], "*", color=style.TRUTH, markersize=11)
    left.plot(0, 0, "x", color=style.BACKWARD, markersize=9, markeredgewidth=2)
    left.set_title("a saddle between two minima")
    walk(middle, lambda theta: (theta**2 - 1) ** 2 + 0.3 * theta, wells, low=-1.7, high=1.7)
    middle.set_title("two wells")
    slope = np.linspace(-3, 8, 200)
    right.plot(slope, np.log1p(np.exp(-slope)), color=style.mixed(style.DATA, 0.6), linewidth=1.5)
    right.set(xlabel="θ", ylabel="loss", title="an endless slope", ylim=(-0.1, 3.2))
    words = "Left, a saddle at (0, 0) between minima at (0, ±1); middle, walks in two wells end at"
    ends = " and ".join(f"{path[-1]:.2f}" for path in wells).replace("-", "−")
    return Still(figure, f"{words} {ends}; right, log(1 + e^−θ), which falls for ever and stays above 0.")


# -- panels --


def rings(ax, x_label, y_label, width, height, count=8):
    """Level lines of x² + ratio y² around a star at the minimum: move(ratio)."""
    ax.set(xlim=(-width, width), ylim=(-height, height), xlabel=x_label, ylabel=y_label)
    (lines,) = ax.plot([], [], color=style.mixed(style.DATA, 0.5), linewidth=0.8)
    (star,) = ax.plot(0, 0, marker="*", markersize=12, color=style.TRUTH)
    angle = np.append(np.linspace(0, 2 * np.pi, 90), np.nan)  # nan lifts the pen between rings

    def move(ratio):
        radii = np.arange(1, count + 1)[:, None] * width / count
        lines.set_data((radii * np.cos(angle)).ravel(), (radii * np.sin(angle)).ravel() / np.sqrt(ratio))

    return Moving([lines, star], move)


def walk(ax, f, paths, low, high):
    """The curve f(θ) from `low` to `high`, and walks on it: lists of θ, from a square. They stand still."""
    thetas = np.linspace(low, high, 401)
    top = 1.1 * f(thetas).max()
    ax.plot(thetas, f(thetas), color=style.mixed(style.DATA, 0.6), linewidth=1.5)
    ax.set(xlim=(low, high), ylim=(min(f(thetas).min(), 0) - 0.04 * top, top), xlabel="θ", ylabel="loss")
    for path in paths:
        inside = np.asarray(path)[: 1 + np.argmax(np.append(np.abs(path) > 2 * max(-low, high), True))]
        ax.plot(inside, f(inside), color=style.BACKWARD, marker="o", markersize=3.5, linewidth=1.2)
        ax.plot(inside[0], f(inside[0]), color=style.INK, marker="s", linestyle="none")


def rate_factors(ax, low, high):
    """The factor |1 - ηλ| per step against the rate η, a named line per curvature λ, with the limit 2/λmax.

    move(rate, curvatures), the two curvatures smallest first. Arrows are where lines and dots leave the axis.
    """
    rates = np.geomspace(low, high, 400)
    ax.set(xlim=(low, high), ylim=(0, 2), xscale="log", xlabel="learning rate η", ylabel="|factor| per step")
    ax.axhline(1, color=style.DATA, linewidth=1, gid="no change")
    (limit,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5)
    colors = style.mixed(style.FORWARD, 0.7), style.FORWARD
    lines = [ax.plot([], [], color=color)[0] for color in colors]
    words = {"va": "center", "fontsize": 9, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1}}
    mark = ax.text(1, 1.3, "2/λmax", color=style.TRUTH, rotation=90, ha="right", **words)
    names = [ax.text(1, 1.45, "", color=colors[0], **words)]
    names += [ax.text(1, 1.8, "", color=colors[1], ha="right", **words)]
    aways = [departures(ax, color, size=7) for color in colors]
    here = [spot(ax, style.BACKWARD) for _ in colors]

    def move(rate, curvatures):
        limit.set_data([2 / max(curvatures)] * 2, [0, 2])
        mark.set_x(1.85 / max(curvatures))
        moved = zip("₁₂", lines, names, aways, here, curvatures, (2.75, 1.6), strict=True)
        for digit, line, name, away, dot, curvature, place in moved:
            factors = np.abs(1 - rates * curvature)
            line.set_data(rates, within_axis(factors, *ax.get_ylim()))
            line.set_gid(f"θ{digit}, λ = {curvature:.3g}")
            name.set(x=place / curvature, text=f"λ = {curvature:.3g}")
            away.move(rates, [factors])
            dot.move(rate, abs(1 - rate * curvature))

    told = [artist for each in (*aways, *here) for artist in each.artists]
    return Moving([limit, mark, *lines, *names, *told], move)


def stopped_curve(ax, steps, low, high, label, level_name, color, log=False):
    """A number per step, thick up to a stop, thin beyond, with a named level: move(values, stop, level)."""
    ax.set(xlim=(0, steps), ylim=(low, high), xlabel="step", ylabel=label, yscale="log" if log else "linear")
    (level_line,) = ax.plot([], [], linestyle="--", linewidth=1.5, color=color, gid=level_name)
    name = ax.annotate(level_name, (steps, low), (-2, 3), textcoords="offset points", color=color, ha="right")
    (beyond,) = ax.plot([], [], color=style.mixed(style.FORWARD, 0.7), linewidth=0.8, gid=label)
    (line,) = ax.plot([], [], color=style.FORWARD, linewidth=2.5, gid=label)
    away, end = departure(ax, style.FORWARD), spot(ax, style.BACKWARD)

    def move(values, stop, level):
        at = np.flatnonzero(np.isfinite(values))  # a change has none at step 0
        shown = within_axis(values[at], low, high)
        beyond.set_data(at, shown)
        line.set_data(at[at <= stop], shown[at <= stop])
        away.move(at, values[at])
        end.move(stop, values[stop])
        level_line.set_data([0, steps], [level, level])
        name.xy = steps, level

    return Moving([level_line, name, beyond, line, *away.artists, *end.artists], move)
