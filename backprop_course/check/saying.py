"""An explanation in the learner's names: (kind, place, words, number, what to look at)."""

import re

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.conventions import named, sizes_of
from backprop_course.check.graph import below, penalty_gradient
from backprop_course.check.peeling import EXACT, gradient_with
from backprop_course.check.suspects.common import in_line, is_hidden
from backprop_course.check.suspects.skips import adds_to_itself

EVERYWHERE = "every array"
OF_THE_OUTPUT = (kinds.OUTPUT_SLOPE_MISSING, kinds.OUTPUT_SLOPE_DOUBLED)


# -- a mistake at a place --


def said_of_suspect(evidence, case, found, number):
    """What is said of one mistake of an Explanation."""
    suspect, names, graph = found.suspects[number], evidence.names, case.graphs[0]
    others = found.suspects[:number] + found.suspects[number + 1 :]
    pairs = zip(gradient_with(graph, others), gradient_with(graph, found.suspects), strict=True)
    off = [b[~np.isclose(a, b, rtol=1e-9, atol=1e-300)] for a, b in pairs]
    touched = [i for i, entries in enumerate(off) if entries.size]
    gone = suspect.kind == kinds.PATH_MISSING and not any(np.any(entries) for entries in off)
    concerned = sorted(suspect.where)
    if not suspect.down:  # an array whose gradient is right with the mistake in it is no place of it
        concerned = [i for i in concerned if i in touched] or concerned
    place = _place(names, touched if suspect.down or not concerned else concerned)
    if suspect.kind in OF_THE_OUTPUT:
        place = f"output ({_listed(names, concerned)})"
    at = _layer(evidence, graph, concerned) if concerned else "the loss"
    words = re.sub(r"\{([\d,]+)\}", lambda m: _listed(names, map(int, m[1].split(","))), suspect.words)
    open_ = [i for i in touched if found.fits[i] is None]
    settled = [i for i in touched if i not in open_]
    exact = all(found.fits[i] == EXACT for i in settled)
    how = "to the last digits" if exact else "up to a factor"
    number = f"with this mistake put in, the gradient is yours {how}: {_listed(names, settled)}"
    number = number if settled else ""
    if open_ and suspect.down and not found.complete:  # another one may explain them all
        words = f"nothing that was tried explains all of it. Nearest comes: {words}; {_listed(names, open_)} "
        words += f"{'are' if len(open_) > 1 else 'is'} then still another"
        return kinds.UNKNOWN, place, f"{at}: {words}.", number, f"the lines of your backward pass about {at}"
    kind = kinds.ZERO if gone else suspect.kind  # nothing at all arrives there
    look = suspect.look or f"the lines of your backward pass about {at}"
    return kind, place, f"{at}: {words}.", number, look


def layers_in_words(graph):
    """The number of the layer that each array belongs to, from 1: arrays that meet before an activation."""
    number = {}
    for v, node in enumerate(graph.nodes):
        here = graph.places[v] if node.op in ("matmul", "multiply", "add", "einsum") else ()
        known = [number[i] for i in here if i in number]
        for i in here:
            number.setdefault(i, min(known, default=len(set(number.values())) + 1))
    return number


def _layer(evidence, graph, which):
    """ "layer 2 (W2, b2)", where there are layers; else the arrays."""
    layers, names = layers_in_words(graph), _listed(evidence.names, which)
    numbers = {layers.get(i) for i in which}
    if len(numbers) == 1 and None not in numbers and len(set(layers.values())) > 1:
        return f"layer {numbers.pop()} ({names})"
    return names


def _place(names, which):
    which = list(which)
    return EVERYWHERE if len(which) == len(names) > 1 else _listed(names, which)


def _listed(names, which):
    return ", ".join(names[i] for i in which)


# -- factors and multiples of the penalty --


def said_of_fits(reading, evidence, found):
    """What is said of the factors and multiples of the penalty with which the blocks fit."""
    groups = {}
    for i, fit in enumerate(found.fits):
        if fit is not None and fit != EXACT:
            groups.setdefault(tuple(round(part, 9) for part in fit), []).append(i)
    said = []
    for (data, penalty, extra), which in groups.items():
        if data == 0:
            said.append(_of_zero(evidence, which, penalty or extra))
            continue
        of_old = None if reading.grads else _of_old_values(evidence, which, data, penalty - data, extra)
        if of_old:
            said.append(of_old)
            if abs(data) != 1.0:
                said.append(_of_factor(reading, evidence, which, abs(data)))
            continue
        if data != 1.0:
            said.append(_of_factor(reading, evidence, which, data))
        if penalty == 0 and extra:
            said.append(_of_other_penalty(evidence, which, extra))
            continue
        if abs(penalty - data) > 1e-6 * abs(data):
            said.append(_of_penalty(evidence, which, penalty / data))
        if extra:
            said.append(_of_extra(evidence, which, extra))
    return said


