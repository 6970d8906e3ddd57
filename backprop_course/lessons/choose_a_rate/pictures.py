"""Pictures of this lesson alone: trainings and losses by rate, two walks, and trials of settings."""

import numpy as np

from backprop_course.lessons.choose_a_rate.experiments import X, Y
from backprop_course.lessons.choose_a_rate.valley import Valley
from backprop_course.widgets import panels, style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still


def loss_by_rate(ax, rates, low, high):
    """The loss at the end by learning rate, both axes log: move(losses at rates, rate, loss, best rate).

    A star marks the best rate, on the lower edge where its loss is below that. Arrows say where the losses
    leave the axis for good, and where this loss is beyond it.
    """
    ax.set(xlim=(rates[0], rates[-1]), ylim=(low, high), xscale="log", yscale="log", xlabel="learning rate",
           ylabel="loss at the end")  # fmt: skip
    (line,) = ax.plot([], [], color=style.FORWARD, linewidth=1.5)
    look = {"linestyle": "none", "clip_on": False, "zorder": 5}
    (star,) = ax.plot([], [], marker="*", markersize=13, color=style.TRUTH, **look)
    here, away = panels.spot(ax, style.BACKWARD), panels.departures(ax, style.FORWARD, size=9)

    def move(losses, rate, loss, best):
        line.set_data(rates, panels.within_axis(losses, low, high))
        star.set_data([best], [np.clip(losses[np.abs(rates - best).argmin()], low, high)])
        here.move(rate, loss)
        away.move(rates, [np.minimum(losses, 2 * high)])  # infinite is what diverged

    return Moving([line, star, *away.artists, *here.artists], move)


