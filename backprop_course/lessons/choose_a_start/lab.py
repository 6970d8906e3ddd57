"""Lab: histograms of activations and dZ by layer, before the first step, and what theory expects."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course.lessons.choose_a_start import pictures
from backprop_course.nn import initializers
from backprop_course.nn.mean_field import derivative, value
from backprop_course.nn.models import ACTIVATIONS, start
from backprop_course.nn.signals import deep, expected, rms, standardized_digits
from backprop_course.nn.training import backprop
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import FINE, choice, evenly_spaced, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing
from backprop_course.widgets.words import two_digits

DEEPEST, SEED, SHOWN = 30, 0, 6  # layers at most; histograms at most
ZEROS, CONSTANT = "zeros", "constant 0.05"
INITIALIZATIONS = {
    ZEROS: initializers.zeros,
    CONSTANT: initializers.constant(0.05),
    "normal 0.05": initializers.normal(0.05),
    "Xavier": initializers.xavier,
    "He": initializers.he,
    "orthogonal": initializers.orthogonal,
    "PyTorch default": initializers.torch_default,
}
LOW, HIGH = 1e-4, 1e2  # the standard deviations in the picture
GOAL = 0.5, 1.0  # the band of the game
PLACES = np.linspace(-3, 3, 61)  # middles of the bins: -1, 0 and 1 are among them
POWERS = np.linspace(-18, 6, 49)


class Outlook(StrEnum):
    """What a start makes of the activations."""

    ALIKE = "all units alike"
    BLIND = "blind"
    SATURATED = "saturated"
    FADING = "fading"
    GROWING = "growing"
    EVEN = "even"


OUTLOOKS = {
    Outlook.ALIKE: "all units alike",
    Outlook.BLIND: "blind",
    Outlook.SATURATED: "saturated",
    Outlook.FADING: "fading",
    Outlook.GROWING: "growing",
    Outlook.EVEN: "about even",
}


class Beginning(NamedTuple):
    """A network at its first step: activations and dZ (depth, batch, width), and what theory expects.

    `theory` is the standard deviation of the activations by layer; empty where all units are alike.
    """

    activation: str
    activations: np.ndarray
    deltas: np.ndarray
    flat: float
    theory: np.ndarray

    @property
    def spread(self):
        """The standard deviation of the activations, by layer."""
        return self.activations.std(axis=(-2, -1))

    @property
    def between(self):
        """How far the rows lie from their mean, root mean square, by layer: what still tells digits apart."""
        return rms(self.activations - self.activations.mean(axis=-2, keepdims=True))

    @property
    def kept(self):
        """The last activations' size in units of the first's, and what that is for one layer."""
        ratio = self.spread[-1] / self.spread[0] if self.spread[0] else 0.0
        return ratio, ratio ** (1 / (len(self.deltas) - 1))

    @property
    def outlook(self):
        """The first Outlook that holds."""
        ratio, factor = self.kept
        if not self.theory.size:
            return Outlook.ALIKE
        if self.between[-1] < 0.01 * self.spread[-1]:
            return Outlook.BLIND
        if self.flat > 0.5:
            return Outlook.SATURATED
        if ratio < 1 / 10 or factor < 1 / 2:
            return Outlook.FADING
        return Outlook.GROWING if ratio > 10 or factor > 2 else Outlook.EVEN


@lru_cache
def deepest_parameters(initialization):
    """First parameters of the deepest network, drawn once: a shallower one takes the first of them."""
    return start(deep(DEEPEST, "tanh", INITIALIZATIONS[initialization]), np.random.default_rng(SEED))


def compute(initialization, scale, depth, activation):
    """One pass forward and back, on 64 digits, with the drawn parameters, all `scale` times as large."""
    x, y = standardized_digits()
    hidden, last = deepest_parameters(initialization)[:depth], deepest_parameters(initialization)[-1]
    params = [*([scale * each for each in own] for own in hidden), [], [scale * each for each in last]]
    step = backprop(deep(depth, activation, initializers.zeros), params, x, y)
    alike = initialization in (ZEROS, CONSTANT)
    zs = np.array(step.xs[1 : depth + 1])
    # Equal output weights add up the softmax's error signals, whose sum is 0: the rest is rounding.
    deltas = np.array(step.dxs[1 : depth + 1]) * (not alike)
    theory = np.array([]) if alike else expected(activation, params, x).forward
    f = ACTIVATIONS[activation]
    return Beginning(activation, value(f)(zs), deltas, flatness(activation, derivative(f)(zs[-1])), theory)


def flatness(activation, slopes):
    """The share of units and rows whose slope is below a tenth of the steepest; ReLU does not saturate."""
    steepest = {"tanh": 1.0, "sigmoid": 0.25}.get(activation)
    return float((slopes < steepest / 10).mean()) if steepest else 0.0


def chosen(depth):
    """The layers whose histograms are drawn: the first, the last, and some between."""
    return np.unique(np.linspace(0, depth - 1, SHOWN).round().astype(int))


def share_by_bin(values, middles):
    """The share of `values` in each bin around `middles`; what lies beyond counts in the outermost bin."""
    bins = np.rint((values.ravel() - middles[0]) / (middles[1] - middles[0]))
    return np.bincount(np.clip(bins, 0, len(middles) - 1).astype(int), minlength=len(middles)) / values.size


def powers(deltas):
    """log10 |dZ| of what is not 0; far left where all is."""
    sizes = np.abs(deltas[deltas != 0])
    return np.log10(sizes) if sizes.size else np.array([-np.inf])


def draw():
    """Histograms of activations and of log10 |dZ| for some layers; the activations' size by layer."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=4.2, ratios=[1, 1, 1.05])
    values = pictures.ridges(left, PLACES, SHOWN, "activation", style.FORWARD)
    deltas = pictures.ridges(middle, POWERS, SHOWN, "log10 |dZ|", style.BACKWARD)
    sizes = pictures.sizes(right, DEEPEST, LOW, HIGH, GOAL)

    def move(picture):
        layers = chosen(len(picture.deltas))
        names = [f"layer {layer + 1}" for layer in layers]
        values.move([share_by_bin(picture.activations[layer], PLACES) for layer in layers], names)
        deltas.move([share_by_bin(powers(picture.deltas[layer]), POWERS) for layer in layers])
        sizes.move(picture.spread, picture.between, picture.theory)

    return drawing(figure, [values, deltas, sizes], move, headings)


