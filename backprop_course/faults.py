"""A catalogue of the mistakes people publish in backward passes, each one plain function with its symptom.

Three kinds, sorted by what catches them. A wrong layer and a wrong loss have a wrong gradient: the gradient probe
sees them. A wrong program goes wrong around its gradient, and another probe sees it. None is anybody's code.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course import layers
from backprop_course.losses import logistic, softmax_cross_entropy
from backprop_course.models import mlp
from backprop_course.programs import descending, program_of


class Fault(NamedTuple):
    """A published mistake: its function, its class (F1 ... F30), its name, the probe that catches it, and the cure in words."""

    make: Callable
    code: str
    name: str
    probe: str
    cure: str


# -- a wrong layer: Layer -> Layer, or None where the layer cannot have the fault --


def missing_slope(layer):
    """The loss falls to a plateau: the layers below learn from a derivative without the activation's own."""
    if _is_activation(layer):
        return layer._replace(backward=lambda params, saved, dy: (dy, []))


def doubled_slope(layer):
    """The loss falls, slowly: the derivative of the activation is multiplied in twice."""
    if _is_activation(layer):
        return _rerun(layer, lambda saved, dy: layer.backward([], saved, layer.backward([], saved, dy)[0])[0])


def slope_at_output(layer):
    """The loss falls, sometimes faster than it should: f' is taken at a = f(z) instead of z. No fault for ReLU."""
    if _is_activation(layer):
        return _rerun(layer, lambda saved, dy: layer.backward([], layer.forward([], saved[1])[1], dy)[0])


def slope_formula_at_input(layer):
    """The loss runs away: a formula in a, such as a (1 - a), is fed with z."""
    if _is_activation(layer):
        return _rerun(layer, lambda saved, dy: layer.backward([], (saved[0], saved[0]), dy)[0])


def slope_of(other):
    """The loss falls and stalls: the derivative belongs to another layer's activation, `other`."""

    def wrong_activation(layer):
        if _is_activation(layer) and layer is not other:
            return _rerun(layer, lambda saved, dy: other.backward([], other.forward([], saved[0])[1], dy)[0])

    return wrong_activation


def bias_summed_over_all(layer):
    """Subtle: the bias gradient is summed over the batch and the units, and every unit gets the same."""
    return _rewritten(layer, lambda dW, db, dy: (dW, np.full_like(db, db.sum())))


def bias_averaged(layer):
    """Subtle: the bias gradient is averaged over the batch although the 1/n is in the loss already."""
    return _rewritten(layer, lambda dW, db, dy: (dW, db / dy.shape[-2]))


def weights_averaged(layer):
    """Subtle: the weight gradient is averaged over the batch although the 1/n is in the loss already."""
    return _rewritten(layer, lambda dW, db, dy: (dW / dy.shape[-2], db))


def weights_transposed(layer):
    """Silent where the layer is square, a crash elsewhere: the weight gradient is dyᵀ x instead of xᵀ dy."""
    return _rewritten(layer, lambda dW, db, dy: (dW.mT, db)) if _is_square(layer) else None


def weights_frozen(layer):
    """A high floor: the weights of the layer get no gradient."""
    return _rewritten(layer, lambda dW, db, dy: (np.zeros_like(dW), db))


def bias_frozen(layer):
    """A high floor: the bias of the layer gets no gradient."""
    return _rewritten(layer, lambda dW, db, dy: (dW, np.zeros_like(db)))


def weights_flipped(layer):
    """The loss climbs or stalls: the weight gradient of one layer has the wrong sign."""
    return _rewritten(layer, lambda dW, db, dy: (-dW, db))


def bias_flipped(layer):
    """The loss climbs or stalls: the bias gradient of one layer has the wrong sign."""
    return _rewritten(layer, lambda dW, db, dy: (dW, -db))


def passed_down_untransposed(layer):
    """Silent where the layer is square, a crash elsewhere: dx is dy W instead of dy Wᵀ."""
    if _is_square(layer):
        return layer._replace(backward=lambda params, x, dy: (dy @ params[0], layer.backward(params, x, dy)[1]))


