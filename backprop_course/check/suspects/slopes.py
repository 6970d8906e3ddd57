"""Mistakes in the derivative of an activation, or of a softmax."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import KNOWN, passed_back, penalty_nodes
from backprop_course.check.suspects.common import (
    Suspect,
    at_site,
    by_result,
    each_and_all,
    in_line,
    is_hidden,
    is_wide_as,
    of_call,
    past,
    softmax_along,
)


class Here(NamedTuple):
    """One activation in the middle of a backward pass: a = f(z), its derivative, and dy, which arrives."""

    z: np.ndarray
    a: np.ndarray
    slope: np.ndarray
    dy: np.ndarray
    graph: Any
    which: int  # its number among those of its site


class Instead(NamedTuple):
    """A wrong derivative: slope(here) stands where the right one belongs."""

    kind: str
    words: str
    slope: Callable


def slopes(graph):
    """The derivative of an activation is another function, or the right one in the wrong place."""
    yield from each_and_all(
        (
            (first.name, each.words.replace("output's ", "")),
            Suspect(each.kind, site[2], each.words, _with_slope(site, each.slope)),
        )
        for site, (first, *_) in graph.activations.items()
        for each in _slopes_instead(graph, site)
    )


def _with_slope(site, slope):
    def changes(graph):
        found = {}
        for which, each in enumerate(graph.activations.get(site, ())):
            found |= past(each.z, each.inner, each.a, partial(_passed, graph, each, which, slope))
        return found

    return changes


def _passed(graph, each, which, slope, dy, grads):
    z, a = each.sign * graph.nodes[each.z].value, graph.nodes[each.a].value
    return each.sign * dy * np.nan_to_num(slope(Here(z, a, each.sign * each.slope, dy, graph, which)))


def _slopes_instead(graph, site):
    first = graph.activations[site][0]
    output = not is_hidden(graph, first.a)
    if first.name == "square" and not output:
        return  # a variance: the ways through it are suspects of their own
    yield from _leaks(graph, first)
    if output:
        yield from _of_the_other_logarithm(graph, first)
    root = graph.nodes[first.a].op == "sqrt"
    called = first.name or f"the {'root' if root else 'function'}{in_line(graph.nodes[first.a])}"
    if graph.nodes[first.a].op in ("absolute", "fabs"):
        yield Instead(kinds.SIGN, f"the sign is missing in the derivative of {called}", lambda here: 1.0)
    yield from _missing_or_doubled(called, output and not root, _is_mask(first.slope))
    if root and first.a not in penalty_nodes(graph):
        yield Instead(kinds.FACTOR_MISSING, f"{_ROOT} {called}", lambda here: 0.5)
    if first.name == "square":
        words = "the square of the error is passed down, where the error belongs"
        yield Instead(kinds.WRONG_ERROR, words, lambda here: 2 * here.a)
        words = "the derivative of the square is a number: its factor z is missing"
        yield Instead(kinds.FACTOR_MISSING, words, lambda here: 2.0)
    if first.name:
        yield from _of_known(first.name)
        yield from _elsewhere(graph, site, first.name)
    if first.name == "ReLU" and output:
        yield from _margins()
    yield from _other_functions(called)
    if np.all((first.slope == 0) | (first.slope == 1)):
        words = f"the mask of {called} comes from the derivative that arrives, not from z"
        yield Instead(kinds.WRONG_ARGUMENT, words, lambda here: here.dy > 0)
    yield from _below_zero(graph, site, called)
    if output:
        yield from _of_errors(graph, site)


def _of_the_other_logarithm(graph, first):
    """For a loss of probabilities p without targets, as a generator's: two logarithms are confused."""
    words = "the derivative of the other logarithm is passed down: that of log(1 - p) where the loss takes "
    words += "-log(p), or the other way round"
    if first.name == "sigmoid" and {graph.nodes[u].op for u in graph.users[first.a]} == {"log"}:
        yield Instead(kinds.WRONG_ERROR, words, lambda here: here.a**2)
    of = by_result(graph).get(graph.nodes[first.a].inputs[0])
    if graph.nodes[first.a].op == "log" and of is not None and of.name == "sigmoid":
        yield Instead(kinds.WRONG_ERROR, words, lambda here: 1 - here.slope)


