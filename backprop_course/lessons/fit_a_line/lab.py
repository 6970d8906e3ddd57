"""Lab: a line fitted by gradient descent, its path on the loss bowl, and its rate beside the limit."""

from functools import lru_cache
from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.fit_a_line import pictures
from backprop_course.lessons.fit_a_line.exercises import MEASURED, STANDARDIZED
from backprop_course.lessons.fit_a_line.experiments import curvatures, least_squares, with_ones
from backprop_course.nn.models import linear_regression
from backprop_course.nn.training import train
from backprop_course.nn.walks import first_step
from backprop_course.widgets import panels, style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import FINE, choice, evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

STEPS = 40
NEAR = 1.01  # a loss within 1 % of the least counts as arrived
INPUTS = {MEASURED: "as measured", STANDARDIZED: "standardized"}


class FareProblem(NamedTuple):
    """Kilometers x, fares y (n, 1), x at both ends of the picture, and what linear algebra knows of the loss.

    curvatures (2,) ascend; best (2,) is the (W, b) of the least loss.
    """

    x: np.ndarray
    y: np.ndarray
    ends: np.ndarray
    curvatures: np.ndarray
    best: np.ndarray
    least: float


class LineDescent(NamedTuple):
    """A line descending: path (steps + 1, 2) of (W, b) and losses (steps + 1,)."""

    rate: float
    inputs: str
    path: np.ndarray
    losses: np.ndarray

    @property
    def problem(self):
        """The data that the line is fitted to."""
        return fare_problem(self.inputs)

    @property
    def limit(self):
        """The rate from which on the walk does not converge: 2/λmax."""
        return 2 / self.problem.curvatures[-1]

    @property
    def diverges(self):
        """Whether the steepest direction does not shrink."""
        return self.rate >= self.limit * (1 - 1e-9)

    @property
    def stays_as_far(self):
        """Whether the rate is the limit itself: the steepest direction goes to and fro."""
        return self.diverges and self.rate <= self.limit * (1 + 1e-9)

    @property
    def jumps(self):
        """Whether each step crosses the valley: its steepest direction changes sign from 1/λmax on."""
        return self.rate > self.limit / 2 * (1 + 1e-9)

    @property
    def arrival(self):
        """The first step whose loss is within 1 % of the least, or None."""
        return first_step(self.losses <= NEAR * self.problem.least)

    @property
    def tenfold(self):
        """The first step whose loss is above ten times the first, or None."""
        return first_step(self.losses > 10 * self.losses[0])

    @property
    def lines(self):
        """The height of each step's line at both ends of the picture (steps + 1, 2)."""
        return self.path @ with_ones(self.problem.ends).T


@lru_cache
def fare_problem(inputs):
    """The fares of the rides by their kilometers, as measured or standardized."""
    x, y = data.rides()
    x, ends = x[:, :1], np.array([[0.0], [4.0]])
    if inputs == STANDARDIZED:
        x, ends = data.standardize(x, ends)
    best = np.vstack(least_squares(x, y))
    least = 0.5 * ((with_ones(x) @ best - y) ** 2).mean()
    return FareProblem(x, y, ends, curvatures(x), best[:, 0], least)


def compute(rate, W, b, inputs):
    """Descend STEPS steps from the line x W + b, by the course's own `train`."""
    x, y, *_ = fare_problem(inputs)
    start = [[np.array([[float(W)]]), np.array([[float(b)]])]]
    steps = list(islice(train(linear_regression(1), start, repeat((x, y)), rate), STEPS + 1))
    path = np.array([np.ravel(step.params) for step in steps])
    return LineDescent(rate, inputs, path, np.array([step.loss for step in steps]))


def surface(inputs, Ws, bs):
    """The loss (rows of bs, columns of Ws) over the plane of all lines."""
    known = fare_problem(inputs)
    off = np.stack(np.meshgrid(Ws, bs), axis=-1) - known.best
    return known.least + 0.5 * ((off @ with_ones(known.x).T) ** 2).mean(axis=-1)


