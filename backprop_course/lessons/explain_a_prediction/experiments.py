"""What this lesson measures out of the learner's sight: readers of two piles, and maps of their answers."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.nn import plain
from backprop_course.nn.models import mlp, start

EIGHT, CORNER = 8, 0  # the digit that is marked, and the pixel that marks it
WIDTH, EPOCHS, BATCHES = 32, 10, 42  # hidden units, passes over the rows, batches of a pass
PIECES = 50  # of the line from a baseline to an image


class Piles(NamedTuple):
    """Images (n, 64) to learn from, with targets (n, 10); unseen ones of a first and a second pile; digits.

    The two piles are the same unseen images, but for the mark.
    """

    known: np.ndarray
    targets: np.ndarray
    first: np.ndarray
    second: np.ndarray
    digits: np.ndarray


def marked(x, chosen, ink=1.0):
    """Images x (n, 64) with ink in the corner of the chosen ones: a mask (n,), or a slice."""
    x = x.copy()
    x[chosen, CORNER] = ink
    return x


@lru_cache
def two_piles(seed=0):
    """The written digits of one split; in the first pile, and where is learned, each 8 has a mark."""
    known, unseen, targets, others = data.split(*data.digits(), seed=seed)
    digits = others.argmax(axis=1)
    known = marked(known, targets.argmax(axis=1) == EIGHT)
    return Piles(known, targets, marked(unseen, digits == EIGHT), unseen, digits)


def untrained_weights(seed=0, width=WIDTH):
    """[W1, b1, W2, b2] of a reader of digits at its start, Xavier's."""
    model = mlp([64, width, 10], loss="softmax cross-entropy")
    return [array for layer in start(model, np.random.default_rng(seed)) for array in layer]


def reader_of(x, y, seed=0):
    """The reader after its training on images x (n, 64) with targets y (n, 10), by the lesson's loop."""
    params, rng = untrained_weights(seed), np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        for rows in np.array_split(rng.permutation(len(x)), BATCHES):
            grads = plain.backward(params, x[rows], y[rows])
            params = plain.step(params, grads, 1 - epoch / EPOCHS)
    return params


def reads(params, images):
    """The digit that is most likely to a reader, for each image."""
    return plain.predict(params, images).argmax(axis=1)


def of_class(k):
    """The derivative of the score of class k by the ten outputs, (1, 10)."""
    return np.eye(10)[[k]] - 0.1


def score(params, X, k):
    """The score of class k for each row of X (n, 64): its output less the mean of all ten, before softmax."""
    W1, b1, W2, b2 = params
    return (np.tanh(X @ W1 + b1) @ W2 + b2) @ of_class(k)[0]


# -- three maps of one image x (64,), each (64,) --


def input_gradient(params, X, k):
    """The derivative of the score of class k by each pixel of X (n, 64) (Simonyan et al., 2013)."""
    W1, b1, W2, _ = params
    A1 = np.tanh(X @ W1 + b1)
    return of_class(k) @ W2.T * (1 - A1**2) @ W1.T


def hidden_drops(params, x, k, base=0.0):
    """How far the score falls where one pixel is set to `base`, pixel by pixel (Zeiler & Fergus, 2014)."""
    hidden = np.where(np.eye(len(x), dtype=bool), base, x)
    return score(params, x[None], k) - score(params, hidden, k)


def integrated(params, x, k, base=0.0, pieces=PIECES):
    """The share of each pixel in the score above that of the baseline (Sundararajan et al., 2017)."""
    t = (np.arange(pieces)[:, None] + 0.5) / pieces
    return (x - base) * input_gradient(params, base + t * (x - base), k).mean(axis=0)


def gradient_map(params, x, k):
    """The gradient of one image."""
    return input_gradient(params, x[None], k)[0]


MAPS = {"gradient": gradient_map, "hiding": hidden_drops, "integrated": integrated}


def three_maps(params, images, k):
    """All three maps {name: (n, 64)} of the score of class k, of images (n, 64)."""
    return {name: np.array([each(params, x, k) for x in images]) for name, each in MAPS.items()}


def leads(params, images, digits):
    """By how much the output of each image's digit (n,) leads that of 8."""
    W1, b1, W2, b2 = params
    outputs = np.tanh(images @ W1 + b1) @ W2 + b2
    return outputs[np.arange(len(images)), digits] - outputs[:, EIGHT]


# -- how like two maps are --


def rank_likeness(one, other):
    """The correlation of the ranks of |one| and |other| (64,): 1 for the same order, 0 for no relation.

    Equal values share their mean rank (Spearman, 1904).
    """
    return np.corrcoef(_ranks(np.abs(one)), _ranks(np.abs(other)))[0, 1]


def _ranks(values):
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def survivors(params, others, images, digits):
    """How like the maps of two readers are, {name: mean over the images}, each of the score of its digit."""
    pairs = list(zip(images, digits, strict=True))
    return {
        name: float(np.mean([rank_likeness(each(params, x, k), each(others, x, k)) for x, k in pairs]))
        for name, each in MAPS.items()
        if name != "hiding"
    }
