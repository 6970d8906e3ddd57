"""What this lesson measures: trainings of one network of digits that differ in their first weights alone."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.nn.initializers import he, normal
from backprop_course.nn.models import mlp
from backprop_course.nn.search import search
from backprop_course.nn.training import Reason, fit

ROWS, STEPS, RATE = 200, 40, 0.3
SIZES = 0.01, 0.1, 1.0
STARTS = {
    "std 0.01": normal(0.01),
    "std 0.1": normal(0.1),
    "He": he,
    "std 0.35": normal(0.35),
    "std 1": normal(1.0),
}
RATES = [0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0]
LEARNED = 1.0  # a loss that a network has left a guess behind at
LONGEST = 1500  # steps


@lru_cache
def training_and_new_digits():
    """Standardized training digits (ROWS, 64) with their targets (ROWS, 10), and test digits with theirs."""
    x, x_test, y, y_test = data.split(*data.digits())
    x, x_test = data.standardize(x, x_test)
    return x[:ROWS], y[:ROWS], x_test, y_test


def standardized_pixels():
    """The standardized pixels of the training digits (ROWS, 64)."""
    return training_and_new_digits()[0]


def images(count):
    """The first training digits, as images (count, 8, 8)."""
    return data.split(*data.digits())[0][:count].reshape(-1, 8, 8)


def digit_model(initializer, hidden=3):
    """The model: `hidden` layers of 64 ReLU units, and ten outputs."""
    return mlp([64, *hidden * [64], 10], "relu", initializer, "softmax cross-entropy")


@lru_cache
def digit_training(initializer, rate, seeds, steps=STEPS):
    """A Fit of one run for each seed of the first weights, on all training digits at each step."""
    x, y = training_and_new_digits()[:2]
    rngs = [np.random.default_rng(seed) for seed in seeds]
    return fit(digit_model(initializer), x.astype("float32"), y, rate, steps=steps, rng=rngs)


def final_losses(run):
    """The loss at the end of each run (seeds,), inf where it diverged."""
    last = run.losses[run.steps, np.arange(len(run.steps))]
    return np.where(run.reason == Reason.DIVERGED, np.inf, last)


@lru_cache
def three_trainings():
    """The losses (steps + 1,) from three sizes of first weights, by size: one draw, the same but for it."""
    return {size: digit_training(normal(size), RATE, (0,)).losses[:, 0] for size in SIZES}


def drawn_weights(size, units):
    """The first weights of some units of the first layer, as images (units, 8, 8)."""
    return normal(size)(np.random.default_rng(0), 64, 64)[0].T[:units].reshape(-1, 8, 8)


def steps_to_learn(size, seeds=range(3), longest=LONGEST):
    """The first step at which the loss is below LEARNED (seeds,), inf where it is not within `longest`."""
    below = digit_training(normal(size), RATE, seeds, longest).losses < LEARNED
    return np.where(below.any(axis=0), below.argmax(axis=0), np.inf)


class AtItsRate(NamedTuple):
    """What becomes of a start: the median training loss at each of RATES, the rate where that is lowest, and
    at this rate the median loss and the share of test digits that is right, for each draw."""

    losses: np.ndarray
    rate: float
    loss: float
    right: np.ndarray


@lru_cache
def at_own_rates(hidden=3, draws=3):
    """Each of STARTS AtItsRate, by name: the rate is chosen by the loss on the training digits."""
    x, y, x_test, y_test = training_and_new_digits()
    models = {name: digit_model(initializer, hidden) for name, initializer in STARTS.items()}
    found = search(models, x.astype("float32"), y, RATES, seeds=draws, steps=STEPS)
    medians, right = np.median(found.losses, axis=-1), found.accuracy(x_test, y_test)
    best = medians.argmin(axis=-1)
    return {
        name: AtItsRate(medians[i], RATES[best[i]], medians[i, best[i]], right[i, best[i]])
        for i, name in enumerate(STARTS)
    }
