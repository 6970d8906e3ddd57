"""Mistakes where weights are multiplied: the wrong input in their gradient, other weights on the way down."""

from functools import partial

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import alike, gradients
from backprop_course.check.suspects.common import (
    CALLED,
    Suspect,
    also_together,
    arrays_of,
    at_site,
    by_sum,
    exchanged,
    in_line,
    is_wide_as,
    marks,
    of_call,
    operand,
    product_sites,
    pulled,
    source,
    with_block,
)
from backprop_course.check.tape import Moved


@also_together
def inputs(graph):
    """The weights' gradient takes something else where the layer's input, or dz, belongs."""
    for site, side in product_sites(graph):
        where = arrays_of(graph, site, side)
        for stand_in, values in _stand_ins(graph, site, side, _FOR_INPUTS):
            words = f"its gradient takes {stand_in}, where the layer's own input belongs"
            yield Suspect(kinds.WRONG_INPUT, where, words, _with_operands(site, side, values))
        words = "its gradient is formed before the activation's derivative is multiplied in"
        yield Suspect(kinds.SLOPE_MISSING, where, words, _with_operands(site, side, arriving=before_slope))
        for which, row in (("last", -1), ("first", 0)):
            arriving = _one_example(side, row)
            words = f"only the {which} example counts"
            yield Suspect(kinds.ROWS_LEFT_OUT, where, words, _with_operands(site, side, arriving=arriving))


@also_together
def own_outputs(graph):
    """A unit's weights take the unit's own output, its z or its delta, where their inputs belong."""
    by_z = by_sum(graph)
    for site, side in product_sites(graph):
        sums = [_sum_above(graph, v, by_z) for v in graph.sites[site]]
        looks = {"own delta": lambda graph, v, dy: dy}
        if all(z in by_z for z in sums):
            looks = {"own output": _own_output, "own sum, z,": _own_sum} | looks
        elif not any(z in by_z for z in sums):
            looks = {"own output": _own_sum} | looks
        for what, value in looks.items():
            words = f"its gradient takes the unit's {what} where each weight's own input belongs"
            where = arrays_of(graph, site, side)
            yield Suspect(kinds.WRONG_INPUT, where, words, at_site(site, _with_own_result(side, value)))


def _own_sum(graph, v, dy):
    return graph.nodes[_sum_above(graph, v, by_sum(graph))].value


def _own_output(graph, v, dy):
    by_z = by_sum(graph)
    return graph.nodes[by_z[_sum_above(graph, v, by_z)].a].value


def _with_own_result(side, value):
    """The gradient of the weights where a number of each unit stands for all of its inputs."""

    def back(graph, v, dy, grads):
        node, pair = graph.nodes[v], [operand(graph, v, k) for k in (0, 1)]
        ones = list(pair)
        ones[1 - side] = np.ones_like(pair[1 - side])
        parts = pulled(node.op, *pair, dy)
        parts[side] = pulled(node.op, *ones, dy * value(graph, v, dy))[side]
        return zip(node.inputs, parts, strict=True)

    return back


def _sum_above(graph, v, by_z):
    """The node that node v is a part of by sums alone: the z of an activation, or the last sum."""
    while v not in by_z:
        users = set(graph.users[v])
        (u,) = users if len(users) == 1 else (None,)
        if (
            u is None
            or graph.nodes[u].op != "add"
            or graph.nodes[u].value.shape != graph.nodes[v].value.shape
        ):
            return v
        v = u
    return v


def _with_operands(site, side, instead=None, arriving=None):
    """The gradient of the weights with another input, or with another derivative arriving."""

    def back(graph, v, dy, grads):
        node, pair = graph.nodes[v], [operand(graph, v, k) for k in (0, 1)]
        other = list(pair)
        if instead:
            stand_in = instead(graph, graph.sites[site].index(v))
            other[1 - side] = np.broadcast_to(stand_in, pair[1 - side].shape)
        there = dy if arriving is None else arriving(graph, v, dy, grads)
        right = pulled(node.op, *pair, dy)
        wrong = right if there is None else pulled(node.op, *other, there)
        return [(node.inputs[side], wrong[side]), (node.inputs[1 - side], right[1 - side])]

    return at_site(site, back)


