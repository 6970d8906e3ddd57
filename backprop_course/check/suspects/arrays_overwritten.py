"""Mistakes by arrays that are overwritten while the backward pass still needs what they held."""

from functools import partial
from itertools import combinations, pairwise

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import passed_back
from backprop_course.check.suspects.common import (
    Suspect,
    arrays_of,
    in_line,
    marks,
    operand,
    past,
    product_sites,
    pulled,
)
from backprop_course.check.suspects.products import piece_of
from backprop_course.check.suspects.ways import leads_to
from backprop_course.check.tape import Moved

# -- states that are stored, but as one array --


def stored_states(graph):
    """All states that were stored are the last one where the backward pass reads them, at several places."""
    yield from (suspect for suspect, sure in _stored_states(graph) if sure)


def stored_states_at_one_place(graph):
    """The same at one place of the backward pass: other mistakes give the same numbers there."""
    yield from (suspect for suspect, sure in _stored_states(graph) if not sure)


_MOST_PARTS = 4  # of more places where states are read, all are taken or one
_MOST_NUMBERS = 1_000_000  # of more numbers in rearrangements, no states are looked for


def _stored_states(graph):
    """(suspect, whether no other mistake gives these numbers), those of the most places first."""
    moved = sum(n.value.size for n in graph.nodes if isinstance(n.detail, Moved))
    states = _states(graph) if moved < _MOST_NUMBERS else {}
    reading = _readers(graph, states) if states else {}
    for line, parts in reading.items():
        few = len(parts) <= _MOST_PARTS
        sizes = range(len(parts), 0, -1) if few else (len(parts), 1)
        steps = _are_steps(graph, line)
        for chosen in (each for size in sizes for each in combinations(parts, size)):
            several = len(chosen) > 1 or parts[chosen[0]]
            for start in (True, False) if any(parts[part] for part in chosen) else (False,):
                yield _of_the_last(graph, line, chosen, start), several and steps


def _states(graph):
    """By line of the code the states that it makes, each with the last one of its sequence."""
    found = {}
    for site, numbers in graph.sites.items():
        if not isinstance(graph.nodes[numbers[0]].detail, Moved):
            wide = [v for v in numbers if graph.nodes[v].value.size > 1]
            found.setdefault(site[:2], []).extend(wide)
    states = {}
    for line, numbers in found.items():
        numbers.sort()
        chains = [numbers[:1]]
        for v, after in pairwise(numbers):
            alike = graph.nodes[v].value.shape == graph.nodes[after].value.shape
            if alike and leads_to(graph, v, after):
                chains[-1].append(after)
            else:
                chains.append([after])
        last = {v: chain[-1] for chain in chains if len(chain) > 1 for v in chain}
        if last:
            states[line] = last
    return states


def _are_steps(graph, line):
    """Whether the states of a line are made by the same arrays: else they are layers, each with its own."""
    chains = [numbers for site, numbers in graph.sites.items() if site[:2] == line and len(numbers) > 1]
    return any(leads_to(graph, numbers[0], numbers[1]) for numbers in chains)


def _makers(graph):
    """node -> (by entry the node where it was made, its place there), through all rearrangements."""
    found = {}

    def makers(i):
        count = graph.nodes[i].value.size
        return found.get(i) or (np.full(count, i), np.arange(count))

    for i, node in enumerate(graph.nodes):
        if isinstance(node.detail, Moved) and graph.alive[i]:
            below, origins = [makers(j) for j in node.inputs], np.ravel(node.detail.origins)
            found[i] = tuple(np.concatenate([[-1], *(each[k] for each in below)])[origins] for k in (0, 1))
    return makers


def _readers(graph, states):
    """By line of states the places that read them, each with whether the start of a sequence is read too.

    A place is (operation, its place in the code, side), or the derivative of an activation.
    """
    makers, found = _makers(graph), {}
    for line, last in states.items():
        parts, earlier = {}, {v for v, end in last.items() if v != end}
        for key, numbers in _products(graph).items():
            taken = [v for v in numbers if not earlier.isdisjoint(makers(_taken(graph, v, key))[0])]
            if any(graph.alive[graph.nodes[v].inputs[1 - key[2]]] for v in taken):
                parts[key] = any(not graph.alive[_taken(graph, v, key)] for v in numbers)
        if _slopes(graph, last, makers):
            parts["slope"] = False
        if parts:
            found[line] = parts
    return found


def _taken(graph, v, key):
    return graph.nodes[v].inputs[key[2]]


def _products(graph):
    """The products by operation, place in the code, and side."""
    found = {}
    for site, numbers in graph.sites.items():
        for side in (0, 1) if site[0] in ("matmul", "multiply") else ():
            found.setdefault((*site[:2], side), []).extend(numbers)
    return {key: sorted(numbers) for key, numbers in found.items()}


