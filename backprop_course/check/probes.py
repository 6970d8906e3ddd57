"""Probes of a learner's program, each usable alone; `run_probes` runs all and reports.

A gradient check sees a wrong gradient and nothing else. The other probes see what it cannot: a wrong update
line, a loss that broadcasts, rows that mix, arrays written into, a floor that is never left, a lucky seed.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from backprop_course import validate
from backprop_course.check import faults, kinds
from backprop_course.check.algebra import flat
from backprop_course.check.conventions import read_as
from backprop_course.check.diagnosis import (
    Diagnosis,
    ModelCase,
    beside_the_model,
    diagnosis,
    misshapen,
    place,
)
from backprop_course.check.differences import SINGLE, relative_error, slope
from backprop_course.check.programs import descending, program_of
from backprop_course.check.running import Late, in_time, message
from backprop_course.nn.models import refuse_no_model, start
from backprop_course.nn.network import block_names, forward, nested
from backprop_course.nn.training import fit

SECONDS = 60.0  # for one probe: some take thousands of steps


class ProbeFinding(NamedTuple):
    """What one probe says: whether it passed (None: it cannot say), why, and the kind of mistake."""

    probe: str
    passed: bool | None
    words: str
    kind: str = ""


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
    """What a program is examined on: data, lists of parameters and their names.

    `model` is what the program is meant to be, `optimum` its least loss; None where nobody knows.
    """

    x: np.ndarray | None
    y: np.ndarray | None
    points: list
    names: list
    model: tuple | None = None
    optimum: float | None = None


def setting(params, x=None, y=None, *, model=None, optimum=None, points=5, seed=0):
    """A Setting with `points` random parameters around `params`: a list, a dict or one array.

    No bias stays zero, so that a ReLU is not probed at its kink.
    """
    listed = _listed(params)
    x = None if x is None else validate.finite("x", x).copy()
    y = None if y is None else validate.finite("y", y).copy()
    optimum = None if optimum is None else validate.real("optimum", optimum)
    if model is not None:
        refuse_no_model(model)
    rng = np.random.default_rng(validate.seed("seed", seed))
    count = validate.count("points", points, most=1000)
    near = [[p + rng.normal(0, 0.5, p.shape) for p in listed] for _ in range(count)]
    names = list(params) if isinstance(params, dict) else [f"array {i + 1}" for i in range(len(listed))]
    own = block_names(model.network) if model else []
    return Setting(x, y, near, own if len(own) == len(names) else names, model, optimum)


def _listed(params):
    """Parameters of a learner's own as a list of arrays: from a list, the values of a dict, or one array."""
    params = list(params.values()) if isinstance(params, dict) else params
    listed = params if isinstance(params, list | tuple) else [params]
    if not listed:
        raise ValueError(f"params must hold at least one array, but it is {validate.short(params)}")
    return [validate.finite("params", p) for p in listed]


def run_probes(program, setting, probes=None):
    """The Report of the probes on a program; one whose call raises has failed, and says with what.

    Where no loss is given, the model's is taken. Each probe is given SECONDS, and hands over copies.
    """
    if setting.model and not program.loss:
        program = program._replace(loss=program_of(setting.model).loss)
    findings = []
    for probe in probes or PROBES:
        try:
            findings.append(in_time(lambda probe=probe: _found(probe, program, setting), SECONDS))
        except Late as late:
            findings.append(ProbeFinding(_name(probe), False, str(late), kinds.RAISES))
    return Report(findings)


def _found(probe, program, setting):
    """The ProbeFinding of a probe, also where the learner's code raises."""
    try:
        return probe(program, setting)
    except BaseException as error:  # a learner's code may raise anything, also SystemExit
        words = f"your code raises {type(error).__name__}: {message(error)}."
        return ProbeFinding(_name(probe), False, words, kinds.RAISES)


def _name(probe):
    return getattr(probe, "func", probe).__name__.strip("_")


# -- the probes: (program, setting) -> ProbeFinding --


