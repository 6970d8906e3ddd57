"""Pictures of this lesson alone: images and what is rebuilt of them, four points, shadows, a map of codes."""

import numpy as np

from backprop_course.lessons.learn_without_labels.experiments import squared_loss
from backprop_course.widgets import style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still

SIDE, GAP = 8, 1  # pixels of an image, and between two


def tiled(rows):
    """Rows of images (rows, images, 64) side by side as one, (height, width), with white between them."""
    framed = np.pad(np.reshape(rows, (*np.shape(rows)[:2], SIDE, SIDE)), ((0, 0), (0, 0), (0, GAP), (0, GAP)))
    return np.vstack([np.hstack(row) for row in framed])[:-GAP, :-GAP]


def image_rows(ax, names, count):
    """Rows of `count` images, each row named on the left: move(rows (rows, images, 64))."""
    height, width = len(names) * (SIDE + GAP) - GAP, count * (SIDE + GAP) - GAP
    blank = np.zeros((height, width))
    picture = ax.imshow(blank, cmap=style.GRAYS, vmin=0, vmax=1, interpolation="nearest", aspect="equal")
    ax.set_yticks([SIDE / 2 - 0.5 + number * (SIDE + GAP) for number in range(len(names))], labels=names)
    ax.set_xticks([])
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return Moving([picture], lambda rows: picture.set_data(np.clip(tiled(rows), 0, 1)))


def rebuilt_rows(images, others, count=10):
    """The first unseen images, and below them what others {name: rebuild(rows)} make of them."""
    fig, (ax,) = style.figure(width=8, height=0.25 + 0.85 * (1 + len(others)))
    made = [rebuild(images.unseen) for rebuild in others.values()]
    image_rows(ax, ["original", *others], count).move(
        images.mean + np.array([rows[:count] for rows in (images.unseen, *made)])
    )
    named = zip(others, made, strict=True)
    losses = [f"{name} {squared_loss(rows, images.unseen):.2f}" for name, rows in named]
    return Still(fig, f"The loss on all {len(images.unseen)} unseen images: {', '.join(losses)}.")


def four_points(X, R):
    """Points (n, 2), what a code of one number makes of them, and how far each is off."""
    fig, (ax,) = style.figure(width=4.6, height=3.9)
    ax.plot(*np.stack([X, R]).transpose(2, 0, 1), color=style.mixed(style.BACKWARD, 0.5), linewidth=1)
    ax.plot(*X.T, "o", color=style.DATA, label="point")
    ax.plot(*R.T, "s", color=style.FORWARD, markersize=6, label="rebuilt")
    ax.set(xlim=(-2.6, 2.6), ylim=(-2.6, 2.6), aspect="equal", xlabel="x₁", ylabel="x₂")
    ax.legend(loc="upper left", fontsize=9)
    return Still(fig, f"The loss is {squared_loss(R, X):.4g}.")


def shadows(X):
    """Points and a line through their middle; the mean square of their shadows on it, by the line's angle."""
    fig, (left, right) = style.figure(2, width=8.4, height=3.6)
    angles = np.radians(np.arange(181))
    squares = ((X @ np.array([np.cos(angles), np.sin(angles)])) ** 2).mean(axis=0)
    best = angles[squares.argmax()]
    w = np.array([np.cos(best), np.sin(best)])
    left.plot(*np.stack([X, X @ w[:, None] * w]).transpose(2, 0, 1), color=style.DATA, linewidth=1)
    left.plot(*np.outer(w, [-3.2, 3.2]), color=style.TRUTH)
    left.plot(*X.T, "o", color=style.DATA)
    left.set(xlim=(-2.6, 2.6), ylim=(-2.6, 2.6), aspect="equal", xlabel="x₁", ylabel="x₂")
    left.set_title(f"the line at {np.degrees(best):.0f}°")
    right.plot(np.degrees(angles), squares, color=style.FORWARD)
    right.plot(np.degrees(best), squares.max(), "*", markersize=13, color=style.TRUTH)
    right.set(xlim=(0, 180), ylim=(0, 5), xticks=[0, 45, 90, 135, 180], xlabel="angle of the line, degrees")
    right.set_title("mean square of the shadows")
    said = f"The mean square is largest, {squares.max():.3g}, at {np.degrees(best):.0f} degrees"
    return Still(fig, f"{said}, and least, {squares.min():.3g}, at right angles to it.")


