"""Mistakes on the ways back: one is missing, has the wrong sign or a factor, or is taken too rarely."""

from functools import partial
from itertools import product

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.algebra import flat
from backprop_course.check.graph import alike, dropped, gradients, passed_back, penalty_nodes
from backprop_course.check.suspects.common import (
    CALLED,
    Suspect,
    at_site,
    by_result,
    each_and_all,
    in_line,
    line_of,
)
from backprop_course.check.tape import Moved


def carries(graph):
    """What flows back to an earlier step is missing: the commonest of `edges`, asked first."""
    for site, found in graph.sites.items():
        if len(found) > 1 and leads_to(graph, found[0], found[1]):
            node = graph.nodes[found[-1]]
            for k, i in enumerate(node.inputs):
                if graph.alive[i] and is_carry(graph, site, k):
                    missing = way_times(graph, site, k, carry=True)(0.0)
                    sum_of_losses = graph.terms.issuperset(found)
                    yield _only_the_last(missing, node) if sum_of_losses else missing


def _only_the_last(missing, node):
    """What is added up by a loop are the losses of examples, or of steps, not the states of a net."""
    words = f"of what the loss adds up{in_line(node)}, only the last one counts: "
    words += "= stands where += is wanted, or the sum of the gradients is set to zero within the loop"
    return missing._replace(kind=kinds.ROWS_LEFT_OUT, where=frozenset(), words=words)


def carried_over(graph):
    """Nothing flows back from the next step to a state of which something else is made as well.

    Where a sequence ends, its state goes on into the next one; where an output is read, its error may take
    the place of what comes from the steps after. Both give the same numbers.
    """
    for site, found in graph.sites.items():
        if len(found) < 3 or not leads_to(graph, found[0], found[1]):
            continue
        for k, _ in enumerate(graph.nodes[found[-1]].inputs):
            ends, carried = _ends(graph, found, k)
            if ends and is_carry(graph, site, k):

                def changes(graph, site=site, k=k):
                    found = graph.sites.get(site, ())
                    return dropped(graph, {(found[n], k) for n in _ends(graph, found, k)[0]})

                kind, at = kinds.NOT_ACCUMULATED, in_line(graph.nodes[found[-1]])
                words = f"where something else is made of the state{at} as well as the next state, nothing "
                words += "flows back from that one: = stands where += is wanted"
                if 2 * len(ends) <= carried:  # of the states of a sequence, one is the last
                    kind = kinds.CARRY_MISSING
                    words += "; or the state goes on from one sequence into the next: then set it anew "
                    words += "before each, or carry its gradient on as well"
                yield Suspect(kind, site[2], words, changes, down=True)


def _ends(graph, found, k):
    """(the calls of a site that take a state of which more is made than of the least used, of how many)."""
    states = {n: graph.nodes[v].inputs[k] for n, v in enumerate(found) if k < len(graph.nodes[v].inputs)}
    counts = {n: len(set(graph.users[i])) for n, i in states.items() if graph.alive[i]}
    least = min(counts.values(), default=0)
    return [n for n, count in counts.items() if count > least], len(counts)


def edges(graph):
    """What flows back along one way is multiplied by a number: 0, it is missing; -1, its sign is flipped."""
    inside = penalty_nodes(graph)
    functions = {v for found in graph.activations.values() for each in found for v in (each.a, *each.inner)}
    for site, found in graph.sites.items():
        if found[0] in inside:
            continue
        in_a_row = len(found) > 1 and leads_to(graph, found[0], found[1])
        for k in range(len(graph.nodes[found[0]].inputs)):
            if any(graph.alive[graph.nodes[v].inputs[k]] for v in found if k < len(graph.nodes[v].inputs)):
                sized = way_times(graph, site, k, in_a_row and is_carry(graph, site, k))
                sized = _of_a_function(sized) if found[0] in functions else sized
                sized = _of_a_leak(sized) if _is_leak(graph, site) else sized
                yield Suspect(kinds.SCALE, site[2], "", sized=sized, down=True, curved=in_a_row)


def leads_to(graph, first, second):
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


