"""What all suspects are made of."""

from collections.abc import Callable
from functools import partial, wraps
from typing import NamedTuple

import numpy as np

from backprop_course.check.graph import passed_back
from backprop_course.check.tape import Moved, einsum_pull, matmul_pull, unbroadcast

CALLED = {
    "matmul": "product",
    "multiply": "product",
    "add": "sum",
    "subtract": "difference",
    "divide": "quotient",
    "getitem": "selection",
    "absolute": "absolute value",
}


class Suspect(NamedTuple):
    """A mistake: its kind, the arrays at its place, and its words, in which {3} is the name of array 3.

    changes(graph) -> what operations pass back instead, as `gradients` takes it; blocks(graph, blocks) ->
    what becomes of the gradient's blocks afterwards, a penalty's part left aside. sized(q), for a mistake of
    unknown size, gives the one of size q, where 1 is no mistake.
    """

    kind: str
    where: frozenset
    words: str
    changes: Callable | None = None
    blocks: Callable | None = None
    sized: Callable | None = None
    size: float = 1.0
    down: bool = False  # it is about what is passed down, and shows in the blocks below
    curved: bool = False  # the gradient is no line in its size: it acts several times in a row
    look: str = ""  # what to look at, where that is not the backward pass


# -- what a mistake changes: for a Suspect's `changes` and `blocks` --


def at_site(site, back):
    """Changes of the operations of one site: back(graph, v, dy, grads) is what node v passes back."""

    def changes(graph):
        return {v: partial(back, graph, v) for v in graph.sites.get(site, ())}

    return changes


def exchanged(graph, v, dy, k, part):
    """What node v passes back where dy arrives, but for another `part` for its input k."""
    return [(i, part if k == n else right) for n, (i, right) in enumerate(passed_back(graph, v, dy))]


def past(z, inner, a, back):
    """Changes that pass back(dy, grads) from node a to node z at once, and nothing through those inside."""
    return {v: lambda dy, grads: [] for v in inner} | {a: lambda dy, grads: [(z, back(dy, grads))]}


def with_block(which, made):
    """The blocks with another one for array `which`: made(graph, blocks)."""

    def blocks(graph, blocks):
        return [made(graph, blocks) if i == which else b for i, b in enumerate(blocks)]

    return blocks


# -- several suspects as one --


def together(alike):
    """The same mistake at several places as one."""

    def changes(graph):
        return {v: change for each in alike for v, change in each.changes(graph).items()}

    return alike[0]._replace(where=frozenset().union(*(each.where for each in alike)), changes=changes)


def each_and_all(pairs):
    """The suspects of pairs (mark, suspect), and after them all those of one mark at once."""
    alike = {}
    for mark, suspect in pairs:
        alike.setdefault(mark, []).append(suspect)
        yield suspect
    for group in alike.values():
        if len(group) > 1:
            yield together(group)


def also_together(family):
    """A family of suspects with those of the same words at once after them: decorates its function."""

    @wraps(family)
    def extended(graph):
        return each_and_all((suspect.words, suspect) for suspect in family(graph))

    return extended


# -- what is in a graph, and in words --


def marks(where):
    """The place of these arrays' names in words."""
    return "{" + ",".join(map(str, sorted(where))) + "}"


def arrays_of(graph, site, position):
    """The arrays that stand, or of which pieces stand, at one position of a site's operations."""
    return frozenset(graph.own[graph.nodes[v].inputs[position]] for v in graph.sites[site])


def line_of(node):
    """The number of the line where the learner's own code calls an operation; None where it is not known."""
    ours = "/backprop_course/check/"
    return next((number for file, number in node.lines if ours not in file.replace("\\", "/")), None)


def in_line(node):
    """ " in line 12": where the learner's own code calls an operation; "" where it is not known."""
    number = line_of(node)
    return "" if number is None else f" in line {number}"


def operand(graph, v, position):
    """The value at one position of operation v."""
    return graph.nodes[graph.nodes[v].inputs[position]].value


def source(graph, i):
    """The node whose entries node i has but in another arrangement."""
    while isinstance(graph.nodes[i].detail, Moved) and len(graph.nodes[i].inputs) == 1:
        (i,) = graph.nodes[i].inputs
    return i


def by_sum(graph):
    """The activations of a graph by the node that they are functions of, z."""
    return {each.z: each for found in graph.activations.values() for each in found}


def by_result(graph):
    """The activations of a graph by the node that they make, a."""
    return {each.a: each for found in graph.activations.values() for each in found}


def product_sites(graph, ops=("matmul", "multiply")):
    """(site, position of the weights) of all products of an array, or a piece of one, and something else."""
    for site, found in graph.sites.items():
        node = graph.nodes[found[0]]
        if node.op in ops and len(node.inputs) == 2:
            mine = [k for k, i in enumerate(node.inputs) if graph.own[i] is not None]
            if len(mine) == 1:
                yield site, mine[0]


def pulled(op, left, right, dy, letters=None):
    """The derivatives of a product by both of its sides; of an einsum with its `letters`."""
    if op == "einsum":
        return einsum_pull(*letters, (left, right), dy)
    if op == "matmul":
        return matmul_pull(left, right, dy)
    return [unbroadcast(dy * right, left.shape), unbroadcast(dy * left, right.shape)]


def is_hidden(graph, v):
    """Whether an array takes part in what is made of node v."""
    seen, waiting = {v}, list(graph.users[v])
    while waiting:
        u = waiting.pop()
        if any(graph.own[i] is not None for i in graph.nodes[u].inputs if i != v):
            return True
        if u not in seen:
            seen.add(u)
            waiting += graph.users[u]
    return False


def of_call(found, which):
    """What belongs to call number `which`, of what was found at each call; of what was found once, that."""
    return found[which if len(found) > 1 else 0]


def is_wide_as(narrow, wide):
    """Whether an array of one shape stands for one of another, entries of it for whole rows."""
    return len(narrow) == len(wide) and all(a in (1, b) for a, b in zip(narrow, wide, strict=True))


def softmax_along(z, axis):
    """The softmax of z along an axis."""
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
