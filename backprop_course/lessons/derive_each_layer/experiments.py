"""Experiments on XOR: which starts learn it, what becomes of their losses, and measured slopes."""

from functools import lru_cache

import numpy as np

from backprop_course import data
from backprop_course.check.probes import differences
from backprop_course.nn.models import accuracy, mlp, predict
from backprop_course.nn.models import start as first_parameters
from backprop_course.nn.training import fit

STEPS = 1000


def train_on_xor(width, rate, seeds, steps=STEPS):
    """Train 2-width-1 networks of tanh units on XOR, one a seed: whether each has all four corners right, and
    the losses (steps + 1, seeds)."""
    model, (x, y) = mlp([2, width, 1]), data.xor()
    run = fit(model, x, y, rate, steps=steps, rng=[np.random.default_rng(seed) for seed in seeds])
    return accuracy(predict(model, run.params, x), y) == 1, run.losses


@lru_cache
def share_that_learns(width, rate, starts=200):
    """The share of starts from which a 2-width-1 network has all four corners right after STEPS steps."""
    return float(train_on_xor(width, rate, range(starts))[0].mean())


def small_random_start(units, seed):
    """First parameters W1 (2, units), b1, W2 (units, 1), b2 of a 2-units-1 network, as Xavier draws them."""
    return sum(first_parameters(mlp([2, units, 1]), np.random.default_rng(seed)), [])


def best_of_lines(X, Y, lines):
    """How many rows of X (n, 2) the best of so many random lines puts on the side that Y (n, 1) says."""
    w1, w2, b = np.random.default_rng(0).normal(size=(3, lines))
    return int(((X[:, :1] * w1 + X[:, 1:] * w2 + b > 0) == Y).sum(axis=0).max())


def losses_with(*weights):
    """The losses of the example by hand, one for each weight from the first input to the second unit."""
    hidden = [
        np.maximum(np.array([1.0, 0.0]) @ [[1.0, each], [3.0, 1.0]] + [1.0, 1.0], 0) for each in weights
    ]
    return [float(np.log1p(np.exp(2 - units @ [1.0, -1.0]))) for units in hidden]


# -- measured slopes --


def beside_the_measured(network, params, X, Y):
    """A table with a row for each entry of params: the measured slope of the loss, the network's gradient,
    and a gradient that forgets the slope of tanh, marked where it differs from what is measured."""
    measured = differences(lambda params, x, y: network.loss(network.predict(params, x), y), params, X, Y)
    columns = measured, network.backward(params, X, Y), _without_the_slope(network, params, X, Y)
    rows = [f"{'measured':>18} {'mine':>10} {'forgetful':>10}"]
    for name, *arrays in zip(["W1", "b1", "W2", "b2"], *columns, strict=True):
        for i, j in np.ndindex(arrays[0].shape):
            numbers = [array[i, j] for array in arrays]
            differs = "  differs" if abs(numbers[2] - numbers[0]) > 1e-6 else ""
            rows.append(f"{name}[{i}, {j}]" + "".join(f" {number:10.6f}" for number in numbers) + differs)
    return "\n".join(rows)


def _without_the_slope(network, params, X, Y):
    _, _, dW2, db2 = network.backward(params, X, Y)
    dZ1 = (network.predict(params, X) - Y) / len(X) @ params[2].T
    return [X.T @ dZ1, dZ1.sum(axis=0, keepdims=True), dW2, db2]
