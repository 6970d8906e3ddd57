"""Pictures of this lesson alone: numbers by layer."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, departure, departures, within_axis
from backprop_course.widgets.stills import Still

ALIVE = 100  # alive: the first layer's dZ within this factor of the last one's
UP, DOWN = slice(None), slice(None, None, -1)  # through the layers


def by_layer(ax, depth, low, high, label, color, walks, band=None):
    """A number per layer 1 ... at most `depth` on a wide log axis, beside theory: move(values, theory).

    Where they leave the axis for good on one of the `walks` through the layers, an arrow and a number say so.
    A pale band marks what is within a factor `band` of the last value.
    """
    ax.set(xlim=(0, depth + 1), ylim=(low, high), yscale="log", xlabel="layer", ylabel=label)
    ax.set_yticks(10.0 ** np.arange(np.log10(low), np.log10(high) + 1, 4), minor=False)
    ax.axhline(1, color=style.mixed(style.DATA, 0.5), linewidth=0.8, gid="one")
    near = ax.axhspan(low, low, color=style.mixed(style.TRUTH, 0.2), linewidth=0)
    look = {"marker": "o", "markersize": 3, "linewidth": 1}
    (line,) = ax.plot([], [], color=color, label="measured", **look)
    (dashes,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5, label="theory")
    ax.set_xticks(np.arange(0, depth + 1, 10))
    if band:
        near.set_label(f"within × {band} of the last layer")
    aways = [(walk, departure(ax, color), departures(ax, style.TRUTH)) for walk in walks]

    def move(values, theory=()):
        layers = np.arange(1, len(values) + 1)
        line.set_data(layers, within_axis(values, low, high))
        dashes.set_data(layers[: len(theory)], within_axis(theory, low, high))
        for walk, away, theory_away in aways:
            away.move(layers[walk], values[walk])
            theory_away.move(layers[walk], [theory[walk]] if len(theory) else [])
        edges = np.clip([values[-1] / (band or 1), values[-1] * (band or 1)], low, high)
        near.set(y=edges[0], height=edges[1] - edges[0])

    told = [artist for _, *both in aways for each in both for artist in each.artists]
    return Moving([near, line, dashes, *told], move)


# -- the lesson's own pictures --


def two_depths(images, losses):
    """Some digits, and the loss by step of trainings {hidden layers: losses}, beside that of a guess."""
    fig, axes = style.figure(2, width=9, ratios=[1, 1.2])
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    axes[0].imshow(np.vstack([np.hstack(padded[:5]), np.hstack(padded[5:10])]), cmap=style.GRAYS)
    axes[0].set(xticks=[], yticks=[], title="ten of 1347 digits, 8 × 8 pixels each")
    ends = _losses(axes[1], {f"{depth} hidden layers": curve for depth, curve in losses.items()})
    return Still(fig, f"The loss begins near 2.30, that of a guess; {ends}.")


def restarted(losses):
    """The loss by step of trainings {start: losses}, beside that of a guess."""
    fig, (ax,) = style.figure(width=6)
    ends = _losses(ax, losses)
    return Still(fig, f"Thirty layers, beginning near 2.30: {ends}.")


def _losses(ax, curves):
    """Draw two or three curves by step beside the loss of a guess, and say where they end."""
    guess = np.log(10)
    ax.axhline(guess, color=style.DATA, linestyle=":", linewidth=1.5)
    looks = ((style.FORWARD, "-"), (style.BACKWARD, "o"), (style.THIRD, "--"))
    for (name, curve), (color, look) in zip(curves.items(), looks, strict=False):
        ax.plot(curve, look, markersize=3, color=color, label=name)
    ax.annotate(
        "a guess: 2.30", (60, guess), (0, 5), textcoords="offset points", ha="right", color=style.DATA
    )
    ax.set(xlabel="step", ylabel="loss on the training digits", ylim=(0, 2.8), title="loss by step")
    ax.legend()
    return ", ".join(f"with {name} it {_ending(curve)}" for name, curve in curves.items())


def _ending(curve):
    """Where a loss ends; of one that jumps only about where, for a machine's last digits decide."""
    jumps = np.mean(np.diff(curve) > 0) > 0.1
    return f"jumps up and down and ends near {curve[-1]:.0f}" if jumps else f"ends at {curve[-1]:.2f}"


