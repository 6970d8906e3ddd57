"""A catalogue of the mistakes people publish in backward passes, each one plain function with its symptom.

A wrong layer, loss or network has a wrong gradient: the gradient probe sees it. A wrong program goes wrong
around its gradient, and another probe sees it. None is anybody's code.
"""

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.programs import descending, program_of, stepped_down
from backprop_course.nn import layers
from backprop_course.nn.initializers import xavier
from backprop_course.nn.losses import logistic, squared_error
from backprop_course.nn.models import Penalty, weights_count
from backprop_course.nn.network import declared_shapes, forward, nested


class Fault(NamedTuple):
    """A published mistake: its function, class (F1 to F30), name, the probe that catches it, and its cure.

    `part` is the parameter of its layer that it spoils, "W" or "b", where it spoils but one.
    """

    make: Callable
    code: str
    name: str
    probe: str
    cure: str
    part: str = ""

    @property
    def symptom(self):
        """What training looks like with this mistake."""
        return " ".join(self.make.__doc__.split())


# -- a wrong layer: Layer -> Layer, or None where the layer cannot have the fault --


def missing_slope(layer):
    """More steps, or a plateau: the layers below learn from a derivative without the activation's own."""
    if is_activation(layer):
        return layer._replace(backward=lambda params, saved, dy: (dy, []))


def doubled_slope(layer):
    """Up to twice the steps, often not one more: the derivative is multiplied in twice. No fault for ReLU."""
    if is_activation(layer):
        return _passing(layer, lambda saved, dy: _dx(layer, saved, _dx(layer, saved, dy)))


def missing_output_slope(layer):
    """Fewer steps: the gradient is cross-entropy's, which for targets 0 and 1 ends at the same place."""
    return missing_slope(layer)


def doubled_output_slope(layer):
    """More than 500 steps: p (1 - p) is there twice, and small where the output is saturated."""
    return doubled_slope(layer)


def slope_at_output(layer):
    """More steps, or a plateau: f' is taken at a = f(z), where it is smaller. No fault for ReLU."""
    if is_activation(layer):
        return _passing(layer, lambda saved, dy: _dx(layer, layer.forward([], saved[1])[1], dy))


def slope_formula_at_input(layer):
    """Overflow within 50 steps: a formula in a, such as a (1 - a), is fed with z."""
    if is_activation(layer):
        return _passing(layer, lambda saved, dy: _dx(layer, (saved[0], saved[0]), dy))


def faulty_slope(other):
    """The mistake of taking the derivative of another activation."""

    def wrong_activation(layer):
        """The loss falls at first, then as it comes: the derivative is another activation's."""
        if is_activation(layer) and layer is not other:
            return _passing(layer, lambda saved, dy: _dx(other, other.forward([], saved[0])[1], dy))

    return wrong_activation


def slope_formula_of(other):
    """The mistake of feeding another activation's formula with this one's output."""

    def wrong_formula(layer):
        """The loss falls at first, later it may swing: a (1 - a) gets another activation's output."""
        if is_activation(layer) and layer is not other:
            return _passing(layer, lambda saved, dy: _dx(other, saved, dy))

    return wrong_formula


def bias_summed_over_all(layer):
    """Next to nothing: the bias gradient is summed over batch and units, and every unit gets the same."""
    return _with_grads(layer, lambda dW, db, dy: (dW, 0 * db + db.sum(axis=-1, keepdims=True)))


def bias_averaged(layer):
    """Next to nothing: the bias of the layer learns n times more slowly than its weights."""
    return _with_grads(layer, lambda dW, db, dy: (dW, db / dy.shape[-2]))


def weights_averaged(layer):
    """Up to twice the steps: the weights of the layer learn n times more slowly than its bias."""
    return _with_grads(layer, lambda dW, db, dy: (dW / dy.shape[-2], db))


def weights_transposed(layer):
    """Nothing where the layer is square, a crash elsewhere: the weight gradient is dyᵀ x, not xᵀ dy."""
    return _with_grads(layer, lambda dW, db, dy: (dW.mT, db)) if _is_square(layer) else None


def weights_frozen(layer):
    """Twice the steps, or a plateau: the weights of the layer never move."""
    return _with_grads(layer, lambda dW, db, dy: (np.zeros_like(dW), db))


