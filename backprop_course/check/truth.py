"""The right gradient of a learner's loss: at which points, by which graphs, and how far it can be trusted."""

from collections.abc import Callable
from time import process_time
from typing import NamedTuple

import numpy as np

from backprop_course.check.differences import slope
from backprop_course.check.graph import bare_graph, gradients, graph_of, penalty_gradient
from backprop_course.check.identification import NetworkForm, form_loss, identified
from backprop_course.check.tape import recording

MOST_NUMBERS = 300_000  # of more numbers than these in a graph, it is not run again to see its rounding
LONG_GRAPH = 1_500  # of more operations than these, a graph is of single numbers: a network's own is shorter
LONGEST_GRAPH = 60_000  # of more operations than these, a loss is not followed
DIRECTIONS = 8
_SCALES = (1.0, 0.3, 0.1, 0.03, 0.01)
_STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}


class Along(NamedTuple):
    """Random directions of one block, and the derivative of the loss along each."""

    directions: list
    derivatives: list

    def of(self, block):
        """How much of a gradient of the block lies along each direction; None for no gradient."""
        return None if block is None else np.array([np.sum(block * each) for each in self.directions])


class Truth(NamedTuple):
    """Points near the first parameters, the right gradient there, and by point and block what is rounding.

    `graphs` is None where the loss cannot be followed: then the gradient is that of differences; where these
    are too many it is empty, and `along` holds an Along for each block at the first point. follow(point,
    data) gives the graph at another point, of other data. `network` is what was identified, or None.
    """

    points: list
    gradient: list
    noise: list
    graphs: list | None = None
    follow: Callable | None = None
    network: NetworkForm | None = None
    along: list = ()


def truth_of(reading, seconds=5.0):
    """The Truth of a Reading, found in about so many seconds; None where the loss is no finite number."""
    end, size = process_time() + seconds, sum(a.size for a in reading.start)
    rng, count = np.random.default_rng(0), 6 if size < 60 else 4 if size < 5000 else 2
    around = [[a + rng.normal(0, 0.5, a.shape) for a in reading.start] for _ in range(8 * count)]
    began = process_time()
    first = _finite(reading, around[0])
    call = process_time() - began
    network = _network(reading, 0.2 * seconds) if 40 * call < seconds else None
    for follow in _ways(reading, network):
        found = _followed(reading, follow, around, count, end)
        if found:
            return found._replace(network=network)
    if first is None:
        return None
    points = [first, *(p for p in (_finite(reading, point) for point in around[1:count]) if p is not None)]
    return _by_differences(reading, points, call, end)._replace(network=network)


def along_the_way(reading, truth, points):
    """The Truth at other points; None where the loss cannot be followed there."""
    known = [_known(truth.follow, point, False) for point in points] if truth.follow else [None]
    if None in known:
        return None
    graphs, gradient, noise = ([each[k] for each in known] for k in range(3))
    return truth._replace(points=points, graphs=graphs, gradient=gradient, noise=noise)


# -- gradients that a learner clips --


def unclipped(reading, truth):
    """(the Truth at points where no gradient is clipped, words on that); as it was, and "", where none is.

    Where they are clipped at all points that were tried, it is the Truth clipped alike.
    """
    if reading.grads is None or truth.follow is None:
        return truth, ""

    def claims(points):
        return [reading.grads(point, reading.x, reading.y) for point in points]

    limit = _limit(claims(truth.points))
    if limit is None:
        return truth, ""
    for scale in _SCALES[1:]:
        points = [[scale * a for a in point] for point in truth.points]
        other = along_the_way(reading, truth, points) if _limit(claims(points)) is None else None
        if other:
            return other, f"what becomes of larger gradients: yours are clipped at {limit:.4g}"
    return _clipped(truth, claims(truth.points), limit)


