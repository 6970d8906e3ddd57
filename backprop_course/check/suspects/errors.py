"""Mistakes in the output's error, prediction - target."""

from functools import partial

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import KNOWN, passed_back
from backprop_course.check.suspects.common import Suspect, at_site, is_hidden, softmax_along
from backprop_course.check.suspects.slopes import outputs

# What a prediction may be, made of the scores z.
_PREDICTIONS = (
    lambda z: z,
    KNOWN["sigmoid"][0],
    np.tanh,
    lambda z: softmax_along(z, -1) if z.shape[-1] > 1 else z,  # of one score it is 1, whatever the score
    lambda z: softmax_along(z, 0) if len(z) > 1 else z,
)
_WRONG = {
    kinds.WRONG_ERROR: (
        ("the target is not subtracted: the prediction itself is passed down", lambda p, t: p),
        ("the prediction is missing: the target itself is passed down", lambda p, t: -t),
        ("the target is added, where it is subtracted", lambda p, t: p + t),
        ("where the target is 1, 1 is passed down: = for -=", lambda p, t: np.where(t == 1, 1.0, p)),
        ("only the sign of the error is passed down", lambda p, t: np.sign(p - t)),
        ("the square of the error is passed down", lambda p, t: (p - t) ** 2),
        ("the size of the error is passed down, without its sign", lambda p, t: np.abs(p - t)),
        ("1 is subtracted everywhere, not the target", lambda p, t: p - 1),
        ("1 - target stands for the target", lambda p, t: p - (1 - t)),
        ("the error is rounded: decisions stand for probabilities", lambda p, t: _decided(p) - t),
        ("a sigmoid is taken of the prediction", lambda p, t: KNOWN["sigmoid"][0](p) - t),
        ("the error counts only where the target is 1", lambda p, t: (p - t) * (t == 1)),
        ("the error counts only where the target is 0", lambda p, t: (p - t) * (t == 0)),
    ),
    kinds.WRONG_TARGET: (
        ("the number of the label is subtracted, not its one-hot row", lambda p, t: p - _classes(t)),
        ("the labels -1 and 1 are subtracted, where 0 and 1 belong", lambda p, t: p - (2 * t - 1)),
        ("the labels 0 and 1 are subtracted, where -1 and 1 belong", lambda p, t: p - (t + 1) / 2),
        ("hard labels are subtracted, where the loss takes smoothed ones", lambda p, t: p - _decided(t)),
    ),
    kinds.INTEGERS: (
        (
            "the prediction is cut to whole numbers: the array that keeps it is one of integers",
            lambda p, t: np.trunc(p) - t,
        ),
    ),
    kinds.SOFTMAX_TWICE: (
        ("a softmax is taken of the prediction, which is one already", lambda p, t: _softmax_of(p) - t),
    ),
    kinds.SIGN: (("a sign inside the prediction: 1 - prediction stands for it", lambda p, t: 1 - p - t),),
}


def errors(graph):
    """What is passed down at the output is made of prediction and target in another way."""
    parts = _remembered(_parts)
    for site in (*outputs(graph), *_compared(graph)):
        for kind, ways in _WRONG.items():
            for words, wrong in ways:
                yield Suspect(kind, site[2], words, _with_error(site, wrong, parts))
        for kind, words, other in _other_targets(graph, graph.sites[site][0]):
            wrong = _with_error(site, lambda p, t, other=other: p - other(t), parts)
            yield Suspect(kind, site[2], words, wrong)
        yield Suspect(kinds.WRONG_TARGET, site[2], "", sized=partial(_smoothed, site, parts))


def _smoothed(site, parts, size):
    """The Suspect where labels are smoothed so many times as strongly as in the loss."""
    words = f"the labels are smoothed {size:.4g} times as strongly as in the loss"

    def wrong(p, t):
        return p - (_decided(t) + size * (t - _decided(t)))

    return Suspect(kinds.WRONG_TARGET, site[2], words, _with_error(site, wrong, parts), size=size)


def cut_errors(graph):
    """What is passed down at the output loses its fraction, before it is divided by n or afterwards."""
    words = "what flows back is cut to whole numbers: the array that keeps it is one of integers"
    for site in (*outputs(graph), *_compared(graph)):
        z, count = graph.nodes[graph.sites[site][0]].value, len(graph.sites[site])
        rows = {1, count, z.size, count * z.size, *z.shape}
        for times in sorted({n * share for n in rows for share in (1, 0.5, 2)}):
            yield Suspect(kinds.INTEGERS, site[2], words, _cut(site, times))


def _cut(site, times):
    """What arrives is kept `times` as large, as a whole number, and made small again afterwards."""

    def back(graph, v, dy, grads):
        return passed_back(graph, v, np.trunc(times * dy) / times)

    return at_site(site, back)


