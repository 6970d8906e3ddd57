"""Pictures of this lesson alone: images, probabilities, confusions, losses by epoch."""

import numpy as np

from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving, leaving, within_axis


def mosaic(ax, images, words, columns):
    """Gray images (n, rows, columns) in rows of `columns`, dark where something is written, words below each.

    They stand still.
    """
    for place, (image, said) in enumerate(zip(images, words, strict=True)):
        row, column = divmod(place, columns)
        left, top = 1.15 * column, 1.55 * row
        ax.imshow(image, cmap="gray_r", extent=(left, left + 1, top + 1, top), interpolation="nearest")
        ax.text(left + 0.5, top + 1.08, said, ha="center", va="top", fontsize=9, linespacing=1.1)
    rows = -(-len(images) // columns)
    ax.set(xlim=(-0.05, 1.15 * columns - 0.1), ylim=(1.55 * rows, -0.05), aspect="equal")
    ax.set_axis_off()


def pixels(ax, side):
    """One gray image of side x side pixels, dark where something is written: move(image)."""
    image = ax.imshow(np.zeros((side, side)), cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(True)
    return Moving([image], image.set_data)


def class_bars(ax, classes):
    """The probability of each class, the true one marked by a star: move(probabilities, truth)."""
    bars = ax.bar(range(classes), np.zeros(classes), color=style.FORWARD, width=0.7)
    (star,) = ax.plot([], [], marker="*", markersize=13, color=style.TRUTH, linestyle="none", label="truth")
    ax.set(ylim=(0, 1.12), xticks=range(classes), xlabel="class", ylabel="probability")
    ax.legend(loc="upper right", fontsize=8, handletextpad=0.1, frameon=False, bbox_to_anchor=(1.02, 1.04))

    def move(probabilities, truth):
        for bar, height in zip(bars, probabilities, strict=True):
            bar.set_height(height)
        star.set_data([truth], [min(probabilities[truth], 1) + 0.05])

    return Moving([*bars, star], move)


def watched(ax, epochs, low, high):
    """Training and validation loss by epoch on a log axis, a star at the lowest of the second.

    Where the validation loss leaves the axis, that is told: move(training, validation).
    """
    ax.set(xlim=(0, epochs), ylim=(low, high), yscale="log", xlabel="epoch", ylabel="loss")
    (first,) = ax.plot([], [], color=style.FORWARD, label="training")
    (second,) = ax.plot([], [], color=style.THIRD, linestyle="--", label="validation")
    (star,) = ax.plot([], [], marker="*", markersize=13, color=style.TRUTH, linestyle="none", clip_on=False)
    ax.legend(loc="upper right", fontsize=8)
    away = leaving(ax, style.THIRD)

    def move(training, validation):
        validation = np.asarray(validation)
        best = np.argmin(validation)
        for line, losses in ((first, training), (second, validation)):
            line.set_data(np.arange(len(losses)), within_axis(losses, low, high))
        star.set_data([best], [np.clip(validation[best], low, high)])
        away.move(np.arange(len(validation)), validation)

    return Moving([first, second, star, *away.artists], move)


def confusion(ax, counts):
    """How often each class (row) was taken for each (column): right ones green, mistakes vermillion.

    Counts (k, k); they stand still.
    """
    right, size = np.eye(len(counts), dtype=bool), len(counts)
    shares = np.where(right, 0.35 * (counts > 0), np.minimum(1, 0.35 + 0.2 * counts) * (counts > 0))
    colors = np.where(right, style.TRUTH, style.BACKWARD)
    cells = [style.mixed(*pair) for pair in zip(colors.ravel(), shares.ravel(), strict=True)]
    ax.imshow(np.reshape(cells, (size, size, 3)), interpolation="nearest")
    for (row, column), count in np.ndenumerate(counts):
        if count:
            ax.text(column, row, f"{count}", ha="center", va="center", fontsize=9)
    ax.set(xlabel="read as", ylabel="is", xticks=range(size), yticks=range(size))


def spread(ax, kinds, x_label):
    """Numbers {name: (values, low, high)}: a row of dots each, an interval below them. They stand still."""
    for row, (values, low, high) in enumerate(kinds.values()):
        lift = row - 0.12 - 0.05 * (np.arange(len(values)) % 3)  # or equal numbers would hide one another
        ax.plot(values, lift, "o", color=style.FORWARD, markersize=4.5, alpha=0.5)
        ax.plot([low, high], [row + 0.15] * 2, color=style.INK, linewidth=3, solid_capstyle="butt")
        ax.plot(np.mean(values), row + 0.15, "d", color=style.INK)
    ax.set(ylim=(len(kinds) - 0.5, -0.5), xlabel=x_label)
    ax.set_yticks(range(len(kinds)), kinds)
