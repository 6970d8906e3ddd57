"""Mistakes in one block of the gradient: as a whole, or in the sum that makes a bias's gradient."""

from functools import partial
from itertools import combinations, permutations

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import passed_back, penalty_gradient
from backprop_course.check.suspects.common import (
    Suspect,
    also_together,
    arrays_of,
    at_site,
    exchanged,
    marks,
    operand,
    with_block,
)
from backprop_course.check.suspects.products import before_slope
from backprop_course.check.tape import unbroadcast

ONE_NUMBER = "all its entries get the same number"


def whole_blocks(graph):
    """What can be done to the right gradient of one array as a whole."""
    for which, other in combinations(range(len(graph.parameters)), 2):
        if graph.point[which].shape == graph.point[other].shape != ():
            words = f"the gradients of {marks([which])} and {marks([other])} are exchanged"
            blocks = partial(_exchanged_blocks, which, other)
            yield Suspect(kinds.ORDER, frozenset([which, other]), words, blocks=blocks)
    for which, number in enumerate(graph.parameters):
        value = graph.nodes[number].value
        flat = graph.claims is None or _is_flat(graph.claims[which])
        for kind, words, change in (*_whole(value.shape), *(_one_number(value.size) if flat else ())):
            yield Suspect(kind, frozenset([which]), words, blocks=_changed(which, change))
        for other, there in enumerate(graph.parameters):
            if other != which and value.size > graph.nodes[there].value.size == 1:
                words = f"each of its entries gets the gradient of {marks([other])}"
                blocks = with_block(which, partial(_filled, value.shape, other))
                yield Suspect(kinds.BROADCAST, frozenset([which]), words, blocks=blocks)
            if other != which and graph.nodes[there].value.shape == value.shape and value.size > 1:
                words = f"it is the gradient of {marks([other])}"
                blocks = with_block(which, lambda graph, blocks, other=other: blocks[other])
                yield Suspect(kinds.ORDER, frozenset([which]), words, blocks=blocks)


def _exchanged_blocks(which, other, graph, blocks):
    place = {which: other, other: which}
    return [blocks[place.get(i, i)] for i in range(len(blocks))]


def _changed(which, change):
    return with_block(which, lambda graph, blocks: change(blocks[which]))


def _whole(shape):
    yield kinds.ZERO, "zero everywhere", lambda b: 0 * b
    yield kinds.SIGN, "the sign is flipped", lambda b: -b
    size = int(np.prod(shape))
    if len(shape) == 2 and min(shape) > 1:
        if shape[0] == shape[1]:
            yield kinds.TRANSPOSED, "the transpose of what is wanted", lambda b: b.T
        yield kinds.TRANSPOSED, "read in the order of the transpose", lambda b: b.T.reshape(b.shape)
        for axis in (0, 1):
            words = f"the sums along axis {axis} stand in all places of it"
            yield (
                kinds.BROADCAST,
                words,
                lambda b, axis=axis: np.broadcast_to(b.sum(axis, keepdims=True), b.shape),
            )
    if size > 1:
        yield kinds.ENTRY_ORDER, "its entries stand in reverse order", np.flip


def _is_flat(claim):
    return claim is not None and np.ptp(claim) <= 1e-6 * np.abs(claim).max()


def _one_number(size):
    if size > 1:
        words = f"summed over everything: {ONE_NUMBER}"
        yield kinds.SUMMED_OVER_ALL, words, lambda b: np.full(b.shape, b.sum())
        words = f"averaged over everything: {ONE_NUMBER}"
        yield kinds.AVERAGED_OVER_ALL, words, lambda b: np.full(b.shape, b.mean())
        for place in range(min(size, 12)):
            words = "one of its entries stands for all of them"
            yield kinds.BROADCAST, words, lambda b, place=place: np.full(b.shape, b.flat[place])


def _filled(shape, other, graph, blocks):
    return np.full(shape, blocks[other].item())


# -- biases --


