"""Which feed-forward network a loss computes, found from its shapes and its values alone.

Few networks are possible for given arrays: examples as rows or columns, the order of the layers, weights one
way or the other, with or without biases, one activation, one output, one scale, a penalty or none. The one
whose loss is the learner's at random parameters is the network.
"""

from collections.abc import Callable
from time import process_time
from typing import NamedTuple

import numpy as np

from backprop_course.check.graph import KNOWN

TRIAL_POINTS, TIGHT, LOOSE, MOST_LAYERS = 6, 1e-9, 3e-6, 5


class LayerForm(NamedTuple):
    """Which array is the weights, and whether they are (out, in); which array is the bias, or None."""

    weight: int
    turned: bool
    fan_in: int
    fan_out: int
    bias: int | None


class Output(NamedTuple):
    """A last step: the entries of the summed loss, of scores z and targets y, and which targets it takes."""

    words: str
    entries: Callable
    fits: Callable


class NetworkForm(NamedTuple):
    """An identified network: loss = scale * sum of the output's entries + decay * sum of squares.

    `ones` says where a 1 is put beside the inputs of every layer, the bias being a part of the weights: "",
    "first" or "last"; `penalty` what is squared: "weights", "weights and biases" or "".
    """

    layers: tuple
    hidden: str
    output: Output
    ones: str
    columns: bool
    targets: str
    scale: float = 1.0
    decay: float = 0.0
    penalty: str = ""


# -- what a network computes, in the learner's shapes --


def form_loss(network):
    """loss(arrays, x, y) of a network, in plain NumPy."""

    def loss(arrays, x, y):
        rows = _rows(x, network.columns)
        z = _scores(network, arrays, rows)
        target = dict(_targets(y, len(rows), network.layers[-1].fan_out))[network.targets]
        value = network.scale * network.output.entries(z, target).sum()
        return value + network.decay * _squares(network, arrays) if network.decay else value

    return loss


def _scores(network, arrays, a):
    f = KNOWN[network.hidden][0] if network.hidden else (lambda z: z)
    for number, layer in enumerate(network.layers):
        a = f(a) if number else a
        if network.ones:
            one = np.ones((len(a), 1))
            a = np.concatenate([one, a] if network.ones == "first" else [a, one], axis=1)
        z = a @ _weights(arrays, layer)
        a = z if layer.bias is None else z + np.reshape(arrays[layer.bias], (1, -1))
    return a


def _weights(arrays, layer):
    """The weights of a layer as (in, out)."""
    if layer.turned:
        return np.reshape(arrays[layer.weight], (layer.fan_out, layer.fan_in)).T
    return np.reshape(arrays[layer.weight], (layer.fan_in, layer.fan_out))


def _squares(network, arrays):
    """The sum of squares that a penalty takes; a column of biases among the weights is left out."""
    total = 0.0
    for layer in network.layers:
        w = _weights(arrays, layer)
        if network.ones and network.penalty == "weights":
            w = w[1:] if network.ones == "first" else w[:-1]
        total = total + (w**2).sum()
        if layer.bias is not None and network.penalty == "weights and biases":
            total = total + (arrays[layer.bias] ** 2).sum()
    return total


def _log_softmax(z):
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def _squared(name):
    f = KNOWN[name][0] if name else (lambda z: z)
    return Output(f"{name or 'line'}, squared error", lambda z, y: (f(z) - y) ** 2, lambda y: True)


def _are_shares(y):
    return y.shape[1] > 1 and y.min() >= 0


OUTPUT_FORMS = (
    _squared(""),
    _squared("sigmoid"),
    _squared("tanh"),
    _squared("ReLU"),
    Output(
        "sigmoid, cross-entropy",
        lambda z, y: np.logaddexp(0, z) - y * z,
        lambda y: y.min() >= 0 and y.max() <= 1,
    ),
    Output("softmax, cross-entropy", lambda z, y: -y * _log_softmax(z), _are_shares),
    Output("softmax, squared error", lambda z, y: (np.exp(_log_softmax(z)) - y) ** 2, _are_shares),
    Output(
        "multi-class hinge",
        lambda z, y: (1 - y) * np.maximum(0, z - (z * y).sum(axis=-1, keepdims=True) + 1),
        lambda y: _are_shares(y) and np.isin(y, (0, 1)).all() and np.all(y.sum(axis=1) == 1),
    ),
    Output("logistic, -1 and 1", lambda z, y: np.logaddexp(0, -y * z), lambda y: np.isin(y, (-1, 1)).all()),
    Output("hinge, -1 and 1", lambda z, y: np.maximum(0, 1 - y * z), lambda y: np.isin(y, (-1, 1)).all()),
)
HIDDEN_ACTIVATIONS = ("sigmoid", "tanh", "ReLU", "", "leaky ReLU", "softplus")