def before_slope(graph, v, dy, grads):
    """What arrives at the output of the activation that v feeds, before its derivative is multiplied in."""
    for found in graph.activations.values():
        for each in found:
            arrived = grads[each.a]
            if arrived is not None and (each.z == v or v in graph.nodes[each.z].inputs):
                return arrived if np.shape(arrived) == np.shape(dy) else None
    return None


def _one_example(side, row):
    def arriving(graph, v, dy, grads):
        if graph.nodes[v].op != "matmul" or np.ndim(dy) != 2:
            return None
        only = np.zeros_like(dy)
        at = (row, slice(None)) if side == 1 else (slice(None), row)
        only[at] = dy[at]
        return only

    return arriving


# -- what may stand in for an input --


def _stand_ins(graph, site, side, looks):
    """(words, values(graph, number of the call)) of all that fits in the place of an input."""
    few = range(min(len(graph.sites[site]), 3))
    own = [operand(graph, graph.sites[site][which], 1 - side) for which in few]
    seen, shape = [np.stack(own)] if len({a.shape for a in own}) == 1 else [], own[0].shape
    for look in looks:
        for words, values in look(graph, site, side, shape):
            made = np.stack([np.broadcast_to(values(graph, which), own[which].shape) for which in few])
            if not any(np.array_equal(made, other) for other in seen):
                seen.append(made)
                yield words, values


_OF_FUNCTIONS = {
    "activations": {
        "a": "the output of an activation (after {})",
        "z": "z, before an activation, (after {})",
    },
    "softmaxes": {"s": "the softmax", "z": "the scores, before the softmax,"},
}


def _activations(graph, site, side, shape):
    for functions, parts in _OF_FUNCTIONS.items():
        for other, found in getattr(graph, functions).items():
            for part, words in parts.items():
                fits = is_wide_as(graph.nodes[getattr(found[0], part)].value.shape, shape)
                if fits and len(found) in (len(graph.sites[site]), 1):
                    yield words.format(marks(other[2])), partial(_value_of, functions, other, part)


def _value_of(functions, site, part, graph, which):
    each = of_call(getattr(graph, functions)[site], which)
    return graph.nodes[getattr(each, part)].value


def _own_results(graph, site, side, shape):
    def product(graph, which):
        return graph.nodes[graph.sites[site][which]].value

    def with_bias(graph, which):
        v = graph.sites[site][which]
        return graph.nodes[next((u for u in graph.users[v] if graph.nodes[u].op == "add"), v)].value

    for values in (with_bias, product):
        if is_wide_as(np.shape(values(graph, 0)), shape):
            yield "its own result, z", values


def _derivatives(graph, site, side, shape):
    count = len(graph.sites[site])
    for other, found in graph.activations.items():
        if found[0].slope.shape == shape and len(found) in (count, 1) and np.ptp(found[0].slope):

            def values(graph, which, other=other):
                slope = of_call(graph.activations[other], which).slope
                return -slope if np.all(slope <= 0) else slope  # a sigmoid of -z falls: its learner means z

            yield f"the derivative of an activation (after {marks(other[2])})", values


def _made_of(graph, site, side, shape, depth=3):
    """What the input is made of, a few operations before: centered values, which are yet to be divided."""

    def node_at(graph, which, way):
        i = graph.nodes[graph.sites[site][which]].inputs[1 - side]
        for k in way:
            inputs = graph.nodes[i].inputs
            if k >= len(inputs):
                return None
            i = inputs[k]
        return i

    def leads(way):
        """Whether it leads to a value of this shape from every call."""
        ends = [node_at(graph, which, way) for which in range(len(graph.sites[site]))]
        return all(end is not None and graph.nodes[end].value.shape == shape for end in ends)

    ways = [()]
    for way in ways:
        node = graph.nodes[node_at(graph, 0, way)]
        for k, i in enumerate(node.inputs) if len(way) < depth else ():
            if graph.nodes[i].value.shape == shape and graph.own[i] is None and leads((*way, k)):
                ways.append((*way, k))
                words = f"what its input is made of, before the {CALLED.get(node.op, node.op)}{in_line(node)}"
                yield words, lambda graph, which, way=ways[-1]: graph.nodes[node_at(graph, which, way)].value


