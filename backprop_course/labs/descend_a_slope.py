"""Lab: gradient descent in a bowl with two curvatures; the learning rate against its limit 2/λmax."""

from typing import NamedTuple

import numpy as np

from backprop_course import plots, style
from backprop_course.labs.bench import Drawing, lab, log_slider, slider

STEPS = 60
ARRIVED = 1e-6  # a loss this small counts as arrived


class Descent(NamedTuple):
    """One walk in the bowl (u² + ratio v²)/2: path (steps + 1, 2), losses (steps + 1,), and how its rate is called."""

    rate: float
    ratio: float
    path: np.ndarray
    losses: np.ndarray
    regime: str

    @property
    def limit(self):
        """The rate beyond which the walk diverges: 2/λmax."""
        return 2 / self.ratio


def regime(rate, curvatures):
    """What a rate is to a bowl with these curvatures: slow, good, oscillating or diverging.

    The best fixed rate is 2/(λmin + λmax); below half of it is slow, above it the steep direction overshoots and
    dominates, and above 2/λmax the walk diverges (Nesterov, 2004).
    """
    smallest, largest = np.min(curvatures), np.max(curvatures)
    best = 2 / (smallest + largest)
    if rate >= 2 / largest:
        return "diverging"
    if rate > best:
        return "oscillating"
    return "good" if rate >= best / 2 else "slow"


def compute(rate, start, ratio):
    """Descend the bowl from (start, 1): each step multiplies a coordinate of curvature λ by 1 - rate λ."""
    curvatures = np.array([1.0, ratio])
    path = np.array([start, 1.0]) * (1 - rate * curvatures) ** np.arange(STEPS + 1)[:, None]
    losses = 0.5 * (curvatures * path**2).sum(axis=1)
    return Descent(rate, ratio, path, losses, regime(rate, curvatures))


def draw():
    """The path in the bowl; the loss by step; the factor per step by rate, with the limit."""
    figure, (left, middle, right) = style.figure(3, ratios=[1.2, 1, 1])
    rings = plots.rings(left, "u", "v", width=4.5, height=2.5)
    path = plots.path(left)
    curve = plots.loss_curve(middle, STEPS, 1e-8, 1e4)
    factors = plots.rate_limit(right, low=0.01, high=10)
    titles = [plots.title(ax) for ax in (left, middle, right)]
    panels = [rings, path, curve, factors, *titles]

    def move(walk):
        rings.move(walk.ratio)
        path.move(walk.path)
        curve.move(walk.losses)
        factors.move(walk.rate, [1.0, walk.ratio])
        for panel, words in zip(titles, (f"path: {walk.regime}", "loss by step", f"limit 2/λmax = {walk.limit:.3g}")):
            panel.move(words)

    return Drawing(figure, [artist for panel in panels for artist in panel.artists], move)


def say(walk):
    """The regime, the rate beside its limit, and when the walk arrives or where it has gone."""
    beside = f"rate {walk.rate:.3g} {'is beyond' if walk.regime == 'diverging' else 'is below'} the limit 2/λmax = {walk.limit:.3g}"
    arrived = np.flatnonzero(walk.losses < ARRIVED)
    if walk.regime == "diverging":
        higher = np.flatnonzero(walk.losses > 10 * walk.losses[0])
        end = f"the loss is ten times its start at step {higher[0]}" if higher.size else "the loss does not fall"
    elif arrived.size:
        end = f"the loss falls below {ARRIVED:g} at step {arrived[0]}"
    else:
        end = f"after {STEPS} steps the loss is {walk.losses[-1]:.2g}"
    return f"{walk.regime.capitalize()}: {beside}; {end}."


def descend_a_slope():
    """The lab, at a rate that is good."""
    return lab(
        compute, draw, say,
        rate=log_slider("learning rate", 0.01, 10, 0.3),
        start=slider("start", -4.0, 4.0, 3.0, 0.5),
        ratio=log_slider("curvature ratio", 1, 20, 4.0, steps=26),
    )  # fmt: skip
