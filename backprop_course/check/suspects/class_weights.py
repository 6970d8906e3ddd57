"""Weights of classes in a loss: the gradient takes those of other classes, or others altogether."""

from functools import partial

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.algebra import flat
from backprop_course.check.graph import gradients, passed_back
from backprop_course.check.suspects.common import Suspect, at_site
from backprop_course.check.suspects.slopes import outputs

FEW_CLASSES, MOST_LABELINGS = 6, 8


def class_weights(graph):
    """The examples of each class count by a number of their own, which the claim tells by least squares.

    Classes in blocks may be batches, each with a mean of its own: there the loss itself must hold weights.
    """
    if graph.claims is None or any(claim is None for claim in graph.claims):
        return
    for site in outputs(graph):
        found = graph.sites[site]
        shape = graph.nodes[found[0]].value.shape
        for axis in [None] if len(found) > 1 else _axes_of_examples(graph, found[0]):
            n = len(found) if axis is None else shape[axis]
            for labels, weights in _labelings(graph, n):
                if not weights and _are_in_blocks(labels):
                    continue
                numbers = _numbers(graph, site, axis, labels)
                # below 0 it is no weight, but the sign of a term that one class alone has
                if numbers is None or np.ptp(numbers) < 1e-6 or numbers.min() < 1e-6:
                    continue
                if not any(_is_the_factor(numbers, each) for each in weights):
                    changes = _times(site, axis, numbers[labels])
                    yield Suspect(*_said(site, labels, numbers, weights), changes, down=True)


def _axes_of_examples(graph, v):
    """The axes of node v along which examples may lie, as far as the product that it is made of tells."""
    shape = graph.nodes[v].value.shape
    while graph.nodes[v].op != "matmul":
        alike_ = [i for i in graph.nodes[v].inputs if graph.alive[i] and graph.nodes[i].value.shape == shape]
        alike_ = [i for i in alike_ if graph.own[i] is None]
        if not alike_:
            return list(range(len(shape)))[:1]
        v = alike_[0]
    left, right = graph.nodes[v].inputs
    if graph.own[left] is None:
        return list(range(len(shape) - (graph.nodes[right].value.ndim > 1)))
    return [len(shape) - 1] if len(shape) > 1 or graph.nodes[left].value.ndim == 1 else []


def _are_in_blocks(labels):
    """Whether the examples of each class stand one after the other."""
    return np.count_nonzero(np.diff(labels)) == labels.max()


def _is_the_factor(numbers, weights):
    """Whether the weights are missing, or there twice: that is told of the product they stand in."""
    with np.errstate(all="ignore"):
        shares = numbers * weights, numbers / weights
    return any(np.isfinite(each).all() and np.ptp(each) < 1e-6 * np.abs(each).max() for each in shares)


def _said(site, labels, numbers, weights):
    """(kind, place, words) where the classes count by these numbers; `weights` may be those of the loss."""
    others = np.abs(numbers - 1) > 1e-6
    told = [f"{k:.4g} (as example {np.flatnonzero(labels == c)[0]})" for c, k in enumerate(numbers)]
    counted = f"the examples of the classes count {', '.join(told)} times what the loss asks, counted from 0"
    if any(np.allclose(np.sort(numbers * each), np.sort(each), rtol=1e-5) for each in weights):
        which = "two classes" if others.sum() == 2 else "the classes"
        return kinds.WRONG_FACTOR, site[2], f"the weights of {which} are exchanged: {counted}"
    return kinds.SCALE, site[2], f"the weights of the classes are others than in the loss: {counted}"


