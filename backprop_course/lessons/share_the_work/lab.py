"""Lab: machines in a ring share a step; how long they compute and exchange, and how exact the gradient is."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.share_the_work import pictures
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import choice, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

WORKERS = (1, 2, 4, 8, 16, 32, 64)
SHARDS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
LINKS = {1: "1 Gbit/s", 10: "10 Gbit/s", 100: "100 Gbit/s"}
ROW = 3e-3  # seconds that a machine computes for a row
ALL_ROWS = WORKERS[-1] * SHARDS[-1]
GRADIENT = 1e8  # bytes: 25 million weights in float32


class SharedStep(NamedTuple):
    """A step shared by machines: its seconds of computing and of exchanging, and gradients of a line.

    each (workers, 2) are those of the shards, together (2,) that of all rows of the step. error is how far
    the gradients of an epoch's steps are from that of all rows there are, in the root mean square.
    """

    workers: int
    shard: int
    link: int
    computing: float
    exchanging: float
    each: np.ndarray
    together: np.ndarray
    error: float

    @property
    def rows(self):
        """How many rows the step reads on all machines."""
        return self.workers * self.shard

    @property
    def seconds(self):
        """How long the step takes."""
        return self.computing + self.exchanging

    @property
    def share(self):
        """The share of the time in which the machines compute."""
        return self.computing / self.seconds

    @property
    def gain(self):
        """How many times as many rows a second as one machine alone."""
        return self.workers * self.share

    @property
    def steps(self):
        """How many such steps read all rows once."""
        return ALL_ROWS // self.rows


def ring_seconds(workers, link):
    """The seconds in which a ring of machines adds its gradients up, at so many Gbit/s."""
    return 2 * (workers - 1) / workers * GRADIENT / (link * 1e9 / 8)


@lru_cache
def gradients_row_by_row():
    """The gradient of each of 16384 rows by slope and intercept (16384, 2), of the line y = 0."""
    x, y = data.noisy_line(ALL_ROWS)
    return -y * np.hstack([x, np.ones_like(x)])


def compute(workers, shard, link):
    """The times of a step by the model, and its exact gradients."""
    every = gradients_row_by_row().reshape(-1, workers, shard, 2).mean(axis=2)  # of an epoch's steps
    steps = every.mean(axis=1)
    error = np.sqrt(((steps - steps.mean(axis=0)) ** 2).sum(axis=1).mean())
    return SharedStep(
        workers, shard, link, shard * ROW, ring_seconds(workers, link), every[0], steps[0], float(error)
    )


def draw():
    """The seconds of a step, alone and shared; the gain by number of machines; the gradients as points."""
    figure, (left, middle, right) = style.figure(3, width=9.8, height=3.5, ratios=[1.1, 1, 1])
    names, colors = ("one alone", "computing", "exchanging"), (style.DATA, style.FORWARD, style.BACKWARD)
    times = pictures.time_marks(left, names, colors)
    gains = pictures.gain_curve(middle, WORKERS)
    plane = pictures.gradient_points(right, gradients_row_by_row().mean(axis=0))

    def move(step):
        times.move([step.rows * ROW, step.computing, step.exchanging])
        every = np.array(
            [n * step.computing / (step.computing + ring_seconds(n, step.link)) for n in WORKERS]
        )
        gains.move(every, step.workers, step.gain)
        plane.move(step.each, step.together)

    return drawing(figure, [times, gains, plane], move, headings)


def headings(step):
    """One title a panel: the rows of a step, the gain, the error of a step's gradient."""
    return f"{some_rows(step.rows)} a step", f"{step.gain:.3g} times as fast", f"gradient {off(step)}"


def some_rows(rows):
    """A number of rows, as in '1 row' and '2 rows'."""
    return f"{rows} row{'s' * (rows > 1)}"


def off(step):
    """How far a step's gradient is off, in words; what rounding leaves is no error."""
    return f"off by {step.error:.2g}" if step.error > 1e-9 else "exact"


def say(step):
    """Who computes and exchanges how long, what is gained, and how far the gradient is off."""
    link = LINKS[step.link]
    if step.workers == 1:
        reads = f"One machine reads {some_rows(step.shard)} a step in {step.seconds:.3g} s"
        times = f"{reads}, and its link of {link} idles"
    else:
        machines = f"{step.workers} machines with {some_rows(step.shard)} each, linked at {link}"
        both = f"a step computes {step.computing:.3g} s and exchanges {step.exchanging:.3g} s"
        computing = f"{100 * step.share:.2g} % of the time is computing"
        gain = f"{step.gain:.3g} times as many rows a second as alone"
        times = f"{machines}: {both}, so {computing}; {gain}"
    gradient = f"Beside the gradient of all {ALL_ROWS} rows, that of {some_rows(step.rows)} is {off(step)}"
    epoch = f", in the root mean square of an epoch's {step.steps} steps" if step.steps > 1 else ""
    return f"{times}. {gradient}{epoch}."


TRIES = (
    Try("1 machine", {"workers": 1}, "Raise the machines. Middle: what does the second one gain?"),
    Try(
        "64 machines",
        {"workers": 64},
        "Raise the rows each to 256. Middle: what is gained? Left: at what price?",
    ),
    Try(
        "1 Gbit/s, 2 machines",
        {"workers": 2, "link": 1},
        "Middle: raise the rows each. Does the second machine pay anywhere?",
    ),
)


def share_the_work():
    """The lab of shared steps, at eight machines that exchange longer than they compute."""
    return lab(
        compute, draw, say, TRIES,
        workers=slider("machines", WORKERS, 8),
        shard=slider("rows each", SHARDS, 32),
        link=choice("link", LINKS, 10),
    )  # fmt: skip
