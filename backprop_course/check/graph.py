"""A recorded loss as a graph: which arrays meet where, what is an activation, and the backward pass over it.

The backward pass takes changes: what single operations pass back instead. A mistake is a change.
"""

from collections import defaultdict
from functools import partial
from typing import NamedTuple

import numpy as np

from backprop_course.check.tape import SLOPES, Moved, live

_MOVING = {
    "getitem",
    "reshape",
    "ravel",
    "transpose",
    "squeeze",
    "expand_dims",
    "swapaxes",
    "moveaxis",
    "copy",
    "concatenate",
    "stack",
    "broadcast_to",
    "array_split",
    "split",
    "hstack",
    "vstack",
    "atleast_2d",
    "diagonal",
    "tile",
    "repeat",
    "flip",
    "column_stack",
}
_LINEAR = {
    "add",
    "subtract",
    "negative",
    "positive",
    "multiply",
    "divide",
    "sum",
    "matmul",
    "einsum",
    "cumsum",
    "setitem",
    *_MOVING,
}


class Activation(NamedTuple):
    """An elementwise function a = f(z), however many operations it is made of; its name if it is known.

    Where the program holds -z only, as in exp(-X @ w), `sign` is -1: a = f(sign * z).
    """

    z: int
    a: int
    inner: tuple  # the operations between, which nothing else uses
    name: str
    slope: np.ndarray  # the derivative of a by the node z
    sign: float = 1.0


class Softmax(NamedTuple):
    """Shares s that sum to 1 along an axis, made of z by exp; `inner` as in Activation."""

    z: int
    s: int
    inner: tuple
    axis: int


class Graph(NamedTuple):
    """One run of a loss at one point, and what the operations are to the arrays.

    `own[v]` is the array of which node v is but a piece or another arrangement, else None; `root[v]` the node
    of which v is an elementwise function; `places[v]` the arrays that entered since the last nonlinearity;
    `users[v]` who takes v; `terms` what reaches the loss by sums and scalings only. `sites` are nodes by the
    place of the code that made them and the arrays at work there, in the order of their making.
    """

    nodes: list
    parameters: list
    loss: int
    alive: list
    own: list
    root: list
    places: list
    users: list
    terms: set
    sites: dict
    activations: dict  # by site, lists
    softmaxes: dict
    point: list  # the arrays
    claims: list  # the gradient that the learner claims here, or None
    rate: float | None
    nearby: tuple = ()  # (name, value): arrays that the learner's code reads beside


def graph_of(record, point, claims=None, rate=None):
    """The Graph of a Record at the arrays `point`, where the learner claims the gradient `claims`."""
    nodes, alive = record.nodes, live(record.nodes, record.parameters)
    users = _users(nodes, alive)
    own, root, straight = _origins(nodes, record.parameters, alive)
    places, sites = _places(nodes, record.parameters, alive, own), defaultdict(list)
    for number, node in enumerate(nodes):
        if alive[number] and node.inputs:
            sites[node.op, node.site, places[number]].append(number)
    graph = Graph(
        nodes,
        record.parameters,
        record.loss,
        alive,
        own,
        root,
        places,
        users,
        _terms(nodes, record.loss, alive),
        dict(sites),
        {},
        {},
        point,
        claims,
        rate,
    )
    softmaxes = _softmaxes(graph)
    activations = _outermost(_activations(graph, straight), softmaxes, graph.terms)
    ahead = leading_to(nodes, record.loss)  # a backward pass in the same call has masks of its own
    activations = {
        site: found
        for site, found in activations.items()
        if site[0] != "multiply" or all(each.a in ahead for each in found)
    }
    return graph._replace(activations=activations, softmaxes=softmaxes)


def bare_graph(record, point):
    """As graph_of, with what `gradients` needs and no more: no place and no function is looked for."""
    alive = live(record.nodes, record.parameters)
    return Graph(record.nodes, record.parameters, record.loss, alive, *[None] * 8, point, None, None)


def gradients(graph, changes=None):
    """The blocks of the gradient, where `changes` says what some operations pass back instead.

    changes: number -> function (dy, grads) -> pairs (number of an input, its derivative).
    """
    changes = changes or {}
    grads = [None] * len(graph.nodes)
    grads[graph.loss] = np.ones_like(graph.nodes[graph.loss].value)
    for number in range(graph.loss, -1, -1):
        dy = grads[number]
        if dy is None or not graph.alive[number]:
            continue
        change, node = changes.get(number), graph.nodes[number]
        for i, part in change(dy, grads) if change else zip(node.inputs, node.pull(dy), strict=True):
            if part is not None and graph.alive[i]:
                grads[i] = part if grads[i] is None else grads[i] + part
    wanted = [(grads[p], graph.nodes[p].value) for p in graph.parameters]
    return [np.zeros(v.shape) if g is None else np.array(g, float).reshape(v.shape) for g, v in wanted]