def _parts_twice(graph, site, side, shape):
    """Where the input is a sum of two values, one of them twice: o + o for x + o."""

    def total(graph, which):
        return graph.nodes[graph.nodes[graph.sites[site][which]].inputs[1 - side]]

    node = total(graph, 0)
    whole = [i for i in node.inputs if graph.own[i] is None and graph.nodes[i].value.shape == shape]
    if node.op == "add" and len(whole) == 2:
        for k, words in enumerate(("first", "second")):

            def values(graph, which, k=k):
                return 2 * graph.nodes[total(graph, which).inputs[k]].value

            yield f"twice the {words} part of the sum{in_line(node)}", values


def _other_inputs(graph, site, side, shape):
    mine = _different(graph, site, 1 - side)
    for other, k in product_sites(graph):
        theirs = _different(graph, other, 1 - k)
        if other != site and graph.nodes[theirs[0]].value.shape == shape and len(theirs) in (len(mine), 1):

            def values(graph, which, other=other, k=k):
                return _counterpart(graph, site, 1 - side, other, 1 - k, which)

            yield f"what {marks(arrays_of(graph, other, k))} receives", values


def _different(graph, site, position):
    """The different nodes that stand at one position of a site's operations, in their order."""
    return list(dict.fromkeys(graph.nodes[v].inputs[position] for v in graph.sites[site]))


def _counterpart(graph, site, position, other, there, which):
    """What another site takes where this one takes its input number `which`."""
    mine, theirs = _different(graph, site, position), _different(graph, other, there)
    place = mine.index(graph.nodes[graph.sites[site][which]].inputs[position])
    return graph.nodes[of_call(theirs, place)].value


def _nearby(graph, site, side, shape):
    count = len(graph.sites[site])
    for number, (name, value) in enumerate(graph.nearby):
        if value.dtype.kind not in "iuf":
            continue
        if value.shape == shape:
            yield name, lambda graph, which, number=number: graph.nearby[number][1]
        elif value.shape == shape[::-1]:
            yield name, lambda graph, which, number=number: graph.nearby[number][1].T
        elif value.shape == (count, *shape):
            yield name, lambda graph, which, number=number: graph.nearby[number][1][which]


def _weights(graph, site, side, shape):
    own = operand(graph, graph.sites[site][0], side)
    if own.shape == shape:
        yield "the weight itself", lambda graph, which: operand(graph, graph.sites[site][which], side)
    if own.ndim == 2 and own.shape[::-1] == shape:
        yield "the weight itself", lambda graph, which: operand(graph, graph.sites[site][which], side).T


def _other_examples(graph, site, side, shape):
    axis = 0 if side == 1 else 1
    if site[0] != "matmul" or len(shape) != 2 or shape[axis] < 2:
        return

    def mine(graph, which):
        return operand(graph, graph.sites[site][which], 1 - side)

    for row, words in ((-1, "last"), (0, "first")):
        yield (
            f"the {words} example's input for every example",
            lambda graph, which, row=row: np.broadcast_to(np.take(mine(graph, which), [row], axis), shape),
        )
    for places in (1, -1):
        yield (
            "the input of a neighboring example",
            lambda graph, which, places=places: np.roll(mine(graph, which), places, axis),
        )


