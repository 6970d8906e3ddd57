"""Lab: a network on few points with wrong labels; both its losses by step and by weight decay."""

from enum import StrEnum
from functools import lru_cache
from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.fit_without_memorizing import pictures
from backprop_course.nn.initializers import normal, xavier
from backprop_course.nn.layers import dense, dropout, tanh
from backprop_course.nn.losses import logistic
from backprop_course.nn.models import Model, start
from backprop_course.nn.network import forward
from backprop_course.nn.optimizers import adam
from backprop_course.nn.training import batches, train
from backprop_course.widgets import panels, style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

STEPS, RATE, BATCH = 120, 0.1, 40
MOST, HELD_OUT, FLIPPED = 200, 300, 0.2  # examples to train on, to validate on, share of flipped labels
DECAYS = np.array(rounded(1e-5, 1e-1, (1, 3)))  # the smallest changes nothing that can be seen
MARKS = np.unique(np.geomspace(1, STEPS, 24).astype(int))  # the steps at which both losses are measured
LOW, HIGH = np.array([-2.8, -2.8]), np.array([2.8, 2.8])  # corners of the map
CELLS = 40
FLOOR = -(
    FLIPPED * np.log(FLIPPED) + (1 - FLIPPED) * np.log(1 - FLIPPED)
)  # who knows every true class pays this a label
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


class Points(NamedTuple):
    """Inputs (n, 2), targets (n, 1) and which of them are flipped (n,)."""

    x: np.ndarray
    y: np.ndarray
    flipped: np.ndarray


class DecayTraining(NamedTuple):
    """Trainings side by side, one for each of DECAYS: losses at MARKS (marks, decays), last parameters."""

    training: np.ndarray
    validation: np.ndarray
    params: list


class Sight(NamedTuple):
    """One position: points, probabilities on the map, both losses at MARKS, and at the end by decay."""

    points: Points
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
def noisy_rings(n, seed):
    """A ring within a ring, a fifth of the labels flipped, in float32."""
    x, y = data.circles(n, 0.15, seed)
    flipped = np.random.default_rng(seed).permutation(n) < FLIPPED * n
    y[flipped] = 1 - y[flipped]
    return Points((2 * x).astype("f4"), y.astype("f4"), flipped)


def sample(n):
    """The first n of the points to train on: a larger sample contains the smaller ones."""
    return Points(*(each[:n] for each in noisy_rings(MOST, 3)))


def scattered(rng, n_in, n_out):
    """Weights and biases of standard deviation 3: units that bend all over the map."""
    return [rng.normal(0, 3, (n_in, n_out)), rng.normal(0, 3, (1, n_out))]


def network_with_decays(width, dropped, dice):
    """The model 2-width-1 with every decay, its hidden units dropped at a rate; None leaves dropout out."""
    layers = [dense(2, width, scattered), tanh, dense(width, 1, xavier)]
    if dropped:
        layers.insert(2, dropout(dropped, lambda shape: dice.random(shape[-2:], dtype="f4")))
    return Model(layers, logistic, 2, 1, decay_pull)


def decay_pull(params):
    """The gradient λW of weight decay; its value, which nobody sees, is left out, as every step counts."""
    W1, _, W2, _ = params
    strength = DECAYS.astype(W1.dtype)[:, None, None]
    return 0.0, [strength * W1, 0.0, strength * W2, 0.0]


@lru_cache(maxsize=512)
def train_with_decays(width, dropped, examples):
    """Train all decays at once, by Adam; all throw the same dice."""
    x, y, _ = sample(examples)
    curves = []
    for params in params_at_marks(network_with_decays(width, dropped, np.random.default_rng(1)), x, y):
        curves.append([plain_loss(params, x, y), plain_loss(params, *noisy_rings(HELD_OUT, 1000)[:2])])
    return DecayTraining(*np.moveaxis(curves, 1, 0), params)


def params_at_marks(model, x, y):
    """Yield the parameters at MARKS."""
    walk = train(model, same_start(model), feed(x, y), RATE, adam())
    for number, step in enumerate(islice(walk, STEPS + 1)):
        if number in MARKS:
            yield without_dropout(step.params)


