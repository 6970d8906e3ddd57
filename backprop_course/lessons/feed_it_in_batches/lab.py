"""Lab: a line fitted in batches: its path, its loss by epoch and by step; batch size and learning rate."""

from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.feed_it_in_batches import pictures
from backprop_course.nn.models import linear_regression
from backprop_course.nn.training import batches, train
from backprop_course.widgets import panels, style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import FINE, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

ROWS, EPOCHS, LATE, SEED = 64, 16, 4, 0  # LATE: a walk is judged by the mean of its last epochs
SIZES = (1, 2, 4, 8, 16, 32, 64)
RATES = np.array(rounded(0.003, 3, FINE))
NEAR = 0.01  # an excess loss below this counts as near the minimum
LOW, HIGH = 1e-4, 1e2  # the excess losses in the picture
SLOPES, INTERCEPTS = np.linspace(-1, 8, 60), np.linspace(-4, 4, 60)  # the plane in the picture


class NoisyLine(NamedTuple):
    """A line through ROWS points: the best slope and intercept (2,), the Hessian (2, 2), the noise of a row.

    `noise` is how far the gradient of one row is from that of all rows, at the best line: a root mean square.
    """

    best: np.ndarray
    hessian: np.ndarray
    noise: float

    @property
    def limit(self):
        """The rate from which steps with all rows diverge: 2/λmax."""
        return 2 / np.linalg.eigvalsh(self.hessian)[-1]

    def excess(self, thetas):
        """The loss over all rows less its minimum, for lines thetas (..., 2)."""
        away = thetas - self.best
        with np.errstate(all="ignore"):  # a diverging walk overflows; it is drawn on the edge
            return 0.5 * ((away @ self.hessian) * away).sum(axis=-1)


class Ending(StrEnum):
    """How a walk ends, and whether it came near the minimum in time to be judged."""

    DIVERGING = "diverging"
    SETTLED = "settled"
    NOISY = "noisy"
    SLOW = "slow"


ENDINGS = {
    Ending.DIVERGING: "diverging",
    Ending.SETTLED: "settled",
    Ending.NOISY: "noisy",
    Ending.SLOW: "slow",
}


class BatchDescent(NamedTuple):
    """A descent of EPOCHS epochs: thetas (steps + 1, 2), its excess losses, and those of full-batch steps."""

    size: int
    rate: float
    thetas: np.ndarray
    excess: np.ndarray
    full: np.ndarray

    @property
    def steps(self):
        """How many steps it takes in all."""
        return len(self.excess) - 1

    @property
    def end(self):
        """The mean excess loss of the last LATE epochs; infinite where it left the finite numbers."""
        return late(self.excess, self.size)

    @property
    def arrival(self):
        """The first step whose excess loss is below NEAR, or None."""
        below = np.flatnonzero(self.excess < NEAR)
        return int(below[0]) if below.size else None

    @property
    def ending(self):
        """Diverging, settled, noisy or slow: by the end, and by when it first came near."""
        if self.end > self.excess[0]:
            return Ending.DIVERGING
        if self.end < NEAR:
            return Ending.SETTLED
        judged = self.steps - LATE * ROWS // self.size  # the last epochs begin here
        return Ending.SLOW if self.arrival is None or self.arrival > judged else Ending.NOISY