_ROOT = "the division by the root is missing in the derivative, 1 / (2 root), of"


def _leaks(graph, first):
    """For a function that leaks below 0, another leak: asked before its square, which may be the same."""
    below = first.slope[graph.nodes[first.z].value < 0]
    if below.size and np.ptp(below) < 1e-9 and 0 < below[0] < 1:
        for leak in {0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3} - {float(below[0])}:
            words = f"below 0 its derivative is {leak:g}, where the function's is {below[0]:.4g}"
            yield Instead(
                kinds.WRONG_ACTIVATION, words, lambda here, leak=leak: np.where(here.z > 0, here.slope, leak)
            )


def _is_mask(slope):
    """Whether a derivative is zero or one number other than 1: dropout's scale, whose square is a mask's."""
    largest = np.abs(slope).max(initial=0)
    return bool(np.any(slope == 0) and largest != 1 and np.isin(slope, (0, largest)).all())


def _missing_or_doubled(f, output, is_mask):
    whose = "output's " if output else ""
    missing = kinds.OUTPUT_SLOPE_MISSING if output else kinds.SLOPE_MISSING
    doubled = kinds.OUTPUT_SLOPE_DOUBLED if output else kinds.SLOPE_DOUBLED
    yield Instead(missing, f"the {whose}derivative of {f} is missing", lambda here: 1.0)
    if not is_mask:
        words = f"the {whose}derivative of {f} is multiplied in twice"
        yield Instead(doubled, words, lambda here: here.slope**2)


def _of_known(f):
    function, slope, formula = KNOWN[f]
    wrong, other = kinds.WRONG_ARGUMENT, kinds.WRONG_ACTIVATION
    yield Instead(wrong, f"the derivative of {f} is taken at a = f(z), not at z", lambda here: slope(here.a))
    if formula:
        words = f"the formula of {f}'s derivative wants a = f(z), and is fed with "
        yield Instead(wrong, f"{words}z", lambda here: formula(here.z))
        yield Instead(kinds.SLOPE_OF_ERROR, f"{words}what arrives", lambda here: formula(here.dy))
    for name in ("sigmoid", "tanh", "ReLU"):
        _, of_z, of_a = KNOWN[name]
        if name != f:
            words = f"the derivative is that of {name}, the activation is {f}"
            yield Instead(other, words, lambda here, of_z=of_z: of_z(here.z))
        if name != f and of_a:
            words = f"the derivative is {name}'s formula, the activation is {f}"
            yield Instead(other, words, lambda here, of_a=of_a: of_a(here.a))
            yield Instead(other, f"{words}; it is fed with z", lambda here, of_a=of_a: of_a(here.z))
    words = f"{f} itself, of a, is taken for its derivative"
    yield Instead(kinds.SLOPE_IS_ACTIVATION, words, lambda here: function(here.a))


