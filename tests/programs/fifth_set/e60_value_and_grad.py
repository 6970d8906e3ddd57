from functools import partial
from typing import NamedTuple

import numpy as np


class Layer(NamedTuple):
    weight: np.ndarray
    bias: np.ndarray


def relu(x):
    return np.maximum(x, 0.0)


def model(params, x):
    cache = []
    for layer in params[:-1]:
        z = x @ layer.weight + layer.bias
        cache.append((x, z))
        x = relu(z)
    cache.append((x, None))
    return x @ params[-1].weight + params[-1].bias, cache


def value_and_grad(params, batch, weight_decay):
    x, y = batch
    out, cache = model(params, x)
    value = 0.5 * np.mean(np.sum((out - y) ** 2, axis=-1))
    value += 0.5 * weight_decay * sum(np.sum(layer.weight**2) for layer in params)
    g = (out - y) / len(x)
    grads = []
    for layer, (inp, _), (_, z_below) in zip(params[::-1], cache[::-1], [*cache[-2::-1], (None, None)]):
        grads.append(Layer(inp.T @ g + weight_decay * layer.weight, g.sum(0) + weight_decay * layer.bias))
        if z_below is not None:
            g = (g @ layer.weight.T) * (z_below > 0)
    return value, grads[::-1]


rng = np.random.default_rng(60)
params = [Layer(rng.normal(size=(i, o)), 0.3 * rng.normal(size=o)) for i, o in [(3, 5), (5, 4), (4, 2)]]
batch = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))
loss_and_grad = partial(value_and_grad, weight_decay=0.1)

# ---- for the test
EXPECTED = "the gradient decays the biases too, the loss the weights only"
KINDS = {"penalty on the bias", "penalty in the gradient only"}
PLACES = ["bias"]
TWO = False
MEND = [("g.sum(0) + weight_decay * layer.bias", "g.sum(0)")]


def hand_over():
    """What the learner would hand over, in its natural form."""
    return dict(loss_and_grads=loss_and_grad, params=params, x=batch)