def shape(program, setting):
    """A prediction has the shape of its target, a gradient and an update that of their parameter."""
    params, x, y = _handed(setting)
    predicted = program.predict and np.shape(program.predict(params, x))
    if predicted and predicted != np.shape(y):
        words = f"a prediction has shape {predicted}, its target {np.shape(y)}: they must be the same."
        return ProbeFinding("shape", False, words, kinds.OUTER_BROADCAST)
    for what, call in (("the gradient of", program.grads), ("the updated", program.step)):
        made = call(*_handed(setting)) if call else setting.points[0]
        if len(made) != len(setting.names):
            words = f"{what} {len(setting.names)} arrays are {len(made)}, but must be as many."
            return ProbeFinding("shape", False, words, kinds.SHAPE)
        for name, old, new in zip(setting.names, setting.points[0], made, strict=True):
            if np.shape(new) != np.shape(old):
                kind, _ = read_as(np.asarray(new), np.shape(old))
                words = (
                    f"{what} {name} has shape {np.shape(new)}, but must have that of {name}, {np.shape(old)}."
                )
                return ProbeFinding("shape", False, words, kind)
    return ProbeFinding("shape", True, "predictions, gradients and updates have the shapes they should.")


def gradient(program, setting, tolerance=1e-6):
    """Each block of the gradient equals central differences of the loss, away from kinks."""
    if not (program.grads and program.loss):
        return ProbeFinding("gradient", None, "no gradients are given, or no loss.")
    return _finding("gradient", _compared(program.grads, program, setting, tolerance))


def step(program, setting, tolerance=1e-5):
    """(old - new) / rate equals central differences of the loss: the update line descends this very loss."""
    if not (program.step and program.loss):
        return ProbeFinding("step", None, "no step is given, or no loss.")
    grain = max(np.abs(p).max() for p in setting.points[0]) * 1e-15 / program.rate
    found = _compared(lambda *at: applied(program, *at), program, setting, tolerance, grain)
    fault = found.kind not in (kinds.RIGHT, kinds.UNDECIDED) and _known_step(program, setting)
    if fault:
        return ProbeFinding("step", False, f"{fault.cure}.", fault.name)
    of_updates = {
        kinds.SIGN: kinds.UPDATE_SIGN,
        kinds.ZERO: kinds.UPDATE_PARTIAL,
        kinds.BROADCAST: kinds.UPDATE_SCALAR,
        kinds.SCALE: kinds.UPDATE_SCALE,
        kinds.AVERAGED: kinds.UPDATE_SCALE,
    }
    named = {} if _follows(program, setting) else of_updates
    kind, words = named.get(found.kind, found.kind), f"(old - new) / rate: {found.words}"
    return _finding("step", found._replace(kind=kind, words=words))


def descent(program, setting, lengths=(1e-2, 1e-4, 1e-6)):
    """A tiny part of the first step lowers the loss."""
    if not (program.step and program.loss):
        return ProbeFinding("descent", None, "no step is given, or no loss.")
    for params in setting.points:
        before, way = program.loss(*_handed(setting, params)), applied(program, *_handed(setting, params))
        size = np.sqrt(sum(np.sum(g * g) for g in way))
        shorter = [
            [p - length / size * g for p, g in zip(params, way, strict=True)] for length in lengths if size
        ]
        after = [program.loss(*_handed(setting, moved)) for moved in shorter]
        told = [loss for loss in after if not abs(loss - before) <= 1e-12 * abs(before)]
        if told and not min(told) < before:
            words = f"a tiny step takes the loss from {before:.6g} to {told[-1]:.6g}."
            return ProbeFinding("descent", False, words)
    return ProbeFinding("descent", True, "a tiny step lowers the loss.")


def permutation(program, setting):
    """Shuffled examples give the same loss, and the same predictions shuffled."""
    params, x, y = _handed(setting)
    if x is None or not program.loss:
        return ProbeFinding("permutation", None, "no examples are given, or no loss.")
    order = np.roll(np.random.default_rng(0).permutation(len(x)), 1)
    first, before, after = (
        program.loss(*_copied(params, *data)) for data in ((x, y), (x, y), (x[order], y[order]))
    )
    if first != before:
        return ProbeFinding("permutation", None, "the loss of the same examples is not the same twice.")
    if not np.isclose(before, after, rtol=SINGLE if _is_single([before]) else 1e-9, atol=1e-12):
        words = f"shuffling the examples takes the loss from {before:.6g} to {after:.6g}."
        return ProbeFinding("permutation", False, words, kinds.ROWS_MIX)
    if program.predict and not np.allclose(
        program.predict(params, x)[order], program.predict(params, x[order])
    ):
        return ProbeFinding(
            "permutation", False, "shuffling the examples changes their predictions.", kinds.ROWS_MIX
        )
    return ProbeFinding("permutation", True, "the order of the examples does not matter.")


