"""What the companion measures: starts, epochs, and a library's network on the digits."""

import warnings
from functools import lru_cache
from math import comb

import numpy as np

from backprop_course import data
from backprop_course.check.differences import relative_error
from backprop_course.lessons.read_handwriting import experiments
from backprop_course.lessons.read_handwriting.experiments import DIGITS, SIZE, X, Y
from backprop_course.nn import plain


@lru_cache
def hits_by_start(n):
    """For so many starts and the 450 test rows (n, 450), whether each is read right."""
    x, x_test, y, y_test = data.split(X, Y)
    return np.array(
        [experiments.hits(experiments.taught(x, y, 1, seed), x_test, y_test) for seed in range(n)]
    )


def toss(one, other):
    """How often one + other fair coins fall as unevenly as `one` to `other`, or more, either way."""
    n = one + other
    return min(1, 2 * sum(comb(n, k) for k in range(max(one, other), n + 1)) / 2**n)


def best_of_half(hits, halves=1000):
    """The mean share of the best start on one half of the rows, where it was chosen and on the other half."""
    rng, shares = np.random.default_rng(0), []
    for _ in range(halves):
        rows = rng.permutation(hits.shape[1])
        here, there = hits[:, rows[::2]].mean(axis=1), hits[:, rows[1::2]].mean(axis=1)
        shares.append((here.max(), there[here.argmax()]))
    return np.mean(shares, axis=0)


def by_epochs(epochs, seeds=range(5)):
    """How many of the 337 validation rows are right after so many epochs, for each start."""
    x, _, y, _ = data.split(X, Y)
    x, x_valid, y, y_valid = data.split(x, y)
    return [
        experiments.hits(experiments.taught(x, y, 1, seed, epochs), x_valid, y_valid).sum() for seed in seeds
    ]


def confusions(kind):
    """How often each digit that was written (row) was read as each (column), (10, 10), rows left out."""
    return (Y.T @ np.eye(10)[experiments.left_out_probabilities(kind).argmax(axis=1)]).astype(int)


def surest_mistakes(kind, n=12):
    """The images (n, 64) read wrong most surely, and for each what was meant, read and promised."""
    p = experiments.left_out_probabilities(kind)
    read = p.argmax(axis=1)
    wrong = sorted(np.flatnonzero(read != DIGITS), key=lambda row: -p[row].max())[:n]
    return X[wrong], [f"{DIGITS[row]}, read as {read[row]}\n{100 * p[row].max():.1f} %" for row in wrong]


def apart_from_library(theirs, rate=0.5):
    """How far the weights of scikit-learn's network are from ours, after one epoch of the same batches."""
    params = experiments.first_arrays()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that one epoch is few
        theirs.fit(X, DIGITS)  # makes its arrays
        theirs.coefs_ = [params[0].copy(), params[2].copy()]
        theirs.intercepts_ = [params[1][0].copy(), params[3][0].copy()]
        theirs.fit(X, DIGITS)
    for k in range(0, len(X), SIZE):
        params = plain.step(params, plain.backward(params, X[k : k + SIZE], Y[k : k + SIZE]), rate)
    return max(relative_error(params[0], theirs.coefs_[0]), relative_error(params[2], theirs.coefs_[1]))
