"""What is wrong with a learner's program, where, and how we know: from a Reading to a Conclusion."""

from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.claims import claimed, stepped
from backprop_course.check.differences import relative_error, slope
from backprop_course.check.facts import facts
from backprop_course.check.graph import gradients, graph_of
from backprop_course.check.peeling import case_of, explain
from backprop_course.check.saying import said_of_fits, said_of_suspect
from backprop_course.check.stepping import cut_to_integers, runs_away, verdict_on_steps
from backprop_course.check.tape import record
from backprop_course.check.wrong_loss import is_of_another_loss, oddities_of_the_loss

NAMED, LOCATED, UNDECIDED = "named", "located", "undecided"
SINGLE = 2e-4  # the tolerance of a gradient in float32


class Finding(NamedTuple):
    """One thing that is wrong: its kind (of `kinds`), its place in the learner's names, and in words.

    `number` says how we know, `look` what to look at.
    """

    fault: str
    where: str
    words: str
    number: str = ""
    look: str = ""
    kind: str = "wrong"


class Block(NamedTuple):
    """Whether the gradient of one array is right, wrong or unchecked, and its largest relative error."""

    state: str
    error: float | None = None


class Conclusion(NamedTuple):
    """The verdict (kinds.RIGHT, NAMED, LOCATED or UNDECIDED), the findings, and what they rest on.

    `model` is what was understood, in one line; `blocks` a Block by name; `unchecked` what was not checked.
    """

    verdict: str
    findings: list
    blocks: dict
    model: str = ""
    unchecked: tuple = ()


class Evidence(NamedTuple):
    """What is compared: points, claims and truths there, graphs where the loss can be followed."""

    names: list
    points: list
    claims: list
    truths: list
    graphs: list | None
    tolerance: float
    noise: list
    rate: float | None
    of_step: bool


def conclusion(reading, seconds=4.0):
    """The Conclusion on a Reading."""
    if reading.loss is None:
        return _undecided(reading, "there is no loss to compare with: hand it over as well")
    points = points_of(reading)
    if points is None:
        return _undecided(reading, "the loss is no finite number near the first parameters")
    if _is_random(reading, points[0]):
        return _undecided(
            reading,
            "the loss of the same parameters is not the same twice. If it is random, fix its seed",
        )
    graphs = _followed(reading, points)
    truth = [gradients(g) for g in graphs] if graphs else [_differences(reading, p) for p in points]
    findings, unchecked, blocks = [], [], {}
    source = "grads" if reading.grads else "step" if reading.step else None
    if source is None:
        findings += _far_out(reading, points[0])
        unchecked.append("there is no gradient and no step: only the loss was looked at")
    else:
        on_steps = verdict_on_steps(reading, points, truth, bool(graphs)) if reading.step else None
        told = on_steps is not None and on_steps.kind != kinds.UNDECIDED
        if source == "grads" or not told:
            evidence, odd = _evidence(reading, points, truth, graphs, source)
            blocks = _blocks(evidence)
            of_gradient = _of_the_gradient(reading, evidence, seconds)
            findings += of_gradient + [
                each for each in odd if not any(f.fault == each.fault for f in of_gradient)
            ]
        elif on_steps.kind == kinds.RIGHT:
            blocks = {name: Block("right", 0.0) for name in reading.names}
        else:
            blocks = {
                name: Block("wrong" if i in on_steps.where else "right")
                for i, name in enumerate(reading.names)
            }
        findings += _of_the_steps(reading, on_steps, unchecked)
        findings += _of_the_state(reading, points, truth, findings)
    findings = _with_the_loss(reading, graphs, findings, points)
    return _concluded(reading, findings, blocks, unchecked, graphs)


def _of_the_steps(reading, on_steps, unchecked):
    """The findings for what an updates.Verdict says."""
    if on_steps is None or on_steps.kind == kinds.RIGHT:
        return []
    if on_steps.kind == kinds.UNDECIDED:
        unchecked.append(on_steps.words)
        return []
    where = ", ".join(reading.names[i] for i in on_steps.where)
    where = "every array" if len(on_steps.where) == len(reading.names) > 1 else where
    return [
        Finding(
            on_steps.kind,
            f"the update of {where}",
            on_steps.words,
            on_steps.number,
            "the lines of the update",
        )
    ]