def purity(program, setting):
    """The caller's arrays stay as they were, and a second call gives what the first gave."""
    place = program.model and _writing_layer(program.model, setting)
    if place:
        words = f"{place}: its backward writes into what it is handed. Make a new array."
        return ProbeFinding("purity", False, words, kinds.WRITTEN_IN_PLACE)
    for name, kind in (
        ("loss", kinds.STALE_LOSS),
        ("grads", kinds.ACCUMULATE),
        ("step", kinds.HIDDEN_STATE),
    ):
        call = getattr(program, name)
        if call and _writes(call, setting):
            words = f"{name} writes into the arrays it is handed. Make new ones."
            return ProbeFinding("purity", False, words, kinds.WRITTEN_IN_PLACE)
        if call and _remembers(call, setting):
            words = f"{name} remembers: the same call a second time gives something else."
            return ProbeFinding("purity", False, words, kind)
    if program.init and not _equal(program.init(0), program.init(0)):
        return ProbeFinding("purity", False, "the same seed gives other first parameters.", kinds.UNSEEDED)
    return ProbeFinding("purity", True, "nothing is written into, and a second call repeats the first.")


def range_(program, setting, scale=1e3):
    """The loss is a finite number far out, where a sigmoid is 0 or 1 to the last digit."""
    if not program.loss:
        return ProbeFinding("range", None, "no loss is given.")
    for params in setting.points:
        far = program.loss(*_handed(setting, [scale * p for p in params]))
        if not np.isfinite(far):
            words = f"with parameters {scale:g} times as large the loss is {far}."
            return ProbeFinding("range", False, words, kinds.UNGUARDED)
    return ProbeFinding(
        "range", True, f"with parameters {scale:g} times as large the loss is still a number."
    )


def optimum(program, setting, steps=3000, tolerance=0.02):
    """Repeated steps come near the least loss, where it is known; if they run away, shorter are tried."""
    if setting.optimum is None or not (program.loss and program.step and program.init):
        return ProbeFinding(
            "optimum", None, "the least loss is not known, or there is no loss, step or init."
        )
    if _remembers(program.step, setting):
        return ProbeFinding(
            "optimum", None, "a step remembers the ones before, so a walk cannot be repeated."
        )
    least, start_loss = setting.optimum, program.loss(*_handed(setting, program.init(0)))
    reached = _walk(program, setting, steps, tolerance)
    words = f"after {steps} steps the loss is {reached:.4g}; the least is {least:.4g}."
    if abs(reached - least) <= tolerance:
        return ProbeFinding(
            "optimum", True, f"the loss comes within {tolerance:g} of the least, {least:.4g}."
        )
    if not step(program, setting).passed:
        return ProbeFinding("optimum", False, words)
    for share in (0.1, 0.01, 0.001) if not least <= reached < start_loss else ():
        shorter = _walk(program, setting, steps, tolerance, share)
        if abs(shorter - least) <= tolerance:
            words += f" Steps {share:g} times as long reach {shorter:.4g}: the rate is too high."
            return ProbeFinding("optimum", False, words, kinds.RATE)
    words += " The step is right: either the model or its range cannot reach it, or this start is unlucky."
    return ProbeFinding("optimum", False, words, kinds.MODEL_FLOOR)


def _walk(program, setting, steps, tolerance, share=1.0):
    """The loss near the least one, or after so many steps, each shortened to a share of itself."""
    params = program.init(0)
    for number in range(steps):
        new = program.step(*_handed(setting, params))
        params = [p + share * (q - p) for p, q in zip(params, new, strict=True)]
        if number % 50 == 49:
            loss = program.loss(*_handed(setting, params))
            if not abs(loss - setting.optimum) > tolerance:
                break
    return program.loss(*_handed(setting, params))


PROBES = (shape, gradient, step, descent, permutation, purity, range_, optimum)


def seeds(model, x, y, rate, *, count=200, steps=3000, tolerance=0.02, least=0.0, wanted=0.9):
    """The share of `count` seeds that comes near the least loss, trained at once; passes from `wanted` on."""
    rngs = [np.random.default_rng(seed) for seed in range(validate.count("count", count, most=10**6))]
    tolerance, least = validate.between("tolerance", tolerance, 0, np.inf), validate.real("least", least)
    wanted = validate.real("wanted", wanted)
    run = fit(model, x, y, rate, steps=steps, params=start(model, rngs))
    share = float(np.mean(np.nan_to_num(run.losses[-1], nan=np.inf) - least <= tolerance))
    words = f"{share:.1%} of {count} seeds come within {tolerance:g} of {least:g}."
    return ProbeFinding("seeds", share >= wanted, words)


