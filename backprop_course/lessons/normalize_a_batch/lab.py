"""Lab: a deep network on digits with or without batch norm, by batch size and learning rate."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course.lessons.normalize_a_batch import pictures
from backprop_course.lessons.normalize_a_batch.experiments import (
    NORMED,
    PLAIN,
    in_batches,
    standardized_split,
)
from backprop_course.nn.models import accuracy, start
from backprop_course.nn.network import forward
from backprop_course.nn.normalization import at_test
from backprop_course.nn.training import Reason, fit
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import FOUR, choice, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

STEPS, SEED = 50, 0
TRAINING, NEW = 640, 256  # rows to train on, and to predict
SIZES = 1, 2, 4, 8, 16, 32, 64, 128  # all divide NEW
RATES = np.array(rounded(0.01, 10, FOUR))
LOW, HIGH = 0.01, 30.0  # the losses in the picture
WITH, WITHOUT = "with", "without"
CHOICES = {WITH: "with", WITHOUT: "without"}
WAYS = "training statistics", "own batch, mixed", "own batch, sorted"


MODELS = {WITH: NORMED, WITHOUT: PLAIN}  # the same first weights


@lru_cache
def sorted_digits():
    """Digits x (TRAINING, 64), y, and new ones x_new (NEW, 64), y_new, both sorted by digit."""
    x, x_test, y, y_test = standardized_split()
    order = np.argsort(y_test[:NEW].argmax(axis=1), kind="stable")
    return x[:TRAINING], y[:TRAINING], x_test[order], y_test[order]


class NormTraining(NamedTuple):
    """All RATES trained at one batch size: losses (STEPS + 1, rates), params, who diverged, accuracies."""

    losses: np.ndarray
    params: list
    diverged: np.ndarray
    accuracy: np.ndarray


@lru_cache
def train_at_batch_size(batch_size, norm):
    """The NormTraining at one batch size; its accuracy is by training statistics."""
    x, y, x_new, y_new = sorted_digits()
    model = MODELS[norm]
    first, dice = start(model, np.random.default_rng(SEED)), np.random.default_rng(SEED)
    run = fit(model, x, y, RATES, steps=STEPS, params=first, rng=dice, batch_size=batch_size)
    losses = np.pad(run.losses, ((0, STEPS + 1 - len(run.losses)), (0, 0)), constant_values=np.nan)
    right = scored(*at_test(model, run.params, x), x_new, y_new)
    return NormTraining(losses, run.params, run.reason == Reason.DIVERGED, right)


def scored(model, params, x, y):
    """The accuracy per run of a network that predicts the rows of x all at once."""
    with np.errstate(all="ignore"):  # the weights of a run that diverged may overflow
        z = forward(model.network, params, x)[0][-1]
    return accuracy(np.broadcast_to(z, (*z.shape[:-2], *y.shape)), y)


class View(NamedTuple):
    """One training among its neighbors, at index `at` of RATES; `right` holds its accuracy in three WAYS."""

    batch_size: int
    norm: str
    at: int
    all: dict
    right: list

    @property
    def rate(self):
        """The learning rate."""
        return RATES[self.at]

    @property
    def diverged(self):
        """Whether the loss left the finite numbers."""
        return bool(self.all[self.norm].diverged[self.at])


def compute(batch_size, rate, norm):
    """Look up the training at one of RATES, and predict the new digits in three ways."""
    every = {each: train_at_batch_size(batch_size, each) for each in CHOICES}
    at, model = list(RATES).index(rate), MODELS[norm]
    own = [[p[at] for p in layer] for layer in every[norm].params]
    _, _, x, y = sorted_digits()
    orders = np.random.default_rng(SEED).permutation(NEW), np.arange(NEW)
    right = [in_batches(model, own, x[rows], y[rows], batch_size) for rows in orders]
    return View(batch_size, norm, at, every, [every[norm].accuracy[at], *right])


def draw():
    """The loss by step, and of new digits the accuracy by rate, and by way of prediction."""
    figure, (left, middle, right) = style.figure(3, width=9.6, height=3.7, ratios=[1, 1, 0.9])
    curves = pictures.two_losses(left, STEPS, LOW, HIGH, CHOICES.values())
    rates = pictures.two_by_rate(middle, RATES, CHOICES.values(), "accuracy on new digits")
    bars = pictures.share_bars(right, WAYS, "accuracy on new digits")

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
    """The accuracy on new digits in three ways, and that of the other network."""
    fixed, mixed, sort = (f"{100 * share:.0f} %" for share in view.right)
    other = WITHOUT if view.norm == WITH else WITH
    what = f"{CHOICES[view.norm].capitalize()} batch norm, batches of {view.batch_size}, rate {view.rate:.3g}"
    ways = f"{fixed} right by training statistics, {mixed} by each batch's own, {sort} if batches are sorted"
    same = f"{CHOICES[other]} batch norm {100 * view.all[other].accuracy[view.at]:.0f} %"
    if view.diverged:
        return f"{what}: the training diverges, {fixed} of the new digits are right; {same}."
    if view.norm == WITHOUT:
        ways = f"{fixed} right, in any batch"
    return f"{what}, {STEPS} steps: {ways}; {same}."


TRIES = (
    Try("batches of 4", {"batch_size": 4}, "Middle: at which rates is batch norm ahead, at which behind?"),
    Try(
        "without, rate 0.2", {"norm": WITHOUT, "rate": 0.2}, "Raise the rate: at which does it stop learning?"
    ),
    Try("batches of 128", {"batch_size": 128}, "Right: what does sorting cost now?"),
)


def normalize_a_batch():
    """The lab, at batches of 32 with batch norm; while its reader rests, it trains the other batch sizes."""
    return lab(
        compute, draw, say, TRIES,
        batch_size=choice("batch size", list(SIZES), 32),
        rate=slider("learning rate", RATES, 1.0),
        norm=choice("batch norm", CHOICES, WITH),
    )  # fmt: skip