def is_carry(graph, site, k):
    """Whether what comes in is of an earlier step: counted from the end, further from it.

    An array that is filled entry by entry is no step of the entry before.
    """
    if site[0] == "setitem":
        return False
    i = graph.nodes[graph.sites[site][-1]].inputs[k]
    while isinstance(graph.nodes[i].detail, Moved) or graph.nodes[i].op in ("multiply", "divide"):
        active = [j for j in graph.nodes[i].inputs if graph.alive[j]]
        if len(active) != 1:
            break
        (i,) = active
    node = graph.nodes[i]
    return (node.op, node.site, graph.places[i]) in graph.sites and alike(graph, i)[-1] != i


_PARTS = ("first part", "second part")
_SIDES = {
    "divide": ("dividend", "divisor"),
    "multiply": ("first factor", "second factor"),
    "matmul": ("first factor", "second factor"),
}


def way_times(graph, site, k, carry):
    """sized(q): the suspect that what flows back to input k of a site's operations is multiplied by q."""
    missing = kinds.CARRY_MISSING if carry else kinds.PATH_MISSING
    node = graph.nodes[graph.sites[site][0]]
    called = f"the {CALLED.get(site[0], site[0])}{in_line(node)}"
    if len(node.inputs) == 2:
        called = f"the {_SIDES.get(site[0], _PARTS)[k]} of {called}"
    through = f"what flows back to {'the step before, ' if carry else ''}{called}"

    def sized(q):
        kind = {0.0: missing, -1.0: kinds.SIGN}.get(q, kinds.SCALE)
        words = {0.0: "is missing", -1.0: "has the wrong sign"}.get(q, f"is multiplied by {q:.4g}")

        def changes(graph):
            return dropped(graph, {(v, k) for v in graph.sites.get(site, ())}, q)

        return Suspect(kind, site[2], f"{through} {words}", changes, size=q, down=True)

    return sized


def _of_a_function(sized):
    """The same mistakes, where the way is one inside an elementwise function."""

    def named(q):
        suspect = sized(q)
        if suspect.kind != kinds.PATH_MISSING:
            return suspect
        words = f"in the derivative of an activation, {suspect.words}"
        return suspect._replace(kind=kinds.WRONG_SLOPE, words=words)

    return named


def _is_leak(graph, site):
    """Whether some of several values are made smaller by a number, as leaky ReLU does below 0."""
    found = graph.sites[site]
    active = [i for i in graph.nodes[found[0]].inputs if graph.alive[i]]
    if site[0] != "multiply" or len(active) != 1 or graph.own[active[0]] is not None:
        return False
    values = [graph.nodes[v].value for v in found]
    less = all(np.size(value) == 1 and value < 0 for value in values)
    source = graph.nodes[active[0]]
    return less and len(found) < len(graph.sites.get((source.op, source.site, graph.places[active[0]]), ()))


def _of_a_leak(sized):
    """The same mistakes, where the way is the part of leaky ReLU below 0."""

    def named(q):
        suspect = sized(q)
        if suspect.kind != kinds.PATH_MISSING:
            return suspect
        words = "below 0 the derivative is 0, that of ReLU, where the function leaks"
        return suspect._replace(kind=kinds.WRONG_ACTIVATION, words=words)

    return named


def changed_in_place(graph):
    """Both ways back from an operation hold one array: what is done to it on one way is done on the other."""
    words = "is the array that the other way changes in place: dz = dout makes no copy"
    pairs = []
    for site, (first, *_) in graph.sites.items():
        for k in _HELD_ALIKE.get(site[0], ()) if _has_two_ways(graph, first) else ():
            side = _SIDES.get(site[0], _PARTS)[1 - k]
            what = f"what flows back to the {side} of the {CALLED[site[0]]}{in_line(graph.nodes[first])}"
            for depth, _ in enumerate(_factors_below(graph, first, k, by_result(graph))):
                changes = _changed_alike(site, k, depth)
                suspect = Suspect(kinds.CHANGED_IN_PLACE, site[2], f"{what} {words}", changes, down=True)
                pairs.append(((site[0], k, depth), suspect))
    return each_and_all(pairs)


