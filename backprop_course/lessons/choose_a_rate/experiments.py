"""What this lesson measures: trainings of one network on two moons, by rate, optimizer and schedule."""

from functools import lru_cache
from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.choose_a_rate.valley import Valley
from backprop_course.nn import optimizers
from backprop_course.nn.models import mlp, start
from backprop_course.nn.network import pack
from backprop_course.nn.training import backprop, batches, fit, train
from backprop_course.nn.walks import descend

X, Y = data.moons()
MODEL = mlp([2, 16, 1])
RATES = np.array([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20])
LAST = 20  # a training's loss is the mean over so many last steps
STEPS = 200
STANDS = 0.1  # the rate at which the network stands still
OPTIMIZERS = {
    "plain": optimizers.gradient_descent,
    "momentum": optimizers.momentum(0.9),
    "rmsprop": optimizers.rmsprop(),
    "adam": optimizers.adam(),
}
SCHEDULES = {"constant": lambda rate, steps: optimizers.constant_rate(rate), "cosine": optimizers.cosine}


def start_weights(seed=0):
    """The network's [W1, b1, W2, b2] at its start, as your own pieces take them."""
    return [array for layer in start(MODEL, np.random.default_rng(seed)) for array in layer]


def going_on(rate, seeds=(0,)):
    """The losses (STEPS + 1, seeds) of plain steps at a rate, from where as many at STANDS have ended."""
    rngs = [np.random.default_rng(seed) for seed in seeds]
    stood = fit(MODEL, X, Y, STANDS, steps=STEPS, rng=rngs)
    return fit(MODEL, X, Y, rate, steps=STEPS, params=stood.params).losses


def lowest_rates(seeds):
    """The rate after whose step a range test's loss is least, for each start; each test runs to its end."""
    rngs = [np.random.default_rng(seed) for seed in seeds]
    losses = fit(MODEL, X, Y, rising, steps=150, rng=rngs).losses
    return rising(np.nanargmin(losses[1:], axis=0))


def rising(number):
    """The rate of a range test: from 0.0001 on, ten times as large every 25 steps."""
    return 1e-4 * 10 ** (number / 25)


def losses_at_the_end(optimizer, rates, seeds, schedule="constant", size=None):
    """The mean loss on all rows over the last steps, (rates, seeds); inf where a run left the numbers.

    A seed draws the first weights, and the batches of `size` rows.
    """
    rngs = [np.random.default_rng(seed) for _ in rates for seed in seeds]
    pairs = repeat((X, Y)) if size is None else batches(X, Y, size, rngs)
    rate = SCHEDULES[schedule](np.repeat(rates, len(seeds)), STEPS)
    walk = train(MODEL, start(MODEL, rngs), pairs, rate, OPTIMIZERS[optimizer])
    with np.errstate(all="ignore"):  # a diverging run overflows, and counts as inf
        last = [
            step.loss if size is None else backprop(MODEL, step.params, X, Y).loss
            for step in islice(walk, STEPS - LAST + 1, STEPS + 1)
        ]
    return np.nan_to_num(np.mean(last, axis=0), nan=np.inf).reshape(len(rates), len(seeds))


class Comparison(NamedTuple):
    """The median loss at each of RATES over the first starts, the best rate, the losses of others at it."""

    by_rate: np.ndarray
    rate: float
    losses: np.ndarray


@lru_cache
def compared(optimizer, schedule, size):
    """The Comparison of an optimizer: its rate is chosen on starts 0 to 2 and judged on starts 3 to 22."""
    by_rate = np.median(losses_at_the_end(optimizer, RATES, range(3), schedule, size), axis=1)
    rate = RATES[by_rate.argmin()]
    return Comparison(by_rate, rate, losses_at_the_end(optimizer, [rate], range(3, 23), schedule, size)[0])


def all_compared(schedule="constant", size=None):
    """The Comparison of each optimizer, by its name."""
    return {name: compared(name, schedule, size) for name in OPTIMIZERS}


def a_tenth(optimizer):
    """The median loss at a tenth of an optimizer's best rate over that at its best, on the same starts."""
    best = all_compared()[optimizer]
    lower = losses_at_the_end(optimizer, [best.rate / 10], range(3, 23))[0]
    return np.median(lower) / np.median(best.losses)


def medians():
    """The median loss of each optimizer at its own best rate, by its name."""
    return {name: np.median(each.losses) for name, each in all_compared().items()}


def step_lengths():
    """How far a weight goes in each of STEPS steps, on average, at each optimizer's best constant rate."""
    lengths = {}
    for name, optimizer in OPTIMIZERS.items():
        first = start(MODEL, np.random.default_rng(0))
        walk = train(MODEL, first, repeat((X, Y)), all_compared()[name].rate, optimizer)
        path = np.array([pack(step.params) for step in islice(walk, STEPS + 1)])
        lengths[name] = np.abs(np.diff(path, axis=0)).mean(axis=1)
    return lengths


def pairs(size=None):
    """Of each optimizer, by its name, the Comparison at a constant rate and that of a cosine."""
    constant, falling = all_compared(size=size), all_compared("cosine", size)
    return {name: (constant[name], falling[name]) for name in OPTIMIZERS}


def helped(size=None):
    """With how many optimizers the cosine's median loss is below that of a constant rate."""
    return sum(np.median(falling.losses) < np.median(same.losses) for same, falling in pairs(size).values())


def two_walks(steps=100):
    """The paths of plain descent and of momentum in the lab's valley, each at its own best rate, by name."""
    place, rates, walks = Valley(), np.array([0.1, 0.2, 0.5, 1, 1.5, 2, 2.1]), {}
    for name in ("plain", "momentum"):
        starts = np.tile(place.start(), (len(rates), 1))
        paths = descend(place.gradient, starts, rates[:, None], steps, OPTIMIZERS[name])
        best = place.loss(paths[-10:]).mean(axis=0).argmin()
        walks[f"{name}, rate {rates[best]:g}"] = paths[:, best]
    return walks
