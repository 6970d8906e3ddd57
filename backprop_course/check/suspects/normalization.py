"""Mistakes on the way back through a normalization: batch norm, layer norm, standardized rows, a norm."""

from functools import partial
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import dropped, way_between
from backprop_course.check.suspects.common import Suspect, each_and_all, in_line, operand, past, source
from backprop_course.check.tape import Moved


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


def _spread(n, s, m):
    """The standard deviation without eps, where s has it."""
    return s * np.sqrt(m(n * n))


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
    (kinds.WRONG_FACTOR, "eps stands outside of the root, not inside",
     lambda d, n, s, m: (d - m(d) - n * m(d * n)) / (_spread(n, s, m) + s**2 - _spread(n, s, m) ** 2)),
    (kinds.WRONG_FACTOR, "eps is missing under the root",
     lambda d, n, s, m: (d - m(d) - n * m(d * n)) / _spread(n, s, m)),
    (kinds.FACTOR_MISSING, "the normalized values are missing in front of the mean of dn n",
     lambda d, n, s, m: (d - m(d) - m(d * n)) / s),
    (kinds.SIGN, "the path through the mean has the wrong sign",
     lambda d, n, s, m: (d + m(d) - n * m(d * n)) / s),
    (kinds.SIGN, "the path through the variance has the wrong sign",
     lambda d, n, s, m: (d - m(d) + n * m(d * n)) / s),
)  # fmt: skip


def _along_other_axes(found):
    """As _WRONG_WAYS, where the means run along another axis, or over everything, or sums stand for them."""

    def summed(d, n, s, m):
        return (d - n.shape[found.axis] * (m(d) + n * m(d * n))) / s

    yield kinds.SCALE, "sums stand for the means", summed
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


# -- a norm --


def constant_norms(graph):
    """A norm is taken for a constant: of weight normalization, of unit vectors, of a cosine."""
    words = "a norm, the root of a sum of squares, is taken for a constant: the way through it is missing"
    return each_and_all(
        ("norm", Suspect(kinds.STATISTICS_MISSING, site[2], words, _as_a_constant(site), down=True))
        for site, (first, *_) in graph.sites.items()
        if _is_norm(graph, first)
    )


def _as_a_constant(site):
    return lambda graph: dropped(graph, {(v, 0) for v in graph.sites.get(site, ())})


_OF_A_SUM = ("sum", "add", "multiply", "divide", "maximum", "clip")


def _is_norm(graph, v):
    """Whether node v is the root of a sum of squares of values that are used elsewhere as well."""
    if not _is_power(graph, v, "sqrt", (0.5, -0.5)) or v in graph.terms:
        return False
    inside, waiting, squared = {v}, [graph.nodes[v].inputs[0]], set()
    while waiting:
        u = waiting.pop()
        node = graph.nodes[u]
        if not graph.alive[u] or u in inside:
            continue
        inside.add(u)
        if _is_square(graph, u):
            squared.update(i for i in node.inputs if graph.alive[i])
        elif node.op in _OF_A_SUM or isinstance(node.detail, Moved):
            waiting += node.inputs
        else:
            return False
    inside |= {i for i in squared if source(graph, i) != i}
    return any(u not in inside for i in squared for u in graph.users[source(graph, i)])


def _is_power(graph, v, named, exponents):
    """Whether node v is an operation of this name, or one of these powers."""
    op = graph.nodes[v].op
    powers = op in ("power", "float_power") and operand(graph, v, 1).size == 1
    return op == named or (powers and operand(graph, v, 1).item() in exponents)


def _is_square(graph, v):
    """Whether node v is made of squares: z², z z or the product of a vector with itself."""
    inputs = graph.nodes[v].inputs
    if graph.nodes[v].op not in ("multiply", "matmul", "einsum") or len(inputs) != 2:
        return _is_power(graph, v, "square", (2,))
    same = source(graph, inputs[0]) == source(graph, inputs[1])
    return same and np.array_equal(np.ravel(operand(graph, v, 0)), np.ravel(operand(graph, v, 1)))
