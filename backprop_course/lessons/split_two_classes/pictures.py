"""Pictures of this lesson: tumors and their shares, the sigmoid, pulls, trainings, doubts, rings, digits."""

import numpy as np

from backprop_course.lessons.split_two_classes import experiments
from backprop_course.nn.losses import sigmoid
from backprop_course.widgets import panels, style
from backprop_course.widgets.panels import Moving
from backprop_course.widgets.stills import Still

RADIUS = "radius of the largest nuclei"


# -- tumors by one measurement --


def tumors(R, Y):
    """Tumors by their radius, at 0 and 1, and the share of malignant ones in each bin."""
    fig, (ax,) = style.figure(width=6.5, height=2.1)
    _tumors(ax, R, Y)
    ax.set_ylim(-0.15, 1.15)
    ax.legend(loc="center right", fontsize=9)
    counts = f"{(Y == 0).sum()} benign tumors at 0, {(Y == 1).sum()} malignant at 1"
    first, *others = (f"{100 * share:.0f} %" for share in experiments.malignant_shares(R, Y))
    shares = f"of those with radius 12 to 13, {first} are malignant; then {', '.join(others)} up to 20"
    return Still(fig, f"{counts}. Squares: {shares}.")


def _tumors(ax, R, Y):
    spread = np.random.default_rng(0).uniform(-0.035, 0.035, len(R))  # so that dots do not hide each other
    ax.plot(R[:, 0], Y[:, 0] + spread, "o", color=style.DATA, markersize=2.5, alpha=0.5)
    at, shares = experiments.BINS[:-1] + 0.5, experiments.malignant_shares(R, Y)
    ax.plot(at, shares, "s", color=style.TRUTH, markersize=6, label="share malignant")
    ax.set(xlabel=RADIUS, ylabel="0 benign, 1 malignant", xlim=(7, 37), ylim=(-0.4, 2.05))
    ax.set_yticks([0, 0.5, 1])


def zero_one_line(R, Y):
    """The line of least squared error through zeros and ones, and where it crosses ½."""
    fig, (ax,) = style.figure(width=6.5)
    _tumors(ax, R, Y)
    W, b = experiments.zero_one_fit(R, Y)
    ends = np.array([R.min(), R.max()])
    ax.plot(ends, W * ends + b, color=style.FORWARD, label="line")
    middle = experiments.crossing(R, Y)
    ax.plot([middle, middle], [-0.4, 0.5], ":", color=style.FORWARD, linewidth=1.5)
    ax.legend(loc="upper left", fontsize=9)
    answers = " to ".join(f"{each:.2f}" for each in W * ends + b).replace("-", "−")
    return Still(fig, f"The line runs from {answers}, and crosses ½ at radius {middle:.1f}.")


def two_lines(R, Y, kept):
    """That line through all tumors, and through those that are kept."""
    fig, (ax,) = style.figure(width=6.5)
    _tumors(ax, R, Y)
    ends, said = np.array([R.min(), R.max()]), []
    for rows, look in ((np.ones_like(kept), "-"), (kept, "--")):
        name = f"{rows.sum()} tumors"
        W, b = experiments.zero_one_fit(R[rows], Y[rows])
        ax.plot(ends, W * ends + b, look, color=style.FORWARD, label=name)
        said.append(f"{name} {experiments.crossing(R[rows], Y[rows]):.1f}")
    ax.legend(loc="upper left", fontsize=9)
    return Still(fig, f"Where the line crosses ½: {', '.join(said)}.")


# -- the sigmoid, and pulls --


def squash():
    """The sigmoid, its slope, and tangents that show it at three places."""
    z = np.linspace(-6, 6, 241)
    fig, (ax,) = style.figure(width=6.5)
    ax.plot(z, sigmoid(z), color=style.FORWARD, label="$p = σ(z)$")
    ax.plot(z, sigmoid(z) * sigmoid(-z), "--", color=style.BACKWARD, label="slope $p\\,(1 - p)$")
    for at in (-3, 0, 3):
        p, near = sigmoid(at), at + np.array([-1.2, 1.2])
        ax.plot(near, p + p * (1 - p) * (near - at), color=style.BACKWARD, linewidth=1.2)
        ax.plot(at, p, "o", color=style.FORWARD, markersize=5)
    ax.set(xlabel="$z$", ylim=(-0.1, 1.1), xlim=(-6, 6), yticks=[0, 0.25, 0.5, 0.75, 1])
    ax.legend(loc="upper left", fontsize=9)
    at = sigmoid(3.0)
    words = f"σ is ½ at z = 0, where its slope is largest, 0.25; at z = ±3 its slope is {at * (1 - at):.3f}."
    return Still(fig, words)


