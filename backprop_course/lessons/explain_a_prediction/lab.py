"""Lab: a network reads an image; a map says which pixels moved the score of a class."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course.lessons.explain_a_prediction import pictures
from backprop_course.lessons.explain_a_prediction.experiments import (
    CORNER,
    EIGHT,
    MAPS,
    marked,
    reader_of,
    score,
    two_piles,
    untrained_weights,
)
from backprop_course.nn import plain
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import choice, evenly_spaced, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

IMAGES = 40
REACH = 2  # the scale of the map, the same for all
NETWORKS = {"marked": "learned with the mark", "clean": "learned without", "random": "random weights"}
KINDS = {"gradient": "gradient", "hiding": "one pixel hidden", "integrated": "integrated gradients"}


class Explained(NamedTuple):
    """An image (64,) with some ink in its corner, how it is read, and a map (64,) of the score of `digit`.

    score and base are the scores of that digit for the image and for an empty one.
    """

    image: int
    digit: int
    kind: str
    network: str
    ink: float
    truth: int
    pixels: np.ndarray
    probabilities: np.ndarray
    values: np.ndarray
    score: float
    base: float

    @property
    def read(self):
        """The digit that is most likely to the network."""
        return int(self.probabilities.argmax())


@lru_cache
def network_of(name):
    """The weights of one of NETWORKS."""
    piles = two_piles()
    if name == "random":
        return untrained_weights(seed=1)
    known = marked(piles.known, slice(None), 0) if name == "clean" else piles.known
    return reader_of(known, piles.targets)


def compute(image, digit, kind, network, ink):
    """Read an unseen image of the second pile, with this ink in its corner, and map the score of a digit."""
    piles, params = two_piles(), network_of(network)
    pixels = piles.second[image - 1].copy()
    pixels[CORNER] = ink
    both = score(params, np.array([pixels, 0 * pixels]), digit)
    return Explained(
        image, digit, kind, network, ink, int(piles.digits[image - 1]), pixels,
        plain.predict(params, pixels[None])[0], MAPS[kind](params, pixels, digit), *map(float, both),
    )  # fmt: skip


def draw():
    """The image; the map of a score, with its legend; the probability of each digit."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.2, ratios=[1, 1.32, 1.2])
    image, bars = pictures.moving_image(left), pictures.likely_digits(right)
    mapped = pictures.moving_map(figure, middle, REACH)

    def move(explained):
        image.move(explained.pixels)
        mapped.move(explained.values)
        bars.move(explained.probabilities, explained.truth)

    return drawing(figure, [image, mapped, bars], move, headings)


def headings(explained):
    """One title a panel: the image, what the map adds up to, how the image is read; none for the legend."""
    sure = sure_in_words(explained.probabilities[explained.read])
    shown = f"image {explained.image}: {digit_with_article(explained.truth)}"
    return (
        shown,
        f"adds up to {signed_words(explained.values.sum())}",
        f"read as {explained.read} with {sure}",
        "",
    )


def digit_with_article(digit):
    """A digit with its article."""
    return f"an {digit}" if digit == EIGHT else f"a {digit}"


def sure_in_words(share):
    """A probability in whole percent, but never rounded to 100."""
    return f"{100 * share:.0f} %" if share < 0.995 else "more than 99 %"


def signed_words(number):
    """A number with two places, and a minus sign."""
    return f"{number:.2f}".replace("-", "−")


def say(explained):
    """How the image is read, where the map is largest, and what it adds up to beside the scores."""
    truth, read = digit_with_article(explained.truth), explained.read
    right = "right" if read == explained.truth else "wrong"
    sure = sure_in_words(explained.probabilities[read])
    place = int(np.abs(explained.values).argmax())
    spot = f"largest {signed_words(explained.values[place])} {pictures.place_words(place)}"
    rise = explained.score - explained.base
    beside = f"{abs(rise):.2f} {'above' if rise > 0 else 'below'} that of an empty image"
    return (
        f"Image {explained.image}, {truth}, with ink {explained.ink:g} in the corner is read as {read} with"
        f" {sure}: {right}. The map of {explained.digit}: {spot}; its sum is"
        f" {signed_words(explained.values.sum())}; the score is {beside}."
    )


TRIES = (
    Try("ink 0.5", {"ink": 0.5}, "Lower the ink in the corner. Right: when does the answer turn?"),
    Try(
        "random weights",
        {"network": "random"},
        "Which of the three maps looks as if something had been learned?",
    ),
    Try(
        "learned without",
        {"network": "clean"},
        "Which ink speaks for an 8 now? With the score of 3: which against a 3?",
    ),
)


def explain_a_prediction():
    """The lab, with a marked 8 and the network that learned with the mark."""
    return lab(
        compute, draw, say, TRIES,
        image=slider("image", evenly_spaced(1, IMAGES, 1), 9),
        digit=choice("score of", list(range(10)), EIGHT),
        kind=choice("map", KINDS, "integrated"),
        network=choice("network", NETWORKS, "marked"),
        ink=slider("ink in the corner", evenly_spaced(0.0, 1.0, 0.1), 1.0, between=True),
    )  # fmt: skip
