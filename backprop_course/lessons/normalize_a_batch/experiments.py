"""What this lesson measures: sizes by layer, predictions in company, and losses by rate of three networks."""

from functools import lru_cache

import numpy as np

from backprop_course import data
from backprop_course.nn.layers import DENSE
from backprop_course.nn.models import accuracy, mlp, start
from backprop_course.nn.network import forward
from backprop_course.nn.normalization import at_test, curvature, normalized
from backprop_course.nn.training import fit

PLAIN = mlp([64, 16, 16, 16, 16, 10], "relu", "he", "softmax cross-entropy")
NORMED = normalized(PLAIN)
NEVER, ONCE, EACH = "never", "once", "every step"  # when the pre-activations are standardized
RATES = 0.1, 0.3, 1, 3, 10
ROWS, STEPS, LAST = 64, 50, 10  # a loss by rate: on so many digits, after so many steps, mean of the last
NEAR = 256  # digits on which sizes are measured
COMPANY = normalized(mlp([64, 32, 10], "relu", "he", "softmax cross-entropy"))  # what predicts in batches


@lru_cache
def standardized_split():
    """The standardized digits: x (1347, 64), x_test (450, 64), y, y_test."""
    x, x_test, y, y_test = data.split(*data.digits())
    return *data.standardize(x, x_test), y, y_test


def stacked_starts(model, seeds):
    """The first weights of a model, one for each seed, stacked."""
    return start(model, [np.random.default_rng(seed) for seed in seeds])


# -- sizes by layer --


def hidden(model):
    """Of each layer of the package, whether it is a dense one before the last."""
    return [layer.kind == DENSE for layer in model.network[:-1]] + [False]


def rescaled(model, params, scale):
    """The parameters with all hidden weights times `scale`."""
    pairs = zip(params, hidden(model), strict=True)
    return [[scale * own[0], own[1]] if each else own for own, each in pairs]


def layer_sizes(model, scale, seeds=range(30)):
    """The std of what enters each hidden ReLU, (seeds, layers), with all hidden weights times `scale`."""
    xs = forward(
        model.network, rescaled(model, stacked_starts(model, seeds), scale), standardized_split()[0][:NEAR]
    )[0]
    each = (len(model.network) - 1) // 4  # layers of the package to a hidden layer: dense, batch norm, ReLU
    return np.stack([xs[each * (layer + 1) - 1].std(axis=(-2, -1)) for layer in range(4)], axis=-1)


# -- predictions in company --


@lru_cache
def in_company(seeds=(0,)):
    """COMPANY's weights after 150 steps in batches of 32 digits, a list of params for each seed."""
    x, _, y, _ = standardized_split()
    rngs = [np.random.default_rng(seed) for seed in seeds]
    params = fit(COMPANY, x, y, 0.3, steps=150, rng=rngs, batch_size=32).params
    return [[[p[run] for p in own] for own in params] for run in range(len(seeds))]


def in_batches(model, params, x, y, size):
    """The accuracy of one network that predicts in batches of `size` rows, each by its own statistics."""
    with np.errstate(all="ignore"):
        z = forward(model.network, params, x.reshape(-1, size, x.shape[-1]))[0][-1]
    return accuracy(np.broadcast_to(z, (len(x) // size, size, y.shape[-1])).reshape(y.shape), y)


def shares_right(seeds=(0,)):
    """Of the test digits right in each network: in mixed batches of ten, in sorted ones, by fixed numbers."""
    x, x_test, _, y_test = standardized_split()
    order, found = np.argsort(y_test.argmax(axis=1), kind="stable"), []
    for params in in_company(tuple(seeds)):
        fixed, its_params = at_test(COMPANY, params, x)
        ways = [in_batches(COMPANY, params, x_test[rows], y_test[rows], 10) for rows in (slice(None), order)]
        found.append([*ways, in_batches(fixed, its_params, x_test, y_test, len(x_test))])
    return np.array(found).T


# -- losses by rate --


def standardized_when(when, seeds):
    """The model that is standardized never, once or in every step, and its first weights for each seed.

    Once: each batch norm becomes the affine layer that its first statistics on these digits define.
    """
    model = PLAIN if when == NEVER else NORMED
    params = stacked_starts(model, seeds)
    return at_test(model, params, standardized_split()[0][:ROWS]) if when == ONCE else (model, params)


def at_the_end(losses):
    """The mean of the last losses of STEPS steps, (runs,); inf where a run left the numbers on the way."""
    if len(losses) <= STEPS:
        return np.full(losses.shape[1], np.inf)
    return np.nan_to_num(losses[-LAST:].mean(axis=0), nan=np.inf)


@lru_cache
def losses_by_rate(when, rates=RATES, seeds=range(20)):
    """The loss at the end, (rates, seeds), of a network that is standardized never, once or in every step."""
    x, _, y, _ = standardized_split()
    model, params = standardized_when(when, seeds)
    fits = [fit(model, x[:ROWS], y[:ROWS], rate, params=params, steps=STEPS) for rate in rates]
    return np.array([at_the_end(each.losses) for each in fits])


@lru_cache
def limits(when, seeds, scale=1):
    """2/λmax at the first weights, the hidden ones times `scale`, on ROWS digits, (seeds,)."""
    x, _, y, _ = standardized_split()
    model, params = standardized_when(when, seeds)
    params = rescaled(model, params, scale)
    each = [[[p[run] for p in own] for own in params] for run in range(len(seeds))]
    return np.array([2 / curvature(model, own, x[:ROWS], y[:ROWS], steps=12) for own in each])
