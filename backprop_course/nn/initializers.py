"""How wide to scatter the first weights: initializer(rng, n_in, n_out) -> [W (n_in, n_out), b (1, n_out)]."""

from functools import wraps

import numpy as np

from backprop_course import validate


def _checked(draw):
    """An initializer that refuses what is no generator or no size."""

    @wraps(draw)
    def initializer(rng, n_in, n_out):
        rng = validate.generator("rng", rng)
        return draw(rng, validate.count("n_in", n_in), validate.count("n_out", n_out))

    return initializer


def _normal_of(std_of):
    """Normal weights of standard deviation std_of(n_in, n_out), zero bias."""
    return lambda rng, n_in, n_out: [
        rng.normal(0, std_of(n_in, n_out), (n_in, n_out)),
        np.zeros((1, n_out)),
    ]


def normal(std):
    """Normal weights of standard deviation `std`, whatever the layer's width; zero bias."""
    std = validate.between("std", std, 0, np.inf)
    return _normal_of(lambda n_in, n_out: std)


@_checked
def xavier(rng, n_in, n_out):
    """Normal weights of variance 2 / (n_in + n_out), zero bias (Glorot & Bengio, 2010)."""
    return _normal_of(lambda n_in, n_out: np.sqrt(2 / (n_in + n_out)))(rng, n_in, n_out)


@_checked
def he(rng, n_in, n_out):
    """Normal weights of variance 2 / n_in, zero bias: made for ReLU (He et al., 2015)."""
    return _normal_of(lambda n_in, n_out: np.sqrt(2 / n_in))(rng, n_in, n_out)


@_checked
def zeros(rng, n_in, n_out):
    """All zero: right for one convex layer, hopeless for two (every hidden unit stays the same)."""
    return [np.zeros((n_in, n_out)), np.zeros((1, n_out))]


def constant(number):
    """Every weight the same `number`, zero bias: all units of a layer are alike, and stay so in training."""
    number = validate.real("number", number)
    return lambda rng, n_in, n_out: [np.full((n_in, n_out), number), np.zeros((1, n_out))]


@_checked
def orthogonal(rng, n_in, n_out):
    """Weights with orthonormal rows or columns, uniform over all such; zero bias (Saxe et al., 2013)."""
    tall = rng.normal(size=(max(n_in, n_out), min(n_in, n_out)))
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diag(r))  # without it QR's own signs make the draw uneven
    return [q if n_in >= n_out else q.T, np.zeros((1, n_out))]


@_checked
def torch_default(rng, n_in, n_out):
    """What PyTorch's Linear draws: weights and bias uniform within 1 / sqrt(n_in) of zero."""
    bound = 1 / np.sqrt(n_in)
    return [rng.uniform(-bound, bound, (n_in, n_out)), rng.uniform(-bound, bound, (1, n_out))]


MAKERS = normal, constant
