"""`predict` beside the forward pass that it cannot do without: what the doors cost."""

from statistics import median

import numpy as np

from backprop_course.nn import models
from backprop_course.nn.network import forward
from benchmarks.report import in_turn, milliseconds, options, p95, table, write

SIZES = [784, 512, 512, 10]


def several_times(run, calls):
    """A function that calls another one so many times."""

    def several():
        for _ in range(calls):
            run()

    return several


def cases(initializer, rows, calls):
    """The forward alone, with its softmax, and `predict`: functions without arguments, by name."""
    model = models.mlp(SIZES, "relu", initializer, "softmax cross-entropy")
    params, x = (
        models.start(model, np.random.default_rng(0)),
        np.random.default_rng(1).normal(size=(rows, 784)),
    )
    both = {
        "forward alone": lambda: model.loss.predict(forward(model.network, params, x)[0][-1]),
        "`predict`": lambda: models.predict(model, params, x),
    }
    return {name: several_times(run, calls) for name, run in both.items()}


def row(initializer, rows, repeats):
    """A row of the table: both medians, p95 of predict, and the ratio."""
    calls = max(10, 200 // rows)  # a call of few rows is short
    alone, whole = (times.processor for times in in_turn(cases(initializer, rows, calls), repeats).values())
    middles = [median(each) / calls for each in (alone, whole)]
    numbers = map(milliseconds, [*middles, p95(whole) / calls])
    return [f"{initializer}, batch of {rows}", *numbers, f"{median(whole) / median(alone):.2f}"]


def main(argv=None):
    """Measure, print, and write the page."""
    given = options("prediction", 15, argv)
    batches = [1, 64] if given.quick else [1, 16, 64, 256]
    kinds = [each for each in ("xavier", "orthogonal") if given.only in each]
    rows = [row(kind, size, given.repeats) for kind in kinds for size in batches]
    head = ["start", "forward alone, ms", "`predict`, ms", "p95, ms", "ratio"]
    write(given.page, "prediction", "Prediction time", [INTRODUCTION, table(head, rows)], argv)


INTRODUCTION = f"""\
{"-".join(map(str, SIZES))} with ReLU, processor time on one thread, of one call among 10 or more. `predict`
checks what it is handed, and draws no weights, however costly they were to draw. Its own forward keeps
nothing for a backward; the one beside it keeps what enters every layer."""


if __name__ == "__main__":
    main()
