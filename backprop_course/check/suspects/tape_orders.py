"""A tape of numbers, whose operations are walked in another order than the topological one.

Only where each operation makes one number: few programs keep a tape of arrays, and of most that compute with
arrays it would be no true story.
"""

from collections import defaultdict
from functools import partial

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import passed_back, penalty_gradient
from backprop_course.check.suspects.common import Suspect
from backprop_course.check.tape import Moved

MOST_VISITS = 5_000  # of operations, each visited once for every way from the loss to it; and most operations

_AGAIN = "what is used several times passes on all that it has at every visit, and earlier shares count again"
_TOO_SOON = "what is used several times passes on what it has before all of its shares have arrived"


def tape_orders(graph):
    """An operation hands down what it has so far, at each of its visits or at the first one only."""
    visits = _visits(graph, _below(graph)) if len(graph.nodes) <= MOST_VISITS else {}
    if any(graph.nodes[v].value.size > 1 for v in visits) or max(visits.values(), default=0) < 2:
        return  # where nothing is used twice, all orders give the same
    everywhere = frozenset(range(len(graph.parameters)))
    for again, what in ((True, _AGAIN), (False, _TOO_SOON)):
        for order, taken in _ORDERS.items() if not again or sum(visits.values()) <= MOST_VISITS else ():
            words = f"the tape is walked {order}, not in topological order: {what}"
            yield Suspect(kinds.TAPE_ORDER, everywhere, words, blocks=partial(_walked, taken, again))


# from which end the next operation is taken off those that wait, and whether the first child waits last
_ORDERS = {
    "down to the first child at once": (-1, True),
    "down to the last child at once": (-1, False),
    "breadth first": (0, False),
}


def _below(graph):
    """The operations of which each one is made: what only moves entries is no step of its own."""
    return {v: [j for i in graph.nodes[v].inputs for j in _made_of(graph, i)] for v in range(graph.loss + 1)}


def _made_of(graph, i):
    """The operations whose entries node i has, in their order; an array is none."""
    found, waiting = [], [i]
    while waiting:
        v = waiting.pop()
        if graph.alive[v] and graph.own[v] is None:
            moved = isinstance(graph.nodes[v].detail, Moved)
            waiting += reversed(graph.nodes[v].inputs) if moved else ()
            found += [] if moved else [v]
    return found


def _visits(graph, below):
    """How often each operation is visited, where every way from the loss leads to a visit of its own."""
    visits = defaultdict(int, {graph.loss: 1})
    for v in range(graph.loss, -1, -1):
        for i in below[v] if v in visits else ():
            visits[i] += visits[v]
    return visits


def _walked(taken, again, graph, blocks):
    """The gradient without the penalty's part, as such a walk leaves it."""
    end, last_first = taken
    below, grads, seen = _below(graph), {}, set()
    waiting = [graph.loss]
    _add(graph, grads, graph.loss, np.ones_like(graph.nodes[graph.loss].value))
    while waiting:
        v = waiting.pop(end)
        if v in seen and not again:
            continue
        seen.add(v)
        moved = isinstance(graph.nodes[v].detail, Moved)  # the loss itself, if at all
        for i, part in () if moved else passed_back(graph, v, grads[v]):
            _add(graph, grads, i, part)
        waiting += reversed(below[v]) if last_first else below[v]
    made = [grads.get(p, 0.0) * np.ones(graph.nodes[p].value.shape) for p in graph.parameters]
    return [m - p for m, p in zip(made, penalty_gradient(graph), strict=True)]


def _add(graph, grads, i, part):
    """Adds what arrives at node i; what only moves entries hands it on at once."""
    waiting = [(i, part)]
    while waiting:
        v, arrived = waiting.pop()
        if arrived is not None and graph.alive[v]:
            if isinstance(graph.nodes[v].detail, Moved):
                waiting += passed_back(graph, v, arrived)
            else:
                grads[v] = grads.get(v, 0.0) + arrived
