"""Lab: a network on few points with wrong labels; both its losses by step and by weight decay."""

from enum import StrEnum
from functools import lru_cache
from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course.lessons.fit_without_memorizing import pictures
from backprop_course.lessons.fit_without_memorizing.experiments import (
    EXAMPLES,
    FLOOR,
    MANY,
    Rows,
    bending_weights,
    layers_of,
    loss_of,
    parts_of_draw,
)
from backprop_course.nn.losses import logistic
from backprop_course.nn.models import Model
from backprop_course.nn.network import forward
from backprop_course.nn.optimizers import adam
from backprop_course.nn.training import train
from backprop_course.widgets import panels, style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing
from backprop_course.widgets.words import two_digits

SEED = 45  # the draw that the lesson shows
STEPS, RATE = 120, 0.1
DECAYS = np.array(rounded(1e-5, 1e-1, (1, 3)))  # the smallest changes nothing that can be seen
MARKS = np.unique(np.geomspace(1, STEPS, 24).astype(int))  # the steps at which both losses are measured
LOW, HIGH = pictures.LOW, pictures.HIGH  # corners of the map
CELLS = 40
GAP, CLOSE = 0.15, 0.07  # nats


class Fitting(StrEnum):
    """What a training shows: overfitting by its gap, underfitting by its training loss, or neither."""

    OVER = "overfitting"
    UNDER = "underfitting"
    NEITHER = "neither"


FITTINGS = {
    Fitting.OVER: "overfitting",
    Fitting.UNDER: "underfitting",
    Fitting.NEITHER: "neither",
}


class DecayTraining(NamedTuple):
    """Trainings side by side, one for each of DECAYS: losses at MARKS (marks, decays), last parameters."""

    training: np.ndarray
    validation: np.ndarray
    params: list


class Sight(NamedTuple):
    """One position: points, probabilities on the map, both losses at MARKS, and at the end by decay."""

    points: Rows
    map: np.ndarray
    training: np.ndarray
    validation: np.ndarray
    by_decay: tuple
    which: int

    @property
    def gap(self):
        """How far the validation loss ends above the training loss."""
        return self.validation[-1] - self.training[-1]

    @property
    def fitting(self):
        """What the two losses at the end show."""
        if self.gap > GAP:
            return Fitting.OVER
        return Fitting.UNDER if self.training[-1] > FLOOR + CLOSE else Fitting.NEITHER


@lru_cache
def sample(n):
    """The first n of the lesson's rows to train on, and those for validation, in float32."""
    training, validation, _ = parts_of_draw(SEED, n)
    return [Rows(x.astype("f4"), y.astype("f4"), wrong) for x, y, wrong in (training, validation)]


def network_with_decays(width, dropped, dice):
    """The model 2-width-1 with every decay, its hidden units dropped at a rate; all throw the same dice."""
    layers = layers_of(width, dropped, lambda shape: dice.random(shape[-2:], dtype="f4"))
    return Model(layers, logistic, 2, 1, decay_pull)


def decay_pull(params):
    """The gradient λW of weight decay; its value, which nobody sees, is left out, as every step counts."""
    W1, _, W2, _ = params
    strength = DECAYS.astype(W1.dtype)[:, None, None]
    return 0.0, [strength * W1, 0.0, strength * W2, 0.0]


@lru_cache(maxsize=512)
def train_with_decays(width, dropped, examples):
    """Train all decays at once, by Adam, with all examples in each step."""
    training, validation = ([rows.x, rows.y] for rows in sample(examples))
    model, curves = network_with_decays(width, dropped, np.random.default_rng(1)), []
    walk = train(model, same_start(model, width), repeat(training), RATE, adam())
    for number, step in enumerate(islice(walk, STEPS + 1)):
        if number in MARKS:
            curves.append([loss_of(step.params, training), loss_of(step.params, validation)])
    return DecayTraining(*np.moveaxis(curves, 1, 0), [step.params[0], step.params[-1]])


def same_start(model, width):
    """The same first parameters for every decay, in float32."""
    every = [np.repeat(p[None].astype("f4"), len(DECAYS), axis=0) for p in bending_weights(SEED, width)]
    return [every[:2], *[[]] * (len(model.network) - 2), every[2:]]


