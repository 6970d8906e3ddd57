"""Work shared by worker processes: a sweep of trainings, single steps small and large, and BLAS threads.

What is shared is compared with what one process computes before anything is timed.
"""

import json
import os
from contextlib import contextmanager
from functools import lru_cache, partial

import numpy as np

from backprop_course.lessons.share_the_work import cluster, experiments
from backprop_course.nn import plain
from benchmarks.report import in_turn, milliseconds, options, table, write

RATES = (0.1, 0.2, 0.5, 1, 2, 3, 4, 5)
STEPS = 150  # of a training of the sweep
ROWS, PIXELS, UNITS = 4096, 784, 512  # of the large step
THREADS = "OPENBLAS_NUM_THREADS"


def end_at(rate, steps):
    """The last loss of a training on the digits at this rate."""
    X, Y = experiments.known_digits()
    return plain.train(experiments.weights_before_sharing(), X, Y, rate, steps)[1][-1]


@lru_cache
def made_shard(which, of):
    """A share of made rows, kept by the process that asks for it: (X, Y)."""
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(ROWS, PIXELS)), np.eye(10)[rng.integers(10, size=ROWS)]
    return X[which::of], Y[which::of]


def large_start(dtype):
    """The parameters of the large network, in float64 or float32."""
    rng = np.random.default_rng(1)
    shapes = (PIXELS, UNITS), (1, UNITS), (UNITS, 10), (1, 10)
    return [rng.normal(0, 0.03, shape).astype(dtype) for shape in shapes]


def small_gradient(which, of, params):
    """The gradient of a shard of the digits."""
    return plain.backward(params, *experiments.shard(which, of))


def large_gradient(which, of, params):
    """The gradient of a shard of the made rows, in the numbers of the parameters."""
    X, Y = made_shard(which, of)
    return plain.backward(params, X.astype(params[0].dtype), Y.astype(params[0].dtype))


def shared_step(team, gradient, params, workers):
    """The gradient of all rows, from as many shards as there are workers."""
    each = team.map(gradient, range(workers), [workers] * workers, [params] * workers)
    return [np.mean(arrays, axis=0) for arrays in zip(*each, strict=True)]


def agreeing_gradients(team, gradient, params):
    """How far the shared gradient is from that of one process; AssertionError above rounding."""
    off = experiments.distance_from(shared_step(team, gradient, params, 2), gradient(0, 1, params))
    assert off < 1e-3, f"the shared gradient is off by {off:.1e}"  # shards of the digits differ by one row
    return off


def sweeps(repeats, steps):
    """Seconds of the sweep in one process, on one worker and on two."""
    train_at = partial(end_at, steps=steps)
    alone, one, two = cluster.alone_here(), cluster.connect(workers=1), cluster.connect(workers=2)
    try:
        results = [team.map(train_at, RATES) for team in (alone, one, two)]
        assert results[0] == results[1] == results[2]
        cases = {"this process": alone, "1 worker": one, "2 workers": two}
        calls = {name: partial(team.map, train_at, RATES) for name, team in cases.items()}
        return fastest(calls, repeats)
    finally:
        one.close()
        two.close()


def steps_alone_and_shared(repeats):
    """Seconds of a small step and of a large one, alone and on two workers, and how far they are apart."""
    small, large = experiments.weights_before_sharing(), large_start("float64")
    team = cluster.connect(workers=2)
    try:
        off = max(
            agreeing_gradients(team, gradient, params)
            for gradient, params in ((small_gradient, small), (large_gradient, large))
        )
        calls = {
            "small, alone": partial(small_gradient, 0, 1, small),
            "small, 2 workers": partial(shared_step, team, small_gradient, small, 2),
            "large, alone": partial(large_gradient, 0, 1, large),
            "large, 2 workers": partial(shared_step, team, large_gradient, large, 2),
            "large, float32, alone": partial(large_gradient, 0, 1, large_start("float32")),
            "large, float32, 2 workers": partial(
                shared_step, team, large_gradient, large_start("float32"), 2
            ),
        }
        return fastest(calls, repeats), off
    finally:
        team.close()


def threads(repeats):
    """Seconds of the large step on two workers whose BLAS takes 1, 2 or 4 threads each."""
    found = {}
    for count in (1, 2, 4):
        with threads_of_processes(count):
            team = cluster.connect(workers=2)
        try:
            call = partial(shared_step, team, large_gradient, large_start("float64"), 2)
            call()
            found |= fastest({f"{count} a worker": call}, repeats)
        finally:
            team.close()
    return found


@contextmanager
def threads_of_processes(count):
    """The BLAS of processes that start meanwhile takes so many threads."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = str(count)
    try:
        yield
    finally:
        del os.environ[THREADS]
        if before is not None:
            os.environ[THREADS] = before


def fastest(calls, repeats):
    """The least seconds by the clock of each call: what others on the machine disturb the least."""
    return {name: min(times.clock) for name, times in in_turn(calls, repeats).items()}


def section(title, words, found, base):
    """A table of seconds, and how many times faster each is than the one named `base`."""
    rows = [[name, milliseconds(time), f"{found[base] / time:.2f}"] for name, time in found.items()]
    return f"## {title}\n\n{words}\n\n{table(['', 'least, ms', f'times as fast as {base}'], rows)}"


def main(argv=None):
    """Measure, print, and write the page; and what the lesson shows, unless in a hurry."""
    given = options("share", 7, argv)
    swept = sweeps(given.repeats, 2 if given.quick else STEPS)
    step, off = steps_alone_and_shared(given.repeats)
    blas = threads(given.repeats)
    small, large = (
        {name: step[name] for name in step if name.startswith(kind)} for kind in ("small", "large")
    )
    sections = [
        INTRODUCTION,
        section(f"A sweep: 8 trainings of {STEPS} steps", SWEEP, swept, "this process"),
        section("A step on 1347 digits, 64-32-10", SMALL, small, "small, alone"),
        section(f"A step on {ROWS} rows, {PIXELS}-{UNITS}-10", LARGE, large, "large, alone"),
        section("Threads of the BLAS, the large step on two workers", BLAS, blas, "1 a worker"),
    ]
    write(given.page, "share", "Shared work", sections, argv)
    if not given.quick:
        record = {name: float(f"{time:.3g}") for name, time in (swept | step | blas).items()}
        experiments.RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


INTRODUCTION = """\
Worker processes of Dask on one machine, each with one thread; the clusters stand before the clock starts.
Each number is the **least time by the clock** of repeats taken in turn: processor time cannot show what is
gained by sharing, and on a machine that others use the least time is disturbed the least. The load above
says how busy it was. Before they are timed, all ways are seen to give the same results."""
SWEEP = "Nothing is exchanged but a rate and a loss for each training."
SMALL = (
    "2410 weights: a step sends 19 kB to each worker and gets as much back. Here the exchange eats the gain."
)
LARGE = "407,050 weights: 3.3 MB each way in float64, half of that in float32."
BLAS = "More threads than cores wait for one another."


if __name__ == "__main__":
    main()