def _other_steps(graph, site, side, shape):
    count = len(graph.sites[site])
    if count < 2:
        return

    def at(graph, which):
        found = graph.sites[site]
        inside = 0 <= which < len(found)
        return (
            operand(graph, found[which], 1 - side) if inside else _outside(graph, found, side, shape, which)
        )

    yield "the input of the next step", lambda graph, which: at(graph, which + 1)
    yield "the input of the step before", lambda graph, which: at(graph, which - 1)
    words = "the input of the step before, and at the first step that of the last, its index being -1"
    yield words, lambda graph, which: at(graph, (which - 1) % len(graph.sites[site]))
    words = "the input of the last step (as where one array is stored at every step and changed in place)"
    yield words, lambda graph, which: at(graph, len(graph.sites[site]) - 1)
    yield "the input of the first step", lambda graph, which: at(graph, 0)


def _last_states(graph, site, side, shape):
    """What the forward begins a sequence with is taken for the last state: there the index is -1."""

    def node_at(graph, which):
        return graph.nodes[graph.sites[site][which]].inputs[1 - side]

    count = len(graph.sites[site])
    firsts = [which for which in range(count) if not graph.alive[node_at(graph, which)]]
    lengths = dict(zip(firsts, np.diff([*firsts, count]).tolist(), strict=True))
    if firsts[:1] != [0] or max(lengths.values()) < 2:
        return

    def values(graph, which):
        made = graph.nodes[node_at(graph, which)].value.copy()
        steps = lengths.get(which, 1) - 1
        for entry in range(made.size if steps else 0):
            made.flat[entry] = _steps_later(graph, node_at(graph, which + 1), entry, steps, made.flat[entry])
        return made

    yield "at the first step the last state, whose index is -1", values


def _steps_later(graph, i, entry, steps, otherwise):
    """An entry of what node i is made of, so many steps later; another value where it is no state."""
    while isinstance(graph.nodes[i].detail, Moved):
        number = int(np.ravel(graph.nodes[i].detail.origins)[entry]) - 1
        if number < 0:
            return otherwise
        for j in graph.nodes[i].inputs:
            size = graph.nodes[j].value.size
            if number < size:
                break
            number -= size
        i, entry = j, number
    states = alike(graph, i) if graph.alive[i] and graph.nodes[i].inputs else []
    later = states[states.index(i) + steps :][:1] if states else []
    return graph.nodes[later[0]].value.flat[entry] if later else otherwise


def _outside(graph, found, side, shape, which):
    """What comes after the last input of a recurrent layer: its last state; before the first, zeros."""
    if which > 0:
        last = source(graph, graph.nodes[found[-1]].inputs[1 - side])
        state = alike(graph, last)[-1] if graph.nodes[last].inputs else last
        if graph.nodes[state].value.shape == shape:
            return graph.nodes[state].value
    return np.zeros(shape)


_FOR_INPUTS = (
    _activations,
    _other_inputs,
    _nearby,
    _weights,
    _own_results,
    _derivatives,
    _made_of,
    _parts_twice,
    _other_examples,
    _other_steps,
    _last_states,
)


# -- products of two values, neither of them an array --


@also_together
def exchanged_values(graph):
    """What is passed down to one side of a product is multiplied with another value than the other side."""
    for site, (first, *_) in graph.sites.items():
        node = graph.nodes[first]
        several = len(set(node.inputs)) == 2 and node.value.size > 1
        if (
            site[0] in ("matmul", "multiply")
            and several
            and not any(graph.own[i] is not None for i in node.inputs)
        ):
            for side in (0, 1):
                active = any(graph.alive[graph.nodes[v].inputs[side]] for v in graph.sites[site])
                looks = _FOR_VALUES if active else ()
                for stand_in, values in _stand_ins(graph, site, side, looks):
                    yield _with_another_value(graph, site, side, stand_in, values)
                if active and site[0] == "matmul":
                    yield from _transposed_arrival(graph, site, side)
            yield from _exchanged_factors(graph, site)


