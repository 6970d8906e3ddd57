"""All of backpropagation: a network is a list of layers, run forward and then backward.

`xs` and `dxs` run from the input to the output and line up index for index: xs[l] enters layer l,
dxs[l] is the derivative of the loss by xs[l].
"""

import numpy as np

from backprop_course.nn.layers import Layer


def forward(network, params, x):
    """The values between the layers xs (one more than layers), and what each layer saved for its backward."""
    xs, saves = [x], []
    for layer, own in zip(network, params, strict=True):
        y, saved = layer.forward(own, xs[-1])
        xs.append(y)
        saves.append(saved)
    return xs, saves


def backward(network, params, saves, dy):
    """The derivatives dxs of the loss by xs, and grads in the nesting of params, from dy at the output."""
    dxs, grads = [dy], []
    for layer, own, saved in reversed(list(zip(network, params, saves, strict=True))):
        dx, grad = layer.backward(own, saved, dxs[-1])
        dxs.append(dx)
        grads.append(grad)
    return dxs[::-1], grads[::-1]


def init(network, rng):
    """First parameters, a list of matrices per layer; several generators give one run each, stacked."""
    if isinstance(rng, np.random.Generator):
        return [layer.init(rng) for layer in network]
    runs = [init(network, one) for one in rng]
    return [[np.stack(same) for same in zip(*layer, strict=True)] for layer in zip(*runs, strict=True)]


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
    """The names of all parameters in order, numbered by dense layer: W1, b1, W2, ...

    A layer may leave its parameters without names: then their places name them.
    """
    names, number = [], 0
    for part, layer in enumerate(network, start=1):
        for name in layer.names:
            letter = name.rstrip("0123456789")
            number += letter == "W"
            names.append(name if " " in name else f"{letter}{number}")
        if not layer.names:
            count = len(layer.init(np.random.default_rng(0)))
            names += [f"parameter {k} of part {part}" for k in range(1, count + 1)]
    return names


def chain(*layers):
    """Several layers, one after the other, as one layer."""
    counts = [len(layer.init(np.random.default_rng(0))) for layer in layers]
    ends = np.cumsum(counts)

    def nest(params):
        return [params[end - count : end] for end, count in zip(ends, counts, strict=True)]

    def chain_forward(params, x):
        xs, saves = forward(layers, nest(params), x)
        return xs[-1], saves

    def chain_backward(params, saves, dy):
        dxs, grads = backward(layers, nest(params), saves, dy)
        return dxs[0], sum(grads, [])

    names = tuple(block_names(layers))
    return Layer(chain_forward, chain_backward, lambda rng: sum(init(layers, rng), []), names)


def residual(*layers):
    """y = x + chain(*layers)(x): the input takes a way around (He et al., 2016)."""
    inner = chain(*layers)

    def residual_forward(params, x):
        y, saved = inner.forward(params, x)
        return x + y, saved

    def residual_backward(params, saved, dy):
        dx, grads = inner.backward(params, saved, dy)
        return dy + dx, grads

    return Layer(residual_forward, residual_backward, inner.init, inner.names)