def detached(layer):
    """A high floor: nothing is passed down, so the layers below never learn."""

    def backward(params, saved, dy):
        dx, grads = layer.backward(params, saved, dy)
        return np.zeros_like(dx), grads

    return layer._replace(backward=backward)


def _is_activation(layer):
    return not layer.names and isinstance(layer.forward([], np.zeros((1, 1)))[1], tuple)


def _is_square(layer):
    shapes = [p.shape for p in layer.init(np.random.default_rng(0))] if layer.names == ("W", "b") else [(0, 1)]
    return shapes[0][0] == shapes[0][1]


def _rerun(layer, dx_of):
    """The activation with dx_of(saved, dy) as what it passes down."""
    return layer._replace(backward=lambda params, saved, dy: (dx_of(saved, dy), []))


def _rewritten(layer, grads_of):
    """The dense layer with grads_of(dW, db, dy) as its gradients."""
    if layer.names != ("W", "b"):
        return None

    def backward(params, saved, dy):
        dx, grads = layer.backward(params, saved, dy)
        return dx, list(grads_of(*grads, dy))

    return layer._replace(backward=backward)


# -- a wrong loss: Loss -> a function (z, y) -> value, dz with a wrong dz --


def flipped(loss):
    """The loss grows exponentially from the first step: target - prediction, descended."""
    return _scaled(loss, lambda z, y: -1)


def doubled(loss):
    """Speed only, never the limit: the gradient of a mean of squares beside a loss with its half."""
    return _scaled(loss, lambda z, y: 2)


def halved(loss):
    """Speed only, never the limit: the gradient of a loss with a half beside a mean of squares."""
    return _scaled(loss, lambda z, y: 0.5)


def not_averaged(loss):
    """It acts as a rate n times as high: the 1/n is missing."""
    return _scaled(loss, lambda z, y: z.shape[-2])


def averaged_twice(loss):
    """It acts as a rate n times as low: the 1/n is there twice."""
    return _scaled(loss, lambda z, y: 1 / z.shape[-2])


def averaged_over_outputs(loss):
    """It acts as a lower rate: a mean over rows and outputs beside a sum over outputs."""
    return _scaled(loss, lambda z, y: 1 / z.shape[-1])


def length_of_transposed(loss):
    """Overflow, or next to no step: n is the number of outputs, from len() of a transposed array."""
    return _scaled(loss, lambda z, y: z.shape[-2] / z.shape[-1])


def other_slope(loss):
    """Slow, and stalled where the unit is saturated: the derivative of a squared error after a sigmoid, beside cross-entropy."""
    return lambda z, y: (loss.value(z, y), loss(z, y)[1] * loss.predict(z) * (1 - loss.predict(z)))


def _scaled(loss, factor):
    return lambda z, y: (loss.value(z, y), factor(z, y) * loss(z, y)[1])


# -- a wrong program: Program -> Program; its gradient may be right --


def climbing(program):
    """The loss climbs from step 1: the update adds the gradient. No rate cures it."""
    return program._replace(step=lambda params, x, y: _moved(params, program.grads(params, x, y), -program.rate))


def scalar_update(program):
    """A high floor: one element of each gradient moves the whole array."""

    def step(params, x, y):
        return [p - program.rate * g.ravel()[0] for p, g in zip(params, program.grads(params, x, y), strict=True)]

    return program._replace(step=step)


def partial_update(program):
    """Slow, with a high floor: the output layer is left out of the update."""

    def step(params, x, y):
        grads = program.grads(params, x, y)
        return _moved(params[:-2], grads[:-2], program.rate) + list(params[-2:])

    return program._replace(step=step)


def biases_left_out(program):
    """A high floor: only the weights are updated."""

    def step(params, x, y):
        new = _moved(params, program.grads(params, x, y), program.rate)
        return [p if i % 2 else q for i, (p, q) in enumerate(zip(params, new, strict=True))]

    return program._replace(step=step)


def updated_before_use(program):
    """Invisible at a small rate: the output layer is updated before its weights carry the derivative down."""

    def step(params, x, y):
        last = list(params[:-2]) + _moved(params[-2:], program.grads(params, x, y)[-2:], program.rate)
        return _moved(params[:-2], program.grads(last, x, y)[:-2], program.rate) + last[-2:]

    return program._replace(step=step)


