"""Lab: a deep network on digits with or without batch norm, by batch size and learning rate."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.lessons.normalize_a_batch import pictures
from backprop_course.nn.models import accuracy, mlp, start
from backprop_course.nn.network import forward
from backprop_course.nn.normalization import at_test, curvature, normalized
from backprop_course.nn.training import DIVERGED, fit
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import choice, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

STEPS, SEED = 50, 0
TRAINING, TEST, NEAR = 640, 256, 256  # rows to train on, to predict, to measure the curvature on
SIZES = 1, 2, 4, 8, 16, 32, 64, 128  # all divide TEST
RATES = np.array(rounded(0.01, 10, (1, 1.78, 3.16, 5.62)))
LOW, HIGH = 0.01, 30.0  # the losses in the picture
WITH, WITHOUT = "with", "without"
CHOICES = {WITH: "with", WITHOUT: "without"}
WAYS = "training statistics", "own batch, mixed", "own batch, sorted"


@lru_cache
def sorted_digits():
    """Standardized digits x (TRAINING, 64), y, and x_test (TEST, 64), y_test, both sorted by digit."""
    x, x_test, y, y_test = data.split(*data.digits())
    x, x_test = data.standardize(x, x_test)
    order = np.argsort(y_test[:TEST].argmax(axis=1), kind="stable")
    return x[:TRAINING], y[:TRAINING], x_test[order], y_test[order]


@lru_cache
def models():
    """A ReLU network of four hidden layers of 16, with and without batch norm: the same first weights."""
    plain = mlp([64, 16, 16, 16, 16, 10], "relu", "he", "softmax cross-entropy")
    return {WITH: normalized(plain), WITHOUT: plain}


class NormTraining(NamedTuple):
    """All RATES trained at one batch size: losses (STEPS + 1, rates), params, who diverged, test accuracy."""

    losses: np.ndarray
    params: list
    diverged: np.ndarray
    accuracy: np.ndarray


@lru_cache
def train_at_batch_size(batch_size, norm):
    """The Training of a network at one batch size, its accuracy that of the test-time network."""
    x, y, x_test, y_test = sorted_digits()
    model = models()[norm]
    first, dice = start(model, np.random.default_rng(SEED)), np.random.default_rng(SEED)
    run = fit(model, x, y, RATES, steps=STEPS, params=first, rng=dice, batch_size=batch_size)
    losses = np.pad(run.losses, ((0, STEPS + 1 - len(run.losses)), (0, 0)), constant_values=np.nan)
    right = scored(*at_test(model, run.params, x), x_test, y_test)
    return NormTraining(losses, run.params, run.reason == DIVERGED, right)


def scored(model, params, x, y):
    """The accuracy per run of a network that predicts the rows of x all at once."""
    with np.errstate(all="ignore"):  # the weights of a run that diverged may overflow
        z = forward(model.network, params, x)[0][-1]
    return accuracy(np.broadcast_to(z, (*z.shape[:-2], *y.shape)), y)


def in_batches(model, params, x, y, size):
    """The accuracy of one network that predicts in batches of `size` rows, each by its own statistics."""
    with np.errstate(all="ignore"):
        z = forward(model.network, params, x.reshape(-1, size, x.shape[-1]))[0][-1]
    return accuracy(np.broadcast_to(z, (len(x) // size, size, y.shape[-1])).reshape(y.shape), y)


class View(NamedTuple):
    """One training among its neighbors; `right` holds its test accuracy in the three WAYS.

    `rate` is that of index `at` in RATES; `limits` are 2/λmax at the start and at the end, nan if unmeasured.
    """

    batch_size: int
    norm: str
    at: int
    all: dict
    right: list
    limits: list

    @property
    def rate(self):
        """The learning rate."""
        return RATES[self.at]

    @property
    def diverged(self):
        """Whether the loss left the finite numbers."""
        return bool(self.all[self.norm].diverged[self.at])


def compute(batch_size, rate, norm):
    """Look up the training at one of RATES, predict in three ways, and measure 2/λmax."""
    every = {each: train_at_batch_size(batch_size, each) for each in CHOICES}
    at, model = list(RATES).index(rate), models()[norm]
    own = [[p[at] for p in layer] for layer in every[norm].params]
    x, y, x_test, y_test = sorted_digits()
    mix = np.random.default_rng(SEED).permutation(TEST)
    right = [every[norm].accuracy[at]]
    orders = mix, np.arange(TEST)
    right += [in_batches(model, own, x_test[rows], y_test[rows], batch_size) for rows in orders]
    end = np.nan if every[norm].diverged[at] else limit(model, own)
    return View(batch_size, norm, at, every, right, [first_limit(norm), end])


def limit(model, params):
    """2/λmax on NEAR training rows; nan where no curvature is upward, or the numbers are too large."""
    x, y, _, _ = sorted_digits()
    with np.errstate(all="ignore"):
        upward = curvature(model, params, x[:NEAR], y[:NEAR], steps=8)
    return 2 / upward if upward > 0 else np.nan


@lru_cache
def first_limit(norm):
    """2/λmax at the first weights."""
    return limit(models()[norm], start(models()[norm], np.random.default_rng(SEED)))


def draw():
    """The loss by step, the test accuracy by rate, and the test accuracy by way of prediction."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.7, ratios=[1, 1, 0.9])
    curves = pictures.two_losses(left, STEPS, LOW, HIGH, CHOICES.values())
    rates = pictures.two_by_rate(middle, RATES, CHOICES.values(), "test accuracy")
    bars = pictures.share_bars(right, WAYS, "test accuracy")

    def move(view):
        order = sorted(CHOICES, key=lambda norm: norm == view.norm)  # the chosen one in front
        losses = {CHOICES[norm]: view.all[norm].losses[:, view.at] for norm in order}
        curves.move(losses, CHOICES[view.norm])
        accuracies = {CHOICES[norm]: view.all[norm].accuracy for norm in order}
        rates.move(accuracies, CHOICES[view.norm], view.at)
        bars.move(view.right)

    return drawing(figure, [curves, rates, bars], move, headings)


