"""Lab: dZ by layer of a deep network beside theory; depth, activation, initialization and remedy."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course.lessons.keep_gradients_alive import pictures
from backprop_course.lessons.keep_gradients_alive.pictures import ALIVE
from backprop_course.nn import initializers
from backprop_course.nn.layers import BATCH_NORM, RESIDUAL
from backprop_course.nn.models import start
from backprop_course.nn.signals import (
    NONE,
    Signals,
    deep,
    expected,
    measured,
    standardized_digits,
    weight_gradients,
)
from backprop_course.nn.training import backprop
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import FINE, choice, evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing
from backprop_course.widgets.words import two_digits

WIDTH, BATCH, DEEPEST, SEED = 64, 64, 50, 0
LOW, HIGH = 1e-16, 1e8  # the values in the picture
INITIALIZATIONS = {
    "normal, std 0.05": initializers.normal(0.05),
    "Xavier": initializers.xavier,
    "He": initializers.he,
    "orthogonal": initializers.orthogonal,
    "PyTorch default": initializers.torch_default,
}


@lru_cache
def deepest_start(initialization):
    """First parameters of the deepest plain network, drawn once: a shallower one takes the first of them."""
    return start(deep(DEEPEST, "tanh", INITIALIZATIONS[initialization]), np.random.default_rng(SEED))


def scaled(depth, initialization, scale, remedy):
    """The first parameters of a deep network in the lab: the drawn ones, `scale` times as large."""
    hidden, last = deepest_start(initialization)[:depth], deepest_start(initialization)[-1]
    added = [np.ones((1, WIDTH)), np.zeros((1, WIDTH))] if remedy == BATCH_NORM else []
    return [*([scale * W, scale * b, *added] for W, b in hidden), [], [scale * each for each in last]]


class Fate(StrEnum):
    """What becomes of dZ on its way back."""

    VANISHING = "vanishing"
    ALIVE = "alive"
    EXPLODING = "exploding"


FATES = {
    Fate.VANISHING: ("vanishing", f"below 1/{ALIVE}"),
    Fate.ALIVE: ("alive", f"within × {ALIVE}"),
    Fate.EXPLODING: ("exploding", f"above {ALIVE}"),
}
REMEDY_NAMES = {NONE: "none", BATCH_NORM: "batch norm", RESIDUAL: "residual"}


class FirstStep(NamedTuple):
    """A deep network at its first step: what was measured, what theory expects, and the norms of dW.

    `std` is that of the hidden weights. All by layer, (depth,).
    """

    seen: Signals
    theory: Signals
    weights: np.ndarray
    std: float

    @property
    def fate(self):
        """Vanishing, alive or exploding: by the first layer's dZ against the last one's."""
        if self.seen.ratio < 1 / ALIVE:
            return Fate.VANISHING
        return Fate.EXPLODING if self.seen.ratio > ALIVE else Fate.ALIVE


def compute(depth, activation, initialization, scale, remedy):
    """One backward pass through a deep network with drawn weights, on a batch of digits."""
    x, y = standardized_digits(BATCH)
    params = scaled(depth, initialization, scale, remedy)
    step = backprop(deep(depth, activation, initializers.zeros, remedy), params, x, y)
    theory = expected(activation, params, x, remedy)
    return FirstStep(measured(activation, step), theory, weight_gradients(step), params[1][0].std())


def draw():
    """dZ by layer beside theory, dW by layer, the activations by layer beside theory."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.7)
    up, down = pictures.UP, pictures.DOWN
    size, name = (DEEPEST, LOW, HIGH), "activations, standard deviation"
    dz = pictures.by_layer(left, *size, "dZ, root mean square", style.BACKWARD, [down], ALIVE)
    dW = pictures.by_layer(middle, *size, "norm of dW", style.THIRD, [up, down])
    values = pictures.by_layer(right, *size, name, style.FORWARD, [up])
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3, fontsize=9)

    def move(picture):
        seen, theory = picture.seen, picture.theory
        dz.move(seen.backward, theory.backward * seen.backward[-1])
        dW.move(picture.weights)
        values.move(seen.forward, theory.forward)

    return drawing(figure, [dz, dW, values], move, headings)


def headings(picture):
    """One title a panel: the verdict with what a layer does, dW at both ends, the last activations."""
    signal = f"{FATES[picture.fate][0]}: dZ × {picture.seen.factor:.3f} a layer"
    weights = f"dW: first/last = {two_digits(picture.weights[0] / picture.weights[-1])}"
    return signal, weights, f"activations end at {two_digits(picture.seen.forward[-1])}"


def say(picture):
    """The verdict with its threshold, the ratio and the factor beside theory, and what dW shows."""
    seen, depth, (verdict, bound) = picture.seen, len(picture.weights), FATES[picture.fate]
    total = f"dZ at layer 1 is {two_digits(seen.ratio)} times that at layer {depth} ({bound})"
    factor = f"a layer multiplies it by {seen.factor:.3f}, theory says {picture.theory.factor:.3f}"
    first, last = map(two_digits, picture.weights[[0, -1]])
    weights = f"weights have std {picture.std:.3g}, dW is {first} at layer 1 and {last} at layer {depth}"
    return f"{verdict.capitalize()}: {total}; {factor}; {weights}."


TRIES = (
    Try("depth 2", {"depth": 2}, "Play the depth. Left: when does the signal fall below the band?"),
    Try(
        "scale 10",
        {"scale": 10},
        "Lower the scale. Left: where does the signal come into the band, and where does it leave it?",
    ),
    Try(
        "relu, scale 3.5",
        {"activation": "relu", "scale": 3.5},
        "Left: is the signal within the band? Then choose sigmoid.",
    ),
)


def keep_gradients_alive():
    """The lab of deep networks, at 30 layers of weights that are too small."""
    return lab(
        compute, draw, say, TRIES,
        depth=slider("depth", evenly_spaced(2, DEEPEST, 1), 30, pace=0.25),
        activation=choice("activation", ["tanh", "relu", "sigmoid", "identity"], "tanh"),
        initialization=choice("initialization", list(INITIALIZATIONS), "normal, std 0.05"),
        scale=slider("scale", rounded(0.1, 10, FINE), 1, between=True),
        remedy=choice("remedy", REMEDY_NAMES, NONE),
    )  # fmt: skip
