"""A program is what a learner writes: a loss, its gradients, an update; plain functions of a list of arrays.

The probes examine one, the faults make wrong ones, and `program_of` makes the right one from a model.
"""

import inspect
import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.nn.models import Model, refuse_no_model, start
from backprop_course.nn.network import chain

MOST_ARRAYS = 10_000  # arrays of a program that are read


class Program(NamedTuple):
    """Plain functions of `params`, a list of arrays; what a learner did not write is None.

    loss(params, x, y) -> number; grads(params, x, y) -> list of arrays; step(params, x, y) -> new params,
    with learning rate `rate`; predict(params, x) -> predictions, one row each; init(seed) -> first params.
    `model` is what it was made of.
    """

    loss: Callable | None = None
    grads: Callable | None = None
    step: Callable | None = None
    predict: Callable | None = None
    init: Callable | None = None
    rate: float = 0.1
    model: Model | None = None


def program_of(model, rate=0.1):
    """The program of a model: right if its layers are, with its parameters as one flat list."""
    refuse_no_model(model)
    rate = validate.above_zero("rate", rate)
    network = chain(*model.network)

    def loss(params, x, y):
        value = model.loss(network.forward(params, x)[0], y)[0]
        return float(value + model.penalty(params)[0] if model.penalty else value)

    def grads(params, x, y):
        z, saved = network.forward(params, x)
        own = network.backward(params, saved, model.loss(z, y)[1])[1]
        return [p + q for p, q in zip(own, model.penalty(params)[1], strict=True)] if model.penalty else own

    def predict(params, x):
        return model.loss.predict(network.forward(params, x)[0])

    def init(seed):
        return sum(start(model, np.random.default_rng(seed)), [])

    predicts = hasattr(model.loss, "predict")  # a plain function may serve as a loss, and predicts nothing
    return descending(Program(loss, grads, None, predict if predicts else None, init, rate, model))


def descending(program):
    """The program with the update line that belongs to its gradients: params - rate * grads."""
    rate, grads = program.rate, program.grads
    return program._replace(step=lambda params, x, y: stepped_down(params, grads(params, x, y), rate))


def stepped_down(params, grads, rate):
    """New arrays: params - rate * grads."""
    return [p - rate * g for p, g in zip(params, grads, strict=True)]


def program(loss=None, grads=None, step=None, rate=0.1, params=None, predict=None):
    """The program of plain functions of `params`, or of params, x and y; predict(params) or (params, x).

    Their `params` may be a list, a dict or one array: unless it is a list, show one here. The gradients may
    come under the keys of `params`, or under these with a d in front.
    """
    for name, call in {"loss": loss, "grads": grads, "step": step, "predict": predict}.items():
        if call is not None and not callable(call):
            raise ValueError(f"{name} must be a function of (params, x, y), but it is {validate.short(call)}")
    rate = validate.above_zero("rate", rate)
    rebuild, listed = _packing(params)

    def adapted(call, read):
        count = _arguments(call)

        def run(arrays, *data):
            packed = rebuild(arrays)
            result = read(call(packed, *data[: count - 1]))
            arrays[:] = listed(packed)  # what the call put into its params is put into the caller's
            return result

        return call and run

    calls = (
        adapted(loss, _number),
        adapted(grads, listed),
        adapted(step, listed),
        adapted(predict, np.asarray),
    )
    return Program(*calls, rate=rate)


def _number(value):
    return np.asarray(value, dtype=float).item()


def _packing(params):
    """How a learner's params are rebuilt from a list of arrays, and how they are listed."""
    if isinstance(params, dict):
        return lambda arrays: dict(zip(params, arrays, strict=True)), lambda named: _listed(named, params)
    if isinstance(params, np.ndarray):
        return lambda arrays: arrays[0], lambda array: [array]
    return list, _at_most


def _at_most(arrays):
    """The arrays as a list, of which there may be no end."""
    return list(itertools.islice(arrays, MOST_ARRAYS))


def _listed(named, keys):
    return [named[key] if key in named else named[f"d{key}"] for key in keys]


def _arguments(call):
    """How many arguments a function must be given: those without a default."""
    parameters = inspect.signature(call).parameters.values() if call else []
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(each.default is each.empty and each.kind in positional for each in parameters)
