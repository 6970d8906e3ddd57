"""An explanation in the learner's names: (kind, place, words, number, what to look at)."""

import re

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.conventions import named, sizes_of
from backprop_course.check.peeling import RIGHT, gradient_with

EVERYWHERE = "every array"
OUTPUTS = (kinds.OUTPUT_SLOPE_MISSING, kinds.OUTPUT_SLOPE_DOUBLED)


def said_of_suspect(evidence, case, found, number):
    """What is said of one mistake of an Explanation."""
    suspect, names = found.suspects[number], evidence.names
    graph = case.graphs[0]
    others = found.suspects[:number] + found.suspects[number + 1 :]
    before, after = gradient_with(graph, others), gradient_with(graph, found.suspects)
    touched = [i for i in range(len(names)) if not np.allclose(before[i], after[i], rtol=1e-9, atol=1e-300)]
    place = touched if suspect.down or not suspect.where else sorted(suspect.where)
    where = _place(names, place)
    if suspect.kind in OUTPUTS:
        where = f"output ({_listed(names, sorted(suspect.where))})"
    words = re.sub(r"\{([\d,]+)\}", lambda m: _listed(names, map(int, m[1].split(","))), suspect.words)
    at = _at_layer(evidence, graph, suspect.where) if suspect.where else "the loss"
    shown = _listed(names, touched)
    exact = "with this mistake put in, the gradient is yours to the last digits"
    if set(touched) - {i for i, fit in enumerate(found.fits) if fit == RIGHT}:
        exact = "with this mistake put in, the gradient is yours up to a factor"
    return suspect.kind, where, f"{at}: {words}.", f"{exact}: {shown}", _look(graph, suspect, at)


def _look(graph, suspect, at):
    return f"the lines of your backward pass about {at}"


def said_of_fits(reading, evidence, found):
    """What is said of the factors and multiples of the penalty with which the blocks fit."""
    names = evidence.names
    groups = {}
    for i, fit in enumerate(found.fits):
        if fit is not None and fit != RIGHT:
            groups.setdefault((round(fit.data, 9), round(fit.penalty, 9), round(fit.extra, 9)), []).append(i)
    for (k, q, r), where in groups.items():
        yield from _said_of_fit(reading, evidence, where, len(where) == len(names), k, q, r)


def _said_of_fit(reading, evidence, where, everywhere, k, q, r):
    names, place = evidence.names, _place(evidence.names, where) if not everywhere else EVERYWHERE
    if everywhere and len(names) == 1:
        place = names[0]
    at = "every block" if everywhere and len(names) > 1 else _listed(names, where)
    if k == 0:
        yield (
            kinds.ZERO,
            place,
            f"{at}: zero everywhere.",
            "it is 0 where the right one is not",
            f"what is passed down to {at}",
        )
        return
    if k != 1.0:
        kind = kinds.SIGN if k < 0 else kinds.SCALE
        size = named(k, reading.x, reading.y)
        if abs(abs(k) - 1) < 1e-6:
            words = f"{at}: it is the right one times -1: the sign is flipped."
        else:
            words = f"{at}: it is the right one times {size}{', and the sign is flipped' if k < 0 else ''}."
        kind = _kind_of_factor(reading, evidence, where, k, kind)
        yield (
            kind,
            place,
            words,
            f"claim / truth is {k:.6g} at every point and in every entry",
            f"the factors in the gradient of {at}",
        )
    if abs(q - k) > 1e-6 * max(1, abs(q)):
        share = q / k if k else q
        kind = (
            kinds.PENALTY_MISSING
            if abs(share) < 1e-6
            else kinds.PENALTY_SIGN
            if abs(share + 1) < 1e-6
            else kinds.PENALTY_SCALE
        )
        words = {
            kinds.PENALTY_MISSING: "the penalty is missing in its gradient",
            kinds.PENALTY_SIGN: "the penalty's gradient has the wrong sign",
        }.get(kind, f"the penalty's gradient is {share:.4g} times what the loss asks for")
        yield (
            kind,
            place,
            f"{at}: {words}.",
            f"without the penalty's part the gradient is right; that part is {share:.4g} times its own",
            "the line that adds the penalty's gradient",
        )
    if r:
        biases = all(_is_bias(evidence, i) for i in where)
        kind = kinds.PENALTY_ON_BIAS if biases or _is_partly_free(evidence, where) else kinds.PENALTY_EXTRA
        what = "the bias" if kind == kinds.PENALTY_ON_BIAS else "this array"
        yield (
            kind,
            place,
            f"{at}: {r:.4g} times the array itself is added: the loss does not penalize {what}.",
            f"claim - truth is {r:.6g} times the array at every point",
            "the line that adds the penalty's gradient",
        )


def _is_bias(evidence, i):
    """Whether an array is added, and never a factor."""
    graph = evidence.graphs[0]
    taken = [node.op for node in graph.nodes if any(graph.own[j] == i for j in node.inputs)]
    return "add" in taken and not {"matmul", "multiply", "einsum"} & set(taken)


def _is_partly_free(evidence, where):
    from backprop_course.check.graph import penalty_gradient

    added = penalty_gradient(evidence.graphs[0])
    return all(np.any(added[i]) and not np.all(added[i]) for i in where)


def _kind_of_factor(reading, evidence, where, k, kind):
    rows, _ = sizes_of(reading.x, reading.y)
    if kind == kinds.SCALE and any(
        abs(k - c) < 1e-6 for m in mask_scales(evidence.graphs[0]) for c in (m, 1 / m)
    ):
        return kinds.MASK_SCALE
    averaged = kind == kinds.SCALE and abs(k * rows - 1) < 1e-5 and len(where) < len(evidence.names)
    return kinds.AVERAGED if averaged and all(_is_bias(evidence, i) for i in where) else kind


def mask_scales(graph):
    """The numbers by which dropped-out values are scaled."""
    found = set()
    for v, node in enumerate(graph.nodes):
        if node.op == "multiply" and graph.alive[v]:
            for i in node.inputs:
                mask = graph.nodes[i].value
                if not graph.alive[i] and mask.size > 1 and (mask == 0).any() and len(np.unique(mask)) == 2:
                    found.add(float(mask.max()))
                    found |= {
                        float(graph.nodes[j].value)
                        for u in graph.users[v]
                        for j in graph.nodes[u].inputs
                        if graph.nodes[u].op in ("divide", "multiply")
                        and not graph.alive[j]
                        and graph.nodes[j].value.ndim == 0
                    }
    return found - {1.0, 0.0}


def layers_of(graph):
    """The number of the layer that each array belongs to, from 1: arrays that meet before an activation."""
    number, count = {}, 0
    for v, node in enumerate(graph.nodes):
        here = graph.places[v] if node.op in ("matmul", "multiply", "add", "einsum") else ()
        if here and v not in graph.terms and not any(i in number for i in here):
            count += 1
        for i in here if v not in graph.terms else ():
            number.setdefault(i, count)
    return number


def _at_layer(evidence, graph, which):
    """ "layer 2 (W2, b2)", where there are layers; else the arrays."""
    layers, names = layers_of(graph), _listed(evidence.names, sorted(which))
    numbers = {layers.get(i) for i in which}
    if len(numbers) == 1 and None not in numbers and len(set(layers.values())) > 1:
        return f"layer {numbers.pop()} ({names})"
    return names


def _place(names, which):
    which = list(which)
    return EVERYWHERE if len(which) == len(names) > 1 else _listed(names, which)


def _listed(names, which):
    return ", ".join(names[i] for i in which)