def _of_old_values(evidence, which, data, penalty, extra):
    """What is said where the array over the rate stands beside a step's gradient, or twice that; or None.

    The step forgets the array then, or takes it with the wrong sign. `data` is the gradient's own factor.
    """
    if not (evidence.rate and evidence.graphs):
        return None
    graph, at = evidence.graphs[0], _listed(evidence.names, which)
    added = penalty_gradient(graph)
    beside = [(penalty * added[i] + extra * graph.point[i], graph.point[i] / evidence.rate) for i in which]
    lost = kinds.OLD_LOST, "the old values are lost: = stands where -= or += is wanted.", "the gradient alone"
    new = "- old - rate * gradient" if data > 0 else "rate * gradient - old"
    words = f"the old values have the wrong sign: {new}."
    negated = kinds.UPDATE_SIGN, words, "the gradient and minus the old"
    for times, (kind, words, made) in enumerate([lost, negated], 1):
        if all(np.any(a) and np.allclose(a[a != 0], times * old[a != 0]) for a, old in beside):
            number = f"the new {at} is made of {made}, at every point"
            words = f"the update of {at}: {words}"
            return kind, _place(evidence.names, which), words, number, "the lines of the update"
    return None


def _of_zero(evidence, which, penalized):
    at = _listed(evidence.names, which)
    words, number = "zero everywhere, so it never learns.", "the gradient is 0 where the right one is not"
    if penalized:
        words = "only the penalty's gradient is there: what the examples add is missing."
        number = "the gradient is a multiple of the array, at every point"
    return kinds.ZERO, _place(evidence.names, which), f"{at}: {words}", number, f"what is passed down to {at}"


def said_of_part(name, lines, k, q):
    """What is said of rows, columns or entries that are k times the right ones and q times the array."""
    rest = "; the others are right (counted from 0)."
    if q:
        words = f"{name}: in {lines}, {q:.4g} times the array itself is added{rest}"
        number = f"claim - {k:.4g} × truth is {q:.6g} times the array there, at every point"
        yield kinds.PENALTY_ON_BIAS, name, words, number, "the line that adds the penalty's gradient"
    if k != 1:
        kind = kinds.ZERO if abs(k) < 1e-9 else kinds.SIGN if k < 0 else kinds.SCALE
        size = {kinds.ZERO: "zero", kinds.SIGN: f"the right one times {k:.4g}: the sign is flipped"}
        words = f"{name}: what belongs in {lines} is {size.get(kind, f'the right one times {k:.4g}')}{rest}"
        number = f"claim / truth is {k:.6g} there, at every point"
        yield kind, name, words, number, f"what makes {lines} of {name}"


def _of_factor(reading, evidence, which, k):
    names = evidence.names
    at = "every block" if len(which) == len(names) > 1 else _listed(names, which)
    flipped = ", and the sign is flipped" if k < 0 else ""
    squares = len(which) == len(names) and _may_hold_squares(evidence.graphs)  # the loss's is in all of them
    ends = _reaches_the_last_layer(evidence.graphs, which)  # where the error is averaged, it is so there too
    factor = named(k, reading.x, reading.y, squares=squares, outputs=ends)
    words = f"{at}: it is the right one times {factor}{flipped}."
    half = abs(k - 0.5) < 1e-6 and len(which) < len(names)
    itself = _adds_to_itself(evidence.graphs, which) if half else ""
    if itself:
        words = (
            f"{at}: it is the right one times 1/2. {itself}: that is twice the value, and gets two shares."
        )
    if abs(k + 1) < 1e-6:
        words = f"{at}: it is the right one times -1: the sign is flipped."
    if not reading.grads and len(which) < len(names) and k > 0:
        words = f"{at}: it moves {k:.4g} times as far as it should: by its gradient, or by its rate."
    number = f"claim / truth is {k:.6g} at every point and in every entry"
    kind = _kind_of_factor(reading, evidence, which, k)
    return (
        kind,
        _place(names, which),
        words,
        number,
        f"the factors in the gradient of {_listed(names, which)}",
    )


def _reaches_the_last_layer(graphs, which):
    """Whether an array of the last layer is among these, as far as the loss can be followed."""
    layers = layers_in_words(graphs[0]) if graphs else {}
    return not layers or any(layers.get(i) in (None, max(layers.values())) for i in which)


def _adds_to_itself(graphs, which):
    """Where the loss adds to itself a value that is made of just these arrays, in words; "" for nowhere."""
    graph = graphs[0] if graphs else None
    for v in range(len(graph.nodes)) if graph else ():
        if graph.alive[v] and adds_to_itself(graph, v):
            made_of = below(graph, [v])
            if {number for number, i in enumerate(graph.parameters) if i in made_of} == set(which):
                return f"The sum{in_line(graph.nodes[v])} adds a value to itself"
    return ""


def _may_hold_squares(graphs):
    """Whether a loss may add up squares: one that takes logarithms, as a cross-entropy, does not."""
    return not graphs or not any(node.op.startswith("log") for node in graphs[0].nodes)


