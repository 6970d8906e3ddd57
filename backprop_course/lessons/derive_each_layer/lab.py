"""Lab: a network of two hidden layers on the moons; its boundary, its loss, and the signal at each layer."""

from enum import StrEnum
from functools import lru_cache
from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.derive_each_layer import pictures
from backprop_course.nn.initializers import constant, normal
from backprop_course.nn.layers import elementwise
from backprop_course.nn.models import (
    ACTIVATIONS,
    INITIALIZERS,
    accuracy,
    logistic_regression,
    mlp,
    predict,
    start,
)
from backprop_course.nn.network import forward, windows
from backprop_course.nn.training import backprop, fit, train
from backprop_course.widgets import panels, style
from backprop_course.widgets.beside import Beside
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import COARSE, choice, evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

STEPS, EVERY = 400, 8  # every eighth step's signals are kept
SEED = 0
LAST = 100  # steps at the end in which a rising loss is counted
LOW, HIGH = np.array([-1.7, -1.2]), np.array([2.7, 1.7])  # corners of the map
CELLS = 50
STRAIGHT_WITHIN = 0.15  # how far a straight boundary leaves its best line, in the map's units


class State(StrEnum):
    """How a training ends."""

    DIVERGING = "diverging"
    THROWN_OFF = "thrown off"
    NO_SIGNAL = "no signal"
    OSCILLATING = "oscillating"
    WAITING = "waiting"
    STRAIGHT = "straight"
    BENT = "bent"


STATES = {
    State.DIVERGING: "diverging",
    State.THROWN_OFF: "thrown off",
    State.NO_SIGNAL: "no signal",
    State.OSCILLATING: "oscillating",
    State.WAITING: "waiting",
    State.STRAIGHT: "a straight boundary",
    State.BENT: "a bent boundary",
}

STARTS = {
    "zeros": INITIALIZERS["zeros"],
    "constant 0.5": constant(0.5),
    "normal 0.01": normal(0.01),
    "Xavier": INITIALIZERS["xavier"],
    "He": INITIALIZERS["he"],
    "large: normal 3": normal(3.0),
}
NO_BEND = "identity"
BENDS = "tanh", "relu", "sigmoid", NO_BEND


class Run(NamedTuple):
    """A training: probabilities on a map (CELLS, CELLS), losses (n,), signals ‖dZ‖ by layer, and its end.

    n is STEPS + 1, or less where the numbers ceased to be finite; the signals are of every EVERYth step.
    `bend` is how far the boundary leaves a line at most, 0 where the map has none; `dead` is the share of
    hidden units with slope 0 at every point; `alike` says whether each hidden layer is one unit, or copies of
    one.
    """

    activation: str
    map: np.ndarray
    losses: np.ndarray
    signals: np.ndarray
    accuracy: float
    bend: float
    dead: float
    alike: bool

    @property
    def tenfold(self):
        """The first step whose loss is above ten times the first, or None."""
        above = np.flatnonzero(self.losses > 10 * self.losses[0])
        return int(above[0]) if above.size else None

    @property
    def rises(self):
        """In how many of the last LAST steps the loss rose by more than a thousandth of itself."""
        last = self.losses[-LAST - 1 :]
        return int((np.diff(last) > 1e-3 * last[:-1]).sum())

    @property
    def state(self):
        """The first State that holds."""
        if len(self.losses) <= STEPS or self.losses[-1] > max(2 * self.losses[-LAST], 10 * self.losses[0]):
            return State.DIVERGING
        if self.tenfold is not None and self.losses[-1] > self.losses[0]:
            return State.THROWN_OFF
        if self.signals[-1, 0] == 0:
            return State.NO_SIGNAL
        if self.rises > LAST // 10:
            return State.OSCILLATING
        if self.losses[-1] > 0.95 * np.log(2):
            return State.WAITING
        return State.STRAIGHT if self.bend < STRAIGHT_WITHIN else State.BENT


@lru_cache
def odd_moons():
    """151 points, 76 of class 0: with equal classes even the output bias of a network of zeros would rest."""
    return data.moons(151)


@lru_cache
def least_of_a_line():
    """The least loss without a hidden layer: what logistic regression reaches on the moons."""
    return float(fit(logistic_regression(2), *odd_moons(), 3.0, steps=600).losses[-1])


def compute(rate, initialization, width, activation):
    """Train 2-width-width-1 for STEPS steps, or until a number is not finite."""
    return RUNS.at(rate, initialization, width, activation)