def _limit(claims):
    """What the largest entry, or the length of all or of one array, is at two points or more; or None."""
    claims = [[a for a in claim if a is not None and np.isfinite(a).all()] for claim in claims]
    if any(len(claim) != len(claims[0]) or not claim for claim in claims):
        return None
    of_one = [lambda claim, i=i: _length(claim[i : i + 1]) for i in range(len(claims[0]))]
    for size in (_largest, *of_one, _length):
        *_, second, first = sorted(map(size, claims)) if len(claims) > 1 else (0.0, 1.0)
        if first > 0 and np.isclose(first, second, rtol=1e-6, atol=0):
            return first
    return None


def _largest(claim):
    return max(np.abs(a).max(initial=0) for a in claim)


def _length(claim):
    return np.sqrt(sum(np.sum(a * a) for a in claim))


def _clipped(truth, claims, limit):
    """(the Truth with its gradient clipped as the claims are, words on that); as it was where they differ."""
    ways = (
        lambda gradient: [np.clip(a, -limit, limit) for a in gradient],
        lambda gradient: [a * min(1, limit / _length(gradient)) for a in gradient],
        lambda gradient: [a * min(1, limit / _length([a])) for a in gradient],
    )
    for way in ways:
        cut = [way(gradient) for gradient in truth.gradient]
        if all(map(_is_same, claims, cut)):
            return truth._replace(gradient=cut), f"whether it is to be clipped, as yours is, at {limit:.4g}"
    return truth, ""


def _is_same(claim, right):
    return all(
        a is not None and a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=0)
        for a, b in zip(claim, right, strict=True)
    )


def _network(reading, seconds):
    x, y = reading.x, reading.y
    return identified(lambda arrays: reading.loss(arrays, x, y), reading.start, x, y, seconds)


def _ways(reading, network):
    """Ways to follow the loss: the learner's own, and that of the network, which is the same."""
    yield _following(reading.loss, reading, LONG_GRAPH if network else LONGEST_GRAPH)
    if network:
        yield _following(form_loss(network), reading, LONGEST_GRAPH)


def _following(loss, reading, longest):
    recorded = recording(loss, longest)

    def follow(point, data=None, dtype=float, graph=graph_of):
        return graph(recorded(point, (reading.x, reading.y) if data is None else data, dtype), point)

    return follow


def _loss(reading, point):
    with np.errstate(all="ignore"):
        return float(reading.loss(point, reading.x, reading.y))


def _finite(reading, point):
    """The point, or it made smaller, where the loss is a finite number; None if it never is."""
    for scale in _SCALES:
        smaller = [scale * a for a in point]
        if np.isfinite(_loss(reading, smaller)):
            return smaller
    return None


# -- by differences --


def _by_differences(reading, points, call, end):
    """The Truth by central differences of all entries, or along directions where these are too many."""
    calls = 2 * sum(a.size for a in reading.start)
    able = int((end - process_time()) * 0.7 / (calls * max(call, 1e-6)))
    if not able:
        first, blank = points[0], [[0.0] * len(points[0])]
        return Truth([first], [], blank, along=[_along(reading, first, i) for i in range(len(first))])
    points = points[:able]
    made = [[slope(_part(reading, p, i), p[i]) for i in range(len(p))] for p in points]
    noise = [[1e-9 * (1 + abs(_loss(reading, p))) * np.sqrt(a.size) for a in p] for p in points]
    return Truth(points, made, noise)


def _part(reading, point, i):
    return lambda block: _loss(reading, [*point[:i], block, *point[i + 1 :]])


def _along(reading, point, i, step=1e-5):
    rng, loss = np.random.default_rng(i), _part(reading, point, i)
    directions = [rng.normal(size=point[i].shape) for _ in range(DIRECTIONS)]
    ends = [(loss(point[i] + step * d), loss(point[i] - step * d)) for d in directions]
    return Along(directions, [(up - down) / (2 * step) for up, down in ends])


# -- where the loss can be followed --


