"""Labs: gradient descent in a bowl, its rate against the limit 2/λmax; and three rules to stop a walk."""

import math
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.descend_a_slope import pictures
from backprop_course.nn.walks import Regime, descend, first_step, hessian, regime
from backprop_course.widgets import panels, style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import FOUR, choice, evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

STEPS = 60
ARRIVED = 1e-6  # a loss this small counts as arrived
LOW, HIGH = 1e-8, 1e4  # the losses in the picture
DIGITS = [*range(10, 50), *range(50, 100, 2)]  # of the rates: .25, .4 and .5 are among them
RATES = [round(digits * scale, 6) for scale in (0.001, 0.01, 0.1) for digits in DIGITS] + [10.0]


class Motion(StrEnum):
    """What a walk does in its bowl: its rate's regime, with jumps of θ₂ and the limit itself told apart."""

    SLOW = "slow"
    ONE_SIDE = "good, on one side"
    JUMPING = "good, jumping"
    OSCILLATING = "oscillating"
    AT_LIMIT = "at the limit"
    DIVERGING = "diverging"


HOW = {  # the name of the rate, and what the path shows
    Motion.SLOW: ("slow", "no jumps"),
    Motion.ONE_SIDE: ("good", "no jumps"),
    Motion.JUMPING: ("good", "θ₂ jumps over"),
    Motion.OSCILLATING: ("oscillating", "θ₂ to and fro"),
    Motion.AT_LIMIT: ("at the limit", "θ₂ stays as far"),
    Motion.DIVERGING: ("diverging", "θ₂ jumps out"),
}
SAME = 1e-9  # measured curvatures, and so limits, are right to about ten digits


class Descent(NamedTuple):
    """One walk in the bowl (θ₁² + ratio θ₂²)/2, with its measured curvatures (2,).

    path (steps + 1, 2), losses (steps + 1,).
    """

    rate: float
    path: np.ndarray
    losses: np.ndarray
    curvatures: np.ndarray

    @property
    def limit(self):
        """The rate from which on the walk does not converge: 2/λmax."""
        return 2 / self.curvatures[-1]

    @property
    def factors(self):
        """What a step multiplies θ₁ and θ₂ by (2,)."""
        return 1 - self.rate * self.curvatures

    @property
    def motion(self):
        """What the walk does; in a bowl θ₂ jumps over the bottom from half of the limit on."""
        found = regime(self.rate, self.curvatures)
        if found is Regime.DIVERGING:
            return Motion.AT_LIMIT if math.isclose(self.rate, self.limit, rel_tol=SAME) else Motion.DIVERGING
        if found is Regime.GOOD:
            return Motion.JUMPING if self.rate > self.limit / 2 * (1 + SAME) else Motion.ONE_SIDE
        return Motion(found)


def compute(rate, start, ratio):
    """Descend the bowl from (start, 1), and measure its curvatures there."""
    weights = np.array([1.0, ratio])
    first = np.array([start, 1.0])
    path = descend(lambda theta: weights * theta, first, rate, STEPS)
    curvatures = np.linalg.eigvalsh(hessian(lambda theta: weights * theta, first))
    return Descent(rate, path, 0.5 * path**2 @ weights, curvatures)


def draw():
    """The path in the bowl; the loss by step; the factor per step by rate, with the limit."""
    figure, (left, middle, right) = style.figure(3, ratios=[1.6, 1, 1])
    rings = pictures.rings(
        left, "θ₁: sideways, curvature 1", "θ₂: height, curvature = ratio", width=4.5, height=3.95
    )
    left.set_aspect("equal")  # or a bowl of ratio 4 looks round
    path = panels.path(left)
    curve = panels.loss_curve(middle, STEPS, LOW, HIGH, floor=ARRIVED, floor_name="arrived")
    factors = pictures.rate_factors(right, low=0.01, high=10)

    def move(walk):
        rings.move(walk.curvatures[-1])
        path.move(walk.path)
        curve.move(walk.losses)
        factors.move(walk.rate, walk.curvatures)

    return drawing(figure, [rings, path, curve, factors], move, headings)


def percent_of(share):
    """A share in per cent, exact enough to tell 99.9 from 100.1."""
    return f"{100 * share:.1f} %" if share < 2 else f"{100 * share:.0f} %"


def headings(walk):
    """One title a panel: what the rate is, how the loss goes, how much of the limit the rate is."""
    return (
        ": ".join(HOW[walk.motion]),
        headline(walk),
        f"rate: {percent_of(walk.rate / walk.limit)} of limit",
    )


