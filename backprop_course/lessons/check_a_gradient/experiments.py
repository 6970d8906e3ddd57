"""Experiments on checks: a wrong line that learns, errors by step, readings of right and wrong gradients."""

import numpy as np

from backprop_course import data
from backprop_course.check import faults
from backprop_course.check.diagnosis import gradient_of
from backprop_course.check.differences import relative_error, slope
from backprop_course.check.probes import differences
from backprop_course.check.programs import program_of
from backprop_course.nn import plain
from backprop_course.nn.losses import logistic
from backprop_course.nn.models import mlp, start
from backprop_course.nn.training import fit

WIDTH, RATE, STEPS = 8, 1.0, 600  # of the two programs on the spirals
DECAY = 1e-4


def two_spirals():
    """The points of this lesson: X (60, 2), Y (60, 1)."""
    return data.spirals(60, turns=1.0)


def spiral_start(seed, width=WIDTH):
    """First parameters [W1, b1, W2, b2] of a 2-width-1 network, as Xavier draws them; the biases are 0."""
    return sum(start(mlp([2, width, 1]), np.random.default_rng(seed)), [])


def random_params(seed, width=WIDTH):
    """Parameters off the start, so that no bias is 0."""
    rng = np.random.default_rng(seed)
    return [p + rng.normal(0, 0.5, p.shape) for p in spiral_start(seed, width)]


# -- a backward with one line of its own --


def gradient_by_lines(
    params,
    X,
    Y,
    output=lambda P, Y: (P - Y) / len(P),
    bend=lambda A1: 1 - A1**2,
    add=lambda dZ: dZ.sum(axis=0, keepdims=True),
):
    """The gradient as in lesson 05, [dW1, db1, dW2, db2]; each of three lines may be another."""
    W1, b1, W2, b2 = params
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = output(plain.predict(params, X), Y)
    dZ1 = dZ2 @ W2.T * bend(A1)
    return [X.T @ dZ1, add(dZ1), A1.T @ dZ2, add(dZ2)]


def slope_twice(params, X, Y):
    """The backward that multiplies by the slope of tanh twice."""
    return gradient_by_lines(params, X, Y, bend=lambda A1: (1 - A1**2) ** 2)


WRONG_LINES = {
    "the slope twice": {"bend": lambda A1: (1 - A1**2) ** 2},
    "no slope": {"bend": lambda A1: 1.0},
    "the slope of a sigmoid": {"bend": lambda A1: A1 * (1 - A1)},
    "a slope too many at the output": {"output": lambda P, Y: (P - Y) * P * (1 - P) / len(P)},
    "no 1/n": {"output": lambda P, Y: P - Y},
    "1/n twice in the biases": {"add": lambda dZ: dZ.mean(axis=0, keepdims=True)},
    "the sign": {"output": lambda P, Y: (Y - P) / len(P)},
}


def losses_of_both(seed):
    """The losses of the wrong program and of the right one, from one start."""
    return [_losses(gradient, seed) for gradient in (slope_twice, plain.backward)]


def _losses(gradient, seed):
    (X, Y), params, losses = two_spirals(), spiral_start(seed), []
    for _ in range(STEPS):
        losses.append(plain.loss(plain.predict(params, X), Y))
        params = plain.step(params, gradient(params, X, Y), RATE)
    return losses


def last_losses(seeds):
    """The last losses of the right program and of the one with the slope twice, each (seeds,)."""
    model = mlp([2, WIDTH, 1])
    network = [faults.doubled_slope(layer) or layer for layer in model.network]
    ends = []
    for each in (model, model._replace(network=network)):
        rngs = [np.random.default_rng(seed) for seed in seeds]
        ends.append(fit(each, *two_spirals(), RATE, steps=STEPS - 1, rng=rngs).losses[-1])
    return ends


# -- errors by step --


def cube(w):
    """w³, in an order of its products that is the same on every machine."""
    return w * w * w


def one_side(f, x, h):
    """The slope of f at x, from x and one place beside it."""
    return (f(x + h) - f(x)) / h


def both_sides(f, x, h):
    """The slope of f at x, from a place on either side."""
    return (f(x + h) - f(x - h)) / (2 * h)


def errors_by_step(method, steps):
    """How far the slope of w³ is off 3w² for each step: the median over 101 places w from 0.9 to 1.1.

    One place alone may be right by luck.
    """
    places = np.linspace(0.9, 1.1, 101)
    return np.array([np.median(np.abs(method(cube, places, h) - 3 * places**2)) for h in steps])


# -- readings of the check --


