"""Mistakes in the derivative of a single operation: of a product or quotient, of exp, of a power."""

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import passed_back, penalty_nodes
from backprop_course.check.suspects.common import (
    CALLED,
    Suspect,
    also_together,
    arrays_of,
    at_site,
    exchanged,
    in_line,
    operand,
    with_block,
)
from backprop_course.check.suspects.masks import dropout_position, mask_position
from backprop_course.check.tape import SLOPES, unbroadcast


@also_together
def factors(graph):
    """A product or quotient hands down the derivative without its factor, or with what is left to 1."""
    for site, (first, *_) in graph.sites.items():
        node = graph.nodes[first]
        if site[0] not in ("multiply", "divide") or node.inputs[0] == node.inputs[1]:
            continue
        if site[0] == "multiply" and mask_position(graph, first) is not None:
            continue
        for k in range(2):
            if any(graph.alive[graph.nodes[v].inputs[k]] for v in graph.sites[site]):
                other = "factor" if site[0] == "multiply" else "divisor" if k == 0 else "dividend"
                what = f"the {other} of the {CALLED[site[0]]}{in_line(node)}"
                plain = not graph.alive[node.inputs[1 - k]] and operand(graph, first, 1 - k).size == 1
                of_mask = dropout_position(graph, graph.nodes[first].inputs[k]) is not None
                kind = kinds.MASK_SCALE if of_mask else kinds.SCALE
                kind = kind if plain else kinds.FACTOR_MISSING
                words = f"{what} is missing on the way down"
                yield Suspect(kind, site[2], words, _with_factor(site, k, np.ones_like), down=True)
                yield from _own_factor(graph, site, k, what)
                for words, change in (
                    (f"1 - {what} stands for it on the way down", lambda s: 1 - s),
                    (f"{what} is there twice on the way down", np.square),
                ):
                    if not plain:
                        changes = _with_factor(site, k, change)
                        yield Suspect(kinds.WRONG_FACTOR, site[2], words, changes, down=True)


def _own_factor(graph, site, k, what):
    """The derivative of a b by a is taken for a, not b."""
    first = graph.sites[site][0]
    mine = [graph.own[i] is not None for i in graph.nodes[first].inputs]
    if site[0] == "multiply" and operand(graph, first, 0).shape == operand(graph, first, 1).shape:
        kind = kinds.WRONG_INPUT if mine[k] else kinds.WRONG_FACTOR
        where = arrays_of(graph, site, k) if mine[k] else site[2]

        def back(graph, v, dy, grads):
            return exchanged(graph, v, dy, k, dy * operand(graph, v, k))

        words = f"its gradient takes its own value, where {what} belongs"
        yield Suspect(kind, where, words, at_site(site, back), down=not mine[k])


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
    return f"the {CALLED.get(site[0], site[0])}{in_line(node)}, of shape {node.value.shape}"


def _times_value(which, site, power):
    def made(graph, blocks):
        return blocks[which] * graph.nodes[graph.sites[site][0]].value ** power

    return with_block(which, made)


def _times_other(site, other, power):
    def back(graph, v, dy, grads):
        which = graph.sites[site].index(v)
        value = graph.nodes[graph.sites[other][which]].value
        return passed_back(graph, v, dy * value**power)

    return at_site(site, back)


def _with_factor(site, k, change):
    """Operations that pass back change(their own local derivative) at one of their inputs."""

    def back(graph, v, dy, grads):
        part = dy * change(_local(graph, v, k))
        return exchanged(graph, v, dy, k, unbroadcast(part, operand(graph, v, k).shape))

    return at_site(site, back)


def _local(graph, v, k):
    """The local derivative of a product or quotient by its operand k, in the shape of the result."""
    a, b = operand(graph, v, 0), operand(graph, v, 1)
    pair = SLOPES[graph.nodes[v].op](a, b, graph.nodes[v].value)
    return np.broadcast_to(pair[k], graph.nodes[v].value.shape)


