"""Pictures of this lesson alone: two machines with their digits, ends by rate, recorded times, its lab."""

import numpy as np

from backprop_course.lessons.share_the_work import experiments
from backprop_course.nn import plain
from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still


def two_machines(unit=0):
    """Digits on two machines, what each finds for the 64 weights of a hidden unit, and what all rows give."""
    X, Y = experiments.known_digits()
    shards, params = experiments.low_and_high(X, Y), experiments.weights_before_sharing()
    found = [plain.backward(params, *rows)[0][:, unit] for rows in (*shards, (X, Y))]
    reach = max(np.abs(each).max() for each in found)
    fig, axes = style.figure(5, width=9.8, height=2.2, ratios=[1.3, 1, 1.3, 1, 1])
    for ax, (rows, _), name in zip(axes[:4:2], shards, ("machine 1", "machine 2"), strict=True):
        framed = np.pad(rows[:16].reshape(16, 8, 8), ((0, 0), (1, 1), (1, 1)))
        ax.imshow(framed.reshape(4, 4, 10, 10).transpose(0, 2, 1, 3).reshape(40, 40), cmap=style.GRAYS)
        ax.set_title(f"{name}: {len(rows)} digits", fontsize=10)
    for ax, grad, name in zip(
        (axes[1], axes[3], axes[4]), found, ("finds", "finds", "all rows"), strict=True
    ):
        ax.imshow(grad.reshape(8, 8), cmap=style.SIGNS, vmin=-reach, vmax=reach)
        ax.set_title(name, fontsize=10)
    for ax in axes:
        ax.set(xticks=[], yticks=[])
    lengths = [f"{np.linalg.norm(each):.3f}" for each in found]
    said = f"Machine 1 finds a gradient of length {lengths[0]}, machine 2 one of {lengths[1]}"
    return Still(fig, f"{said}; all rows give {lengths[2]}.")


def ends_by_rate(rates, losses):
    """The loss at the end of a training by its rate."""
    fig, (ax,) = style.figure(width=6, height=2.8)
    ax.plot(rates, losses, "o-", color=style.FORWARD)
    best = int(np.argmin(losses))
    ax.plot(rates[best], losses[best], "*", color=style.TRUTH, markersize=14)
    ax.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="loss at the end")
    ax.set_xticks(rates, labels=[f"{rate:g}" for rate in rates])
    ax.minorticks_off()
    return Still(fig, f"The loss ends lowest, at {losses[best]:.3f}, with rate {rates[best]:g}.")


def times_alone_and_shared(times):
    """The recorded seconds of three kinds of work, alone and on two workers, in hundredths of the former."""
    kinds = {
        "a small step": ("small, alone", "small, 2 workers"),
        "a large step": ("large, alone", "large, 2 workers"),
        "a sweep": ("this process", "2 workers"),
    }
    fig, (ax,) = style.figure(width=7, height=2.3)
    said = []
    for place, (name, (alone, shared)) in enumerate(kinds.items()):
        ratio = times[shared] / times[alone]
        ax.plot([0.1, ratio], [place, place], color=style.FORWARD, linewidth=6, solid_capstyle="butt")
        ax.text(1.15 * max(ratio, 1), place, f"{times[alone]:.2g} s alone, {times[shared]:.2g} s shared",
                va="center", fontsize=9)  # fmt: skip
        said.append(f"{name} takes {times[alone]:.2g} s alone and {times[shared]:.2g} s on two workers")
    ax.axvline(1, color=style.DATA, linewidth=1.5, linestyle=":")
    ax.axvline(0.5, color=style.TRUTH, linewidth=1.5, linestyle="--")
    ax.set(
        xscale="log", xlim=(0.1, 400), ylim=(2.5, -0.5), xlabel="time on two workers (1: as long as alone)"
    )
    ax.set_xticks([0.1, 0.5, 1, 10, 100], labels=["0.1", "½", "1", "10", "100"])
    ax.minorticks_off()
    ax.set_yticks(range(3), labels=list(kinds))
    ax.set_title("two workers beside one process (recorded)")
    return Still(fig, f"{'; '.join(said)}.".capitalize())