def _slopes(graph, last, makers):
    """(activation, that of the last state) of those that make a state, or are functions of one."""
    every, pairs = [each for found in graph.activations.values() for each in found], []
    for part in ("a", "z"):
        by_maker = {}
        for each in every:
            (maker, *others) = set(makers(getattr(each, part))[0].tolist())
            if maker in last and not others:
                by_maker[maker] = each
        pairs += [(each, by_maker[last[v]]) for v, each in by_maker.items() if last[v] in by_maker]
    return [(each, end) for each, end in pairs if each is not end]


def _of_the_last(graph, line, chosen, start):
    """The suspect that these places read the last state, and for the start too where that is asked."""
    places, where = [], set()
    for part in chosen:
        if part == "slope":
            places.append("the derivative of the activation")
            where |= set().union(*(site[2] for site in graph.sites if site[:2] == line))
            continue
        node = graph.nodes[_products(graph)[part][0]]
        own = graph.own[node.inputs[1 - part[2]]]
        places.append(f"the product{in_line(node)}" if own is None else f"the gradient of {marks([own])}")
        where |= set() if own is None else {own}
    words = f"what was stored {'at the start and ' if start else ''}of every step is the last value, in "
    words += (
        f"{' and in '.join(dict.fromkeys(places))}: one array is changed in place, and each entry of the "
    )
    words += "list is that array. Store a copy, or make a new array at each step"
    changes = partial(_with_the_last, line, chosen, start)
    return Suspect(kinds.CHANGED_IN_PLACE, frozenset(where), words, changes, down=True)


def _with_the_last(line, chosen, start, graph):
    last, makers, products = _states(graph)[line], _makers(graph), _products(graph)
    instead, changes = {}, {}
    for part in chosen:
        if part == "slope":
            for each, end in _slopes(graph, last, makers):
                back = partial(_times, end.slope)
                changes |= past(each.z, each.inner, each.a, back)
            continue
        after = None  # what the next product takes, which tells the states in what the first one takes
        for v in reversed(products[part]):
            i = _taken(graph, v, part)
            nodes, entries = makers(i) if graph.alive[i] else after or ((), ())
            value = operand(graph, v, part[2]).copy()
            if len(nodes) == value.size and (graph.alive[i] or start):
                for place, (node, entry) in enumerate(zip(nodes, entries, strict=True)):
                    if node in last:
                        value.flat[place] = graph.nodes[last[node]].value.flat[entry]
                instead.setdefault(v, {})[part[2]] = value
            after = (nodes, entries) if graph.alive[i] else None
    return changes | {v: partial(_with_sides, graph, v, values) for v, values in instead.items()}


def _times(slope, dy, grads):
    return dy * slope


def _with_sides(graph, v, values, dy, grads):
    """What a product passes back where other values stand at some of its sides."""
    node, pair = graph.nodes[v], [operand(graph, v, k) for k in (0, 1)]
    parts = pulled(node.op, *pair, dy)
    for k, value in values.items():
        parts[1 - k] = pulled(node.op, *(value if n == k else pair[n] for n in (0, 1)), dy)[1 - k]
    return zip(node.inputs, parts, strict=True)


# -- arrays that are updated between two of their uses --


def updates_in_between(graph):
    """An array of several uses is updated by the share of one before it carries the derivative down."""
    used = {}
    for site, side in product_sites(graph) if graph.claims is not None and graph.rate else ():
        for which in arrays_of(graph, site, side) - {None}:
            used.setdefault(which, set()).update(graph.sites[site])
    several = [which for which, nodes in used.items() if len(nodes) > 1]
    words = (
        "it is updated by the share of one of its uses before it carries the derivative down to the next: "
    )
    words += "all gradients come first"
    groups = dict.fromkeys((tuple(used), tuple(several), *((which,) for which in several)))
    for group in groups if several else ():
        changes = partial(_updated_at_once, group)
        yield Suspect(kinds.UPDATED_BEFORE_USE, frozenset(group), words, changes, down=True)


def _updated_at_once(group, graph):
    moved = {which: graph.point[which] for which in group}

    def back(v, side, dy, grads):
        node, pair = graph.nodes[v], [operand(graph, v, k) for k in (0, 1)]
        parts, i = pulled(node.op, *pair, dy), node.inputs[side]
        which = graph.own[i]
        moved[which] = moved[which] - graph.rate * _share(graph, i, parts[side])
        pair[side] = piece_of(graph, i, moved)
        parts[1 - side] = pulled(node.op, *pair, dy)[1 - side]
        return zip(node.inputs, parts, strict=True)

    sites = [
        (site, side) for site, side in product_sites(graph) if arrays_of(graph, site, side) <= set(group)
    ]
    return {v: partial(back, v, side) for site, side in sites for v in graph.sites[site]}


def _share(graph, i, part):
    """What arrives at an array where this arrives at node i, a piece of it or another arrangement."""
    if i in graph.parameters:
        return part
    return sum(_share(graph, j, below) for j, below in passed_back(graph, i, part) if graph.alive[j])
