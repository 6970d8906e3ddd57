"""Probes of a learner's program, each usable alone; `examine` runs all and reports.

A gradient check sees a wrong gradient and nothing else. The other probes see what it cannot: a wrong update line, a
loss that broadcasts, rows that mix, arrays written into, a floor that is never left, a seed that was lucky.
"""

from typing import NamedTuple

import numpy as np

from backprop_course import faults
from backprop_course.checking import relative_error, slope
from backprop_course.diagnosis import RIGHT, block_names, diagnose
from backprop_course.models import start
from backprop_course.programs import program_of
from backprop_course.training import fit


class Finding(NamedTuple):
    """What one probe says: whether it passed (None where it does not apply), why, and the fault by name if it knows."""

    probe: str
    passed: bool | None
    words: str
    fault: str = ""


class Report(NamedTuple):
    """The findings of all probes, in their order."""

    findings: list

    @property
    def passed(self):
        """Whether no probe failed."""
        return not self.failed

    @property
    def failed(self):
        """The findings that failed."""
        return [finding for finding in self.findings if finding.passed is False]

    def __str__(self):
        marks = {True: "ok   ", False: "WRONG", None: "-    "}
        return "\n".join(f"{f.probe:<12}{marks[f.passed]} {f.words}" for f in self.findings)


class Setting(NamedTuple):
    """What a program is examined on: data, lists of parameters, their names; the model it is meant to be, its least loss."""

    x: np.ndarray
    y: np.ndarray
    points: list
    names: list
    model: tuple | None = None
    optimum: float | None = None


def setting(params, x, y, *, model=None, optimum=None, points=5, seed=0):
    """A Setting with `points` random parameters around `params`, none of them zero."""
    rng = np.random.default_rng(seed)
    near = [[p + rng.normal(0, 0.5, np.shape(p)) for p in params] for _ in range(points)]
    names = block_names(model.network) if model else [f"array {i}" for i in range(len(params))]
    return Setting(x, y, near, names, model, optimum)


def examine(program, setting, probes=None):
    """Run the probes on a program; one whose call raises has failed, and says with what."""
    findings = []
    for probe in probes or PROBES:
        try:
            with np.errstate(all="ignore"):
                findings.append(probe(program, setting))
        except Exception as error:  # a learner's code may raise anything
            findings.append(Finding(probe.__name__, False, f"{type(error).__name__}: {error}"))
    return Report(findings)


# -- the probes: (program, setting) -> Finding --


def shape(program, setting):
    """A prediction has the shape of its target, a gradient and an update that of their parameter."""
    params, x, y = _copies(setting.points[0]), setting.x, setting.y
    if program.predict and np.shape(program.predict(params, x)) != y.shape:
        words = f"a prediction has shape {np.shape(program.predict(params, x))}, its target {y.shape}."
        return Finding("shape", False, words, "broadcasting")
    for kind, call in (("the gradient of", program.grads), ("the updated", program.step)):
        made = call(params, x, y) if call else params
        if len(made) != len(params):
            return Finding("shape", False, f"{kind} {len(params)} arrays are {len(made)} arrays.", "shape")
        for name, p, new in zip(setting.names, params, made, strict=True):
            if np.shape(new) != np.shape(p):
                words = f"{kind} {name} has shape {np.shape(new)}, {name} has {np.shape(p)}."
                return Finding("shape", False, words, "one bias per row" if len(new) == len(x) else "shape")
    return Finding("shape", True, "predictions, gradients and updates have the shapes they should.")


def gradient(program, setting, tolerance=1e-6):
    """Each block of the gradient equals central differences of the loss, away from kinks."""
    if not program.grads:
        return Finding("gradient", None, "no gradients are given.")
    worst, where = _largest_error(program.grads, program.loss, setting)
    if worst <= tolerance:
        return Finding("gradient", True, f"largest relative error {worst:.0e}, over {len(setting.points)} points.")
    if setting.model:
        found = diagnose(setting.model, program.grads, setting.x, setting.y)
        if found.fault != RIGHT:
            return Finding("gradient", False, found.words, found.fault)
    return Finding("gradient", False, f"{where}: relative error {worst:.2g}{_at_kink(program, setting, where)}.")


