"""A model is a network and the loss that judges it; a penalty on its weights may be part of that loss."""

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.nn import initializers, layers, losses
from backprop_course.nn.network import declared_shapes, init, opened, output, shapes

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


class Penalty(NamedTuple):
    """What a model adds to its loss: ½ strength Σ p² over the parameters that `counts` marks.

    penalty(params) -> value per run, gradient; params and gradient are flat lists of matrices. `strength` is
    one number, or one per run (runs, 1, 1).
    """

    strength: np.ndarray
    counts: list

    def __call__(self, params):
        if len(params) != len(self.counts):
            raise ValueError(f"params are {len(params)} arrays, but the penalty knows {len(self.counts)}")
        value, grads = 0.0, []
        for p, counted in zip(params, self.counts, strict=True):
            grads.append((self.strength * counted).astype(p.dtype) * p)  # float32 stays
            value = value + 0.5 * (grads[-1] * p).sum(axis=(-2, -1))
        return value, grads


class Model(NamedTuple):
    """A network (a list of layers from n_in to n_out features), its loss, and the penalty added to that."""

    network: list
    loss: losses.Loss
    n_in: int
    n_out: int
    penalty: Penalty | None = None


def linear_regression(n_in, n_out=1, initializer="zeros"):
    """y = x W + b under squared error."""
    sizes = [validate.count("n_in", n_in), validate.count("n_out", n_out)]
    return mlp(sizes, initializer=initializer, loss=losses.squared_error)


def logistic_regression(n_in, initializer="zeros"):
    """The probability of class 1 from n_in features, under logistic loss."""
    return mlp([validate.count("n_in", n_in), 1], initializer=initializer, loss=losses.logistic)


def softmax_regression(n_in, n_classes, initializer="zeros"):
    """The probability of each of n_classes, under softmax cross-entropy."""
    sizes = [validate.count("n_in", n_in), validate.count("n_classes", n_classes, least=2)]
    return mlp(sizes, initializer=initializer, loss=losses.softmax_cross_entropy)


def mlp(sizes, activation="tanh", initializer="xavier", loss=losses.logistic):
    """The multilayer perceptron: dense layers between `sizes` = [n_in, hidden..., n_out].

    `activation` stands after all of them but the last. Activation, initializer and loss are a name or the
    thing itself. Raises ValueError on an unknown name or a size below 1.
    """
    sizes = sizes.tolist() if isinstance(sizes, np.ndarray) else sizes
    if not isinstance(sizes, list | tuple) or len(sizes) < 2:
        got = validate.short(sizes)
        raise ValueError(f"sizes must list at least the inputs and the outputs, but it is {got}")
    sizes = [validate.count(f"sizes[{i}]", size) for i, size in enumerate(sizes)]
    activation = validate.one_of("activation", activation, ACTIVATIONS, layers.Layer)
    initializer = validate.one_of("initializer", initializer, INITIALIZERS, Callable)
    loss = validate.one_of("loss", loss, LOSSES, losses.Loss)
    network = []
    for n_in, n_out in pairwise(sizes):
        network += [layers.dense(n_in, n_out, initializer), activation]
    return Model(network[:-1], loss, sizes[0], sizes[-1])


def weight_decay(model, strength):
    """The model with ½ λ Σ W² added to its loss, over all weights W and no biases (Krogh & Hertz, 1991).

    `strength` is λ: a number of at least 0, or one per run (runs,). The gradient gains λ W, so a step
    of plain descent also multiplies the weights by 1 - rate λ, as decoupled weight decay does (Loshchilov &
    Hutter, 2019). With Adam the two differ: Adam divides λ W, too, by the size of the gradients. `predict`
    knows no penalty. Raises ValueError on a bad strength, and at a layer of your own that names no weights.
    """
    refuse_no_model(model)
    return model._replace(penalty=Penalty(_strength(strength), weights_count(model.network)))


