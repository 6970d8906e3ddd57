"""A layer is a value made of three pure functions: forward, backward, init; and it knows what it is.

Shapes are (runs, batch, features), the runs axis optional. Every parameter is a matrix: weights
(n_in, n_out), bias (1, n_out). `d` + name is the derivative of the loss by name, in the shape of name.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.nn import initializers

DENSE, ACTIVATION, BATCH_NORM, AFFINE, DROPOUT = "dense", "activation", "batch norm", "affine", "dropout"
CHAIN, RESIDUAL, OWN = "chain", "residual", "own"


class Layer(NamedTuple):
    """A differentiable function with parameters.

    forward(params, x) -> y, saved; backward(params, saved, dy) -> dx, grads; init(rng) -> params.
    `params` and `grads` are flat lists of matrices in the same order; `names` and `shapes` are theirs, as
    ("W", "b") and ((n_in, n_out), (1, n_out)). Yours is of the kind OWN; `parts` are the layers that a chain
    or a residual is made of. `weights` are those of the names that weight decay counts: None stands for W
    alone, and yours says it where none is called W, () for none.
    """

    forward: Callable
    backward: Callable
    init: Callable
    names: tuple = ()
    shapes: tuple = ()
    kind: str = OWN
    parts: tuple = ()
    weights: tuple | None = None


def weights_of(layer):
    """The names of a layer's weights: those that it declares, else its W."""
    return tuple(name for name in layer.names if name == "W") if layer.weights is None else layer.weights


def refuse_no_layer(name, layer):
    """Refuse what is no layer, or one whose functions cannot be called or whose parameters are not named."""
    validate.instance(name, layer, Layer, "dense(2, 3, xavier)")
    for part in ("forward", "backward", "init"):
        if not callable(getattr(layer, part)):
            raise ValueError(f"{name}.{part} must be a function, but it is {getattr(layer, part)!r:.60}")
    if len(layer.names) != len(layer.shapes):
        declared = f"{name} declares the names {layer.names} and the shapes {layer.shapes}"
        raise ValueError(f"{declared}, but must name every parameter")
    if layer.weights and not set(layer.weights) <= set(layer.names):
        got = f"{name}.weights are {layer.weights}"
        raise ValueError(f"{got}, but must be among the names {layer.names}")


def dense_forward(params, x):
    """The forward of every dense layer; it saves x."""
    W, b = params
    return x @ W + b, x


def dense_backward(params, x, dy):
    """The backward of every dense layer."""
    W, b = params
    dW = x.mT @ dy
    db = dy.sum(axis=-2, keepdims=True)
    return dy @ W.mT, [dW, db]


def dense(n_in, n_out, initializer):
    """A dense layer y = x W + b, with W (n_in, n_out) and b (1, n_out) drawn by `initializer`."""
    n_in, n_out = validate.count("n_in", n_in), validate.count("n_out", n_out)
    takes = ("rng", "n_in", "n_out")
    initializer = validate.function("initializer", initializer, takes, initializers.MAKERS)

    def init(rng):
        return initializer(rng, n_in, n_out)

    return Layer(dense_forward, dense_backward, init, ("W", "b"), ((n_in, n_out), (1, n_out)), DENSE)


def _nothing(rng):
    return []


def elementwise(f, slope):
    """The activation layer y = f(x); slope(x, y) is its derivative at x, where y = f(x). It saves (x, y)."""
    validate.function("f", f, ["x"])
    validate.function("slope", slope, ["x", "y"])

    def forward(params, x):
        y = f(x)
        return y, (x, y)

    def backward(params, saved, dy):
        return dy * slope(*saved), []

    return Layer(forward, backward, _nothing, kind=ACTIVATION)


def _logistic(x):
    return 0.5 + 0.5 * np.tanh(0.5 * x)  # no overflow at either end


