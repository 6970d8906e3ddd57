"""What this lesson measures: readers of digits on rows and on hands that they have not seen."""

from functools import lru_cache

import numpy as np

from backprop_course import data
from backprop_course.nn import plain
from backprop_course.nn.models import mlp, softmax_regression, start
from backprop_course.nn.training import fit

X, Y = data.digits()
DIGITS = Y.argmax(axis=1)
RATES = (0.1, 0.2, 0.5, 1, 2, 5)
NEIGHBORS = (1, 3, 5, 9, 15, 25)
WIDTH, SIZE, EPOCHS = 64, 32, 40  # hidden units, rows of a batch, and how often all rows are seen

# Where each of 14 forms begins: the digits on it are those of the first form, but for a few that are missing.
FORMS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
FORM = np.searchsorted(FORMS, np.arange(len(X)), side="right") - 1  # of each row, from 0


def first_arrays(seed=0, width=WIDTH):
    """The network's [W1, b1, W2, b2] at its start, Xavier's, as your own pieces take them."""
    model = mlp([64, width, 10], loss="softmax cross-entropy")
    return [array for layer in start(model, np.random.default_rng(seed)) for array in layer]


def taught(x, y, rate, seed=0, epochs=EPOCHS):
    """The network after its training, as the lesson's loop does it: batches, and a rate that falls to 0."""
    params, rng = first_arrays(seed), np.random.default_rng(seed)
    for epoch in range(epochs):
        rows = rng.permutation(len(x))
        for k in range(0, len(x), SIZE):
            batch = rows[k : k + SIZE]
            grads = plain.backward(params, x[batch], y[batch])
            params = plain.step(params, grads, rate * (1 - epoch / epochs))
    return params


def hits(params, x, y):
    """For each row whether the network reads it right."""
    return plain.predict(params, x).argmax(axis=1) == y.argmax(axis=1)


def neighbor_reads(x, y, images, k=1):
    """The digit of each image by the vote of its k nearest rows of x.

    Of rows at one distance the last is nearer, of equal votes the smallest wins. Pixels are sixteenths: the
    distances are exact, and the answer is the same on every processor.
    """
    x, y = x[::-1], y[::-1]
    distances = (x**2).sum(axis=1) - 2 * images @ x.T  # but for the images' own squares
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :k]
    return y[nearest].sum(axis=1).argmax(axis=1)


def neighbor_hits(x, y, images, targets, k=1):
    """For each image whether its nearest rows read it right."""
    return neighbor_reads(x, y, images, k) == targets.argmax(axis=1)


def regression_hits(x, y, images, targets, rate):
    """For each image whether a softmax regression reads it right, after the same training as the network."""
    each = -(-len(x) // SIZE)
    model = softmax_regression(64, 10)
    falling = falls(rate, each)
    done = fit(model, x, y, falling, steps=EPOCHS * each, batch_size=SIZE, rng=np.random.default_rng(0))
    return (images @ done.params[0][0] + done.params[0][1]).argmax(axis=1) == targets.argmax(axis=1)


def falls(rate, each, epochs=EPOCHS):
    """The rate by the step's number: it falls to 0 in equal steps, one an epoch of so many batches."""
    return lambda number: rate * (1 - number // each / epochs)


# -- three rivals --


def network_hits(x, y, images, targets, rate):
    """For each image whether the network reads it right."""
    return hits(taught(x, y, rate), images, targets)


READERS = {
    "regression": ("rate {:g}", RATES, regression_hits),
    "neighbors": ("k = {}", NEIGHBORS, neighbor_hits),
    "network": ("rate {:g}", RATES, network_hits),
}


@lru_cache
def rivals_on_test_rows():
    """By reader the setting that validation rows choose, in words, and its right answers on the test rows.

    It learns from all rows that are no test rows then. Of equal settings the first is chosen.
    """
    x, x_test, y, y_test = data.split(X, Y)
    x_train, x_valid, y_train, y_valid = data.split(x, y)
    found = {}
    for name, (words, settings, read) in READERS.items():
        right = [read(x_train, y_train, x_valid, y_valid, setting).sum() for setting in settings]
        best = settings[int(np.argmax(right))]
        found[name] = words.format(best), read(x, y, x_test, y_test, best)
    return found


# -- new rows and new hands --


def left_out(read, groups):
    """For each row whether it is read right by read(x, y, images, targets) of all the other groups."""
    right = np.zeros(len(X), bool)
    for group in range(groups.max() + 1):
        out = groups == group
        right[out] = read(X[~out], Y[~out], X[out], Y[out])
    return right


def dealt(seed=0):
    """Groups as large as the forms, the rows dealt out at random."""
    return np.random.default_rng(seed).permutation(FORM)


def neighbors():
    """How many rows the nearest neighbor reads right, left out at random and with their form."""
    return [left_out(neighbor_hits, groups).sum() for groups in (dealt(), FORM)]


@lru_cache
def left_out_probabilities(kind):
    """For each row (rows, 10), left out of training with its form ("form") or at random ("random")."""
    groups, p = FORM if kind == "form" else dealt(), np.zeros((len(X), 10))
    for group in range(groups.max() + 1):
        out = groups == group
        p[out] = plain.predict(taught(X[~out], Y[~out], 1), X[out])
    return p


def promises(kind):
    """Of the same, for each row: the probability of the digit that is read, and whether that is right."""
    p = left_out_probabilities(kind)
    return p.max(axis=1), p.argmax(axis=1) == DIGITS