def _kind_of_factor(reading, evidence, which, k):
    if k < 0:
        return kinds.SIGN
    if evidence.graphs is None:
        return kinds.SCALE
    graph = evidence.graphs[0]
    if any(abs(k - c) < 1e-6 for m in mask_scales(graph) for c in (m, 1 / m)):
        return kinds.MASK_SCALE
    averaged = abs(k * sizes_of(reading.x, reading.y)[0] - 1) < 1e-5 and len(which) < len(evidence.names)
    alike = len({_is_bias(graph, i) for i in which}) == 1  # else the error that both are made of is averaged
    return kinds.AVERAGED if averaged and alike else kinds.SCALE


def _is_bias(graph, i):
    """Whether an array is added, and never a factor."""
    taken = {node.op for node in graph.nodes if any(graph.own[j] == i for j in node.inputs)}
    return "add" in taken and not {"matmul", "multiply", "einsum"} & taken


def mask_scales(graph):
    """The numbers by which what a dropout mask leaves is multiplied."""
    found = set()
    for v, node in enumerate(graph.nodes):
        for i in node.inputs if node.op == "multiply" and graph.alive[v] else ():
            mask = graph.nodes[i].value
            masked = not graph.alive[i] and mask.size > 1 and (mask == 0).any() and is_hidden(graph, v)
            if masked and len(np.unique(mask)) == 2:
                found.add(float(mask.max()))
                found.update(_numbers_after(graph, v))
    return found - {0.0, 1.0}


def _numbers_after(graph, v):
    """The plain numbers that node v is multiplied with or divided by."""
    for u in graph.users[v]:
        if graph.nodes[u].op in ("multiply", "divide"):
            for j in graph.nodes[u].inputs:
                if not graph.alive[j] and graph.nodes[j].value.ndim == 0:
                    yield float(graph.nodes[j].value)


def _of_penalty(evidence, which, share):
    at, names = _listed(evidence.names, which), evidence.names
    if abs(share) < 1e-6:
        kind, words = kinds.PENALTY_MISSING, "the penalty is missing in its gradient"
    elif abs(share + 1) < 1e-6:
        kind, words = kinds.PENALTY_SIGN, "the penalty's gradient has the wrong sign"
    else:
        kind = kinds.PENALTY_SCALE
        words = f"the penalty's gradient is {share:.4g} times what the loss asks for"
    number = f"the loss's own part is right; the penalty's is {share:.4g} times its own"
    return kind, _place(names, which), f"{at}: {words}.", number, "the line that adds the penalty's gradient"


def _of_other_penalty(evidence, which, extra):
    at = _listed(evidence.names, which)
    words = f"{at}: {extra:.4g} times the array itself is added, which is not the gradient of your penalty."
    number = "all but the penalty's part is right"
    look = "the line that adds the penalty's gradient"
    return kinds.PENALTY_SCALE, _place(evidence.names, which), words, number, look


def _of_extra(evidence, which, extra):
    at, graph = _listed(evidence.names, which), evidence.graphs[0]
    added = penalty_gradient(graph)
    partly = all(np.any(added[i]) and not np.all(added[i]) for i in which)
    bias = partly or all(_is_bias(graph, i) for i in which)
    what = "a bias" if bias else "this array"
    if partly:
        free = [", ".join(map(str, np.flatnonzero(added[i] == 0)[:6])) for i in which]
        entries = f"its {'entries' if ',' in str(free[0]) else 'entry'} {free[0]}, counted from 0"
        what = entries if len(which) == 1 else "all of their entries"
    words = f"{at}: {extra:.4g} times the array itself is added: the loss does not penalize {what}."
    kind = kinds.PENALTY_ON_BIAS if bias else kinds.PENALTY_EXTRA
    number = f"claim - truth is {extra:.6g} times the array at every point"
    return kind, _place(evidence.names, which), words, number, "the line that adds the penalty's gradient"


# -- a loss in a line --


def summary(graph, names):
    """What a loss is made of that is no network we know, layer by layer, in the learner's names."""
    layers, functions = {}, {}
    for i, number in layers_in_words(graph).items():
        layers.setdefault(number, []).append(names[i])
    for found in (graph.activations, graph.softmaxes):
        for (_, _, place), (first, *_) in found.items():
            name = getattr(first, "name", "softmax")
            numbers = {layers_in_words(graph).get(i) for i in place}
            if name and len(numbers) == 1 and name not in ("square", "exp"):
                functions.setdefault(numbers.pop(), []).append(name)
    steps = []
    for number, arrays in sorted(layers.items()):
        then = ", ".join(dict.fromkeys(functions.get(number, [])))
        steps.append(f"{', '.join(arrays)}{f' → {then}' if then else ''}")
    return f"your own loss, followed in {len(graph.nodes)} operations: {'; '.join(steps)}"
