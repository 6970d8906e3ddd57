"""What the companion measures: walks at rest, schedules, gradients of single rows, rows in order."""

import numpy as np

from backprop_course.lessons.feed_it_in_batches.experiments import MODEL, RATES, X, Y
from backprop_course.nn.models import start
from backprop_course.nn.network import forward, pack
from backprop_course.nn.training import backprop, batches, fit, train

# -- one weight, and rows whose slopes are w - v, with values v of mean 0 and variance 1 --


def at_rest(rate, sizes):
    """The mean loss w²/2 after each step of an epoch (steps,), for shuffled rows in batches of these sizes.

    The mean is over all orders, once the start is forgotten: the batches of an epoch are cut from one order,
    so any two rows in them have the covariance -1/(rows - 1).
    """
    sizes = np.asarray(sizes)
    rows, steps = sizes.sum(), np.arange(len(sizes))
    covariance = np.full((len(sizes), len(sizes)), -1 / (rows - 1))
    np.fill_diagonal(covariance, (rows - sizes) / (rows - 1) / sizes)
    weights = rate * np.tril((1 - rate) ** np.abs(steps[:, None] - steps))
    pushed = np.einsum("ij,jk,ik->i", weights, covariance, weights)
    kept = (1 - rate) ** (2 * (steps + 1.0))
    return (pushed + kept * pushed[-1] / (1 - kept[-1])) / 2


def expected_losses(schedule, marks, first=10.0):
    """The mean loss w²/2 after so many steps with fresh batches of one, from w = first; rates schedule(k)."""
    square, seen = first**2, {}
    for k in range(1, max(marks) + 1):
        rate = schedule(k)
        square = (1 - rate) ** 2 * square + rate**2
        if k in marks:
            seen[k] = square / 2
    return [seen[k] for k in marks]


# -- the network of the lesson --


def row_gradients(params):
    """The gradient of every single row (rows, n): on the runs axis they are batches of one."""
    stacked = [[each[None] for each in own] for own in params]
    return pack(backprop(MODEL, stacked, X[:, None], Y[:, None]).grads)


def weights_after(epochs, seeds):
    """The parameters after epochs in batches of 64 at rate 1, one list for the start of each seed."""
    rngs = [np.random.default_rng(seed) for seed in seeds]
    params = start(MODEL, rngs)
    if epochs:
        params = fit(MODEL, X, Y, 1.0, steps=16 * epochs, params=params, rng=rngs, batch_size=64).params
    return [[[p[run] for p in own] for own in params] for run in range(len(seeds))]


def of_rows(epochs, seeds):
    """What single rows do after epochs, (3, seeds).

    The share of them along whose step the loss of them all begins to fall, and the batch sizes at which noise
    and gradient are equally long: rows drawn fresh, and without repetition.
    """
    found = []
    for params in weights_after(epochs, seeds):
        rows = row_gradients(params)
        whole, n = rows.mean(axis=0), len(rows)
        square, variance = whole @ whole, ((rows - whole) ** 2).sum(axis=1).mean()
        sizes = variance / square, n * variance / ((n - 1) * square + variance)
        found.append([(rows @ whole > 0).mean(), *sizes])
    return np.array(found).T


def ends_in_order(rates, seeds, by_digit):
    """The loss after an epoch in batches of 8, (rates, seeds): rows sorted by digit, or shuffled."""
    rngs = [np.random.default_rng(seed) for _ in rates for seed in seeds]
    params = start(MODEL, rngs)
    if by_digit:
        order = Y.argmax(axis=1).argsort(kind="stable").reshape(-1, 8)
        pairs = ((X[rows], Y[rows]) for rows in [*order, order[0]])  # no step is taken on the last
    else:
        pairs = batches(X, Y, 8, rngs)
    walk = train(MODEL, params, pairs, np.repeat(rates, len(seeds)))
    last = [next(walk) for _ in range(len(X) // 8 + 1)][-1]
    losses = MODEL.loss.value(forward(MODEL.network, last.params, X)[0][-1], Y)
    return np.nan_to_num(losses, nan=np.inf).reshape(len(rates), len(seeds))


def in_order(by_digit):
    """The best of RATES on three starts, and the losses of ten others at it, after such an epoch."""
    by_rate = np.median(ends_in_order(RATES, range(3), by_digit), axis=1)
    rate = RATES[by_rate.argmin()]
    return rate, ends_in_order([rate], range(3, 13), by_digit)[0]