identity = elementwise(lambda x: x, lambda x, y: np.ones_like(x))
sigmoid = elementwise(_logistic, lambda x, y: y * (1 - y))
tanh = elementwise(np.tanh, lambda x, y: 1 - y * y)
relu = elementwise(lambda x: np.maximum(x, 0), lambda x, y: x > 0)
softplus = elementwise(lambda x: np.logaddexp(x, 0), lambda x, y: _logistic(x))


def leaky_relu(leak=0.01):
    """The activation max(x, leak x), for 0 < leak < 1 (Maas et al., 2013)."""
    leak = validate.between("leak", leak, 0, 1)
    return elementwise(lambda x: np.maximum(x, leak * x), lambda x, y: np.where(x > 0, x.dtype.type(1), leak))


def batch_norm_forward(params, x, eps):
    """The forward of every batch norm; it saves the standardized x, and the standard deviation (1, n)."""
    gamma, beta = params
    centered = x - x.mean(axis=-2, keepdims=True)
    std = np.sqrt((centered * centered).mean(axis=-2, keepdims=True) + eps)
    standard = centered / std
    return gamma * standard + beta, (standard, std)


def batch_norm_backward(params, saved, dy):
    """The backward of every batch norm."""
    gamma, (standard, std) = params[0], saved
    dgamma = (dy * standard).sum(axis=-2, keepdims=True)
    dbeta = dy.sum(axis=-2, keepdims=True)
    rows = dy.shape[-2]
    dx = gamma / std * (dy - dbeta / rows - standard * dgamma / rows)
    return dx, [dgamma, dbeta]


def _ones_and_zeros(n, rng):
    return [np.ones((1, n)), np.zeros((1, n))]


def batch_norm(n, eps=1e-5):
    """Each feature standardized over the batch, then scaled by gamma and moved by beta, both (1, n).

    The variance is the mean square over the n rows, not over n - 1. Frameworks train with the same one; but
    the running variance that PyTorch keeps for prediction is over n - 1.
    At test time, its place is taken by the affine layer that the statistics of the training data define.
    Source: Ioffe & Szegedy (2015).
    """
    n, eps = validate.count("n", n), validate.between("eps", eps, 0, np.inf)
    forward = partial(batch_norm_forward, eps=eps)
    init = partial(_ones_and_zeros, n)
    return Layer(forward, batch_norm_backward, init, ("gamma", "beta"), ((1, n), (1, n)), BATCH_NORM)


def affine_forward(params, x):
    """The forward of every affine layer; it saves x."""
    scale, shift = params
    return scale * x + shift, x


def affine_backward(params, x, dy):
    """The backward of every affine layer."""
    dscale = (dy * x).sum(axis=-2, keepdims=True)
    dshift = dy.sum(axis=-2, keepdims=True)
    return params[0] * dy, [dscale, dshift]


def affine(n):
    """y = scale x + shift, feature by feature, both (1, n): what becomes of batch norm at test time.

    No row depends on another: `normalization.at_test` puts the training data's statistics into its numbers.
    """
    n = validate.count("n", n)
    init = partial(_ones_and_zeros, n)
    return Layer(affine_forward, affine_backward, init, ("scale", "shift"), ((1, n), (1, n)), AFFINE)


def dropout_backward(params, mask, dy):
    """The backward of every dropout layer."""
    return dy * mask, []


def dropout(rate, dice):
    """Each entry dropped with probability `rate`, the rest scaled by 1/(1 - rate) (Srivastava et al., 2014).

    dice(shape) throws numbers in [0, 1): pass `rng.random` to train, frozen dice to check. At test time,
    leave the layer out. A rate outside [0, 1) raises ValueError.
    """
    rate = validate.between("rate", rate, 0, 1)
    validate.function("dice", dice, ["shape"])

    def forward(params, x):
        mask = (dice(x.shape) >= rate).astype(x.dtype) / (1 - rate)
        return x * mask, mask

    return Layer(forward, dropout_backward, _nothing, kind=DROPOUT)