def slopes_for_malignant():
    """|dz| of a malignant tumor by p, for the surprise and for squared error."""
    z = np.linspace(-9, 5, 281)
    p = sigmoid(z)
    fig, (ax,) = style.figure(width=6.5)
    ax.plot(z, 1 - p, color=style.BACKWARD, label="surprise: $1 - p$")
    ax.plot(
        z, (1 - p) * p * (1 - p), "--", color=style.BACKWARD, label="squared error: $(1 - p)\\,p\\,(1 - p)$"
    )
    ticks = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99]
    ax.set_xticks([np.log(each / (1 - each)) for each in ticks], [f"{each:g}" for each in ticks])
    ax.set(xlabel="p that a malignant tumor gets", ylabel="|dz|", ylim=(-0.05, 1.05), xlim=(-9, 5))
    ax.legend(loc="center left", fontsize=9)
    return Still(
        fig, "Size of dz at p = 0.001: surprise 0.999, squared error 0.001; at p = 0.5: 0.5 and 0.125."
    )


def pulls(ax, margins, curves):
    """How hard a point pulls by its margin, {name: heights at margins}: move(start, end) of all points.

    Points further out than the axis lie on its edge, which says so.
    """
    width = margins[-1]
    ax.set(xlim=(-width, width), ylim=(-0.05, 1.1))
    half = width / 2
    names = [f"≤ −{width:g}", f"−{half:g}", "0", f"{half:g}", f"≥ {width:g}"]
    ax.set_xticks([-width, -half, 0, half, width], labels=names)
    ax.set(xlabel="margin: z toward its own side", ylabel="pull |dz|")
    for (name, heights), line in zip(curves.items(), ("-", "--"), strict=False):
        ax.plot(margins, heights, line, color=style.mixed(style.BACKWARD, 0.85), linewidth=1.5, label=name)
    ax.legend(loc="upper right", fontsize=8)
    (first,) = ax.plot([], [], "s", color=style.mixed(style.DATA, 0.8), markersize=4, clip_on=False)
    (last,) = ax.plot([], [], "o", color=style.BACKWARD, markersize=3, clip_on=False)

    def move(start, end):
        for dots, (at, heights) in ((first, start), (last, end)):
            dots.set_data(np.clip(at, -width, width), heights)

    return Moving([first, last], move)


# -- trainings --


def fitted(R, Y, P, losses):
    """The probability by radius beside the shares, and the loss by step."""
    fig, (left, right) = style.figure(2, width=9, ratios=[1.4, 1])
    _tumors(left, R, Y)
    order = np.argsort(R[:, 0])
    left.plot(R[order, 0], P[order, 0], color=style.FORWARD, label="p")
    middle = np.interp(0.5, P[order, 0], R[order, 0])
    left.plot([middle, middle], [-0.1, 0.5], ":", color=style.FORWARD, linewidth=1.5)
    left.set_ylim(-0.1, 1.1)
    left.legend(loc="center right", fontsize=9)
    right.plot(losses, color=style.FORWARD)
    right.set(xlabel="step", ylabel="loss: mean surprise", ylim=(0, 0.75), xlim=(0, len(losses)))
    panels.level(right, np.log(2), "ln 2: always ½")
    at_17 = np.interp(17, R[order, 0], P[order, 0])
    words = (
        f"p crosses ½ at radius {middle:.1f}, and is {at_17:.2f} at 17. The loss goes from {losses[0]:.3f}"
    )
    return Still(fig, f"{words} to {losses[-1]:.3f} in {len(losses)} steps.")