def equal_weights(weights, layers=50):
    """What arrives at each layer of a chain of equal weights, on a log axis; it starts at the last."""
    fig, (ax,) = style.figure(width=7)
    numbers = np.arange(1, layers + 1)
    for share, w in zip(np.linspace(0.45, 1, len(weights)), weights, strict=True):
        ax.plot(numbers, float(w) ** (layers - numbers), color=style.mixed(style.BACKWARD, share))
        ax.annotate(f"w = {w:g}", (1, float(w) ** (layers - 1)), (-6, 0), textcoords="offset points",
                    ha="right", va="center", fontsize=9)  # fmt: skip
    ax.set(
        yscale="log", xlabel="layer", ylabel="signal", xlim=(-9, layers + 1), title="from layer 50 back to 1"
    )
    ax.set_xticks([1, 10, 20, 30, 40, 50])
    ends = ", ".join(f"{float(w) ** (layers - 1):.2g} with w = {w:g}" for w in weights)
    return Still(fig, f"A signal of 1 at layer {layers}; at layer 1 it is {ends}.")


def signal_by_layer(sizes):
    """The size of the signal by layer, on a log axis."""
    fig, (ax,) = style.figure(width=6)
    _by_layer(ax, {"size of dZ": sizes})
    ax.set_title("the signal, from layer 30 back to layer 1")
    return Still(
        fig, f"The size of dZ by layer: {sizes[-1]:.1e} at layer {len(sizes)}, {sizes[0]:.1e} at layer 1."
    )


def three_by_layer(forward, backward, weights):
    """Activations, signal and the norm of dW by layer."""
    fig, (ax,) = style.figure(width=6.5)
    _by_layer(ax, {"activations": forward, "size of dZ": backward, "norm of dW": weights})
    ax.set_title("what goes up, what comes back, and their product")
    ends = f"{weights[1]:.1e} at layer 2, {weights[-1]:.1e} at layer {len(weights)}"
    return Still(fig, f"Activations and dZ are steep, in opposite directions; the norm of dW is {ends}.")


def _by_layer(ax, curves):
    looks = [(style.FORWARD, "o-"), (style.BACKWARD, "s-"), (style.THIRD, "D-")]
    looks = looks if len(curves) > 1 else looks[1:2]
    for (name, values), (color, look) in zip(curves.items(), looks, strict=True):
        ax.plot(np.arange(1, len(values) + 1), values, look, color=color, markersize=3.5, label=name)
    ax.set(yscale="log", xlabel="layer")
    ax.legend(fontsize=9)


def scales(stds, ratios):
    """The signal at layer 1 over that at the last, by the weights' standard deviation, per activation."""
    low, high = 1e-12, 1e12
    fig, (ax,) = style.figure(width=7)
    ax.axhspan(1 / ALIVE, ALIVE, color=style.mixed(style.TRUTH, 0.2), linewidth=0)
    ax.set(xscale="log", yscale="log", xlim=(0.9 * stds[0], stds[-1] / 0.9), ylim=(low, high),
           xlabel="standard deviation of the weights", ylabel="signal at layer 1 / at layer 30",
           title="30 layers of 64 units")  # fmt: skip
    looks = [(style.FORWARD, "o-"), (style.BACKWARD, "s-"), (style.THIRD, "D-")]
    for (name, values), (color, look) in zip(ratios.items(), looks, strict=True):
        ax.plot(stds, within_axis(values, low, high), look, color=color, markersize=4, label=name)
        for walk in (UP, DOWN):
            departures(ax, color, size=9).move(stds[walk], [values[walk]])
    ax.set_xticks([0.03, 0.1, 0.3, 1], ["0.03", "0.1", "0.3", "1"])
    ax.minorticks_off()
    ax.legend(fontsize=9)
    inside = [f"{name} from {_range(stds, values)}" for name, values in ratios.items()]
    return Still(fig, f"Within the band of a factor {ALIVE}: {'; '.join(inside)}. An arrow: beyond the axis.")


def _range(stds, values):
    """Where a curve is within the band, read off between its points."""
    between = np.geomspace(stds[0], stds[-1], 5000)
    heights = np.interp(np.log(between), np.log(stds), np.log(values))
    alive = between[np.abs(heights) < np.log(ALIVE)]
    return f"{alive[0]:.2g} to {alive[-1]:.2g}" if len(alive) else "nowhere"


def depths(numbers, ratios, steady):
    """The signal at layer 1 by depth, on log axes, beside what a steady factor leaves."""
    fig, (ax,) = style.figure(width=6.5)
    ax.plot(
        numbers, ratios, "o-", color=style.BACKWARD, markersize=4, label="tanh, Xavier: median of nine draws"
    )
    ax.plot(
        numbers,
        steady ** (np.array(numbers) - 1),
        "--",
        color=style.DATA,
        label=f"a steady factor {steady:.2f}",
    )
    ax.set(xscale="log", yscale="log", xlabel="depth", ylabel="signal at layer 1 / at the last")
    ax.set_xticks(numbers, [str(number) for number in numbers])
    ax.minorticks_off()
    ax.legend(fontsize=9)
    ends = f"{ratios[0]:.2f} at depth {numbers[0]} and {ratios[-1]:.2f} at depth {numbers[-1]}"
    return Still(fig, f"On log axes the medians lie near a line: {ends}; a steady factor bends down from it.")
