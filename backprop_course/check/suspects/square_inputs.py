"""Rows and columns of inputs are confused: no shape tells where there are as many examples as inputs."""

from functools import partial

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import arriving_at, passed_back
from backprop_course.check.suspects.common import (
    Suspect,
    also_together,
    arrays_of,
    at_site,
    exchanged,
    operand,
    product_sites,
)


@also_together
def square_inputs(graph):
    """Errors, of shape (n,), meet the wrong axis of inputs, of shape (n, n), in the gradient of weights."""
    for site, side in product_sites(graph):
        first = graph.sites[site][0]
        shape = operand(graph, first, 1 - side).shape
        several = len(shape) == 1 and len(graph.sites[site]) == shape[0] > 1
        if not several and not (len(shape) == 2 and shape[0] == shape[1] > 1):
            continue
        where, columns = arrays_of(graph, site, side), _are_columns(graph, first, side)
        for kind, words, total in _TOTALS:
            words = f"its gradient {words[2 if several else columns]}"
            yield Suspect(kind, where, words, _with_total(site, side, several, total))
        if not several and any(graph.alive[graph.nodes[v].inputs[1 - side]] for v in graph.sites[site]):
            words = f"what is passed down takes its errors along the {_ALONG[columns]}"
            changes = _with_errors_turned(site, side)
            yield Suspect(kinds.OUTER_BROADCAST, where, words, changes, down=True)


_ALONG = (
    "columns: each row wants its own, error[:, None] * weights",
    "rows: each column wants its own, weights[:, None] * error",
)
# (kind, words for examples in rows, in columns and one by one, the gradient of weights (d, k) from inputs
# (n, d) and errors (n, k), where n = d)
_TOTALS = (
    (
        kinds.OUTER_BROADCAST,
        (
            "multiplies the columns of its inputs by the errors: each row wants its own, error[:, None]",
            "multiplies the rows of its inputs by the errors: each column wants its own, error[None, :]",
            "multiplies each example's inputs by the errors of all: the array of inputs wants its other axis",
        ),
        lambda inputs, errors: errors * inputs.sum(axis=0)[:, None],
    ),
    (
        kinds.WRONG_AXIS,
        (
            "sums errors times inputs along the rows, axis=1, not over the examples, axis=0",
            "sums errors times inputs along the columns, axis=0, not over the examples, axis=1",
            "sums errors times inputs over the inputs of each example, not over the examples",
        ),
        lambda inputs, errors: errors * inputs.sum(axis=1)[:, None],
    ),
    (
        kinds.TRANSPOSED,
        ("takes its inputs untransposed", "takes its inputs transposed", "takes its inputs transposed"),
        lambda inputs, errors: inputs @ errors,
    ),
)


def _are_columns(graph, v, side):
    """Whether the examples of a product are columns: where the weights are multiplied from the left."""
    if graph.nodes[v].op == "matmul":
        return side == 0 and operand(graph, v, 1).ndim == 2
    return operand(graph, v, side).shape[1:] == (1,)


def _rows(graph, v, side, dy):
    """(inputs (n, d), errors (n, k)) of one call of a product; None where there is no such error."""
    inputs, columns = operand(graph, v, 1 - side), _are_columns(graph, v, side)
    turned, errors = inputs.T if columns else inputs, np.asarray(dy).T if columns else np.asarray(dy)
    rows = np.atleast_2d(turned)
    errors = errors.reshape(len(rows), -1)
    if graph.nodes[v].op == "multiply":
        if np.ptp(errors, axis=1).max() > 1e-12 * np.abs(errors).max():
            return None  # it is no part of a sum over the inputs
        errors = errors[:, :1]
    return rows, errors


def _with_total(site, side, several, total):
    """The gradient of the weights is another total of inputs and errors: of each call, or of all calls."""

    def changes(graph):
        numbers = graph.sites.get(site, ())
        arrived, passed = arriving_at(graph, numbers), {}
        for group in [numbers] if several else [[v] for v in numbers]:
            pairs = [_rows(graph, v, side, arrived[v]) if v in arrived else None for v in group]
            if all(pairs):
                inputs, errors = (np.concatenate(part) for part in zip(*pairs, strict=True))
                made, own = total(inputs, errors), operand(graph, group[0], side)
                of_left = graph.nodes[group[0]].op == "matmul" and side == 0 and own.ndim == 2
                passed |= dict.fromkeys(group)
                passed[group[0]] = (made.T if of_left else made).reshape(own.shape)
        return {v: partial(_instead, graph, v, side, part) for v, part in passed.items()}

    return changes


def _instead(graph, v, side, part, dy, grads):
    return exchanged(graph, v, dy, side, part)


def _with_errors_turned(site, side):
    """What is passed down from one output has the errors of the examples in the places of the inputs."""

    def back(graph, v, dy, grads):
        pair = _rows(graph, v, side, dy)
        own = operand(graph, v, side)
        if pair is None or pair[1].size != own.size:
            return passed_back(graph, v, dy)
        made = np.broadcast_to(np.ravel(pair[1]) * np.ravel(own), pair[0].shape)
        return exchanged(graph, v, dy, 1 - side, made.T if _are_columns(graph, v, side) else made)

    return at_site(site, back)