_HELD_ALIKE = {"add": (0, 1), "subtract": (0,), "multiply": (0, 1)}  # inputs for which dz = dout may stand


def _has_two_ways(graph, v):
    """Whether node v is an array made of two values of its own shape, neither of them a parameter."""
    node = graph.nodes[v]
    able = {i for i in node.inputs if graph.alive[i] and graph.own[i] is None}
    alike_ = all(graph.nodes[i].value.shape == node.value.shape for i in able)
    return node.value.ndim > 0 and len(able) == len(node.inputs) == 2 and alike_


def _factors_below(graph, v, k, activations):
    """What arrives at v is multiplied with this, after each step of the way down from its input k."""
    node = graph.nodes[v]
    i = node.inputs[k]
    factor = graph.nodes[node.inputs[1 - k]].value if node.op == "multiply" else 1.0
    while graph.nodes[i].value.shape == node.value.shape and graph.own[i] is None:
        below = graph.nodes[i]
        active = [n for n, j in enumerate(below.inputs) if graph.alive[j]]
        if i in activations:
            i, factor = activations[i].z, factor * activations[i].slope
        elif below.op in ("multiply", "divide") and len(active) == 1:
            local = below.pull(np.ones(below.value.shape))[active[0]]
            i, factor = below.inputs[active[0]], factor * local
        else:
            return
        yield factor


def _changed_alike(site, k, depth):
    def back(graph, activations, v, dy, grads):
        for number, factor in enumerate(_factors_below(graph, v, k, activations)):
            if number == depth:
                parts = passed_back(graph, v, dy)
                return [(i, part if n == k else part * factor) for n, (i, part) in enumerate(parts)]
        return passed_back(graph, v, dy)

    def changes(graph):
        activations = by_result(graph)
        return {v: partial(back, graph, activations, v) for v in graph.sites.get(site, ())}

    return changes


def repeated_indices(graph):
    """Rows that are picked more than once get only their last share: a[ids] += is not np.add.at."""
    for site, found in graph.sites.items():
        origins = [graph.nodes[v].detail.origins for v in found if site[0] == "getitem"]
        if any(len(np.unique(each)) < each.size for each in origins):
            words = (
                "rows that are picked several times get one share only: += at an array of indices adds once"
            )
            yield Suspect(kinds.REPEATED_INDICES, site[2], words, _last_share(site))
            for axis in (0, 1) if graph.nodes[found[0]].value.ndim > 2 else ():
                changes = _last_share(site, axis)
                yield Suspect(kinds.REPEATED_INDICES, site[2], f"{words} in each turn of a loop", changes)


def _last_share(site, axis=None):
    """Changes that keep the last share of each entry; with an axis, of each in every place along it."""

    def back(graph, v, dy, grads):
        node = graph.nodes[v]
        if len(node.inputs) > 1:
            return passed_back(graph, v, dy)
        shape = graph.nodes[node.inputs[0]].value.shape
        origins, arrived = node.detail.origins.reshape(node.value.shape), dy
        if axis is not None:
            origins, arrived = (np.moveaxis(each, axis, 0) for each in (origins, arrived))
        whole = np.zeros(int(np.prod(shape)) + 1)
        for places, part in [(origins, arrived)] if axis is None else zip(origins, arrived, strict=True):
            made = np.zeros_like(whole)
            made[np.ravel(places)] = np.ravel(part)
            whole += made
        return [(node.inputs[0], whole[1:].reshape(shape))]

    return at_site(site, back)


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


_KEPT = ((True, "last"), (False, "first"))  # of several uses, as _but_one keeps them


def lines(graph):
    """Arrays that one line uses several times, each time beside others: they keep the share of one use."""
    found = {}
    for which in range(len(graph.parameters)):
        taken = _uses_of(graph, which)
        at = {(op, code, k) for op, code, _, k in taken}
        if len(taken) > len(at) == 1:
            found.setdefault(at.pop(), []).append((which, sorted(taken, key=taken.get)))
    for uses_of_arrays in found.values():
        arrays = frozenset(which for which, _ in uses_of_arrays)
        whole_sites = partial(_of_whole_sites, [sites for _, sites in uses_of_arrays])
        for last, word in _KEPT:
            words = f"only the share of the {word} use is kept: = where += is wanted"
            yield Suspect(kinds.NOT_ACCUMULATED, arrays, words, _but_one(whole_sites, last))