def _of_the_state(reading, points, truth, findings):
    """Findings on what is kept between two calls, on integers and on rates that run away."""
    if reading.grads and reading.twice:
        first, second = reading.twice("grads", [np.array(a) for a in points[0]], reading.x, reading.y)
        pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
        if any(np.any(a) for a, _ in pairs) and all(
            np.allclose(2 * np.asarray(a), b, rtol=1e-9) for a, b in pairs
        ):
            yield Finding(
                kinds.ACCUMULATE,
                "the gradient",
                "the same call a second time gives twice the gradient: what the first left is added to.",
                "two calls at the same parameters differ",
                "where the gradients are set to zero",
            )
    if cut_to_integers(reading, truth[0]):
        yield Finding(
            kinds.INTEGERS,
            ", ".join(reading.names),
            "the first parameters are integers: what the update stores in them is cut to whole numbers.",
            "one step from the first parameters ends at whole numbers",
            "the dtype of the first parameters: write 2.0 for 2",
        )
    elif reading.step and not findings:
        ran = runs_away(reading)
        if ran:
            yield Finding(
                kinds.RATE,
                "the rate",
                "the gradient is right, but the steps run away: the rate is too high for these data.",
                f"in 60 steps the loss goes from {ran[0]:.4g} to {ran[1]:.4g}",
                "a smaller rate, or features scaled to about 1",
            )


def _far_out(reading, point):
    """The finding that the loss is no number far out, where nothing else can be looked at."""
    with np.errstate(all="ignore"):
        value = reading.loss([1e3 * a for a in point], reading.x, reading.y)
    if np.isfinite(value):
        return []
    return [
        Finding(
            kinds.UNGUARDED,
            "loss",
            f"with parameters 1000 times as large the loss is {value}: exp or log is unguarded.",
            f"the loss there is {value}",
            "exp and log in the loss",
        )
    ]


def _with_the_loss(reading, graphs, findings, points):
    """The findings; where the loss itself explains what nothing else does, that instead."""
    unknown = [f for f in findings if f.fault in (kinds.UNKNOWN, kinds.WRONG_AXIS)]
    of_loss = [Finding(*each) for each in oddities_of_the_loss(reading, graphs, bool(unknown))]
    if not of_loss and unknown and len(unknown) == len(findings) and is_of_another_loss(reading, points[0]):
        words = "loss and gradient do not belong together: the gradient is exactly that of another loss."
        of_loss = [
            Finding(
                kinds.WRONG_LOSS,
                "loss",
                words,
                "the gradient's own derivatives are symmetric, as only a gradient's are",
                "what the loss adds up, and over which examples",
            )
        ]
    return [f for f in findings if f not in unknown] + of_loss if of_loss else findings


def _undecided(reading, reason):
    return Conclusion(
        UNDECIDED, [], {name: Block("unchecked") for name in reading.names}, unchecked=(reason,)
    )


