"""All of backpropagation: a network is a list of layers, run forward and then backward.

`xs` and `dxs` run from the input to the output and line up index for index: xs[l] enters layer l,
dxs[l] is the derivative of the loss by xs[l].
"""

import numpy as np

from backprop_course import validate
from backprop_course.nn.layers import CHAIN, RESIDUAL, Layer, refuse_no_layer, weights_of


def forward(network, params, x):
    """The values between the layers xs (one more than layers), and what each layer saved for its backward."""
    xs, saves = [x], []
    for layer, own in zip(network, params, strict=True):
        y, saved = layer.forward(own, xs[-1])
        xs.append(y)
        saves.append(saved)
    return xs, saves


def output(network, params, x):
    """What leaves the network: a forward that keeps nothing for a backward."""
    for layer, own in zip(network, params, strict=True):
        x = layer.forward(own, x)[0]
    return x


def backward(network, params, saves, dy):
    """The derivatives dxs of the loss by xs, and grads in the nesting of params, from dy at the output."""
    dxs, grads = [dy], []
    for layer, own, saved in reversed(list(zip(network, params, saves, strict=True))):
        dx, grad = layer.backward(own, saved, dxs[-1])
        dxs.append(dx)
        grads.append(grad)
    return dxs[::-1], grads[::-1]


def init(network, rng):
    """First parameters, a list of matrices per layer; several generators give one run each, stacked.

    Raises ValueError where a layer's init does not give what the layer declares.
    """
    if isinstance(validate.generators("rng", rng), np.random.Generator):
        each = zip(network, declared_shapes(network), strict=True)
        return [_drawn(number, *layer, rng) for number, layer in enumerate(each)]
    runs = [init(network, one) for one in rng]
    return [[np.stack(same) for same in zip(*layer, strict=True)] for layer in zip(*runs, strict=True)]


def _drawn(number, layer, shapes, rng):
    params = layer.init(rng)
    if not isinstance(params, list | tuple):
        got = f"network[{number}].init gives {validate.short(params)}"
        raise ValueError(f"{got}, but must give a list of arrays of shapes {shapes}")
    found = [np.shape(p) for p in params]
    if found != shapes:
        raise ValueError(f"network[{number}].init gives arrays of shapes {found}, but declares {shapes}")
    return list(params)


def declared_shapes(network, name="network"):
    """The shape (rows, columns) of every parameter, in the nesting of params, as the layers declare them.

    Raises ValueError where `network`, which the error calls by `name`, holds no layers, or one that does not
    name each of its parameters.
    """
    if not isinstance(network, list | tuple) or isinstance(network, Layer):
        raise ValueError(f"{name} must be a list of layers, but it is {validate.short(network)}")
    for number, layer in enumerate(network):
        refuse_no_layer(f"{name}[{number}]", layer)
    return [[tuple(shape) for shape in layer.shapes] for layer in network]


def nested(network, params):
    """A flat list of parameters as one list per layer."""
    rest = iter(params)
    return [[next(rest) for _ in layer.shapes] for layer in network]


def opened(network):
    """The layers of a network in order, with all chains and residuals opened up to their parts."""
    return [leaf for layer in network for leaf in (opened(layer.parts) if layer.parts else [layer])]


def shapes(params):
    """The shape (rows, columns) of every parameter, in the nesting of params and without the runs axis."""
    return [[p.shape[-2:] for p in own] for own in params]


def pack(params):
    """All parameters of a run in one long row: (n,), or (runs, n)."""
    flat = [p.reshape(*p.shape[:-2], -1) for own in params for p in own]
    return np.concatenate(flat, axis=-1) if flat else np.zeros(0)


def windows(theta, shapes):
    """Views onto theta (n,) or (runs, n), one per parameter, nested as `shapes` is: the inverse of pack."""
    views, start = [], 0
    for own in shapes:
        views.append([])
        for rows, columns in own:
            stop = start + rows * columns
            views[-1].append(theta[..., start:stop].reshape(*theta.shape[:-1], rows, columns))
            start = stop
    return views


def block_names(network):
    """The names of all parameters in order, numbered by the layers that have weights: W1, b1, W2, ..."""
    names, number = [], 0
    for layer in opened(network):
        number += bool(weights_of(layer))
        names += [f"{name}{number}" for name in layer.names]
    return names


def chain(*layers):
    """Several layers, one after the other, as one layer."""

    def chain_init(rng):
        return sum(init(layers, rng), [])

    def chain_forward(params, x):
        xs, saves = forward(layers, nested(layers, params), x)
        return xs[-1], saves

    def chain_backward(params, saves, dy):
        dxs, grads = backward(layers, nested(layers, params), saves, dy)
        return dxs[0], sum(grads, [])

    shapes_of_all = tuple(sum(declared_shapes(layers, "layers"), []))
    names = tuple(block_names(layers))
    return Layer(chain_forward, chain_backward, chain_init, names, shapes_of_all, CHAIN, layers)


def residual(*layers):
    """y = x + chain(*layers)(x): the input takes a way around (He et al., 2016)."""
    inner = chain(*layers)

    def residual_forward(params, x):
        y, saved = inner.forward(params, x)
        return x + y, saved

    def residual_backward(params, saved, dy):
        dx, grads = inner.backward(params, saved, dy)
        return dy + dx, grads

    return inner._replace(forward=residual_forward, backward=residual_backward, kind=RESIDUAL)