def runs_together(points):
    """The Run of each of some (rate, initialization, width, activation), of one width, trained at once."""
    rates, initializations, widths, activations = zip(*points, strict=True)
    sizes = [2, widths[0], widths[0], 1]
    models = [mlp(sizes, *each) for each in zip(activations, map(STARTS.get, initializations), strict=True)]
    firsts = [start(model, np.random.default_rng(SEED)) for model in models]
    params = [[np.stack(same) for same in zip(*own, strict=True)] for own in zip(*firsts, strict=True)]
    walk = train(mlp(sizes, one_each(activations)), params, repeat(odd_moons()), np.array(rates))
    losses, thetas, ends = [], [], np.zeros(len(points), int)
    for number, step in enumerate(islice(walk, STEPS + 1)):
        ends += (ends == number) & np.isfinite(step.loss) & np.isfinite(step.gradient).all(axis=-1)
        if not (ends > number).any():
            break
        losses.append(step.loss)
        thetas.append(step.theta)
    found = []
    for run, end in enumerate(ends):
        own = windows(np.array([theta[run] for theta in thetas[:end]]), step.nesting)
        found.append(run_of(models[run], activations[run], np.array(losses)[:end, run], own))
    return found


def one_each(activations):
    """The activation that each run has for itself, by name."""
    if len(set(activations)) == 1:
        return activations[0]
    each = [ACTIVATIONS[name] for name in activations]

    def by_run(call):
        return lambda *arrays: np.array([call(*own) for own in zip(each, *arrays, strict=True)])

    return elementwise(
        by_run(lambda bend, x: bend.forward([], x)[0]),
        by_run(lambda bend, x, y: bend.backward([], (x, y), np.ones_like(x))[0]),
    )


def run_of(model, activation, losses, params):
    """The Run with these losses (n,), and the parameters of every step (n, rows, columns)."""
    kept, last = ([[p[which] for p in own] for own in params] for which in (slice(None, None, EVERY), -1))
    dxs = backprop(model, kept, *odd_moons()).dxs  # of all kept steps at once
    return ended(model, last, activation, losses, norms(dxs[1::2]))


def norms(dzs):
    """The size of each layer's signal (steps, layers); where a run diverges, its square overflows."""
    with np.errstate(all="ignore"):
        return np.column_stack([np.linalg.norm(dz, axis=(-2, -1)) for dz in dzs])


def ended(model, params, activation, losses, signals):
    """The Run that ended at `params`."""
    x, y = odd_moons()
    with np.errstate(all="ignore"):
        xs, saves = forward(model.network, params, x)
        known = predict(model, params, panels.grid(LOW, HIGH, CELLS))
    right = float(accuracy(model.loss.predict(xs[-1]), y))
    hidden = xs[2:-1:2]
    bend, ones = model.network[1], np.ones_like(hidden[0])
    slopes = np.hstack([bend.backward([], saved, ones)[0] for saved in saves[1::2]])
    dead = float((slopes == 0).all(axis=0).mean())
    alike = all(np.ptp(a, axis=1).max() < 1e-9 for a in hidden)
    known = known.reshape(CELLS, CELLS)
    return Run(activation, known, losses, signals, right, bend_of(known), dead, alike)


def bend_of(known):
    """How far the boundary of a map (CELLS, CELLS) leaves the line that fits it best; 0 without one."""
    spots = np.vstack([crossings(known), crossings(known.T)[:, ::-1]])
    if not len(spots):
        return 0.0
    spots = LOW + spots * (HIGH - LOW) / (CELLS - 1)
    centered = spots - spots.mean(axis=0)
    across = np.linalg.svd(centered, full_matrices=False)[2][-1]
    return float(np.abs(centered @ across).max())


def crossings(known):
    """Where the rows of a map pass 1/2: (column, row), in cells (n, 2)."""
    above = known - 0.5
    rows, columns = np.nonzero(np.diff(above > 0, axis=1))
    here, there = above[rows, columns], above[rows, columns + 1]
    return np.column_stack([columns + here / (here - there), rows])


def draw():
    """The map with the points; the loss by step beside a line's best; the signal of each layer by step."""
    figure, (left, middle, right) = style.figure(3, ratios=[1.1, 1, 1])
    boundary = panels.boundary(left, *odd_moons(), LOW, HIGH, CELLS)
    curve = panels.loss_curve(middle, STEPS, 0, 0.8)
    middle.set(yscale="linear")
    line = panels.level(middle, least_of_a_line(), "best line")
    signals = pictures.signals(right, STEPS, 1e-4, 0.3, 3, EVERY)

    def move(run):
        boundary.move(run.map)
        curve.move(np.append(run.losses, [np.nan] * (len(run.losses) <= STEPS)))
        signals.move(run.signals)

    return drawing(figure, [boundary, curve, line, signals], move, headings)