@also_together
def biases(graph):
    """An array that is added to every row: its gradient is the sum over the rows, and these are not."""
    for site, (first, *_) in graph.sites.items():
        node = graph.nodes[first]
        mine = [k for k, i in enumerate(node.inputs) if graph.own[i] is not None]
        if node.op in ("add", "subtract") and len(mine) == 1:
            (k,) = mine
            where, own = arrays_of(graph, site, k), operand(graph, first, k).shape
            words = "its gradient is formed before the activation's derivative is multiplied in"
            yield Suspect(kinds.SLOPE_MISSING, where, words, _with_bias(site, k, before_slope, own))
            if own != node.value.shape:
                for kind, words, total in _TOTALS:

                    def of_dy(graph, v, dy, grads, total=total, own=own):
                        return total(dy, own)

                    yield Suspect(kind, where, words, _with_bias(site, k, of_dy, own))


def _with_bias(site, k, total, own):
    sign = -1 if site[0] == "subtract" and k == 1 else 1

    def back(graph, v, dy, grads):
        made = total(graph, v, dy, grads)
        if made is None:
            return passed_back(graph, v, dy)
        return exchanged(graph, v, dy, k, sign * unbroadcast(made, own))

    return at_site(site, back)


def _over_units(total):
    """The total over the axis along which the bias changes, if that makes as many numbers as it has."""

    def made(dy, own):
        units = _axis_of_units(own)
        found = total(dy, axis=units) if dy.ndim == 2 else np.empty(0)
        return found.reshape(own) if found.size == np.prod(own) else None

    return made


def _axis_of_units(own):
    return 0 if len(own) == 2 and own[0] > 1 else -1


def _of_example(row):
    def made(dy, own):
        if dy.ndim != 2:
            return None
        found = np.take(dy, row, axis=-1 if _axis_of_units(own) == 0 else 0)
        return found.reshape(own) if found.size == np.prod(own) else None

    return made


_TOTALS = (
    (
        kinds.AVERAGED,
        "averaged over the examples, where the loss asks for their sum",
        lambda dy, own: unbroadcast(dy, own) * np.prod(own) / dy.size,
    ),
    (
        kinds.SUMMED_OVER_ALL,
        f"summed over everything: {ONE_NUMBER}",
        lambda dy, own: np.full(own, dy.sum()),
    ),
    (
        kinds.AVERAGED_OVER_ALL,
        f"averaged over everything: {ONE_NUMBER}",
        lambda dy, own: np.full(own, dy.mean()),
    ),
    (kinds.WRONG_AXIS, "summed over the units, not over the examples", _over_units(np.sum)),
    (kinds.WRONG_AXIS, "averaged over the units, not over the examples", _over_units(np.mean)),
    (kinds.ROWS_LEFT_OUT, "only the last example counts", _of_example(-1)),
    (kinds.ROWS_LEFT_OUT, "only the first example counts", _of_example(0)),
)


def biases_from_weights(graph):
    """The gradient of a bias is made from that of the weights beside it."""
    for which, other in permutations(range(len(graph.parameters)), 2):
        size, weights = graph.point[which].size, graph.point[other]
        if weights.ndim != 2 or not any({which, other} <= place for place in graph.places):
            continue
        for axis in (0, 1) if size > 1 else ():
            for total, how in ((np.sum, "summed"), (np.mean, "averaged")):
                if weights.shape[1 - axis] == size:
                    words = f"it is the gradient of {marks([other])}, {how} over an axis, not the sum of dz"
                    for penalized in (False, True):
                        made = _total_of(which, other, partial(total, axis=axis), penalized)
                        yield Suspect(kinds.BIAS_FROM_WEIGHTS, frozenset([which]), words, blocks=made)


def _total_of(which, other, total, penalized):
    def made(graph, blocks):
        weights = blocks[other] + (penalty_gradient(graph)[other] if penalized else 0.0)
        return total(weights).reshape(blocks[which].shape)

    return with_block(which, made)
