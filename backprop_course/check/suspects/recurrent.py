"""Mistakes that the backward pass of a recurrent net makes at every step: the usual ones are asked first.

The first step stands at a site of its own where its state is a constant: here it counts among the others.
"""

from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import alike, dropped, passed_back
from backprop_course.check.suspects.common import (
    CALLED,
    Suspect,
    each_and_all,
    exchanged,
    in_line,
    operand,
    pulled,
)
from backprop_course.check.suspects.ways import is_carry, leads_to, split_elsewhere, way_times
from backprop_course.check.tape import Moved, unbroadcast

FIRST_SUSPECTS = 400  # with long loops in a program all others wait for these; the rest is asked last


class _Loop(NamedTuple):
    """One place of the code, run at every step: its sites, that of the most steps first, and its nodes."""

    sites: tuple
    nodes: tuple


def at_every_step(graph):
    """The usual mistakes of a recurrent net, each made at all steps: the first of them."""
    return islice(_at_every_step(graph), FIRST_SUSPECTS)


def more_at_every_step(graph):
    """Those that `at_every_step` leaves out."""
    return islice(_at_every_step(graph), FIRST_SUSPECTS, None)


def _at_every_step(graph):
    loops = _loops(graph)
    ways = (
        _factors_missing,
        _states_instead,
        _weights_after_the_step,
        _gates_left_out,
        _parts_missing,
        _shares_lost,
        _splits_elsewhere,
        _exchanged_slices,
        _values_instead,
        _errors_instead,
        _exchanged_errors,
    )
    for way in ways if loops else ():
        yield from way(graph, loops)


def _loops(graph):
    """The loops of a graph: what one line makes belongs together, if of the same arrays."""
    by_line, found = {}, []
    for site in graph.sites:
        by_line.setdefault(site[:2], []).append(site)
    for sites in by_line.values():
        for site in sites:
            if not any(site[2] < other[2] for other in sites):
                own = [other for other in sites if other[2] < site[2]]
                nodes = _nodes(graph, (site, *own))
                if len(nodes) > 1 and leads_to(graph, nodes[0], nodes[1]):
                    found.append(_Loop((site, *own), nodes))
    return found


def _nodes(graph, sites):
    return tuple(sorted(v for site in sites for v in graph.sites.get(site, ())))


def _carries(graph, loop, k):
    """Whether a state of an earlier step comes in at side k."""
    return len(graph.sites[loop.sites[0]]) > 1 and is_carry(graph, loop.sites[0], k)


def _products(graph, loops):
    """(loop, side) of all products of two values, neither of them an array, by sides that pass back."""
    for loop in loops:
        last = graph.nodes[loop.nodes[-1]]
        if loop.sites[0][0] == "multiply" and len(set(last.inputs)) == 2 and last.value.size > 1:
            gated = all(graph.own[i] is None and graph.nodes[i].value.size > 1 for i in last.inputs)
            for k in (0, 1) if gated else ():
                if graph.alive[last.inputs[k]] and graph.alive[last.inputs[1 - k]]:
                    yield loop, k


def _what(graph, loop, k):
    """A side of a product, in words."""
    return f"the {('first', 'second')[k]} factor of the product{in_line(graph.nodes[loop.nodes[-1]])}"


def _passing(loop, k, made):
    """Changes by which the products of a loop pass made(graph)(number of the step, dy, grads) to side k."""

    def back(graph, v, n, part_of, dy, grads):
        part = unbroadcast(part_of(n, dy, grads), operand(graph, v, k).shape)
        return exchanged(graph, v, dy, k, part)

    def changes(graph):
        part_of = made(graph)
        return {v: partial(back, graph, v, n, part_of) for n, v in enumerate(_nodes(graph, loop.sites))}

    return changes


def _operands(graph, loop, side):
    """What stands at one side of a product, by step."""
    return [operand(graph, v, side) for v in _nodes(graph, loop.sites)]