# -- ways to read the data and the arrays --


def _rows(x, columns):
    """The examples as rows."""
    x = np.asarray(x, dtype=float)
    if x.ndim < 2:
        return x.reshape(-1, 1) if columns else x.reshape(1, -1)
    x = x.reshape(len(x), -1)
    return x.T if columns else x


def _targets(y, n, k):
    """(words, targets as n rows of k) of every way to read y."""
    y = np.asarray(y, dtype=float)
    if y.size == n * k:
        if y.ndim != 2 or 1 in (n, k) or y.shape == (n, k):
            yield "rows", y.reshape(n, k)
        elif y.shape == (k, n):
            yield "columns", y.T
        if y.shape == (n, k) == (k, n):
            yield "columns", y.T
    if k > 1 and y.size == n and np.array_equal(y, np.round(y)):
        for first in (0, 1):
            label = y.ravel().astype(int) - first
            if label.min() >= 0 and label.max() < k:
                yield f"labels from {first}", np.eye(k)[label]


def _layers(shapes, left, width, ones, end, room=MOST_LAYERS):
    """Every way to read the arrays `left` as at most `room` layers, from `width` inputs on, until the end."""
    if not left:
        yield ()
    for i in left if len(left) <= (room if ones else 2 * room) and process_time() < end else ():
        shape = shapes[i] if len(shapes[i]) == 2 else (int(np.prod(shapes[i])), 1)
        ways = [(False, shape), (True, shape[::-1])][: 1 if shape == (1, 1) else 2]
        for turned, (into, out) in ways:
            if into != width + bool(ones):
                continue
            rest = [j for j in left if j != i]
            biases = [] if ones else [j for j in rest if int(np.prod(shapes[j])) == out]
            for j in (*biases, None):
                for above in _layers(shapes, [m for m in rest if m != j], out, ones, end, room - 1):
                    yield (LayerForm(i, turned, into, out, j), *above)


# -- the search --


@np.errstate(all="ignore")
def identified(loss, arrays, x, y, seconds=1.0):
    """The Network whose loss(arrays) this is, for these data; None where it is none of them.

    Arrays of equal shapes allow very many readings: after so many seconds none is found.
    """
    try:
        points, values = _sample(loss, arrays, x)
        seen = _seen(loss, points, values)
        return _best(points, values, seen, x, y, process_time() + seconds) if seen else None
    except (ValueError, TypeError, IndexError):  # data that are no table of numbers
        return None