def uses(graph):
    """An array that is used several times gets the share of one use only."""
    taken = {which: _uses_of(graph, which) for which in range(len(graph.parameters))}
    several = [which for which, sites in taken.items() if any(len(found) > 1 for found in sites.values())]
    for group in [several] * (len(several) > 1) + [[which] for which in several]:
        sites = [site for which in group for site in taken[which]]
        for last, word in _KEPT:
            words = f"only the share of the {word} use is kept: = where += is wanted"
            yield Suspect(
                kinds.NOT_ACCUMULATED, frozenset(group), words, _but_one(partial(_at_sites, sites), last)
            )
    for which in range(len(graph.parameters)):
        for last, word in _KEPT:
            words = f"an entry that is used several times keeps its {word} share only: = where += is wanted"
            changes = _but_one(partial(_of_pieces, which), last)
            yield Suspect(kinds.REPEATED_INDICES, frozenset([which]), words, changes)
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


def _but_one(uses_in, last):
    """Changes that keep of several uses the last one or the first: uses_in(graph) are lists of them.

    A use is a list of edges (node, position of the input), as `dropped` takes them.
    """

    def changes(graph):
        left = [use for uses in uses_in(graph) for use in (uses[:-1] if last else uses[1:])]
        return dropped(graph, {edge for use in left for edge in use})

    return changes


def _of_whole_sites(arrays, graph):
    """The uses of arrays, given by their sites: all calls from one site are one use."""
    return [[[(v, k) for v in graph.sites.get(tuple(key), ())] for *key, k in sites] for sites in arrays]


def _at_sites(sites, graph):
    """The uses at each of some sites."""
    return [[[(v, k)] for v in graph.sites.get(tuple(key), ())] for *key, k in sites]


def _of_pieces(which, graph):
    """The uses of each piece of an array; one takes all pieces that stand in one operation."""
    uses = {}
    for site, found in graph.sites.items():
        for v in found:
            inputs = graph.nodes[v].inputs
            own = [k for k, i in enumerate(inputs) if graph.own[i] == which != graph.own[v]]
            if own:
                uses.setdefault((site, inputs[own[0]]), []).append([(v, k) for k in own])
    return list(uses.values())


def _of_nodes(with_pieces, graph):
    """The uses of each node that is no parameter itself, or no piece of one either."""
    for i in range(len(graph.nodes)):
        counts = i not in graph.parameters if with_pieces else graph.own[i] is None
        if graph.alive[i] and counts:
            users = dict.fromkeys(graph.users[i])
            yield [[(v, k)] for v in users for k, j in enumerate(graph.nodes[v].inputs) if j == i]


def _of_products(graph):
    """The uses of each value in products."""
    return [[[edge] for edge in uses] for uses in _products(graph).values()]


def _without(sites):
    return lambda graph: dropped(
        graph, {(v, k) for *key, k in sites for v in graph.sites.get(tuple(key), ())}
    )


def overlaps(graph):
    """Parts of an array that overlap: where one of them is written over another, its share is lost."""
    for site, found in graph.sites.items():
        nodes = [graph.nodes[v] for v in found]
        if site[0] != "getitem" or len(found) < 2 or len({node.inputs for node in nodes}) > 1:
            continue
        taken = np.concatenate([np.unique(node.detail.origins) for node in nodes])
        if len(np.unique(taken)) < len(taken):
            for order, words in ((-1, "last"), (1, "first")):
                overlap = f"where the parts{in_line(nodes[0])} overlap"
                words = f"{overlap}, only the {words} share is kept: = where += is wanted"
                yield Suspect(kinds.NOT_ACCUMULATED, site[2], words, _one_share(site, order), down=True)