def headings(picture):
    """One title a panel: the outlook, what is left of dZ at layer 1, how the activations end."""
    flat = f", {100 * picture.flat:.0f} % flat" if picture.outlook is Outlook.SATURATED else ""
    first, last = map(two_digits, picture.spread[[0, -1]])
    return f"{OUTLOOKS[picture.outlook]}{flat}", arriving(picture), f"std {first} → {last}"


def arriving(picture):
    """How large dZ is at layer 1, in units of the last hidden layer's."""
    sizes = rms(picture.deltas)
    return f"layer 1 gets × {two_digits(sizes[0] / sizes[-1])}" if sizes[-1] else "dZ is exactly 0"


def say(picture):
    """The outlook with its reason, the activations' size beside theory, and what arrives at layer 1."""
    depth, (first, last) = len(picture.deltas), map(two_digits, picture.spread[[0, -1]])
    sizes = f"activations have std {first} at layer 1 and {last} at layer {depth}"
    if picture.theory.size:
        sizes += f" (theory {two_digits(picture.theory[-1])})"
    told = f"{OUTLOOKS[picture.outlook].capitalize()}: {why(picture)}; {sizes}; {going_back(picture)}."
    exponents = powers(picture.deltas)
    beyond = (exponents < POWERS[0]).any() or (exponents > POWERS[-1]).any()
    return told + (" What of |dZ| is off its axis counts at the edge." if beyond else "")


def why(picture):
    """The reason for an outlook, with its number."""
    if picture.outlook is Outlook.BLIND:
        part = two_digits(picture.between[-1] / picture.spread[-1])
        return f"from digit to digit the last activations vary by only {part} of their size"
    if picture.outlook is Outlook.ALIKE:
        return "each layer is 64 copies of one unit, and stays so"
    if picture.outlook is Outlook.SATURATED:
        return f"{100 * picture.flat:.0f} % of the last layer's slopes are below a tenth of the steepest"
    ratio, factor = map(two_digits, picture.kept)
    return f"the last activations are {ratio} times the first in size, {factor} a layer"


def going_back(picture):
    """What arrives at layer 1, in words."""
    sizes, depth = rms(picture.deltas), len(picture.deltas)
    if not sizes[-1]:
        return "dZ is exactly 0 in every hidden layer"
    return f"dZ at layer 1 is {two_digits(sizes[0] / sizes[-1])} times that at layer {depth}"


TRIES = (
    Try("scale 2.5", {"scale": 2.5}, "Move the scale from 1 to 10. Left: at which values does tanh pile up?"),
    Try(
        "relu, Xavier",
        {"activation": "relu", "initialization": "Xavier"},
        "Which scale keeps the curve on the right nearly level?",
    ),
    Try("constant 0.05", {"initialization": "constant 0.05"}, "Middle: what comes back? Then choose zeros."),
)


def choose_a_start():
    """The lab, at weights that are too small for their width."""
    return lab(
        compute, draw, say, TRIES,
        initialization=choice("initialization", list(INITIALIZATIONS), "normal 0.05"),
        scale=slider("scale", rounded(0.1, 10, FINE), 1, between=True),
        depth=slider("depth", evenly_spaced(2, DEEPEST, 1), 10, pace=0.25),
        activation=choice("activation", ["tanh", "relu", "sigmoid"], "tanh"),
    )  # fmt: skip