def step(program, setting, tolerance=1e-5):
    """(old - new) / rate equals central differences of the loss: the update line descends this very loss."""
    if not program.step:
        return Finding("step", None, "no step is given.")
    worst, where = _largest_error(lambda *at: applied(program, *at), program.loss, setting)
    if worst <= tolerance:
        return Finding("step", True, f"(old - new) / rate is the gradient, to {worst:.0e}.")
    fault = _known_step(program, setting)
    if fault:
        return Finding("step", False, f"{fault.cure}.", fault.name)
    return Finding("step", False, f"{where}: (old - new) / rate is off the gradient by a relative {worst:.2g}.")


def descent(program, setting, length=1e-4):
    """A tiny part of the first step lowers the loss."""
    if not program.step:
        return Finding("descent", None, "no step is given.")
    for params in setting.points:
        way = applied(program, params, setting.x, setting.y)
        shrink = length / max(np.sqrt(sum(np.sum(g * g) for g in way)), 1e-300)
        moved = [p - shrink * g for p, g in zip(params, way, strict=True)]
        before, after = (program.loss(p, setting.x, setting.y) for p in (params, moved))
        if not after < before:
            return Finding("descent", False, f"a tiny step takes the loss from {before:.6g} to {after:.6g}.")
    return Finding("descent", True, "a tiny step lowers the loss.")


def permutation(program, setting):
    """Shuffled examples give the same loss, and the same predictions shuffled."""
    params, x, y = setting.points[0], setting.x, setting.y
    order = np.roll(np.random.default_rng(0).permutation(len(x)), 1)
    before, after = program.loss(params, x, y), program.loss(params, x[order], y[order])
    if not np.isclose(before, after, rtol=1e-9):
        words = f"shuffling the examples takes the loss from {before:.6g} to {after:.6g}."
        return Finding("permutation", False, words, "rows mix")
    if program.predict and not np.allclose(program.predict(params, x)[order], program.predict(params, x[order])):
        return Finding("permutation", False, "shuffling the examples changes their predictions.", "rows mix")
    return Finding("permutation", True, "the order of the examples does not matter.")


def purity(program, setting):
    """The caller's arrays stay as they were, and a second call gives what the first gave."""
    for name, fault in (("loss", "stale loss"), ("grads", "gradients accumulate"), ("step", "written in place")):
        call = getattr(program, name)
        if call and _writes(call, setting):
            return Finding("purity", False, f"{name} writes into the arrays it is handed.", "written in place")
        if call and _remembers(call, setting):
            return Finding("purity", False, f"{name} remembers: the same call a second time gives something else.", fault)
    if program.init and not _equal(program.init(0), program.init(0)):
        return Finding("purity", False, "the same seed gives other first parameters.", "unseeded")
    return Finding("purity", True, "nothing is written into, and a second call repeats the first.")


def range_(program, setting, scale=1e3):
    """The loss is a finite number far out, where a sigmoid is 0 or 1 to the last digit."""
    for params in setting.points:
        far = program.loss([scale * p for p in params], setting.x, setting.y)
        if not np.isfinite(far):
            words = f"with parameters {scale:g} times as large the loss is {far}."
            return Finding("range", False, words, "unguarded exp or log")
    return Finding("range", True, f"with parameters {scale:g} times as large the loss is still a number.")


def optimum(program, setting, steps=3000, tolerance=0.02):
    """Repeated steps come near the least loss, where it is known; if not, shorter ones are tried."""
    if setting.optimum is None or not (program.step and program.init):
        return Finding("optimum", None, "the least loss is not known.")
    reached = _walk(program, setting, steps)
    words = f"after {steps} steps the loss is {reached:.4g}; the least is {setting.optimum:.4g}."
    if abs(reached - setting.optimum) <= tolerance:
        return Finding("optimum", True, words)
    for share in (0.1, 0.01, 0.001):
        shorter = _walk(program, setting, steps, share)
        if abs(shorter - setting.optimum) <= tolerance:
            words += f" Steps {share:g} times as long reach {shorter:.4g}: the rate is too high."
            return Finding("optimum", False, words, "rate")
    return Finding("optimum", False, words, "floor of the model")


