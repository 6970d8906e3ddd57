"""Batch norm in a model: where it is put, what becomes of it at test time, and the curvature it works on."""

import numpy as np

from backprop_course import validate
from backprop_course.nn import layers
from backprop_course.nn.layers import affine, batch_norm
from backprop_course.nn.models import Penalty, examples, matching, refuse_no_model, weights_count
from backprop_course.nn.network import chain, nested, pack, residual, shapes, windows
from backprop_course.nn.training import backprop

ONLY_YOU_KNOW = "what it is at test time, only you know"


def normalized(model):
    """The model with a batch norm after every dense layer but the last.

    Its first weights are the model's own: batch norm draws nothing; a weight decay stays what it is. Raises
    ValueError where no dense layer is followed by another one, or where the penalty is of your own making.
    """
    refuse_no_model(model)
    dense = [number for number, layer in enumerate(model.network) if layer.kind == layers.DENSE]
    if len(dense) < 2:
        raise ValueError(f"model must have a hidden layer to normalize, but has {len(dense)} dense layer(s)")
    network = []
    for number, layer in enumerate(model.network):
        network.append(layer)
        if number in dense[:-1]:
            network.append(batch_norm(layer.shapes[0][-1]))
    return model._replace(network=network, penalty=_on(network, model.penalty))


def _on(network, penalty):
    """The weight decay of the same strength on another network."""
    if penalty is None:
        return None
    if not isinstance(penalty, Penalty):
        raise ValueError(
            f"model.penalty is your own, {validate.short(penalty)}: normalize the model first, then add it"
        )
    return penalty._replace(counts=weights_count(network))


def at_test(model, params, x):
    """The model and params for prediction: each batch norm is the affine layer that x (n, n_in) defines.

    x are the training data. Their statistics are taken layer by layer, each on what the replaced ones before
    it give, also inside chains and residuals: on x itself, nothing changes. Dropout is left out; all other
    layers stay. params may be stacked. Raises ValueError at a layer of your own in which one row depends on
    the others, or on dice: what it is at test time only you know.
    """
    params, x = matching(model, params), validate.matrix("x", x, model.n_in)
    with np.errstate(all="ignore"):  # the weights of a run that diverged may overflow
        network, frozen, _ = _frozen("model.network", model.network, params, x)
    return model._replace(network=network), frozen


def _frozen(place, network, params, x):
    """The layers for prediction, their parameters, and what they make of x."""
    found, all_own = [], []
    for number, (layer, own) in enumerate(zip(network, params, strict=True)):
        layer, own = _layer_at_test(f"{place}[{number}]", layer, own, x)
        x = layer.forward(own, x)[0]
        found.append(layer)
        all_own.append(own)
    return found, all_own, x


def _layer_at_test(place, layer, own, x):
    """A layer for prediction, and its parameters."""
    if layer.kind == layers.DROPOUT:
        return layers.identity, []
    if layer.kind == layers.BATCH_NORM:
        return affine(own[0].shape[-1]), _statistics(place, layer, own, x)
    if layer.kind in (layers.CHAIN, layers.RESIDUAL):
        parts, frozen, _ = _frozen(f"{place}.parts", layer.parts, nested(layer.parts, own), x)
        made_of = chain if layer.kind == layers.CHAIN else residual
        return (layer if parts == [*layer.parts] else made_of(*parts)), sum(frozen, [])
    if layer.kind == layers.OWN:
        _refuse_mixed_rows(place, layer, own, x)
    return layer, own


def _statistics(place, layer, own, x):
    """Scale and shift (1, n) of the affine layer that equals a batch norm on x."""
    if getattr(layer.forward, "func", None) is not layers.batch_norm_forward:
        raise ValueError(f"{place} is a batch norm with a forward of your own: {ONLY_YOU_KNOW}")
    gamma, beta = own
    _, (_, std) = layer.forward(own, x)
    scale = gamma / std
    return [scale, beta - scale * x.mean(axis=-2, keepdims=True)]


def _refuse_mixed_rows(place, layer, own, x):
    """Refuse a layer that gives half of the rows something else when they come alone."""
    together, alone = layer.forward(own, x)[0][..., ::2, :], layer.forward(own, x[..., ::2, :])[0]
    if np.max(np.abs(together - alone)) > 1e-3 * np.max(np.abs(together)):
        raise ValueError(f"{place} is your own, and its rows hang together, or on dice: {ONLY_YOU_KNOW}")


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

    steps, h = validate.count("steps", steps), validate.above_zero("h", h)
    basis, images = [], []
    v = np.random.default_rng(0).normal(size=theta.shape)
    for _ in range(min(steps, theta.size)):
        for _ in range(2):  # once more takes away what rounding has left
            v = v - sum((v @ u) * u for u in basis)
        basis.append(v / np.linalg.norm(v))
        v = (gradient(theta + h * basis[-1]) - gradient(theta - h * basis[-1])) / (2 * h)
        images.append(v)
    small = np.array(basis) @ np.array(images).T
    return np.linalg.eigvalsh(small + small.T)[-1] / 2