def doubts(seeds):
    """Surprise by step on known and unseen tumors, of four in five splits; the share malignant by p."""
    seen = experiments.followed(seeds)
    fig, (left, right) = style.figure(2, width=9)
    steps = [step for step in seen if step]
    for name, look in (("known", "--"), ("unseen", "-")):
        values = np.array([getattr(seen[step], name) for step in steps])
        most = np.quantile(values, [0.1, 0.9], axis=1)
        left.fill_between(steps, *most, color=style.FORWARD, alpha=0.2, linewidth=0)
        left.plot(steps, values.mean(axis=1), look, color=style.FORWARD, label=f"{name}, mean")
    left.set(xscale="log", xlabel="step", ylabel="mean surprise", ylim=(0, 0.4), xlim=(steps[0], steps[-1]))
    left.fill_between([], [], color=style.FORWARD, alpha=0.2, linewidth=0, label="80 % of the splits")
    left.legend(loc="upper left", fontsize=9)
    edges = np.array([0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0001])
    for step, share in ((experiments.SHORT, 0.5), (experiments.LONG, 1)):
        p, y = seen[step].p.ravel(), seen[step].y.ravel()
        bins = [(p >= low) & (p < high) for low, high in zip(edges, edges[1:], strict=False)]
        shares = [[values[rows].mean() for rows in bins] for values in (p, y)]
        right.plot(*shares, "o-", color=style.mixed(style.FORWARD, share), markersize=4, label=f"step {step}")
    right.plot([0, 1], [0, 1], ":", color=style.TRUTH)
    right.set(xlabel="p, unseen tumors", ylabel="share malignant", xlim=(0, 1), ylim=(0, 1))
    right.legend(loc="upper left", fontsize=9)
    short, long = seen[experiments.SHORT], seen[experiments.LONG]
    called = (long.p >= 0.8) & (long.p < 0.95)
    words = (
        f"Mean surprise at steps {experiments.SHORT} and {experiments.LONG}: known {short.known.mean():.3f}"
        f" and {long.known.mean():.3f}, unseen {short.unseen.mean():.3f} and {long.unseen.mean():.3f}. Of the"
        f" unseen tumors with p from 0.8 to 0.95 at step {experiments.LONG}, {long.y[called].mean():.0%} are"
        " malignant."
    )
    return Still(fig, words)


# -- where one line is not enough --


def two_rings(X, Y):
    """A ring of class 1 inside a ring of class 0."""
    fig, (ax,) = style.figure(width=4, height=3.6)
    panels.points(ax, X, Y)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    inner, outer = int(Y.sum()), int((1 - Y).sum())
    return Still(fig, f"A ring of {inner} disks, class 1, lies inside a ring of {outer} crosses, class 0.")


def answers(predict, params, X, Y):
    """What a trained unit answers over the plane."""
    low, high = (-1.4, -1.4), (1.4, 1.4)
    fig, (ax,) = style.figure(width=4.2, height=3.6)
    p = predict(params, panels.grid(low, high))
    panels.boundary(ax, X, Y, low, high).move(p.reshape(60, 60))
    ax.set_aspect("equal")
    words = f"p over the plane runs from {p.min():.2f} to {p.max():.2f}"
    return Still(fig, f"{words}: blue would be 1, orange 0, and no color is ½.")


# -- ten classes --


def read_digits(X, P, Y, shown=(0, 1, 331)):
    """Some digits with the ten probabilities that they get, and how many of all are read rightly."""
    fig, axes = style.figure(2 * len(shown), width=9, height=2, ratios=[1, 1.6] * len(shown))
    for row, image, bars in zip(shown, axes[::2], axes[1::2], strict=True):
        image.imshow(X[row].reshape(8, 8), cmap=style.GRAYS)
        image.axis("off")
        colors = [style.TRUTH if true else style.FORWARD for true in Y[row] == 1]
        bars.bar(range(10), P[row], color=colors)
        bars.set(xticks=range(10), ylim=(0, 1), yticks=[0, 0.5, 1])
    right = int((P.argmax(axis=1) == Y.argmax(axis=1)).sum())
    likeliest = ", ".join(f"{P[row].argmax()} with {P[row].max():.2f}" for row in shown)
    words = f"Three unseen digits; green is the true class. Likeliest: {likeliest}."
    return Still(fig, f"{words} Of {len(Y)} unseen digits, {right} are read rightly.")


def two_measurements(X, Y, p_of):
    """Tumors by two measurements over the map of p_of(rows), the probability of malignant."""
    low, high = (-2.5, -2.5), (4.5, 4.5)
    fig, (ax,) = style.figure(width=5.5, height=4)
    panels.boundary(ax, X, Y, low, high).move(p_of(panels.grid(low, high)).reshape(60, 60))
    ax.set(xlabel="radius, standardized", ylabel="texture, standardized")
    right = ((p_of(X) > 0.5) == Y).mean()
    return Still(fig, f"{right:.1%} of these tumors lie on their side: malignant disks, benign crosses.")