def _sample(loss, arrays, x):
    """Random parameters, sized by x, where the loss is a finite number, and the losses there."""
    rng, points, values = np.random.default_rng(0), [], []
    size = 0.7 / max(1.0, float(np.sqrt(np.mean(np.square(np.asarray(x, float))))))
    for attempt in range(3 * TRIAL_POINTS):
        point = [size * 0.7 ** (attempt // TRIAL_POINTS) * rng.normal(size=np.shape(a)) for a in arrays]
        with np.errstate(all="ignore"):
            value = float(loss([a.copy() for a in point]))
        if np.isfinite(value) and value and len(points) < TRIAL_POINTS:
            points.append(point)
            values.append(value)
    return points, np.array(values)


def _seen(loss, points, values):
    """The arrays that the loss looks at: learners keep others in the same list."""
    first, second = points[:2]
    return [i for i in range(len(first)) if loss([*first[:i], second[i], *first[i + 1 :]]) != values[0]]


def _best(points, values, seen, x, y, end):
    """The first network that fits tightly; else the first that fits loosely; else None."""
    loose = None
    for network, target, rows in _candidates(points, seen, x, y, end):
        fit = _fit(network, points, values, rows, target)
        if fit and fit[1] <= TIGHT:
            return fit[0]
        loose = loose or fit
        if process_time() > end:
            return None
    return loose and loose[0]


def _candidates(points, seen, x, y, end):
    shapes = [np.shape(a) for a in points[0]]
    for columns in (False, True):
        rows = _rows(x, columns)
        for ones in ("", "last", "first"):
            for layers in _layers(shapes, seen, rows.shape[1], ones, end):
                targets = list(_targets(y, len(rows), layers[-1].fan_out))
                for hidden in HIDDEN_ACTIVATIONS if len(layers) > 1 else ("",):
                    for words, target in targets:
                        yield NetworkForm(layers, hidden, OUTPUT_FORMS[0], ones, columns, words), target, rows


def _fit(network, points, values, rows, target):
    """(the network with the output, scale and penalty that fit, the largest relative miss); or None."""
    few = points[:3]
    z = [_scores(network, point, rows) for point in few]
    penalties = [network._replace(penalty=each) for each in ("", "weights", "weights and biases")]
    squares = [[_squares(each, point) for point in few] if each.penalty else [] for each in penalties]
    for output in OUTPUT_FORMS:
        if output.fits(target):
            sums = np.array([output.entries(each, target).sum() for each in z])
            for tried, more in zip(penalties, squares, strict=True):
                if _coefficients(sums, more, values[:3])[2] <= LOOSE:
                    fit = _at_all(tried._replace(output=output), points, values, rows, target)
                    if fit:
                        return fit
    return None


def _at_all(network, points, values, rows, target):
    """(the network with its scale and penalty, the largest miss) over all points, or None."""
    sums = [network.output.entries(_scores(network, point, rows), target).sum() for point in points]
    squares = [_squares(network, point) for point in points] if network.penalty else []
    scale, decay, miss = _coefficients(np.array(sums), squares, values)
    counts = np.abs(scale * np.array(sums) / values).max() > 1e-6  # else it is a penalty, of no network
    return (
        (network._replace(scale=scale, decay=decay), miss)
        if miss <= LOOSE and counts and decay >= 0 < scale
        else None
    )


def _coefficients(sums, squares, values):
    """(scale, decay, the largest miss) of values = scale * sums + decay * squares, as nearly as can be."""
    columns = [sums / values] + ([np.array(squares) / values] if len(squares) else [])
    matrix = np.stack(columns, axis=1)
    if not np.isfinite(matrix).all():
        return 0.0, 0.0, np.inf
    numbers, _, rank, _ = np.linalg.lstsq(matrix, np.ones(len(values)), rcond=1e-12)
    if rank < len(columns):
        return 0.0, 0.0, np.inf
    miss = np.abs(matrix @ numbers - 1).max()
    return float(numbers[0]), float(numbers[1]) if len(squares) else 0.0, float(miss)


# -- in words --


def described(network, names, x):
    """The network in one line, in the learner's names."""
    rows = _rows(x, network.columns)
    sizes = [rows.shape[1], *(layer.fan_out for layer in network.layers)]
    steps = [network.hidden or "line"] * (len(sizes) > 2) + [network.output.words]
    order = " ".join(_named(layer, names) for layer in network.layers)
    parts = [
        f"examples are {'columns' if network.columns else 'rows'}" if len(rows) > 1 else "one example",
        "-".join(map(str, sizes)),
        ", ".join(steps),
        _scale_named(network.scale, len(rows), sizes[-1]),
        network.targets if network.targets.startswith("labels") else "",
        f"a 1 put {network.ones} among each layer's inputs" if network.ones else "",
        f"penalty {network.decay:.4g} × the squares of the {network.penalty}" if network.decay else "",
        order,
    ]
    return "; ".join(part for part in parts if part)


def _named(layer, names):
    turned = " (out, in)" if layer.turned and layer.fan_out > 1 else ""
    bias = "" if layer.bias is None else f" {names[layer.bias]}"
    return f"{names[layer.weight]}{turned}{bias}"


def _scale_named(scale, n, k):
    for number, words in (
        *(() if n > 1 else ((1.0, "sum"), (0.5, "half the sum"))),
        (1 / n, "mean over the examples"),
        (0.5 / n, "half the mean over the examples"),
        (1.0, "sum"),
        (0.5, "half the sum"),
        (1 / (n * k), "mean over all entries"),
        (0.5 / (n * k), "half the mean over all entries"),
        (1 / k, "mean over the outputs"),
        (2.0, "twice the sum"),
    ):
        if abs(scale - number) <= 1e-5 * number:
            return words
    return f"sum times {scale:.4g}"
