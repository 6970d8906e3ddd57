"""Lab: ∂loss/∂z by layer of a deep network beside theory; depth, activation, initialization and remedy."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.keep_gradients_alive import pictures
from backprop_course.nn import initializers, mean_field
from backprop_course.nn.layers import batch_norm, dense
from backprop_course.nn.losses import softmax_cross_entropy
from backprop_course.nn.models import ACTIVATIONS, Model, start
from backprop_course.nn.network import chain, residual
from backprop_course.nn.training import backprop
from backprop_course.widgets import style
from backprop_course.widgets.controls import choice, evenly_spaced, log_spaced, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

WIDTH, BATCH, DEEPEST, SEED = 64, 64, 50, 0
LOW, HIGH = 1e-20, 1e20  # the values in the picture
ALIVE = 100  # alive: the first layer's ∂loss/∂z within this factor of the last one's
BOUNDS = {"vanishing": f"below 1/{ALIVE}", "alive": f"within × {ALIVE}", "exploding": f"above {ALIVE}"}
NONE, BATCH_NORM, RESIDUAL = REMEDIES = "none", "batch norm", "residual"
INITIALIZATIONS = {
    "normal, std 0.05": initializers.normal(0.05),
    "xavier": initializers.xavier,
    "he": initializers.he,
    "orthogonal": initializers.orthogonal,
    "torch default": initializers.torch_default,
}


def deep(depth, activation, initializer, remedy=NONE, width=WIDTH):
    """A model of the digits; its values xs[1] ... xs[depth] are the pre-activations z of the hidden layers.

    The activation f is named. From one z to the next the model computes f(z) W + b; with batch norm, that
    normalized; with residual links, z + f(z) W + b (He et al., 2016).
    """
    f = ACTIVATIONS[activation]
    own = [batch_norm(width)] if remedy == BATCH_NORM else []
    way = residual if remedy == RESIDUAL else chain
    blocks = [way(f, dense(width, width, initializer), *own) for _ in range(depth - 1)]
    network = [chain(dense(64, width, initializer), *own), *blocks, f, dense(width, 10, initializer)]
    return Model(network, softmax_cross_entropy, 64, 10)


class Signals(NamedTuple):
    """What travels through a network of hidden layers 1 ... depth, per layer (depth,) or (depth, runs).

    `forward` is the standard deviation of the activations, `backward` the root mean square of ∂loss/∂z.
    """

    forward: np.ndarray
    backward: np.ndarray

    @property
    def ratio(self):
        """∂loss/∂z at the first hidden layer over that at the last."""
        return self.backward[0] / self.backward[-1]

    @property
    def factor(self):
        """What a layer multiplies ∂loss/∂z by on its way back: the geometric mean over the layers."""
        return self.ratio ** (1 / (len(self.backward) - 1))


def rms(values):
    """The root mean square over batch and features."""
    return np.sqrt(np.mean(np.square(values), axis=(-2, -1)))


def measured(activation, step):
    """The Signals in the Propagation of a deep network."""
    f, between = mean_field.value(ACTIVATIONS[activation]), slice(1, len(step.xs) - 2)
    forward = [f(z).std(axis=(-2, -1)) for z in step.xs[between]]
    return Signals(np.array(forward), np.array([rms(dz) for dz in step.dxs[between]]))


def weight_gradients(step):
    """The norm of ∂loss/∂W in each hidden layer, (depth,) or (depth, runs)."""
    return np.array([np.linalg.norm(own[0], axis=(-2, -1)) for own in step.grads[:-2]])


def expected(activation, params, x, remedy=NONE):
    """The Signals that theory expects; it knows the variances of weights, biases and inputs, and no more.

    Inputs x (batch, n_in); `params` as `start` gives them. `backward` is 1 at the last hidden layer.
    """
    f, (W, b, *_), depth = ACTIVATIONS[activation], params[0], len(params) - 2
    gain = W.shape[-1] * np.mean([np.square(own[0]).mean() for own in params[1:-2]])
    bias = np.mean([np.square(own[1]).mean() for own in params[1:-2]])
    first = W.shape[-2] * np.square(W).mean() * np.square(x).mean() + np.square(b).mean()
    layer = {
        NONE: mean_field.plain_layer(f, gain, bias),
        RESIDUAL: mean_field.residual_layer(f, gain, bias),
        BATCH_NORM: mean_field.normalized_layer(f, gain),
    }[remedy]
    qs, factors = mean_field.travel(layer, 1.0 if remedy == BATCH_NORM else first, depth)
    forward = [np.sqrt(mean_field.variance(mean_field.value(f), q)) for q in qs]
    return Signals(np.array(forward), np.append(np.cumprod(factors[::-1])[::-1], 1.0))


@lru_cache
def digits(rows=BATCH):
    """The first rows of the standardized training digits: x (rows, 64), y (rows, 10)."""
    x, x_test, y, _ = data.split(*data.digits())
    return data.standardize(x, x_test)[0][:rows], y[:rows]


@lru_cache
def drawn(initialization):
    """First parameters of the deepest plain network, drawn once: a shallower one takes the first of them."""
    return start(deep(DEEPEST, "tanh", INITIALIZATIONS[initialization]), np.random.default_rng(SEED))


def scaled(depth, initialization, scale, remedy):
    """The first parameters of a deep network in the lab: the drawn ones, `scale` times as large."""
    hidden, last = drawn(initialization)[:depth], drawn(initialization)[-1]
    added = [np.ones((1, WIDTH)), np.zeros((1, WIDTH))] if remedy == BATCH_NORM else []
    return [*([scale * W, scale * b, *added] for W, b in hidden), [], [scale * each for each in last]]


class Picture(NamedTuple):
    """A deep network at its first step: what was measured, what theory expects, and the norms of ∂loss/∂W.

    `std` is that of the hidden weights. All by layer, (depth,).
    """

    seen: Signals
    theory: Signals
    weights: np.ndarray
    std: float

    @property
    def verdict(self):
        """Vanishing, alive or exploding: by the first layer's ∂loss/∂z against the last one's."""
        if self.seen.ratio < 1 / ALIVE:
            return "vanishing"
        return "exploding" if self.seen.ratio > ALIVE else "alive"


def compute(depth, activation, initialization, scale, remedy):
    """One backward pass through a deep network with drawn weights, on a batch of digits."""
    x, y = digits()
    params = scaled(depth, initialization, scale, remedy)
    step = backprop(deep(depth, activation, initializers.zeros, remedy), params, x, y)
    theory = expected(activation, params, x, remedy)
    return Picture(measured(activation, step), theory, weight_gradients(step), params[1][0].std())


def draw():
    """∂loss/∂z by layer beside theory, ∂loss/∂W by layer, the activations by layer beside theory."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.7)
    dz = pictures.by_layer(left, DEEPEST, LOW, HIGH, "∂loss/∂z, root mean square", style.BACKWARD, ALIVE)
    dW = pictures.by_layer(middle, DEEPEST, LOW, HIGH, "norm of ∂loss/∂W", style.THIRD)
    values = pictures.by_layer(right, DEEPEST, LOW, HIGH, "activations, standard deviation", style.FORWARD)
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=9)

    def move(picture):
        seen, theory = picture.seen, picture.theory
        dz.move(seen.backward, theory.backward * seen.backward[-1])
        dW.move(picture.weights)
        values.move(seen.forward, theory.forward)

    return drawing(figure, [dz, dW, values], move, headings)