def losses_over_floor(losses, floor):
    """How far the loss lies above its floor by step, on log axes."""
    fig, (ax,) = style.figure(width=6)
    above = np.array(losses) - floor
    ax.plot(np.arange(1, len(above) + 1), above, color=style.FORWARD)
    ax.set(xscale="log", yscale="log", xlabel="step", ylabel="loss above the floor", xlim=(1, len(above)))
    return Still(fig, f"The loss begins {above[0]:.2f} above the floor and ends {above[-1]:.0e} above it.")


def rows_and_directions(D, V):
    """The rows of D and the principal directions V as images: blue adds ink, vermillion takes it away."""
    fig, axes = style.figure(4, width=8, height=2.3)
    names = ["row 1 of D", "row 2 of D", "direction 1", "direction 2"]
    for ax, row, name in zip(axes, [*D, *V], names, strict=True):
        reach = np.abs(row).max()
        ax.imshow(row.reshape(SIDE, SIDE), cmap=style.SIGNS, vmin=-reach, vmax=reach)
        ax.set(xticks=[], yticks=[])
        ax.set_title(name, fontsize=10)
    cosines = np.abs(V @ D[0]) / np.linalg.norm(D[0])
    return Still(
        fig, f"Row 1 of D has the cosines {cosines[0]:.2f} and {cosines[1]:.2f} with the directions."
    )


def code_maps(images, codes):
    """The unseen images as places in the plane by their codes {name: code(rows)}, each drawn as its class.

    Those that lie far out, beyond a hundredth of all on each side, are counted only.
    """
    fig, axes = style.figure(len(codes), width=9.4, height=4.4)
    colors = [style.FORWARD, style.BACKWARD, style.TRUTH, style.THIRD, style.DATA]
    said = []
    for ax, (name, code) in zip(axes, codes.items(), strict=True):
        plane = code(images.unseen)
        low, high = np.percentile(plane, [1, 99], axis=0)
        near = ((low <= plane) & (plane <= high)).all(axis=1)
        said.append(f"{name} {(~near).sum()}")
        for spot, digit in zip(plane[near], images.unseen_classes[near], strict=True):
            ax.text(*spot, str(digit), color=colors[digit % 5], fontsize=7, ha="center", va="center")
        ax.locator_params(nbins=5)
        ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="first number", ylabel="second number")
        ax.set_title(name)
    places = f"{len(images.unseen)} unseen images as places in the plane, each written as its class"
    return Still(fig, f"{places}; farther out than the picture lie: {', '.join(said)}.")


def splits_compared(scores):
    """Losses and shares read, a dot a split: flat beside deep."""
    fig, (left, right) = style.figure(2, width=8.4, height=2.6)
    pairs = ((left, scores.flat, scores.deep), (right, scores.read_flat, scores.read_deep))
    for ax, one, other in pairs:
        for place, found, color in ((0, one, style.DATA), (1, other, style.FORWARD)):
            heights = place + np.linspace(-0.25, 0.25, len(found))
            ax.plot(found, heights, "o", color=color, markersize=4)
        ax.set(ylim=(1.5, -0.5))
        ax.set_yticks([0, 1], labels=["plane", "deep"])
    left.set(xlabel="loss on unseen images", xlim=(1, 2))
    right.set(xlabel="share that a neighbor reads", xlim=(0.4, 0.9))
    said = f"mean loss {scores.flat.mean():.2f} and {scores.deep.mean():.2f}"
    read = f"read {scores.read_flat.mean():.0%} and {scores.read_deep.mean():.0%}"
    return Still(fig, f"Plane and deep over {len(scores.flat)} splits: {said}, {read}.")


def by_code_size(ax, sizes, nothing):
    """The loss on unseen images by code size: move(losses of the planes, size, the network's loss)."""
    ax.set(xscale="log", xlim=(0.9, sizes[-1] * 1.1), ylim=(0, 4), xlabel="numbers in the code")
    ax.set_ylabel("loss on unseen images")
    ax.set_xticks(sizes, labels=[str(size) for size in sizes])
    ax.minorticks_off()
    ax.axhline(nothing, color=style.DATA, linestyle=":", linewidth=1.5, label="the mean alone")
    (planes,) = ax.plot([], [], "o--", color=style.TRUTH, markersize=5, linewidth=1.5, label="best plane")
    (here,) = ax.plot([], [], "o", color=style.FORWARD, markersize=8, label="network", clip_on=False)
    ax.legend(loc="upper right", fontsize=9)

    def move(losses, size, found):
        planes.set_data(sizes, losses)
        here.set_data([size], [found if found <= 4 else np.nan])

    return Moving([planes, here], move)