def weights_count(network):
    """What weight decay counts, for each parameter of a network in order: weights yes, all others no.

    Raises ValueError at a layer of your own that says not which of its parameters are weights.
    """
    for layer in opened(network):
        if layer.kind == layers.OWN and layer.names and layer.weights is None and "W" not in layer.names:
            got = f"model.network holds a layer of your own with the parameters {layer.names}"
            raise ValueError(f"{got}: its `weights` must say which of them decay, or () for none")
    return [name in layers.weights_of(layer) for layer in opened(network) for name in layer.names]


def _strength(value):
    strength = validate.reals("strength", value)
    finite = strength.size and strength.dtype.kind != "b" and np.isfinite(strength).all()
    if not finite or (strength < 0).any():
        raise ValueError(f"strength must be a finite number of at least 0, but it is {validate.short(value)}")
    if strength.ndim and strength.shape not in [(strength.size, 1, 1)[:axes] for axes in (1, 2, 3)]:
        got = f"strength has shape {strength.shape}"
        raise ValueError(f"{got}, but must be one number, or one per run: (runs,)")
    return strength.astype(float).reshape((-1, 1, 1) if strength.ndim else ())


def start(model, rng):
    """First parameters of a model: one run from a generator, stacked runs from a list of them."""
    refuse_no_model(model)
    return init(model.network, validate.generators("rng", rng))


def examples(model, x, y):
    """x (n, n_in) and y (n, n_out) as arrays of one float type; ValueError if they do not suit this model."""
    return _suiting(model, x, y, validate.matrix)


def batch(model, x, y):
    """As `examples`; but x, y or both may also be (runs, n, features)."""
    return _suiting(model, x, y, validate.matrices)


def _suiting(model, x, y, shaped):
    refuse_no_model(model)
    x, y = shaped("x", x, model.n_in), validate.reals("y", y)
    try:
        y = shaped("y", y, model.n_out)
    except ValueError as error:
        raise ValueError(f"{error}{losses.hint_of_labels(y, model.n_out)}") from None
    if x.shape[-2] != y.shape[-2]:
        each = f"x has {x.shape[-2]} rows and y has {y.shape[-2]}"
        raise ValueError(f"{each}, but both must have one row per example")
    refuse = getattr(model.loss, "refuse", lambda y: None)  # a plain function may serve as a loss
    wrong = refuse(y)
    if wrong:
        raise ValueError(f"y does not suit the {model.loss.name}: it wants {wrong}")
    return x, y.astype(x.dtype, copy=False)


def refuse_no_model(model):
    """Refuse what is no model, or one of parts that are none or do not suit each other."""
    _declared(model)


def _declared(model):
    """The shapes that a model's layers declare, in the nesting of params; ValueError where it is no model."""
    validate.instance("model", model, Model, "mlp([2, 3, 1])")
    network = tuple(model.network) if type(model.network) is list else model.network
    try:
        declared = _declared_by(network, model.n_in, model.n_out)
    except ValueError:
        raise
    except Exception:  # what a layer of your own holds may have no hash, or one that fails
        declared = _declared_by.__wrapped__(network, model.n_in, model.n_out)
    if not callable(model.loss):
        got = validate.short(model.loss)
        raise ValueError(f"model.loss must be a function of (z, y), as losses.logistic is, but it is {got}")
    if model.penalty is not None and not callable(model.penalty):
        got = validate.short(model.penalty)
        raise ValueError(f"model.penalty must be None or a function of (params), but it is {got}")
    return declared


@lru_cache(maxsize=16, typed=True)  # the same network comes again with every prediction
def _declared_by(network, n_in, n_out):
    declared = declared_shapes(network, "model.network")
    if not network:
        raise ValueError("model.network must hold at least one layer, but it has none")
    n_in, n_out = validate.count("model.n_in", n_in), validate.count("model.n_out", n_out)
    features = _features_after("model.network", network, n_in, "model.n_in")
    if features not in (None, n_out):
        got = f"model.network gives {features} features"
        raise ValueError(f"{got}, but must give the {n_out} of model.n_out")
    return declared


