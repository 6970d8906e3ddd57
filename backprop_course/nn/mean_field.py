"""How random weights scale signals on their way: variances forward, derivatives backward.

Mean-field theory (Poole et al., 2016; Schoenholz et al., 2017): a pre-activation z is normal of variance q.
From one hidden layer's z to the next, each kind of layer maps q to the next q and, on the way back,
multiplies the root mean square of ∂loss/∂z by a factor. `gain` is n Var(W): 1 for Xavier and orthogonal
weights, 2 for He.

The theory is exact for infinite width. At width n, the logarithm of a product of L factors scatters from
draw to draw by about s = sqrt(L / n), and its middle lies lower by about s² (Hanin & Nica, 2020, give the
constants). The input layer is unlike the others: it has a width of its own, and its inputs are not normal.
Its pre-activations have the variance n_in Var(W) mean(x²) + Var(b); there `travel` starts.
"""

import numpy as np

from backprop_course import validate
from backprop_course.nn.layers import Layer, refuse_no_layer

# Midpoints, so that a kink or a jump at 0 falls between two nodes: the mean squares of ReLU and of its slope
# are right to 1e-13, the mean of ReLU to 3e-6. For smooth functions the nodes are as fine as their features
# need even at q = 1000, where Gauss-Hermite nodes lie too far apart for tanh'.
NODES = (np.arange(2000) - 999.5) * 0.008
WEIGHTS = np.exp(-(NODES**2) / 2) / np.exp(-(NODES**2) / 2).sum()


def expectation(g, q):
    """E[g(z)] for z ~ N(0, q)."""
    validate.function("g", g, ["z"])
    return float(WEIGHTS @ g(_normal(q)))


def value(activation: Layer):
    """The function f of an activation layer."""
    refuse_no_layer("activation", activation)
    return lambda z: activation.forward([], z)[0]


def derivative(activation: Layer):
    """The derivative f' of an activation layer."""
    refuse_no_layer("activation", activation)
    return lambda z: activation.backward([], activation.forward([], z)[1], np.ones_like(z))[0]


def mean_square(g, q):
    """E[g(z)²] for z ~ N(0, q)."""
    validate.function("g", g, ["z"])
    return expectation(lambda z: g(z) ** 2, q)


def variance(g, q):
    """Var[g(z)] for z ~ N(0, q)."""
    validate.function("g", g, ["z"])
    return _variance(g(_normal(q)))


def _normal(q):
    """The values of z ~ N(0, q) that are summed over."""
    return np.sqrt(validate.between("q", q, 0, np.inf)) * NODES


def _mean_square(values):
    return float(WEIGHTS @ values**2)


def _variance(values):
    return max(_mean_square(values) - float(WEIGHTS @ values) ** 2, 0.0)


def _both(activation, q):
    """f(z) and f'(z) for the values of z ~ N(0, q)."""
    y, saved = activation.forward([], _normal(q))
    return y, activation.backward([], saved, np.ones_like(y))[0]


def plain_layer(activation, gain, bias=0.0):
    """The layer f(z) W + b, biases of variance `bias`: q -> next q, factor sqrt(gain E[f'²])."""
    refuse_no_layer("activation", activation)
    gain, bias = validate.between("gain", gain, 0, np.inf), validate.between("bias", bias, 0, np.inf)

    def layer(q):
        y, slope = _both(activation, q)
        return gain * _mean_square(y) + bias, np.sqrt(gain * _mean_square(slope))

    return layer


def residual_layer(activation, gain, bias=0.0):
    """The layer z + f(z) W + b: q -> next q, factor sqrt(1 + gain E[f'²]), never below 1."""
    inner = plain_layer(activation, gain, bias)

    def layer(q):
        added, factor = inner(q)
        return q + added, np.sqrt(1 + factor**2)

    return layer


def normalized_layer(activation, gain, eps=1e-5):
    """The layer batch_norm(f(z) W + b): q -> 1, factor sqrt(E[f'²] / Var[f]), whatever the gain.

    For large batches of rows that differ, and up to `eps`, which counts for tiny weights (Yang et al., 2019).
    """
    refuse_no_layer("activation", activation)
    gain, eps = validate.between("gain", gain, 0, np.inf), validate.above_zero("eps", eps)

    def layer(q):
        y, slope = _both(activation, q)
        spread = gain * _variance(y)
        return spread / (spread + eps), np.sqrt(gain * _mean_square(slope) / (spread + eps))

    return layer


def travel(layer, first, depth):
    """The variances q (depth,) from `first` on, and the factors (depth - 1,) between one and the next."""
    validate.function("layer", layer, ["q"])
    qs, factors = [validate.between("first", first, 0, np.inf)], []
    for _ in range(validate.count("depth", depth) - 1):
        q, factor = layer(qs[-1])
        qs.append(q)
        factors.append(factor)
    return np.array(qs), np.array(factors)