def headline(walk):
    """The loss curve in a few words: where it arrives, blows up or stands."""
    arrived, tenfold = first_step(walk.losses < ARRIVED), first_step(walk.losses > 10 * walk.losses[0])
    if arrived is not None:
        return f"loss < {ARRIVED:.0e} at step {arrived}"
    return f"loss × 10 by step {tenfold}" if tenfold else f"loss {walk.losses[-1]:.3g} at step {STEPS}"


def say(walk):
    """The rate beside its limit, what a step does to θ₁ and θ₂, and when the walk arrives or how it goes."""
    share = percent_of(walk.rate / walk.limit)
    beside = f"rate {walk.rate:.4g} is {share} of the limit 2/λmax = {walk.limit:.4g}"
    # a factor of 1e-14 is 0, and its + 0.0 has no sign
    along, across = (f"{round(factor, 9) + 0.0:.4g}".replace("-", "−") for factor in walk.factors)
    step = f"a step multiplies θ₁ by {along} and θ₂ by {across}"
    name, _ = HOW[walk.motion]
    return f"{name.capitalize()}: {beside}; {step}. {ending(walk)}."


def ending(walk):
    """When the walk arrives, or how its loss goes."""
    first, last = walk.losses[0], f"{walk.losses[-1]:.3g} at step {STEPS}"
    arrived = first_step(walk.losses < ARRIVED)
    if arrived is not None:
        return f"The loss falls from {first:.3g} to below {ARRIVED:.0e} at step {arrived}"
    if walk.motion is not Motion.DIVERGING:
        return f"The loss falls from {first:.3g} to {last}"
    rise, tenfold = first_step(np.diff(walk.losses) >= 0), first_step(walk.losses > 10 * first)
    if rise is None:
        return f"The loss, {first:.3g} at first, still falls in these {STEPS} steps, to {last}"
    falls = "the first step" if rise == 1 else f"the first {rise} steps"
    begin = f"falls for {falls}, then climbs" if rise else "climbs from the first step on"
    end = f"more than ten times as high at step {tenfold}" if tenfold else last
    return f"The loss, {first:.3g} at first, {begin} and is {end}"


TRIES = (
    Try(
        "ratio 10",
        {"ratio": 10, "rate": 0.15},
        "At which rate does θ₂ stop jumping over the bottom? Say it first, then lower the rate.",
    ),
    Try("ratio 4", {"ratio": 4, "rate": 0.2}, "Which rate brings the loss below 1e-6 in the fewest steps?"),
    Try(
        "ratio 20",
        {"ratio": 20, "rate": 0.05},
        "A narrow bowl: how far down can you bring the loss in 60 steps, from the start 3?",
    ),
)


def descend_a_slope():
    """The lab of the learning rate, at a rate whose walk jumps to and fro."""
    return lab(
        compute, draw, say, TRIES,
        rate=slider("learning rate", RATES, 0.45, between=True),
        start=slider("start θ₁", evenly_spaced(0.5, 4.0, 0.5), 3.0, between=True),
        ratio=slider("curvature ratio", evenly_spaced(1, 20, 1), 4),
    )  # fmt: skip


LIMIT = 400  # the most steps of a walk that a rule may stop
CLOSE = 1e-3  # within this share of the way from the first loss to the floor, a walk is done
BY_GRADIENT, BY_CHANGE, BY_LOSS = "gradient norm", "change of the loss", "loss"
RULES = {BY_GRADIENT: "gradient norm", BY_CHANGE: "change of the loss", BY_LOSS: "loss"}


class Timing(StrEnum):
    """When a rule stops a walk; never, where it is not met before the step limit."""

    EARLY = "too early"
    IN_TIME = "in time"
    NEVER = "never"


TIMINGS = {
    Timing.EARLY: "too early",
    Timing.IN_TIME: "in time",
    Timing.NEVER: "never",
}


class Landscape(NamedTuple):
    """A loss and its gradient by theta (2,), where to start, at which rate to descend, and the least loss."""

    loss: Callable
    gradient: Callable
    start: tuple
    rate: float
    floor: float


def noisy_line_problem():
    """Squared error (with its 1/2) of a line, theta = (slope, intercept), on the noisy line's 100 points."""
    x, y = data.noisy_line()
    A = np.hstack([x, np.ones_like(x)])

    def loss(theta):
        return ((A @ theta - y[:, 0]) ** 2).mean() / 2

    best = np.linalg.lstsq(A, y[:, 0])[0]
    return Landscape(
        loss, lambda theta: A.T @ (A @ theta - y[:, 0]) / len(y), (0.013, 1.4535), 0.5, loss(best)
    )


def two_weights(start):
    """(1 - θ₁θ₂)²/2, the loss of two weights in a row: 1/2 at its saddle, the origin, and 0 at the least."""
    return Landscape(
        loss=lambda theta: (1 - theta[0] * theta[1]) ** 2 / 2,
        gradient=lambda theta: (theta[0] * theta[1] - 1) * theta[::-1],
        start=start, rate=0.1, floor=0.0,
    )  # fmt: skip