def _compared(graph):
    """The sites of the outputs' activations that are compared with targets by a difference."""
    for site, (first, *_) in graph.activations.items():
        differs = any(graph.nodes[u].op == "subtract" for u in graph.users[first.a])
        if differs and not is_hidden(graph, first.a):
            yield site


def _other_targets(graph, v):
    """(kind, words, targets(t)) of the targets of other rows, or of other classes, for scores of node v."""
    shape, of_classes = graph.nodes[v].value.shape, _axis_of_classes(graph, v)
    for axis in range(len(shape)):
        for places, words in ((1, "before"), (-1, "after")):
            words = f"the error takes the target of the example {words} it"
            kind = kinds.WRONG_ROWS
            if axis == of_classes and shape[axis] > 1:
                kind, words = kinds.WRONG_TARGET, "each class gets its neighbor's target: labels are off by 1"
            yield kind, words, lambda t, places=places, axis=axis: np.roll(t, places, axis)
    for name, value in graph.nearby:
        for n, k, turned in {(shape[0], shape[-1], False), (shape[-1], shape[0], True)} if shape else ():
            if value.shape[:1] and len(value) >= n:
                for rows, words in ((value[:n], "first"), (value[-n:], "last")):
                    made = _as_targets(rows, n, k if len(shape) == 2 else 1)
                    if made is not None:
                        made = (made.T if turned else made).reshape(shape)
                        words = (
                            f"the error takes the {words} rows of {name}, not the targets of these examples"
                        )
                        yield kinds.WRONG_ROWS, words, lambda t, made=made: made


def _axis_of_classes(graph, v):
    """Along which axis of scores, node v, the classes lie: that of the weights' units; None if unknown."""
    while graph.nodes[v].op in ("add", "subtract"):
        made = [i for i in graph.nodes[v].inputs if graph.alive[i] and graph.own[i] is None]
        if len(made) != 1:
            return None
        (v,) = made
    node = graph.nodes[v]
    mine = [k for k, i in enumerate(node.inputs) if graph.own[i] is not None]
    if node.op != "matmul" or len(mine) != 1 or not node.value.ndim:
        return None
    return node.value.ndim - 1 if mine == [1] else 0


def _as_targets(rows, n, k):
    """Rows as n targets of k: as they are, or as one-hot; None where they are none."""
    if rows.size == n * k:
        return rows.reshape(n, k)
    if rows.size == n and rows.dtype.kind in "iu" and rows.min() >= 0 and rows.max() < k:
        return np.eye(k)[rows.ravel()]
    return None


def _classes(t):
    """The number of the class of each row, where the rows (or columns) are one-hot."""
    axis = 1 if t.ndim == 2 and np.all(t.sum(axis=1) == 1) else 0
    return np.argmax(t, axis=axis, keepdims=True) * 1.0


def _softmax_of(p):
    """The softmax of what is one already; other predictions as they are."""
    axes = [axis for axis in range(p.ndim) if p.shape[axis] > 1 and np.allclose(p.sum(axis=axis), 1)]
    return softmax_along(p, axes[-1]) if axes else p


def _decided(p):
    if p.ndim == 2 and min(p.shape) > 1:
        return (p == p.max(axis=-1, keepdims=True)) * 1.0
    return (p > 0.5) * 1.0


def _with_error(site, wrong, parts_of):
    def back(graph, v, dy, grads):
        z = graph.nodes[v].value
        parts = parts_of(graph, z, dy, len(graph.sites[site]))
        with np.errstate(all="ignore"):
            made = dy if parts is None else parts[0] * wrong(*parts[1:])
        return passed_back(graph, v, np.broadcast_to(made, z.shape))

    return at_site(site, back)


def _remembered(parts_of):
    """The same function, which does not make twice what it has made already: many mistakes ask for it."""
    made = {}

    def remembered(graph, z, dy, count):
        key = id(graph.nodes), id(z), np.asarray(dy).tobytes()
        if key not in made:
            made[key] = parts_of(graph, z, dy, count)
        return made[key]

    return remembered


def _parts(graph, z, dy, count):
    """(c, prediction, target) with dy = c (prediction - target), where the target is data; or None.

    `count` is how many such scores there are.
    """
    for f in _PREDICTIONS if z.ndim else _PREDICTIONS[:3]:
        p = f(z)
        for rows in {1, count, z.size, *z.shape}:
            for c in (1 / rows, 2 / rows, 0.5 / rows):
                t = p - dy / c
                t = np.round(t) if np.allclose(t, np.round(t), atol=1e-9) else t
                if np.isin(t, (0, 1)).all() or _is_data(graph, t):
                    return c, p, t
    return None


def _is_data(graph, t):
    return any(
        node.value.size == t.size and np.abs(np.ravel(node.value) - np.ravel(t)).max(initial=0) <= 1e-8
        for v, node in enumerate(graph.nodes)
        if not graph.alive[v]
    )
