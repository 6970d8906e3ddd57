"""What the companion measures: long steps, batch sizes, noise, forgotten paths, running averages."""

from functools import lru_cache

import numpy as np

from backprop_course import data
from backprop_course.check.differences import check, relative_error
from backprop_course.lessons.normalize_a_batch.experiments import (
    COMPANY,
    NORMED,
    PLAIN,
    ROWS,
    STEPS,
    at_the_end,
    hidden,
    standardized_split,
    standardized_when,
)
from backprop_course.lessons.normalize_a_batch.lab import scored
from backprop_course.nn.layers import batch_norm
from backprop_course.nn.models import accuracy, predict, start
from backprop_course.nn.network import pack, shapes, windows
from backprop_course.nn.normalization import at_test
from backprop_course.nn.training import backprop, batches, fit, train

# -- long steps of the hidden weights --


@lru_cache
def long_steps(when, rate, rest=0.3, kept=False, seeds=range(20)):
    """The largest loss on the way, and the one at the end, (seeds,): hidden weights at `rate`.

    All else learns at `rest`. With `kept` each column of a hidden weight matrix gets its first length back
    after every step.
    """
    x, _, y, _ = standardized_split()
    model, first = standardized_when(when, seeds)
    theta, nesting, losses = pack(first), shapes(first), []
    own_rates = [[np.full(p.shape, rest) for p in own] for own in first]
    places = [place for place, each in enumerate(hidden(model)) if each]
    for place in places:
        own_rates[place][0][:] = rate
    for _ in range(STEPS + 1):
        step = backprop(model, windows(theta, nesting), x[:ROWS], y[:ROWS])
        losses.append(step.loss)
        with np.errstate(all="ignore"):  # a run may overflow, and counts as inf
            theta = theta - pack(own_rates) * pack(step.grads)
            for place in places if kept else []:
                W, W_first = windows(theta, nesting)[place][0], first[place][0]
                W *= lengths(W_first) / lengths(W)
    losses = np.array(losses)
    return np.nan_to_num(losses, nan=np.inf).max(axis=0), at_the_end(losses)


def lengths(W):
    """The length of each column."""
    return np.linalg.norm(W, axis=-2, keepdims=True)


# -- batch sizes --

BY_SIZE = 0.01, 0.03, 0.1, 0.3, 1, 3
PARTS = 640, 225  # digits to train on; of the others so many to choose by, the rest to judge


def judged_shares(model, rate, size, seeds):
    """The accuracy after STEPS batches, (2, seeds): on digits to choose by, and on those to judge."""
    x, x_test, y, y_test = standardized_split()
    x, y, cut = x[: PARTS[0]], y[: PARTS[0]], PARTS[1]
    rngs = [np.random.default_rng(seed) for seed in seeds]
    run = fit(model, x, y, rate, steps=STEPS, rng=rngs, batch_size=size)
    fixed = at_test(model, run.params, x)
    parts = (x_test[:cut], y_test[:cut]), (x_test[cut:], y_test[cut:])
    return np.array([scored(*fixed, *part) for part in parts])


@lru_cache
def best_rate(model_name, size):
    """The rate with the best median accuracy of five starts on the digits to choose by."""
    model = MODELS[model_name]
    return max(BY_SIZE, key=lambda rate: np.median(judged_shares(model, rate, size, range(5))[0]))


MODELS = {"without": PLAIN, "with": NORMED}


def by_size(sizes=(2, 4, 8, 32)):
    """A line for each batch size: best rates, and the accuracy of 20 other starts on the digits to judge."""
    lines = []
    for size in sizes:
        words = []
        for name, model in MODELS.items():
            rate = best_rate(name, size)
            low, middle, high = np.quantile(
                judged_shares(model, rate, size, range(5, 25))[1], [0.25, 0.5, 0.75]
            )
            words.append(f"{name} (rate {rate:<4}) {middle:.2f} ({low:.2f} to {high:.2f})")
        lines.append(f"batches of {size:>2}: {'; '.join(words)}")
    return "\n".join(lines)


def scatter(sizes, mine=1.5, seed=0):
    """The std of one row's standardized number in many random companies, one for each batch size."""
    rng, found = np.random.default_rng(seed), []
    for n in sizes:
        company = rng.normal(size=(4000, n))
        company[:, 0] = mine
        found.append(((mine - company.mean(axis=1)) / company.std(axis=1)).std())
    return np.array(found)


# -- forgotten paths --


def forgetting(*paths):
    """A batch norm of three features whose backward leaves out "the mean", "the standard deviation"."""

    def backward(params, saved, dy):
        dx, grads = batch_norm(3).backward(params, saved, dy)
        x_hat, s = saved
        for path in paths:
            share = {"the mean": 1.0, "the standard deviation": x_hat}[path]
            dx = dx + params[0] * share * (dy * share).mean(axis=-2, keepdims=True) / s
        return dx, grads

    return batch_norm(3)._replace(backward=backward)


def forgotten(sizes=(4, 16, 64)):
    """A line for each forgotten path: the largest error of dx in 10 random points, by batch size."""
    lines = [f"{'rows':<43}: {'  '.join(f'{n:>4}' for n in sizes)}"]
    for paths in ((), ("the mean",), ("the standard deviation",), ("the mean", "the standard deviation")):
        errors = [check(forgetting(*paths), (n, 3), points=10).errors["dx"] for n in sizes]
        words = " ".join("right" if error < 1e-7 else f"{error:5.2f}" for error in errors)
        name = f"without {' and '.join(paths)}" if paths else "with all paths"
        lines.append(f"{name:<43}: {words}")
    return "\n".join(lines)


# -- running averages --


def running(steps=(3, 10, 50, 150)):
    """A line for each of some steps: how far the running scale is off, and what digits are right by it.

    The inputs are gray levels, 0 to 16: there the start of the running averages, 0 and 1, is far off.
    """
    _, _, y, y_test = standardized_split()
    x, x_test = grays()
    mean, var, lines = np.zeros((1, 32)), np.ones((1, 32)), []
    endless, first = batches(x, y, 32, np.random.default_rng(0)), start(COMPANY, np.random.default_rng(0))
    pairs = [next(endless) for _ in range(max(steps))]
    for number, step in enumerate(train(COMPANY, first, pairs, 0.3), start=1):
        z = backprop(COMPANY, step.params, *pairs[number - 1]).xs[1]  # what enters the batch norm
        mean = 0.9 * mean + 0.1 * z.mean(axis=0, keepdims=True)
        var = 0.9 * var + 0.1 * z.var(axis=0, ddof=1, keepdims=True)
        if number in steps:
            fixed, exact = at_test(COMPANY, step.params, x)
            gamma, beta = step.params[1]
            scale = gamma / np.sqrt(var + 1e-5)
            by_running = [exact[0], [scale, beta - scale * mean], *exact[2:]]
            right = [accuracy(predict(fixed, own, x_test), y_test) for own in (exact, by_running)]
            off = relative_error(scale, exact[1][0])
            words = f"right: by all training digits {right[0]:.2f}, by running averages {right[1]:.2f}"
            lines.append(f"step {number:>3}: scale off by {off:.2f}; {words}")
    return "\n".join(lines)


def grays():
    """The digits' gray levels from 0 to 16, not standardized: x (1347, 64), x_test (450, 64)."""
    return tuple(16 * each for each in data.split(*data.digits())[:2])
