"""Deep networks of digits, and the signals that travel through them: measured, and expected by theory."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.nn import mean_field
from backprop_course.nn.layers import BATCH_NORM, RESIDUAL, batch_norm, dense
from backprop_course.nn.losses import softmax_cross_entropy
from backprop_course.nn.models import ACTIVATIONS, Model
from backprop_course.nn.network import chain, residual

NONE = "none"
REMEDIES = NONE, BATCH_NORM, RESIDUAL


def deep(depth, activation, initializer, remedy=NONE, width=64):
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
def standardized_digits(rows=64):
    """The first rows of the standardized training digits: x (rows, 64), y (rows, 10)."""
    x, x_test, y, _ = data.split(*data.digits())
    return data.standardize(x, x_test)[0][:rows], y[:rows]