def bias_frozen(layer):
    """Nothing, or up to three times the steps: the bias of the layer never moves."""
    return _with_grads(layer, lambda dW, db, dy: (dW, np.zeros_like(db)))


def weights_flipped(layer):
    """Nothing is learned, the loss comes back to a plateau: the weights of one layer go uphill."""
    return _with_grads(layer, lambda dW, db, dy: (-dW, db))


def bias_flipped(layer):
    """At least three times the steps, or a plateau: the bias of one layer goes uphill."""
    return _with_grads(layer, lambda dW, db, dy: (dW, -db))


def passed_down_untransposed(layer):
    """Nothing where the layer is square, a crash elsewhere: the layers below get dy W, not dy Wᵀ."""
    if _is_square(layer):
        return layer._replace(backward=lambda p, x, dy: (dy @ p[0], layer.backward(p, x, dy)[1]))


def detached(layer):
    """Twice the steps, or a plateau: nothing is passed down, so the layers below never move."""

    def backward(params, saved, dy):
        dx, grads = layer.backward(params, saved, dy)
        return np.zeros_like(dx), grads

    return layer._replace(backward=backward) if layer.shapes else None


def written_into_dy(layer):
    """Nothing, until somebody looks at dy again: a residual path, a record, a plot."""

    def in_place(params, saved, dy):
        dy *= _dx(layer, saved, np.ones_like(dy))
        return dy, []

    return layer._replace(backward=in_place) if is_activation(layer) else None


def is_activation(layer):
    """Whether a layer is an elementwise activation."""
    return layer.kind == layers.ACTIVATION


def _is_square(layer):
    return layer.kind == layers.DENSE and len(set(layer.shapes[0])) == 1


def _dx(layer, saved, dy):
    return layer.backward([], saved, dy)[0]


def _passing(layer, dx_of):
    """The activation that passes down dx_of(saved, dy)."""
    return layer._replace(backward=lambda params, saved, dy: (dx_of(saved, dy), []))


def _with_grads(layer, grads_of):
    """The dense layer with the gradients grads_of(dW, db, dy)."""

    def backward(params, saved, dy):
        dx, grads = layer.backward(params, saved, dy)
        return dx, list(grads_of(*grads, dy))

    return layer._replace(backward=backward) if layer.kind == layers.DENSE else None


# -- a wrong loss: Loss -> a function (z, y) -> value, dz with a wrong dz --


def other_slope(loss):
    """More than 500 steps, or overflow: a squared error's p (1 - p) stands beside cross-entropy."""
    return _with_dz(loss, lambda z, y: loss.predict(z) * (1 - loss.predict(z)))


def flipped(loss):
    """The loss climbs from the first step, as high as it can: target - prediction, descended."""
    return _with_dz(loss, lambda z, y: -1)


def doubled(loss):
    """It acts as twice the rate, here half the steps: the gradient of a mean of squares beside a half."""
    return _with_dz(loss, lambda z, y: 2)


def halved(loss):
    """It acts as half the rate, twice the steps: the gradient of a half beside a mean of squares."""
    return _with_dz(loss, lambda z, y: 0.5)


def not_averaged(loss):
    """It acts as a rate n times as high, faster or too fast: the 1/n is missing."""
    return _with_dz(loss, lambda z, y: z.shape[-2])


def averaged_twice(loss):
    """It acts as a rate n times as low, n times the steps: the 1/n is there twice."""
    return _with_dz(loss, lambda z, y: 1 / z.shape[-2])


def averaged_over_outputs(loss):
    """It acts as a lower rate: a mean over rows and outputs beside a sum over outputs."""
    return _with_dz(loss, lambda z, y: 1 / z.shape[-1])


def length_of_transposed(loss):
    """It acts as another rate: n is the number of outputs, from len() of a transposed array."""
    return _with_dz(loss, lambda z, y: z.shape[-2] / z.shape[-1])


def _with_dz(loss, factor):
    """The loss with its gradient times factor(z, y)."""

    def wrong(z, y):
        value, dz = loss(z, y)
        return value, factor(z, y) * dz

    return wrong


# -- a wrong network: (network, n_in) -> each way to have it: the layer's index, another's, the network --


def wrong_record(network, n_in):
    """Nothing, more steps or a plateau: the weights learn from another layer's input, or from z, not a."""
    params = [[np.zeros(shape) for shape in own] for own in declared_shapes(network)]
    xs = forward(network, params, np.zeros((1, n_in)))[0]
    dense = [i for i, layer in enumerate(network) if layer.kind == layers.DENSE]
    for here, there in product(dense, range(len(network))):
        if here != there and xs[here].shape == xs[there].shape:
            yield here, there, _reading(network, here, there)


