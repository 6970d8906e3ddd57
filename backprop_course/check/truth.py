"""The right gradient of a learner's loss: at which points, by which graphs, and how far it can be trusted."""

from typing import NamedTuple

import numpy as np

from backprop_course.check.differences import slope
from backprop_course.check.graph import gradients, graph_of
from backprop_course.check.tape import record

MANY = 3000  # of more numbers than these, differences are too many
LARGE = 300_000  # of more numbers than these in a graph, it is not run again to see its rounding
_SCALES = (1.0, 0.3, 0.1, 0.03, 0.01)
_STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}


class Truth(NamedTuple):
    """Points near the first parameters, the right gradient there, and by point and block what is rounding.

    `graphs` is None where the loss cannot be followed: then the gradient is that of differences, or
    `gradient` is empty where these are too many.
    """

    points: list
    gradient: list
    noise: list
    graphs: list | None


def truth_of(reading):
    """The Truth of a Reading; None where the loss is no finite number near the first parameters."""
    size = sum(a.size for a in reading.start)
    count = 6 if size < 60 else 4 if size < 5000 else 2
    rng = np.random.default_rng(0)
    around = [[a + rng.normal(0, 0.5, a.shape) for a in reading.start] for _ in range(3 * count)]
    found = _followed(reading, around, count)
    if found:
        return found
    points = [p for p in (_finite(reading, point) for point in around) if p is not None][:count]
    if not points:
        return None
    if size > MANY:
        return Truth(points, [], [[0.0] * len(p) for p in points], None)
    made = [_differences(reading, p) for p in points]
    noise = [[1e-9 * (1 + abs(_loss(reading, p))) * np.sqrt(a.size) for a in p] for p in points]
    return Truth(points, made, noise, None)


def _loss(reading, point):
    with np.errstate(all="ignore"):
        return float(reading.loss([np.array(a) for a in point], reading.x, reading.y))


def _finite(reading, point):
    """The point, or it made smaller, where the loss is a finite number; None if it never is."""
    for scale in _SCALES:
        smaller = [scale * a for a in point]
        if np.isfinite(_loss(reading, smaller)):
            return smaller
    return None


def _differences(reading, point):
    def along(i):
        return lambda block: _loss(reading, [*point[:i], block, *point[i + 1 :]])

    return [slope(along(i), p) for i, p in enumerate(point)]


# -- where the loss can be followed --


def _followed(reading, around, count):
    """The Truth by graphs, at a scale where no activation is saturated; None where they do not hold."""
    try:
        scale = _scale(reading, around[0])
    except Exception:  # the learner's code was written for arrays that do not remember
        return None
    if scale is None:
        return None
    known = [_known(reading, [scale * a for a in point]) for point in around[: 2 * count]]
    known = [each for each in known if each is not None]
    known = sorted(known, key=lambda each: _unsteadiness(each[1], each[2]))[:count]
    if not known or not _holds(reading, [graph for graph, *_ in known[:3]]):
        return None
    graphs, gradient, noise = ([each[k] for each in known] for k in range(3))
    return Truth([graph.point for graph in graphs], gradient, noise, graphs)


def _known(reading, point):
    """(graph, gradient, what is rounding in it) at a point; None where the loss is no finite number."""
    data = (reading.x, reading.y)
    graph = graph_of(record(reading.loss, point, data), point)
    made = gradients(graph)
    if not (np.isfinite(graph.nodes[graph.loss].value).all() and all(np.isfinite(b).all() for b in made)):
        return None
    floor = 1e-13 * max(np.linalg.norm(b) for b in made)
    if sum(node.value.size for node in graph.nodes) > LARGE:
        return graph, made, [floor] * len(made)
    usual, fine = (np.float32, float) if _is_single(reading) else (float, np.longdouble)
    coarse, better = (
        gradients(graph_of(record(reading.loss, point, data, dtype), point)) for dtype in (usual, fine)
    )
    off = [20 * np.linalg.norm(a - b) + floor for a, b in zip(coarse, better, strict=True)]
    return graph, better, [float(n) for n in off]


def _is_single(reading):
    return np.dtype(reading.dtype) == np.float32


def _unsteadiness(gradient, noise):
    """The largest share of rounding in a block."""
    sizes = [(n, np.linalg.norm(b)) for b, n in zip(gradient, noise, strict=True)]
    return max((n / size for n, size in sizes if size), default=0.0)


def _scale(reading, point):
    """The largest scale at which rounding is small and no activation flat, else the best; None for none."""
    against = {}
    for scale in _SCALES:
        known = _known(reading, [scale * a for a in point])
        if known is not None:
            graph, made, noise = known
            unsteady = _unsteadiness(made, noise) > (1e-4 if _is_single(reading) else 1e-8)
            against[scale] = bool(unsteady) + 2 * _is_saturated(graph)
            if not against[scale]:
                break
    return min(against, key=lambda scale: (against[scale], -scale), default=None)


def _is_saturated(graph):
    """Whether most entries of a sigmoid or tanh are where it is flat."""
    known = [each for found in graph.activations.values() for each in found if each.name in _STEEPEST]
    slopes = {}
    for each in known:
        slopes.setdefault(graph.places[each.a], []).append(np.ravel(each.slope) / _STEEPEST[each.name])
    return any(np.mean(np.concatenate(parts) > 0.02) < 0.3 for parts in slopes.values())


def _holds(reading, graphs):
    """Whether the gradient of the graphs is that of the loss, along a direction at each point."""
    rng, held = np.random.default_rng(1), 0
    for graph in graphs:
        way = [rng.normal(size=a.shape) for a in graph.point]
        made = sum(np.sum(g * w) for g, w in zip(gradients(graph), way, strict=True))
        held += any(_along(reading, graph.point, way, made, length) for length in (1e-6, 1e-5, 1e-4, 1e-3))
    return held > len(graphs) / 2


def _along(reading, point, way, made, length):
    ends = [_loss(reading, [p + e * w for p, w in zip(point, way, strict=True)]) for e in (length, -length)]
    seen = (ends[0] - ends[1]) / (2 * length)
    return abs(seen - made) <= 1e-4 * max(abs(seen), abs(made)) + 1e-12 * (1 + abs(ends[0])) / length
