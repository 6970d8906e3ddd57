"""Mistakes on the ways back: one is missing, has the wrong sign or a factor, or is taken too rarely."""

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import alike, dropped, penalty_nodes
from backprop_course.check.suspects.common import Suspect, operand
from backprop_course.check.tape import SLOPES, Moved, unbroadcast

_CALLED = {
    "matmul": "product",
    "multiply": "product",
    "add": "sum",
    "subtract": "difference",
    "divide": "quotient",
    "getitem": "selection",
}


def edges(graph):
    """What flows back along one way is multiplied by a number: 0, it is missing; -1, its sign is flipped."""
    inside = penalty_nodes(graph)
    for site, found in graph.sites.items():
        if found[0] in inside:
            continue
        in_a_row = len(found) > 1 and _leads_to(graph, found[0], found[1])
        for k in range(len(graph.nodes[found[0]].inputs)):
            if any(graph.alive[graph.nodes[v].inputs[k]] for v in found if k < len(graph.nodes[v].inputs)):
                sized = _way_times(site, k, in_a_row and _is_carry(graph, site, k))
                yield Suspect(kinds.SCALE, site[2], "", sized=sized, down=True, curved=in_a_row)


def _leads_to(graph, first, second):
    """Whether operation `second` depends on operation `first`."""
    waiting, seen = [second], set()
    while waiting:
        v = waiting.pop()
        if v == first:
            return True
        if v > first and v not in seen:
            seen.add(v)
            waiting += [i for i in graph.nodes[v].inputs if graph.alive[i]]
    return False


def _is_carry(graph, site, k):
    """Whether what comes in is of an earlier step: counted from the end, further from it."""
    i = graph.nodes[graph.sites[site][-1]].inputs[k]
    while isinstance(graph.nodes[i].detail, Moved) and len(graph.nodes[i].inputs) == 1:
        (i,) = graph.nodes[i].inputs
    node = graph.nodes[i]
    return (node.op, node.site, graph.places[i]) in graph.sites and alike(graph, i)[-1] != i


def _way_times(site, k, carry):
    missing = kinds.CARRY_MISSING if carry else kinds.PATH_MISSING
    through = f"what flows back through a {_CALLED.get(site[0], site[0])} here"

    def sized(q):
        kind = {0.0: missing, -1.0: kinds.SIGN}.get(q, kinds.SCALE)
        words = {0.0: "is missing", -1.0: "has the wrong sign"}.get(q, f"is multiplied by {q:.4g}")

        def changes(graph):
            return dropped(graph, {(v, k) for v in graph.sites.get(site, ())}, q)

        return Suspect(kind, site[2], f"{through} {words}", changes, size=q, down=True)

    return sized


def factors(graph):
    """A product or quotient hands down the derivative without its factor, or with what is left to 1."""
    for site, (first, *_) in graph.sites.items():
        node = graph.nodes[first]
        if site[0] not in ("multiply", "divide") or node.inputs[0] == node.inputs[1]:
            continue
        if site[0] == "multiply" and _mask_position(graph, first) is not None:
            continue
        for k in range(2):
            if any(graph.alive[graph.nodes[v].inputs[k]] for v in graph.sites[site]):
                other = "factor" if site[0] == "multiply" else "divisor" if k == 0 else "dividend"
                what = f"the {other} of a {_CALLED[site[0]]}"
                plain = not graph.alive[node.inputs[1 - k]] and operand(graph, first, 1 - k).size == 1
                kind, words = (
                    kinds.SCALE if plain else kinds.FACTOR_MISSING,
                    f"{what} is missing on the way down",
                )
                yield Suspect(kind, site[2], words, _with_factor(site, k, np.ones_like), down=True)
                for words, change in (
                    (f"1 - {what} stands for it on the way down", lambda s: 1 - s),
                    (f"{what} is there twice on the way down", np.square),
                ):
                    if not plain:
                        changes = _with_factor(site, k, change)
                        yield Suspect(kinds.WRONG_FACTOR, site[2], words, changes, down=True)