def _exchanged_factors(graph, site):
    """Each factor of a product gets the derivative that is made with its own value."""
    first = graph.sites[site][0]
    if (
        operand(graph, first, 0).shape
        == operand(graph, first, 1).shape[:: 1 if site[0] == "multiply" else -1]
    ):
        turned = site[0] == "matmul"

        def back(graph, v, dy, grads):
            a, b = (operand(graph, v, k) for k in (0, 1))
            pair = (b.T, a.T) if turned else (b, a)
            return zip(graph.nodes[v].inputs, pulled(site[0], *pair, dy), strict=True)

        words = f"both factors of the product{in_line(graph.nodes[first])} are exchanged on the way down"
        yield Suspect(kinds.WRONG_FACTOR, site[2], words, at_site(site, back), down=True)


def _transposed_arrival(graph, site, side):
    """One factor of a square product gets the derivative that is made of what arrives, transposed."""
    node = graph.nodes[graph.sites[site][0]]
    if node.value.ndim < 2 or not node.value.shape[-1] == node.value.shape[-2] > 1:
        return

    def back(graph, v, dy, grads):
        pair = [operand(graph, v, k) for k in (0, 1)]
        return exchanged(graph, v, dy, side, pulled("matmul", *pair, dy.mT)[side])

    what = f"the {('first', 'second')[side]} factor of the product{in_line(node)}"
    words = f"what is passed down to {what} is made of what arrives there transposed: .T is missing or extra"
    where = graph.places[node.inputs[side]] or site[2]
    yield Suspect(kinds.TRANSPOSED, where, words, at_site(site, back), down=True)


def _with_another_value(graph, site, side, stand_in, values):
    node, changes = graph.nodes[graph.sites[site][0]], _with_operands(site, side, values)
    which, at = _multiplied(graph, node.inputs[side]), f"factor of the product{in_line(node)}"
    if which is not None:
        words = f"its gradient takes {stand_in}, where the other {at} belongs"
        return Suspect(kinds.WRONG_INPUT, frozenset([which]), words, changes)
    what = f"the {('first', 'second')[side]} {at}"
    words = f"what is passed down to {what} takes {stand_in}, where the other factor belongs"
    return Suspect(kinds.WRONG_FACTOR, site[2], words, changes, down=True)


def _multiplied(graph, i):
    """The array that node i is, up to a sign or a number; None for others."""
    while graph.own[i] is None and graph.nodes[i].op in ("negative", "multiply", "divide"):
        numbers = [graph.nodes[j].value.ndim == 0 for j in graph.nodes[i].inputs if not graph.alive[j]]
        active = [j for j in graph.nodes[i].inputs if graph.alive[j]]
        below = graph.nodes[i].op == "divide" and active == [graph.nodes[i].inputs[1]]
        if len(active) != 1 or not all(numbers) or below:
            return None
        (i,) = active
    return graph.own[i]


def _turned(graph, site, side, shape):
    if site[0] == "matmul" and shape[-1:] == shape[-2:-1]:
        yield "it transposed", lambda graph, which: operand(graph, graph.sites[site][which], 1 - side).mT


def _own_side(graph, site, side, shape):
    if operand(graph, graph.sites[site][0], side).shape == shape:
        yield "its own value", lambda graph, which: operand(graph, graph.sites[site][which], side)
    elif site[0] == "matmul" and operand(graph, graph.sites[site][0], side).mT.shape == shape:
        yield "its own value", lambda graph, which: operand(graph, graph.sites[site][which], side).mT


def _other_factors(graph, site, side, shape):
    """What stands in other products of as many values."""
    for other, found in graph.sites.items():
        for k in (0, 1) if other[0] in ("multiply", "matmul") and other != site else ():
            if len(found) in (1, len(graph.sites[site])) and operand(graph, found[0], k).shape == shape:

                def values(graph, which, other=other, k=k):
                    return operand(graph, of_call(graph.sites[other], which), k)

                yield f"what stands in the product{in_line(graph.nodes[found[0]])}", values