def _reading(network, here, there):
    """The network where layer `here` takes its weight gradient from what layer `there` received."""
    received = []

    def noting(params, x):
        received[:] = [x]
        return network[there].forward(params, x)

    def misled(params, x, dy):
        return network[here].backward(params, received[0], dy)

    broken = list(network)
    broken[there] = network[there]._replace(forward=noting)
    broken[here] = network[here]._replace(backward=misled)
    return broken


# -- a wrong program: Program -> Program, or None where the program cannot have the fault --


def climbing(program):
    """The loss climbs from the first step: the update adds the gradient. No rate cures it."""
    return _stepping(program, lambda params, grads: stepped_down(params, grads, -program.rate))


def scalar_update(program):
    """A plateau, or a climb: all entries of an array move alike, and keep their differences forever."""
    return _stepping(
        program, lambda params, grads: stepped_down(params, [g.flat[0] for g in grads], program.rate)
    )


def output_left_out(program):
    """At least three times the steps, or a plateau: the output layer keeps its first weights."""
    return _stepping(program, lambda p, grads: stepped_down(p[:-2], grads[:-2], program.rate) + p[-2:])


def hidden_left_out(program):
    """Twice the steps, or a plateau: the hidden layers keep their first weights."""
    return _stepping(program, lambda p, grads: p[:-2] + stepped_down(p[-2:], grads[-2:], program.rate))


def biases_left_out(program):
    """Nothing, or a plateau: only the weights move."""
    return _stepping(program, lambda params, grads: stepped_down(params, _weights_only(grads), program.rate))


def updated_before_use(program):
    """Next to nothing: each layer is updated before its weights carry the derivative down."""
    network = program.model.network if program.model else []

    def step(params, x, y):
        xs, saves = forward(network, nested(network, params), x)
        dy, new = program.model.loss(xs[-1], y)[1], []
        for layer, own, saved in reversed(list(zip(network, nested(network, params), saves, strict=True))):
            own = stepped_down(own, layer.backward(own, saved, dy)[1], program.rate)
            new = own + new
            dy = layer.backward(own, saved, dy)[0]
        return new

    return program._replace(step=step) if network else None


def unzeroed(program):
    """Fewer steps, while the weights grow: each gradient is added to all before it (no zero_grad)."""
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
    """The loss climbs to .25 as the predictions get right: (n,) minus (n, 1) pairs each with every target."""

    def predict(params, x):
        return program.predict(params, x).ravel()

    def loss(params, x, y):
        return float(0.5 * np.mean((predict(params, x) - y) ** 2))

    single = not program.model or program.model.n_out == 1
    return program._replace(loss=loss, predict=predict) if single else None


def mixed_samples(program):
    """More steps, and predictions that no shuffled data repeat: each also depends on the row before it."""

    def mixed(x):
        return x + 0.5 * np.roll(x, 1, axis=0)

    return program._replace(
        loss=lambda params, x, y: program.loss(params, mixed(x), y),
        grads=lambda params, x, y: program.grads(params, mixed(x), y),
        step=lambda params, x, y: program.step(params, mixed(x), y),
        predict=lambda params, x: program.predict(params, mixed(x)),
    )


def private_biases(program):
    """The loss falls, the model is useless: no sum over the batch, so each row has a bias of its own."""

    def grads(params, x, y):
        *others, bias = params
        own = bias + np.zeros((len(x), 1))
        rows = [([*others, own[i : i + 1]], x[i : i + 1], y[i : i + 1]) for i in range(len(x))]
        each = [program.grads(*row)[-1] / len(x) for row in rows]
        return [*program.grads(params, x, y)[:-1], np.concatenate(each)]

    return descending(program._replace(grads=grads))


def unguarded(program):
    """Nothing at first, far out inf or nan: exp and log are taken of whatever comes."""
    if not program.model or program.model.loss is squared_error:
        return None

    def loss(params, x, y):
        p = program.predict(params, x)
        with np.errstate(all="ignore"):
            missed = (1 - y) * np.log(1 - p) if program.model.loss is logistic else 0
            return float(-np.sum(y * np.log(p) + missed) / len(x))

    return program._replace(loss=loss)


