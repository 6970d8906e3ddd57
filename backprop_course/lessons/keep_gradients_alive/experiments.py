"""What this lesson measures: two trainings, and the signals of deep networks of digits at their start."""

from functools import lru_cache

import numpy as np

from backprop_course import data
from backprop_course.nn.initializers import normal, xavier
from backprop_course.nn.models import mlp, start
from backprop_course.nn.network import pack
from backprop_course.nn.signals import deep, measured, standardized_digits, weight_gradients
from backprop_course.nn.training import backprop, fit

ROWS, UNITS, LAYERS = 128, 64, 30
STEPS = 60


@lru_cache
def deep_training(depth, initializer, rate):
    """The losses (STEPS + 1,) of tanh layers on all training digits, by full-batch steps."""
    x, x_test, y, _ = data.split(*data.digits())
    x = data.standardize(x, x_test)[0].astype("float32")
    model = mlp([64, *depth * [UNITS], 10], "tanh", initializer, "softmax cross-entropy")
    return fit(model, x, y, rate, steps=STEPS).losses


SMALL = normal(0.05)


def two_trainings():
    """The losses with 2 and with 30 hidden layers, by their number: small weights, rate 0.3."""
    return {depth: deep_training(depth, SMALL, 0.3) for depth in (2, LAYERS)}


def restarts():
    """The losses with 30 hidden layers, by the names of start and rate."""
    return {
        "Xavier's start, rate 0.03": deep_training(LAYERS, xavier, 0.03),
        "std 0.05, rate 0.03": deep_training(LAYERS, SMALL, 0.03),
        "Xavier's start, rate 0.3": deep_training(LAYERS, xavier, 0.3),
    }


def digit_images(count=10):
    """The first training digits, as images (count, 8, 8)."""
    return data.split(*data.digits())[0][:count].reshape(-1, 8, 8)


@lru_cache
def deep_start(activation="tanh", std=0.05):
    """A network of LAYERS hidden layers at its start, with seed 0, and its Propagation for ROWS digits."""
    model = deep(LAYERS, activation, normal(std))
    params = start(model, np.random.default_rng(0))
    return params, backprop(model, params, *standardized_digits(ROWS))


def deep_pass(activation="tanh", std=0.05):
    """Z (rows, units) and W (units before, units) by the number of their layer; and dZ of the last one."""
    params, step = deep_start(activation, std)
    weights = [own[0] for own in params[:LAYERS]]
    return dict(enumerate(step.xs[1 : LAYERS + 1], 1)), dict(enumerate(weights, 1)), step.dxs[LAYERS]


def factor_per_layer(activation, std):
    """What a layer multiplies the signal by on its way back, the geometric mean over the layers."""
    return measured(activation, deep_start(activation, std)[1]).factor


def sizes_of_three(activation="tanh", std=0.05):
    """By layer: the activations' standard deviation, the signal's root mean square, the norm of dW."""
    step = deep_start(activation, std)[1]
    seen = measured(activation, step)
    return seen.forward, seen.backward, weight_gradients(step)


def ratios(activation, initializer, seeds, depth=LAYERS, remedy="none"):
    """The signal at layer 1 over that at the last hidden layer, for each seed of the first weights."""
    model = deep(depth, activation, initializer, remedy)
    params = start(model, [np.random.default_rng(seed) for seed in seeds])
    return measured(activation, backprop(model, params, *standardized_digits(ROWS))).ratio


def whole_gradient(activation, initializer, seed=0):
    """The whole gradient of a deep network at its start, in one row: the weights of layer 1 come first."""
    model = deep(LAYERS, activation, initializer)
    params = start(model, np.random.default_rng(seed))
    return pack(backprop(model, params, *standardized_digits(ROWS)).grads)


def sweep(stds, activations, draws=3):
    """The median ratio of some draws at each standard deviation of the weights, by activation (stds,)."""
    return {
        name: np.array([np.median(ratios(name, normal(std), range(draws))) for std in stds])
        for name in activations
    }
