"""Experiments on two moons: a program whose backward pass is right, or holds one of several mistakes.

Networks are 2-8-1: tanh, then the sigmoid, under the mean surprise. Parameters are lists [W1, b1, W2, b2],
all with a runs axis where many are trained at once.
"""

from functools import lru_cache, partial

import numpy as np

from backprop_course import data
from backprop_course.nn.losses import sigmoid
from backprop_course.nn.models import mlp
from backprop_course.nn.models import start as first_parameters

UNITS, STEPS, RATE = 8, 1000, 0.5


# -- one program, with room for a mistake --


def hundred_points():
    """The data: X (100, 2) and Y (100, 1)."""
    return data.moons(100)


def first_weights(seed):
    """First parameters of a 2-8-1 network, as Xavier draws them; with a runs axis for a list of seeds."""
    generator = np.random.default_rng
    rng = [generator(each) for each in seed] if np.ndim(seed) else generator(seed)
    return sum(first_parameters(mlp([2, UNITS, 1]), rng), [])


def probabilities(params, X):
    """The probability of class 1, for each row."""
    W1, b1, W2, b2 = params
    return sigmoid(np.tanh(X @ W1 + b1) @ W2 + b2)


def mean_surprise(params, X, Y):
    """The mean surprise, one for each run."""
    W1, b1, W2, b2 = params
    z = np.tanh(X @ W1 + b1) @ W2 + b2
    return (np.logaddexp(0, z) - Y * z).mean(axis=(-2, -1))


def right_slope(a):
    """The slope of tanh where it gives a."""
    return 1 - a**2


def slope_without_square(a):
    """The mistake of the lesson's program."""
    return 1 - a


def gradient_of_moons(params, X, Y, slope=right_slope, factor=1.0):
    """The gradient of the loss; with another slope or factor that of a mistaken program."""
    W1, b1, W2, b2 = params
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = factor * (sigmoid(A1 @ W2 + b2) - Y) / len(X)
    dZ1 = dZ2 @ W2.mT * slope(A1)
    sums = [dZ.sum(axis=-2, keepdims=True) for dZ in (dZ1, dZ2)]
    return [X.T @ dZ1, sums[0], A1.mT @ dZ2, sums[1]]


def moons_descent(gradient, seeds, steps=STEPS):
    """The parameters before each step and after the last, from the start of a seed, or of several at once."""
    (X, Y), params = hundred_points(), first_weights(seeds)
    yield params
    for _ in range(steps):
        params = [p - RATE * grad for p, grad in zip(params, gradient(params, X, Y), strict=True)]
        yield params


def moons_program(mistaken):
    """The lesson's program, backward(params, X, Y): as it is handed in, or repaired."""
    return partial(gradient_of_moons, slope=slope_without_square if mistaken else right_slope)


@lru_cache
def moons_training(seeds, mistaken):
    """The last parameters, and the losses by step, of a seed (steps + 1,) or a range (steps + 1, seeds)."""
    *before, params = moons_descent(moons_program(mistaken), seeds)
    return params, np.array([mean_surprise(each, *hundred_points()) for each in [*before, params]])


def last_loss(seeds, mistaken):
    """The loss after the last step, for each of a range of seeds."""
    for params in moons_descent(moons_program(mistaken), seeds):
        last = params
    return mean_surprise(last, *hundred_points())


# -- the check's slopes --


def measured_slopes(loss, params, X, Y, h=1e-5):
    """The slope of the loss along each parameter, by central differences: a list like params."""
    params = [p.copy() for p in params]
    found = [np.zeros_like(p) for p in params]
    for p, slope in zip(params, found, strict=True):
        for place in np.ndindex(p.shape):
            here = p[place]
            p[place] = here + h
            above = loss(params, X, Y)
            p[place] = here - h
            slope[place] = (above - loss(params, X, Y)) / (2 * h)
            p[place] = here
    return found


# -- patients --


def _sign_flipped(params, X, Y):
    return gradient_of_moons(params, X, Y, factor=-1.0)


def _not_averaged(params, X, Y):
    return gradient_of_moons(params, X, Y, factor=float(len(X)))


def _bias_of_all_units(params, X, Y):
    dW1, db1, dW2, db2 = gradient_of_moons(params, X, Y)
    return [dW1, 0 * db1 + db1.sum(), dW2, db2]


def _fed_with_z(params, X, Y):
    dW1, db1, _, db2 = gradient_of_moons(params, X, Y)
    W1, b1, _, _ = params
    dZ2 = (probabilities(params, X) - Y) / len(X)
    return [dW1, db1, (X @ W1 + b1).T @ dZ2, db2]


PATIENTS = {"1": _not_averaged, "2": _bias_of_all_units, "3": _fed_with_z, "4": _sign_flipped}


# -- the order of an update --


def early_step(params, X, Y, rate):
    """A step in which W2 moves before it carries the signal down."""
    W1, b1, W2, b2 = params
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (probabilities(params, X) - Y) / len(X)
    W2 = W2 - rate * A1.T @ dZ2
    b2 = b2 - rate * dZ2.sum(axis=0, keepdims=True)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    return [W1 - rate * X.T @ dZ1, b1 - rate * dZ1.sum(axis=0, keepdims=True), W2, b2]


def error_of_the_move(rate):
    """How far (old - new) / rate of W1 is from its slope after such a step, beside the slope's own length."""
    (X, Y), params = hundred_points(), first_weights(0)
    moved = (params[0] - early_step(params, X, Y, rate)[0]) / rate
    slope = gradient_of_moons(params, X, Y)[0]
    return float(np.linalg.norm(moved - slope) / np.linalg.norm(slope))


# -- a loss of its own, and one that is not the one that was meant --


def squared_error_of_line(params, X, Y):
    """Half the mean squared error of tanh units whose output is a line."""
    W1, b1, W2, b2 = params
    return np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - Y) ** 2) / 2


def backward_of_all_pairs(params, X, y):
    """The gradient of half the mean square of prediction - target, where y (n,) makes that (n, n)."""
    W1, b1, W2, b2 = params
    A1, P = np.tanh(X @ W1 + b1), probabilities(params, X)
    dP = (P - y).mean(axis=1, keepdims=True) / len(X)
    dZ2 = dP * P * (1 - P)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    return [X.T @ dZ1, dZ1.sum(axis=0, keepdims=True), A1.T @ dZ2, dZ2.sum(axis=0, keepdims=True)]


def answers_of_all_pairs(steps=2000, rate=2.0):
    """What the network predicts for the 100 points after such a training, from the start of seed 0."""
    (X, Y), params = hundred_points(), first_weights(0)
    for _ in range(steps):
        grads = backward_of_all_pairs(params, X, Y[:, 0])
        params = [p - rate * grad for p, grad in zip(params, grads, strict=True)]
    return probabilities(params, X)[:, 0]