def _features_after(name, network, features, source):
    """How many features leave a network that `features` of `source` enter, by what its layers declare.

    None stands for a number that only a layer of your own knows. Raises ValueError at a layer that does not
    suit what enters it.
    """
    for number, layer in enumerate(network):
        place, entering = f"{name}[{number}]", features
        if layer.kind in (layers.CHAIN, layers.RESIDUAL):
            features = _features_after(f"{place}.parts", layer.parts, entering, source)
            if layer.kind == layers.RESIDUAL and features not in (None, entering) and entering is not None:
                got = f"{place} is a residual whose parts give {features} features"
                raise ValueError(f"{got}, but they must give the {entering} of {source}")
        elif layer.kind in (layers.DENSE, layers.BATCH_NORM, layers.AFFINE):
            rows, features = layer.shapes[0]
            wanted = rows if layer.kind == layers.DENSE else features
            if entering not in (None, wanted):
                got = f"{place} takes {wanted} features"
                raise ValueError(f"{got}, but must take the {entering} of {source}")
        elif layer.kind == layers.OWN:
            features = None
        source = place
    return features


def fitting(model, params):
    """`params` as arrays; ValueError if they have not this model's shapes."""
    wanted = _declared(model)
    if _is_fitting(params, wanted):
        return params
    try:
        params = [[validate.floats("params", p) for p in own] for own in params]
    except TypeError:
        raise ValueError(
            f"params must be a list of matrices per layer, but it is {validate.short(params)}"
        ) from None
    if shapes(params) != wanted:
        raise ValueError(f"params have the shapes {shapes(params)}, but this model wants {wanted}")
    runs = sorted({p.shape[:-2] for own in params for p in own})
    if len(runs) > 1 or any(len(each) > 1 or 0 in each for each in runs):
        raise ValueError(f"params have the runs axes {runs}, but must all have the same one, or none")
    return params


def _is_fitting(params, wanted):
    """Whether params are lists of float arrays of one run in the wanted shapes: what `start` gives."""
    if type(params) is not list or len(params) != len(wanted):
        return False
    for own, declared in zip(params, wanted, strict=True):
        if type(own) is not list:
            return False
        found = [p.shape if type(p) is np.ndarray and p.dtype in validate.FLOATS else None for p in own]
        if found != declared:
            return False
    return True


def matching(model, params):
    """`params` as arrays; ValueError if they have not this model's shapes or are not finite."""
    params = [list(own) for own in fitting(model, params)]
    if not all(validate.all_finite(p) for own in params for p in own):
        raise ValueError("params must be finite, but they hold nan or inf")
    return params


@np.errstate(all="ignore")  # a z that overflows is inf, which a prediction can be made of
def predict(model, params, x):
    """The model's prediction for each row of x (batch, n_in): (batch, n_out), or (runs, batch, n_out).

    Raises ValueError where x or params do not fit the model, where params that are not finite give a
    prediction that is not, or where the loss is a plain function, which predicts nothing.
    """
    params, x = fitting(model, params), validate.matrix("x", x, model.n_in)
    if not hasattr(model.loss, "predict"):
        got = validate.short(model.loss)
        raise ValueError(f"model.loss must be a Loss, whose predict says what z predicts, but it is {got}")
    z = output(model.network, params, x)
    if not validate.all_finite(z):
        matching(model, params)  # to look at all takes as long as a forward: only where it may help
    return model.loss.predict(z)


def classes(prediction):
    """The most likely class of each row: above 1/2 in a single column, the largest of several columns.

    A row that holds nan has none: it is -1, which no target is.
    """
    prediction = validate.reals("prediction", prediction)
    if not prediction.ndim or not prediction.size:
        raise ValueError(f"prediction has shape {prediction.shape}, but must be (examples, outputs)")
    single = prediction.shape[-1] == 1
    likely = prediction[..., 0] > 0.5 if single else np.argmax(prediction, axis=-1)
    return np.where(np.isnan(prediction).any(axis=-1), -1, likely)


def accuracy(prediction, y):
    """The share of rows whose most likely class is the one of the target y (batch, n_out), per run."""
    prediction, y = validate.reals("prediction", prediction), validate.matrix("y", y)
    if prediction.shape[-2:] != y.shape:
        shapes_of_both = f"prediction has shape {prediction.shape} and y has {y.shape}"
        raise ValueError(f"{shapes_of_both}, but both must be (examples, outputs)")
    return (classes(prediction) == classes(y)).mean(axis=-1)