def _elsewhere(graph, site, f):
    """The right derivative, at the values of another layer, or of a state."""
    slope, formula, mine = KNOWN[f][1], KNOWN[f][2], graph.activations[site]
    shape = graph.nodes[mine[0].a].value.shape
    for other, found in graph.activations.items():
        fits = len(found) == len(mine) and graph.nodes[found[0].a].value.shape == shape
        if other != site and fits and found[0].name:

            def at_other(here, other=other):
                return slope(here.graph.nodes[here.graph.activations[other][here.which].z].value)

            words = f"the derivative of {f} is taken at the values of another layer"
            yield Instead(kinds.WRONG_ARGUMENT, words, at_other)
    yield from _at_parts(graph, site, f)
    yield from _at_other_steps(graph, site, f)
    for other in outputs(graph):
        narrow = graph.nodes[graph.sites[other][0]].value.shape
        if len(graph.sites[other]) in (1, len(mine)) and is_wide_as(narrow, shape):
            for formed in filter(None, (slope, formula)):

                def at_output(here, other=other, formed=formed):
                    return formed(here.graph.nodes[of_call(here.graph.sites[other], here.which)].value)

                words = f"the derivative of {f} is taken at the output's values"
                yield Instead(kinds.WRONG_ARGUMENT, words, at_output)
    for other, numbers in graph.sites.items() if formula else ():
        if len(numbers) == len(mine) > 1 and graph.nodes[numbers[0]].value.shape == shape:

            def at_state(here, other=other):
                return formula(here.graph.nodes[here.graph.sites[other][here.which]].value)

            words = f"the formula of {f}'s derivative is fed with another value of the same step"
            yield Instead(kinds.WRONG_ARGUMENT, words, at_state)


def _at_parts(graph, site, f):
    """The right derivative, at a part of z: before a bias, or what a skip connection brings, is added."""
    first = graph.nodes[graph.activations[site][0].z]
    for k, i in enumerate(first.inputs if first.op == "add" else ()):
        if graph.own[i] is None and graph.nodes[i].value.shape == first.value.shape:

            def at_part(here, k=k):
                z = here.graph.nodes[here.graph.activations[site][here.which].z]
                return KNOWN[f][1](here.graph.nodes[z.inputs[k]].value)

            words = f"the derivative of {f} is taken at a part of z, before the sum{in_line(first)}"
            yield Instead(kinds.WRONG_ARGUMENT, words, at_part)


def _at_other_steps(graph, site, f):
    """The right derivative, at the values of another time step; before the first, a is zero."""
    (_, slope, formula), mine = KNOWN[f], graph.activations[site]
    first, second = (graph.nodes[mine[which].a].value for which in (0, min(1, len(mine) - 1)))
    if len(mine) < 2 or first.shape != second.shape:
        return
    for way, words in ((-1, "the step before"), (1, "the step after")):
        for wraps in (False, True):

            def at_step(here, way=way, wraps=wraps):
                found = here.graph.activations[site]
                which = here.which + way
                if not wraps and not 0 <= which < len(found):
                    nothing = np.zeros_like(here.z)
                    return formula(nothing) if formula else slope(nothing)
                return slope(here.graph.nodes[found[which % len(found)].z].value)

            around = "; at the end its index wraps round" if wraps else ""
            yield Instead(
                kinds.WRONG_ARGUMENT,
                f"the derivative of {f} is taken at the values of {words}{around}",
                at_step,
            )


def _margins():
    for margin, words in ((1, "too few rows count"), (-1, "too many rows count")):
        words = f"the margin of the hinge is off by 1: {words}"
        yield Instead(kinds.HINGE_MARGIN, words, lambda here, margin=margin: here.z > margin)


def _other_functions(f):
    words = f"{f} itself is taken for its derivative"
    yield Instead(kinds.SLOPE_IS_ACTIVATION, words, lambda here: here.a)
    for formula, slope in (
        ("the sign of z", lambda here: np.sign(here.z)),
        ("1 - a", lambda here: 1 - here.a),
        ("1 + a", lambda here: 1 + here.a),
        ("z", lambda here: here.z),
        ("a²", lambda here: here.a**2),
        ("1 + a²", lambda here: 1 + here.a**2),
        ("(1 - a)²", lambda here: (1 - here.a) ** 2),
        ("a (1 + a)", lambda here: here.a * (1 + here.a)),
        ("z (1 - a)", lambda here: here.z * (1 - here.a)),
    ):
        yield Instead(kinds.WRONG_SLOPE, f"{formula} is taken for the derivative of {f}", slope)
    if f == "ReLU":
        words = "the mask of ReLU is upside down: the derivative passes where z is below 0"
        yield Instead(kinds.WRONG_SLOPE, words, lambda here: 1 - here.slope)
    words = f"a sign inside the derivative of {f}: 1 - f'(z) is taken for f'(z)"
    yield Instead(kinds.SIGN, words, lambda here: 1 - here.slope)