def further_factors(graph):
    """What arrives somewhere is multiplied with, or divided by, a value that stands in a product near it."""
    values = _near_products(graph)
    for which, number in enumerate(graph.parameters):
        shape = graph.nodes[number].value.shape
        for site in values:
            if _fits(graph, site, shape):
                for power, words in ((1, "multiplied with"), (-1, "divided by")):
                    words = (
                        f"a factor is missing, or there is one too many: it is {words} {_said(graph, site)}"
                    )
                    blocks = _times_value(which, site, power)
                    yield Suspect(kinds.WRONG_FACTOR, frozenset([which]), words, blocks=blocks)
    for site, (first, *_) in graph.sites.items():
        node = graph.nodes[first]
        if site[0] in ("add", "matmul") and graph.own[first] is None and len(graph.users[first]) > 1:
            for other in values:
                if len(graph.sites[other]) == len(graph.sites[site]) and _fits(
                    graph, other, node.value.shape
                ):
                    for power, words in ((1, "multiplied with"), (-1, "divided by")):
                        what = f"what arrives is {words} {_said(graph, other)}"
                        words = f"a factor is missing, or there is one too many: {what}"
                        yield Suspect(
                            kinds.WRONG_FACTOR, site[2], words, _times_other(site, other, power), down=True
                        )


def _near_products(graph):
    """The sites of values that something is divided by or multiplied with, other than arrays themselves."""
    found = {}
    for node in graph.nodes:
        for i in node.inputs if node.op in ("divide", "multiply") else ():
            value = graph.nodes[i]
            if graph.alive[i] and graph.own[i] is None and value.value.size > 1:
                found[value.op, value.site, graph.places[i]] = None
    return [site for site in found if site in graph.sites][:25]


def _fits(graph, site, shape):
    value = graph.nodes[graph.sites[site][0]].value
    try:
        return np.broadcast_shapes(value.shape, shape) == shape
    except ValueError:
        return False


def _said(graph, site):
    node = graph.nodes[graph.sites[site][0]]
    line = f" of line {node.lines[0][1]}" if node.lines else ""
    return f"the {_CALLED.get(site[0], site[0])}{line}, of shape {node.value.shape}"


def _times_value(which, site, power):
    def blocks(graph, blocks):
        value = graph.nodes[graph.sites[site][0]].value
        return [b * value**power if i == which else b for i, b in enumerate(blocks)]

    return blocks


def _times_other(site, other, power):
    def changes(graph):
        def change_of(v, which):
            node, value = graph.nodes[v], graph.nodes[graph.sites[other][which]].value
            return lambda dy, grads: zip(node.inputs, node.pull(dy * value**power), strict=True)

        return {v: change_of(v, which) for which, v in enumerate(graph.sites.get(site, ()))}

    return changes


def _with_factor(site, k, change):
    """Operations that pass back change(their own local derivative) at one of their inputs."""

    def changes(graph):
        def change_of(v):
            node = graph.nodes[v]

            def changed(dy, grads):
                parts = list(node.pull(dy))
                parts[k] = unbroadcast(dy * change(_local(graph, v, k)), operand(graph, v, k).shape)
                return zip(node.inputs, parts, strict=True)

            return changed

        return {v: change_of(v) for v in graph.sites.get(site, ())}

    return changes


def _local(graph, v, k):
    """The local derivative of a product or quotient by its operand k, in the shape of the result."""
    a, b = operand(graph, v, 0), operand(graph, v, 1)
    pair = SLOPES[graph.nodes[v].op](a, b, graph.nodes[v].value)
    return np.broadcast_to(pair[k], graph.nodes[v].value.shape)


def masks(graph):
    """A dropout mask that the way down forgets, or half of it."""
    for site, (first, *_) in graph.sites.items():
        k = _mask_position(graph, first)
        if k is None:
            continue
        size = np.abs(operand(graph, first, k)).max()
        for kind, what, back in (
            (kinds.MASK_MISSING, "mask is missing", lambda dy, m, size=size: dy * size),
            (kinds.MASK_MISSING, "mask and its scale are missing", lambda dy, m: dy),
            (kinds.MASK_SCALE, "mask's scale is missing", lambda dy, m: dy * (m != 0)),
            (kinds.MASK_SCALE, "mask is multiplied in twice", lambda dy, m: dy * m * m),
        ):
            words = f"the dropout {what} on the way down"
            yield Suspect(kind, site[2], words, _with_mask(site, k, back), down=True)


def _mask_position(graph, v):
    """At which position of a product a fixed mask of zeros and others stands; None if none does."""
    node = graph.nodes[v]
    fixed = [k for k, i in enumerate(node.inputs) if not graph.alive[i]]
    if node.op != "multiply" or len(fixed) != 1:
        return None
    mask, other = operand(graph, v, fixed[0]), operand(graph, v, 1 - fixed[0])
    of_relu = np.array_equal(mask, (other > 0) * 1.0)
    return None if of_relu or (mask != 0).all() or not mask.any() else fixed[0]