def late(excess, size):
    """The mean of the last LATE epochs of losses (steps + 1, ...); infinite where it is no number."""
    with np.errstate(all="ignore"):
        mean = excess[-LATE * ROWS // size :].mean(axis=0)
    return np.where(np.isfinite(mean), mean, np.inf)[()]


@lru_cache
def line_to_fit():
    """The lab's own 64 points, and what is known of them without any descent."""
    x, y = data.noisy_line(ROWS)
    A = np.hstack([x, np.ones_like(x)])
    best = np.linalg.lstsq(A, y, rcond=None)[0]
    rows = A * (A @ best - y)  # the gradient of each row; their mean is 0 here
    return NoisyLine(best.ravel(), A.T @ A / ROWS, np.sqrt((rows**2).sum(axis=1).mean()))


@lru_cache
def walks(size, rates):
    """All thetas (steps + 1, rates, 2) and excess losses of the walks with this batch size, by `train`."""
    start = [[np.zeros((len(rates), 1, 1)), np.zeros((len(rates), 1, 1))]]
    feed = batches(*data.noisy_line(ROWS), size, np.random.default_rng(SEED))
    walk = train(linear_regression(1), start, islice(feed, EPOCHS * ROWS // size + 1), np.array(rates))
    thetas = np.array([step.theta for step in walk])
    return thetas, line_to_fit().excess(thetas)


def noise(size):
    """How far the gradient of a batch of distinct rows is from that of all rows, at the best line."""
    return line_to_fit().noise * np.sqrt((ROWS - size) / (ROWS - 1) / size)


def compute(size, rate):
    """The walk at one of SIZES: those of all RATES are walked at once, another rate alone."""
    rates = tuple(RATES) if rate in RATES else (rate,)
    which, (thetas, excess) = rates.index(rate), walks(size, rates)
    return BatchDescent(size, rate, thetas[:, which], excess[:, which], walks(ROWS, rates)[1][:, which])


def draw():
    """The path over the bowl; the excess loss by epoch and by step, beside that of full-batch steps."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.7)
    panels.contours(left, _height, SLOPES, INTERCEPTS, "W", "b")
    path = panels.path(left)
    star = left.plot(*line_to_fit().best, marker="*", markersize=12, color=style.TRUTH)
    path = panels.Moving([*path.artists, *star], path.move)  # the star above the path
    by_epoch = pictures.beside_full_batch(middle, (0, EPOCHS), "epoch (64 rows each)", LOW, HIGH, NEAR)
    by_step = pictures.beside_full_batch(right, (0.8, EPOCHS * ROWS), "step", LOW, HIGH, NEAR, log=True)
    middle.set_ylabel("loss − minimum")
    figure.legend(*middle.get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=9)

    def move(walk):
        path.move(walk.thetas)
        steps, full_steps = np.arange(len(walk.excess)), np.arange(len(walk.full))
        by_epoch.move(steps * walk.size / ROWS, walk.excess, full_steps, walk.full)
        by_step.move(steps, walk.excess, full_steps, walk.full)

    return drawing(figure, [path, by_epoch, by_step], move, headings)


def _height(slope, intercept):
    """The excess loss on a grid of slopes and intercepts."""
    return line_to_fit().excess(np.stack([slope, intercept], axis=-1))


def headings(walk):
    """One title a panel: the batch, the verdict with the end, the number of steps."""
    end = f"ends near {walk.end:.2g}" if walk.end < HIGH else "leaves the picture"
    batch, steps = f"{counted(walk.size, 'row')} a step", f"{counted(walk.steps, 'step')} in all"
    return batch, f"{ENDINGS[walk.ending]}: {end}", steps


def say(walk):
    """The verdict, when the walk first comes near by epochs and steps, where it ends, and its noise."""
    which = f"batches of {walk.size} at rate {walk.rate:.3g}"
    pace = f"{counted(ROWS // walk.size, 'step')} an epoch"
    gradient = f"the noise of a batch at the minimum is {noise(walk.size):.2g}"
    limit = f"the limit of the rate for all rows is {line_to_fit().limit:.3g}"
    ending, way = ENDINGS[walk.ending].capitalize(), way_to_the_minimum(walk)
    return f"{ending}: {which}, {pace}; {way}; {gradient}; {limit}."


def way_to_the_minimum(walk):
    """When the excess loss first falls below NEAR, and its mean at the end."""
    if walk.ending is Ending.DIVERGING:
        return f"loss − minimum goes from {walk.excess[0]:.2g} beyond {min(walk.end, HIGH):.3g}"
    step, end = walk.arrival, f"its mean over the last {LATE} epochs is {walk.end:.2g}"
    if step is None:
        return f"loss − minimum never falls below {NEAR}, and {end}"
    when = f"after {counted(step, 'step')}, {counted(float(f'{step * walk.size / ROWS:.2g}'), 'epoch')}"
    return f"loss − minimum first falls below {NEAR} {when}, and {end}"


def counted(number, name):
    """A number of things, as in '1 step' and '2 steps'."""
    return f"{number:g} {name}{'s' * (number != 1)}"


TRIES = (
    Try("rate 0.1", {"rate": 0.1}, "Lower the rate until it settles: how long does it take now?"),
    Try(
        "2 rows a step",
        {"size": 2},
        "Raise the batch size. Does the loss begin like the pale curve by epoch or by step?",
    ),
    Try(
        "all rows, rate 0.75",
        {"size": 64, "rate": 0.75},
        "Lower the batch size: which sizes end below the dashed line?",
    ),
)


def feed_it_in_batches():
    """The lab of batches, with a step after each row at a rate that keeps the line from resting."""
    return lab(
        compute, draw, say, TRIES,
        size=slider("batch size", SIZES, 1),
        rate=slider("learning rate", RATES, 0.17, between=True),
    )  # fmt: skip
