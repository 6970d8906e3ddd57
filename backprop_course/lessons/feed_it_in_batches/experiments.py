"""What this lesson measures: one network fed digits in batches of several sizes, each at its best rate."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.nn.models import mlp, start
from backprop_course.nn.network import forward
from backprop_course.nn.training import fit

X, Y = (array[:1024] for array in data.digits())
MODEL = mlp([64, 32, 10], loss="softmax cross-entropy")
SIZES = (1, 8, 64, 1024)
RATES = np.array([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2])


def first_weights_for_digits(seed=0):
    """The network's [W1, b1, W2, b2] at its start, as your own pieces take them."""
    return [array for layer in start(MODEL, np.random.default_rng(seed)) for array in layer]


def ends_in_batches(size, rates, seeds, steps):
    """The loss on all rows after so many steps in shuffled batches, (rates, seeds).

    A seed draws the first weights and the order of the rows. A run that left the numbers ends at inf.
    """
    rngs = [np.random.default_rng(seed) for _ in rates for seed in seeds]
    x, y = X.astype("float32"), Y.astype("float32")
    done = fit(MODEL, x, y, np.repeat(rates, len(seeds)), steps=steps, rng=rngs, batch_size=size)
    losses = MODEL.loss.value(forward(MODEL.network, done.params, x)[0][-1], y)
    return np.nan_to_num(losses, nan=np.inf).reshape(len(rates), len(seeds))


class Ends(NamedTuple):
    """A batch size's best rate, and the losses of other starts at the end of a training at it."""

    rate: float
    losses: np.ndarray


@lru_cache
def at_its_best(size, steps):
    """The Ends of a batch size: its rate is chosen on starts 0 to 2, and judged on starts 3 to 22."""
    by_rate = np.median(ends_in_batches(size, RATES, range(3), steps), axis=1)
    rate = RATES[by_rate.argmin()]
    return Ends(rate, ends_in_batches(size, [rate], range(3, 23), steps)[0])


def in_one_epoch():
    """The Ends of each batch size after each row was read once."""
    return {size: at_its_best(size, len(X) // size) for size in SIZES}


def in_equal_steps(steps=16):
    """The Ends of each batch size after so many steps."""
    return {size: at_its_best(size, steps) for size in SIZES}


def costs():
    """A line for each batch size: how many steps an epoch takes, and how many multiplications they take."""
    a_row, a_step, lines = 2 * 64 * 32 + 3 * 32 * 10, 64 * 32 + 32 + 32 * 10 + 10, []
    for size in SIZES:
        steps = len(X) // size
        total = (len(X) * a_row + steps * a_step) / 1e6
        each = f"{total:.2f} million an epoch, {total / steps:.3f} million a step"
        lines.append(f"B = {size:>4}: steps {steps:>4}; multiplications {each}")
    return "\n".join(lines)


def of_single_rows(mine, params):
    """The gradient of every single picture, by your own backward: (1024, 2410)."""
    rows = range(len(X))
    grads = (mine.backward(params, X[row : row + 1], Y[row : row + 1]) for row in rows)
    return np.array([np.concatenate([each.ravel() for each in own]) for own in grads])


def noises(gradients, sizes, draws=100):
    """For each batch size the rms distance of a fresh batch's gradient from that of all rows (rows, n)."""
    rng, whole = np.random.default_rng(0), gradients.mean(axis=0)
    found = []
    for size in sizes:
        drawn = [gradients[rng.choice(len(gradients), size)].mean(axis=0) for _ in range(draws)]
        found.append(np.sqrt(((np.array(drawn) - whole) ** 2).sum(axis=1).mean()))
    return found


def walk_of_one_weight(rate, size, fresh, epochs):
    """w after each step of a walk from 1, in batches of 64 values of mean 0 and variance 1.

    The rows of a batch are drawn fresh, or cut from an order that is shuffled for every epoch.
    """
    values = np.random.default_rng(0).normal(size=64)
    values, rng, w, ws = (values - values.mean()) / values.std(), np.random.default_rng(1), 1.0, []
    for _ in range(epochs):
        order = rng.permutation(64)
        for first in range(0, 64, size):
            rows = rng.choice(64, size) if fresh else order[first : first + size]
            w = w - rate * (w - values[rows].mean())
            ws.append(w)
    return np.array(ws)
