"""How training time grows with weights, with examples and with runs: straight lines, and their exponents."""

from statistics import median

import numpy as np

from backprop_course import data
from backprop_course.nn import models
from backprop_course.nn.network import declared_shapes
from backprop_course.nn.training import fit
from benchmarks.report import in_turn, milliseconds, options, p95, table, write

STEPS = 20
ROWS = 200
WIDTH = 64


def weights_of(model):
    """How many parameters a model has."""
    return sum(rows * columns for own in declared_shapes(model.network) for rows, columns in own)


def training(model, rows, rate=0.1, dtype=float):
    """A run of fit on made data."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(rows, model.n_in)).astype(dtype), rng.integers(2, size=(rows, 1))
    return lambda: fit(model, x, y, rate, steps=STEPS)


def exponent(sizes, seconds):
    """The slope of log seconds over log size, least squares."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def by_weights(widths):
    """Runs by number of weights: two hidden layers, ever wider."""
    sizes = [models.mlp([WIDTH, width, width, 1]) for width in widths]
    return {weights_of(model): training(model, ROWS) for model in sizes}


def by_examples(counts):
    """Runs by number of examples."""
    model = models.mlp([WIDTH, WIDTH, WIDTH, 1])
    return {rows: training(model, rows) for rows in counts}


def by_runs(counts, dtype):
    """Runs of fit by number of learning rates in one call."""
    model, (x, y) = models.mlp([2, 16, 16, 1]), data.moons(ROWS)
    x, y = x.astype(dtype), y.astype(dtype)

    def training_of(runs):
        rates = np.geomspace(0.001, 1, runs)
        return lambda: fit(model, x, y, rates, steps=STEPS)

    return {runs: training_of(runs) for runs in counts}


def line(title, unit, cases, repeats):
    """A section: a time for each size, and the exponent of the larger half, where the fixed cost is past."""
    times = in_turn(cases, repeats)
    seconds = [median(each.processor) for each in times.values()]
    rows = []
    for (size, each), middle in zip(times.items(), seconds, strict=True):
        cells = map(milliseconds, [middle, p95(each.processor), median(each.clock)])
        rows.append([f"{size:,} {unit}", *cells, f"{1e6 * middle / (STEPS + 1) / size:.3g}"])
    sizes, half = list(cases), min(len(cases) // 2, len(cases) - 2)
    whole, late = exponent(sizes, seconds), exponent(sizes[half:], seconds[half:])
    words = f"Fitted exponent: **{whole:.2f}** over all sizes, **{late:.2f}** over the larger half."
    head = ["size", "median, ms", "p95, ms", "clock: median", "µs per step and one of the size"]
    return f"## {title}\n\n{words}\n\n{table(head, rows)}"


def main(argv=None):
    """Measure, print, and write the page."""
    given = options("scale", 7, argv)
    few = slice(0, 2) if given.quick else slice(None)
    runs = [1, 2, 4, 8, 16, 32, 64, 128, 256][few]
    lines = [
        ("Against weights", "weights", by_weights([16, 32, 64, 128, 256, 512][few])),
        ("Against examples", "rows", by_examples([50, 100, 200, 400, 800, 1600, 3200][few])),
        ("Runs in one call, float32", "runs", by_runs(runs, "float32")),
        ("Runs in one call, float64", "runs", by_runs(runs, "float64")),
    ]
    sections = [line(*each, given.repeats) for each in lines if given.only in each[0]]
    write(given.page, "scale", "How training time grows", [INTRODUCTION, *sections], argv)


INTRODUCTION = f"""\
`fit`, {STEPS + 1} full-batch steps, processor time on one thread. Against weights: 64-w-w-1 on {ROWS} rows.
Against examples: 64-64-64-1. Against runs: 2-16-16-1 on {ROWS} rows, one learning rate per run."""


if __name__ == "__main__":
    main()