def headings(picture):
    """One title a panel: the verdict with what a layer does, ∂loss/∂W at both ends, the last activations."""
    signal = f"{picture.verdict}: ∂loss/∂z × {picture.seen.factor:.3g} a layer"
    weights = f"∂loss/∂W: first/last = {short(picture.weights[0] / picture.weights[-1])}"
    return signal, weights, f"activations end at {short(picture.seen.forward[-1])}"


def say(picture):
    """The verdict with its threshold, the ratio and the factor beside theory, and what ∂loss/∂W shows."""
    seen, depth, bound = picture.seen, len(picture.weights), BOUNDS[picture.verdict]
    total = f"∂loss/∂z at layer 1 is {short(seen.ratio)} times that at layer {depth} ({bound})"
    factor = f"a layer multiplies it by {seen.factor:.3f}, theory says {picture.theory.factor:.3f}"
    ends = f"{short(picture.weights[0])} at layer 1 and {short(picture.weights[-1])} at layer {depth}"
    weights = f"weights have std {picture.std:.3g}, ∂loss/∂W is {ends}"
    drawn = np.concatenate([*seen, picture.weights])
    outside = (drawn < LOW).any() or (drawn > HIGH).any()
    edge = f" What lies beyond {LOW:.0e} or {HIGH:.0e} is drawn on the edge." if outside else ""
    return f"{picture.verdict.capitalize()}: {total}; {factor}; {weights}.{edge}"


def short(number):
    """A positive number in two digits, with a power of ten where it is far from 1."""
    return f"{number:.2g}" if 0.01 <= number < 100 else f"{number:.1e}"


def keep_gradients_alive():
    """The lab of deep networks, at 30 layers of weights that are too small."""
    return lab(
        compute, draw, say,
        depth=slider("depth", evenly_spaced(2, DEEPEST, 1), 30),
        activation=choice("activation", ["tanh", "relu", "sigmoid", "identity"], "tanh"),
        initialization=choice("initialization", list(INITIALIZATIONS), "normal, std 0.05"),
        scale=slider("scale", log_spaced(0.1, 10, 80), 1, between=True),
        remedy=choice("remedy", list(REMEDIES), NONE),
    )  # fmt: skip