def _walk(program, setting, steps, share=1.0):
    """The loss after so many steps, each shortened to a share of itself."""
    params = program.init(0)
    for _ in range(steps):
        new = program.step(params, setting.x, setting.y)
        params = [p + share * (q - p) for p, q in zip(params, new, strict=True)]
    return program.loss(params, setting.x, setting.y)


range_.__name__ = "range"  # the probe's name; Python's own keeps its meaning here
PROBES = (shape, gradient, step, descent, permutation, purity, range_, optimum)


def seeds(model, x, y, rate, *, count=200, steps=3000, tolerance=0.02, least=0.0, wanted=0.9):
    """The share of `count` seeds that come near the least loss, all trained at once; passes from `wanted` on."""
    rngs = [np.random.default_rng(seed) for seed in range(count)]
    run = fit(model, x, y, rate, steps=steps, params=start(model, rngs))
    share = float(np.mean(np.nan_to_num(run.losses[-1], nan=np.inf) - least <= tolerance))
    return Finding("seeds", share >= wanted, f"{share:.1%} of {count} seeds come within {tolerance:g} of {least:g}.")


# -- what the probes stand on --


def applied(program, params, x, y):
    """The gradient that a step used: (old - new) / rate."""
    new = program.step(_copies(params), x, y)
    return [(old - q) / program.rate for old, q in zip(params, new, strict=True)]


def differences(loss, params, x, y):
    """The gradient of loss(params, x, y) by central differences, block by block."""

    def along(i):
        return lambda block: loss([*params[:i], block, *params[i + 1 :]], x, y)

    return [slope(along(i), p) for i, p in enumerate(params)]


def _largest_error(grads, loss, setting):
    """The largest relative error of any block at any point, and the block's name."""
    errors = {}
    for params in setting.points:
        truth = differences(loss, params, setting.x, setting.y)
        for name, mine, right in zip(setting.names, grads(_copies(params), setting.x, setting.y), truth, strict=True):
            errors[name] = max(relative_error(mine, right), errors.get(name, 0.0))
    where = max(errors, key=lambda name: np.nan_to_num(errors[name], nan=np.inf))
    return errors[where], where


def _at_kink(program, setting, where):
    """Whether differences disagree with themselves: the point lies on a kink, and no gradient can match."""
    i = setting.names.index(where)
    for params in setting.points:
        here = [*params]
        fine, coarse = (slope(lambda b: program.loss([*here[:i], b, *here[i + 1 :]], setting.x, setting.y), here[i], h)
                        for h in (1e-6, 1e-4))  # fmt: skip
        if relative_error(fine, coarse) > 1e-3:
            return ", but the loss has a kink there: try other points"
    return ""


def _known_step(program, setting):
    """The fault of the catalogue whose step is this very one, or None."""
    if setting.model is None:
        return None
    right = program_of(setting.model, program.rate)
    for fault in (fault for fault in faults.PROGRAM if fault.probe == "step"):
        wrong = fault.make(right)
        pairs = ((program.step(_copies(p), setting.x, setting.y), wrong.step(p, setting.x, setting.y)) for p in setting.points)
        if all(relative_error(a, b) < 1e-9 for mine, theirs in pairs for a, b in zip(mine, theirs, strict=True)):
            return fault


def _writes(call, setting):
    arrays = [*_copies(setting.points[0]), setting.x.copy(), setting.y.copy()]
    call(arrays[:-2], *arrays[-2:])
    return not _equal(arrays, [*setting.points[0], setting.x, setting.y])


def _remembers(call, setting):
    def once(params):
        result = call(_copies(params), setting.x, setting.y)
        return [np.array(a) for a in (result if isinstance(result, list | tuple) else [result])]

    first = once(setting.points[0])
    once(setting.points[1])
    return not _equal(first, once(setting.points[0]))


def _equal(some, others):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(some, others, strict=True))


def _copies(arrays):
    return [np.array(a) for a in arrays]
