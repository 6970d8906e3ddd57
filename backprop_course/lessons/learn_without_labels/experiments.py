"""What this lesson measures out of the learner's sight: codes of images, flat and deep, what they keep."""

from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.nn import losses
from backprop_course.nn.models import mlp, predict, start
from backprop_course.nn.optimizers import adam, cosine
from backprop_course.nn.training import batches, train

STEPS, BATCH = 1000, 50  # of the deep autoencoder
RATES = (0.001, 0.003, 0.01, 0.03, 0.1)


class Images(NamedTuple):
    """Images of a split, (n, 64) each, less the mean image of the known ones (64,), and their classes."""

    known: np.ndarray
    unseen: np.ndarray
    mean: np.ndarray
    known_classes: np.ndarray
    unseen_classes: np.ndarray


@lru_cache
def known_and_unseen(seed=0):
    """The written digits of one split: 1347 known ones, 450 unseen."""
    known, unseen, *targets = data.split(*data.digits(), seed=seed)
    mean = known.mean(axis=0)
    return Images(known - mean, unseen - mean, mean, *(one.argmax(axis=1) for one in targets))


def squared_loss(R, X):
    """Half the squared distance of rebuilt rows R (n, d) from X (n, d), the mean over rows."""
    return ((R - X) ** 2).sum() / 2 / len(X)


def principal(X, k):
    """The k unit vectors (k, d), square to each other, along which centered rows X (n, d) vary most."""
    _, vectors = np.linalg.eigh(X.T @ X / len(X))  # ascending
    return vectors[:, ::-1][:, :k].T


class Code(NamedTuple):
    """An autoencoder: code(rows) gives the numbers of each row, rebuild(rows) what is rebuilt from them."""

    code: Callable
    rebuild: Callable


def plane_code(X, k):
    """The shadows of rows on the k principal directions of X, and what the best plane makes of them."""
    V = principal(X, k)
    return Code(lambda rows: rows @ V.T, lambda rows: rows @ V.T @ V)


def code_loss(code, rows):
    """The loss of what a code makes of rows."""
    return squared_loss(code.rebuild(rows), rows)


def small_start(k, d=64, size=0.01, seed=0):
    """Small random E (d, k) and D (k, d)."""
    rng = np.random.default_rng(seed)
    return rng.normal(0, size, (d, k)), rng.normal(0, size, (k, d))


def cosines(D, directions):
    """The cosines between the rows of D (k, d) and directions (k, d), each with each, without sign."""
    return np.abs(D @ directions.T) / np.linalg.norm(D, axis=1, keepdims=True)


def angle_between(D, directions):
    """The largest angle, in degrees, between the plane of D's rows and that of the directions (k, d)."""
    basis = np.linalg.qr(D.T)[0]
    nearest = np.linalg.svd(basis.T @ directions.T, compute_uv=False).min()
    return np.degrees(np.arccos(min(nearest, 1.0)))


def deep_model(k=2):
    """64-32-k-32-64 with ReLU between the layers, and nothing bent at the code or at the output."""
    model = mlp([64, 32, k, 32, 64], "relu", "he", losses.squared_error)
    bent = model.network
    return model._replace(network=[*bent[:3], *bent[4:]])


def folded_codes(X, rate, seeds, k=2):
    """A deep autoencoder for each of stacked rows X (runs, n, 64), trained side by side.

    Batches, Adam, and a rate that falls; `rate` may be one per run.
    """
    model, rngs = deep_model(k), [np.random.default_rng(seed) for seed in seeds]
    walk = train(model, start(model, rngs), batches(X, X, BATCH, rngs), cosine(rate, STEPS), adam())
    params = next(islice(walk, STEPS, None)).params
    return [_code_of(model, [[p[run] for p in own] for own in params]) for run in range(len(X))]


def _code_of(model, params):
    """The code of a deep autoencoder: its first three layers encode."""
    W, _ = params[2]
    encoder = model._replace(network=model.network[:3], n_out=W.shape[-1])
    return Code(lambda rows: predict(encoder, params[:3], rows), lambda rows: predict(model, params, rows))


def folded_code(X, rate, k=2, seed=0):
    """One deep autoencoder trained on rows X (n, 64), as folded_codes does it."""
    return folded_codes(X[None], rate, [seed], k)[0]


@lru_cache
def validation_loss_by_rate(seed=0):
    """The loss of a deep autoencoder on the last fourth of the known images, trained on the rest, by rate."""
    known = known_and_unseen(seed).known
    rest, kept_back = known[: len(known) * 3 // 4], known[len(known) * 3 // 4 :]
    codes = folded_codes(np.stack([rest] * len(RATES)), RATES, [0] * len(RATES))
    return {
        rate: round(float(code_loss(code, kept_back)), 2) for rate, code in zip(RATES, codes, strict=True)
    }


def read_by_neighbors(code, some):
    """The share of unseen images whose nearest known image, by their codes, is of the same class."""
    known, unseen = code(some.known), code(some.unseen)
    far = (known**2).sum(axis=1) - 2 * unseen @ known.T  # less the same for all known ones
    return (some.known_classes[far.argmin(axis=1)] == some.unseen_classes).mean()


class Scores(NamedTuple):
    """Over splits: losses on unseen images, and shares of them that a nearest neighbor in the code reads."""

    flat: np.ndarray
    deep: np.ndarray
    read_flat: np.ndarray
    read_deep: np.ndarray


@lru_cache
def scores_over_splits(seeds, dtype=float):
    """Two numbers an image, flat and deep, on the splits of these seeds (a range), trained in this type."""
    splits = [known_and_unseen(seed) for seed in seeds]
    deep_codes = folded_codes(np.stack([some.known for some in splits]).astype(dtype), 0.03, seeds)
    rows = []
    for some, deep in zip(splits, deep_codes, strict=True):
        codes = plane_code(some.known, 2), deep
        rows.append(
            [code_loss(code, some.unseen) for code in codes]
            + [read_by_neighbors(code.code, some) for code in codes]
        )
    return Scores(*np.array(rows).T)


def cleaned(noise, sizes, seed=0):
    """The loss, beside clean unseen images, of what the best planes make of noisy ones, by size."""
    some = known_and_unseen(seed)
    noisy = some.unseen + np.random.default_rng(seed).normal(0, noise, some.unseen.shape)
    return {k: squared_loss(plane_code(some.known, k).rebuild(noisy), some.unseen) for k in sizes}
