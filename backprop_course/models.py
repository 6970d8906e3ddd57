"""A model is a network and the loss that judges it."""

from typing import NamedTuple

import numpy as np

from backprop_course import doors, initializers, layers, losses
from backprop_course.network import forward, init

ACTIVATIONS = {
    "tanh": layers.tanh,
    "sigmoid": layers.sigmoid,
    "relu": layers.relu,
    "leaky relu": layers.leaky_relu(),
    "softplus": layers.softplus,
    "identity": layers.identity,
}
INITIALIZERS = {
    "xavier": initializers.xavier,
    "he": initializers.he,
    "orthogonal": initializers.orthogonal,
    "torch default": initializers.torch_default,
    "zeros": initializers.zeros,
}
LOSSES = {loss.name: loss for loss in (losses.squared_error, losses.logistic, losses.softmax_cross_entropy)}


class Model(NamedTuple):
    """A network (a list of layers from n_in to n_out features) and its loss."""

    network: list
    loss: losses.Loss
    n_in: int
    n_out: int


def linear_regression(n_in, n_out=1, initializer="zeros"):
    """y = x W + b under squared error."""
    return mlp([n_in, n_out], initializer=initializer, loss=losses.squared_error)


def logistic_regression(n_in, initializer="zeros"):
    """The probability of class 1 from n_in features, under logistic loss."""
    return mlp([n_in, 1], initializer=initializer, loss=losses.logistic)


def softmax_regression(n_in, n_classes, initializer="zeros"):
    """The probability of each of n_classes, under softmax cross-entropy."""
    doors.count("n_classes", n_classes, least=2)
    return mlp([n_in, n_classes], initializer=initializer, loss=losses.softmax_cross_entropy)


def mlp(sizes, activation="tanh", initializer="xavier", loss=losses.logistic):
    """The multilayer perceptron: dense layers between `sizes` = [n_in, hidden..., n_out], `activation` after all but the last.

    Activation, initializer and loss are a name or the thing itself. Raises ValueError on an unknown name or a size below 1.
    """
    if isinstance(sizes, (str, int)) or len(sizes) < 2:
        raise ValueError(f"sizes must list at least the inputs and the outputs, but it is {sizes!r}")
    sizes = [doors.count("sizes", size) for size in sizes]
    activation = doors.one_of("activation", activation, ACTIVATIONS)
    initializer = doors.one_of("initializer", initializer, INITIALIZERS)
    network = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        network += [layers.dense(n_in, n_out, initializer), activation]
    return Model(network[:-1], doors.one_of("loss", loss, LOSSES), sizes[0], sizes[-1])


def start(model, rng):
    """First parameters of a model: one run from a generator, stacked runs from a list of them."""
    return init(model.network, rng)


def predict(model, params, x):
    """The model's prediction for each row of x (batch, n_in): (batch, n_out), or (runs, batch, n_out)."""
    x = doors.matrix("x", x, model.n_in)
    return model.loss.predict(forward(model.network, params, x)[0][-1])


def classes(prediction):
    """The most likely class of each row: above 1/2 in a single column, the largest of several columns."""
    single = prediction.shape[-1] == 1
    return (prediction[..., 0] > 0.5).astype(int) if single else np.argmax(prediction, axis=-1)


def accuracy(prediction, y):
    """The share of rows whose most likely class is the target's, per run."""
    return (classes(prediction) == classes(np.asarray(y))).mean(axis=-1)
