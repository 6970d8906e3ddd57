"""Pictures of this lesson alone: images with maps of what moved an answer, a line with its slope."""

import numpy as np

from backprop_course.lessons.explain_a_prediction.experiments import EIGHT, integrated
from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still

SIDE = 8
LEGEND = "blue raises the score, vermillion lowers it"


def framed(ax, named=""):
    """An axis for one image: a thin frame, no ticks."""
    ax.set(xticks=[], yticks=[])
    ax.set_title(named, fontsize=9, loc="center", fontweight="normal")
    for spine in ax.spines.values():
        spine.set(visible=True, linewidth=0.7)


def gray(ax, image, named=""):
    """One image (64,), dark where something is written."""
    ax.imshow(np.reshape(image, (SIDE, SIDE)), cmap=style.GRAYS, vmin=0, vmax=1, interpolation="nearest")
    framed(ax, named)


def signed_image(ax, values, reach, named=""):
    """One map (64,) on the scale from -reach, vermillion, over white to reach, blue."""
    shown = ax.imshow(
        np.reshape(values, (SIDE, SIDE)), cmap=style.SIGNS, vmin=-reach, vmax=reach, interpolation="nearest"
    )
    framed(ax, named)
    return shown


def _grid(rows, columns, width, height):
    fig, axes = style.figure(rows * columns, width=width, height=height)
    for ax in axes:
        ax.remove()
    return fig, fig.subplots(rows, columns, squeeze=False, subplot_kw={"facecolor": "none"})


def named_images(images, digits):
    """Images (n, 64) in a row, below each the digit that was meant."""
    fig, axes = style.figure(len(images), width=9, height=1.25)
    for ax, image, digit in zip(axes, images, digits, strict=True):
        gray(ax, image)
        ax.set_xlabel(str(digit), labelpad=2)
    return Still(
        fig, f"The first {len(images)} unseen images of the first pile: {', '.join(map(str, digits))}."
    )


def maps_below(images, rows, reach, named=None, said=None):
    """Images (n, 64) over rows of maps {name: (n, 64)}, all on one scale, with its legend."""
    fig, axes = _grid(1 + len(rows), len(images), 1.1 * len(images) + 1.9, 1.25 * (1 + len(rows)) + 0.3)
    for number, (ax, image) in enumerate(zip(axes[0], images, strict=True)):
        gray(ax, image, "" if named is None else named[number])
    for line, (name, maps) in zip(axes[1:], rows.items(), strict=True):
        for ax, values in zip(line, maps, strict=True):
            shown = signed_image(ax, values, reach)
        line[0].set_ylabel(name)
    axes[0][0].set_ylabel("image")
    _scale(fig, shown, axes[1:].ravel().tolist(), reach)
    largest = "; ".join(f"{name} {spot_words(maps)}" for name, maps in rows.items())
    return Still(fig, f"{said or f'Largest in size: {largest}'}. {LEGEND.capitalize()}.")


def _scale(fig, shown, axes, reach):
    bar = fig.colorbar(shown, ax=axes, extend="both", shrink=0.9, ticks=[-reach, 0, reach])
    bar.set_ticklabels([f"−{reach:g} lowers", "0", f"{reach:g} raises"])
    bar.outline.set_visible(False)


def spot_words(maps):
    """Where maps (n, 64) are largest in size, and what they are there: one place, or several."""
    places = np.abs(maps).argmax(axis=1)
    values = np.take_along_axis(np.asarray(maps), places[:, None], axis=1)[:, 0]
    if len(set(places)) == 1:
        return f"{values.min():.2g} to {values.max():.2g}, always {place_words(places[0])}"
    return f"{np.abs(values).min():.2g} to {np.abs(values).max():.2g}, in {len(set(places))} places"


def place_words(pixel):
    """A pixel by its row and column, from 1."""
    return f"in row {pixel // SIDE + 1}, column {pixel % SIDE + 1}"


def integrated_before_and_after(images, params, others):
    """Integrated maps of the score of 8 by two readers, each map on a scale of its own."""
    rows = {}
    for name, weights in {"trained": params, "random": others}.items():
        maps = np.array([integrated(weights, x, EIGHT) for x in images])
        rows[name] = maps / np.abs(maps).max(axis=1, keepdims=True)
    said = f"{len(images)} integrated maps by each network, each over its largest size: blank where no ink is"
    return maps_below(images, rows, 1, said=said)


def along_a_line():
    """The score tanh(6 t) on the way from (0, 0) to (1, 1), and its slope by t."""
    fig, (left, right) = style.figure(2, width=8, height=2.6)
    t = np.linspace(0, 1, 201)
    slope = 6 * (1 - np.tanh(6 * t) ** 2)
    left.plot(t, np.tanh(6 * t), color=style.FORWARD)
    left.set(xlabel="t, the share of the way", xlim=(0, 1), ylim=(0, 1.05), title="score")
    right.plot(t, slope, color=style.BACKWARD)
    right.fill_between(t, slope, color=style.mixed(style.BACKWARD, 0.25))
    right.set(xlabel="t, the share of the way", xlim=(0, 1), ylim=(0, 6.2), title="its slope")
    return Still(fig, f"The slope falls from 6 to {slope[-1]:.4f}; the area below it is {np.tanh(6):.3f}.")


# -- the lab's panels --


def moving_image(ax):
    """One gray image: move(image (64,))."""
    picture = ax.imshow(np.zeros((SIDE, SIDE)), cmap=style.GRAYS, vmin=0, vmax=1, interpolation="nearest")
    framed(ax)
    return Moving([picture], lambda image: picture.set_data(np.reshape(image, (SIDE, SIDE))))


def moving_map(fig, ax, reach):
    """One map on a fixed scale with its legend, and a frame where it is largest in size: move(map (64,))."""
    picture = signed_image(ax, np.zeros(SIDE * SIDE), reach)
    _scale(fig, picture, [ax], reach)
    look = {"markersize": 21, "markerfacecolor": "none", "markeredgecolor": style.INK}
    (frame,) = ax.plot([], [], "s", **look)
    frame.set_clip_on(False)

    def move(values):
        picture.set_data(np.reshape(values, (SIDE, SIDE)))
        row, column = divmod(int(np.abs(values).argmax()), SIDE)
        frame.set_data([column], [row])

    return Moving([picture, frame], move)


def likely_digits(ax):
    """The probability of each digit as a bar, a star over the true one: move(probabilities (10,), truth)."""
    bars = ax.bar(range(10), np.zeros(10), color=style.FORWARD, width=0.7)
    (star,) = ax.plot([], [], "*", markersize=13, color=style.TRUTH)
    ax.set(ylim=(0, 1.12), xticks=range(10), xlabel="digit (★: the true one)", ylabel="probability")
    ax.set_yticks([0, 0.5, 1])

    def move(probabilities, truth):
        for bar, height in zip(bars, probabilities, strict=True):
            bar.set_height(height)
        star.set_data([truth], [min(probabilities[truth], 1) + 0.05])

    return Moving([*bars, star], move)
