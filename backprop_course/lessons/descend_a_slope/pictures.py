"""Pictures of this lesson alone: a bowl and its walks, factors by rate, curves that stop."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving


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

    move(rate, curvatures), the two curvatures smallest first.
    """
    rates = np.geomspace(low, high, 400)
    ax.set(xlim=(low, high), ylim=(0, 2), xscale="log", xlabel="learning rate η", ylabel="factor per step")
    ax.axhline(1, color=style.DATA, linewidth=1)
    (limit,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5)
    colors = style.mixed(style.FORWARD, 0.55), style.FORWARD
    lines = [ax.plot([], [], color=color)[0] for color in colors]
    words = {"va": "center", "fontsize": 9, "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1}}
    mark = ax.text(1, 1.3, "2/λmax", color=style.TRUTH, rotation=90, ha="right", **words)
    names = [ax.text(1, 1.45, "", color=colors[0], **words)]
    names += [ax.text(1, 1.8, "", color=colors[1], ha="right", **words)]
    (here,) = ax.plot([], [], "o", color=style.BACKWARD, clip_on=False)

    def move(rate, curvatures):
        limit.set_data([2 / max(curvatures)] * 2, [0, 2])
        mark.set_x(1.85 / max(curvatures))
        for line, name, curvature, place in zip(lines, names, curvatures, (2.75, 1.9), strict=True):
            factors = np.abs(1 - rates * curvature)
            line.set_data(rates, np.where(factors <= 2, factors, np.nan))
            name.set(x=place / curvature, text=f"λ = {curvature:.3g}")
        here.set_data([rate] * 2, np.minimum(2, [abs(1 - rate * c) for c in curvatures]))

    return Moving([limit, mark, *lines, *names, here], move)


def stopped_curve(ax, steps, low, high, label, level_name, color, log=False):
    """A number per step, dark up to a stop and pale beyond, with a named level: move(values, stop, level)."""
    ax.set(xlim=(0, steps), ylim=(low, high), xlabel="step", ylabel=label, yscale="log" if log else "linear")
    (level_line,) = ax.plot([], [], linestyle="--", linewidth=1.5, color=color)
    name = ax.annotate(level_name, (steps, low), (-2, 3), textcoords="offset points", color=color, ha="right")
    (beyond,) = ax.plot([], [], color=style.mixed(style.FORWARD, 0.35), linewidth=1.5)
    (line,) = ax.plot([], [], color=style.FORWARD)
    (end,) = ax.plot([], [], "o", color=style.BACKWARD, clip_on=False, zorder=5)

    def move(values, stop, level):
        shown = np.where(values >= low, values, np.nan)
        beyond.set_data(np.arange(len(shown)), shown)
        line.set_data(np.arange(stop + 1), shown[: stop + 1])
        end.set_data([stop], [np.clip(values[stop], low, high)])
        level_line.set_data([0, steps], [level, level])
        name.xy = steps, level

    return Moving([level_line, name, beyond, line, end], move)