def _followed(reading, follow, around, count, end):
    """The Truth by graphs, at a scale where no activation is saturated; None where they do not hold."""
    began, single = process_time(), np.dtype(reading.dtype) == np.float32
    try:
        scale = _scale(follow, around[0], single)
    except Exception:  # the learner's code was written for arrays that do not remember
        return None
    if scale is None:
        return None
    once, known = process_time() - began, []
    for point in around:
        now, dull = process_time(), [dullness for dullness, _ in known]
        enough = dull.count(0) >= count + 2 or len(dull) >= 2 * (count + 2) and len(set(dull)) == 1
        if enough or known and now + 2 * once > end - 0.5 * (end - began):
            break
        made = _known(follow, [scale * a for a in point], single)
        known += [(_dullness(*made[:2]), made)] if made else []
        once = min(once, process_time() - now)  # garbage may have been collected in the first
    known.sort(key=lambda each: (each[0], _unsteadiness(*each[1][1:])))
    known = [made for _, made in known[:count]]
    if not known or not _holds(reading, [graph for graph, *_ in known[:2]]):
        return None
    graphs, gradient, noise = ([each[k] for each in known] for k in range(3))
    return Truth([graph.point for graph in graphs], gradient, noise, graphs, follow)


def _known(follow, point, single):
    """(graph, gradient, what is rounding in it) at a point; None where the loss is no finite number."""
    graph = follow(point)
    made = gradients(graph)
    if not (np.isfinite(graph.nodes[graph.loss].value).all() and all(np.isfinite(b).all() for b in made)):
        return None
    floor = 1e-13 * max(np.linalg.norm(b) for b in made)
    if len(graph.nodes) > LONG_GRAPH or sum(node.value.size for node in graph.nodes) > MOST_NUMBERS:
        return graph, made, [1e4 * floor] * len(made)
    again = follow(point, dtype=np.float32 if single else np.longdouble, graph=bare_graph)
    if not np.allclose(
        _value(again), _value(graph), rtol=1e-3
    ):  # its random numbers are drawn in C, as floats
        return graph, made, [1e4 * floor] * len(made)
    coarse, better = (gradients(again), made) if single else (made, gradients(again))
    off = [20 * np.linalg.norm(a - b) + floor for a, b in zip(coarse, better, strict=True)]
    return graph, better, [float(n) for n in off]


def _value(graph):
    """The loss of a graph."""
    return graph.nodes[graph.loss].value.astype(float)


def _dullness(graph, gradient):
    """How many blocks get nothing but a penalty's part: behind a dead ReLU everything is right."""
    pairs = zip(gradient, penalty_gradient(graph), strict=True)
    return sum(np.abs(g - p).max(initial=0) <= 1e-9 * np.abs(g).max(initial=0) for g, p in pairs)


def _unsteadiness(gradient, noise):
    """The largest share of rounding in a block."""
    sizes = [(n, np.linalg.norm(b)) for b, n in zip(gradient, noise, strict=True)]
    return max((n / size for n, size in sizes if size), default=0.0)


def _scale(follow, point, single):
    """The largest scale at which rounding is small and no activation flat, else the best; None for none."""
    against = {}
    for scale in _SCALES:
        known = _known(follow, [scale * a for a in point], single)
        if known is not None:
            graph, made, noise = known
            unsteady = _unsteadiness(made, noise) > (1e-4 if single else 1e-8)
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
        held += any(_agrees(reading, graph.point, way, made, length) for length in (1e-6, 1e-5, 1e-4, 1e-3))
    return held > len(graphs) / 2


def _agrees(reading, point, way, made, length):
    ends = [_loss(reading, [p + e * w for p, w in zip(point, way, strict=True)]) for e in (length, -length)]
    seen = (ends[0] - ends[1]) / (2 * length)
    return abs(seen - made) <= 1e-4 * max(abs(seen), abs(made)) + 1e-12 * (1 + abs(ends[0])) / length
