"""What is compared: the gradient that a program claims beside the right one, block by block."""

from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.differences import SINGLE, relative_error
from backprop_course.check.peeling import Explanation, factor_of

GUARD = 1e-5  # what a small number inside a log or a root may change: log(p + 1e-7)
GUARDED = 1e-3  # and at most, where the loss is seen to have one that is not so small beside a small p
TINY = 1e-4  # a number that is added for nothing but a guard
MOST_OF_A_GUARD = 1e-4  # what a guard may change at most, where a mistake is told by all digits
SLIGHT = 2e-3  # a relative error that no mistake in a formula is likely to make


class Block(NamedTuple):
    """Whether the gradient of one array is right, wrong or unchecked, and its largest relative error."""

    state: str
    error: float | None = None


class Evidence(NamedTuple):
    """Claims and truths by point and block; graphs with their claims, where the loss can be followed.

    Where single entries are too many, a block is what it is along some directions.
    """

    names: list
    points: list
    claims: list
    truths: list
    graphs: list | None
    tolerance: float
    noise: list
    rate: float | None = None  # of the steps, where it is known


def evidence_of(reading, truth, claims_of):
    """(the Evidence for the gradients that a Reading has claimed, or stepped or crept by; odd shapes)."""
    claims, odd, rate, noise = claims_of(reading, truth)
    pairs = zip(truth.graphs or (), claims, strict=bool(truth.graphs))
    near = tuple((name, np.asarray(a)) for name, a in reading.nearby if isinstance(a, np.ndarray))
    graphs = [graph._replace(claims=claim, rate=rate, nearby=near) for graph, claim in pairs] or None
    tolerance = SINGLE if np.dtype(reading.dtype) == np.float32 else 1e-6 if graphs else 1e-5
    tolerance = max(tolerance, min(share_of_a_guard(graphs), MOST_OF_A_GUARD))
    truths = truth.gradient
    if truth.along:
        claims = [[along.of(claim) for claim, along in zip(claims[0], truth.along, strict=True)]]
        truths = [[np.array(a.derivatives) for a in truth.along]]
        noise = [[1e-9 * (1 + np.linalg.norm(t)) for t in truths[0]]]
    return Evidence(
        reading.names, truth.points, claims, truths, graphs, tolerance, noise, reading.rate and rate
    ), odd


def blocks_of(evidence):
    """A Block for each array, by name."""
    return {name: _block(evidence, i) for i, name in enumerate(evidence.names)}


def _block(evidence, i):
    claims, truths, noise = (column(part, i) for part in (evidence.claims, evidence.truths, evidence.noise))
    if any(claim is None for claim in claims):
        return Block("unchecked")
    triples = list(zip(claims, truths, noise, strict=True))
    error = max(relative_error(c, t) for c, t, _ in triples)
    tolerance = max(evidence.tolerance, GUARD, min(share_of_a_guard(evidence.graphs), GUARDED))
    near = all(np.linalg.norm(c - t) <= tolerance * np.linalg.norm(t) + n for c, t, n in triples)
    return Block(kinds.RIGHT if near else kinds.WRONG, float(error))


def share_of_a_guard(graphs):
    """The largest share of a tiny number in what a logarithm is taken of: 1e-9 in log(p + 1e-9)."""
    share = 0.0
    for graph in graphs or ():
        sums = [graph.nodes[i] for node in graph.nodes if node.op == "log" for i in node.inputs]
        for node in (each for each in sums if each.op == "add"):
            fixed = [np.abs(graph.nodes[i].value).max(initial=0) for i in node.inputs if not graph.alive[i]]
            tiny = sum(each for each in fixed if each < TINY)
            share = max(share, tiny / max(np.abs(node.value).min(initial=np.inf), 1e-300))
    return share


def column(rows, i):
    """What belongs to block i, by point."""
    return [row[i] for row in rows]


def factors_of(evidence):
    """The Explanation by factors alone, for a loss that cannot be followed."""
    fits = []
    for i in range(len(evidence.names)):
        claims, truths, noise = (
            column(part, i) for part in (evidence.claims, evidence.truths, evidence.noise)
        )
        known = all(claim is not None for claim in claims)
        fits.append(factor_of(claims, truths, 10 * evidence.tolerance, noise) if known else None)
    return Explanation((), fits)
