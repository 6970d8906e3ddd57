"""How random weights scale signals on their way: variances forward, derivatives backward.

Mean-field theory for wide layers (Poole et al., 2016; Schoenholz et al., 2017): a pre-activation is normal with
variance q. One layer of weights of standard deviation `std` and width n multiplies the variance of the derivative
by n std^2 E[f'(z)^2], z ~ N(0, q). `gain` is n std^2: 1 for Xavier and orthogonal weights, 2 for He.
"""

import numpy as np

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(100)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def mean_square(f, q):
    """E[f(z)^2] for z ~ N(0, q), by Gauss-Hermite quadrature."""
    return float(WEIGHTS @ f(np.sqrt(q) * NODES) ** 2)


def value(activation):
    """The function f of an activation layer."""
    return lambda x: activation.forward([], x)[0]


def slope_of(activation):
    """The derivative f' of an activation layer."""
    return lambda x: activation.backward([], activation.forward([], x)[1], np.ones_like(x))[0]


def variances(activation, gain, depth, first):
    """The variance of the pre-activation in each of `depth` layers, the first of them given."""
    qs = [first]
    for _ in range(depth - 1):
        qs.append(gain * mean_square(value(activation), qs[-1]))
    return np.array(qs)


def backward_factors(activation, gain, qs):
    """By what a layer multiplies the derivative's root mean square, at each variance in `qs`."""
    return np.array([np.sqrt(gain * mean_square(slope_of(activation), q)) for q in qs])
