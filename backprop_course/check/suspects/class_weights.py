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
    """The examples of each class count by a number of their own, which the claim tells by least squares."""
    if graph.claims is None or any(claim is None for claim in graph.claims):
        return
    for site in outputs(graph):
        found = graph.sites[site]
        shape = graph.nodes[found[0]].value.shape
        axes = [None] if len(found) > 1 else list(range(len(shape)))
        for axis in axes:
            n = len(found) if axis is None else shape[axis]
            for labels, weights in _labelings(graph, n):
                numbers = _numbers(graph, site, axis, labels)
                # below 0 it is no weight, but the sign of a term that one class alone has
                if numbers is None or np.ptp(numbers) < 1e-6 or numbers.min() < 1e-6:
                    continue
                if not any(_is_the_factor(numbers, each) for each in weights):
                    changes = _times(site, axis, numbers[labels])
                    yield Suspect(*_said(site, labels, numbers), changes, down=True)


def _is_the_factor(numbers, weights):
    """Whether the weights are missing, or there twice: that is told of the product they stand in."""
    with np.errstate(all="ignore"):
        shares = numbers * weights, numbers / weights
    return any(np.isfinite(each).all() and np.ptp(each) < 1e-6 * np.abs(each).max() for each in shares)


def _said(site, labels, numbers):
    """(kind, place, words) where the classes count by these numbers."""
    others = np.abs(numbers - 1) > 1e-6
    told = [f"{k:.4g} (as example {np.flatnonzero(labels == c)[0]})" for c, k in enumerate(numbers)]
    counted = f"the examples of the classes count {', '.join(told)} times what the loss asks, counted from 0"
    if abs(np.prod(numbers) - 1) < 1e-5 and others.sum() > 1:
        which = "two classes" if others.sum() == 2 else "the classes"
        return kinds.WRONG_FACTOR, site[2], f"the weights of {which} are exchanged: {counted}"
    return kinds.SCALE, site[2], f"the weights of the classes are others than in the loss: {counted}"


def _labelings(graph, n):
    """(labels, by constant its number for each class) of each way to tell n examples into classes."""
    constants = [node.value for v, node in enumerate(graph.nodes) if not graph.alive[v]]
    constants += [value for _, value in graph.nearby]
    for site, found in graph.sites.items():
        for k, _ in (
            enumerate(graph.nodes[found[0]].inputs) if len(found) == n and site[0] == "multiply" else ()
        ):
            values = [graph.nodes[graph.nodes[v].inputs[k]].value for v in found]
            if not graph.alive[graph.nodes[found[0]].inputs[k]] and all(v.size == 1 for v in values):
                constants.append(np.array([v.item() for v in values]))
    found = {}
    for value in constants:
        told = _classes(value, n)
        if told is not None:
            found.setdefault(told[0].tobytes(), (told[0], []))[1].append(told[1])
    return list(found.values())[:MOST_LABELINGS]


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
