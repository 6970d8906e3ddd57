"""When the loss is what is wrong: shapes that make tables, examples that mix, one example over and over."""

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.algebra import flat
from backprop_course.check.learner.constructing import table_of
from backprop_course.check.suspects.common import in_line
from backprop_course.check.suspects.softmax_axes import output_softmaxes, over


def oddities_of_the_loss(graphs, wrong, y=None):
    """(kind, place, words, number, what to look at) of what is odd in the loss itself.

    `wrong` says whether the gradient disagrees with the loss: without that, a table of differences is no
    mistake, unless the targets `y` are what each prediction is compared with.
    """
    if not graphs:
        return
    yield from _softmax_over_examples(graphs[0], table_of(y))
    yield from _tables(graphs[0], wrong, table_of(y))
    if wrong:
        yield from _sums_turned(graphs[0])
        yield from _softmax_twice(graphs[0])
        yield from _same_example(graphs)


def _softmax_over_examples(graph, y):
    """A softmax of scores x W that sums over the rows, or over all, not over the classes of each row.

    It may be meant to sum over all, unless the targets `y` are one class, or shares, for each row.
    """
    for found in output_softmaxes(graph).values():
        each, shape = found[0], graph.nodes[found[0].z].value.shape
        plain = each.form == "shares" and len(shape) == 2 and len(each.axes) == 1
        if each.axes != (each.classes,) and (plain or _are_one_each(y, shape, each.classes)):
            summed = int(np.prod([shape[axis] for axis in each.axes]))
            at = "all its" if len(each.axes) > 1 else f"along axis {each.axes[0]}, the examples, its"
            yield (
                kinds.ROWS_MIX,
                "softmax",
                f"the softmax{in_line(graph.nodes[each.v])} sums over {over(each.axes)}, not over the "
                f"classes of each example (axis={each.classes} and keepdims=True): every prediction "
                "depends on the rest of the batch.",
                f"{at} {summed} numbers sum to 1",
                f"the axis of the sum in the softmax (scores have shape {shape})",
            )
            return


def _are_one_each(y, shape, classes):
    """Whether targets are a label for each example, or shares of its classes."""
    examples = np.prod(shape) // shape[classes]
    if y is None or y.size == examples:
        return y is not None
    return y.shape == shape and bool(np.allclose(y.sum(axis=classes), 1))


def _softmax_twice(graph):
    """A softmax of what a softmax has made, without weights between."""
    made = {each.s for found in graph.softmaxes.values() for each in found}
    for found in graph.softmaxes.values():
        if found[0].z in made:
            yield (
                kinds.SOFTMAX_TWICE,
                "softmax",
                "a softmax is taken of what is a softmax already.",
                "its inputs sum to 1",
                "where the scores become probabilities, and where the loss does it again",
            )
            return


def _tables(graph, wrong, y):
    """(n,) beside (n, 1) makes (n, n): every prediction against every target."""
    for v, node in enumerate(graph.nodes):
        if graph.alive[v] and len(node.inputs) == 2 and node.value.ndim == 2:
            shapes = {graph.nodes[i].value.shape for i in node.inputs}
            n = node.value.shape[0]
            told = wrong or (y is not None and _is_of_targets(graph, node, y))
            if n > 1 and node.value.shape == (n, n) and shapes == {(n,), (n, 1)} and told:
                yield (
                    kinds.OUTER_BROADCAST,
                    "loss",
                    f"the loss takes arrays of shapes ({n},) and ({n}, 1): together they make a table "
                    f"({n}, {n}) of every prediction against every target.",
                    f"the shapes{in_line(node)}: ({n},) and ({n}, 1)",
                    "the shapes of the prediction and of y in the loss",
                )
                return


def _is_of_targets(graph, node, y):
    """Whether one side of an operation is y itself, and the other is made of an array, and is none."""
    sides = [(i, j) for i, j in (node.inputs, node.inputs[::-1]) if not graph.alive[i]]
    return any(
        graph.own[j] is None and np.array_equal(np.ravel(graph.nodes[i].value), y.ravel()) for i, j in sides
    )


def _sums_turned(graph):
    """The sums along axis 1, of shape (n,), meet the columns of an (n, n) array: keepdims is missing."""
    for v, node in enumerate(graph.nodes):
        if graph.alive[v] and node.op in ("divide", "subtract") and node.value.ndim == 2:
            table, sums = (graph.nodes[i] for i in node.inputs)
            n = node.value.shape[0]
            reduced = sums.op in ("sum", "max", "divide") and sums.value.shape == (n,) and n > 1
            if reduced and table.value.shape == (n, n) and _is_of_rows(graph, node.inputs[1]):
                yield (
                    kinds.OUTER_BROADCAST,
                    "loss",
                    f"the sums over the rows have shape ({n},), and are taken for those of the columns: "
                    "keepdims=True is missing.",
                    f"the shapes{in_line(node)}: ({n}, {n}) and ({n},)",
                    "keepdims in the sum, as of a softmax",
                )
                return


def _is_of_rows(graph, v):
    """Whether node v is a sum or maximum along the last axis, or a multiple of one."""
    while graph.nodes[v].op in ("divide", "multiply") and graph.alive[v]:
        v = next(i for i in graph.nodes[v].inputs if graph.alive[i])
    return graph.nodes[v].op in ("sum", "max") and graph.nodes[v].detail in (1, -1, (1,), (-1,))


def _same_example(graphs):
    """A sum over the examples of which all terms are equal."""
    first = graphs[0]
    for site, found in first.sites.items():
        if (
            len(found) < 3
            or site[0] not in ("add", "square", "power", "multiply", "subtract")
            or found[0] not in first.terms
            and site[0] == "add"
        ):
            continue
        if site[0] == "add" or not _is_summed(first, found):
            continue
        values = [[graph.nodes[v].value for v in graph.sites.get(site, ())] for graph in graphs]
        if all(v and all(np.array_equal(each, v[0]) for each in v) for v in values):
            yield (
                kinds.WRONG_LOSS,
                "loss",
                f"the loss adds the same number {len(found)} times: that of one example, over and over.",
                f"all {len(found)} terms of the sum are equal, at every point",
                f"the index in the loop of the loss{in_line(first.nodes[found[0]])}",
            )
            return


def _is_summed(graph, found):
    return all(any(u in graph.terms and graph.nodes[u].op == "add" for u in graph.users[v]) for v in found)


def is_of_another_loss(reading, point, step=1e-5, tolerance=1e-5):
    """Whether the claimed gradient is exactly that of some other loss: its own derivatives are symmetric."""
    if reading.grads is None or sum(a.size for a in point) < 2:
        return False
    rng = np.random.default_rng(3)

    def claim(at):
        given = reading.grads(at, reading.x, reading.y)
        if any(g is None or np.shape(g) != np.shape(a) for g, a in zip(given, at, strict=True)):
            return None
        return flat(given)

    def along(way):
        moved = [claim([a + e * w for a, w in zip(point, way, strict=True)]) for e in (step, -step)]
        return None if any(m is None for m in moved) else (moved[0] - moved[1]) / (2 * step)

    for _ in range(4):
        u, v = ([rng.normal(size=a.shape) for a in point] for _ in range(2))
        ju, jv = along(u), along(v)
        if ju is None or jv is None:
            return False
        one = flat(v) @ ju
        other = flat(u) @ jv
        if not (abs(one) > 1e-9 and abs(one - other) <= tolerance * (abs(one) + abs(other))):
            return False
    return True