def _below_zero(graph, site, f):
    """For a function with a bend at 0, the derivative is another below it, or its two sides are exchanged."""
    first = graph.activations[site][0]
    above = first.slope[graph.nodes[first.z].value > 0]
    below = first.slope[graph.nodes[first.z].value < 0]
    yield from _exchanged_sides(f, above, below)
    if not (above.size and below.size and np.allclose(above, 1) and below.max() < 1):
        return
    for formula, kind, slope in (
        ("the function itself", kinds.SLOPE_IS_ACTIVATION, lambda here: here.a),
        ("0", kinds.WRONG_ACTIVATION, lambda here: 0 * here.a),
        ("z", kinds.WRONG_SLOPE, lambda here: here.z),
        ("e^z, without its factor", kinds.WRONG_SLOPE, lambda here: np.exp(np.minimum(here.z, 0))),
        ("1 + a", kinds.WRONG_SLOPE, lambda here: 1 + here.a),
        ("its opposite", kinds.SIGN, lambda here: -here.slope),
    ):
        words = f"below 0, {formula} is taken for the derivative of {f}"
        yield Instead(kind, words, lambda here, slope=slope: np.where(here.z > 0, 1.0, slope(here)))


def _exchanged_sides(f, above, below):
    """For a function with a number for its derivative on each side of 0, these are exchanged."""
    if above.size and below.size and max(np.ptp(above), np.ptp(below)) < 1e-9 < abs(above[0] - below[0]):
        words = f"the two sides of {f} are exchanged in its derivative"
        high, low = above[0], below[0]
        yield Instead(kinds.WRONG_SLOPE, words, lambda here: np.where(here.z > 0, low, high))
        if high * low < 0:
            words = f"{words}, but for their signs"
            yield Instead(kinds.WRONG_SLOPE, words, lambda here: np.where(here.z > 0, -low, -high))


def _of_errors(graph, site):
    """The error e = prediction - target stands where the prediction belongs."""
    first = graph.activations[site][0]
    for u in graph.users[first.a]:
        node = graph.nodes[u]
        if node.op == "subtract" and node.value.shape == graph.nodes[first.a].value.shape:
            key = (node.op, node.site, graph.places[u])
            for formula, f in (
                ("1 - e", lambda e: 1 - e),
                ("e (1 - e)", lambda e: e * (1 - e)),
                ("1 - e²", lambda e: 1 - e * e),
                ("e", lambda e: e),
            ):

                def slope(here, key=key, f=f):
                    return f(here.graph.nodes[here.graph.sites[key][here.which]].value)

                words = f"the output's derivative is formed from the error e, not from the output: {formula}"
                yield Instead(kinds.SLOPE_OF_ERROR, words, slope)


def shares_of_users(graph):
    """An activation that is used at several places: the derivative is missing in the share of one of them."""
    for site, found in graph.activations.items():
        users = dict.fromkeys(
            (graph.nodes[u].op, graph.nodes[u].site, graph.places[u])
            for each in found
            for u in graph.users[each.a]
        )
        for user in users if len(users) > 1 else ():
            if user in graph.sites:
                where = in_line(graph.nodes[graph.sites[user][0]])
                name = found[0].name or "the function"
                words = f"the derivative of {name} is missing in what comes from its use{where}"
                yield Suspect(kinds.SLOPE_MISSING, site[2], words, _past_the_slope(site, user), down=True)
                if graph.nodes[found[0].a].op == "sqrt":
                    words = f"{_ROOT} the root, in what comes from its use{where}"
                    changes = _past_the_slope(site, user, slope=0.5)
                    yield Suspect(kinds.FACTOR_MISSING, site[2], words, changes, down=True)