def same_start(model):
    """The same first parameters for every decay, in float32."""
    params = start(model, np.random.default_rng(0))
    return [[np.repeat(p[None].astype("f4"), len(DECAYS), axis=0) for p in own] for own in params]


def feed(x, y):
    """All examples in every step, or batches of them where they are many."""
    return repeat((x, y)) if len(x) <= BATCH else batches(x, y, BATCH, np.random.default_rng(2))


def without_dropout(params):
    """The parameters of the network with its dropout layer left out: that one has none."""
    return [params[0], [], params[-1]]


def output(params, x):
    """The pre-activation output without dropout."""
    return forward([dense(2, 1, normal(1)), tanh, dense(1, 1, normal(1))], params, x)[0][-1]


def plain_loss(params, x, y):
    """The loss by decay, without the penalty and without dropout: what both curves show."""
    return logistic.value(output(params, x), y)


def compute(width, decay, dropped, examples):
    """The training at one of DECAYS, among those of all."""
    run, which = train_with_decays(width, dropped, examples), list(DECAYS).index(decay)
    own = [[p[which] for p in layer] for layer in run.params]
    known = logistic.predict(output(own, places())).reshape(CELLS, CELLS)
    ends = run.training[-1], run.validation[-1]
    return Sight(sample(examples), known, run.training[:, which], run.validation[:, which], ends, which)


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
    decays = pictures.training_and_validation(right, DECAYS, 0.02, 4, "weight decay λ")
    for ax in (middle, right):
        panels.level(ax, FLOOR, "wrong labels")
    middle.legend(loc="lower left", fontsize=9)

    def move(picture):
        background.move(picture.map)
        dots.move(*picture.points)
        steps.move(picture.training, picture.validation, picture.validation.argmin())
        decays.move(*picture.by_decay, picture.which)

    return drawing(figure, [background, dots, steps, decays], move, headings)


def headings(picture):
    """One title a panel: the sample, the verdict with its gap, the best weight decay."""
    n, best = len(picture.points.x), DECAYS[picture.by_decay[1].argmin()]
    return (
        f"{n} examples, {picture.points.flipped.sum()} wrong (circled)",
        f"{FITTINGS[picture.fitting]}, gap {picture.gap:.2f}",
        f"best at λ = {best:.1g}",
    )


def say(picture):
    """The verdict with both losses, the best moment to stop, and the best weight decay."""
    training, validation, best = picture.training, picture.validation, picture.by_decay[1]
    low, moment = validation.min(), MARKS[validation.argmin()]
    ends = f"training loss {training[-1]:.2f}, validation loss {validation[-1]:.2f}"
    ever = f"validation was lowest at step {moment}: {low:.2f}"
    decay = f"λ = {DECAYS[best.argmin()]:.1g} would end at {best.min():.2f}"
    here = "no other weight decay ends lower" if best.argmin() == picture.which else decay
    floor = f"the wrong labels alone cost {FLOOR:.2f}"
    return f"{FITTINGS[picture.fitting].capitalize()}: {ends} after {STEPS} steps; {ever}; {here}; {floor}."


TRIES = (
    Try("weight decay 0.01", {"decay": 0.01}, "Left: what becomes of the islands around wrong labels?"),
    Try("200 examples", {"examples": 200}, "Which of the curves has moved?"),
    Try(
        "dropout 0.5, width 4", {"dropped": 0.5, "width": 4}, "A cure turns into a harm: which loss says so?"
    ),
)


def fit_without_memorizing():
    """The lab, where 32 units learn 40 examples by heart."""
    return lab(
        compute, draw, say, TRIES,
        width=slider("width", evenly_spaced(1, 32, 1), 32),
        decay=slider("weight decay", DECAYS, DECAYS[0]),
        dropped=slider("dropout", evenly_spaced(0.0, 0.9, 0.1), 0.0),
        examples=slider("examples", evenly_spaced(20, MOST, 20), 40),
    )  # fmt: skip
