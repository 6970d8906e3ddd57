"""Lab: a network reads an image of a new hand, or your own drawing; and how good it is on three kinds."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.read_handwriting import drawings, pictures
from backprop_course.lessons.read_handwriting.experiments import DIGITS, EPOCHS, FORM, SIZE, X, Y, falls
from backprop_course.lessons.read_handwriting.intervals import interval
from backprop_course.nn.models import mlp, start
from backprop_course.nn.network import forward
from backprop_course.nn.training import fit
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import choice, evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.pad import SIDE, pad
from backprop_course.widgets.painting import drawing

RATES = np.array(rounded(0.03, 3, (1, 2, 3, 6)))
WIDTHS = (2, 4, 8, 16, 32, 64)
NEW_HANDS = 11  # forms from this one on are left out of training
EACH = 30  # drawings of ours for each digit
IMAGES = 130  # the digits of the last form
NEAR = 0.02  # a share this close to the width's best is good
KINDS = ("new rows", "new hands", "our drawings")


class Sets(NamedTuple):
    """Rows to train on, x and y, and for each of KINDS the images and their digits."""

    x: np.ndarray
    y: np.ndarray
    kinds: list


@lru_cache
def sets():
    """The Sets of the lab, in float32."""
    known = NEW_HANDS > FORM
    x, rows, y, targets = data.split(X[known], Y[known])
    hands = X[~known].astype(np.float32), DIGITS[~known]
    sketches = drawings.many(EACH, np.random.default_rng(0))
    new = rows.astype(np.float32), targets.argmax(axis=1)
    return Sets(x.astype(np.float32), y.astype(np.float32), [new, hands, sketches])


@lru_cache
def readers_of(width):
    """A network of this width at all RATES at once: its parameters, and right answers (kinds, rates)."""
    x, y, kinds = sets()
    model, each = mlp([64, width, 10], loss="softmax cross-entropy"), -(-len(x) // SIZE)
    first = [
        [np.repeat(p[None], len(RATES), axis=0).astype(np.float32) for p in layer]
        for layer in start(model, np.random.default_rng(0))
    ]
    done = fit(
        model, x, y, falls(RATES, each), steps=EPOCHS * each, params=first, rng=np.random.default_rng(0),
        batch_size=SIZE,
    )  # fmt: skip
    right = [(read_by(model, done.params, images).argmax(-1) == truth).sum(-1) for images, truth in kinds]
    return model, done.params, np.array(right)


def read_by(model, params, images):
    """Probabilities for each image, per run; of a run that has left the numbers, a tenth for each digit."""
    with np.errstate(all="ignore"):
        p = model.loss.predict(forward(model.network, params, images)[0][-1])
    return np.where(np.isfinite(p), p, 0.1)


class Pace(StrEnum):
    """How a rate stands beside the best one of this width."""

    GUESSING = "hardly better than guessing"
    GOOD = "good"
    SLOW = "too slow"
    TOO_FAST = "too fast"


class ReadImage(NamedTuple):
    """What a network of one width and rate reads in `pixels`; and of each kind how many of `seen` are right.

    `truth` is the digit that was meant, None for a drawing of yours; `image` counts from 1.
    """

    rate: float
    width: int
    image: int
    drawn: bool
    truth: int | None
    pixels: np.ndarray
    probabilities: np.ndarray
    right: np.ndarray
    seen: np.ndarray
    standing: Pace

    @property
    def digit(self):
        """The digit that is most likely to the network."""
        return int(self.probabilities.argmax())

    @property
    def intervals(self):
        """Low end, share and high end in percent of each kind (kinds, 3)."""
        ends = [interval(right, n) for right, n in zip(self.right, self.seen, strict=True)]
        return 100 * np.array([(low, right / n, high) for (low, high), right, n in
                               zip(ends, self.right, self.seen, strict=True)])  # fmt: skip


def compute(sketch, rate, width, image):
    """Read the sketch, or without one this image of the last form, by the network of one of RATES."""
    (model, params, right), place = readers_of(width), list(RATES).index(rate)
    _, (hands, digits), _ = sets().kinds
    pixels, truth = hands[image - 1 - IMAGES], int(digits[image - 1 - IMAGES])
    if sketch:
        pixels, truth = drawings.prepared(sketch), None
    own = [[p[place] for p in layer] for layer in params]
    p = read_by(model, own, pixels[None])[0]
    seen = np.array([len(truths) for _, truths in sets().kinds])
    standing = stands(right[0] / seen[0], place)
    return ReadImage(rate, width, image, bool(sketch), truth, pixels, p, right[:, place], seen, standing)


def stands(shares, place):
    """The Pace of the rate at a place by the shares of new rows at all RATES."""
    if shares[place] < 0.2:
        return Pace.GUESSING
    if shares[place] >= shares.max() - NEAR:
        return Pace.GOOD
    return Pace.SLOW if place < shares.argmax() else Pace.TOO_FAST


def draw():
    """What the network sees; the probability of each digit; the share of right answers, with intervals."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.4, ratios=[0.8, 1, 1.1])
    image, bars = pictures.pixels(left, 8), pictures.class_bars(middle, 10)
    shares = pictures.moving_intervals(right, KINDS, 40, 100)

    def move(reading):
        image.move(reading.pixels.reshape(8, 8))
        bars.move(reading.probabilities, reading.truth)
        shares.move(reading.intervals)

    return drawing(figure, [image, bars, shares], move, headings)


