"""A second opinion: every layer and loss once more, its derivatives taken by automatic differentiation.

A Twin is a layer beside an independent forward of the same function: f(params, x) -> y.
"""

from collections.abc import Callable
from typing import NamedTuple

import autograd.numpy as anp
import numpy as np
from autograd import grad

from backprop_course.nn import layers, losses
from backprop_course.nn.initializers import torch_default
from backprop_course.nn.layers import Layer
from backprop_course.nn.network import chain, residual


class Twin(NamedTuple):
    """A layer of n_in features, and the same function written independently."""

    layer: Layer
    f: Callable
    n_in: int = 3


DICE = np.array([[0.1, 0.7, 0.4], [0.9, 0.2, 0.6], [0.5, 0.31, 0.29], [0.8, 0.3, 0.05], [0.0, 0.99, 0.5]])

BATCH = len(DICE)


def _affine(params, x):
    return anp.einsum("...bi,...io->...bo", x, params[0]) + params[1]


def _batch_norm(params, x):
    mean = anp.mean(x, axis=-2, keepdims=True)
    variance = anp.mean(x**2, axis=-2, keepdims=True) - mean**2
    return params[0] * (x - mean) * (variance + 1e-5) ** -0.5 + params[1]


def _tanh(params, x):
    return 1 - 2 / (anp.exp(2 * x) + 1)


def _relu(params, x):
    return anp.where(x > 0, x, 0.0)


def _block(params, x):
    return _affine(params[2:], _tanh([], _affine(params[:2], x)))


def dense(n_in, n_out):
    """A dense layer whose bias is not zero at the start."""
    return layers.dense(n_in, n_out, torch_default)


block = chain(dense(3, 4), layers.tanh, dense(4, 3))

LAYERS = {
    "dense": Twin(dense(3, 2), _affine),
    "identity": Twin(layers.identity, lambda params, x: 1.0 * x),
    "sigmoid": Twin(layers.sigmoid, lambda params, x: 1 / (1 + anp.exp(-x))),
    "tanh": Twin(layers.tanh, _tanh),
    "relu": Twin(layers.relu, _relu),
    "leaky relu": Twin(layers.leaky_relu(), lambda params, x: anp.where(x > 0, x, 0.01 * x)),
    "leakier relu": Twin(layers.leaky_relu(0.3), lambda params, x: anp.where(x > 0, x, 0.3 * x)),
    "softplus": Twin(layers.softplus, lambda params, x: anp.log(1 + anp.exp(x))),
    "batch norm": Twin(layers.batch_norm(3), _batch_norm),
    "dropout": Twin(
        layers.dropout(0.3, lambda shape: DICE), lambda params, x: anp.where(DICE >= 0.3, x / 0.7, 0.0)
    ),
}

NETS = {
    "chain": Twin(block, _block),
    "chain of nothing": Twin(chain(), lambda params, x: 1.0 * x),
    "residual": Twin(residual(block), lambda params, x: x + _block(params, x)),
    "residual of a chain in a chain": Twin(
        chain(dense(3, 3), residual(layers.batch_norm(3), layers.relu, block), layers.tanh, dense(3, 1)),
        lambda p, x: _affine(
            p[8:],
            _tanh([], _affine(p[:2], x) + _block(p[4:8], _relu([], _batch_norm(p[2:4], _affine(p[:2], x))))),
        ),
    ),
    "residual in a residual": Twin(
        residual(dense(3, 3), residual(layers.sigmoid, block)),
        lambda p, x: x + _affine(p[:2], x) + _block(p[2:], 1 / (1 + anp.exp(-_affine(p[:2], x)))),
    ),
}


def _softmax_cross_entropy(z, y):
    return anp.mean(anp.sum(-y * anp.log(anp.exp(z) / anp.sum(anp.exp(z), axis=1, keepdims=True)), axis=1))


def _logistic(z, y):
    p = 1 / (1 + anp.exp(-z))
    return anp.mean(anp.sum(-y * anp.log(p) - (1 - y) * anp.log(1 - p), axis=1))


LOSSES = {
    losses.squared_error: lambda z, y: anp.mean(anp.sum((z - y) ** 2, axis=1)) / 2,
    losses.logistic: _logistic,
    losses.softmax_cross_entropy: _softmax_cross_entropy,
}


def targets(loss, rng, n, columns):
    """Random targets that suit a loss."""
    raw = rng.uniform(0.05, 0.95, (n, columns))
    return raw / raw.sum(axis=1, keepdims=True) if loss is losses.softmax_cross_entropy else raw


def point(layer, n_in, seed, batch=BATCH):
    """A random place to differentiate a layer at: parameters without a zero, x and dy."""
    rng = np.random.default_rng(seed)
    params = [p + rng.normal(0, 0.5, p.shape) for p in layer.init(rng)]
    x = rng.normal(size=(batch, n_in))
    return params, x, rng.normal(size=layer.forward(params, x)[0].shape)


def derivatives(f, params, x, dy):
    """The derivatives of sum(dy * f(params, x)) by x and by every parameter: dx, grads."""

    def value(x, *params):
        return anp.sum(dy * f(params, x))

    dx, *grads = (grad(value, which)(x, *params) for which in range(1 + len(params)))
    return dx, grads
