"""Lab: a line fitted by gradient descent, its path on the loss bowl, and its rate against 2/λmax."""

from functools import lru_cache
from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.fit_a_line import pictures
from backprop_course.nn.models import linear_regression
from backprop_course.nn.training import train
from backprop_course.nn.walks import Regime, first_step, regime
from backprop_course.widgets import panels, style
from backprop_course.widgets.controls import choice, evenly_spaced, log_spaced, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

STEPS = 40
NEAR = 1.01  # a loss within 1 % of the least counts as arrived
HOW = {
    Regime.SLOW: "slow",
    Regime.GOOD: "good",
    Regime.OSCILLATING: "oscillating",
    Regime.DIVERGING: "diverging",
}
MEASURED, STANDARDIZED = INPUTS = "as measured", "standardized"


class Problem(NamedTuple):
    """Points x, y (n, 1), the x at both ends of the picture, and what the normal equations know of the loss.

    curvatures (2,) ascend; best (2,) is the (W, b) of the least loss.
    """

    x: np.ndarray
    y: np.ndarray
    ends: np.ndarray
    curvatures: np.ndarray
    best: np.ndarray
    least: float


class Walk(NamedTuple):
    """A line descending: path (steps + 1, 2) of (W, b), losses (steps + 1,), and what its rate is."""

    rate: float
    inputs: str
    path: np.ndarray
    losses: np.ndarray
    regime: Regime

    @property
    def problem(self):
        """The data that the line is fitted to."""
        return problem(self.inputs)

    @property
    def limit(self):
        """The rate beyond which the walk diverges: 2/λmax."""
        return 2 / self.problem.curvatures[-1]

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


def with_ones(x):
    """x (n, d) with a column of ones (n, d + 1): the bias is the weight of an input that is always 1."""
    return np.hstack([x, np.ones_like(x[:, :1])])


@lru_cache
def problem(inputs):
    """The noisy line, its input as measured or standardized."""
    x, y = data.noisy_line()
    ends = np.array([[0.0], [2.0]])
    if inputs == STANDARDIZED:
        x, ends = data.standardize(x, ends)
    A = with_ones(x)
    best = np.linalg.solve(A.T @ A, A.T @ y)
    least = 0.5 * ((A @ best - y) ** 2).mean()
    return Problem(x, y, ends, np.linalg.eigvalsh(A.T @ A / len(x)), best[:, 0], least)


def compute(rate, W, b, inputs):
    """Descend STEPS steps from the line x W + b, by the course's own `train`."""
    x, y, _, curvatures, _, _ = problem(inputs)
    start = [[np.array([[float(W)]]), np.array([[float(b)]])]]
    steps = list(islice(train(linear_regression(1), start, repeat((x, y)), rate), STEPS + 1))
    path = np.array([step.theta for step in steps])
    return Walk(rate, inputs, path, np.array([step.loss for step in steps]), regime(rate, curvatures))


def surface(inputs, Ws, bs):
    """The loss (rows of bs, columns of Ws) over the plane of all lines."""
    _, _, _, _, best, least = problem(inputs)
    A = with_ones(problem(inputs).x)
    off = np.stack(np.meshgrid(Ws, bs), axis=-1) - best
    return least + 0.5 * ((off @ A.T) ** 2).mean(axis=-1)


def draw():
    """The data with its lines; the path on the loss bowl; the loss by step with its floor."""
    figure, (left, middle, right) = style.figure(3, ratios=[1.1, 1.1, 1])
    plane = np.linspace(-5, 9, 60)
    known = [problem(inputs) for inputs in INPUTS]
    raw = known[0]
    line = pictures.line_through(left, raw.x, raw.y, with_ones(raw.ends) @ raw.best)
    heights = [surface(inputs, plane, plane) for inputs in INPUTS]
    bowl = panels.bowls(middle, heights, [one.best for one in known], plane, plane, "W", "b")
    path = panels.path(middle)
    curve = panels.loss_curve(right, STEPS, 0.2, 1e3, floor=raw.least)

    def move(walk):
        line.move(walk.lines)
        bowl.move(INPUTS.index(walk.inputs))
        path.move(walk.path)
        curve.move(walk.losses)

    return drawing(figure, [line, bowl, path, curve], move, headings)


def headings(walk):
    """One title a panel: the line's age, the regime with its limit, the arrival."""
    gone = walk.regime is Regime.DIVERGING and np.abs(walk.lines[-1]).min() > 20
    if walk.regime is Regime.DIVERGING and walk.tenfold is not None:
        arrival = f"10 × its start at step {walk.tenfold}"
    elif walk.regime is Regime.DIVERGING or walk.arrival is None:
        arrival = f"{walk.losses[-1] / walk.problem.least:.3g} × the least loss"
    else:
        arrival = f"within 1 % at step {walk.arrival}"
    line = "the line is lost" if gone else f"line after {STEPS} steps"
    return line, f"{HOW[walk.regime]}, limit {walk.limit:.3g}", arrival


def ending(walk):
    """Where the walk has gone, with its step."""
    now, least = walk.losses[-1], walk.problem.least
    if walk.regime is Regime.DIVERGING and walk.tenfold is not None:
        return f"the loss is ten times its start at step {walk.tenfold}"
    if walk.regime is Regime.DIVERGING:
        growth = 2 * walk.rate / walk.limit - 1
        return f"the steep direction grows {growth:.4g}-fold each step, the loss at step {STEPS} is {now:.3g}"
    if walk.arrival is None:
        times = f"{now / least:.3g} × the normal equations' {least:.3g}"
        return f"after {STEPS} steps the loss is {now:.3g}, {times}"
    return f"the loss comes within 1 % of the normal equations' {least:.3g} at step {walk.arrival}"


def say(walk):
    """The regime, the rate beside its limit, and when the walk arrives or where it has gone."""
    beside = "is beyond" if walk.regime is Regime.DIVERGING else "is below"
    inputs = "" if walk.inputs == MEASURED else " of the standardized input"
    rate = f"rate {walk.rate:.3g} {beside} the limit 2/λmax = {walk.limit:.3g}{inputs}"
    return f"{HOW[walk.regime].capitalize()}: {rate}; {ending(walk)}."


def fit_a_line():
    """The lab, at a rate that is slow."""
    return lab(
        compute, draw, say,
        rate=slider("learning rate", log_spaced(0.01, 4, 60), 0.1, between=True),
        inputs=choice("input x", list(INPUTS), MEASURED),
        W=slider("initialization W", evenly_spaced(-4.0, 8.0, 0.5), -3.0, between=True),
        b=slider("initialization b", evenly_spaced(-4.0, 8.0, 0.5), 7.0, between=True),
    )  # fmt: skip
