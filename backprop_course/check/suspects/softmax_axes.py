"""A softmax of the output that sums over other entries than the classes of each example."""

from functools import partial
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import way_between
from backprop_course.check.suspects.common import Suspect, in_line, past, product_sites, softmax_along

_STEPS = 8  # operations from the scores to what is made of their softmax
_FORMS = {"divide": "shares", "subtract": "logs", "log": "sums", "add": "sums"}


class OutputSoftmax(NamedTuple):
    """A value v made of scores z by exp and its sums along `axes`; `inner` as in Activation.

    v are the shares, which sum to 1, or their logarithms, or the logarithms of the sums. `classes` is the
    axis along which the classes of one example lie.
    """

    z: int
    v: int
    inner: tuple
    axes: tuple
    classes: int
    form: str


def softmaxes_over_the_batch(graph):
    """The softmax of the loss, or that of the gradient alone, lacks its axis or takes the wrong one."""
    for site, found in output_softmaxes(graph).items():
        first = found[0]
        shape, own = graph.nodes[first.z].value.shape, (first.classes,)
        right = f"each example wants its own sum: axis={first.classes} and keepdims=True"
        if first.axes != own:
            said = f"its softmax{in_line(graph.nodes[first.v])} divides by the sum over {over(first.axes)}"
            for axes, words in (
                (first.axes, "; prediction - target is the gradient for such sums only"),
                (own, "; the gradient has such sums"),
            ):
                words, look = (
                    f"{said}, where {right}{words}",
                    "the axis of the sum in the softmax of the loss",
                )
                yield Suspect(kinds.ROWS_MIX, frozenset(), words, _with_sums(site, axes), look=look)
            continue
        for axes in _others(shape, first.classes):
            words = f"the softmax in the gradient divides by the sum over {over(axes)}, where {right}"
            look = "the axis of the sum in the softmax of the gradient"
            for lowered in (False, True):
                changes = _with_sums(site, axes, lowered)
                yield Suspect(kinds.ROWS_MIX, site[2], words, changes, look=look)


def over(axes):
    """What sums along some axes run over, in words."""
    return "the whole batch" if len(axes) > 1 else "the examples"


def output_softmaxes(graph, sites=None):
    """What is made of a softmax of several examples' scores, x W, by site, as lists of OutputSoftmax."""
    sides = {v: side for site, side in product_sites(graph) for v in graph.sites[site] if site[0] == "matmul"}
    found = {}
    for site in (graph.sites if sites is None else sites) if sides else ():
        numbers = graph.sites.get(site, ()) if site[0] in _FORMS else ()
        if numbers and _output_softmax(graph, numbers[0], sides):
            made = [_output_softmax(graph, v, sides) for v in numbers]
            found |= {site: made} if all(made) else {}
    return found


def _output_softmax(graph, v, sides):
    """The OutputSoftmax at node v; None where it is none."""
    form, above = _FORMS[graph.nodes[v].op], _above(graph, v)
    if not any(graph.nodes[i].op == "exp" for i in above):
        return None
    for z in sorted(above):
        classes, value = classes_axis(graph, z, sides), graph.nodes[z].value
        if classes is None or not 1 < value.shape[classes] < value.size:
            continue
        for axes in ((classes,), *_others(value.shape, classes)):
            inner = way_between(graph, z, v) if _is_made(form, value, graph.nodes[v].value, axes) else None
            if inner is not None:
                return OutputSoftmax(z, v, inner, axes, classes, form)
    return None


def _above(graph, v):
    """The nodes of which node v is made, a few operations before."""
    found, last = set(), {v}
    for _ in range(_STEPS):
        last = {i for u in last for i in graph.nodes[u].inputs if graph.alive[i]} - found
        found |= last
    return found


def _others(shape, classes):
    """The axes, other than that of the classes, along which a softmax may sum by mistake."""
    axes = [(axis,) for axis in range(len(shape)) if axis != classes and shape[axis] > 1]
    return [*axes, tuple(range(len(shape)))]


def _is_made(form, z, value, axes):
    """Whether a value is what its form says of the scores z."""
    if form != "sums":
        if value.shape != z.shape:
            return False
        made = softmax_along(z, axes)
        return np.allclose(value if form == "shares" else np.exp(value), made, rtol=1e-9, atol=1e-12)
    top = z.max(axis=axes, keepdims=True)
    sums = top + np.log(np.exp(z - top).sum(axis=axes, keepdims=True))
    fits = value.size == sums.size and value.ndim in (z.ndim, z.ndim - len(axes))
    return fits and np.allclose(np.ravel(value), np.ravel(sums), rtol=1e-9, atol=1e-12)


def classes_axis(graph, v, sides, steps=_STEPS):
    """Along which axis of node v the classes lie, that of the weights' units; None where it has no weights.

    `sides` says at which position of a matmul its weights stand.
    """
    node = graph.nodes[v]
    active = [i for i in node.inputs if graph.alive[i]]
    if v in sides and node.value.ndim > 1:
        return node.value.ndim - 1 if sides[v] == 1 else node.value.ndim - 2
    if not steps:
        return None
    if node.op in ("add", "subtract") or node.op in ("multiply", "divide") and len(active) == 1:
        same = [i for i in active if graph.nodes[i].value.shape == node.value.shape]
        found = (classes_axis(graph, i, sides, steps - 1) for i in same)
        return next((axis for axis in found if axis is not None), None)
    if node.op == "transpose" and node.value.ndim == 2 and active:
        below = classes_axis(graph, active[0], sides, steps - 1)
        return None if below is None else 1 - below
    return None


def _with_sums(site, axes, lowered=False):
    """The way back as for a softmax over the classes, but that its shares are those of sums along `axes`.

    Where the scores are lowered by each example's largest first, such sums are others.
    """

    def changes(graph):
        found = {}
        for each in output_softmaxes(graph, [site]).get(site, ()):
            z = graph.nodes[each.z].value
            shares = softmax_along(z - lowered * z.max(axis=each.classes, keepdims=True), axes)
            found |= past(each.z, each.inner, each.v, partial(_passed, graph, each, shares))
            found |= {m: lambda dy, grads: [] for m in _tops(graph, each.z)}
        return found

    return changes


def _tops(graph, z):
    """The maximum that scores are lessened by: a softmax does not depend on it."""
    inputs = graph.nodes[z].inputs if graph.nodes[z].op == "subtract" else ()
    return [i for i in inputs if graph.nodes[i].op == "max"]


def _passed(graph, each, shares, dy, grads):
    if each.form == "sums":
        return shares * _spread(np.asarray(dy), shares.shape, each)
    direct = dy * graph.nodes[each.v].value if each.form == "shares" else dy
    sums = direct.sum(axis=each.classes, keepdims=True)
    plain = _plain(sums, shares)
    with np.errstate(all="ignore"):
        direct = np.where(sums == 0, direct, direct * plain / sums)
    return direct - shares * plain


def _spread(dy, shape, each):
    """What arrives at the logarithms of the sums, for each example alike where there is none for each."""
    if each.axes == (each.classes,):
        return np.expand_dims(dy, each.classes) if dy.ndim < len(shape) else dy
    return np.full(shape, dy.sum() / (np.prod(shape) / shape[each.classes]))


def _plain(sums, shares):
    """The sums, or the plain number that all of them are but for a small number inside a logarithm."""
    for rows in (1, sums.size, shares.size):
        near = np.sign(sums.sum()) / rows
        if near and np.abs(sums / near - 1).max() < 1e-3:
            return np.full_like(sums, near)
    return sums