def _factors_missing(graph, loops):
    """The factor that stands beside a value in a product is left out on the way down, or is 1 minus it."""
    for loop, k in _products(graph, loops):
        other = _what(graph, loop, 1 - k)
        words = f"{other} is missing on the way down"
        changes = _passing(loop, k, lambda graph: lambda n, dy, grads: dy)
        yield Suspect(kinds.FACTOR_MISSING, loop.sites[0][2], words, changes, down=True)
    for loop, k in _products(graph, loops):
        words = f"1 - {_what(graph, loop, 1 - k)} stands for it on the way down"
        changes = _passing(loop, k, partial(_one_minus, loop, k))
        yield Suspect(kinds.WRONG_FACTOR, loop.sites[0][2], words, changes, down=True)


def _one_minus(loop, k, graph):
    there = _operands(graph, loop, 1 - k)
    return lambda n, dy, grads: dy * (1 - there[n])


# -- another factor --


def _states_instead(graph, loops):
    """Where the state of the step before belongs stands another state, or another value of this step."""
    yield from _instead(graph, loops, lambda loop, k: _carries(graph, loop, 1 - k))


def _values_instead(graph, loops):
    """Where a factor belongs stands another value of the same step."""
    yield from _instead(graph, loops, lambda loop, k: not _carries(graph, loop, 1 - k))


def _instead(graph, loops, wanted):
    values = None
    for loop, k in _products(graph, loops):
        if not wanted(loop, k):
            continue
        values = list(_values(graph, loops)) if values is None else values
        right = _stacked(graph, loop, k)
        seen = [right, np.ones_like(right), 1 - right] if right is not None else []
        kind = kinds.WRONG_INPUT if _carries(graph, loop, 1 - k) else kinds.WRONG_FACTOR
        for words, value in (*_shifted(loop, 1 - k), *values):
            with np.errstate(all="ignore"):
                made = _made(graph, loop, value)
            fits = made is not None and right is not None and made.shape == right.shape
            if fits and not any(np.array_equal(made, each) for each in seen):
                seen.append(made)
                words = f"what is passed down to {_what(graph, loop, k)} takes {words}"
                words += ", where the other factor belongs"
                changes = _passing(loop, k, partial(_times, value))
                yield Suspect(kind, loop.sites[0][2], words, changes, down=True)


def _times(values, graph):
    there = values(graph)
    return lambda n, dy, grads: dy * there[n]


def _stacked(graph, loop, k):
    """The other factors at all steps; None where they are of several shapes."""
    found = [operand(graph, v, 1 - k) for v in loop.nodes]
    return np.stack(found) if len({each.shape for each in found}) == 1 else None


def _made(graph, loop, values):
    """The values that stand for a factor at all steps; None where they are too few or of several shapes."""
    found = values(graph)[: len(loop.nodes)]
    alike_ = len(found) == len(loop.nodes) and len({each.shape for each in found}) == 1
    return np.stack(found) if alike_ else None


def _shifted(loop, side):
    """The same factor at the step before and after; beyond the ends there is nothing."""
    for way, words in ((1, "its value at the next step"), (-1, "its value at the step before")):

        def values(graph, way=way):
            there = _operands(graph, loop, side)
            beyond = [np.zeros_like(there[-1 if way > 0 else 0])]
            return [*there[1:], *beyond] if way > 0 else [*beyond, *there[:-1]]

        yield words, values


def _values(graph, loops):
    """(words, values(graph), by step) of what a step makes, and of what it begins with."""
    results = {each.a for found in graph.activations.values() for each in found}
    for loop in loops:
        last = graph.nodes[loop.nodes[-1]]
        if loop.nodes[-1] in results or _is_a_step_s_own(graph, loop):
            what = "the value of the activation" if loop.nodes[-1] in results else "the new value of the"
            called = "" if loop.nodes[-1] in results else f" {CALLED.get(last.op, last.op)}"

            def values(graph, loop=loop):
                return [graph.nodes[v].value for v in _nodes(graph, loop.sites)]

            yield f"{what}{called}{in_line(last)}", values
    for loop, k in _products(graph, loops):

        def begun(graph, loop=loop, k=k):
            return _operands(graph, loop, k)

        yield f"what stands in the product{in_line(graph.nodes[loop.nodes[-1]])}", begun