def _labelings(graph, n):
    """(labels, by constant that weights them its number for each class) of the ways to tell n examples apart.

    Weights are factors of one sign that are not all alike; what else tells the classes apart has none.
    """
    alone = [v for v in range(len(graph.nodes)) if not graph.alive[v]]
    constants = [(graph.nodes[v].value, _is_a_factor(graph, v)) for v in alone]
    constants += [(value, False) for _, value in graph.nearby]
    by_class = [w for w, weighs in constants if weighs and 1 < np.size(w) <= FEW_CLASSES]
    constants += [(value * w, True) for value, _ in constants for w in by_class if _fits_in(w, value)]
    for site, found in graph.sites.items():
        if site[0] != "multiply" or len(found) != n:
            continue
        for k in range(len(graph.nodes[found[0]].inputs)):
            values = [graph.nodes[graph.nodes[v].inputs[k]].value for v in found]
            if not graph.alive[graph.nodes[found[0]].inputs[k]] and all(v.size == 1 for v in values):
                constants.append((np.array([v.item() for v in values]), True))
    found = {}
    for value, weighs in constants:
        told = _classes(value, n)
        if told is not None:
            labels, numbers = told
            weights = (
                [numbers] if weighs and numbers.min() * numbers.max() > 0 and np.ptp(numbers) > 0 else []
            )
            found.setdefault(labels.tobytes(), (labels, []))[1].extend(weights)
    return list(found.values())[:MOST_LABELINGS]


def _is_a_factor(graph, v):
    """Whether a value that is no array's is multiplied with constant v, or divided by it."""
    return any(
        graph.nodes[u].op in ("multiply", "divide", "matmul", "einsum")
        and all(graph.own[i] is None for i in graph.nodes[u].inputs)
        for u in graph.users[v]
    )


def _fits_in(weights, value):
    """Whether there is one of these weights for each column, or row, of labels that are one-hot."""
    shape = np.shape(value)
    fits = len(shape) == 2 and 1 < np.size(weights) < np.size(value)
    fits = fits and np.asarray(value).dtype.kind in "iufb"
    return fits and np.broadcast_shapes(np.shape(weights), (1, 1)) in ((1, shape[1]), (shape[0], 1))


def _classes(value, n):
    """(the class of each of n examples, each class's number), in their order; None where there are none.

    Those of one class have equal numbers, or rows that are not 0 at the same place.
    """
    value = np.asarray(value)
    if value.dtype.kind not in "iufb":
        return None
    if value.ndim == 2 and n in value.shape and 1 < value.size // n <= FEW_CLASSES:
        value = value if len(value) == n else value.T
        one_hot = ((value != 0).sum(axis=1) == 1).all()
        value, numbers = (np.argmax(value != 0, axis=1), value.sum(axis=1)) if one_hot else (value, value)
    else:
        numbers = value
    if value.size != n or n < 3:
        return None
    _, first, labels = np.unique(np.ravel(value), return_index=True, return_inverse=True)
    if not 1 < len(first) <= min(FEW_CLASSES, n - 1):
        return None
    return np.argsort(np.argsort(first))[np.ravel(labels)], np.ravel(numbers)[np.sort(first)] * 1.0


def _numbers(graph, site, axis, labels):
    """By class the number with which its examples make the claim; None where there are none."""
    count = labels.max() + 1

    def made(weights):
        return flat(gradients(graph, _times(site, axis, weights)(graph)))

    base = made(np.zeros(len(labels)))
    table = np.stack([made(labels == c) - base for c in range(count)], axis=1)
    claim = flat(graph.claims) - base
    numbers, _, rank, _ = np.linalg.lstsq(table, claim, rcond=1e-10)
    off = np.linalg.norm(table @ numbers - claim)
    return numbers if rank == count < len(claim) and off <= 1e-6 * np.linalg.norm(claim) else None


def _times(site, axis, weights):
    """Changes where what arrives at the scores of each example is multiplied with its weight."""

    def back(at, graph, v, dy, grads):
        if axis is None:
            return passed_back(graph, v, dy * weights[at[v]])
        shape = [len(weights) if i == axis else 1 for i in range(np.ndim(dy))]
        return passed_back(graph, v, dy * np.reshape(weights, shape))

    def changes(graph):
        at = {v: number for number, v in enumerate(graph.sites.get(site, ()))}
        return at_site(site, partial(back, at))(graph)

    return changes