_FOR_VALUES = (_own_side, _turned, _activations, _made_of, _other_steps, _last_states, _other_factors)


# -- weights on the way down --

NO_WEIGHTS = "a sum, without the weights"
_WEIGHING = ("matmul", "multiply", "einsum")


def weights_on_the_way(graph):
    """What is passed down goes through other weights than it came up."""
    sites = [each for each in product_sites(graph, _WEIGHING) if _passes_down(graph, *each)]
    carrying = {i for site, side in sites for i in arrays_of(graph, site, side)}
    for which in sorted(carrying):
        for words, kind, weights in _other_weights(graph, which):
            changes = _with_weights({which: weights})
            words = f"what is passed down goes through {words}"
            if words.endswith(NO_WEIGHTS) and _is_gain(graph, sites, which):
                kind, words = kinds.FACTOR_MISSING, "it is missing as a factor in what is passed down"
            yield Suspect(kind, frozenset([which]), words, changes, down=True)
    if graph.claims is not None and graph.rate and carrying:
        words = "the weights are updated before they carry the derivative down: all gradients come first"
        changes = _with_weights({which: _updated(which) for which in carrying})
        yield Suspect(kinds.UPDATED_BEFORE_USE, frozenset(carrying), words, changes, down=True)
    if graph.claims is not None and graph.rate:
        yield from _between_arrays(graph)


def _between_arrays(graph):
    """Of arrays that are multiplied with each other, one is updated before the other's gradient takes it."""
    pairs = {
        tuple(_multiplied(graph, node.inputs[k]) for k in (side, 1 - side))
        for number, node in enumerate(graph.nodes)
        if node.op in ("matmul", "multiply") and graph.alive[number]
        for side in (0, 1)
    }
    for first, then in sorted(pair for pair in pairs if None not in pair and pair[0] != pair[1]):
        words = f"its gradient takes {marks([first])} after its update: all gradients come first"
        changes = _with_weights({first: _updated(first)})
        yield Suspect(kinds.UPDATED_BEFORE_USE, frozenset([then]), words, changes)
        yield Suspect(kinds.UPDATED_BEFORE_USE, frozenset([then]), words, blocks=_of_the_last(then, changes))


def _of_the_last(then, changes):
    """One block as the changes make it; the others were taken before, so that they are what they were."""

    def made(graph, blocks):
        return blocks[then] + gradients(graph, changes(graph))[then] - gradients(graph)[then]

    return with_block(then, made)


@also_together
def past_slopes(graph):
    """What is passed down is the error as it arrives, before the derivative of the activation up there."""
    words = "what is passed down through it lacks the derivative of the activation that it feeds"
    for site, side in product_sites(graph):
        if _passes_down(graph, site, side) and _activation_above(graph, graph.sites[site][0]):
            where = arrays_of(graph, site, side)
            yield Suspect(kinds.SLOPE_MISSING, where, words, _with_error_above(site, side), down=True)


def _with_error_above(site, side):
    def back(graph, v, dy, grads):
        node, pair, found = (
            graph.nodes[v],
            [operand(graph, v, k) for k in (0, 1)],
            _activation_above(graph, v),
        )
        parts = pulled(node.op, *pair, dy)
        arrived = None if found is None else grads[found[0].a]
        if arrived is not None and np.shape(arrived) == np.shape(dy):
            parts[1 - side] = pulled(node.op, *pair, found[1] * arrived)[1 - side]
        return zip(node.inputs, parts, strict=True)

    return at_site(site, back)


def _activation_above(graph, v):
    """(the activation whose z is made of node v by sums alone, the sign of v in z); or None."""
    by_z, sign = by_sum(graph), 1.0
    while v not in by_z:
        users = set(graph.users[v])
        (u,) = users if len(users) == 1 else (None,)
        if u is None or graph.nodes[u].op not in ("add", "subtract", "negative", "positive"):
            return None
        op, inputs = graph.nodes[u].op, graph.nodes[u].inputs
        sign = -sign if op == "negative" or (op == "subtract" and inputs[1] == v) else sign
        v = u
    return by_z[v], sign