def headings(run):
    """One title a panel: the accuracy, how the training goes, the signal that arrives at layer 1."""
    step = run.tenfold or len(run.losses)
    when = f" at step {step}" if run.state in (State.DIVERGING, State.THROWN_OFF) else ""
    smooth = run.state in (State.STRAIGHT, State.BENT)
    going = f"loss {run.losses[-1]:.3g} at the end" if smooth else STATES[run.state] + when
    return f"{percent(run.accuracy)} of 151 points right", going, signal_at_start(run)


def percent(share):
    """A share in per cent."""
    return f"{100 * share:.1f} %"


def signal_at_start(run):
    """The signal at layer 1 beside the output's, at the first step."""
    if not run.signals[0, 0]:
        return "layer 1 gets exactly 0"
    return f"‖dZ₁‖/‖dZ₃‖ = {ratio(run.signals[0])}"


def ratio(norms):
    """The signal at layer 1 as a multiple of the output's, in two digits."""
    times = norms[0] / norms[-1]
    return f"{times:.2g}" if times < 10 else f"{times:.0f}"


def say(run):
    """The state, the accuracy, the loss, and what is wrong in words."""
    right = f"{percent(run.accuracy)} of the points are right"
    end = f"{right}, loss {run.losses[-1]:.3g} after {len(run.losses) - 1} steps"
    if run.state in (State.STRAIGHT, State.BENT):
        end += f" (best line: {least_of_a_line():.3g})"
    return f"{STATES[run.state].capitalize()}: {end}; {what(run)}."


def what(run):
    """What is wrong with a run, in words; where nothing is, what arrives at the first layer."""
    if run.state in (State.DIVERGING, State.THROWN_OFF):
        return gone(run)
    if not run.signals[:, :2].any():
        return "all gradients but the output bias's are exactly 0, so no weight ever moves"
    if run.state is State.NO_SIGNAL:
        return f"{percent(run.dead)} of the hidden units have slope 0 at every point: nothing reaches layer 1"
    if run.state is State.OSCILLATING:
        return f"the loss rises in {run.rises} of the last {LAST} steps"
    if run.activation == NO_BEND:
        return "without a bend all layers together make one line"
    if run.alike:
        return "each hidden layer is one unit, or copies of one, so this 2-1-1-1 network draws one line"
    return faint(run)


def gone(run):
    """How a run goes whose steps are too long: where its loss is tenfold, and where its numbers end."""
    tenfold = f"at step {run.tenfold} the loss is more than ten times its first" if run.tenfold else ""
    end = f"at step {len(run.losses)} a number is not finite" if len(run.losses) <= STEPS else ""
    return ", ".join(filter(None, ["the rate is too large", tenfold, end]))


def faint(run):
    """What a smooth run's signal says: how much of the output's arrives at layer 1, at first and at last."""
    first, last = map(ratio, run.signals[[0, -1]])
    return f"layer 1 gets {first} × the output's signal at the start and {last} × at the end"


RATES = rounded(0.01, 30, COARSE)
RUNS = Beside(runs_together, (RATES, list(STARTS), (), BENDS), most=3)  # of 4, the first picture takes 0.27 s
TRIES = (
    Try(
        "rate 0.3",
        {"rate": 0.3},
        "Compare the boundary and the loss with those of rate 0.1. Then move the rate both ways.",
    ),
    Try("zeros", {"initialization": "zeros"}, "What arrives at layer 1, and which gradient is left?"),
    Try(
        "constant 0.5",
        {"initialization": "constant 0.5"},
        "All units of a layer start alike. What can the boundary become?",
    ),
    Try("sigmoid", {"activation": "sigmoid"}, "Right: what becomes of the number in the title, and why?"),
)


def derive_each_layer():
    """The lab, where the boundary has just begun to bend: every control changes the picture."""
    return lab(
        compute, draw, say, TRIES,
        rate=slider("learning rate", RATES, 0.1, between=True),
        initialization=choice("initialization", list(STARTS), "He"),
        width=slider("width", evenly_spaced(1, 16, 1), 8),
        activation=choice("activation", list(BENDS), "tanh"),
    )  # fmt: skip