def unzeroed(program):
    """The loss swings without end: each gradient is added to all before it (no zero_grad)."""
    total = []

    def grads(params, x, y):
        new = program.grads(params, x, y)
        total[:] = [a + b for a, b in zip(total, new, strict=True)] if total else new
        return list(total)

    return descending(program._replace(grads=grads))


def updated_in_place(program):
    """The second run starts trained: the update writes into the caller's arrays."""

    def step(params, x, y):
        for p, g in zip(params, program.grads(params, x, y), strict=True):
            p -= program.rate * g
        return params

    return program._replace(step=step)


def stale_loss(program):
    """The curve is shifted by one step: the loss that is reported belongs to the parameters before."""
    seen = []

    def loss(params, x, y):
        seen.append(program.loss(params, x, y))
        return seen[-2] if len(seen) > 1 else seen[-1]

    return program._replace(loss=loss)


def unseeded(program):
    """Different in each run: the first parameters come from a generator nobody seeded."""
    rng = np.random.default_rng()
    return program._replace(init=lambda seed: program.init(int(rng.integers(1 << 30))))


def flat_target(program):
    """A plausible wrong floor: (n,) minus (n, 1) is (n, n), and every prediction is held against every target."""

    def loss(params, x, y):
        return float(0.5 * np.mean((program.predict(params, x).ravel() - y) ** 2))

    return program._replace(loss=loss, predict=lambda params, x: program.predict(params, x).ravel())


def mixed_samples(program):
    """A dip, then a climb: each row's prediction also depends on the row before it."""

    def predict(params, x):
        return program.predict(params, x + 0.5 * np.roll(x, 1, axis=0))

    def loss(params, x, y):
        return program.loss(params, x + 0.5 * np.roll(x, 1, axis=0), y)

    return program._replace(predict=predict, loss=loss, grads=None, step=None)


def private_biases(program):
    """The loss falls to zero and the model is useless: the bias gradient is not summed, so each row gets a bias of its own."""

    def step(params, x, y):
        new = program.step(params, x, y)
        return [*new[:-1], np.repeat(new[-1], len(x), axis=0) + program.rate * (y - program.predict(params, x))]

    return program._replace(step=step)


def unguarded(program):
    """Warnings, then inf or nan, late: exp and log are taken of whatever comes."""

    def loss(params, x, y):
        with np.errstate(all="ignore"):
            p = program.predict(params, x)
            return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))

    return program._replace(loss=loss)


def overheated(program):
    """Dead units, or a loss that swings: the rate is beyond what the curvature allows."""
    return descending(program._replace(rate=1e3 * program.rate))


def _moved(params, grads, rate):
    return [p - rate * g for p, g in zip(params, grads, strict=True)]


def no_hidden_layer(program):
    """Flat at the floor of a linear model: the hidden layers are left out, and it is called a network all the same."""
    rows, columns = program.init(0)[0].shape[0], program.init(0)[-1].shape[1]
    loss = {1: logistic}.get(columns, softmax_cross_entropy)
    return program_of(mlp([rows, columns], loss=loss), program.rate)


def out_of_range(program):
    """Flat, while the weights grow for ever: the targets lie where the output cannot reach."""

    def loss(params, x, y):
        return float(0.5 * np.mean((program.predict(params, x) - (2 + 6 * y)) ** 2))

    return program._replace(loss=loss, grads=None, step=program.step)


# -- the catalogue --