def _past_the_slope(site, user, slope=1.0):
    """What one use passes back goes past the activation, with this number for its derivative."""

    def back(graph, u, dy, grads):
        z_of = {each.a: each.z for each in graph.activations.get(site, ())}
        passed = passed_back(graph, u, dy)
        return [
            (z_of[i], slope * part) if i in z_of and part is not None else (i, part) for i, part in passed
        ]

    return at_site(user, back)


# -- beside a loss that has its derivative in it already --

_FACTORS = (
    ("p (1 - p) of the sigmoid", KNOWN["sigmoid"][1]),
    ("1 - tanh²", KNOWN["tanh"][1]),
    ("p (1 - p) of the softmax", lambda z: softmax_along(z, -1) * (1 - softmax_along(z, -1))),
    ("p (1 - p) of the softmax", lambda z: softmax_along(z, 0) * (1 - softmax_along(z, 0))),
)


def doubled_at_the_output(graph):
    """A further derivative of the output stands beside prediction - target."""
    for site in outputs(graph):
        for what, factor in _FACTORS:
            words = f"a further {what} stands beside the output's error: it does not belong to this loss"
            yield Suspect(kinds.OUTPUT_SLOPE_DOUBLED, site[2], words, _with_factor(site, factor))


def outputs(graph):
    """The sites of what the last layers make, before any activation."""
    for site, (v, *_) in graph.sites.items():
        made = site[0] in ("add", "matmul") and graph.root[v] == v and graph.own[v] is None
        if made and not is_hidden(graph, v):
            yield site


def _with_factor(site, factor):
    def back(graph, v, dy, grads):
        return passed_back(graph, v, dy * factor(graph.nodes[v].value))

    return at_site(site, back)


# -- softmax --


def softmaxes(graph):
    """A softmax's derivative is a whole matrix for each row; these take a part of it, or another."""
    for site, (first, *_) in graph.softmaxes.items():
        missing = kinds.SLOPE_MISSING if is_hidden(graph, first.s) else kinds.OUTPUT_SLOPE_MISSING
        for kind, words, back in (
            (kinds.SOFTMAX_DIAGONAL, "only its diagonal is there", lambda s, dy, axis: dy * s * (1 - s)),
            (missing, "it is missing", lambda s, dy, axis: dy),
            (kinds.SOFTMAX_DIAGONAL, "only s is there", lambda s, dy, axis: dy * s),
            (kinds.WRONG_AXIS, "its sum runs over the wrong axis",
             lambda s, dy, axis: s * (dy - (dy * s).sum(axis=axis - 1, keepdims=True))),
            (kinds.WRONG_AXIS, "its sum runs over everything", lambda s, dy, axis: s * (dy - (dy * s).sum())),
            (kinds.AVERAGED, "it takes the mean of dy s, where the sum belongs",
             lambda s, dy, axis: s * (dy - (dy * s).mean(axis=axis, keepdims=True))),
            (kinds.WRONG_SLOPE, "the s in front is missing",
             lambda s, dy, axis: dy - (dy * s).sum(axis=axis, keepdims=True)),
            (kinds.WRONG_SLOPE, "it takes the sum of dy, not of dy s",
             lambda s, dy, axis: s * (dy - dy.sum(axis=axis, keepdims=True))),
        ):  # fmt: skip
            yield Suspect(kind, site[2], f"the derivative of the softmax: {words}", _with_softmax(site, back))


def _with_softmax(site, back):
    def changes(graph):
        found = {}
        for each in graph.softmaxes.get(site, ()):

            def passed(dy, grads, s=graph.nodes[each.s].value, axis=each.axis):
                return back(s, dy, axis)

            found |= past(each.z, each.inner, each.s, passed)
        return found

    return changes