def _is_gain(graph, sites, which):
    """Whether an array is a factor, entry by entry, of what passes through it."""
    at = [graph.sites[site][0] for site, side in sites if which in arrays_of(graph, site, side)]
    return all(graph.nodes[v].op == "multiply" and graph.nodes[v].value.ndim for v in at)


def _passes_down(graph, site, side):
    return any(graph.alive[graph.nodes[v].inputs[1 - side]] for v in graph.sites[site])


def _other_weights(graph, which):
    """(words, kind, weights(graph)) of what fits in the place of an array of weights."""
    shape = graph.point[which].shape
    if len(shape) == 2 and shape[0] == shape[1] > 1:
        yield "the weights untransposed", kinds.TRANSPOSED, lambda graph: graph.point[which].T
    if np.prod(shape) > 1:
        yield "the weights in reverse order", kinds.WRONG_WEIGHT, lambda graph: np.flip(graph.point[which])
        yield NO_WEIGHTS, kinds.WRONG_WEIGHT, lambda graph: np.ones(shape)
        yield "the sizes of the weights", kinds.WRONG_WEIGHT, lambda graph: np.abs(graph.point[which])
    yield from _of_kernels(shape, which)
    for axis in range(len(shape)):
        for places in (1, -1) if shape[axis] > 2 else ():

            def rolled(graph, axis=axis, places=places):
                return np.roll(graph.point[which], places, axis)

            yield "the weights of the neighboring unit", kinds.WRONG_WEIGHT, rolled
    for what, arrays in (("", _point), ("the gradient of ", _claims)):
        for other, there in enumerate(arrays(graph)):
            own = arrays is _point and other == which
            for turned in (False, True) if there is not None and there.size > 1 and not own else ():
                if (there.T if turned else there).shape == shape:

                    def weights(graph, arrays=arrays, other=other, turned=turned):
                        if (found := arrays(graph)[other]) is None:
                            raise ValueError(f"{marks([other])} has no gradient at this point")
                        return found.T if turned else found

                    yield f"{what}{marks([other])}, not through these weights", kinds.WRONG_WEIGHT, weights


def _of_kernels(shape, which):
    """Kernels that stand in several channels: reversed but for those, or two of their axes exchanged."""
    first, last = tuple(range(len(shape) - 2)), tuple(range(2, len(shape)))
    for axes in dict.fromkeys([last, first, *((k,) for k in range(len(shape)))]) if len(shape) > 1 else ():
        if axes and max(shape[k] for k in axes) > 1:
            words = f"the weights in reverse order along their axes {axes}"
            if len(axes) == 1:
                words = f"the weights in reverse order along their axis {axes[0]}"
            yield words, kinds.WRONG_WEIGHT, lambda graph, axes=axes: np.flip(graph.point[which], axes)
    for pair in dict.fromkeys([(0, 1), (len(shape) - 2, len(shape) - 1)]) if len(shape) > 2 else ():
        if shape[pair[0]] == shape[pair[1]] > 1:
            words = f"the weights without exchanging their axes {pair[0]} and {pair[1]}"
            yield words, kinds.TRANSPOSED, lambda graph, pair=pair: graph.point[which].swapaxes(*pair)


def _point(graph):
    return graph.point


def _claims(graph):
    return graph.claims or ()


def _updated(which):
    def weights(graph):
        claim = graph.claims[which]
        return graph.point[which] - (0.0 if claim is None else graph.rate * claim)

    return weights