def _is_a_step_s_own(graph, loop):
    """Whether a loop makes sums or products of values, no array among them, outside of activations."""
    inner = {v for found in graph.activations.values() for each in found for v in (*each.inner, each.a)}
    last = graph.nodes[loop.nodes[-1]]
    plain = last.op in ("add", "subtract", "multiply", "negative") and last.value.size > 1
    return plain and loop.nodes[-1] not in inner and all(graph.own[i] is None for i in last.inputs)


# -- another error --


def _errors_instead(graph, loops):
    """A gate gets the error of another value of its step: that of the state h for the state c."""
    sums = [loop for loop in loops if _is_a_step_s_own(graph, loop)]
    sums.sort(key=lambda loop: loop.sites[0][0] == "multiply")  # a product in a sum has the sum's error
    for loop, k in _products(graph, loops):
        for other in sums:
            first, last = loop.nodes[0], loop.nodes[-1]
            alike_ = len(other.nodes) == len(loop.nodes)
            fits = alike_ and graph.nodes[other.nodes[-1]].value.shape == graph.nodes[last].value.shape
            if fits and other.nodes[0] > first and other.nodes[-1] > last:

                def made(graph, loop=loop, k=k, other=other):
                    factors, errors = _operands(graph, loop, 1 - k), _nodes(graph, other.sites)

                    def part_of(n, dy, grads):
                        there = grads[errors[n]]
                        return (dy if there is None else there) * factors[n]

                    return part_of

                at = f"{CALLED[other.sites[0][0]]}{in_line(graph.nodes[other.nodes[-1]])}"
                words = f"what is passed down to {_what(graph, loop, k)} is made of the error of the {at}"
                yield Suspect(kinds.WRONG_ERROR, loop.sites[0][2], words, _passing(loop, k, made), down=True)
            if fits and other.nodes[0] < first and other.nodes[-1] < last:
                words = f"what is passed down to {_what(graph, loop, k)} is made of the error of "
                words += f"the {CALLED[other.sites[0][0]]}{in_line(graph.nodes[other.nodes[-1]])}"
                changes = _of_later_error(loop, k, other)
                yield Suspect(kinds.WRONG_ERROR, loop.sites[0][2], words, changes, down=True)


def _of_later_error(loop, k, other):
    """Changes by which side k of a product gets its error where that of a node below is known."""

    def changes(graph):
        pairs = list(zip(_nodes(graph, loop.sites), _nodes(graph, other.sites), strict=True))
        if any(graph.nodes[v].inputs[k] >= u for v, u in pairs):
            raise ValueError("it is passed on before the other error is known")
        found = {}
        for v, u in pairs:
            found[v] = partial(_but, graph, v, k)
            found[u] = partial(_and, graph, u, v, k)
        return found

    return changes


def _but(graph, v, k, dy, grads):
    return exchanged(graph, v, dy, k, None)


def _and(graph, u, v, k, dy, grads):
    part = unbroadcast(dy * operand(graph, v, 1 - k), operand(graph, v, k).shape)
    return [*passed_back(graph, u, dy), (graph.nodes[v].inputs[k], part)]


def _exchanged_errors(graph, loops):
    """Two gates get each other's error: what is passed down to a factor of one product goes to another's."""
    products = list(_products(graph, loops))
    for number, (one, k) in enumerate(products):
        for other, j in products[number + 1 :]:
            pair = graph.nodes[one.nodes[-1]], graph.nodes[other.nodes[-1]]
            alike_ = len(one.nodes) == len(other.nodes) and pair[0].value.shape == pair[1].value.shape
            roots = {graph.root[node.inputs[side]] for node, side in zip(pair, (k, j), strict=True)}
            if one != other and alike_ and len(roots) > 1:  # of z and 1 - z it is a sign
                words = f"what is passed down to {_what(graph, one, k)} and to {_what(graph, other, j)}"
                words += " is exchanged"
                changes = _with_exchanged_errors((one, k), (other, j))
                yield Suspect(kinds.ORDER, one.sites[0][2], words, changes, down=True)


