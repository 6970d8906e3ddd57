"""Pictures of this lesson alone: numbers by layer."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving


def by_layer(ax, depth, low, high, label, color, band=None):
    """A number per layer 1 ... at most `depth` on a wide log axis, beside theory: move(values, theory).

    What lies beyond `low` or `high` is drawn on that edge. A pale band marks what is within a factor `band`
    of the last value.
    """
    ax.set(xlim=(0, depth + 1), ylim=(low, high), yscale="log", xlabel="layer", ylabel=label)
    ax.set_yticks(10.0 ** np.arange(np.log10(low), np.log10(high) + 1, 10), minor=False)
    ax.axhline(1, color=style.mixed(style.DATA, 0.5), linewidth=0.8)
    near = ax.axhspan(low, low, color=style.mixed(style.TRUTH, 0.2), linewidth=0)
    look = {"marker": "o", "markersize": 3, "linewidth": 1, "clip_on": False}
    (line,) = ax.plot([], [], color=color, label="measured", **look)
    (dashes,) = ax.plot([], [], color=style.TRUTH, linestyle="--", linewidth=1.5, label="theory")
    ax.set_xticks(np.arange(0, depth + 1, 10))
    if band:
        near.set_label(f"within × {band} of the last layer")

    def move(values, theory=()):
        line.set_data(np.arange(1, len(values) + 1), np.clip(values, low, high))
        dashes.set_data(np.arange(1, len(theory) + 1), np.clip(theory, low, high))
        edges = np.clip([values[-1] / (band or 1), values[-1] * (band or 1)], low, high)
        near.set(y=edges[0], height=edges[1] - edges[0])

    return Moving([near, line, dashes], move)


def beside_the_layers(ax, curves, low, high):
    """Three numbers by layer {name: values}, on a log axis: forward, backward, and both. They stand still."""
    looks = [(style.FORWARD, "o-"), (style.BACKWARD, "s--"), (style.THIRD, "^-.")]
    for (name, values), (color, look) in zip(curves.items(), looks, strict=False):
        layers = np.arange(1, len(values) + 1)
        ax.plot(layers, values, look, color=color, markersize=3.5, linewidth=1.2, label=name)
    ax.set(ylim=(low, high), yscale="log", xlabel="layer")
    ax.legend(fontsize=8)
