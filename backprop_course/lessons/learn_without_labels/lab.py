"""Lab: a linear autoencoder trains on the digits; its loss beside the floor, and what it makes of images."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course.lessons.learn_without_labels import pictures
from backprop_course.lessons.learn_without_labels.experiments import (
    known_and_unseen,
    plane_code,
    principal,
    small_start,
    squared_loss,
)
from backprop_course.nn.walks import first_step
from backprop_course.widgets import panels, style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import FINE, choice, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing
from backprop_course.widgets.panels import Moving

STEPS = 150
SIZES = [1, 2, 4, 8, 16, 32]
NEAR = 1.01  # a loss within 1 % of the floor counts as arrived
SHOWN = 4
LOW, HIGH = 0.06, 6  # the losses in the picture
NOISES = {0.0: "none", 0.4: "0.4 a pixel"}


class Coding(NamedTuple):
    """A training: its losses (steps + 1,), the floor, what it makes of unseen images, and its loss on them.

    given and rebuilt (SHOWN, 64) are images; planes (sizes,) are the losses of the best planes.
    """

    size: int
    rate: float
    noise: float
    losses: np.ndarray
    floor: float
    given: np.ndarray
    rebuilt: np.ndarray
    unseen_loss: float
    planes: np.ndarray

    @property
    def diverges(self):
        """Whether the loss ends above its start."""
        return self.losses[-1] > self.losses[0]

    @property
    def arrival(self):
        """The first step whose loss is within 1 % of the floor, or None."""
        return first_step(self.losses <= NEAR * self.floor)


@lru_cache
def squares_along():
    """The mean squares (64,) of the known images along their principal directions (64, 64), the rows."""
    known = known_and_unseen().known
    V = principal(known, known.shape[1])
    return ((known @ V.T) ** 2).mean(axis=0), V


@lru_cache
def unseen_images(noise):
    """The unseen images with noise on every pixel, and what the best planes make of them, by size."""
    some = known_and_unseen()
    noisy = some.unseen + np.random.default_rng(0).normal(0, 1, some.unseen.shape) * noise
    rebuilt = [plane_code(some.known, size).rebuild(noisy) for size in SIZES]
    return noisy, np.array([squared_loss(rows, some.unseen) for rows in rebuilt])


def compute(size, rate, noise):
    """Train E (64, size) and D (size, 64) from a small start, and rebuild unseen images."""
    (squares, V), some = squares_along(), known_and_unseen()
    losses, (E, D) = coding_walk(squares, *small_start(size), rate)
    noisy, planes = unseen_images(noise)
    with np.errstate(all="ignore"):  # weights that have diverged overflow
        rebuilt = noisy @ V.T @ E @ D @ V
        unseen_loss = squared_loss(rebuilt, some.unseen)
    return Coding(
        size, rate, noise, losses, squares[size:].sum() / 2, some.mean + noisy[:SHOWN],
        some.mean + rebuilt[:SHOWN], unseen_loss, planes,
    )  # fmt: skip


def coding_walk(squares, E, D, rate, steps=STEPS):
    """The losses (steps + 1,) of a walk, fewer where it diverges, and E and D at its last step.

    The coordinates are those along the principal directions: there X.T @ X / n is diagonal, `squares`, and a
    step needs no images.
    """
    losses = []
    for _ in range(steps + 1):
        SE = squares[:, None] * E
        inner = E.T @ SE
        losses.append((squares.sum() - 2 * (SE * D.T).sum() + (D * (inner @ D)).sum()) / 2)
        if len(losses) > steps or losses[-1] > 1e6:
            break
        dE, dD = SE @ (D @ D.T) - squares[:, None] * D.T, inner @ D - SE.T
        E, D = E - rate * dE, D - rate * dD
    return np.array(losses), (E, D)


def draw():
    """Unseen images over what is rebuilt of them; the loss by step with its floor; losses by code size."""
    figure, (left, middle, right) = style.figure(3, width=9.8, height=3.2, ratios=[1.7, 1, 1])
    shown = pictures.image_rows(left, ["given", "rebuilt"], SHOWN)
    curve = panels.loss_curve(middle, STEPS, LOW, HIGH)
    (floor,) = middle.plot([], [], "--", color=style.TRUTH, linewidth=1.5, gid="floor")
    unseen = known_and_unseen().unseen
    sizes = pictures.by_code_size(right, SIZES, squared_loss(0 * unseen, unseen))

    def move(coding):
        shown.move([coding.given, 0 * coding.given if coding.diverges else coding.rebuilt])
        curve.move(coding.losses)
        floor.set_data([0, STEPS], [coding.floor] * 2)
        sizes.move(coding.planes, coding.size, coding.unseen_loss)

    return drawing(figure, [shown, curve, Moving([floor], None), sizes], move, headings)


def headings(coding):
    """One title a panel: the size of the code, where the loss is, the loss on unseen images."""
    numbers = f"{coding.size} number{'s' * (coding.size > 1)} an image"
    if coding.diverges:
        return f"{numbers}: lost", "diverging", "no network to judge"
    at = "not there yet" if coding.arrival is None else f"within 1 % at step {coding.arrival}"
    return numbers, at, f"unseen images: {coding.unseen_loss:.3g}"


def say(coding):
    """The code, the rate, where the loss is beside its floor, and the loss on unseen images."""
    numbers = f"{coding.size} number{'s' * (coding.size > 1)}"
    begins = f"A code of {numbers} at rate {coding.rate:.3g}"
    noisy = f" with noise of {coding.noise:g}" if coding.noise else ""
    if coding.diverges:
        lost = f"diverges: at step {len(coding.losses) - 1} its loss is {coding.losses[-1]:.2g}"
        return f"{begins} {lost}, and nothing is rebuilt of the images{noisy}."
    end = f"ends at a loss of {coding.losses[-1]:.3g} after {STEPS} steps; the floor is {coding.floor:.3g}"
    return f"{begins} {end}. Unseen images{noisy} are rebuilt with a loss of {coding.unseen_loss:.3g}."


TRIES = (
    Try("rate 0.05", {"rate": 0.05, "size": 8}, "Middle: at first the loss hardly falls. Why?"),
    Try(
        "rate 1",
        {"rate": 1.0},
        "Raise the rate until it diverges. Then change the code size: does the limit move?",
    ),
    Try(
        "noise 0.4",
        {"noise": 0.4, "size": 16, "rate": 1.0},
        "Lower the rate. Right: where does the blue dot go?",
    ),
)


def learn_without_labels():
    """The lab of codes, at a rate that learns one direction after the other."""
    return lab(
        compute, draw, say, TRIES,
        size=slider("code size", SIZES, 4),
        rate=slider("learning rate", rounded(0.01, 10, FINE), 0.2, between=True),
        noise=choice("noise", NOISES, 0.0),
    )  # fmt: skip