def no_hidden_layer(program):
    """Flat where one constant prediction for all has it: the hidden layers are left out."""
    model = program.model
    if not model or not isinstance(model.penalty, Penalty | None):
        return None
    tail = model.network[-1:] if is_activation(model.network[-1]) else []
    network = [layers.dense(model.n_in, model.n_out, xavier), *tail]
    penalty = model.penalty and model.penalty._replace(counts=weights_count(network))
    return program_of(model._replace(network=network, penalty=penalty), program.rate)


def out_of_range(program):
    """All predictions end at 1, none at its target: the targets lie where the output cannot reach."""
    model = program.model
    if not model or model.loss is not logistic and not is_activation(model.network[-1]):
        return None
    return program._replace(
        loss=lambda params, x, y: program.loss(params, x, 2 + 6 * y),
        grads=lambda params, x, y: program.grads(params, x, 2 + 6 * y),
        step=lambda params, x, y: program.step(params, x, 2 + 6 * y),
    )


def overheated(program):
    """The loss jumps above its start and stays there: the rate is beyond what the curvature allows."""
    return descending(program._replace(rate=1e3 * program.rate))


def _stepping(program, update):
    """The program with the step update(params, grads)."""
    return program._replace(step=lambda params, x, y: update(list(params), program.grads(params, x, y)))


def _weights_only(grads):
    return [np.zeros_like(g) if i % 2 else g for i, g in enumerate(grads)]


# -- the catalogue --