def headings(view):
    """One title a panel: the batch, the widest range of rates, the price of predicting by the own batch."""
    size = f"batches of {view.batch_size}: {'diverged' if view.diverged else f'loss {last(view):.2g}'}"
    good = int((view.all[view.norm].accuracy >= 0.8).sum())
    points = round(100 * (view.right[0] - view.right[2]))
    price = f"{points} point{'s' * (points != 1)}" if points > 0 else "nothing"  # among guesses it may gain
    return size, f"{good} of {len(RATES)} rates reach 80 %", f"sorting costs {price}"


def last(view):
    """The mean loss of the last ten batches."""
    return view.all[view.norm].losses[-10:, view.at].mean()


def say(view):
    """The accuracy in three ways, that of the other network, and 2/λmax at both ends of the training."""
    test, mixed, sort = (f"{100 * share:.0f} %" for share in view.right)
    other = WITHOUT if view.norm == WITH else WITH
    what = f"{CHOICES[view.norm].capitalize()} batch norm, batches of {view.batch_size}, rate {view.rate:.2g}"
    ways = f"{test} right by training statistics, {mixed} by each batch's own, {sort} if batches are sorted"
    same = f"{CHOICES[other]} batch norm {100 * view.all[other].accuracy[view.at]:.0f} %"
    if view.diverged:
        return f"{what}: the training diverges, {test} of the test rows are right; {same}."
    if view.norm == WITHOUT:
        ways = f"{test} right, in any batch"
    return f"{what}, {STEPS} steps: {ways}; {same}. {limits(view)}."


def limits(view):
    """2/λmax at the start and at the end, in words."""
    before, after = (f"{each:.2g}" if np.isfinite(each) else "none" for each in view.limits)
    return f"The limit 2/λmax was {before} at the start and is {after} now"


TRIES = (
    Try("batches of 4", {"batch_size": 4}, "Middle: is batch norm a help or a harm here?"),
    Try("128, without", {"batch_size": 128, "norm": WITHOUT}, "How many of the rates reach 80 %?"),
    Try("16, rate 1", {"batch_size": 16, "rate": 1.0}, "Compare the three bars: what does sorting cost?"),
)


def normalize_a_batch():
    """The lab, at batches of 32 with batch norm; while its reader rests, it trains the other batch sizes."""
    return lab(
        compute, draw, say, TRIES,
        batch_size=choice("batch size", list(SIZES), 32),
        rate=slider("learning rate", RATES, 0.1),
        norm=choice("batch norm", CHOICES, WITH),
    )  # fmt: skip