PROBLEMS = {
    "line through noisy data": noisy_line_problem,
    "two weights, from a plateau": lambda: two_weights((1e-3, 1e-3)),
    "two weights, past a saddle": lambda: two_weights((0.5, -0.5 + 1e-8)),
}


class Stop(NamedTuple):
    """A walk and its stop: losses and the watched number by step (LIMIT + 1,), and the least loss, `floor`.

    `step` is where it stops, `met` whether the rule was met, `done` the step from which the loss is close.
    """

    rule: str
    tolerance: float
    losses: np.ndarray
    watched: np.ndarray
    floor: float
    step: int
    met: bool
    done: int

    @property
    def timing(self):
        """Never, in time or too early."""
        if not self.met:
            return Timing.NEVER
        return Timing.IN_TIME if self.step >= self.done else Timing.EARLY


@lru_cache
def walked(problem):
    """The walk of a problem by its name: losses and gradient norms (LIMIT + 1,), and the least loss."""
    loss, gradient, start, rate, floor = PROBLEMS[problem]()
    path = descend(gradient, np.array(start), rate, LIMIT)
    norms = np.linalg.norm([gradient(theta) for theta in path], axis=1)
    return np.array([loss(theta) for theta in path]), norms, floor


def compute_stop(problem, rule, tolerance):
    """Where a rule stops a problem's walk: the first step whose watched number is below the tolerance."""
    losses, norms, floor = walked(problem)
    changes = np.append(np.nan, np.abs(np.diff(losses)))
    watched = {BY_GRADIENT: norms, BY_CHANGE: changes, BY_LOSS: losses}[rule]
    step = first_step(watched < tolerance)
    done = first_step(losses - floor <= CLOSE * (losses[0] - floor))
    met = step is not None
    return Stop(rule, tolerance, losses, watched, floor, step if met else LIMIT, met, done)


def draw_stop():
    """The loss as a share of its first, and the watched number: thick up to the stop, thin beyond."""
    figure, (left, right) = style.figure(2)
    loss = pictures.stopped_curve(left, LIMIT, -0.03, 1.05, "loss / first loss", "least loss", style.TRUTH)
    watched = pictures.stopped_curve(right, LIMIT, 1e-12, 10, "watched", "tolerance", style.THIRD, log=True)

    def move(stop):
        loss.move(stop.losses / stop.losses[0], stop.step, stop.floor / stop.losses[0])
        watched.move(stop.watched, stop.step, stop.tolerance)

    return drawing(figure, [loss, watched], move, headings_of_stop)


def headings_of_stop(stop):
    """One title a panel: the verdict and where the rule stops, the rule."""
    where = f"stops at step {stop.step}" if stop.met else f"{LIMIT} steps are not enough"
    rule = f"{RULES[stop.rule]} {'<' if stop.met else 'stays above'} {stop.tolerance:.3g}"
    return f"{TIMINGS[stop.timing]}: {where}", rule


def say_stop(stop):
    """The verdict, where the rule stops and with what loss, and from which step on the loss is close."""
    if stop.met:
        where = f"the {RULES[stop.rule]} is below {stop.tolerance:.3g} at step {stop.step}"
        where += f", where the loss is {stop.losses[stop.step]:.4g}"
    else:
        where = f"the {RULES[stop.rule]} is not below {stop.tolerance:.3g} in {LIMIT} steps"
        where += ", so only a step limit ends the walk"
    beside = f"From step {stop.done} on, a thousandth of the way to the least loss, {stop.floor:.4g}, is left"
    return f"{TIMINGS[stop.timing].capitalize()}: {where}. {beside}."


TRIES_TO_STOP = (
    Try(
        "tolerance 1e-6",
        {"tolerance": 1e-6},
        "Is the change rule in time now? Lower the tolerance until it is.",
    ),
    Try(
        "past the saddle",
        {"problem": "two weights, past a saddle"},
        "From which tolerance down is the change in time? And the gradient norm?",
    ),
    Try(
        "noisy line, loss",
        {"problem": "line through noisy data", "rule": BY_LOSS},
        "Does any tolerance below 0.4 stop the walk?",
    ),
)


def stop_a_descent():
    """The lab of the stop rules, at a tolerance that is met too early."""
    return lab(
        compute_stop, draw_stop, say_stop, TRIES_TO_STOP,
        problem=choice("problem", list(PROBLEMS), "two weights, from a plateau"),
        rule=choice("stop at a small", RULES, BY_CHANGE),
        tolerance=slider("tolerance", rounded(1e-10, 1, FOUR), 1e-5, between=True),
    )  # fmt: skip
