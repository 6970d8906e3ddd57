"""What is wrong with a learner's program, where, and how we know: from a Reading to a Conclusion."""

from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.claims import claimed, stepped
from backprop_course.check.differences import relative_error
from backprop_course.check.facts import facts
from backprop_course.check.peeling import case_of, explain, mixture
from backprop_course.check.rows import of_other_rows
from backprop_course.check.saying import said_of_fits, said_of_suspect
from backprop_course.check.stepping import cut_to_integers, runs_away, verdict_on_steps
from backprop_course.check.truth import truth_of
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


def conclusion(reading, seconds=4.0):
    """The Conclusion on a Reading; the search for mistakes takes about so many seconds at most."""
    if reading.loss is None:
        return _undecided(reading, "there is no loss to compare with: hand it over as well")
    truth = truth_of(reading)
    if truth is None:
        return _undecided(reading, "the loss is no finite number near the first parameters")
    if _is_random(reading, truth.points[0]):
        return _undecided(reading, "the same parameters give two losses. If it is random, fix its seed")
    if reading.grads is None and reading.step is None:
        told = _far_out(reading, truth.points[0])
        return _concluded(
            reading, told, {}, ["there is no gradient and no step: only the loss was looked at"]
        )
    return _compared(reading, truth, seconds)


def _compared(reading, truth, seconds):
    """The Conclusion where there is a gradient or a step to compare with the loss."""
    findings, unchecked, blocks, evidence = [], [], {}, None
    on_steps = verdict_on_steps(reading, truth) if reading.step else None
    told = on_steps is not None and on_steps.kind != kinds.UNDECIDED
    if reading.grads or not told:
        evidence, odd = _evidence(reading, truth)
        blocks = _blocks(evidence)
        of_gradient = _of_the_gradient(reading, evidence, seconds)
        findings += of_gradient + [each for each in odd if all(f.fault != each.fault for f in of_gradient)]
    else:
        wrong = on_steps.where if on_steps.kind != kinds.RIGHT else ()
        blocks = {name: Block("wrong" if i in wrong else "right") for i, name in enumerate(reading.names)}
    findings += _of_the_steps(reading, on_steps, unchecked)
    findings += _of_the_state(reading, truth, findings)
    findings = _with_the_loss(reading, truth, findings, evidence)
    return _concluded(reading, findings, blocks, unchecked)


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


def _of_the_state(reading, truth, findings):
    """Findings on what is kept between two calls, on integers and on rates that run away."""
    if reading.grads and reading.twice:
        first, second = reading.twice("grads", [np.array(a) for a in truth.points[0]], reading.x, reading.y)
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
    if cut_to_integers(reading, truth):
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


def _with_the_loss(reading, truth, findings, evidence):
    """The findings; where the loss itself explains what nothing else does, that instead."""
    unknown = [f for f in findings if f.fault in (kinds.UNKNOWN, kinds.WRONG_AXIS)]
    told = [Finding(*each) for each in oddities_of_the_loss(truth.graphs, bool(unknown))]
    alone = bool(unknown) and len(unknown) == len(findings) and evidence is not None
    if truth.graphs and alone and not told:
        of_rows = of_other_rows(reading, truth.points, evidence.claims)
        told = [Finding(*of_rows)] if of_rows else []
    if alone and not told and is_of_another_loss(reading, truth.points[0]) and not _is_mixed(evidence):
        told = [_OF_ANOTHER_LOSS]
    return [f for f in findings if f not in unknown] + told if told else findings


_OF_ANOTHER_LOSS = Finding(
    kinds.WRONG_LOSS,
    "loss",
    "loss and gradient do not belong together: the gradient is exactly that of another loss.",
    "the gradient's own derivatives are symmetric, as only a gradient's are",
    "what the loss adds up, and over which examples",
)


def _is_mixed(evidence):
    """Whether the claim is a part of the right gradient and a part of one with a known mistake."""
    return bool(evidence.graphs) and mixture(case_of(evidence.graphs, evidence.tolerance)) is not None


def _undecided(reading, reason):
    return Conclusion(
        UNDECIDED, [], {name: Block("unchecked") for name in reading.names}, unchecked=(reason,)
    )


def _is_random(reading, point):
    with np.errstate(all="ignore"):
        first, second = (reading.loss([np.array(a) for a in point], reading.x, reading.y) for _ in range(2))
    return first != second


def _evidence(reading, truth):
    """The Evidence for the gradients or the steps of a Reading, and what is odd about their shapes."""
    read = claimed if reading.grads else stepped
    claims, odd, rate, noise = read(reading, truth)
    graphs = truth.graphs and [
        g._replace(claims=c, rate=rate) for g, c in zip(truth.graphs, claims, strict=True)
    ]
    tolerance = SINGLE if np.dtype(reading.dtype) == np.float32 else 1e-6 if graphs else 1e-5
    found = Evidence(reading.names, truth.points, claims, truth.gradient, graphs, tolerance, noise, rate)
    return found, [Finding(*each) for each in odd]


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


def _concluded(reading, findings, blocks, unchecked):
    wrong = [f for f in findings if f.kind == "wrong"]
    if any(f.fault == kinds.UNKNOWN for f in wrong) and not any(f.fault != kinds.UNKNOWN for f in wrong):
        verdict = LOCATED
    elif wrong:
        verdict = NAMED
    else:
        verdict = kinds.RIGHT if blocks and all(b.state == "right" for b in blocks.values()) else UNDECIDED
    return Conclusion(verdict, findings, blocks, "", tuple(unchecked))
