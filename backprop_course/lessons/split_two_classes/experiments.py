"""What this lesson measures out of the learner's sight: lines through yes and no, pulls, unseen tumors."""

from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.check.differences import slope
from backprop_course.nn.losses import sigmoid
from backprop_course.nn.models import logistic_regression
from backprop_course.nn.training import train

SHORT, LONG = 100, 3000  # steps on thirty measurements
MARKS = [0, 3, 10, 30, SHORT, 300, 1000, LONG]
BINS = np.arange(12, 21)


def zero_one_fit(x, y):
    """Slope and intercept of the line of least squared error through x and y, both (n, 1)."""
    A = np.hstack([x, np.ones_like(x)])
    return np.linalg.lstsq(A, y, rcond=None)[0][:, 0]


def crossing(x, y):
    """Where that line crosses ½."""
    W, b = zero_one_fit(x, y)
    return (0.5 - b) / W


def malignant_shares(x, y):
    """The share of 1 in y among the rows of each bin of x: (8,)."""
    which = np.digitize(x[:, 0], BINS)
    return np.array([y[which == number].mean() for number in range(1, len(BINS))])


def squared_pull(p):
    """|dz| of ½(σ(z) - 1)² where σ(z) is p, by central differences."""
    z = np.log(p / (1 - p))
    return abs(slope(lambda z: 0.5 * (sigmoid(z) - 1) ** 2, z))


# -- judged on unseen tumors --


def split_tumors(seeds):
    """A split per seed: standardized measurements, known and unseen, then their targets, 1 malignant."""
    x, benign = data.breast_cancer()
    splits = [data.split(x, 1 - benign, seed=seed) for seed in seeds]
    scaled = [data.standardize(known, unseen) for known, unseen, *_ in splits]
    known, unseen = (np.stack(rows) for rows in zip(*scaled, strict=True))
    return known, unseen, *(np.stack([split[part] for split in splits]) for part in (2, 3))


class Judgment(NamedTuple):
    """Where the runs stand at a step: p and y (runs, n, 1) of the unseen, mean surprise (runs,) on both."""

    p: np.ndarray
    y: np.ndarray
    known: np.ndarray
    unseen: np.ndarray


@lru_cache
def followed(seeds):
    """Train on all thirty measurements, one run per split, and judge at MARKS: {step: Judgment}."""
    x, x_unseen, y, y_unseen = split_tumors(seeds)
    params, seen = [[np.zeros((len(seeds), 30, 1)), np.zeros((len(seeds), 1, 1))]], {}
    for number, step in enumerate(train(logistic_regression(30), params, repeat((x, y), LONG + 1), 1.0)):
        if number in MARKS:
            [[W, b]] = step.params
            z = x_unseen @ W + b
            seen[number] = Judgment(sigmoid(z), y_unseen, step.loss.copy(), surprise(z, y_unseen))
    return seen


def surprise(z, y):
    """The mean surprise at y of a run's logits z, both (runs, n, 1): one number a run."""
    return (np.logaddexp(0, z) - y * z).mean(axis=(1, 2))