def headings(reading):
    """One title a panel: what is shown, how it is read, how the rate stands."""
    shown = (
        "the drawing, counted" if reading.drawn else f"image {reading.image}: {with_article(reading.truth)}"
    )
    likely = percent_in_words(reading.probabilities[reading.digit])
    return shown, f"read as {reading.digit} with {likely}", f"rate {reading.rate:g}: {reading.standing}"


def with_article(digit):
    """A digit with its article."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


def percent_in_words(share):
    """A probability in whole percent, but never rounded to 0 or 100."""
    if 0.005 <= share < 0.995:
        return f"{100 * share:.0f} %"
    return "less than 1 %" if share < 0.5 else "more than 99 %"


def say(reading):
    """How good this network is on each kind, and what it reads in what is shown."""
    shares = [f"{100 * right / n:.1f} %" for right, n in zip(reading.right, reading.seen, strict=True)]
    rows, hands, sketches = (f"{share} of {n}" for share, n in zip(shares, reading.seen, strict=True))
    units = f"{reading.width} hidden units at rate {reading.rate:g} read"
    good = f"{units} {rows} new rows, {hands} rows of new hands, {sketches} drawings of ours"
    likely = f"read as {reading.digit} with {percent_in_words(reading.probabilities[reading.digit])}"
    if reading.drawn:
        low, _, high = reading.intervals[2]
        expected = f"of drawings like ours expect {low:.0f} to {high:.0f} % right"
        end = f"The drawing is {likely}; {expected}; yours are by another hand"
    else:
        end = f"Image {reading.image}, {with_article(reading.truth)}, is {likely}: "
        end += "right" if reading.digit == reading.truth else "wrong"
    return f"{reading.standing.capitalize()}: {good}. {end}."


def known_drawings():
    """A menu of drawings: none, and some skeletons of ours in the places of the pad."""
    menu = {(): "none: the image"}
    for digit in (4, 7, 1, 8):
        strokes = drawings.strokes_of(drawings.SKELETONS[digit][-1])
        menu[tuple(tuple((int(60 + 1.4 * x), int(30 + 1.4 * y)) for x, y in s) for s in strokes)] = (
            f"ours, {with_article(digit)}"
        )
    assert SIDE == 256
    return menu


DRAWINGS = known_drawings()
TRIES = (
    Try("a 1 with a foot", {"sketch": list(DRAWINGS)[3]}, "Does the network know this way to write a 1?"),
    Try("a 4", {"sketch": list(DRAWINGS)[1]}, "Draw a 4 in the ways you know. Which is not read?"),
    Try("image 22", {"image": 22}, "Look through the form. Which mistakes would you forgive?"),
    Try("4 units", {"width": 4}, "Which of the three intervals moves least?"),
)


def read_handwriting():
    """The lab, with an image of a hand that the network has not seen."""
    return lab(
        compute, draw, say, TRIES,
        rate=slider("learning rate", RATES, 1),
        width=choice("width", list(WIDTHS), 32),
        image=slider("image", evenly_spaced(1, IMAGES, 1), 1),
        sketch=pad("drawing", DRAWINGS),
    )  # fmt: skip
