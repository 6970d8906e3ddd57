"""Lab: a network learns to tell two moons apart, step by step; its boundary and its loss at each rate."""

from functools import lru_cache
from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.nn.models import accuracy, mlp, predict, start
from backprop_course.nn.training import train
from backprop_course.widgets import panels, style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import choice, evenly_spaced, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

MODEL = mlp([2, 8, 8, 1], "tanh")
RATES = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0]
STEPS, EVERY = 400, 10  # every tenth step can be looked at
SEED = 0
LOW, HIGH = np.array([-1.7, -1.2]), np.array([2.7, 1.7])  # corners of the map


class Moment(NamedTuple):
    """A training at one step: probabilities on a map, losses up to here and in all, points that are right."""

    step: int
    map: np.ndarray
    losses: np.ndarray
    right: int


@lru_cache
def two_moons():
    """200 points on two moons."""
    return data.moons(200)


@lru_cache
def trainings():
    """The losses (STEPS + 1, rates), and the parameters at every EVERYth step, of all RATES at once."""
    params, kept, losses = start(MODEL, np.random.default_rng(SEED)), [], []
    walk = train(MODEL, params, repeat(two_moons()), np.array(RATES))
    for number, step in enumerate(islice(walk, STEPS + 1)):
        losses.append(step.loss)
        if number % EVERY == 0:
            kept.append(step.params)
    return np.array(losses), kept


def compare_rates(small, large):
    """The last loss at a small and at a large one of RATES, and in how many steps the large one's rises."""
    losses, _ = trainings()
    calm, bold = losses[:, RATES.index(small)], losses[:, RATES.index(large)]
    return calm[-1], bold[-1], int((np.diff(bold) > 0).sum())


def compute(step, rate):
    """Look up the training at one of RATES, at a step."""
    losses, kept = trainings()
    run = RATES.index(rate)
    params = [[p[run] for p in own] for own in kept[step // EVERY]]
    x, y = two_moons()
    known = predict(MODEL, params, panels.grid(LOW, HIGH)).reshape(60, 60)
    right = round(float(accuracy(predict(MODEL, params, x), y)) * len(x))
    return Moment(step, known, losses[: step + 1, run], right)


def draw():
    """The map with the points, and the loss up to this step."""
    figure, (left, right) = style.figure(2, ratios=[1.1, 1])
    boundary = panels.boundary(left, *two_moons(), LOW, HIGH)
    curve = panels.loss_curve(right, STEPS, 0.005, 3)

    def move(moment):
        boundary.move(moment.map)
        curve.move(moment.losses)

    return drawing(figure, [boundary, curve], move, headings)


def headings(moment):
    """How many points are right, and the loss."""
    return f"{moment.right} of {len(two_moons()[0])} points right", f"loss {moment.losses[-1]:.3g}"


def say(moment):
    """The step, the points that are right, and how the loss has gone so far."""
    right = f"{moment.right} of {len(two_moons()[0])} points are on their side"
    if not moment.step:
        return f"Before the first step {right}: the weights are random, the loss is {moment.losses[0]:.3g}."
    rises = int((np.diff(moment.losses) > 0).sum())
    way = f"it rose in {rises} of these steps" if rises else "it fell in each of these steps"
    return f"After {moment.step} steps {right}; the loss is {moment.losses[-1]:.3g}, and {way}."


TRIES = [
    Try("rate 0.03", {"rate": 0.03, "step": STEPS}, "Is the border bent after 400 steps? What is the loss?"),
    Try("rate 1", {"rate": 1.0, "step": STEPS}, "Right: what does the loss do on its way down?"),
]


def start_here():
    """The lab, where one straight border is found: every control changes the picture."""
    return lab(
        compute, draw, say, TRIES,
        step=slider("step", evenly_spaced(0, STEPS, EVERY), 100, pace=0.15),
        rate=choice("learning rate", RATES[:-1], 0.3),  # the last one is for a prediction
    )  # fmt: skip
