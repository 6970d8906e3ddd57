"""Mistakes in what one of several terms of a loss passes back, as a divergence beside a reconstruction."""

from functools import partial

from backprop_course.check import kinds
from backprop_course.check.graph import below, dropped, penalty_nodes
from backprop_course.check.suspects.common import CALLED, Suspect, in_line


def terms(graph):
    """What a value gets from one of several terms of the loss that it stands in is missing, or has a factor.

    In that term it may stand several times, as the logarithm of a variance does: no single way shows that.
    """
    seen, found = set(), _terms(graph)
    for site, inside, _ in found:
        for i in range(len(graph.nodes)):
            if not graph.alive[i] or graph.own[i] is not None or i in inside:
                continue
            taken = [(v, k) for v in dict.fromkeys(graph.users[i]) for k in _places_of(graph, v, i)]
            mine = [edge for edge in taken if edge[0] in inside]
            key = frozenset((graph.nodes[v].op, graph.nodes[v].site, k) for v, k in mine)
            if mine and len(mine) < len(taken) and key not in seen:
                seen.add(key)
                sized = partial(_share_times, key, graph.places[i], f"from {_called(graph, site)}")
                yield Suspect(kinds.SCALE, graph.places[i], "", sized=sized, down=True)
                for each in key if len(key) > 1 else ():
                    words = f"within {_called(graph, site)} to the {CALLED.get(each[0], each[0])}"
                    sized = partial(_share_times, {each}, graph.places[i], words)
                    yield Suspect(kinds.SCALE, graph.places[i], "", sized=sized, down=True)
    for site, _, key in found if len(found) > 1 else ():
        sized = partial(_share_times, key, frozenset(), f"from {_called(graph, site)}")
        yield Suspect(kinds.SCALE, frozenset(), "", sized=sized, down=True)


def _called(graph, site):
    return f"the term of the loss{in_line(graph.nodes[graph.sites[site][0]])}"


def _terms(graph):
    """(site, nodes that reach the loss through it only, what takes it) of each term that the loss adds up."""
    added, penalties = {}, penalty_nodes(graph)
    for v in graph.terms:
        node = graph.nodes[v]
        for k, i in enumerate(node.inputs) if node.op in ("add", "subtract") and not node.value.ndim else ():
            site = graph.nodes[i].op, graph.nodes[i].site, graph.places[i]
            if graph.alive[i] and i not in penalties and site in graph.sites:
                added.setdefault(site, set()).add((node.op, node.site, k))
    found = []
    for site, takers in sorted(added.items(), key=lambda each: graph.sites[each[0]]):
        closed = set(graph.sites[site])
        found.append((site, below(graph, closed) - below(graph, [graph.loss], closed), frozenset(takers)))
    return found


def _places_of(graph, v, i):
    return [k for k, j in enumerate(graph.nodes[v].inputs) if j == i]


def _share_times(key, where, way, q):
    """The Suspect where what comes by these ways, which are all of one term, is q times as large."""
    kind = {0.0: kinds.PATH_MISSING, -1.0: kinds.SIGN}.get(q, kinds.SCALE)
    words = {0.0: "is missing", -1.0: "has the wrong sign"}.get(q, f"is multiplied by {q:.4g}")

    def changes(graph):
        edges = {
            (v, k)
            for v, node in enumerate(graph.nodes)
            for op, site, k in key
            if graph.alive[v] and (node.op, node.site) == (op, site)
        }
        return dropped(graph, edges, q)

    return Suspect(kind, where, f"what flows back {way} {words}", changes, size=q, down=True)
