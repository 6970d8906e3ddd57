"""Pictures of this lesson: trainings from several starts; and its lab's histograms and sizes by layer."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, departure, departures, within_axis
from backprop_course.widgets.stills import Still
from backprop_course.widgets.words import two_digits

GUESS = np.log(10)
LOOKS = [
    (style.FORWARD, "o-"),
    (style.BACKWARD, "s-"),
    (style.THIRD, "^--"),
    (style.TRUTH, "D-"),
    (style.DATA, "x:"),
]


# -- trainings --


def three_starts(digits, weights, losses):
    """Digits (k, 8, 8); below them first weights {std: (k, 8, 8)}; and the loss by step {std: losses}."""
    fig, (left, right) = style.figure(2, width=9.4, height=3.7, ratios=[1, 1.35])
    rows = [np.hstack(np.pad(digits, ((0, 0), (1, 1), (1, 1)))) / digits.max()]
    rows += [np.hstack(np.pad(each, ((0, 0), (1, 1), (1, 1)))) for each in weights.values()]
    height = len(rows[0])
    left.imshow(np.vstack(rows), cmap=style.SIGNS, vmin=-1, vmax=1, interpolation="nearest")
    names = ["digits", *(f"std {size:g}" for size in weights)]
    left.set(xticks=[], yticks=height * (np.arange(len(rows)) + 0.5) - 0.5, yticklabels=names)
    left.set(title="what comes in, and first weights")
    left.tick_params(length=0)
    low, high, steps = 0.05, 1e6, max(map(len, losses.values()))
    right.set(xlim=(-1, steps), ylim=(low, high), yscale="log", xlabel="step", ylabel="loss")
    right.set(title="200 digits, rate 0.3")
    looks = LOOKS[:2] + LOOKS[-1:]  # small, middle, large: as among the five starts
    for name, (color, look), curve in zip(names[1:], looks, losses.values(), strict=True):
        right.plot(
            within_axis(curve, low, high), look, color=color, markersize=3.5, linewidth=1.2, label=name
        )
        departures(right, color, size=9).move(np.arange(len(curve)), [within_axis(curve, low, high)])
    right.axhline(GUESS, color=style.DATA, linestyle=":", linewidth=1.5)
    right.annotate("a guess: 2.30", (5, GUESS), (0, 5), textcoords="offset points", color=style.DATA)
    right.legend(loc="upper right")
    return Still(fig, f"The loss by step: {'; '.join(_course(*each) for each in losses.items())}.")


def _course(size, curve):
    """How a loss begins and ends, in words."""
    seen = curve[np.isfinite(curve)]
    end = (
        f"ends at {seen[-1]:.2f}"
        if len(seen) == len(curve)
        else f"is beyond all numbers after {len(seen)} steps"
    )
    return f"with std {size:g} it begins at {curve[0]:.2f} and {end}"


def steps_by_size(sizes, steps):
    """By the std of the first weights, after how many steps each of some draws has learned (sizes, draws)."""
    fig, (ax,) = style.figure(width=6)
    ax.plot(sizes, steps, "o", color=style.FORWARD, markersize=4)
    ax.plot(sizes, np.median(steps, axis=1), color=style.FORWARD, linewidth=1.2)
    ax.set(xscale="log", yscale="log", xlabel="standard deviation of the first weights", ylabel="steps")
    ax.set(title="until the loss is below 1", ylim=(10, 2000))
    ax.set_xticks(sizes, [f"{size:g}" for size in sizes])
    ax.set_yticks([10, 100, 1000], ["10", "100", "1000"])
    ax.minorticks_off()
    listed = ", ".join(
        f"{two_digits(np.median(each))} steps from std {size:g}"
        for size, each in zip(sizes, steps, strict=True)
    )
    return Still(fig, f"The loss is below 1 after about {listed}: medians of {len(steps[0])} draws.")


def own_rates(rates, found):
    """The training loss by rate from each start {name: AtItsRate}; and what each gets right, at its best."""
    fig, (left, right) = style.figure(2, width=9.4, ratios=[1.35, 1])
    low, high = 1e-3, 10
    for (name, each), (color, look) in zip(found.items(), LOOKS, strict=True):
        shown = np.clip(each.losses, low, high)
        left.plot(rates, shown, look, color=color, markersize=5, linewidth=1.2, label=name, clip_on=False)
    left.axhline(GUESS, color=style.DATA, linestyle=":", linewidth=1.5)
    left.set(
        xscale="log", yscale="log", ylim=(low, high), xlabel="rate", ylabel="training loss after 40 steps"
    )
    left.set(title="what is beyond lies on the edge")
    left.legend(fontsize=8)
    for row, (each, (color, look)) in enumerate(zip(found.values(), LOOKS, strict=True)):
        right.plot(100 * each.right, np.full(len(each.right), row), look[0], color=color, markersize=6)
    names = [f"{name}, rate {each.rate:g}" for name, each in found.items()]
    right.set(yticks=range(len(found)), yticklabels=names, xlim=(0, 100), ylim=(len(found) - 0.5, -0.5))
    right.set(xlabel="% of 450 new digits right", title="each at its best rate")
    ends = [
        f"{_where(each.loss, low)} with rate {each.rate:g}, {100 * np.median(each.right):.0f} % right"
        for each in found.values()
    ]
    listed = "; ".join(f"{name} ends {end}" for name, end in zip(found, ends, strict=True))
    return Still(fig, f"At its best rate, {listed}.")


def _where(loss, low):
    """Where a loss is; of one far below the axis the digits are the machine's."""
    return f"at {two_digits(loss)}" if loss >= low else f"below {low:g}"


# -- the lab --


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

    Where they leave the axis for good, an arrow says so, with the number: move(std, between, theory).
    """
    ax.set(xlim=(0, depth + 1), ylim=(low, high), yscale="log", xlabel="layer", ylabel="activations")
    words = f"{goal[0]:g} to {goal[1]:g}"
    ax.axhspan(*goal, color=style.mixed(style.TRUTH, 0.2), linewidth=0, label=words)
    look = {"marker": "o", "markersize": 3, "linewidth": 1}
    (rows,) = ax.plot([], [], color=style.THIRD, label="from digit to digit", **(look | {"marker": "^"}))
    (line,) = ax.plot([], [], color=style.FORWARD, label="std, measured", **look)
    (dashes,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5, label="std, theory")
    ax.figure.legend(*ax.get_legend_handles_labels(), loc="outside lower right", ncols=4, fontsize=8)

    rows_away, away = departure(ax, style.THIRD, row=1), departure(ax, style.FORWARD)
    theory_away = departures(ax, style.TRUTH)

    def move(std, between, theory):
        layers = np.arange(1, len(std) + 1)
        for artist, values in ((rows, between), (line, std), (dashes, theory)):
            artist.set_data(layers[: len(values)], within_axis(values, low, high))
        rows_away.move(layers, between)
        away.move(layers, std)
        theory_away.move(layers, [theory] if len(theory) else [])

    told = [*theory_away.artists, *rows_away.artists, *away.artists]
    return Moving([rows, line, dashes, *told], move)
