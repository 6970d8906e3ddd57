"""Write FAULTS.md: every fault of the catalogue, on four networks, before every probe.

`python -m tools.faults_page` writes it; a test holds it in step with the catalogue.
"""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.check import faults, probes
from backprop_course.check.diagnosis import committed, gradient_of, somewhere
from backprop_course.check.probes import Report
from backprop_course.check.programs import program_of
from backprop_course.nn import layers
from backprop_course.nn.models import Model, mlp

PAGE = Path(__file__).resolve().parent.parent / "FAULTS.md"
STEPS = 500
NEAR = 0.02  # of the least loss, which is 0
PROBES = [*probes.PROBES[:-1], partial(probes.optimum, steps=STEPS)]
NAMES = [probe.__name__.strip("_") for probe in probes.PROBES]
CATALOGUE = (*faults.LAYER, *faults.OUTPUT.values(), *faults.NETWORK, *faults.LOSS, *faults.PROGRAM)
INTRODUCTION = """# Mistakes in backpropagation, and what catches them

Which one is in your program? Hand it over: `python -m backprop_course examine my_net.py`, or `examine(...)`
in a notebook ([how](README.md#hand-over-a-program-of-your-own)). It takes a program as it is: functions of
arrays, lists, dicts or numbers, an object with its weights in it, examples as rows or columns; a loss and
gradients from one call or two, or an update alone. It names the mistake and its place. Where it knows none,
it says what the numbers show; where it cannot tell, it says so, why, and what to hand over. Not all
mistakes below show in what you hand over, and it knows others that are not below: in penalties, masks,
recurrences, optimizers.

The rest of this page is for reading. It holds mistakes that people publish in backward passes and around
them. Each was put into four small networks that learn XOR:

{networks}

Then every probe of the course examined the result. The mistakes are in
[`faults.py`](backprop_course/check/faults.py), the probes in
[`probes.py`](backprop_course/check/probes.py). **3/4** means that the probe failed on three of the four
networks that can have the fault, a dot that it failed on none, a dash that it cannot say. What leaves
everything right is no fault and is not counted: a bias gradient summed over all units, in a layer of one
unit.

*Training* is what you see without a probe, on the four networks in their order. 2.3× is a loss within
{near} of the least after 2.3 times the steps of the right program. A plateau is none within {steps} steps,
a climb a loss that ends 2 % above its start or more; a network with a dash cannot have the fault.

Things to read off. The same mistake can look different in another network: the curve does not tell it, a
check does. A fault with a dot under *optimum* comes near the least loss within {steps} steps on every
network: a falling loss does not show that the gradient is right. And the faults under *step* pass the check
of the gradient: check the step too.

No probe sees a name that is not defined (F17: an error at once), damage to the document (F18), a line whose
result nobody uses (F21), a text that describes another program than its code (F23), or a promised rule for
stopping that is not there (F26). Read the code for these.
"""
SECTION = """
## Caught by *{probe}*

{question}

{table}
"""
CLOSING = """
Written by `python -m tools.faults_page`; the tests compare it with the catalogue.
"""


class Architecture(NamedTuple):
    """A network that learns XOR, and the rate it learns with."""

    name: str
    model: Model
    rate: float


class Crossing(NamedTuple):
    """A fault in a network, at one place, examined by all probes and trained."""

    fault: faults.Fault
    architecture: Architecture
    report: Report
    training: str


def architectures():
    """The four networks."""
    last_sigmoid = mlp([2, 8, 1], "sigmoid", "xavier", "squared error")
    last_sigmoid = last_sigmoid._replace(network=[*last_sigmoid.network, layers.sigmoid])
    softmax = mlp([2, 8, 8, 2], "tanh", "xavier", "softmax cross-entropy")
    return [
        Architecture("2-8-1 tanh, logistic loss", mlp([2, 8, 1]), 2.0),
        Architecture("2-16-1 ReLU, squared error", mlp([2, 16, 1], "relu", "he", "squared error"), 0.1),
        Architecture("2-8-1 sigmoid, sigmoid output, squared error", last_sigmoid, 10.0),
        Architecture("2-8-8-2 tanh, softmax cross-entropy", softmax, 0.5),
    ]


def examples(model):
    """XOR, with one column per class where the model has two outputs."""
    x, y = data.xor()
    return x, np.hstack([1 - y, y]) if model.n_out == 2 else y


