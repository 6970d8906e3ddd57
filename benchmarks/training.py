"""The same networks, data and steps: the course beside PyTorch, JAX, scikit-learn and micrograd.

Before anything is timed, all losses of all contestants are compared.
"""

from statistics import median
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.nn import models
from backprop_course.nn.training import fit
from benchmarks import contestants
from benchmarks.report import in_turn, milliseconds, options, p95, table, write

TOLERANCE = 1e-9  # relative, in float64


class Task(NamedTuple):
    """A model, its data and how it is trained: full batch, plain descent."""

    name: str
    model: models.Model
    x: np.ndarray
    y: np.ndarray
    rate: float
    steps: int
    activation: str

    @property
    def params(self):
        """The same first parameters for everybody."""
        return models.start(self.model, np.random.default_rng(0))


def task(name, sizes, xy, rate, steps, activation="tanh", loss="logistic loss", rows=None):
    """A Task on the first `rows` examples."""
    x, y = xy
    x, y = np.ascontiguousarray(x[:rows], float), np.ascontiguousarray(y[:rows], float)
    model = models.mlp(sizes, activation, "he" if activation == "relu" else "xavier", loss)
    return Task(f"{name}, {len(x)} rows", model, x, y, rate, steps, activation)


def made(rows, n_in, n_out):
    """Made data: normal inputs, and classes that a linear rule tells apart."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(rows, n_in))
    return x, np.eye(n_out)[np.argmax(x @ rng.normal(size=(n_in, n_out)), axis=1)]


def tasks():
    """The small four at the batch one would train them with, the largest, and both again with more rows."""
    classes, deep = "softmax cross-entropy", [64] * 31
    numbers = np.random.default_rng(1).normal(size=(2, 100, 64))
    large = made(256, 784, 10)
    return [
        task("XOR 2-3-1", [2, 3, 1], data.xor(), 0.5, 500),
        task("XOR 2-3-1, ReLU and squared error", [2, 3, 1], data.xor(), 0.1, 100, "relu", "squared error"),
        task("moons 2-16-16-1", [2, 16, 16, 1], data.moons(200), 0.5, 500),
        task("digits 64-64-10", [64, 64, 10], data.digits(), 0.1, 200, loss=classes, rows=32),
        task("digits 64-64-10", [64, 64, 10], data.digits(), 0.1, 20, loss=classes),
        task("30 layers of 64", deep, numbers, 0.01, 50, loss="squared error", rows=16),
        task("30 layers of 64", deep, numbers, 0.01, 50, loss="squared error", rows=32),
        task("30 layers of 64", deep, numbers, 0.01, 20, loss="squared error"),
        task("784-256-128-10", [784, 256, 128, 10], large, 0.1, 30, "relu", classes, rows=64),
        task("784-256-128-10", [784, 256, 128, 10], large, 0.1, 10, "relu", classes),
    ]


def disagreement(losses, reference):
    """The largest relative difference between two loss curves."""
    return float(np.max(np.abs(np.asarray(losses) - reference) / np.abs(reference)))


def agreeing(cases, reference, tolerance):
    """The largest disagreement of all cases with the reference; AssertionError above the tolerance."""
    worst = 0.0
    for name, run in cases.items():
        off = disagreement(run(), reference)
        assert off <= tolerance, f"{name} is off by {off:.1e}"
        worst = max(worst, off)
    return worst


def rows_of(times, ours):
    """A row of the table for each contestant: processor time, p95, clock, and the ratio to ours."""
    base = median(times[ours].processor)
    rows = []
    for name, (clock, processor) in times.items():
        cells = [median(processor), p95(processor), median(clock), p95(clock)]
        rows.append([name, *map(milliseconds, cells), f"{median(processor) / base:.2f}"])
    return rows


HEAD = ["contestant", "median, ms", "p95, ms", "clock: median", "clock: p95", "ratio to `fit`"]


def compare(task, repeats):
    """The section of one task: who agrees, and how long everybody takes."""
    reference = fit(task.model, task.x, task.y, task.rate, steps=task.steps, params=task.params).losses
    cases, absent, limits = contestants.single(task)
    worst = agreeing(cases, reference, TOLERANCE)
    times = in_turn(cases | limits, repeats)
    for name, run in contestants.first_calls(task).items():
        times |= in_turn({name: run}, max(1, repeats // 5))  # compiling takes long
    words = f"{task.steps + 1} steps, float64; all losses agree to {worst:.0e}." + left_out(absent)
    rows = rows_of(times, "`fit`")
    return f"## {task.name}\n\n{words}\n\n{table(HEAD, rows)}", summary(task.name, times)


def left_out(absent):
    """Who is not in the table, in words."""
    return f" Not in the table: {'; '.join(absent)}." if absent else ""


def summary(name, times):
    """A row of the table of goals: how many times longer others take than fit."""
    base = median(times["`fit`"].processor)

    def ratio(other):
        return f"{median(times[other].processor) / base:.2f}" if other in times else "–"

    names = ["PyTorch eager", "JAX scan, first call", "JAX step, first call", "JAX scan, warm"]
    return [name, milliseconds(base), *map(ratio, [*names, "matrix products alone"])]


def many_rates(steps, repeats):
    """The section of 64 learning rates in one call."""
    single = task("moons 2-16-16-1", [2, 16, 16, 1], data.moons(200), 0.5, steps)
    rates = np.geomspace(0.001, 0.5, 64)  # above, descent is chaotic: no two libraries agree
    sections, summaries = [], []
    for dtype, tolerance in (("float32", 1e-3), ("float64", TOLERANCE)):
        cases, absent = contestants.many(single, rates, dtype)
        reference = cases["`fit`"]()
        worst = agreeing(cases, reference, tolerance)
        times = in_turn(cases, max(1, repeats // 2))
        for name, run in contestants.many_first_calls(single, rates, dtype).items():
            times |= in_turn({name: run}, max(1, repeats // 5))  # compiling takes long
        words = f"{steps + 1} steps, {dtype}; all losses agree to {worst:.0e}." + left_out(absent)
        title = f"64 learning rates of moons 2-16-16-1, {dtype}"
        sections.append(f"## {title}\n\n{words}\n\n{table(HEAD, rows_of(times, '`fit`'))}")
        summaries.append(summary(title, times))
    return sections, summaries


def activations(repeats):
    """The section on what a library's tanh and exponential cost, whatever is built on them."""
    numbers, rows = np.random.default_rng(0).normal(size=100_000), []
    for dtype in ("float32", "float64"):
        for name in ("tanh", "exp"):
            times = in_turn(contestants.elementwise(name, numbers.astype(dtype)), repeats)
            cells = [f"{median(times[each].processor) / len(numbers) * 1e9:.1f}" for each in times]
            rows.append([f"{name}, {dtype}", *cells])
    head = [f"a number of {len(numbers):,}, ns", *times]
    return f"## The functions alone\n\n{table(head, rows)}"