def _with_mask(site, k, back):
    def changes(graph):
        def change(v):
            i, mask = graph.nodes[v].inputs[1 - k], operand(graph, v, k)
            return lambda dy, grads: [(i, back(dy, mask))]

        return {v: change(v) for v in graph.sites.get(site, ())}

    return changes


def maxima(graph):
    """The largest of several takes all of the derivative: these hand it to others too."""
    for site, (first, *_) in graph.sites.items():
        if site[0] in ("max", "min"):
            words = "the derivative of the maximum goes to all entries, not to the largest"
            yield Suspect(kinds.MAX_MASK, site[2], words, _to_all(site, 1.0), down=True)
            share = graph.nodes[first].value.size / operand(graph, first, 0).size
            words = "the derivative of the maximum is shared by all entries, not given to the largest"
            yield Suspect(kinds.MAX_MASK, site[2], words, _to_all(site, share), down=True)


def _to_all(site, share):
    def changes(graph):
        def change(node):
            (i,), axis = node.inputs, node.detail
            shape = graph.nodes[i].value.shape

            def change_of(dy, grads):
                kept = axis is None or np.ndim(dy) == len(shape)
                wide = dy if kept else np.expand_dims(dy, axis)
                return [(i, share * np.broadcast_to(wide, shape))]

            return change_of

        return {v: change(graph.nodes[v]) for v in graph.sites.get(site, ())}

    return changes


def repeated_indices(graph):
    """Rows that are picked more than once get only their last share: a[ids] += is not np.add.at."""
    for site, found in graph.sites.items():
        origins = [graph.nodes[v].detail.origins for v in found if site[0] == "getitem"]
        if any(len(np.unique(each)) < len(each) for each in origins):
            words = (
                "rows that are picked several times get one share only: += at an array of indices adds once"
            )
            yield Suspect(kinds.REPEATED_INDICES, site[2], words, _last_share(site))


def _last_share(site):
    def changes(graph):
        def change(node):
            (i,) = node.inputs
            shape = graph.nodes[i].value.shape

            def change_of(dy, grads):
                back = np.zeros(int(np.prod(shape)) + 1)
                back[node.detail.origins] = np.ravel(dy)
                return [(i, back[1:].reshape(shape))]

            return change_of

        nodes = {v: graph.nodes[v] for v in graph.sites.get(site, ())}
        return {v: change(node) for v, node in nodes.items() if len(node.inputs) == 1}

    return changes


def statistics(graph):
    """Mean and variance are taken for constants: the ways through them are missing."""
    sums = [site for site, (v, *_) in graph.sites.items() if site[0] == "sum" and v not in graph.terms]
    for place in dict.fromkeys(site[2] for site in sums):
        inside = [site for site in sums if site[2] == place]
        if len(inside) > 1:

            def changes(graph, inside=inside):
                return dropped(graph, {(v, 0) for site in inside for v in graph.sites.get(site, ())})

            words = "mean and variance are taken for constants: the ways through them are missing"
            yield Suspect(kinds.STATISTICS_MISSING, place, words, changes)


def uses(graph):
    """An array that is used several times gets the share of one use only."""
    taken = {which: _uses_of(graph, which) for which in range(len(graph.parameters))}
    several = [which for which, sites in taken.items() if any(len(found) > 1 for found in sites.values())]
    for group in [several] * (len(several) > 1) + [[which] for which in several]:
        sites = [site for which in group for site in taken[which]]
        for last, words in ((True, "last"), (False, "first")):
            words = f"only the share of the {words} use is kept: = where += is wanted"
            yield Suspect(kinds.NOT_ACCUMULATED, frozenset(group), words, _one_use(sites, last))
    for which, sites in taken.items():
        for site in sites if len(sites) > 1 else ():
            others = [each for each in sites if each != site]
            words = "it is used at several places, and the share of one of them alone is there"
            yield Suspect(kinds.PATH_MISSING, frozenset([which]), words, _without(others))


def _uses_of(graph, which):
    """The operations that take an array, by site and position, in their order."""
    taken = {}
    for v, node in enumerate(graph.nodes):
        for k, i in enumerate(node.inputs):
            if graph.own[i] == which and graph.own[v] != which and graph.alive[v]:
                taken.setdefault((node.op, node.site, graph.places[v], k), []).append(v)
    return taken


def _one_use(sites, last):
    def changes(graph):
        edges = set()
        for *key, k in sites:
            found = graph.sites.get(tuple(key), ())
            edges |= {(v, k) for v in (found[:-1] if last else found[1:])}
        return dropped(graph, edges)

    return changes


def _without(sites):
    return lambda graph: dropped(
        graph, {(v, k) for *key, k in sites for v in graph.sites.get(tuple(key), ())}
    )