def passed_back(graph, v, dy):
    """Pairs (number of an input, its derivative) that node v passes back where dy arrives."""
    return zip(graph.nodes[v].inputs, graph.nodes[v].pull(dy), strict=True)


def arriving_at(graph, numbers):
    """What arrives at some nodes on the way down, by node."""
    arrived = {}

    def noting(v):
        def change(dy, grads):
            arrived[v] = dy
            return passed_back(graph, v, dy)

        return change

    gradients(graph, {v: noting(v) for v in numbers})
    return arrived


def leading_to(nodes, loss):
    """The nodes of which the loss is made."""
    found, waiting = {loss}, [loss]
    while waiting:
        new = set(nodes[waiting.pop()].inputs) - found
        found |= new
        waiting += new
    return found


def above(graph, numbers):
    """The nodes that are made of these."""
    found, waiting = set(), list(numbers)
    while waiting:
        new = set(graph.users[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


def below(graph, numbers, closed=frozenset()):
    """These nodes and those of which they are made, without going through those that are closed."""
    found = {v for v in numbers if graph.alive[v]}
    waiting = list(found)
    while waiting:
        new = {i for i in graph.nodes[waiting.pop()].inputs if graph.alive[i]} - found - closed
        found |= new
        waiting += new
    return found


def _users(nodes, alive):
    users = [[] for _ in nodes]
    for number, node in enumerate(nodes):
        if alive[number]:
            for i in node.inputs:
                users[i].append(number)
    return users


def _origins(nodes, parameters, alive):
    """Of every node: its own array, the root it is an elementwise function of, and whether by a line."""
    own, root, straight = [None] * len(nodes), list(range(len(nodes))), [True] * len(nodes)
    owners = {number: np.full(nodes[number].value.shape, which) for which, number in enumerate(parameters)}
    for which, number in enumerate(parameters):
        own[number] = which
    for v, node in enumerate(nodes):
        active = [i for i in node.inputs if alive[i]]
        if not active:
            continue
        if isinstance(node.detail, Moved) and node.op != "setitem":
            owners[v] = _owners(node, owners, nodes)
            mine = set(owners[v].flat)
            own[v] = mine.pop() if len(mine) == 1 and -1 not in mine else None
        if not (node.op in SLOPES or node.op == "setitem"):
            continue
        roots = {root[i] for i in active}
        (first,) = roots if len(roots) == 1 else (None,)
        fits = first is not None and all(nodes[i].value.shape == node.value.shape for i in (*active, first))
        if fits and not any(own[i] is not None for i in active):
            root[v] = first
            affine = node.op in ("add", "subtract", "negative", "positive") or (
                node.op in ("multiply", "divide")
                and len(active) == 1
                and (node.op == "multiply" or alive[node.inputs[0]])
                and not _is_its_own_mask(nodes, node, active[0])
            )
            straight[v] = affine and all(straight[i] for i in active)
    return own, root, straight


def _is_its_own_mask(nodes, node, live):
    """Whether a product is ReLU, z * (z > 0): its other factor says where it is above 0."""
    (other,) = set(node.inputs) - {live} or {live}
    z, mask = nodes[live].value, nodes[other].value
    return z.size > 1 and z.shape == mask.shape and np.array_equal(mask, z > 0)


def _owners(node, owners, nodes):
    """Of each entry of a rearrangement, which array it is of; -1 for none."""
    parts = [np.ravel(owners[i]) if i in owners else np.full(nodes[i].value.size, -1) for i in node.inputs]
    return np.concatenate([[-1], *parts])[node.detail.origins].reshape(node.value.shape)


def _places(nodes, parameters, alive, own):
    carried, places = [frozenset()] * len(nodes), [frozenset()] * len(nodes)
    for which, number in enumerate(parameters):
        carried[number] = places[number] = frozenset([which])
    for v, node in enumerate(nodes):
        active = [i for i in node.inputs if alive[i]]
        if not active:
            continue
        entering = frozenset().union(*(carried[i] for i in active))
        mixed = (
            node.op in ("multiply", "divide", "matmul", "einsum") and sum(own[i] is None for i in active) > 1
        )
        carries = node.op in _LINEAR and not mixed
        places[v] = entering or frozenset().union(*(places[i] for i in active))
        carried[v] = entering if carries else frozenset()
    return places


def _terms(nodes, loss, alive):
    """The nodes that reach the loss by sums and scalings only: data terms and penalties."""
    terms, waiting = set(), [loss]
    while waiting:
        v = waiting.pop()
        if v in terms or not alive[v]:
            continue
        terms.add(v)
        node = nodes[v]
        scaled = node.op in ("multiply", "divide") and sum(alive[i] for i in node.inputs) == 1
        if node.op in ("add", "subtract", "negative", "positive", "sum") or scaled:
            waiting += node.inputs
    return terms


# -- activations --


def _sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


# name: f(z), the slope as a function of z, the formula for it that wants a, if there is one
KNOWN = {
    "sigmoid": (_sigmoid, lambda z: _sigmoid(z) * (1 - _sigmoid(z)), lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2, lambda a: 1 - a * a),
    "ReLU": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0, None),
    "leaky ReLU": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1, 0.01), None),
    "softplus": (lambda z: np.logaddexp(0, z), _sigmoid, lambda a: 1 - np.exp(-a)),
    "swish": (lambda z: z * _sigmoid(z), lambda z: _sigmoid(z) * (1 + z * (1 - _sigmoid(z))), None),
    "ELU": (
        lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
        lambda z: np.where(z > 0, 1, np.exp(np.minimum(z, 0))),
        None,
    ),
    "exp": (np.exp, np.exp, lambda a: a),
    "square": (np.square, lambda z: 2 * z, None),
}