def points_of(reading, count=None):
    """Some parameters around the first ones, where the loss is finite; None if there are none."""
    size = sum(a.size for a in reading.start)
    count = count or (6 if size < 60 else 4 if size < 5000 else 2)
    rng, points = np.random.default_rng(0), []
    for attempt in range(4 * count):
        spread = 0.5 * 0.7 ** (attempt // count)
        point = [a + rng.normal(0, spread, a.shape) for a in reading.start]
        with np.errstate(all="ignore"):
            value = reading.loss(_copies(point), reading.x, reading.y)
        if np.isfinite(value):
            points.append(point)
        if len(points) == count:
            return points
    return points or None


def _copies(arrays):
    return [np.array(a) for a in arrays]


def _is_random(reading, point):
    first, second = (reading.loss(_copies(point), reading.x, reading.y) for _ in range(2))
    return first != second


def _followed(reading, points):
    """The graphs of the loss at the points, if it can be followed and its derivative holds; else None."""
    data = (reading.x, reading.y)
    try:
        graphs = [graph_of(record(reading.loss, p, data), p) for p in points]
    except Exception:  # the learner's code was written for arrays that do not remember
        return None
    rng, held = np.random.default_rng(1), 0
    for graph, point in zip(graphs, points, strict=True):
        way = [rng.normal(size=a.shape) for a in point]
        made = sum(np.sum(g * w) for g, w in zip(gradients(graph), way, strict=True))
        held += any(_along(reading, point, way, made, length) for length in (1e-6, 1e-4, 1e-3))
    return graphs if held > len(points) / 2 else None


def _along(reading, point, way, made, length):
    ahead, behind = (
        reading.loss([p + e * w for p, w in zip(point, way, strict=True)], reading.x, reading.y)
        for e in (length, -length)
    )
    seen = (ahead - behind) / (2 * length)
    return abs(seen - made) <= 1e-4 * max(abs(seen), abs(made)) + 1e-9 * (abs(ahead) + 1) / length * 1e-3


def _differences(reading, point):
    def along(i):
        return lambda block: reading.loss(
            [*_copies(point[:i]), np.array(block), *_copies(point[i + 1 :])], reading.x, reading.y
        )

    return [slope(along(i), p) for i, p in enumerate(point)]


def _evidence(reading, points, truth, graphs, source):
    """The Evidence for the gradients or the steps of a Reading, and what is odd about their shapes."""
    read = claimed if source == "grads" else stepped
    claims, odd, rate, noise = read(reading, points, truth)
    findings = [Finding(*each) for each in odd]
    single = np.dtype(reading.dtype) == np.float32
    tolerance = SINGLE if single else 1e-6 if graphs else 1e-5
    if graphs:
        graphs = [g._replace(claims=c, rate=rate) for g, c in zip(graphs, claims, strict=True)]
    return Evidence(
        reading.names, points, claims, truth, graphs, tolerance, noise, rate, source == "step"
    ), findings


def _blocks(evidence):
    found = {}
    for i, name in enumerate(evidence.names):
        pairs = [
            (c[i], t[i], n[i])
            for c, t, n in zip(evidence.claims, evidence.truths, evidence.noise, strict=True)
        ]
        if any(c is None for c, _, _ in pairs):
            found[name] = Block("unchecked")
            continue
        error = max(relative_error(c, t) for c, t, _ in pairs)
        near = all(np.linalg.norm(c - t) <= evidence.tolerance * np.linalg.norm(t) + n for c, t, n in pairs)
        found[name] = Block("right" if near else "wrong", float(error))
    return found


def _of_the_gradient(reading, evidence, seconds):
    """Findings for the blocks that are wrong."""
    blocks = _blocks(evidence)
    wrong = [i for i, name in enumerate(evidence.names) if blocks[name].state == "wrong"]
    if not wrong:
        return []
    if evidence.graphs is None:
        return [_told(evidence, i) for i in wrong]
    case = case_of(evidence.graphs, evidence.tolerance, evidence.noise, seconds)
    found = explain(case)
    findings = _named(reading, evidence, case, found)
    return findings + [_told(evidence, i) for i in wrong if found.fits[i] is None]


def _told(evidence, i):
    name = evidence.names[i]
    said = facts(name, [c[i] for c in evidence.claims], [t[i] for t in evidence.truths], evidence.tolerance)
    return Finding(kinds.UNKNOWN, name, " ".join(said), look=f"the line that makes the gradient of {name}")


def _named(reading, evidence, case, found):
    """The findings of an Explanation."""
    findings = [
        Finding(*said_of_suspect(evidence, case, found, number)) for number in range(len(found.suspects))
    ]
    return findings + [Finding(*each) for each in said_of_fits(reading, evidence, found) if each]


def _concluded(reading, findings, blocks, unchecked, graphs):
    wrong = [f for f in findings if f.kind == "wrong"]
    if any(f.fault == kinds.UNKNOWN for f in wrong) and not any(f.fault != kinds.UNKNOWN for f in wrong):
        verdict = LOCATED
    elif wrong:
        verdict = NAMED
    else:
        verdict = kinds.RIGHT if blocks and all(b.state == "right" for b in blocks.values()) else UNDECIDED
    return Conclusion(verdict, findings, blocks, "", tuple(unchecked))