def main(argv=None):
    """Compare, print, and write the page."""
    given = options("training", 15, argv)
    chosen = [each for each in tasks() if given.only in each.name]
    if given.quick:
        chosen = [each._replace(steps=2) for each in chosen]
    parts = [compare(each, given.repeats) for each in chosen]
    sections, summaries = [part[0] for part in parts], [part[1] for part in parts]
    if given.only in "64 learning rates":
        more, rows = many_rates(2 if given.quick else 500, given.repeats)
        sections, summaries = [*sections, *more, activations(10 * given.repeats)], summaries + rows
    head = [
        "task",
        "`fit`, ms",
        "PyTorch eager",
        "JAX scan, first",
        "JAX step, first",
        "JAX, warm",
        "products",
    ]
    write(given.page, "training", "Training time", [INTRODUCTION, table(head, summaries), *sections], argv)


INTRODUCTION = """\
Full batch, plain descent, the same first parameters. Every contestant runs the same number of forward and
backward passes and keeps every loss. Times are **processor time of the whole training**, medians and p95 of
repeats taken in turn, on one thread: on an idle machine that is what the clock shows, and on a busy one it is
still a measure. The clock stands beside it. A first call of JAX is tracing, compiling and running. "Matrix
products alone" multiplies the same matrices into arrays that are there already: no library on this BLAS can
be faster; nor can one on NumPy be faster than its tanh and exponential, for which PyTorch has vector
instructions of its own where NumPy has none ("The functions alone", at the end).

How many times longer than `fit` others take:"""


if __name__ == "__main__":
    main()
