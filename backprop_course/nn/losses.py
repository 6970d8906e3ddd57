"""A loss gives its value and its gradient from the pre-activation output z and the target y, both (batch, n).

One convention for all: the sum over the outputs of a row, averaged over the n rows of the batch; squared
error carries a factor 1/2. Then all three gradients are the same line: (prediction - target) / n.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.nn.layers import sigmoid as sigmoid_layer


class Loss(NamedTuple):
    """A loss: loss(z, y) -> (value per run, dz).

    value(z, y) is one number per run; predict(z) is the prediction that belongs to z; refuse(y) says
    in words what is wrong with targets y, or None.
    """

    name: str
    value: Callable
    predict: Callable
    refuse: Callable

    def __call__(self, z, y):
        z, y = validate.floats("z", z), validate.floats("y", y)
        if z.ndim < 2 or z.shape[-2:] != y.shape[-2:]:  # (n,) beside (n, 1) would broadcast to (n, n)
            _refuse_shapes(z, y)
        return self.value(z, y), (self.predict(z) - y) / z.shape[-2]


def _refuse_shapes(z, y):
    if z.ndim < 2 or not z.size:
        raise ValueError(f"z has shape {z.shape}, but must have two axes: (examples, outputs)")
    hint = hint_of_labels(y, z.shape[-1])
    raise ValueError(f"y has shape {y.shape}, but must be {z.shape[-2:]} as z is{hint}")


def hint_of_labels(y, outputs):
    """What to do with targets that are integer labels, where one column per class is wanted; or nothing."""
    labels = outputs > 1 and y.dtype.kind in "biuf" and y.size in y.shape and (y % 1 == 0).all()
    return f"; labels become such rows by one_hot(labels, {outputs})" if labels else ""


def _mean_over_rows(terms):
    return terms.sum(axis=-1).mean(axis=-1)


def sigmoid(z):
    """The probability 1 / (1 + exp(-z)), for z of any shape."""
    z = validate.floats("z", z)
    return sigmoid_layer.forward([], z)[0]


def softmax(z):
    """Probabilities over the last axis, proportional to exp(z)."""
    z = validate.floats("z", z)
    if not z.size or not z.ndim:
        raise ValueError(f"z has shape {z.shape}, but must have a last axis of at least one class")
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _logistic(z, y):
    """log(1 + exp(z)) - y z, written so that nothing overflows and small losses keep their digits."""
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


def _cross_entropy(z, y):
    """-y log softmax(z), from z less its largest entry: what is added to a whole row does not matter."""
    z = z - z.max(axis=-1, keepdims=True)
    return y * (np.log(np.exp(z).sum(axis=-1, keepdims=True)) - z)


def _not_probabilities(y):
    outside = y[(y < 0) | (y > 1)]
    return f"targets from 0 to 1, but one is {outside[0]:g}" if outside.size else None


def _not_distributions(y):
    if y.shape[-1] < 2:
        return "one column per class (one-hot rows), but there is 1 column"
    off = np.abs(y.sum(axis=-1) - 1).max()
    return _not_probabilities(y) or (f"rows that sum to 1, but one is off by {off:g}" if off > 1e-6 else None)


squared_error = Loss(
    "squared error",
    value=lambda z, y: _mean_over_rows(0.5 * (z - y) ** 2),
    predict=lambda z: z,
    refuse=lambda y: None,
)
logistic = Loss(
    "logistic loss",
    value=lambda z, y: _mean_over_rows(_logistic(z, y)),
    predict=sigmoid,
    refuse=_not_probabilities,
)
softmax_cross_entropy = Loss(
    "softmax cross-entropy",
    value=lambda z, y: _mean_over_rows(_cross_entropy(z, y)),
    predict=softmax,
    refuse=_not_distributions,
)
