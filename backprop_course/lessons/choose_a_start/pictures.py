"""Pictures of this lesson alone: histograms by layer, sizes by layer."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving


def ridges(ax, middles, count, label, color):
    """Histograms, one above the other, each to its own peak: move(shares, names), at most `count` of each.

    The first is the lowest, as the first layer of a network; shares are by the bins around `middles`.
    """
    ax.set(xlim=(middles[0], middles[-1]), ylim=(-0.05, count), xlabel=label, yticks=[])
    ax.spines["left"].set_visible(False)
    rows = [_ridge(ax, middles, row, color) for row in range(count)]

    def move(shares, names=()):
        for row, artists in enumerate(rows):
            artists.move(shares[row] if row < len(shares) else None, names[row] if row < len(names) else "")

    return Moving([artist for row in rows[::-1] for artist in row.artists], move)


def _ridge(ax, middles, row, color):
    """One histogram on a line of its own, and its name on the left: move(shares or None, name)."""
    edges = np.append(middles, 2 * middles[-1] - middles[-2]) - (middles[1] - middles[0]) / 2
    bars = ax.stairs(0 * middles, edges, baseline=row, fill=True, facecolor=style.mixed(color, 0.5))
    bars.set(edgecolor=color, linewidth=0.8, clip_on=False)
    name = ax.text(0.01, row + 0.45, "", fontsize=8, color=style.INK, transform=ax.get_yaxis_transform())

    def move(shares, words):
        name.set_text(words)
        bars.set_visible(shares is not None)
        if shares is not None:
            bars.set_data(row + 0.85 * shares / shares.max(), baseline=row)

    return Moving([bars, name], move)


def sizes(ax, depth, low, high, goal):
    """The activations' std by layer beside theory, and how far rows differ, on a log axis with a goal's band.

    Values beyond `low` or `high` lie on that edge: move(std, between, theory).
    """
    ax.set(xlim=(0, depth + 1), ylim=(low, high), yscale="log", xlabel="layer", ylabel="activations")
    words = f"{goal[0]:g} to {goal[1]:g}"
    ax.axhspan(*goal, color=style.mixed(style.TRUTH, 0.2), linewidth=0, label=words)
    look = {"marker": "o", "markersize": 3, "linewidth": 1, "clip_on": False}
    (rows,) = ax.plot([], [], color=style.THIRD, label="from row to row", **(look | {"marker": "^"}))
    (line,) = ax.plot([], [], color=style.FORWARD, label="std, measured", **look)
    (dashes,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5, label="std, theory")
    ax.legend(loc="upper left", fontsize=8)

    def move(std, between, theory):
        for artist, values in ((rows, between), (line, std), (dashes, theory)):
            artist.set_data(np.arange(1, len(values) + 1), np.clip(values, low, high))

    return Moving([rows, line, dashes], move)
