"""Masks that the way down forgets: of dropout, of a maximum, of what the loss counts."""

from itertools import permutations

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.graph import arriving_at, passed_back
from backprop_course.check.suspects.common import Suspect, at_site, exchanged, in_line, is_hidden, operand
from backprop_course.check.tape import unbroadcast


def masks(graph):
    """A dropout mask that the way down forgets, or half of it; or one by which the loss weighs its terms."""
    for site, (first, *_) in graph.sites.items():
        k = mask_position(graph, first)
        if k is None:
            continue
        size, hidden = np.abs(operand(graph, first, k)).max(), is_hidden(graph, first)
        missing, scale = _OF_DROPOUT if hidden else _OF_WEIGHTS
        line = in_line(graph.nodes[first])
        mask = "the dropout mask" if hidden else f"the mask of the loss{line}"
        unscaled = f"{mask} lacks its scale" if hidden else f"the weight {size:.4g}{line} is missing"
        for kind, words, masked in (
            (missing, f"{mask} is missing", lambda dy, m, size=size: dy * size),
            (missing, f"{mask} and its scale are missing", lambda dy, m: dy),
            (scale, unscaled, lambda dy, m: dy * (m != 0)),
            (scale, f"{mask} is multiplied in twice", lambda dy, m: dy * m * m),
        ):
            words = f"{words} on the way down"
            yield Suspect(kind, site[2], words, _with_mask(site, k, masked), down=True)


_OF_DROPOUT = kinds.MASK_MISSING, kinds.MASK_SCALE
_OF_WEIGHTS = kinds.UNOBSERVED, kinds.SCALE


def mask_position(graph, v):
    """At which position of a product a fixed mask of zeros and others stands; None if none does."""
    node = graph.nodes[v]
    fixed = [k for k, i in enumerate(node.inputs) if not graph.alive[i]]
    if node.op != "multiply" or len(fixed) != 1:
        return None
    mask, other = operand(graph, v, fixed[0]), operand(graph, v, 1 - fixed[0])
    of_relu = np.array_equal(mask, (other > 0) * 1.0)
    return None if of_relu or (mask != 0).all() or not mask.any() else fixed[0]


def dropout_position(graph, v):
    """As mask_position, where what is masked goes through further layers."""
    return mask_position(graph, v) if is_hidden(graph, v) else None


def drops_units(graph, v):
    """Whether node v masks as inverted dropout does: some are zero, all others as much larger."""
    k = dropout_position(graph, v)
    left = np.unique(operand(graph, v, k)) if k is not None else ()
    return len(left) == 2 and left[0] == 0 and left[1] > 1


def _with_mask(site, k, masked):
    def back(graph, v, dy, grads):
        return [(graph.nodes[v].inputs[1 - k], masked(dy, operand(graph, v, k)))]

    return at_site(site, back)


def maxima(graph):
    """The largest of several takes all of the derivative: these hand it to others too."""
    for site, (first, *_) in graph.sites.items():
        if site[0] in ("max", "min"):
            words = "the derivative of the maximum goes to all entries, not to the largest"
            yield Suspect(kinds.MAX_MASK, site[2], words, _to_all(site, 1.0), down=True)
            share = graph.nodes[first].value.size / operand(graph, first, 0).size
            words = "the derivative of the maximum is shared by all entries, not given to the largest"
            yield Suspect(kinds.MAX_MASK, site[2], words, _to_all(site, share), down=True)
        if site[0] in ("maximum", "minimum") and all(graph.alive[i] for i in graph.nodes[first].inputs):
            what = f"the derivative of the {site[0]}{in_line(graph.nodes[first])}"
            for words, shares in (
                ("goes to both, not to the one that is taken", (1.0, 1.0)),
                ("is shared by both, not given to the one that is taken", (0.5, 0.5)),
                ("always goes to the first of the two, not to the one that is taken", (1.0, 0.0)),
                ("always goes to the second of the two, not to the one that is taken", (0.0, 1.0)),
            ):
                yield Suspect(kinds.MAX_MASK, site[2], f"{what} {words}", _to_both(site, shares), down=True)


def _to_both(site, shares):
    def back(graph, v, dy, grads):
        shapes = [operand(graph, v, k).shape for k in (0, 1)]
        parts = [unbroadcast(q * dy, shape) for q, shape in zip(shares, shapes, strict=True)]
        return zip(graph.nodes[v].inputs, parts, strict=True)

    return at_site(site, back)


def _to_all(site, share):
    def back(graph, v, dy, grads):
        (i,), axis = graph.nodes[v].inputs, graph.nodes[v].detail
        shape = graph.nodes[i].value.shape
        kept = axis is None or np.ndim(dy) == len(shape)
        wide = dy if kept else np.expand_dims(dy, axis)
        return [(i, share * np.broadcast_to(wide, shape))]

    return at_site(site, back)


def misplaced(graph):
    """Where the largest stands in its window is taken for where it stands in the whole."""
    for site, found in graph.sites.items():
        several = site[0] == "getitem" and len(found) > 1
        if several and all(_is_window(graph, v) for v in found):
            what = f"each window{in_line(graph.nodes[found[0]])}"
            words = f"what flows back to {what} goes to the beginning: where the window stands is not added"
            yield Suspect(kinds.WRONG_PLACE, site[2], words, at_site(site, _to_the_beginning), down=True)


