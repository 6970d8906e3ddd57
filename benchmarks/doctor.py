"""How long `examine` takes for a learner's program: right and wrong, small and large."""

import math
from statistics import median

import numpy as np

from backprop_course.check.examination import examine
from benchmarks.report import in_turn, options, table, write

ROWS = 20
SIZES = {"100": (8, 10, 1), "2,000": (30, 50, 9), "100,000": (784, 125, 10), "1,000,000": (784, 1250, 10)}
WRONG, RIGHT = "wrong", "right"


def arrays(sizes, rng):
    """The first parameters and the data of a network with one hidden layer."""
    n_in, width, n_out = sizes
    W1, W2 = rng.normal(0, n_in**-0.5, (n_in, width)), rng.normal(0, width**-0.5, (width, n_out))
    params = [W1, np.zeros(width), W2, np.zeros(n_out)]
    return params, rng.normal(size=(ROWS, n_in)), rng.normal(size=(ROWS, n_out))


def in_numpy(sizes, state, tanh=np.tanh):
    """A program in NumPy, as arguments of `examine`; a wrong one has lost the derivative of tanh."""

    def forward(params, x):
        W1, b1, W2, b2 = params
        h = tanh(x @ W1 + b1)
        return h, h @ W2 + b2

    def loss(params, x, y):
        return np.sum((forward(params, x)[1] - y) ** 2) / len(x)

    def grads(params, x, y):
        h, out = forward(params, x)
        d2 = 2 * (out - y) / len(x)
        d1 = d2 @ params[2].T * (1 if state == WRONG else 1 - h**2)
        return [x.T @ d1, d1.sum(axis=0), h.T @ d2, d2.sum(axis=0)]

    params, x, y = arrays(sizes, np.random.default_rng(0))
    return dict(loss=loss, grads=grads, params=params, x=x, y=y)


def out_of_sight(sizes, state):
    """The same through a function for plain numbers: the loss must be compared, it cannot be followed."""
    each = np.frompyfunc(lambda z: math.tanh(float(z)), 1, 1)
    return in_numpy(sizes, state, lambda z: each(np.array(z.tolist(), dtype=object)).astype(float))


def in_lists(sizes, state):
    """The same in lists and loops, without NumPy; the bias is the last entry of each row."""

    def forward(net, row):
        h = [math.tanh(sum(w * v for w, v in zip(unit, [*row, 1.0], strict=True))) for unit in net[0]]
        return h, [sum(w * v for w, v in zip(unit, [*h, 1.0], strict=True)) for unit in net[1]]

    def loss(net, x, y):
        outs = [forward(net, row)[1] for row in x]
        return sum(
            (o - t) ** 2 for out, ts in zip(outs, y, strict=True) for o, t in zip(out, ts, strict=True)
        ) / len(x)

    def grads(net, x, y):
        g = [[[0.0] * len(unit) for unit in layer] for layer in net]
        for row, targets in zip(x, y, strict=True):
            h, out = forward(net, row)
            d2 = [2 * (o - t) / len(x) for o, t in zip(out, targets, strict=True)]
            for i, d in enumerate(d2):
                for j, v in enumerate([*h, 1.0]):
                    g[1][i][j] += d * v
            for j, v in enumerate(h):
                d1 = sum(d * net[1][i][j] for i, d in enumerate(d2)) * (1 if state == WRONG else 1 - v**2)
                for k, u in enumerate([*row, 1.0]):
                    g[0][j][k] += d1 * u
        return g

    (W1, b1, W2, b2), x, y = arrays(sizes, np.random.default_rng(0))
    net = [np.vstack([W, b]).T.tolist() for W, b in ((W1, b1), (W2, b2))]
    return dict(loss=loss, grads=grads, params=net, x=x[:5].tolist(), y=y[:5].tolist())


def cases(quick):
    """The programs as (way of writing, parameters, state, arguments of `examine`)."""
    ways = [("NumPy", in_numpy, list(SIZES)), ("lists and loops, 5 examples", in_lists, ["2,000"])]
    ways += [("a loss that cannot be followed", out_of_sight, ["2,000", "100,000"])]
    for way, make, names in ways:
        for name in ["100"] if quick else names:
            for state in (RIGHT, WRONG):
                yield way, name, state, make(SIZES[name], state)


def row(way, name, state, handed, repeats):
    """A row of the table: the clock's seconds, what was said first, and what was not checked."""
    said = []
    times = in_turn({"": lambda: said.append(examine(**handed))}, repeats)[""]
    report = said[-1]
    unchecked = "; ".join(report.unchecked) or "–"
    return [f"{way}, {name}, {state}", f"{median(times.clock):.2f}", report.answer, unchecked]


def main(argv=None):
    """Measure, print, and write the page."""
    given = options("doctor", 1, argv)
    chosen = [each for each in cases(given.quick) if given.only in ", ".join(each[:3])]
    rows = [row(*each, given.repeats) for each in chosen]
    head = ["program", "clock, s", "the answer", "not checked"]
    write(given.page, "doctor", "From a program to its report", [INTRODUCTION, table(head, rows)], argv)


INTRODUCTION = f"""\
`examine` on programs with one hidden layer of tanh and {ROWS} examples, right, or wrong: the derivative of
tanh is missing. What a program computes in NumPy or in plain numbers is followed operation by operation, so
that its true gradient is known to the last digits at any size. Where it cannot be followed, the
known network that has the same losses is followed in its place; where there is none, the loss is compared
with itself a little further on. An examination ends after 60 s."""


if __name__ == "__main__":
    main()