# -- the lab --

NEAR, FAR, ABOVE = 0.1, 20, 1500  # of an axis of gradients: linear within, its end, its end under the legend


def time_marks(ax, names, colors):
    """Seconds as marks on a log axis, a line for each name, the number beside it: move(seconds)."""
    low = 1e-3
    ax.set(xscale="log", xlim=(low, 400), ylim=(len(names) - 0.5, -0.5), xlabel="seconds a step")
    ax.set_xticks([1e-3, 1e-2, 0.1, 1, 10, 100], labels=["0.001", "0.01", "0.1", "1", "10", "100"])
    ax.minorticks_off()
    ax.set_yticks(range(len(names)), labels=names)
    ax.tick_params(axis="y", length=0)
    look = {
        "linewidth": 5,
        "solid_capstyle": "butt",
        "clip_on": False,
    }  # clipped, it would be read as a curve
    stems = [ax.plot([], [], color=color, **look)[0] for color in colors]
    words = [ax.text(low, place, "", va="center", fontsize=9) for place in range(len(names))]

    def move(seconds):
        for place, (stem, text, time) in enumerate(zip(stems, words, seconds, strict=True)):
            end = max(time, low)
            stem.set_data([low, end], [place, place])
            text.set(x=1.25 * end, text=f"{time:.3g} s" if time else "nothing")

    return Moving([*stems, *words], move)


def gain_curve(ax, workers):
    """How many times as fast as one machine, by their number: move(gains, here, gain)."""
    ax.set(xscale="log", yscale="log", xlim=(0.9, 72), ylim=(0.005, 90))
    ax.set(xlabel="machines", ylabel="times as fast as one")
    ax.set_xticks(workers, labels=map(str, workers))
    ax.set_yticks([0.01, 0.1, 1, 10], labels=["0.01", "0.1", "1", "10"])
    ax.minorticks_off()
    ax.plot(workers, workers, "--", color=style.TRUTH, linewidth=1.5, label="without exchange")
    ax.axhline(1, color=style.DATA, linestyle=":", linewidth=1.5, gid="one machine")
    (curve,) = ax.plot([], [], color=style.FORWARD, gid="with exchange")
    (dot,) = ax.plot([], [], "o", color=style.FORWARD, markersize=8, clip_on=False)
    ax.legend(loc="upper left", fontsize=9)

    def move(gains, here, gain):
        curve.set_data(workers, gains)
        dot.set_data([here], [gain])

    return Moving([curve, dot], move)


def gradient_points(ax, whole):
    """How far gradients are from that of all rows, of shards and their mean: move(each, together).

    The axes are stretched around that of all rows, since what is off by 10 alone is off by 0.1 together.
    """
    ax.set_xscale("asinh", linear_width=NEAR)
    ax.set_yscale("asinh", linear_width=NEAR)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks([-10, -1, 0, 1, 10], labels=["−10", "−1", "0", "+1", "+10"])
    ax.minorticks_off()
    ax.set(xlim=(-FAR, FAR), ylim=(-FAR, ABOVE), xlabel="by a: how far off", ylabel="by b: how far off")
    (each,) = ax.plot([], [], "o", color=style.mixed(style.BACKWARD, 0.5), markersize=5, label="each machine")
    (all_rows,) = ax.plot(0, 0, "*", color=style.TRUTH, markersize=13, label="all 16384 rows")
    (mean,) = ax.plot([], [], "D", color=style.BACKWARD, markersize=6, label="together")
    ax.legend(loc="upper left", fontsize=8)

    def move(points, together):
        each.set_data(*np.transpose(points - whole))
        mean.set_data(*(together - whole)[:, None])

    return Moving([each, all_rows, mean], move)
