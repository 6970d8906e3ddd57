"""Experiments of this lesson: three irises told apart on a tape, by a right loop and by loops with a slip."""

import numpy as np

from backprop_course import data
from backprop_course.check.differences import relative_error, slope
from backprop_course.lessons.let_a_tape_do_it.tape import Tensor
from backprop_course.nn import plain
from backprop_course.nn.initializers import xavier

UNITS = 4  # hidden


def petals():
    """Length and width of 150 petals, standardized (150, 2); three species of iris, one-hot (150, 3)."""
    x, y = data.irises()
    return data.standardize(x), y


def iris_start(seed):
    """The first parameters [W1, b1, W2, b2] of a 2-4-3 network, as Xavier draws them; no bias is 0."""
    rng = np.random.default_rng(seed)
    (W1, _), (W2, _) = xavier(rng, 2, UNITS), xavier(rng, UNITS, 3)
    return [W1, 0.1 * rng.normal(size=(1, UNITS)), W2, 0.1 * rng.normal(size=(1, 3))]


def softmax_of(z):
    """The softmax of each row of a Tensor, as a Tensor."""
    p = plain.softmax(z.value)
    return Tensor(p, [(z, lambda arrived: p * (arrived - (arrived * p).sum(axis=1, keepdims=True)))])


def total(x):
    """The sum of all entries of a Tensor."""
    return Tensor(x.value.sum(), [(x, lambda arrived: arrived * np.ones_like(x.value))])


def half_dropped(x, rng):
    """A Tensor with each entry dropped with probability 1/2, and what stays doubled."""
    mask = 2.0 * (rng.random(x.value.shape) < 0.5)
    return Tensor(x.value * mask, [(x, lambda arrived: arrived * mask)])


def apart(grads, others):
    """The largest relative error between the arrays of two lists."""
    return max(relative_error(np.array(a), np.array(b)) for a, b in zip(grads, others, strict=True))


def own_check(loss_of, params):
    """The largest relative error of the gradient of loss_of(tensors) beside differences of this same loss."""
    tensors = [Tensor(p) for p in params]
    loss_of(tensors).backward()
    errors = []
    for place, tensor in enumerate(tensors):

        def loss(p, place=place):
            moved = [Tensor(p if each == place else q) for each, q in enumerate(params)]
            return float(loss_of(moved).value)

        errors.append(relative_error(tensor.grad, slope(loss, tensor.value)))
    return max(errors)
