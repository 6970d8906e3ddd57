"""Mistakes about a value that goes two ways, as around the layers of a residual block."""

from functools import partial

from backprop_course.check import kinds
from backprop_course.check.graph import alike, dropped, passed_back
from backprop_course.check.suspects.common import CALLED, Suspect, at_site, exchanged, in_line
from backprop_course.check.suspects.products import before_slope


def added_to_themselves(graph):
    """The loss adds a value to itself, o + o; the gradient is that of a skip connection, x + o."""
    for site, found in graph.sites.items():
        if adds_to_itself(graph, found[0]):
            first = graph.nodes[found[0]]
            words = f"the sum{in_line(first)} adds a value to itself; your gradient is that of a sum with "
            words += (
                "what was there before it, a skip connection. Add in the loss what the gradient passes on"
            )
            for back in _before(graph, found[0]):
                yield Suspect(kinds.WRONG_INPUT, site[2], words, _passed_on(site, back), down=True)


def adds_to_itself(graph, v):
    """Whether node v is the sum of an array and itself."""
    node = graph.nodes[v]
    twice = node.op == "add" and len(set(node.inputs)) == 1
    return twice and graph.own[node.inputs[0]] is None and node.value.ndim > 0


def _before(graph, v):
    """How far back from the value added at v stand the values of its shape that it is made of."""
    last = graph.nodes[v].inputs[0]
    able, waiting = set(), [last]
    while waiting:
        i = waiting.pop()
        for j in graph.nodes[i].inputs:
            if graph.alive[j] and graph.own[j] is None and j not in able:
                able.add(j)
                waiting.append(j)
    shape = graph.nodes[last].value.shape
    return [last - j for j in sorted(able, reverse=True) if graph.nodes[j].value.shape == shape]


def _passed_on(site, back):
    def changed(graph, v, dy, grads):
        i = graph.nodes[v].inputs[0]
        return [(i, dy), (i - back, dy)]

    return at_site(site, changed)


def shares_twice(graph):
    """Of the two ways that a value goes, the share of one is added twice, and that of the other never."""
    seen = set()
    for i, node in enumerate(graph.nodes):
        key = (node.op, node.site, graph.places[i])
        ways = _two_ways(graph, i)
        if key in seen or not ways:
            continue
        seen.add(key)
        for (v, k), (other, _) in (ways, ways[::-1]):
            kept, lost = (
                f"the {CALLED.get(graph.nodes[u].op, graph.nodes[u].op)}{in_line(graph.nodes[u])}"
                for u in (v, other)
            )
            words = f"a value goes two ways: its share by {kept} is added twice, that by {lost} is missing"
            changes = partial(_twice, i, graph.nodes[v].op, graph.nodes[v].site, k)
            yield Suspect(kinds.NOT_ACCUMULATED, graph.places[i], words, changes, down=True)


def _two_ways(graph, i):
    """The two places (node, position) that take node i, where each makes something of its own; else ()."""
    if not graph.alive[i] or graph.own[i] is not None or not graph.nodes[i].value.ndim:
        return ()
    users = dict.fromkeys(graph.users[i])
    ways = [(v, k) for v in users for k, j in enumerate(graph.nodes[v].inputs) if j == i and graph.alive[v]]
    apart = len(users) == 2 == len(ways) and any(graph.root[v] != graph.root[i] for v in users)
    return ways if apart else ()


def _twice(i, op, site, k, graph):
    doubled, lost = set(), set()
    for each in alike(graph, i) if graph.nodes[i].inputs else [i]:
        for v, n in _two_ways(graph, each):
            mine = (graph.nodes[v].op, graph.nodes[v].site, n) == (op, site, k)
            (doubled if mine else lost).add((v, n))
    return dropped(graph, lost) | dropped(graph, doubled, 2.0)


def before_the_slope(graph):
    """What a skip connection passes on is taken before the derivative of the activation after the sum."""
    for site, found in graph.sites.items():
        node = graph.nodes[found[0]]
        values = [i for i in node.inputs if graph.alive[i] and graph.own[i] is None]
        alike_ = all(graph.nodes[i].value.shape == node.value.shape for i in values)
        if node.op != "add" or len(set(values)) != 2 or not node.value.ndim or not alike_:
            continue
        for k, side in enumerate(("first", "second")):
            words = f"what flows back to the {side} part of the sum{in_line(node)} is taken before the "
            words += "derivative of the activation after it is multiplied in"

            def back(graph, v, dy, grads, k=k):
                arrived = before_slope(graph, v, dy, grads)
                return passed_back(graph, v, dy) if arrived is None else exchanged(graph, v, dy, k, arrived)

            yield Suspect(kinds.SLOPE_MISSING, site[2], words, at_site(site, back), down=True)