LAYER = (
    Fault(missing_slope, "F3", "derivative missing", "gradient", "the activation's derivative is missing: dz = da f'(z)"),
    Fault(doubled_slope, "F5", "derivative doubled", "gradient", "the activation's derivative is multiplied in twice"),
    Fault(slope_at_output, "F6", "wrong argument", "gradient", "the derivative is taken at a = f(z), not at z"),
    Fault(slope_formula_at_input, "F6", "wrong argument", "gradient", "a formula in a = f(z) is fed with z"),
    Fault(slope_of(layers.tanh), "F3", "wrong activation", "gradient", "the derivative is tanh's, the activation is not"),
    Fault(slope_of(layers.sigmoid), "F3", "wrong activation", "gradient", "the derivative is the sigmoid's, the activation is not"),
    Fault(slope_of(layers.relu), "F3", "wrong activation", "gradient", "the derivative is ReLU's, the activation is not"),
    Fault(bias_summed_over_all, "F7", "summed over everything", "gradient", "b is summed over all units instead of over the batch"),
    Fault(bias_averaged, "F7", "averaged where summed", "gradient", "b is averaged over the batch, but the 1/n is in the loss already"),
    Fault(weights_averaged, "F7", "averaged where summed", "gradient", "W is averaged over the batch, but the 1/n is in the loss already"),
    Fault(weights_transposed, "F13", "transposed", "gradient", "dW is dyᵀ x instead of xᵀ dy"),
    Fault(passed_down_untransposed, "F13", "transposed", "gradient", "dx is dy W instead of dy Wᵀ"),
    Fault(weights_flipped, "F2", "sign", "gradient", "the sign of dW is flipped"),
    Fault(bias_flipped, "F2", "sign", "gradient", "the sign of db is flipped"),
    Fault(weights_frozen, "F22", "zero", "gradient", "dW is zero"),
    Fault(bias_frozen, "F22", "zero", "gradient", "db is zero"),
    Fault(detached, "F22", "zero", "gradient", "nothing is passed down to the layers below"),
)
LOSS = (
    Fault(other_slope, "F4", "another loss", "gradient", "prediction - target carries a further p (1 - p)"),
    Fault(flipped, "F2", "sign", "gradient", "the sign is flipped: prediction - target, not target - prediction"),
    Fault(doubled, "F10", "scale", "gradient", "the factor 2 of a square, beside a loss with its half"),
    Fault(halved, "F10", "scale", "gradient", "a factor 1/2, beside a loss without it"),
    Fault(not_averaged, "F9", "scale", "gradient", "the 1/n is missing"),
    Fault(averaged_twice, "F9", "scale", "gradient", "the 1/n is taken twice"),
    Fault(averaged_over_outputs, "F9", "scale", "gradient", "averaged over the outputs, where the loss sums"),
    Fault(length_of_transposed, "F14", "scale", "gradient", "n is taken from the wrong axis"),
)
PROGRAM = (
    Fault(climbing, "F1", "sign of the update", "step", "the update adds the gradient: params - rate * gradient"),
    Fault(scalar_update, "F15", "scalar update", "step", "one number of each gradient moves the whole array"),
    Fault(partial_update, "F22", "partial update", "step", "the output layer is left out of the update"),
    Fault(biases_left_out, "F22", "partial update", "step", "the biases are left out of the update"),
    Fault(updated_before_use, "F29", "updated before use", "step", "all gradients first, then the update"),
    Fault(unzeroed, "F30", "gradients accumulate", "purity", "start each backward from zero gradients"),
    Fault(updated_in_place, "F24", "written in place", "purity", "make new arrays, leave the caller's alone"),
    Fault(stale_loss, "F16", "stale loss", "purity", "compute the loss from the parameters you report it for"),
    Fault(unseeded, "F25", "unseeded", "purity", "draw the first parameters from a generator with a seed"),
    Fault(flat_target, "F11", "broadcasting", "shape", "keep (n, 1) beside (n, 1)"),
    Fault(private_biases, "F8", "one bias per row", "shape", "sum the bias gradient over the batch, axis 0"),
    Fault(mixed_samples, "F12", "rows mix", "permutation", "row i of the prediction must come from row i of x"),
    Fault(unguarded, "F28", "unguarded exp or log", "range", "compute the loss from z, by logaddexp"),
    Fault(no_hidden_layer, "F19", "floor of the model", "optimum", "the model cannot reach the optimum: give it a hidden layer"),
    Fault(out_of_range, "F20", "floor of the model", "optimum", "the output cannot reach the targets: rescale them"),
    Fault(overheated, "F27", "rate", "optimum", "the rate is beyond the limit 2/λmax"),
)
