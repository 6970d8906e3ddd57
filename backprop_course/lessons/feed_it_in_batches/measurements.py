"""What the lesson measures beside its lab: losses within an epoch, floors, gradients of rows, seconds."""

from time import perf_counter

import numpy as np

from backprop_course import data
from backprop_course.lessons.feed_it_in_batches.lab import ROWS, SEED, line_to_fit
from backprop_course.nn.models import linear_regression
from backprop_course.nn.network import forward, pack
from backprop_course.nn.training import backprop, batches, train


def by_place(size, rate, epochs=150, runs=20):
    """The mean excess loss after each step of an epoch (steps,), over the last 100 epochs of 20 descents."""
    rngs, steps = [np.random.default_rng(seed) for seed in range(runs)], -(-ROWS // size)
    start = [[np.zeros((runs, 1, 1)), np.zeros((runs, 1, 1))]]
    walk = train(linear_regression(1), start, batches(*data.noisy_line(ROWS), size, rngs), rate)
    thetas = np.array([next(walk).theta for _ in range(epochs * steps + 1)])[1:]
    return line_to_fit().excess(thetas).mean(axis=1).reshape(epochs, steps)[50:].mean(axis=0)


def floor(values, rate, size, fresh, epochs=40, walkers=100):
    """The loss ½ mean θ² at rest of walkers θ → θ − rate (θ − mean of a batch), on values (n,) of mean 0.

    The batches are drawn anew for every step, or cut from values shuffled for every epoch.
    """
    rng, theta, seen, steps = np.random.default_rng(0), np.zeros(walkers), [], len(values) // size
    for step in range(epochs * steps):
        if fresh or step % steps == 0:
            order = rng.permuted(np.tile(values, (walkers, 1)), axis=1)
        first = 0 if fresh else step % steps * size
        theta = theta - rate * (theta - order[:, first : first + size].mean(axis=1))
        seen.append((theta**2).mean() / 2)
    return np.mean(seen[len(seen) // 2 :])


def row_gradients(model, params, x, y):
    """The gradient of every single row (rows, n): on the runs axis they are batches of one."""
    stacked = [[each[None] for each in own] for own in params]
    return pack(backprop(model, stacked, x[:, None], y[:, None]).grads)


def rms_length(vectors):
    """The root mean square of the lengths of vectors (k, n)."""
    return np.sqrt((vectors**2).sum(axis=-1).mean())


def loss_over(model, params, x, y):
    """The loss over all rows, per run."""
    return model.loss.value(forward(model.network, params, x)[0][-1], y)


def clocked(model, params, x, y, size, rate, epochs=3):
    """Epochs, steps, seconds and losses (4, k) of a descent, at some 25 steps from the first to the last.

    The clock sees the steps only; the loss is that of all rows.
    """
    walk = train(model, params, batches(x, y, size, np.random.default_rng(SEED)), rate)
    seen, seconds, every = [], 0.0, len(x) // size
    marks = set(np.geomspace(1, epochs * every, 25).round())
    for number in range(epochs * every + 1):
        began = perf_counter()
        step = next(walk)
        seconds += perf_counter() - began
        if number in marks:
            seen.append((number / every, number, seconds, loss_over(model, step.params, x, y)))
    return np.array(seen).T