def _is_window(graph, v):
    """Whether a node is a part of something larger, of which one entry is taken."""
    node = graph.nodes[v]
    picks = any(graph.nodes[u].op in ("getitem", "max", "min") for u in graph.users[v])
    return len(node.inputs) == 1 and node.value.size > 1 and picks and bool(np.all(node.detail.origins > 0))


def _to_the_beginning(graph, v, dy, grads):
    (i,), origins = graph.nodes[v].inputs, np.ravel(graph.nodes[v].detail.origins)
    made = np.zeros(graph.nodes[i].value.shape)
    at = [where - where.min() for where in np.unravel_index(origins - 1, made.shape)]
    np.add.at(made, tuple(at), np.ravel(dy))
    return [(i, made)]


def unobserved(graph):
    """Entries that the loss leaves out, by a mask or a selection, count in the gradient all the same."""
    for site, (first, *_) in graph.sites.items():
        k = mask_position(graph, first)
        k = -1 if k is None and site[0] == "getitem" and len(graph.nodes[first].inputs) == 1 else k
        if k is not None and not is_hidden(graph, first) and _source(graph, first, k) is not None:
            where = in_line(graph.nodes[first])
            words = f"entries that the loss leaves out{where} are counted in the gradient"
            yield Suspect(kinds.UNOBSERVED, site[2], words, _counting_all(site, k), down=True)


def unrated(graph):
    """A table near is factorized: where it has no rating, 0, it counts in the gradient as a rating of 0.

    A loop of the loss over the ratings has no operation for the others.
    """
    for name, table in graph.nearby:
        missing = np.nan_to_num(table) == 0
        for (one, p), (other, q) in permutations(enumerate(graph.point), 2):
            for turned in (False, True) if table.ndim == p.ndim == q.ndim == 2 and missing.any() else ():
                (m, k) = q.shape[::-1] if turned else q.shape
                if table.shape == (len(p), m) and p.shape[1] == k:
                    words = f"entries of {name} that the loss leaves out are counted in the gradient as zeros"
                    suspect = Suspect(kinds.UNOBSERVED, frozenset([one, other]), words)
                    yield suspect._replace(sized=_with_zeros(suspect, missing, one, other, turned))


def _with_zeros(suspect, missing, one, other, turned):
    def sized(size):
        def blocks(graph, blocks):
            p, q = graph.point[one], graph.point[other].T if turned else graph.point[other]
            error = (1 - size) * (p @ q.T) * missing
            dq = error.T @ p
            more = {one: error @ q, other: dq.T if turned else dq}
            return [b + more.get(i, 0.0) for i, b in enumerate(blocks)]

        return suspect._replace(blocks=blocks, size=size)

    return sized


def _source(graph, v, k):
    """The values of which a mask at position k, or a selection, takes some; None if they are an array's."""
    i = graph.nodes[v].inputs[0 if k < 0 else 1 - k]
    return i if graph.alive[i] and graph.own[i] is None else None


def _counting_all(site, k):
    def back(graph, v, dy, grads):
        i = _source(graph, v, k)
        e, part = graph.nodes[i].value, dict(passed_back(graph, v, dy))[i]
        kept = part != 0
        for base in (e, np.ones_like(e)) if kept.any() else ():
            c = part[kept] / np.where(base[kept] == 0, np.nan, base[kept])
            if np.ptp(c) <= 1e-9 * np.abs(c).max():
                return [(i, c[0] * base)]
        return [(i, part)]

    return at_site(site, back)


def right_classes(graph):
    """The right class of a hinge gets one share for an example, where every violated margin gives it one."""
    for site, (first, *_) in graph.sites.items():
        for k in range(2) if site[0] == "subtract" and not is_hidden(graph, first) else ():
            for words, share in (
                ("in every example", np.ones_like),
                ("if any margin is violated", np.sign),
            ):
                words = f"the right class gets one share {words}, where each violated margin gives it one"
                yield Suspect(kinds.HINGE_MARGIN, site[2], words, _with_shares(site, k, share), down=True)


def _with_shares(site, k, share):
    """Differences of which operand k gets a share of the counts of what arrives, if these are counts."""

    def changes(graph):
        arrived = arriving_at(graph, graph.sites.get(site, ()))
        unit = min((abs(d) for dy in arrived.values() for d in np.ravel(dy) if d), default=np.inf)
        counts, firsts = {}, {}
        for v, dy in arrived.items():
            piece = _piece(graph, graph.nodes[v].inputs[k])
            counts[piece] = counts.get(piece, 0) + unbroadcast(dy, operand(graph, v, k).shape) / unit
            firsts.setdefault(piece, v)
        every = np.concatenate([[0.0], *map(np.ravel, counts.values())])
        if every.max() < 1.5 or np.abs(every - np.abs(np.round(every))).max() > 1e-6:
            return {}
        sign = 1 - 2 * k
        passed = {firsts[piece]: sign * unit * share(np.round(count)) for piece, count in counts.items()}
        return {v: lambda dy, grads, v=v: exchanged(graph, v, dy, k, passed.get(v)) for v in arrived}

    return changes


def _piece(graph, v):
    """What tells a value from others, picked as often as it is."""
    node = graph.nodes[v]
    return (*node.inputs, node.detail.origins.tobytes()) if node.op == "getitem" else v
