"""Lab: a walk in a narrow valley, and all its rates; rate, momentum, schedule, optimizer and valley."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from backprop_course.lessons.choose_a_rate import pictures
from backprop_course.lessons.choose_a_rate.valley import Valley
from backprop_course.nn import optimizers
from backprop_course.nn.walks import descend
from backprop_course.widgets import panels, style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import COARSE, choice, evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

STEPS, LAST, DRAWS = 100, 10, 8  # the loss at the end is the mean of the last steps, over draws of the noise
RATES = np.array(rounded(1e-3, 10, COARSE))
LOW, HIGH = 1e-8, 1e3  # losses below LOW count as the same; a walk above HIGH has diverged
BY_STEP, BY_RATE = (1e-5, 10), (LOW, 10)  # the losses in the two panels
EDGE = 4.8  # how far the map reaches

OPTIMIZERS = {
    "plain": lambda beta: optimizers.gradient_descent,
    "momentum": optimizers.momentum,
    "nesterov": optimizers.nesterov,
    "adagrad": lambda beta: optimizers.adagrad(),
    "rmsprop": lambda beta: optimizers.rmsprop(),
    "adam": optimizers.adam,
}
REMEMBER = ("momentum", "nesterov", "adam")  # those that have a momentum
SCHEDULES = {
    "constant": optimizers.constant_rate,
    "step": lambda rate: optimizers.step_decay(rate, STEPS // 4),
    "exponential": lambda rate: optimizers.exponential_decay(rate, 0.96),
    "cosine": lambda rate: optimizers.cosine(rate, STEPS),
    "warm-up, cosine": lambda rate: optimizers.warm_up(10, optimizers.cosine(rate, STEPS - 10)),
}


VALLEYS = {
    "along the axes": Valley(),
    "turned by 45°": Valley(turned=True),
    "along the axes, noisy": Valley(noise=0.3),
}


class Standing(StrEnum):
    """How a rate stands beside the best one; near it, at most twice its loss."""

    DIVERGING = "diverging"
    NEAR_BEST = "near the best"
    BELOW = "below the best"
    ABOVE = "above the best"


STANDINGS = {
    Standing.DIVERGING: "diverging",
    Standing.NEAR_BEST: "near its best loss",
    Standing.BELOW: "rate below the best",
    Standing.ABOVE: "rate above the best",
}


class ValleyWalk(NamedTuple):
    """A walk at one rate, path (STEPS + 1, 2) and its losses, and the losses at the end at all RATES."""

    optimizer: str
    beta: float
    schedule: str
    valley: str
    rate: float
    path: np.ndarray
    losses: np.ndarray
    end: float
    ends: np.ndarray

    @property
    def best(self):
        """The rate of the lowest loss at the end; the smallest of several below LOW."""
        return RATES[np.argmin(np.maximum(self.ends, LOW))]

    @property
    def standing(self):
        """How the rate stands beside the best one."""
        if not self.end < self.losses[0]:
            return Standing.DIVERGING
        if max(self.end, LOW) <= 2 * max(self.ends.min(), LOW):
            return Standing.NEAR_BEST
        return Standing.BELOW if self.rate < self.best else Standing.ABOVE


def compute(rate, beta, schedule, optimizer, valley):
    """Walk at this rate and at all RATES at once, (draws, rates, 2); a noisy valley has several draws."""
    place, rates = VALLEYS[valley], np.append(RATES, rate)
    noise = place.noise * np.random.default_rng(0).normal(size=(STEPS, DRAWS if place.noise else 1, 1, 2))
    theta = np.broadcast_to(place.start(), (noise.shape[1], len(rates), 2))
    with np.errstate(all="ignore"):  # a diverging walk overflows; that is said in words
        rates = SCHEDULES[schedule](rates[:, None])
        path = descend(place.gradient, theta, rates, STEPS, OPTIMIZERS[optimizer](beta), noise)
        losses = place.loss(path)
        stays = (losses <= HIGH).all(axis=(0, 1))  # what climbs above has diverged, also if it comes back
        ends = np.where(stays, losses[-LAST:].mean(axis=(0, 1)), np.inf)
    mine = slice(None), 0, -1
    return ValleyWalk(optimizer, beta, schedule, valley, rate, path[mine], losses[mine], ends[-1], ends[:-1])


def draw():
    """The path in the valley; the loss by step; the loss at the end by rate, with the best one."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.5)
    spots = np.linspace(-EDGE, EDGE, 121)
    grid = np.stack(np.meshgrid(spots, spots), axis=-1)
    heights = [place.loss(grid) for place in VALLEYS.values()]
    bowls = panels.bowls(left, heights, [(0, 0)] * len(heights), spots, spots, "θ₁", "θ₂")
    path = panels.path(left)
    curve = panels.loss_curve(middle, STEPS, *BY_STEP)
    rates = pictures.loss_by_rate(right, RATES, *BY_RATE)

    def move(walk):
        bowls.move(list(VALLEYS).index(walk.valley))
        path.move(walk.path)
        curve.move(walk.losses)
        rates.move(walk.ends, walk.rate, walk.end, walk.best)

    return drawing(figure, [bowls, path, curve, rates], move, headings)