def largest(grads, slopes):
    """The largest relative error of an array."""
    return max(relative_error(grad, each) for grad, each in zip(grads, slopes, strict=True))


def decayed(params, grads, decay=DECAY):
    """The gradient with decay × parameter added to each array."""
    return [grad + decay * p for p, grad in zip(params, grads, strict=True)]


def readings_by_step(seed, steps):
    """What checks with these steps read of a right gradient, one with a small term, and a wrong one."""
    (X, Y), params = two_spirals(), random_params(seed)
    grads = plain.backward(params, X, Y)
    kinds = {
        "right": grads,
        "a term of 1e-4": decayed(params, grads),
        "the slope twice": slope_twice(params, X, Y),
    }
    slopes = [slopes_with(step, params, X, Y) for step in steps]
    return {name: [largest(claim, each) for each in slopes] for name, claim in kinds.items()}


def slopes_with(step, params, X, Y):
    """The slopes of the loss by central differences with this step, a list like params."""

    def along(which):
        return lambda p: plain.loss(plain.predict([*params[:which], p, *params[which + 1 :]], X), Y)

    return [slope(along(which), p, step) for which, p in enumerate(params)]


def readings_of_three(network, params, X, Y):
    """What a network's own check reads, by mistake: in the update, in loss and backward, in the backward."""
    dW1, db1, dW2, db2 = grads = network.backward(params, X, Y)
    neighbors = np.roll(Y, 1, axis=0)
    return {
        "update adds": network.check(params, X, Y, grads),
        "neighbor's target": network.check(params, X, neighbors, network.backward(params, X, neighbors)),
        "db divided by n": network.check(params, X, Y, [dW1, db1 / len(X), dW2, db2 / len(X)]),
    }


# -- a kink --


def relu_on_xor(spread):
    """A right 2-3-1 ReLU network on XOR: the program, X, Y, and first parameters.

    Its biases are drawn from a normal distribution of this spread: for 0 they are all 0.
    """
    model, (X, Y), rng = mlp([2, 3, 1], "relu", "he"), data.xor(), np.random.default_rng(1)
    W1, b1, W2, b2 = sum(start(model, rng), [])
    b1, b2 = (spread * rng.normal(size=b.shape) for b in (b1, b2))
    return program_of(model), X, Y, [W1, b1, W2, b2]


def relu_errors(spread):
    """What a check reads of W1, b1, W2 and b2 of that network, whose backward is right: (4,)."""
    program, X, Y, params = relu_on_xor(spread)
    pairs = zip(program.grads(params, X, Y), differences(program.loss, params, X, Y), strict=True)
    return np.array([relative_error(grad, each) for grad, each in pairs])


def loss_along_a_bias(move):
    """The loss of that network with all biases 0, but the first of b1 moved."""
    program, X, Y, (W1, b1, W2, b2) = relu_on_xor(spread=0.0)
    return program.loss([W1, b1 + [[move, 0.0, 0.0]], W2, b2], X, Y)


def without_mask(bias):
    """That network, biases moved up, ReLU's mask forgotten: the share of active units, and the reading."""
    program, X, Y, (W1, b1, W2, b2) = relu_on_xor(spread=0.0)
    params = [W1, b1 + bias, W2, b2]
    first, bend, last = mlp([2, 3, 1], "relu", "he").network
    claim = gradient_of([first, faults.missing_slope(bend), last], logistic, params, X, Y)
    return np.mean(X @ W1 + b1 + bias > 0), largest(claim, differences(program.loss, params, X, Y))


# -- two calls along a direction --


def direction(params, seed):
    """A random direction through the space of the parameters, a list like params."""
    rng = np.random.default_rng((seed, 1))  # not the numbers that the parameters were drawn from
    return [rng.normal(size=p.shape) for p in params]


def along(grads, direction):
    """The slope along a direction, from a gradient."""
    return sum((grad * v).sum() for grad, v in zip(grads, direction, strict=True))


def relu_reading(width, rows, seed):
    """What a check along one direction reads of a right 2-width-1 ReLU network at a random place."""
    model, (X, Y) = mlp([2, width, 1], "relu", "he"), data.spirals(rows, turns=1.0)
    program, rng = program_of(model), np.random.default_rng(seed)
    params = [p + rng.normal(0, 0.5, p.shape) for p in sum(start(model, rng), [])]
    v = direction(params, seed)
    measured = both_sides(
        lambda h: program.loss([p + h * q for p, q in zip(params, v, strict=True)], X, Y), 0.0, 1e-5
    )
    return relative_error(along(program.grads(params, X, Y), v), measured)
