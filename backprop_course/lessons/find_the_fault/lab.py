"""Lab: a fault, more or less of it, beside the right pass; two hidden units on XOR, 20 seeds at once."""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.check import faults, probes
from backprop_course.check.programs import Program, descending, program_of
from backprop_course.lessons.find_the_fault import pictures
from backprop_course.nn import layers
from backprop_course.nn.models import mlp, start
from backprop_course.nn.network import chain
from backprop_course.widgets import panels, style
from backprop_course.widgets.beside import Beside
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import choice, evenly_spaced, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing
from backprop_course.widgets.words import two_digits

MODEL = mlp([2, 2, 1])
SEEDS, STEPS, EVERY = 20, 500, 5  # every fifth loss is kept
SEVERITIES, RATES = (0.0, 0.25, 0.5, 0.75, 1.0), (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
LOW, HIGH = np.array([-0.5, -0.5]), np.array([1.5, 1.5])  # corners of the maps
CELLS = 50


class Effect(StrEnum):
    """What a fault does to learning."""

    NO_FAULT = "no fault"
    CLIMBS = "climbs"
    FEWER = "fewer"
    SLOWER = "slower"
    MORE = "more"
    AS_MANY = "as many"


EFFECTS = {
    Effect.NO_FAULT: "no fault",
    Effect.CLIMBS: "most seeds climb",
    Effect.FEWER: "fewer seeds solve it",
    Effect.SLOWER: "slower",
    Effect.MORE: "more seeds solve it",
    Effect.AS_MANY: "about as many solve it",
}
STANDS, FALLS = 0.01, 0.9  # a loss stands that moved by less than this at last; one falls to below this share


# A mistake of the catalogue once more: here every array has a runs axis, and each run makes its own.


def one_number(program):
    """The program in which the first element of each gradient moves the whole array, in every run."""

    def broadcast(params, x, y):
        return [0 * g + g[..., :1, :1] for g in program.grads(params, x, y)]

    return program._replace(step=descending(program._replace(grads=broadcast)).step)


def in_layer(number, fault):
    """The right program -> the one with a fault in layer `number` of the network."""

    network = [fault(layer) if i == number else layer for i, layer in enumerate(MODEL.network)]
    return lambda program: at_rate(MODEL._replace(network=network), program.rate)


def in_loss(fault):
    """The right program -> the one with a fault in the loss."""
    return lambda program: at_rate(MODEL._replace(loss=fault(MODEL.loss)), program.rate)


def at_rate(model, rate):
    """The program of a model at a rate, or at one a run (runs, 1, 1)."""
    return descending(program_of(model)._replace(rate=rate))


MENU = {
    "none": lambda program: program,
    "sign of the gradient": in_loss(faults.flipped),
    "sign of the update": faults.climbing,
    "derivative missing": in_layer(1, faults.missing_slope),
    "derivative at a, not z": in_layer(1, faults.slope_at_output),
    "formula in a fed with z": in_layer(1, faults.slope_formula_at_input),
    "derivative of the sigmoid": in_layer(1, faults.faulty_slope(layers.sigmoid)),
    "derivative of another loss": in_loss(faults.other_slope),
    "nothing passed down": in_layer(2, faults.detached),
    "bias summed over all": in_layer(0, faults.bias_summed_over_all),
    "weights transposed": in_layer(0, faults.weights_transposed),
    "factor 2": in_loss(faults.doubled),
    "1/n missing": in_loss(faults.not_averaged),
    "1/n twice": in_loss(faults.averaged_twice),
    "one number moves an array": one_number,
    "output layer left out": faults.output_left_out,
    "biases left out": faults.biases_left_out,
    "W₂ updated before use": faults.updated_before_use,
    "gradients accumulate": faults.unzeroed,
}


class Side(NamedTuple):
    """A pass trained from all seeds: losses (n, SEEDS), a map (CELLS, CELLS) of one seed, how many solve XOR.

    n is STEPS / EVERY + 1: the losses at steps 0, EVERY, ..., STEPS.
    """

    losses: np.ndarray
    map: np.ndarray
    solved: int

    @property
    def quarter(self):
        """The loss at the end that a quarter of the seeds stays below."""
        return np.sort(self.losses[-1])[SEEDS // 4]


class Trial(NamedTuple):
    """Right and wrong from the same seeds, one of them shown; the steps' cosine; the diagnosis."""

    fault: str
    seed: int
    right: Side
    wrong: Side
    cosine: float
    finding: probes.ProbeFinding

    @property
    def gain(self):
        """How many more seeds solve XOR with the wrong pass."""
        return self.wrong.solved - self.right.solved

    @property
    def effect(self):
        """The first Effect that holds."""
        if self.finding.passed:
            return Effect.NO_FAULT
        if np.mean(~(self.wrong.losses[-1] < 1.2 * self.wrong.losses[0])) > 0.5:
            return Effect.CLIMBS
        if self.gain <= -3:
            return Effect.FEWER
        if self.gain < 3 and self.wrong.quarter > 2 * self.right.quarter:
            return Effect.SLOWER
        return Effect.MORE if self.gain >= 3 else Effect.AS_MANY


def compute(fault, severity, rate, seed):
    """Right and wrong at this rate; the wrong step is `severity` of the fault's own, the rest is right."""
    sides = [side(*TRAININGS.at(*each), seed) for each in (("none", rate, 0.0), (fault, rate, severity))]
    return Trial(
        fault, seed, *sides, cosine_with_right(fault, rate, severity), finding(fault, rate, severity)
    )


def trained(points):
    """Losses (n, SEEDS) and the last params of all seeds, at each (fault, rate, severity) of one fault."""
    (x, y), network = data.xor(), chain(*MODEL.network)
    (fault, *_), rates, shares = zip(*points, strict=True)
    each = len(points) > 1
    program = partly(fault, *(for_all_seeds(of) if each else of[0] for of in (rates, shares)))
    params, losses = [np.tile(p, (len(points), 1, 1)) for p in first_params()], []
    with np.errstate(all="ignore"):  # a climbing run may overflow; that is said in words
        for step in range(STEPS + 1):
            if step % EVERY == 0:
                losses.append(MODEL.loss.value(network.forward(params, x)[0], y))
            if step < STEPS:
                params = program.step(params, x, y)
    losses = np.split(np.nan_to_num(losses, nan=np.inf), len(points), axis=1)
    return list(zip(losses, zip(*(np.split(p, len(points)) for p in params), strict=True), strict=True))


def for_all_seeds(values):
    """A value for each point, for all its seeds (points * SEEDS, 1, 1)."""
    return np.repeat(values, SEEDS)[:, None, None]


def first_params():
    """The first parameters of all seeds, a flat list of arrays (SEEDS, rows, columns)."""
    return sum(start(MODEL, [np.random.default_rng(seed) for seed in range(SEEDS)]), [])


def partly(fault, rate, share):
    """The program whose step and gradient are `share` of the faulty ones plus the rest of the right ones."""
    right = at_rate(MODEL, rate)
    wrong = MENU[fault](right)
    if np.all(share == 0) or np.all(share == 1):
        return wrong if np.all(share) else right

    def mix(call):
        def both(params, x, y):
            pairs = zip(getattr(right, call)(params, x, y), getattr(wrong, call)(params, x, y), strict=True)
            return [np.where(share == 1, q, (1 - share) * p + share * q) for p, q in pairs]

        return both

    return Program(right.loss, mix("grads"), mix("step"), right.predict, right.init, rate)


def side(losses, params, seed):
    """One program's Side, with the map of one seed."""
    x, y = data.xor()
    with np.errstate(all="ignore"):
        answers = predicted(params, x)
        known = predicted([p[seed] for p in params], panels.grid(LOW, HIGH, CELLS))
    solved = int(((answers > 0.5) == (y > 0.5)).all(axis=(-2, -1)).sum())
    return Side(losses, known.reshape(CELLS, CELLS), solved)


def predicted(params, x):
    """The probabilities of the rows of x."""
    return MODEL.loss.predict(chain(*MODEL.network).forward(params, x)[0])


@lru_cache
def cosine_with_right(fault, rate, severity):
    """The cosine of the right and the wrong first step, the median of all seeds."""
    (x, y), params = data.xor(), first_params()
    steps = [step_taken(partly(fault, rate, share).step, params, x, y) for share in (0.0, severity)]
    lengths = [np.linalg.norm(step, axis=-1) for step in steps]
    return float(np.median((steps[0] * steps[1]).sum(axis=-1) / np.maximum(lengths[0] * lengths[1], 1e-300)))


def step_taken(step: Callable, params, x, y):
    """What a step adds to the parameters, a flat row per run."""
    return np.hstack([(q - p).reshape(len(p), -1) for p, q in zip(params, step(params, x, y), strict=True)])


@lru_cache
def finding(fault, rate, severity):
    """What the first probe says that fails, or the last one if none does."""
    program = partly(fault, rate, severity)
    place = probes.setting(program.init(0), *data.xor(), model=MODEL, points=2)
    for probe in (probes.purity, probes.gradient, probes.step, probes.descent):
        (found,) = probes.run_probes(program, place, [probe]).findings
        if not found.passed:
            break
    return found


def draw():
    """The map of the right pass, the map of the wrong one, and both losses, over those of all other seeds."""
    figure, (left, middle, right) = style.figure(3, ratios=[1, 1, 1.2])
    maps = [panels.boundary(ax, *data.xor(), LOW, HIGH, CELLS) for ax in (left, middle)]
    curves = pictures.right_and_wrong(right, np.arange(0, STEPS + 1, EVERY), 1e-3, 1e2)

    def move(trial):
        for panel, part in zip(maps, (trial.right, trial.wrong), strict=True):
            panel.move(part.map)
        right, wrong = trial.right, trial.wrong
        curves.move(right.losses[:, trial.seed], wrong.losses[:, trial.seed], wrong.losses)

    return drawing(figure, [*maps, curves], move, headings)


def headings(trial):
    """One title a panel: how many seeds solve XOR with either pass, and what it does."""
    right, wrong = (f"{part.solved} of {SEEDS} solve" for part in (trial.right, trial.wrong))
    return f"right: {right}", f"wrong: {wrong}", EFFECTS[trial.effect]


def say(trial):
    """What it does, how many seeds solve XOR either way, how the seed shown ends, and the diagnosis."""
    solved = f"{trial.wrong.solved} of {SEEDS} seeds solve XOR (right: {trial.right.solved})"
    wrong, right = (ending_in_words(part.losses[:, trial.seed]) for part in (trial.wrong, trial.right))
    ends = f"seed {trial.seed} {wrong} (right: {right})"
    steps = f"cosine {trial.cosine:.2f}"
    found = trial.finding
    told = "nothing is wrong" if found.passed else found.words.rstrip(".")
    return f"{EFFECTS[trial.effect].capitalize()}: {solved}; {ends}; {steps}. Diagnosis: {told}."


def ending_in_words(losses):
    """How the losses of one seed end, or by which step they have left the finite numbers."""
    first, last = losses[[0, -1]]
    if not np.isfinite(last):
        return f"leaves the finite numbers by step {EVERY * int(np.argmax(~np.isfinite(losses)))}"
    end = f"loss {two_digits(last)}"
    if last < FALLS * first:
        return f"falls to {end}"
    if np.ptp(losses[-len(losses) // 5 :]) < STANDS * last:
        return f"stands still at {end}"
    return f"climbs to {end}" if last > first else f"hardly moves, to {end}"


TRAININGS = Beside(trained, ((), RATES, SEVERITIES), most=2)  # of 6, the first picture takes 0.36 s
TRIES = (
    Try(
        "W₂ updated before use",
        {"fault": "W₂ updated before use", "rate": 0.25},
        "Raise the learning rate step by step: from which on does the wrong pass solve XOR from fewer seeds?",
    ),
    Try("severity 0.5", {"severity": 0.5}, "What is the diagnosis of half a fault, and why has it no name?"),
    Try(
        "severity 0.75",
        {"fault": "nothing passed down", "severity": 0.75},
        "What is the diagnosis of three quarters of this fault, where n is 4?",
    ),
)


def find_the_fault():
    """The lab, at a missing derivative."""
    return lab(
        compute, draw, say, TRIES,
        fault=choice("fault", list(MENU), "derivative missing"),
        severity=slider("severity", SEVERITIES, 1.0, between=True),
        rate=slider("learning rate", RATES, 2.0, between=True),
        seed=slider("seed", evenly_spaced(0, SEEDS - 1, 1), 0),
    )  # fmt: skip