def _with_weights(exchanged):
    """What is passed down, and only that, with other weights: by array, weights(graph)."""

    def changes(graph):
        arrays = {which: weights(graph) for which, weights in exchanged.items()}

        def change(v, side):
            node, pair = graph.nodes[v], [operand(graph, v, k) for k in (0, 1)]
            other = list(pair)
            other[side] = piece_of(graph, node.inputs[side], arrays)

            def change_of(dy, grads):
                right, wrong = (pulled(node.op, *each, dy, node.detail) for each in (pair, other))
                if np.abs(wrong[1 - side]).max() < 1e-12 * np.abs(right[1 - side]).max():
                    wrong = right  # nothing arrives through these: that is a way that is missing
                return [(node.inputs[side], right[side]), (node.inputs[1 - side], wrong[1 - side])]

            return change_of

        return {
            v: change(v, side)
            for site, found in graph.sites.items()
            for v in (found if site[0] in _WEIGHING and len(graph.nodes[found[0]].inputs) == 2 else ())
            for side in (0, 1)
            if _multiplied(graph, graph.nodes[v].inputs[side]) in arrays
            if _multiplied(graph, graph.nodes[v].inputs[1 - side]) not in arrays
        }

    return changes


def piece_of(graph, i, arrays):
    """What node i, an array or a piece of one, or a number times it, is with these arrays."""
    if i in graph.parameters:
        return arrays.get(graph.parameters.index(i), graph.nodes[i].value)
    node = graph.nodes[i]
    if graph.own[i] is None:  # up to a sign or a number
        (k,) = (k for k, j in enumerate(node.inputs) if graph.alive[j])
        piece = piece_of(graph, node.inputs[k], arrays)
        if node.op == "negative":
            return -piece
        return piece / operand(graph, i, 1) if node.op == "divide" else piece * operand(graph, i, 1 - k)
    parts = [np.ravel(piece_of(graph, j, arrays)) for j in node.inputs]
    return np.concatenate([[0.0], *parts])[node.detail.origins].reshape(node.value.shape)


# -- single numbers --

MANY_WEIGHTS = 24  # of more single weights than these, no pairs are tried


def exchanged_numbers(graph):
    """Of weights that are single numbers, two are exchanged on the way down, or one stands for another."""
    weights = _single_weights(graph)
    for a in weights if len(weights) <= MANY_WEIGHTS else ():
        for b in weights:
            first, second = weights[a][0], weights[b][0]
            if operand(graph, *first) != operand(graph, *second):
                names = _number_name(graph, *first), _number_name(graph, *second)
                where = frozenset(graph.own[graph.nodes[v].inputs[k]] for v, k in (first, second))
                if a < b:
                    words = f"{names[0]} and {names[1]} are exchanged on the way down"
                    yield Suspect(kinds.WRONG_WEIGHT, where, words, _with_numbers({a: b, b: a}), down=True)
                words = f"{names[1]} stands for {names[0]} on the way down"
                yield Suspect(kinds.WRONG_WEIGHT, where, words, _with_numbers({a: b}), down=True)


def _single_weights(graph):
    """The products (v, side of the weight) by the number that weighs there, as often as its line is run."""
    found = {}
    for site, side in product_sites(graph):
        for v in graph.sites[site]:
            node = graph.nodes[v]
            if node.op == "multiply" and not node.value.ndim and graph.alive[node.inputs[1 - side]]:
                found.setdefault((*map(str, site[:2]), _number_name(graph, v, side)), []).append((v, side))
    return found


def _number_name(graph, v, side):
    """A weight in words: the array's own name, or its entry."""
    i = graph.nodes[v].inputs[side]
    which, node = marks([graph.own[i]]), graph.nodes[i]
    if node.op != "getitem" or node.value.ndim or np.size(graph.point[graph.own[i]]) == 1:
        return which
    return f"entry {int(np.ravel(node.detail.origins)[0]) - 1} of {which}"


def _with_numbers(instead):
    """Changes: a single weight weighs what is passed down instead of another; by their keys."""

    def changes(graph):
        def back(v, side, number, dy, grads):
            return exchanged(graph, v, dy, 1 - side, dy * number)

        weights = _single_weights(graph)
        return {
            v: partial(back, v, side, operand(graph, *weights[other][0]))
            for each, other in instead.items()
            for v, side in weights[each]
        }

    return changes
