"""What this lesson measures: digits in shards, gradients of shards with batch norm, and recorded times."""

import json
from functools import lru_cache
from pathlib import Path

import numpy as np

from backprop_course import data
from backprop_course.nn.initializers import xavier
from backprop_course.nn.models import mlp, start
from backprop_course.nn.network import pack
from backprop_course.nn.normalization import normalized
from backprop_course.nn.training import backprop

RECORD = Path(__file__).with_name("recorded.json")
UNITS = 32  # hidden
NORMED = normalized(mlp([64, UNITS, 10], "relu", "he", "softmax cross-entropy"))


@lru_cache
def known_digits():
    """The known digits, pixels from 0 to 1 (1347, 64), and their classes, one-hot (1347, 10)."""
    known, _, classes, _ = data.split(*data.digits())
    return known, classes


def weights_before_sharing(seed=0):
    """[W1, b1, W2, b2] of a network 64-32-10 at its start, as your own pieces take them."""
    rng = np.random.default_rng(seed)
    return [*xavier(rng, 64, UNITS), *xavier(rng, UNITS, 10)]


def shard(which, of=2):
    """Every so many-th known digit, from `which` on: (X, Y). A worker keeps what it has once read."""
    X, Y = known_digits()
    return X[which::of], Y[which::of]


def low_and_high(X, Y):
    """The rows of the digits 0 to 4, and those of 5 to 9: two shards (X, Y)."""
    low = Y.argmax(axis=1) < 5
    return (X[low], Y[low]), (X[~low], Y[~low])


def distance_from(grads, others):
    """How far two gradients are apart, over the length of the second; each is a list of arrays."""
    one, other = (np.concatenate([array.ravel() for array in each]) for each in (grads, others))
    return float(np.linalg.norm(one - other) / np.linalg.norm(other))


def normed_and_apart(seeds, sizes=(8, 8)):
    """How far the shared gradient of a network with batch norm is from that of all rows, for each start.

    The shards are of random digits; each is normalized by its own numbers.
    """
    X, Y = known_digits()
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        params = start(NORMED, rng)
        rows = rng.choice(len(X), sum(sizes), replace=False)
        shards = np.split(rows, np.cumsum(sizes)[:-1])
        each = [pack(backprop(NORMED, params, X[own], Y[own]).grads) for own in shards]
        whole = pack(backprop(NORMED, params, X[rows], Y[rows]).grads)
        found.append(distance_from([np.average(each, axis=0, weights=sizes)], [whole]))
    return np.array(found)


def recorded():
    """The seconds that benchmarks/share measured for this lesson, by name."""
    return json.loads(RECORD.read_text(encoding="utf-8"))