def _with_exchanged_errors(*ways):
    def passing(graph, v, k, u, j, dy, grads):
        there = np.zeros_like(dy) if grads[u] is None else grads[u]
        mine = unbroadcast(dy * operand(graph, v, 1 - k), operand(graph, v, k).shape)
        part = unbroadcast(there * operand(graph, u, 1 - j), operand(graph, u, j).shape)
        return [*exchanged(graph, v, dy, k, part), (graph.nodes[u].inputs[j], mine)]

    def changes(graph):
        found = {}
        for pair in zip(*(_nodes(graph, loop.sites) for loop, _ in ways), strict=True):
            (v, k), (u, j) = sorted(zip(pair, (k for _, k in ways), strict=True))
            if graph.nodes[u].inputs[j] >= v:
                raise ValueError("it is passed on before the other error is known")
            found[u] = partial(_but, graph, u, j)
            found[v] = partial(passing, graph, v, k, u, j)
        return found

    return changes


def _exchanged_slices(graph, loops):
    """Two parts of what one product makes for all gates are exchanged on the way back: another order."""
    parts = [loop for loop in loops if loop.sites[0][0] == "getitem"]
    for number, one in enumerate(parts):
        for other in parts[number + 1 :]:
            pair = [graph.nodes[each.nodes[-1]] for each in (one, other)]
            same = pair[0].inputs == pair[1].inputs and pair[0].value.shape == pair[1].value.shape
            if same and len(one.nodes) == len(other.nodes):
                words = f"the parts{in_line(pair[0])} and{in_line(pair[1])} are exchanged on the way back: "
                words += "they are joined in another order than they were taken"
                yield Suspect(kinds.ORDER, one.sites[0][2], words, _with_exchanged(one, other), down=True)


def _with_exchanged(one, other):
    def back(graph, v, u, dy, grads):
        (below,) = graph.nodes[v].inputs
        for node, arrived in ((v, grads[u]), (u, dy)):
            if arrived is not None:
                yield below, next(iter(passed_back(graph, node, arrived)))[1]

    def changes(graph):
        pairs = zip(_nodes(graph, one.sites), _nodes(graph, other.sites), strict=True)
        found = {}
        for v, u in (sorted(pair) for pair in pairs):
            found |= {u: lambda dy, grads: [], v: partial(back, graph, v, u)}
        return found

    return changes


# -- weights that take the state --


def _weighings(graph, loops):
    """(loop, side of the array) of the products of an array and what holds a state of an earlier step."""
    for loop in loops:
        last = graph.nodes[loop.nodes[-1]]
        mine = [k for k, i in enumerate(last.inputs) if graph.own[i] is not None]
        if loop.sites[0][0] == "matmul" and len(mine) == 1 and _holds_a_state(graph, loop, 1 - mine[0]):
            yield loop, mine[0]


def _holds_a_state(graph, loop, k):
    """Whether a state comes in at side k, alone or joined with what does not depend on any array."""
    return (
        bool(_parts_of_states(graph, graph.nodes[loop.nodes[-1]].inputs[k]))
        and loop.nodes[0] != loop.nodes[-1]
    )


def _parts_of_states(graph, i):
    """The nodes of earlier steps of which node i is but another arrangement."""
    if isinstance(graph.nodes[i].detail, Moved):
        return [each for j in graph.nodes[i].inputs for each in _parts_of_states(graph, j)]
    node = graph.nodes[i]
    known = graph.alive[i] and (node.op, node.site, graph.places[i]) in graph.sites
    return [i] if known and alike(graph, i)[-1] != i else []


def _weights_after_the_step(graph, loops):
    """The gradient of the weights takes the state that the step makes, not the one it begins with."""
    words = "its gradient takes the state after the step, where the one before it belongs"
    pairs = []
    for loop, side in _weighings(graph, loops):
        where = frozenset(graph.own[graph.nodes[v].inputs[side]] for v in loop.nodes)
        suspect = Suspect(kinds.WRONG_INPUT, where, words, partial(_after_the_step, loop, side))
        pairs.append((words, suspect))
    found = list(each_and_all(pairs))
    yield from reversed(found)


def _after_the_step(loop, side, graph):
    """Changes: the array's gradient with the state of the next step, the rest of the input as it is."""
    nodes = _nodes(graph, loop.sites)

    def back(v, after, dy, grads):
        pair = [operand(graph, v, 0), operand(graph, v, 1)]
        pair[1 - side] = after
        return exchanged(graph, v, dy, side, pulled("matmul", *pair, dy)[side])

    return {v: partial(back, v, _state_after(graph, nodes, n, 1 - side)) for n, v in enumerate(nodes)}