def compute(width, decay, dropped, examples):
    """The training at one of DECAYS, among those of all."""
    run, which = train_with_decays(width, dropped, examples), list(DECAYS).index(decay)
    first, last = ([p[which] for p in layer] for layer in run.params)
    z = forward(layers_of(), [first, [], last], places())[0][-1]
    known = logistic.predict(z).reshape(CELLS, CELLS)
    ends = run.training[-1], run.validation[-1]
    return Sight(sample(examples)[0], known, run.training[:, which], run.validation[:, which], ends, which)


@lru_cache
def places():
    """The points of the map in float32."""
    return panels.grid(LOW, HIGH, CELLS).astype("f4")


def draw():
    """The map with the examples; both losses by step; both losses at the end by weight decay."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.7)
    nothing = np.zeros((0, 2)), np.zeros((0, 1))
    background, dots = panels.boundary(left, *nothing, LOW, HIGH, CELLS), pictures.example_dots(left)
    steps = pictures.training_and_validation(middle, MARKS, 0.02, 4, "step")
    decays = pictures.training_and_validation(right, DECAYS, 0.02, 4, "weight decay λ", slice(None, None, -1))
    floors = [panels.level(ax, FLOOR, "floor") for ax in (middle, right)]
    middle.legend(loc="upper left", fontsize=9)

    def move(picture):
        background.move(picture.map)
        dots.move(*picture.points)
        steps.move(picture.training, picture.validation, picture.validation.argmin())
        decays.move(*picture.by_decay, picture.which)

    return drawing(figure, [background, dots, steps, decays, *floors], move, headings)


def headings(picture):
    """One title a panel: the sample, the verdict with its gap, the best weight decay."""
    n, best = len(picture.points.x), DECAYS[picture.by_decay[1].argmin()]
    return (
        f"{n} examples, {picture.points.wrong.sum()} wrong (circled)",
        f"{FITTINGS[picture.fitting]}, gap {picture.gap:.2f}",
        f"best at λ = {best:.1g}",
    )


def say(picture):
    """The verdict with both losses, the best moment to stop, and the best weight decay."""
    training, validation, best = picture.training, picture.validation, picture.by_decay[1]
    low, moment = validation.min(), MARKS[validation.argmin()]
    ends = f"training loss {loss_in_words(training[-1])}, validation loss {loss_in_words(validation[-1])}"
    ever = f"validation was lowest at step {moment}: {low:.2f}"
    decay = f"λ = {DECAYS[best.argmin()]:.1g} would end at {best.min():.2f}"
    here = "no other weight decay ends lower" if best.argmin() == picture.which else decay
    floor = f"the floor is {FLOOR:.2f}"
    return f"{FITTINGS[picture.fitting].capitalize()}: {ends} after {STEPS} steps; {ever}; {here}; {floor}."


def loss_in_words(loss):
    """A loss in two places; a small one in two digits, as beside its arrow."""
    return f"{loss:.2f}" if loss >= 0.1 else two_digits(loss)


TRIES = (
    Try(
        "decay 0.001",
        {"decay": 0.001},
        "Left: drag the weight decay on. What becomes of the border near wrong labels?",
    ),
    Try(
        "150 examples",
        {"examples": 150},
        "Middle: where does each curve end, and how low does validation get?",
    ),
    Try("width 4, decay 0.003", {"decay": 0.003, "width": 4}, "Raise dropout to 0.5: is it a cure here?"),
    Try(
        "width 1, 20 examples",
        {"width": 1, "examples": 20},
        "Middle: how high above the floor does the training loss end?",
    ),
)


def fit_without_memorizing():
    """The lab, where 32 units learn 50 examples by heart."""
    return lab(
        compute, draw, say, TRIES,
        width=slider("width", evenly_spaced(1, 32, 1), 32),
        decay=slider("weight decay", DECAYS, DECAYS[0]),
        dropped=slider("dropout", evenly_spaced(0.0, 0.9, 0.1), 0.0, between=True),
        examples=slider("examples", evenly_spaced(10, MANY, 10), EXAMPLES),
    )  # fmt: skip
