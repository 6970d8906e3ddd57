"""Batch norm in a model: where it is put, what becomes of it at test time, and the curvature it works on."""

import numpy as np

from backprop_course import validate
from backprop_course.nn.layers import affine, batch_norm
from backprop_course.nn.models import examples, matching
from backprop_course.nn.network import pack, shapes, windows
from backprop_course.nn.training import backprop

OF_DENSE, OF_BATCH_NORM = ("W", "b"), ("gamma", "beta")


def normalized(model):
    """The model with a batch norm after every dense layer but the last.

    Its first weights are the model's own: batch norm draws nothing. Raises ValueError where no dense layer is
    followed by another one.
    """
    dense = [number for number, layer in enumerate(model.network) if layer.names == OF_DENSE]
    if len(dense) < 2:
        raise ValueError(f"model must have a hidden layer to normalize, but has {len(dense)} dense layer(s)")
    network = []
    for number, layer in enumerate(model.network):
        width = layer.init(np.random.default_rng(0))[0].shape[-1] if number in dense[:-1] else 0
        network += [layer, batch_norm(width)] if width else [layer]
    return model._replace(network=network, penalty=None)


def at_test(model, params, x):
    """The model and params for prediction: each batch norm is the affine layer that x (n, n_in) defines.

    x are the training data. Their statistics are taken layer by layer, each on what the replaced ones before
    it give: on x itself, nothing changes. params may be stacked. Raises ValueError where a batch norm hides
    in a chain.
    """
    params, x = matching(model, params), validate.matrix("x", x, model.n_in)
    network, frozen = [], []
    for number, (layer, own) in enumerate(zip(model.network, params, strict=True)):
        if layer.names == OF_BATCH_NORM:
            layer, own = affine(own[0].shape[-1]), _frozen(layer, own, x)
        elif any(name.startswith("gamma") for name in layer.names):
            hidden = f"model.network[{number}] hides a batch norm"
            raise ValueError(f"{hidden}: list the layers of its chain one by one")
        network.append(layer)
        frozen.append(own)
        with np.errstate(all="ignore"):  # the weights of a run that diverged may overflow
            x, _ = layer.forward(own, x)
    return model._replace(network=network), frozen


def _frozen(layer, own, x):
    """Scale and shift (1, n) of the affine layer that equals a batch norm on x."""
    with np.errstate(all="ignore"):
        gamma, beta = own
        _, (_, std) = layer.forward(own, x)
        scale = gamma / std
        return [scale, beta - scale * x.mean(axis=-2, keepdims=True)]


def curvature(model, params, x, y, steps=40, h=1e-6):
    """λmax, the largest eigenvalue of the loss's Hessian at the params of one run: 2/λmax limits the rate.

    x is (batch, n_in), y (batch, n_out). By `steps` products H v, each a central difference of two gradients
    over 2h, in the space that they span (Lanczos, 1950). A small h passes few kinks of ReLU units.
    """
    x, y = examples(model, x, y)
    params = matching(model, params)
    theta, nesting = pack(params), shapes(params)

    def gradient(at):
        return pack(backprop(model, windows(at, nesting), x, y).grads)

    basis, images = [], []
    v = np.random.default_rng(0).normal(size=theta.shape)
    for _ in range(min(validate.count("steps", steps), theta.size)):
        for _ in range(2):  # once more takes away what rounding has left
            v = v - sum((v @ u) * u for u in basis)
        basis.append(v / np.linalg.norm(v))
        v = (gradient(theta + h * basis[-1]) - gradient(theta - h * basis[-1])) / (2 * h)
        images.append(v)
    small = np.array(basis) @ np.array(images).T
    return np.linalg.eigvalsh(small + small.T)[-1] / 2
