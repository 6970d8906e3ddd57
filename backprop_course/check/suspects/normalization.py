"""Mistakes on the way back through a normalization: batch norm, layer norm, standardized rows."""

from functools import partial
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import way_between
from backprop_course.check.suspects.common import Suspect, in_line, past


class Normalized(NamedTuple):
    """Values n = (z - mean) / size along an axis; `inner` are the operations between."""

    z: int
    inner: tuple
    axis: int
    size: np.ndarray


def normalizations(graph):
    """The right way back is (dn - mean(dn) - n mean(dn n)) / size; these take a part of it, or another."""
    for site, (first, *_) in graph.sites.items():
        found = _normalized(graph, first) if site[0] in ("divide", "multiply") else None
        for kind, words, back in (*_WRONG_WAYS, *_along_other_axes(found)) if found else ():
            words = f"{words}, on the way back through the normalization{in_line(graph.nodes[first])}"
            yield Suspect(kind, site[2], words, _with_way(site, back), down=True)


# (kind, words, back(dn, n, the standard deviation, the mean along the right axis))
_WRONG_WAYS = (
    (kinds.STATISTICS_MISSING, "mean and variance are taken for constants", lambda d, n, s, m: d / s),
    (kinds.STATISTICS_MISSING, "the path through the mean is missing",
     lambda d, n, s, m: (d - n * m(d * n)) / s),
    (kinds.STATISTICS_MISSING, "the path through the variance is missing", lambda d, n, s, m: (d - m(d)) / s),
    (kinds.STATISTICS_MISSING, "the division is missing too", lambda d, n, s, m: d),
    (kinds.FACTOR_MISSING, "the division by the standard deviation is missing",
     lambda d, n, s, m: d - m(d) - n * m(d * n)),
    (kinds.WRONG_FACTOR, "the variance stands for the standard deviation",
     lambda d, n, s, m: (d - m(d) - n * m(d * n)) / s**2),
    (kinds.WRONG_FACTOR, "the values before the division stand for the normalized ones",
     lambda d, n, s, m: (d - m(d) - n * s * m(d * n * s)) / s),
    (kinds.FACTOR_MISSING, "the normalized values are missing in front of the mean of dn n",
     lambda d, n, s, m: (d - m(d) - m(d * n)) / s),
    (kinds.SIGN, "the path through the mean has the wrong sign",
     lambda d, n, s, m: (d + m(d) - n * m(d * n)) / s),
    (kinds.SIGN, "the path through the variance has the wrong sign",
     lambda d, n, s, m: (d - m(d) + n * m(d * n)) / s),
)  # fmt: skip


def _along_other_axes(found):
    """As _WRONG_WAYS, where the means run along another axis, or over everything."""
    for words, axis in (
        ("along the other axis", (found.axis + 1) % found.size.ndim),
        ("over everything", None),
    ):

        def back(d, n, s, m, axis=axis):
            return (d - d.mean(axis, keepdims=True) - n * (d * n).mean(axis, keepdims=True)) / s

        yield kinds.WRONG_AXIS, f"the means run {words}", back


def _with_way(site, back):
    def changes(graph):
        made = {}
        for v in graph.sites.get(site, ()):
            found = _normalized(graph, v)
            if found:
                made |= past(found.z, found.inner, v, partial(_passed, graph.nodes[v].value, found, back))
        return made

    return changes


def _passed(n, found, back, dy, grads):
    def mean(values):
        return values.mean(axis=found.axis, keepdims=True)

    return back(dy, n, found.size, mean)


def _normalized(graph, v):
    """What node v normalizes, or None."""
    n = graph.nodes[v].value
    if n.ndim < 2 or graph.own[v] is not None:
        return None
    for axis in range(n.ndim):
        spread = n.std(axis=axis, keepdims=True)
        centered = np.abs(n.mean(axis=axis)).max() < 1e-9
        if n.shape[axis] > 1 and centered and spread.max() < 1 + 1e-9 and spread.min() > 0.3:
            for z in _before(graph, v):
                value = graph.nodes[z].value
                size = value.std(axis=axis, keepdims=True) / spread
                if np.allclose(value - value.mean(axis=axis, keepdims=True), n * size, rtol=1e-9, atol=1e-12):
                    inner = way_between(graph, z, v)
                    if inner is not None:
                        return Normalized(z, inner, axis, size)
    return None


def _before(graph, v, depth=8):
    """The nodes of v's shape from which it is made, the earliest first."""
    found, waiting = set(), [v]
    for _ in range(depth):
        waiting = [i for u in waiting for i in graph.nodes[u].inputs if graph.alive[i] and i not in found]
        found.update(waiting)
    shape = graph.nodes[v].value.shape
    return [i for i in sorted(found) if graph.own[i] is None and graph.nodes[i].value.shape == shape]
