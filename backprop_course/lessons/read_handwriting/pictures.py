"""Pictures of this lesson alone: images, probabilities, confusions, shares with their intervals."""

import numpy as np

from backprop_course.lessons.read_handwriting.intervals import interval, of_forms
from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still


def mosaic(ax, images, words, columns):
    """Gray images (n, rows, columns) in rows of `columns`, dark where something is written, words below each.

    They stand still.
    """
    for place, (image, said) in enumerate(zip(images, words, strict=True)):
        row, column = divmod(place, columns)
        left, top = 1.15 * column, 1.55 * row
        ax.imshow(image, cmap=style.GRAYS, extent=(left, left + 1, top + 1, top), interpolation="nearest")
        ax.text(left + 0.5, top + 1.08, said, ha="center", va="top", fontsize=9, linespacing=1.1)
    rows = -(-len(images) // columns)
    ax.set(xlim=(-0.05, 1.15 * columns - 0.1), ylim=(1.55 * rows, -0.05), aspect="equal")
    ax.set_axis_off()


def pixels(ax, side):
    """One gray image of side x side pixels, dark where something is written: move(image)."""
    image = ax.imshow(np.zeros((side, side)), cmap=style.GRAYS, vmin=0, vmax=1, interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set_visible(True)
    return Moving([image], image.set_data)


def class_bars(ax, classes):
    """The probability of each class, the true one marked by a star: move(probabilities, truth).

    A truth of None has no star.
    """
    bars = ax.bar(range(classes), np.zeros(classes), color=style.FORWARD, width=0.7)
    (star,) = ax.plot([], [], marker="*", markersize=13, color=style.TRUTH, linestyle="none")
    ax.set(ylim=(0, 1.12), xticks=range(classes), xlabel="digit (★: the true one)")
    ax.set_ylabel("probability")

    def move(probabilities, truth):
        for bar, height in zip(bars, probabilities, strict=True):
            bar.set_height(height)
        known = [] if truth is None else [truth]
        star.set_data(known, [min(probabilities[digit], 1) + 0.05 for digit in known])

    return Moving([*bars, star], move)


def moving_intervals(ax, names, low, high):
    """A row for each name, with a share and its interval on a percent axis: move(ends (names, 3)).

    A share below the axis is an arrow at its edge, with the number.
    """
    rows = np.arange(len(names))
    bar = {"linewidth": 3, "solid_capstyle": "butt", "clip_on": False}  # clipped, it would be read as a curve
    bars = [ax.plot([], [], color=style.FORWARD, **bar)[0] for _ in rows]
    look = {"color": style.FORWARD, "linestyle": "none", "clip_on": False}
    (dots,), (below,) = ax.plot([], [], "o", markersize=8, **look), ax.plot([], [], "<", markersize=9, **look)
    below.set_in_layout(False)
    numbers = [ax.text(low + (high - low) / 20, row, "", fontsize=9, va="center") for row in rows]
    ax.set(xlim=(low, high), ylim=(len(names) - 0.5, -0.6), xlabel="right, in %, with its interval")
    ax.set_yticks(rows, names)

    def move(ends):
        shares, inside = ends[:, 1], ends[:, 1] >= low
        for row, (bar, number) in enumerate(zip(bars, numbers, strict=True)):
            bar.set_data(np.clip(ends[row, [0, 2]], low, high), [row, row])
            number.set_text("" if inside[row] else f"{shares[row]:.0f}")
        dots.set_data(shares[inside], rows[inside])
        below.set_data(np.full(np.sum(~inside), low), rows[~inside])

    return Moving([*bars, dots, below, *numbers], move)


def confusion(ax, counts):
    """How often each class (row) was taken for each (column): right ones green, mistakes vermillion.

    Counts (k, k); they stand still.
    """
    right, size = np.eye(len(counts), dtype=bool), len(counts)
    shares = np.where(right, 0.2 * (counts > 0), np.minimum(0.3, 0.1 + 0.02 * counts) * (counts > 0))
    colors = np.where(right, style.TRUTH, style.BACKWARD)
    cells = [style.mixed(*pair) for pair in zip(colors.ravel(), shares.ravel(), strict=True)]
    ax.imshow(np.reshape(cells, (size, size, 3)), interpolation="nearest")
    for (row, column), count in np.ndenumerate(counts):
        if count:
            ax.text(column, row, f"{count}", ha="center", va="center", fontsize=9)
    ax.set(xlabel="read as", ylabel="is", xticks=range(size), yticks=range(size))


def first_digits(images, targets, words="The first {} images, and below each the digit that was meant."):
    """Images (n, 64) in rows of ten, as a still."""
    figure, (ax,) = style.figure(width=8, height=1.2 * -(-len(images) // 10))
    mosaic(ax, images.reshape(-1, 8, 8), [str(digit) for digit in targets.argmax(axis=1)], columns=10)
    return Still(figure, words.format(len(images)))


def rivals(found, n):
    """The share right of each reader {name: (setting, right answers)}, with its interval."""
    figure, (ax,) = style.figure(width=6.5, height=2.4)
    rows = {f"{name}, {setting}": right.sum() for name, (setting, right) in found.items()}
    said = [
        _interval(ax, row, name, right, n, interval(right, n), style.FORWARD)
        for row, (name, right) in enumerate(rows.items())
    ]
    ax.set(ylim=(len(rows) - 0.4, -0.6), xlabel="right, in %, with its interval", title=f"{n} test rows")
    ax.set_yticks(range(len(rows)), list(rows))
    return Still(figure, f"Of {n} test rows right: {'; '.join(said)}.")


def hands(by_form, by_rows, groups):
    """Shares right by group (rows,) of two kinds: each form left out, and as many rows dealt at random.

    The interval of the forms is that of their 14 shares, for the rows of a form are one hand.
    """
    figure, (left, right) = style.figure(2, width=9.5, height=3.2, ratios=[1.5, 1])
    hits_by_rows, deals = by_rows
    of_rows = interval(hits_by_rows.sum(), len(hits_by_rows))
    kinds = {
        "a form": (by_form, groups, of_forms, style.THIRD, "o"),
        "dealt rows": (hits_by_rows, deals, lambda shares: of_rows, style.FORWARD, "s"),
    }
    said = []
    for row, (name, (hits, of, ends_of, color, marker)) in enumerate(kinds.items()):
        shares = np.array([hits[of == group].mean() for group in range(groups.max() + 1)])
        left.plot(range(1, len(shares) + 1), 100 * shares, marker, color=color, fillstyle="none", label=name)
        words = _interval(right, row, name, hits.sum(), len(hits), ends_of(shares), color)
        said.append(f"{words}, each {100 * shares.min():.0f} to {100 * shares.max():.0f} %")
    left.set(xlabel="what is left out, 1 to 14", ylabel="right, in %", title="each left out once")
    left.legend(fontsize=8, loc="lower center")
    right.set(ylim=(1.6, -0.6), xlabel="right, in %, with its interval", title="all 1797 rows")
    right.set_yticks([0, 1], list(kinds))
    return Still(figure, f"Of {len(groups)} right: {'; '.join(said)}.")


def _interval(ax, row, name, right, n, ends, color):
    """One row: the share of right answers among n as a dot with its interval; the same in words."""
    low, high = (100 * end for end in ends)
    ax.plot([low, high], [row, row], color=color, linewidth=3, solid_capstyle="butt")
    ax.plot(100 * right / n, row, "o", color=color, markersize=8)
    return f"{name}: {right}, {100 * right / n:.1f} % ({low:.1f} to {high:.1f})"


BINS = (0, 0.7, 0.9, 0.99, 1)  # the last one holds its upper end


def kept(sure, right):
    """For each of the BINS: the mean promise, the right answers, and how many there are."""
    place = np.minimum(np.digitize(sure, BINS), len(BINS) - 1)
    return [
        (sure[place == k].mean(), int(right[place == k].sum()), int((place == k).sum())) for k in (1, 2, 3, 4)
    ]


def calibration(kinds):
    """What was promised and what was right, {name: (sure, right)}, by BINS, with intervals by image."""
    figure, (ax,) = style.figure(width=6, height=3.6)
    ax.plot([50, 100], [50, 100], "--", color=style.DATA, linewidth=1)
    said = []
    looks = zip(kinds.items(), ((style.FORWARD, "s", 7, 4), (style.THIRD, "o", 5, 2)), strict=True)
    for (name, (sure, right)), (color, marker, size, width) in looks:
        groups = []
        for promise, hits, n in kept(sure, right):
            low, high = (100 * end for end in interval(hits, n))
            x, label = 100 * promise, name if promise < 0.7 else None
            ax.plot([x, x], [low, high], color=color, linewidth=width)
            ax.plot(x, 100 * hits / n, marker, color=color, markersize=size, label=label)
            groups.append(f"{100 * promise:.2f} ({low:.2f} to {high:.2f})")
        said.append(f"{name.capitalize()}: {', '.join(groups)}.")
    ax.set(xlabel="promised, in %", ylabel="right, in %", title="answers by what they promise")
    ax.legend(fontsize=8)
    return Still(figure, f"Promised, in %, and the interval of what is right. {' '.join(said)}")


def mistakes(images, said):
    """Images (n, 64) with words below each, the surest first, as a still."""
    figure, (ax,) = style.figure(width=9, height=1.9 * -(-len(images) // 6))
    mosaic(ax, images.reshape(-1, 8, 8), said, columns=6)
    surest = said[0].replace("\n", ", ")
    return Still(figure, f"{len(said)} mistakes, with what was meant and read. The surest: {surest}.")


def confused(counts):
    """A confusion matrix, as a still."""
    figure, (ax,) = style.figure(width=4.6, height=4.2)
    confusion(ax, counts)
    off = counts - np.diag(np.diag(counts))
    is_, read = np.unravel_index(off.argmax(), off.shape)
    words = f"{np.trace(counts)} of {counts.sum()} on the diagonal"
    return Still(figure, f"Confusions: {words}; most often, {off.max()} times, {is_} is read as {read}.")
