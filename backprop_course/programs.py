"""A program is what a learner writes: a loss, its gradients, an update; plain functions of a list of arrays.

The probes examine one, the faults make wrong ones, and `program_of` makes the right one from a model.
"""

import inspect
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course.models import start
from backprop_course.network import chain


class Program(NamedTuple):
    """Plain functions; `params` is a list of arrays, and what a learner did not write is None.

    loss(params, x, y) -> number; grads(params, x, y) -> list of arrays; step(params, x, y) -> new params, with
    learning rate `rate`; predict(params, x) -> predictions, one row per example; init(seed) -> first params.
    """

    loss: Callable
    grads: Callable | None = None
    step: Callable | None = None
    predict: Callable | None = None
    init: Callable | None = None
    rate: float = 0.1


def program_of(model, rate=0.1):
    """The right program of a model: its parameters as one flat list."""
    network = chain(*model.network)

    def loss(params, x, y):
        return float(model.loss(network.forward(params, x)[0], y)[0])

    def grads(params, x, y):
        z, saved = network.forward(params, x)
        return network.backward(params, saved, model.loss(z, y)[1])[1]

    def predict(params, x):
        return model.loss.predict(network.forward(params, x)[0])

    def init(seed):
        return sum(start(model, np.random.default_rng(seed)), [])

    return descending(Program(loss, grads, None, predict, init, rate))


def descending(program):
    """The program with the update line that belongs to its gradients: params - rate grads."""

    def step(params, x, y):
        return [p - program.rate * g for p, g in zip(params, program.grads(params, x, y), strict=True)]

    return program._replace(step=step)


def program(loss, grads=None, step=None, rate=0.1, params=None):
    """A program of functions that take `params` alone, or params, x and y; `params` may also be a dict or one array.

    Give `params` where it is not a list: it shows how the arrays are packed.
    """
    rebuild, listed = _packing(params)

    def adapted(call, read):
        if call is None:
            return None
        alone = len(inspect.signature(call).parameters) == 1
        return lambda arrays, x, y: read(call(rebuild(arrays)) if alone else call(rebuild(arrays), x, y))

    return Program(adapted(loss, float), adapted(grads, listed), adapted(step, listed), rate=rate)


def _packing(params):
    """How a learner's params are rebuilt from a list of arrays, and how they are listed."""
    if isinstance(params, dict):
        return lambda arrays: dict(zip(params, arrays, strict=True)), lambda named: [named[key] for key in params]
    if isinstance(params, np.ndarray):
        return lambda arrays: arrays[0], lambda array: [array]
    return list, list
