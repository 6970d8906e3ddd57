"""Lab: a network that reads digits, at many rates; an image, its probabilities, the losses."""

from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.read_handwriting import pictures
from backprop_course.nn.models import accuracy, classes, mlp, predict, softmax_regression, start
from backprop_course.nn.network import forward
from backprop_course.nn.optimizers import momentum
from backprop_course.nn.training import batches, fit, train
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import FOUR, choice, evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

BATCH, EPOCHS, SEED = 64, 20, 0
RATES = np.array(rounded(0.01, 10, FOUR))
WIDTHS = (2, 4, 8, 16, 32, 64)
IMAGES = 337  # the validation images: the test stays closed while settings are chosen
GUESSING = np.log(10)  # the loss of one tenth for each class
NEAR = 1.5  # a loss within this factor of the width's lowest is good
LOW, HIGH = 1e-3, 1e2  # the losses in the picture


class Epoch(NamedTuple):
    """What is known after an epoch, per run.

    `training` is the mean loss of its batches while they were learned, of the first batch before any;
    `validation` and `accuracy` are those of the validation data now.
    """

    training: np.ndarray
    validation: np.ndarray
    accuracy: np.ndarray
    params: list


def epochs(model, params, training, validation, rate, rng, size=BATCH):
    """Yield an Epoch before any training and after each epoch, forever; both data sets are (x, y)."""
    steps, losses = -(-len(training[0]) // size), []
    for number, step in enumerate(train(model, params, batches(*training, size, rng), rate, momentum(0.9))):
        if number % steps == 0:
            seen = np.mean(losses or [step.loss], axis=0)
            yield Epoch(seen, *loss_and_accuracy(model, step.params, *validation), step.params)
            losses = []
        losses.append(step.loss)


def loss_and_accuracy(model, params, x, y):
    """Loss and accuracy of a model on x (n, n_in), y (n, n_out), per run."""
    with np.errstate(all="ignore"):  # a diverging run overflows
        z = forward(model.network, params, x)[0][-1]
        return model.loss.value(z, y), accuracy(model.loss.predict(z), y)


def reader(width):
    """The model of the lesson: 64 pixels, `width` tanh units, 10 classes."""
    return mlp([64, width, 10], "tanh", "xavier", "softmax cross-entropy")


@lru_cache
def split_digits():
    """Training and validation digits in float32, (x, y) each; the validation images hardest first.

    Hard is what softmax regression gives a low probability of its true class.
    """
    x, _, y, _ = data.split(*data.digits())
    x, held, y, truth = (each.astype(np.float32) for each in data.split(x, y))
    baseline = softmax_regression(64, 10)
    run = fit(baseline, x, y, rate=0.1, steps=200, batch_size=BATCH, optimizer=momentum(0.9))
    hard = np.argsort((predict(baseline, run.params, held) * truth).sum(axis=1), kind="stable")
    return (x, y), (held[hard], truth[hard])


class Trained(NamedTuple):
    """All rates of one width: losses (epochs + 1, rates), accuracy (rates,), probabilities (rates, n, 10)."""

    training: np.ndarray
    validation: np.ndarray
    accuracy: np.ndarray
    probabilities: np.ndarray


@lru_cache
def train_width(width):
    """Train this width at every rate at once, Trained: same first weights, same batches."""
    model, (training, validation) = reader(width), split_digits()
    first = start(model, np.random.default_rng(SEED))
    runs = [[np.repeat(p[None], len(RATES), axis=0).astype(np.float32) for p in own] for own in first]
    walk = epochs(model, runs, training, validation, RATES, np.random.default_rng(SEED))
    seen = list(islice(walk, EPOCHS + 1))
    losses = (np.array([getattr(one, of) for one in seen]) for of in ("training", "validation"))
    last = seen[-1]
    return Trained(*losses, last.accuracy, predict(model, last.params, validation[0]))


class Pace(StrEnum):
    """What a rate is to a width, by the validation loss at the end."""

    HOPELESS = "worse than guessing"
    GOOD = "good"
    SLOW = "slow"
    TOO_FAST = "too fast"


PACES = {
    Pace.HOPELESS: "worse than guessing",
    Pace.GOOD: "good",
    Pace.SLOW: "slow",
    Pace.TOO_FAST: "too fast",
}


class Answer(NamedTuple):
    """A network of one width after training at one rate, and how it reads one image."""

    rate: float
    width: int
    image: int
    training: np.ndarray
    validation: np.ndarray
    lowest: float
    best_rate: float
    accuracy: float
    probabilities: np.ndarray

    @property
    def pixels(self):
        """The image (8, 8)."""
        return split_digits()[1][0][self.image - 1].reshape(8, 8)

    @property
    def truth(self):
        """The digit that was written."""
        return int(split_digits()[1][1][self.image - 1].argmax())

    @property
    def read(self):
        """The digit that is most likely to the network."""
        return int(classes(self.probabilities))

    @property
    def pace(self):
        """What the rate is to this width."""
        end = self.validation[-1]
        if not end <= GUESSING:
            return Pace.HOPELESS
        if end <= NEAR * self.lowest:
            return Pace.GOOD
        return Pace.SLOW if self.rate < self.best_rate else Pace.TOO_FAST


def compute(rate, width, image):
    """Look up what one of RATES does to this width, and how the network reads this image (from 1)."""
    run, place = train_width(width), list(RATES).index(rate)
    ends = run.validation[-1]
    return Answer(
        rate, width, image, run.training[:, place], run.validation[:, place], ends.min(),
        RATES[ends.argmin()], run.accuracy[place], run.probabilities[place, image - 1],
    )  # fmt: skip


def draw():
    """The image; the probability of each digit; training and validation loss by epoch."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.5, ratios=[0.8, 1, 1.1])
    image, bars = pictures.pixels(left, 8), pictures.class_bars(middle, 10)
    losses = pictures.watched(right, EPOCHS, LOW, HIGH)
    right.legend(loc="lower left", fontsize=9)  # a diverging loss is above

    def move(reading):
        image.move(reading.pixels)
        bars.move(reading.probabilities, reading.truth)
        losses.move(reading.training, reading.validation)

    return drawing(figure, [image, bars, losses], move, headings)


def headings(reading):
    """One title a panel: the image with its truth, how it is read, the verdict with the accuracy."""
    likely = percent_in_words(reading.probabilities[reading.read])
    pace = f"{PACES[reading.pace]}: {100 * reading.accuracy:.1f} % right"
    image = f"image {reading.image}: {with_article(reading.truth)}"
    return image, f"read as {reading.read} with {likely}", pace


def with_article(digit):
    """A digit with its article."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


def percent_in_words(share):
    """A probability in whole percent, but never rounded to 0 or 100."""
    if 0.005 <= share < 0.995:
        return f"{100 * share:.0f} %"
    return "below 1 %" if share < 0.5 else "above 99 %"


def loss_in_words(loss):
    """A loss in two digits, or in whole numbers where it is large."""
    return f"{loss:.2g}" if loss < 100 else f"{loss:.0f}"


def say(reading):
    """The verdict on the rate, accuracy and losses after all epochs, and how the image is read."""
    end, best = reading.validation[-1], int(reading.validation.argmin())
    done = f"rate {reading.rate:.3g}, {reading.width} hidden units: after {EPOCHS} epochs"
    score = f"{100 * reading.accuracy:.1f} % of {IMAGES} validation images are right"
    losses = f"loss {loss_in_words(end)}, lowest {loss_in_words(reading.validation[best])} at epoch {best}"
    likely = f"read as {reading.read} with {percent_in_words(reading.probabilities[reading.read])}"
    image = f"Image {reading.image}, {with_article(reading.truth)}, is {likely}"
    if reading.read == reading.truth:
        image += ": right"
    else:
        image += f": wrong, the truth gets {percent_in_words(reading.probabilities[reading.truth])}"
    return f"{PACES[reading.pace].capitalize()}: {done} {score} ({losses}). {image}."


TRIES = (
    Try("rate 0.1", {"rate": 0.1}, "When does the validation loss stop falling?"),
    Try("2 units", {"width": 2, "rate": 0.1}, "Go up from here: where do more units stop to help?"),
    Try(
        "image 60",
        {"image": 60, "rate": 0.1},
        "Look through the images before it. Which mistakes would you forgive?",
    ),
)


def read_handwriting():
    """The lab, at a rate that is slow and an image that softmax regression gets wrong."""
    return lab(
        compute, draw, say, TRIES,
        rate=slider("learning rate", RATES, RATES[0]),
        width=choice("width", list(WIDTHS), 16),
        image=slider("image", evenly_spaced(1, IMAGES, 1), 1),
    )  # fmt: skip