# -- a claimed gradient beside the true one --


def applied(program, params, x, y):
    """The gradient that a step used: (old - new) / rate."""
    new = program.step(_copies(params), x, y)
    if len(new) != len(params):
        raise ValueError(f"step must return {len(params)} arrays, but it returns {len(new)}")
    return [(old - q) / program.rate for old, q in zip(params, new, strict=True)]


def differences(loss, params, x, y):
    """The gradient of loss(params, x, y) by central differences, block by block."""
    validate.function("loss", loss, ("params", "x", "y"))
    params = _listed(params)
    x, y = (None if data is None else validate.reals(name, data) for name, data in (("x", x), ("y", y)))
    return [slope(along, p) for along, p in zip(_lines(loss, params, x, y), params, strict=True)]


def _lines(loss, params, x, y):
    """The loss as a function of each block alone."""

    def along(i):
        return lambda block: loss(*_copied([*params[:i], block, *params[i + 1 :]], x, y))

    return [along(i) for i in range(len(params))]


def _finding(probe, found):
    passed = {kinds.RIGHT: True, kinds.UNDECIDED: None}.get(found.kind, False)
    kind = found.kind if passed is False and found.kind != kinds.UNKNOWN else ""
    return ProbeFinding(probe, passed, found.words, kind)


def _compared(call, program, setting, tolerance, grain=0.0):
    """The Diagnosis of call(params, x, y), a claimed gradient, beside the true one, at all points off kinks.

    Differences judge, unless they are in float32; the model, where it is known, names the mistake.
    """
    claims = [call(*_handed(setting, params)) for params in setting.points]
    losses = [program.loss(*_handed(setting, params)) for params in setting.points]
    model = _beside_the_model(setting, claims, losses, tolerance)
    if _is_single(losses):
        words = "the loss is in float32, too coarse for differences. Use float64, or say which model it is."
        return diagnosis(model) if model else Diagnosis(kinds.UNDECIDED, "all", words)
    truths = [differences(program.loss, params, setting.x, setting.y) for params in setting.points]
    case = ModelCase(setting.names, claims, truths, _sizes(setting), tolerance)
    found = misshapen(case)
    if found:
        return found
    case = _forgiven(case, losses, grain)
    smooth = [i for i in range(len(claims)) if not _on_kink(program.loss, setting, case, i)]
    if not smooth:
        words = "the loss has a kink at every point tried (a ReLU fed with 0?), where no gradient can match."
        return Diagnosis(kinds.UNDECIDED, "all", f"{words} Try biases that are not zero.")
    found = diagnosis(_at(case, smooth))
    if found.kind == kinds.RIGHT:
        return found._replace(words=_praise(_at(case._replace(truths=truths), smooth), len(claims)))
    return diagnosis(model) if model else found


def _beside_the_model(setting, claims, losses, tolerance):
    """The claims beside the model's gradients, where the loss is the model's up to a factor; or None."""
    if setting.model is None or setting.names != block_names(setting.model.network):
        return None
    right = program_of(setting.model)
    ratios = np.divide(losses, [right.loss(params, setting.x, setting.y) for params in setting.points])
    if not np.allclose(ratios, ratios[0], rtol=SINGLE if _is_single(losses) else 1e-9):
        return None
    return beside_the_model(setting.model, claims, setting.points, setting.x, setting.y, tolerance, ratios[0])


def _is_single(losses):
    """Whether these are numbers in float32: those in float64 are so by chance only, and never all of them."""
    return all(float(np.float32(loss)) == loss for loss in losses)


def _sizes(setting):
    """(rows, outputs) at each point, nan where no targets are given."""
    known = setting.y is not None and np.ndim(setting.y)
    return [(*np.shape(setting.y), 1)[:2] if known else (np.nan, np.nan)] * len(setting.points)


def _at(case, points):
    """The case at some of its points."""
    parts = {part: [getattr(case, part)[i] for i in points] for part in ("claims", "truths", "sizes")}
    return case._replace(**parts)


def _forgiven(case, losses, grain):
    """The case with the truth set to the claim where they differ by no more than rounding, or by `grain`."""

    def settled(claim, truth, loss):
        noise = grain + 1e-9 * (abs(loss) + max(np.abs(block).max() for block in truth))
        pairs = zip(claim, truth, strict=True)
        return [np.asarray(a, float) if np.abs(a - b).max() <= noise else b for a, b in pairs]

    triples = zip(case.claims, case.truths, losses, strict=True)
    return case._replace(truths=[settled(*each) for each in triples])