_LINES = {"add", "subtract", "negative", "positive", "multiply", "conjugate", "where", "clip"}


@also_together
def elementary(graph):
    """The derivative of one operation, which is part of a larger function, is missing or another."""
    penalties = penalty_nodes(graph)
    for site, (first, *_) in graph.sites.items():
        node = graph.nodes[first]
        active = [k for k, i in enumerate(node.inputs) if graph.alive[i]]
        if site[0] in SLOPES and site[0] not in _LINES and len(active) == 1 and site not in graph.activations:
            (k,) = active
            if site[0] != "divide" or k == 1:
                for kind, words, slope in _derivatives(site[0]):
                    what = f"{CALLED.get(site[0], site[0])}{in_line(node)}"
                    if first in penalties:
                        kind, what = kinds.WRONG_PENALTY, f"penalty's {what}"
                    yield Suspect(
                        kind, site[2], words.format(what), _with_derivative(site, k, slope), down=True
                    )


# of a quotient a / b by b, and of a power: (kind, words, derivative(z, value, the other operand))
_OF_QUOTIENTS = (
    (kinds.WRONG_SLOPE, "-1/b² stands for -a/b² in the {}", lambda z, y, other: -1 / (z * z)),
    (kinds.WRONG_SLOPE, "-a/b stands for -a/b² in the {}", lambda z, y, other: -y),
    (kinds.WRONG_SLOPE, "-a stands for -a/b² in the {}", lambda z, y, other: -other),
)
_OF_POWERS = (
    (kinds.WRONG_SLOPE, "the exponent is not lowered by 1 in the derivative of the {}",
     lambda z, y, other: other * y),
    (kinds.WRONG_SLOPE, "the exponent is no factor in the derivative of the {}",
     lambda z, y, other: z ** (other - 1)),
)  # fmt: skip


def _derivatives(op):
    """(kind, words, derivative(z, value, the other operand or None)) of wrong derivatives of an operation."""
    if op == "divide":
        return _OF_QUOTIENTS
    missing = kinds.SIGN if op in ("absolute", "fabs") else kinds.SLOPE_MISSING
    found = [
        (missing, "the derivative of the {} is missing", lambda z, y, other: np.ones_like(y)),
        (kinds.WRONG_ARGUMENT, "z itself stands for the derivative of the {}", lambda z, y, other: z),
    ]
    if op in ("power", "float_power"):
        return [*found, *_OF_POWERS]
    words = "the value itself stands for the derivative of the {}"
    found.append((kinds.SLOPE_IS_ACTIVATION, words, lambda z, y, other: y))
    function = getattr(np, op, None)
    return [*found, *_of_one_operand(function, SLOPES[op])] if getattr(function, "nin", None) == 1 else found


def _of_one_operand(function, slope):
    """As _derivatives, for a function of one operand with slope(z, value)."""
    words = "the derivative of the {} is taken at its value"
    yield kinds.WRONG_ARGUMENT, words, lambda z, y, other: slope(y, function(y))[0]
    words = "the derivative of the {} is multiplied in twice"
    yield kinds.SLOPE_DOUBLED, words, lambda z, y, other: slope(z, y)[0] ** 2 * np.ones_like(y)
    words = "1 over the derivative of the {} is taken for it"
    yield kinds.WRONG_SLOPE, words, lambda z, y, other: 1 / slope(z, y)[0] * np.ones_like(y)


def _with_derivative(site, k, slope):
    def back(graph, v, dy, grads):
        node, z = graph.nodes[v], operand(graph, v, k)
        other = operand(graph, v, 1 - k) if len(node.inputs) == 2 else None
        with np.errstate(all="ignore"):
            part = dy * np.nan_to_num(slope(z, node.value, other))
        return [(node.inputs[k], unbroadcast(part, z.shape))]

    return at_site(site, back)