def _activations(graph, straight):
    """The elementwise functions in the graph, by site: those known by their values, and every bend.

    The sites that are made of the most operations come first.
    """
    found = {}
    for site, numbers in graph.sites.items():
        if site[0] in SLOPES or site[0] == "setitem":
            ways = [_readings(graph, a, straight) for a in numbers]
            for way, enough in (("known", all), ("last", any), ("direct", any)):  # one may be known by chance
                if enough(way in each for each in ways):
                    pairs = [
                        (a, each.get(way) or each.get("root")) for a, each in zip(numbers, ways, strict=True)
                    ]
                    made = [_activation(graph, a, *pair) for a, pair in pairs if pair]
                    if len(made) == len(numbers) and all(made):
                        found[site] = made
                        break
    return dict(sorted(found.items(), key=lambda item: -len(item[1][0].inner)))


def _readings(graph, a, straight):
    """How node a may be read as a function of another: by kind, (that node, the name or "", its sign)."""
    node, root, found = graph.nodes[a], graph.root[a], {}
    active = {i for i in node.inputs if graph.alive[i]}
    if root != a and not straight[a]:
        for z in _lines_to(graph, root, a, straight):
            name, sign = _known_by_sign(graph.nodes[z].value, node.value)
            if name:
                found["known"] = (z, name, sign)
                break
            found["root"] = (z, "", 1.0)
        if "root" in found and (any(graph.root[u] != root for u in graph.users[a]) or not graph.users[a]):
            found["last"] = found["root"]
    (direct, *more) = active
    if not more and graph.own[direct] is None and node.op not in _LINEAR and "known" not in found:
        name, sign = _known_by_sign(graph.nodes[direct].value, node.value)
        found["known" if name else "direct"] = (direct, name, sign)
    return found


def _lines_to(graph, root, a, straight):
    """The root, and the nodes that are but a line of it, through which all ways to a lead."""
    inner = way_between(graph, root, a) or ()
    return [root, *(v for v in inner if straight[v] and way_between(graph, v, a) is not None)]


def _outermost(activations, softmaxes, terms):
    """The activations without those that are but a part of a known one, or of a softmax.

    A term of the loss is no layer: the cross-entropy of one example is a softplus, and has a sigmoid in it.
    """
    known = [each for found in activations.values() for each in found if each.name and each.a not in terms]
    inside = {v for each in known for v in each.inner}
    inside |= {v for found in softmaxes.values() for each in found for v in each.inner}
    kept = {site: [each for each in found if each.a not in inside] for site, found in activations.items()}
    return {site: found for site, found in kept.items() if found}


def _known(z, a):
    if z.shape != a.shape:
        return ""
    with np.errstate(all="ignore"):
        for name, (f, *_) in KNOWN.items():
            value = f(z)
            if np.abs(value - a).max(initial=0) <= 1e-6 * max(1e-3, np.abs(a).max(initial=0)):
                return name
    return ""


def _known_by_sign(z, a):
    """The name of the function that makes a of z, and 1; for a sigmoid of -z, as many write it, and -1."""
    name = _known(z, a)
    negated = "" if name else _known(-z, a)
    return (negated, -1.0) if negated == "sigmoid" else (name, 1.0)


def _activation(graph, a, z, name, sign):
    inner = way_between(graph, z, a)
    if inner is None:
        return None
    slope = _through(graph, z, a, inner)
    return None if slope is None else Activation(z, a, inner, name, slope, sign)