LAYER = (
    Fault(missing_slope, "F3", kinds.SLOPE_MISSING, "gradient",
          "the activation's derivative is missing: da is taken for dz"),
    Fault(doubled_slope, "F3", kinds.SLOPE_DOUBLED, "gradient",
          "the activation's derivative is multiplied in twice"),
    Fault(slope_at_output, "F6", kinds.WRONG_ARGUMENT, "gradient",
          "the activation's derivative is taken at a = f(z), not at z"),
    Fault(slope_formula_at_input, "F6", kinds.WRONG_ARGUMENT, "gradient",
          "the formula of the derivative wants a = f(z), and is fed with z"),
    Fault(faulty_slope(layers.tanh), "F3", kinds.WRONG_ACTIVATION, "gradient",
          "the derivative is that of tanh, the activation is not"),
    Fault(faulty_slope(layers.sigmoid), "F3", kinds.WRONG_ACTIVATION, "gradient",
          "the derivative is that of the sigmoid, the activation is not"),
    Fault(faulty_slope(layers.relu), "F3", kinds.WRONG_ACTIVATION, "gradient",
          "the derivative is that of ReLU, the activation is not"),
    Fault(slope_formula_of(layers.tanh), "F3", kinds.WRONG_ACTIVATION, "gradient",
          "the derivative is 1 - a², tanh's, the activation is not tanh"),
    Fault(slope_formula_of(layers.sigmoid), "F3", kinds.WRONG_ACTIVATION, "gradient",
          "the derivative is a (1 - a), the sigmoid's, the activation is not the sigmoid"),
    Fault(weights_frozen, "F22", kinds.ZERO, "gradient", "zero everywhere", "W"),
    Fault(bias_frozen, "F22", kinds.ZERO, "gradient", "zero everywhere", "b"),
    Fault(bias_summed_over_all, "F7", kinds.SUMMED_OVER_ALL, "gradient",
          "summed over all units instead of over the batch", "b"),
    Fault(bias_averaged, "F7", kinds.AVERAGED, "gradient",
          "averaged over the batch, but the 1/n is in the loss already", "b"),
    Fault(weights_averaged, "F7", kinds.AVERAGED, "gradient",
          "averaged over the batch, but the 1/n is in the loss already", "W"),
    Fault(weights_transposed, "F13", kinds.TRANSPOSED, "gradient", "the transpose of what is wanted", "W"),
    Fault(passed_down_untransposed, "F13", kinds.TRANSPOSED, "gradient",
          "it passes down dy W instead of dy Wᵀ"),
    Fault(weights_flipped, "F2", kinds.SIGN, "gradient", "the sign is flipped", "W"),
    Fault(bias_flipped, "F2", kinds.SIGN, "gradient", "the sign is flipped", "b"),
    Fault(detached, "F22", kinds.ZERO, "gradient",
          "nothing arrives below it: look at what it passes down, and the activation beneath"),
    Fault(written_into_dy, "F24", kinds.WRITTEN_IN_PLACE, "purity",
          "its backward writes into dy, which it was handed: make a new array"),
)  # fmt: skip
# What missing_slope and doubled_slope are called where the activation is the network's last layer.
OUTPUT = {
    missing_slope: Fault(missing_output_slope, "F4", kinds.OUTPUT_SLOPE_MISSING, "gradient",
                         "the output's f'(z) is missing: the gradient is cross-entropy's, the loss is not"),
    doubled_slope: Fault(doubled_output_slope, "F5", kinds.OUTPUT_SLOPE_DOUBLED, "gradient",
                         "the output's f'(z) is there twice: loss and gradient do not belong together"),
}  # fmt: skip
LOSS = (
    Fault(other_slope, "F5", kinds.OUTPUT_SLOPE_DOUBLED, "gradient",
          "a further p (1 - p) beside prediction - target: loss and gradient do not belong together"),
    Fault(flipped, "F2", kinds.SIGN, "gradient", "the sign is flipped: it is prediction - target"),
    Fault(doubled, "F10", kinds.SCALE, "gradient", "the factor 2 of a square, beside a loss with its half"),
    Fault(halved, "F10", kinds.SCALE, "gradient", "a factor 1/2, beside a loss without it"),
    Fault(not_averaged, "F9", kinds.SCALE, "gradient", "the 1/n is missing"),
    Fault(averaged_twice, "F9", kinds.SCALE, "gradient", "the 1/n is taken twice"),
    Fault(averaged_over_outputs, "F9", kinds.SCALE, "gradient",
          "averaged over the outputs, where the loss sums"),
    Fault(length_of_transposed, "F14", kinds.SCALE, "gradient", "n is taken from the wrong axis"),
)  # fmt: skip
NETWORK = (
    Fault(wrong_record, "F6", kinds.WRONG_INPUT, "gradient",
          "xᵀ dy is taken with the x of another layer", "W"),
)  # fmt: skip
PROGRAM = (
    Fault(climbing, "F1", kinds.UPDATE_SIGN, "step",
          "the update adds the gradient: params - rate * gradient goes down"),
    Fault(scalar_update, "F15", kinds.UPDATE_SCALAR, "step",
          "one number of each gradient moves the whole array"),
    Fault(output_left_out, "F22", kinds.UPDATE_PARTIAL, "step", "the output layer is left out of the update"),
    Fault(hidden_left_out, "F22", kinds.UPDATE_PARTIAL, "step",
          "the hidden layers are left out of the update"),
    Fault(biases_left_out, "F22", kinds.UPDATE_PARTIAL, "step", "the biases are left out of the update"),
    Fault(updated_before_use, "F29", kinds.UPDATED_BEFORE_USE, "step",
          "the weights are updated before they carry the derivative down: all gradients come first"),
    Fault(unzeroed, "F30", kinds.ACCUMULATE, "purity", "start each backward from zero gradients"),
    Fault(updated_in_place, "F24", kinds.WRITTEN_IN_PLACE, "purity",
          "make new arrays, leave the caller's alone"),
    Fault(stale_loss, "F16", kinds.STALE_LOSS, "purity",
          "compute the loss of the parameters you report it for"),
    Fault(unseeded, "F25", kinds.UNSEEDED, "purity",
          "draw the first parameters from a generator with a seed"),
    Fault(flat_target, "F11", kinds.OUTER_BROADCAST, "shape", "keep predictions and targets (n, 1)"),
    Fault(private_biases, "F8", kinds.ONE_BIAS_PER_ROW, "shape",
          "sum the bias gradient over the batch, axis 0"),
    Fault(mixed_samples, "F12", kinds.ROWS_MIX, "permutation",
          "row i of the prediction must come from row i of x alone"),
    Fault(unguarded, "F28", kinds.UNGUARDED, "range", "compute the loss from z, by logaddexp"),
    Fault(no_hidden_layer, "F19", kinds.MODEL_FLOOR, "optimum",
          "the model cannot reach it: give it a hidden layer"),
    Fault(out_of_range, "F20", kinds.MODEL_FLOOR, "optimum",
          "the output cannot reach the targets: rescale them"),
    Fault(overheated, "F27", kinds.RATE, "optimum", "keep the rate below 2/λmax"),
)  # fmt: skip
