"""Entries that a transpose or a reshape has moved, and that the way back does not put where they were."""

from functools import partial
from itertools import permutations

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.suspects.common import Suspect, also_together, at_site, in_line
from backprop_course.check.tape import Moved

_TRANSPOSING = ("transpose", "swapaxes", "moveaxis")
_RESHAPING = ("reshape", "ravel")
MOST_AXES = 4  # of more axes than these, not all orders are tried


@also_together
def rearrangements(graph):
    """What arrives where entries were moved is reshaped alone, or its axes come in another order."""
    for site, found in graph.sites.items():
        v = found[0]
        if site[0] in (*_TRANSPOSING, *_RESHAPING) and _moves_all(graph, v):
            entries, seen = np.arange(graph.nodes[v].value.size), [_back_again(graph, v)]
            for what, way in _ways_back(graph, v):
                moved = way(entries, *_shapes(graph, v))
                if not any(np.array_equal(moved, each) for each in seen):
                    seen.append(moved)
                    words = f"what is passed down through {what}"
                    changes = at_site(site, partial(_with_way, way))
                    yield Suspect(kinds.ENTRY_ORDER, site[2], words, changes, down=True)


def _with_way(way, graph, v, dy, grads):
    return [(graph.nodes[v].inputs[0], way(dy, *_shapes(graph, v)))]


def _moves_all(graph, v):
    """Whether node v has every entry of another value, not of an array, once."""
    node = graph.nodes[v]
    one = isinstance(node.detail, Moved) and len(node.inputs) == 1 and graph.own[v] is None
    return one and np.array_equal(np.sort(node.detail.origins), np.arange(1, node.value.size + 1))


def _back_again(graph, v):
    """Which entry of node v each entry of its input has become."""
    return np.argsort(graph.nodes[v].detail.origins).reshape(_shapes(graph, v)[0])


def _shapes(graph, v):
    """The shapes of what node v moves, of what it makes, and of that where reshapes alone follow it."""
    shape, made = (graph.nodes[i].value.shape for i in (graph.nodes[v].inputs[0], v))
    while len(users := set(graph.users[v])) == 1:
        (u,) = users
        if graph.nodes[u].op not in _RESHAPING or not _moves_all(graph, u):
            break
        v = u
    return shape, made, graph.nodes[v].value.shape


def _ways_back(graph, v):
    """(words, way(dy, *shapes)) of what may be done in the place of putting the entries where they were."""
    shape, made, top = _shapes(graph, v)
    line, kind = in_line(graph.nodes[v]), "transpose" if graph.nodes[v].op in _TRANSPOSING else "reshape"
    words = f"the {kind}{line} is reshaped, which does not undo it"
    if kind == "transpose" and len(top) < len(made):
        words = f"the flattening{line} is reshaped without undoing its transpose"
    yield words, lambda dy, shape, *_: np.reshape(dy, shape)
    axes = _axes(graph, v) if kind == "transpose" else None
    if axes is not None and tuple(made[k] for k in axes) == shape:
        words = f"the transpose{line} is transposed by the same axes again, {axes}, where the inverse belongs"
        yield words, lambda dy, shape, made, top: np.transpose(np.reshape(dy, made), axes)
    words = f"the {kind}{line} is reshaped in the order of Fortran, order='F', which does not undo it"
    yield words, lambda dy, shape, made, top: np.reshape(np.reshape(dy, top), shape, order="F")
    for axes in permutations(range(len(shape))) if len(shape) <= MOST_AXES else ():
        words = f"the {kind}{line} is reshaped and transposed by {axes}, which does not undo it"
        yield words, partial(_transposed_at_last, axes)
    for axes in permutations(range(len(made))) if len(made) <= MOST_AXES else ():
        words = f"the {kind}{line} is transposed by {axes} and reshaped, which does not undo it"
        yield words, partial(_transposed_at_first, axes)


def _transposed_at_last(axes, dy, shape, *_):
    before = [shape[axes.index(k)] for k in range(len(axes))]
    return np.transpose(np.reshape(dy, before), axes)


def _transposed_at_first(axes, dy, shape, made, top):
    return np.reshape(np.transpose(np.reshape(dy, made), axes), shape)


def _axes(graph, v):
    """The order in which node v takes the axes of its input; None where they are too many."""
    (shape, made, _), origins = _shapes(graph, v), graph.nodes[v].detail.origins - 1
    before, origins = np.arange(origins.size).reshape(shape), origins.reshape(made)
    orders = permutations(range(len(shape))) if len(shape) <= MOST_AXES else ()
    return next((axes for axes in orders if np.array_equal(before.transpose(axes), origins)), None)