def _on_kink(loss, setting, case, i):
    """Whether a claim is off at point i only where the loss bends by as much: it has two slopes there."""
    lines = _lines(loss, setting.points[i], setting.x, setting.y)
    blocks = list(zip(lines, setting.points[i], case.claims[i], case.truths[i], strict=True))
    wrong = [each for each in blocks if not relative_error(each[2], each[3]) <= case.tolerance]
    return bool(wrong) and all(np.all(np.abs(a - b) <= _bend(line, p)) for line, p, a, b in wrong)


def _bend(f, point, step=1e-5):
    """The slope above minus the slope below, entry by entry."""
    bend, here = np.empty_like(point), f(point)
    for index in np.ndindex(point.shape):
        moved = [np.array(point), np.array(point)]
        moved[0][index] += step
        moved[1][index] -= step
        bend[index] = abs(f(moved[0]) + f(moved[1]) - 2 * here) / step
    return bend


def _praise(case, tried):
    """What is said of a right gradient."""
    pairs = [[flat(gradient) for gradient in pair] for pair in zip(case.claims, case.truths, strict=True)]
    worst, kinks = max(relative_error(*pair) for pair in pairs), tried - len(pairs)
    words = f"largest relative error {worst:.0e}, over {len(pairs)} points"
    return f"{words}; {kinks} more lie on a kink." if kinks else f"{words}."


def _follows(program, setting):
    """Whether the step applies the gradient as it is, right or wrong."""
    handed = _handed(setting)
    pair = [call(*handed) for call in (partial(applied, program), program.grads) if program.grads]
    return bool(pair) and relative_error(*map(flat, pair)) < 1e-6


def _known_step(program, setting):
    """The fault of the catalogue whose step is this very one, or None."""
    if not (program.grads or setting.model):
        return None
    base = program if program.grads else program_of(setting.model, program.rate)
    base = descending(base._replace(model=setting.model))
    mine, usual = (
        [each.step(*_handed(setting, params)) for params in setting.points] for each in (program, base)
    )
    for fault in (fault for fault in faults.PROGRAM if fault.probe == "step"):
        wrong = fault.make(base)
        theirs = [wrong.step(*_handed(setting, params)) for params in setting.points] if wrong else []
        inert = all(_close(a, b) for a, b in zip(usual, theirs, strict=bool(theirs)))
        if wrong and not inert and all(_close(a, b) for a, b in zip(mine, theirs, strict=True)):
            return fault


def _close(some, others):
    """Whether two lists of arrays agree to nine digits."""
    pairs = list(zip(some, others, strict=True))
    return all(np.shape(a) == np.shape(b) and relative_error(a, b) < 1e-9 for a, b in pairs)


# -- what is written into, what remembers --


def _writing_layer(model, setting):
    """The place of the layer whose backward writes into params, saved or dy; or None."""
    params, x, y = _handed(setting)
    own = nested(model.network, params)
    xs, saves = forward(model.network, own, x)
    dy = model.loss(xs[-1], y)[1]
    for i in reversed(range(len(own))):
        handed = list(_leaves((own[i], saves[i], dy)))
        before = _copies(handed)
        dy = model.network[i].backward(own[i], saves[i], dy)[0]
        if not _equal(before, handed):
            return place(model.network, [i])


def _leaves(value):
    """The arrays in nested tuples and lists."""
    if isinstance(value, tuple | list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, np.ndarray):
        yield value


def _writes(call, setting):
    params, x, y = _handed(setting)
    call(params, x, y)
    return not _equal([*params, x, y], [*setting.points[0], setting.x, setting.y])


def _remembers(call, setting):
    def once(params):
        result = call(*_handed(setting, params))
        return [np.array(a) for a in (result if isinstance(result, list | tuple) else [result])]

    first = once(setting.points[0])
    once(setting.points[-1])
    return not _equal(first, once(setting.points[0]))


def _equal(some, others):
    pairs = list(zip(some, others, strict=True))
    return all(a is b or np.array_equal(a, b, equal_nan=True) for a, b in pairs)


def _handed(setting, params=None):
    """Copies of params (by default the first point's), x and y: a learner's code may spoil them."""
    return _copied(setting.points[0] if params is None else params, setting.x, setting.y)


def _copied(params, x, y):
    return _copies(params), *(None if data is None else np.array(data) for data in (x, y))


def _copies(arrays):
    return [np.array(a) for a in arrays]