def border_and_loss(predict, params, losses):
    """What a network answers over the moons, and its loss by step."""
    low, high = X.min(axis=0) - 0.3, X.max(axis=0) + 0.3
    fig, (left, right) = style.figure(2, width=9)
    cells = 60
    panels.boundary(left, X, Y, low, high, cells).move(
        predict(params, panels.grid(low, high, cells)).reshape(cells, cells)
    )
    right.plot(losses, color=style.FORWARD)
    right.set(xlabel="step", ylabel="loss", ylim=(0, 0.8), title="loss by step")
    right.margins(x=0)
    share = 100 * ((predict(params, X) > 0.5) == Y).mean()
    middle, end = losses[len(losses) * 3 // 4], losses[-1]
    words = f"The loss begins at {losses[0]:.2f}, is {middle:.3f} at step {len(losses) * 3 // 4}"
    return Still(fig, f"{words} and {end:.3f} at the end; {share:.0f} % of the points are right.")


def range_test(rates, losses):
    """The loss by rate of a test in which the rate rises, on log axes."""
    fig, (ax,) = style.figure(width=6.5)
    ax.plot(rates, losses, color=style.FORWARD)
    lowest = int(np.argmin(losses))
    ax.plot(rates[lowest], losses[lowest], "*", markersize=13, color=style.TRUTH)
    ax.set(xscale="log", yscale="log", xlabel="rate", ylabel="loss", title="one run, the rate rises")
    ax.set_yticks([0.2, 0.5, 1, 2, 5], labels=["0.2", "0.5", "1", "2", "5"])
    ax.minorticks_off()
    words = (
        f"The loss begins at {losses[0]:.2f} and is least, {losses[lowest]:.2f}, at rate {rates[lowest]:.2g}"
    )
    return Still(fig, f"{words}; at {rates[-1]:.2g} it is {losses[-1]:.1f}.")


def at_rates(curves):
    """The loss by step {rate: losses} at constant rates, from where the network stood, on a log axis."""
    fig, (ax,) = style.figure(width=6.5)
    for share, (rate, losses) in zip(np.linspace(0.45, 1, len(curves)), curves.items(), strict=True):
        color, end = style.mixed(style.FORWARD, share), (len(losses) - 1, losses[-1])
        ax.plot(losses, color=color)
        ax.annotate(f"{rate:g}", end, (6, 0), textcoords="offset points", color=color, va="center")
    ax.set(
        yscale="log", ylim=(0.01, 30), xlim=(0, 230), xlabel="step", ylabel="loss", title="by constant rate"
    )
    ends = ", ".join(f"{losses[-1]:.2f} at rate {rate:g}" for rate, losses in curves.items())
    return Still(fig, f"After {len(losses) - 1} more steps the loss is {ends}.")


def paths_in_the_valley(paths):
    """The paths (steps + 1, 2) of two walks by name in the valley; in words, their mean losses at the end."""
    place = Valley()
    fig, axes = style.figure(2, width=9, height=3)
    across, along = np.linspace(-2.2, 2.2, 61), np.linspace(-4.8, 4.8, 121)
    ends = []
    for ax, (name, path) in zip(axes, paths.items(), strict=True):
        panels.contours(ax, lambda a, b: place.loss(np.stack([a, b], -1)), along, across, "θ₁", "θ₂")
        panels.path(ax).move(path)
        ax.set_title(name)
        ends.append(f"{name}: {place.loss(path[-10:]).mean():.1g}")
    return Still(fig, f"Mean loss of the last ten of {len(path) - 1} steps: {'; '.join(ends)}.")


LOOKS = {
    "plain": (style.INK, "o-"),
    "momentum": (style.FORWARD, "s-"),
    "rmsprop": (style.BACKWARD, "^--"),
    "adam": (style.THIRD, "D-."),
}


def fairly(comparisons, rates):
    """Of each optimizer {name: Comparison} the median loss by rate, and the losses at its best rate."""
    fig, (left, right) = style.figure(2, width=9.5, height=3.6, ratios=[1.2, 1])
    for row, (name, found) in enumerate(comparisons.items()):
        color, look = LOOKS[name]
        seen = found.by_rate < 5
        left.plot(
            rates[seen], found.by_rate[seen], look, color=color, markersize=4, linewidth=1.4, label=name
        )
        _spread(right, row, found.losses, color)
    left.set(xscale="log", yscale="log", ylim=(0.005, 5), xlabel="rate", ylabel="loss at the end")
    left.set_title("choosing: median of 3 starts")
    left.legend(fontsize=8)
    _names(right, [f"{name}, rate {found.rate:g}" for name, found in comparisons.items()])
    right.set_title("judging: 20 other starts")
    medians = ", ".join(f"{name} {np.median(c.losses):.3f} at {c.rate:g}" for name, c in comparisons.items())
    return Still(fig, f"Median losses at the best rate: {medians}.")


def decay(panels_of):
    """For each title {optimizer: (constant, cosine)}, two Comparisons each: the losses at the best rates."""
    fig, axes = style.figure(len(panels_of), width=4.8 * len(panels_of), height=3.6)
    words = []
    for ax, (title, pairs) in zip(axes, panels_of.items(), strict=True):
        for row, (constant, cosine) in enumerate(pairs.values()):
            _spread(ax, row - 0.16, constant.losses, style.DATA)
            _spread(ax, row + 0.16, cosine.losses, style.FORWARD)
        _names(ax, list(pairs))
        ax.set_title(title)
        medians = [f"{name} {_medians(*pair)}" for name, pair in pairs.items()]
        words.append(f"{title}: {', '.join(medians)}")
    axes[0].plot([], [], "o", color=style.DATA, label="constant")
    axes[0].plot([], [], "o", color=style.FORWARD, label="cosine")
    axes[0].legend(fontsize=8, loc="upper right")
    start = "Median losses, constant rate and cosine, and in how many starts the cosine is lower."
    return Still(fig, f"{start} {'. '.join(words)}.")


def _medians(constant, cosine):
    lower = f"{(cosine.losses < constant.losses).sum()} of {len(cosine.losses)}"
    return f"{np.median(constant.losses):.2f} and {np.median(cosine.losses):.2f} ({lower})"


def _spread(ax, row, losses, color):
    """All losses as small dots in a row, the middle half as a line, the median as a dot."""
    ax.plot(losses, np.full(len(losses), row), "|", color=style.mixed(color, 0.5), markersize=7)
    ax.plot(np.quantile(losses, [0.25, 0.75]), [row, row], color=color, linewidth=3)
    ax.plot(np.median(losses), row, "o", color=color, markersize=7)


def _names(ax, names):
    ax.set(xscale="log", xlim=(0.0005, 1.2), xlabel="loss at the end", ylim=(len(names) - 0.4, -0.6))
    ax.set_yticks(range(len(names)), labels=names)


def two_searches(good):
    """Nine trials of rate and decay, on a grid and at random, over the band of good rates."""
    rng, cells = np.random.default_rng(0), np.indices((3, 3)).reshape(2, 9).T
    shares = {"grid": (cells + rng.random(2)) / 3, "random": rng.random((9, 2))}
    fig, axes = style.figure(2, width=9)
    for ax, (name, share) in zip(axes, shares.items(), strict=True):
        rates, decays = 1e-3 * 1e5 ** share[:, 0], 1e-8 * 1e4 ** share[:, 1]
        _trials(ax, rates, decays, good)
        ax.set(xlim=(1e-3, 100), ylim=(1e-8, 1e-4), title=f"{name}: {len(set(rates.round(9)))} rates")
    return Still(fig, f"Nine trials each. The grid tries 3 rates; good are {good[0]:.1f} to {good[1]:.1f}.")


def _trials(ax, x, y, good):
    """Trials on log axes over a band of good x, with a tick below for each x; those in the band are green."""
    ax.set(xscale="log", yscale="log", xlabel="rate", ylabel="weight decay")
    ax.axvspan(*good, color=style.mixed(style.TRUTH, 0.2), linewidth=0)
    hit = (good[0] <= x) & (x <= good[1])
    for which, color, marker in ((hit, style.TRUTH, "o"), (~hit, style.BACKWARD, "x")):
        ax.plot(x[which], y[which], marker, color=color, markersize=7, markeredgewidth=2)
        ax.vlines(x[which], 0, 0.06, color=color, linewidth=2, transform=ax.get_xaxis_transform())