def headings(walk):
    """One title a panel: the verdict, the loss at the end, the best rate with its loss."""
    end = loss_or_bound(walk.end)
    end = f"last {LAST} steps: {end}" if walk.end <= HIGH else f"loss {end}: diverged"
    best = f"best rate {walk.best:.2g}: {loss_or_bound(walk.ends.min())}"
    return STANDINGS[walk.standing], end, best


def loss_or_bound(loss):
    """A loss in two digits; a bound where it is below LOW or above HIGH."""
    if not loss <= HIGH:
        return f"> {HIGH:g}"
    return f"{loss:.2g}" if loss >= LOW else f"< {LOW:.0e}"


def at(loss):
    """Where a walk ends, in words: at a loss, or below or above a bound."""
    words = {"<": "below", ">": "above"}
    return f"{words[loss[0]]} loss {loss[2:]}" if loss[0] in words else f"at loss {loss}"


def say(walk):
    """The verdict, the settings, the loss at the end beside that of the best rate."""
    name = f"{walk.optimizer} with β = {walk.beta:g}" if walk.optimizer in REMEMBER else walk.optimizer
    unused = "" if walk.optimizer in REMEMBER else f" {walk.optimizer.capitalize()} uses no momentum."
    over = f", {DRAWS} draws of the noise" if VALLEYS[walk.valley].noise else ""
    how = f"mean of the last {LAST} of {STEPS} steps{over}"
    goes = f"climbs above loss {HIGH:g}"
    if walk.end <= HIGH:
        goes = f"ends {at(loss_or_bound(walk.end))} ({how})"
    now = f"{name} at rate {walk.rate:.3g} ({walk.schedule}) {goes}"
    best = f"at its best rate here, {walk.best:.2g}, it ends {at(loss_or_bound(walk.ends.min()))}"
    return f"{STANDINGS[walk.standing].capitalize()}: {now}; {best}.{unused}"


TRIES = (
    Try("rate 0.01", {"rate": 0.01}, "Right: drag the rate to the star, and beyond it."),
    Try("β 0.88", {"beta": 0.88}, "Right: from which β to which does the star lie on the edge?"),
    Try("rmsprop", {"optimizer": "rmsprop"}, "Right: where does the star go with the schedule exponential?"),
)


def choose_a_rate():
    """The lab of rates and optimizers, with momentum at a rate far below its best."""
    return lab(
        compute, draw, say, TRIES,
        rate=slider("learning rate", RATES, 0.1, between=True),
        beta=slider("momentum β", evenly_spaced(0.0, 0.98, 0.02), 0.9, between=True),
        schedule=choice("schedule", list(SCHEDULES), "constant"),
        optimizer=choice("optimizer", list(OPTIMIZERS), "momentum"),
        valley=choice("valley", list(VALLEYS), "along the axes"),
    )  # fmt: skip