def draw():
    """The receipts with the lines; the path on the loss bowl; the loss by step with its floor."""
    figure, (left, middle, right) = style.figure(3, ratios=[1.1, 1.1, 1])
    Ws, bs = np.linspace(-5, 9, 60), np.linspace(-3, 15, 60)
    known = [fare_problem(inputs) for inputs in INPUTS]
    raw = known[0]
    line = pictures.line_through(left, raw.x, raw.y, with_ones(raw.ends) @ raw.best)
    heights = [surface(inputs, Ws, bs) for inputs in INPUTS]
    bowl = panels.bowls(middle, heights, [one.best for one in known], Ws, bs, "W", "b")
    path = panels.path(middle)
    curve = panels.loss_curve(right, STEPS, 0.3, 1e3, floor=raw.least, floor_name="least loss")

    def move(walk):
        line.move(walk.lines)
        bowl.move(list(INPUTS).index(walk.inputs))
        path.move(walk.path)
        curve.move(walk.losses)

    return drawing(figure, [line, bowl, path, curve], move, headings)


def headings(walk):
    """One title a panel: the line's age, what the path does, the arrival."""
    gone = walk.diverges and np.abs(walk.lines[-1]).min() > 40
    if walk.diverges and walk.tenfold is not None:
        arrival = f"10 × its start at step {walk.tenfold}"
    elif walk.diverges or walk.arrival is None:
        arrival = f"{walk.losses[-1] / walk.problem.least:.3g} × the least loss"
    else:
        arrival = f"within 1 % at step {walk.arrival}"
    return "the line is lost" if gone else f"line after {STEPS} steps", course_of(walk), arrival


def course_of(walk):
    """What the path does, in a title's words."""
    if walk.stays_as_far:
        return "goes to and fro"
    return "diverges" if walk.diverges else "crosses the valley" if walk.jumps else "stays on one side"


def whereabouts(walk):
    """Where the walk has gone, with its step."""
    now, least = walk.losses[-1], walk.problem.least
    if walk.diverges and walk.tenfold is not None:
        return f"the loss is more than ten times its start at step {walk.tenfold}"
    if walk.stays_as_far:
        return f"the steep direction goes to and fro, and the loss at step {STEPS} is {now:.3g}"
    if walk.diverges:
        growth = 2 * walk.rate / walk.limit - 1
        return f"the steep direction grows {growth:.4g}-fold each step, the loss at step {STEPS} is {now:.3g}"
    if walk.arrival is None:
        return f"after {STEPS} steps the loss is {now:.3g}, {now / least:.3g} × the least, {least:.3g}"
    return f"the loss comes within 1 % of the least, {least:.3g}, at step {walk.arrival}"


def say(walk):
    """The rate beside its limit, what the path does, and when the walk arrives or where it has gone."""
    if walk.diverges:
        how = "is at its limit or beyond"
    else:
        how = f"is below its limit, and the path {'crosses' if walk.jumps else 'does not cross'} the valley"
    inputs = "" if walk.inputs == MEASURED else " of standardized kilometers"
    return f"Rate {walk.rate:.3g} {how} (limit {walk.limit:.3g}{inputs}): {whereabouts(walk)}."


TRIES = (
    Try(
        "rate 0.15",
        {"rate": 0.15},
        "Lower the rate until the path no longer crosses the valley: what part of the limit is it?",
    ),
    Try("b 8", {"b": 8.0}, "The path begins elsewhere. From which b does it arrive soonest?"),
    Try(
        "standardized, rate 1",
        {"inputs": STANDARDIZED, "rate": 1},
        "The bowl is round now. How many steps does it take?",
    ),
)


def fit_a_line():
    """The lab, at a rate that crosses the valley and then creeps along it."""
    return lab(
        compute, draw, say, TRIES,
        rate=slider("learning rate", rounded(0.01, 4, FINE), 0.2, between=True),
        inputs=choice("input x", INPUTS, MEASURED),
        W=slider("initialization W", evenly_spaced(-4.0, 8.0, 0.5), -2.0, between=True),
        b=slider("initialization b", evenly_spaced(-2.0, 14.0, 0.5), 12.0, between=True),
    )  # fmt: skip