def way_between(graph, z, a):
    """The operations on the way from z to a, if nothing outside uses them; else None."""
    on_the_way, waiting = set(), [i for i in graph.nodes[a].inputs if graph.alive[i]]
    while waiting:
        v = waiting.pop()
        if v == z or v in on_the_way:
            continue
        if v < z:
            return None
        on_the_way.add(v)
        waiting += [i for i in graph.nodes[v].inputs if graph.alive[i]]
    if any(u != a and u not in on_the_way for v in on_the_way for u in graph.users[v]):
        return None
    return tuple(sorted(on_the_way))


def _through(graph, z, a, inner):
    """The derivative of a by z, entry by entry."""
    grads = {a: np.ones(graph.nodes[a].value.shape)}
    for v in (a, *reversed(inner)):
        if v not in grads:
            continue
        for i, part in zip(graph.nodes[v].inputs, graph.nodes[v].pull(grads[v]), strict=True):
            if graph.alive[i]:
                grads[i] = grads.get(i, 0) + part
    return grads.get(z)


def _softmaxes(graph):
    found = defaultdict(list)
    for s, node in enumerate(graph.nodes):
        if not graph.alive[s] or node.op != "divide" or node.value.size < 2:
            continue
        for axis in range(node.value.ndim):
            if np.abs(node.value.sum(axis=axis) - 1).max() < 1e-9 and node.value.shape[axis] > 1:
                ways = ((z, way_between(graph, z, s)) for z in _logits(graph, s, axis))
                z, inner = next((way for way in ways if way[1] is not None), (None, None))
                if inner is not None:
                    found[node.op, node.site, graph.places[s]].append(Softmax(z, s, inner, axis))
                break
    return dict(found)


def _logits(graph, s, axis):
    """The nodes whose softmax is s, the earliest first: before the largest is subtracted."""
    ancestors, waiting, target = set(), list(graph.nodes[s].inputs), graph.nodes[s].value
    for _ in range(7):
        waiting = [
            i
            for v in waiting
            if graph.alive[v] and v not in ancestors
            for i in (ancestors.add(v) or graph.nodes[v].inputs)
        ]
    fitting = []
    for v in sorted(ancestors):
        value = graph.nodes[v].value
        if value.shape == target.shape and graph.own[v] is None:
            e = np.exp(value - value.max(axis=axis, keepdims=True))
            if np.allclose(e / e.sum(axis=axis, keepdims=True), target, rtol=1e-9, atol=1e-12):
                fitting.append(v)
    return fitting


# -- penalties --


def penalty_nodes(graph):
    """The nodes of terms that depend on single arrays and nothing else: squares or sizes of their entries."""
    found = set()
    for v, node in enumerate(graph.nodes):
        if not graph.alive[v]:
            continue
        active = [i for i in node.inputs if graph.alive[i]]
        squares = node.op in ("square", "absolute", "multiply", "power", "matmul", "fabs") and active
        if (
            squares
            and all(graph.own[i] is not None for i in active)
            and len({graph.own[i] for i in active}) == 1
        ):
            alone = node.op in ("square", "absolute", "fabs") or (node.op == "power") or len(active) == 2
            if alone:
                found.add(v)
        elif (
            active
            and all(i in found for i in active)
            and node.op in ("sum", "add", "multiply", "divide", "sqrt", *_MOVING)
        ):
            found.add(v)
    return {v for v in found if _reaches(graph, v)}


def _reaches(graph, v):
    """Whether all that v is used for reaches the loss by sums and scalings."""
    while v not in graph.terms:
        if len(set(graph.users[v])) != 1:
            return False
        v = graph.users[v][0]
        if graph.nodes[v].op not in ("sum", "add", "multiply", "divide", "sqrt", *_MOVING):
            return False
    return True


def penalty_gradient(graph):
    """What the penalty adds to every block."""
    inside = penalty_nodes(graph)
    if not inside:
        return [np.zeros(graph.nodes[p].value.shape) for p in graph.parameters]
    without = gradients(
        graph,
        dropped(
            graph, {(v, k) for v in inside for k, i in enumerate(graph.nodes[v].inputs) if i not in inside}
        ),
    )
    return [a - b for a, b in zip(gradients(graph), without, strict=True)]


def dropped(graph, edges, factor=0.0):
    """The changes that multiply what flows back along edges (node, position of the input) by a factor."""
    by_node = defaultdict(set)
    for v, k in edges:
        by_node[v].add(k)

    def scaled(v, positions, dy, grads):
        return [
            (i, factor * part if k in positions else part)
            for k, (i, part) in enumerate(passed_back(graph, v, dy))
            if part is not None
        ]

    return {v: partial(scaled, v, positions) for v, positions in by_node.items()}


def alike(graph, v):
    """The nodes made at the same place of the code as v."""
    node = graph.nodes[v]
    return graph.sites[node.op, node.site, graph.places[v]]