def _one_share(site, order):
    def changes(graph):
        found = graph.sites.get(site, ())
        taken, made = set(), {}
        for v in found[::order]:
            node = graph.nodes[v]
            origins = np.ravel(node.detail.origins)
            fresh = np.array([o not in taken for o in origins.tolist()]).reshape(node.value.shape)
            taken.update(origins.tolist())
            made[v] = lambda dy, grads, v=v, fresh=fresh: passed_back(graph, v, dy * fresh)
        return made

    return changes


def overwritten(graph):
    """Whatever is used several times gets the share of one use only: a gradient is set, not added to."""
    everywhere = frozenset(range(len(graph.parameters)))
    if not any(_is_shared(graph, v) for v in range(len(graph.nodes))):
        return  # what is used twice is so inside a function: that is a derivative, no sum
    for last, with_pieces in product((False, True), (True, False)):
        uses = partial(_of_nodes, with_pieces)
        lost = _lost_in_one_place(graph, uses(graph), last)
        words = "what is used several times gets the share of one use only: "
        words += f"that of {lost}, or = stands where += is wanted" if lost else "= where += is wanted"
        yield Suspect(kinds.NOT_ACCUMULATED, everywhere, words, _but_one(uses, last))


def _lost_in_one_place(graph, values, last):
    """Which use is lost, in words, where there is but one place that loses any: a way may be left out."""
    lost = {v for uses in values for use in (uses[:-1] if last else uses[1:]) for v, _ in use}
    nodes = {(graph.nodes[v].op, line_of(graph.nodes[v])): graph.nodes[v] for v in lost}
    if len(nodes) != 1:
        return ""
    (((op, _), node),) = nodes.items()
    return f"the {CALLED.get(op, op)}{in_line(node)} is left out"


def products_overwritten(graph):
    """What is multiplied several times gets the share of one product only; sums add up as they should."""
    everywhere = frozenset(range(len(graph.parameters)))
    for last in (False, True) if any(len(each) > 1 for each in _products(graph).values()) else ():
        words = "what is multiplied several times gets the share of one product only: = where += is wanted"
        yield Suspect(kinds.NOT_ACCUMULATED, everywhere, words, _but_one(_of_products, last))


def one_share_each(graph):
    """As products_overwritten, where it depends on the order of a set which share is kept."""
    several = {site: found for site, found in _shared_numbers(graph).items() if len(found) <= MANY_VALUES}
    if graph.claims is None or any(claim is None for claim in graph.claims) or not several:
        return
    words = "what is multiplied several times keeps one of its shares only: = where += is wanted"
    everywhere = frozenset(range(len(graph.parameters)))
    yield Suspect(kinds.NOT_ACCUMULATED, everywhere, words, _with_the_claimed_shares)
    for site in several:
        if graph.own[graph.sites[site][0]] is None:
            yield Suspect(kinds.NOT_ACCUMULATED, site[2], words, _with_solved_shares(site), down=True)


MANY_VALUES = 60  # values of one place, of which each keeps one share


def _shared_numbers(graph):
    """Single numbers that stand in several products, by the place that makes them."""
    found = {}
    for uses in _products(graph).values():
        v, k = uses[0]
        i = graph.nodes[v].inputs[k]
        if len(uses) > 1 and not graph.nodes[i].value.ndim:
            node = graph.nodes[i]
            found.setdefault((node.op, node.site, graph.places[i]), []).append((i, uses))
    return {site: each for site, each in found.items() if site in graph.sites}


def _with_the_claimed_shares(graph):
    """Of the products of an array's number the one whose share is claimed; of other values' the last one."""
    uses, taken = _products(graph), set()

    def is_kept(i, part):
        piece = _piece(graph, i)
        if len(uses.get(piece, ())) < 2:
            return True
        entry = _entry(graph, i)
        claimed = True if entry is None else np.isclose(part, np.ravel(graph.claims[entry[0]])[entry[1]])
        first = piece not in taken
        taken.update([piece] if claimed else [])
        return claimed and first

    def kept(v, dy, grads):
        return [(i, part) for i, part in passed_back(graph, v, dy) if part is not None and is_kept(i, part)]

    return {v: partial(kept, v) for edges in uses.values() for v, _ in edges}