def places(model):
    """The faults of a model's layers, loss and network that change its gradient: (fault, place, parts)."""
    x, y = examples(model)
    params = somewhere(model, np.random.default_rng(0))
    right = gradient_of(model.network, model.loss, params, x, y)

    def changes(parts):
        wrong = gradient_of(*parts, params, x, y)
        return not all(np.allclose(a, b, rtol=1e-9, atol=1e-15) for a, b in zip(wrong, right, strict=True))

    return [each for each in committed(model) if each[0].probe != "gradient" or changes(each[2])]


def examined(program, architecture, probing=PROBES):
    """The Report of all probes, or of some, on a program that is meant to be an architecture."""
    model = architecture.model
    setting = probes.setting(program.init(0), *examples(model), model=model, optimum=0.0, points=2)
    return probes.run_probes(program, setting, probing)


def broken(architecture):
    """Each fault that a network can have, at its first place there: the fault, and the broken program."""
    model, seen = architecture.model, set()
    for fault, _, (network, loss) in places(model):
        if fault.make not in seen:
            seen.add(fault.make)
            wrong = model._replace(network=network, loss=Judge(loss, model.loss))
            yield fault, program_of(wrong, architecture.rate)
    for fault in faults.PROGRAM:
        program = fault.make(program_of(model, architecture.rate))
        if program:
            yield fault, program


class Judge(NamedTuple):
    """A loss as a plain function, with the prediction of a real one."""

    call: Callable
    real: Callable

    def __call__(self, z, y):
        return self.call(z, y)

    @property
    def predict(self):
        """The prediction that belongs to z."""
        return self.real.predict


@cache
def crossings():
    """Every fault in every network that can have it."""
    found = []
    for each in architectures():
        for (fault, program), (_, again) in zip(broken(each), broken(each), strict=True):  # some remember
            found.append(Crossing(fault, each, examined(program, each), training(again, each)))
    return found


def training(program, architecture):
    """What the loss does in STEPS steps, beside that of the right program."""
    if not np.array_equal(program.init(0)[0], program.init(0)[0]):
        return "differs"
    mine = walk(program, architecture)
    if abs(mine[-1]) <= NEAR:
        return f"{(len(mine) - 1) / right_steps()[architecture.name]:.2g}×"
    if not np.isfinite(mine[-1]):
        return "overflow"
    return "climb" if mine[-1] > 1.02 * mine[0] else "below 0" if mine[-1] < 0 else "plateau"


@cache
def right_steps():
    """How many steps the right program of each network takes."""
    return {each.name: len(walk(program_of(*each[1:]), each)) - 1 for each in architectures()}


def walk(program, architecture):
    """The losses of STEPS steps, or until one is near the least or no number any more."""
    x, y = examples(architecture.model)
    params = program.init(0)
    losses = [program.loss(params, x, y)]
    with np.errstate(all="ignore"):
        while len(losses) <= STEPS and NEAR < abs(losses[-1]) < np.inf:
            params = program.step([np.array(p) for p in params], x, y)
            losses.append(program.loss(params, x, y))
    return losses


def cell(verdicts):
    """What a probe found in several networks, in short."""
    failed = sum(passed is False for passed in verdicts)
    return f"{failed}/{len(verdicts)}" if failed else "·" if any(verdicts) else "–"


def row(fault):
    """One line of a table."""
    mine = [crossing for crossing in crossings() if crossing.fault.make == fault.make]
    cells = [cell([each.report.findings[i].passed for each in mine]) for i in range(len(NAMES))]
    seen = {each.architecture.name: each.training for each in mine}
    cells.append(", ".join(seen.get(each.name, "–") for each in architectures()))
    part = f"{fault.part}: " if fault.part else ""
    return (
        f"| {fault.code} | **{fault.name}**: {part}{fault.cure}.<br>*{fault.symptom}* | {' | '.join(cells)} |"
    )


def section(name, probe):
    """The faults that the catalogue says one probe catches."""
    head = ["class", "mistake, and *what you see*", *NAMES, "training"]
    rows = [row(fault) for fault in CATALOGUE if fault.probe == name]
    table = "\n".join([f"| {' | '.join(head)} |", "|" + "---|" * len(head), *rows])
    return SECTION.format(probe=name, question=probe.__doc__.splitlines()[0], table=table) if rows else ""


def page():
    """The text of the page."""
    networks = "\n".join(f"- {each.name}" for each in architectures())
    sections = [section(*pair) for pair in zip(NAMES, probes.PROBES, strict=True)]
    return INTRODUCTION.format(networks=networks, steps=STEPS, near=NEAR) + "".join(sections) + CLOSING


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