def _state_after(graph, nodes, n, k):
    """What comes in at side k of node number n, but with the states that the step makes of it."""
    last = graph.nodes[nodes[-1]].inputs[k]
    mine, entries = operand(graph, nodes[n], k), _entries(graph, last)
    made = mine.copy()
    for place, (node, entry) in enumerate(entries):
        if node is None:
            continue
        if n + 1 < len(nodes):
            made.flat[place] = operand(graph, nodes[n + 1], k).flat[place]
        else:
            states = alike(graph, node)
            later = states[states.index(node) + 1 :][:1]
            made.flat[place] = graph.nodes[later[0]].value.flat[entry] if later else made.flat[place]
    return made


def _entries(graph, i):
    """Of each entry of node i the (state, place in it) where it comes from; (None, 0) for others."""
    size = graph.nodes[i].value.size
    if not isinstance(graph.nodes[i].detail, Moved):
        states = _parts_of_states(graph, i)
        return [(i, place) for place in range(size)] if states else [(None, 0)] * size
    below = [(None, 0)] + [each for j in graph.nodes[i].inputs for each in _entries(graph, j)]
    return [below[int(number)] for number in np.ravel(graph.nodes[i].detail.origins)]


def _gates_left_out(graph, loops):
    """What flows back to the state before comes through one gate alone, or through all but one."""
    ways = [(loop, 1 - side) for loop, side in _weighings(graph, loops)]
    for number, (loop, _) in enumerate(ways) if len(ways) > 1 else ():
        at = f"the product{in_line(graph.nodes[loop.nodes[-1]])}"
        others = [way for n, way in enumerate(ways) if n != number]
        words = f"what flows back to the step before through {at} is missing"
        yield Suspect(
            kinds.CARRY_MISSING, loop.sites[0][2], words, partial(_without, [ways[number]]), down=True
        )
        words = f"what flows back to the step before comes through {at} alone: = where += is wanted"
        where = frozenset().union(*(other.sites[0][2] for other, _ in others))
        yield Suspect(kinds.NOT_ACCUMULATED, where, words, partial(_without, others), down=True)


def _parts_missing(graph, loops):
    """A part of a sum or difference that each step makes gets nothing, or its error with the wrong sign."""
    for loop in loops:
        if loop.sites[0][0] in ("add", "subtract", "negative") and _is_a_step_s_own(graph, loop):
            site = loop.sites[0]
            for k, i in enumerate(graph.nodes[loop.nodes[-1]].inputs):
                for q in (0.0, -1.0) if graph.alive[i] else ():
                    yield way_times(graph, site, k, _carries(graph, loop, k))(q)


def _without(ways, graph):
    return dropped(graph, {(v, k) for loop, k in ways for v in _nodes(graph, loop.sites)})


# -- what is lost --


def _splits_elsewhere(graph, loops):
    return split_elsewhere(graph)


def _shares_lost(graph, loops):
    """The biases of the gates, or their weights, keep the share of one step: = where += is wanted."""
    for op in ("add", "matmul"):
        ways = []
        for loop in loops:
            last = graph.nodes[loop.nodes[-1]]
            mine = [k for k, i in enumerate(last.inputs) if graph.own[i] is not None]
            if loop.sites[0][0] == op and len(mine) == 1:
                ways.append((loop, mine[0]))
        for group in [ways] * (len(ways) > 1) + [[way] for way in ways]:
            for kept, word in ((slice(1, None), "first"), (slice(None, -1), "last")):
                where = frozenset(graph.own[graph.nodes[loop.nodes[-1]].inputs[k]] for loop, k in group)
                words = f"only the share of the {word} use is kept: = where += is wanted"
                yield Suspect(kinds.NOT_ACCUMULATED, where, words, partial(_but_one_step, group, kept))


def _but_one_step(ways, left_out, graph):
    return dropped(graph, {(v, k) for loop, k in ways for v in _nodes(graph, loop.sites)[left_out]})