def _entry(graph, i):
    """(array, place of the entry in it) of a node that is one entry of an array; None for others."""
    at = 0
    while graph.own[i] is not None and i not in graph.parameters:
        at = int(np.ravel(graph.nodes[i].detail.origins)[at]) - 1
        (i,) = graph.nodes[i].inputs
    return None if graph.own[i] is None else (graph.parameters.index(i), at)


def _with_solved_shares(site):
    """Of the products of each value of a place the one that makes the claim, by least squares."""

    def changes(graph):
        shared = dict(_shared_numbers(graph).get(site, ()))
        edges = [edge for uses in shared.values() for edge in uses]

        def made(kept):
            blocks = gradients(graph, dropped(graph, set(edges) - set(kept)))
            return flat(blocks[i] for i in sorted(site[2]))

        lasts = [uses[-1] for uses in shared.values()]
        first = made(lasts)
        others = [(uses[-1], edge) for uses in shared.values() for edge in uses[:-1]]
        columns = [made([*(set(lasts) - {last}), edge]) - first for last, edge in others]
        claim = flat(graph.claims[i] for i in sorted(site[2]))
        numbers, *_ = np.linalg.lstsq(np.stack(columns, axis=1), claim - first, rcond=None)
        kept = set(lasts)
        for (last, edge), number in zip(others, numbers, strict=True):
            kept = (kept - {last}) | {edge} if number > 0.5 else kept
        return dropped(graph, set(edges) - kept)

    return changes


def _is_shared(graph, v):
    """Whether a node is used several times, and not only to make one elementwise function of it."""
    used = graph.alive[v] and v not in graph.parameters and len(graph.users[v]) > 1
    return used and any(graph.root[u] != graph.root[v] for u in graph.users[v])


def _products(graph):
    """The places (v, k) in products where each value stands."""
    found = {}
    for v, node in enumerate(graph.nodes):
        for k, i in enumerate(node.inputs) if node.op == "multiply" and graph.alive[v] else ():
            if graph.alive[i]:
                found.setdefault(_piece(graph, i), []).append((v, k))
    return found


def _piece(graph, i):
    """What tells a value from others: an entry of an array is the same one, as often as it is picked."""
    node = graph.nodes[i]
    if graph.own[i] is None or node.op != "getitem":
        return i
    return (*node.inputs, node.detail.origins.tobytes())


def shifted_columns(graph):
    """A column of ones stands beside what a layer makes: its derivative is cut off at the wrong end."""
    for site, (first, *_) in graph.sites.items():
        node = graph.nodes[first]
        moved = isinstance(node.detail, Moved) and site[0] != "setitem"
        if moved and np.any(node.detail.origins == 0):
            for axis in range(node.value.ndim):
                for places in (1, -1):
                    words = f"beside the column of ones{in_line(node)}, each gets its neighbor's derivative"
                    changes = _rolled(site, places, axis)
                    yield Suspect(kinds.WRONG_WEIGHT, site[2], words, changes, down=True)


def split_elsewhere(graph):
    """Values are joined to one array; on the way back it is split at another place."""
    for site, (first, *_) in graph.sites.items():
        node = graph.nodes[first]
        joined = isinstance(node.detail, Moved) and site[0] in _JOINING
        for axis in range(node.value.ndim if joined else 0):
            widths = {
                graph.nodes[i].value.shape[axis] for i in node.inputs if graph.nodes[i].value.ndim > axis
            }
            for places in sorted({sign * width for width in widths for sign in (1, -1)}):
                if places % node.value.shape[axis]:
                    words = f"what flows back to the parts joined{in_line(node)} is split at another place"
                    yield Suspect(kinds.WRONG_PLACE, site[2], words, _rolled(site, places, axis), down=True)


_JOINING = ("concatenate", "hstack", "vstack", "column_stack")


def _rolled(site, places, axis):
    return at_site(site, lambda graph, v, dy, grads: passed_back(graph, v, np.roll(dy, places, axis)))
