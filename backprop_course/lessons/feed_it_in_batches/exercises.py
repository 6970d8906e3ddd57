"""Exercises on batches: three blanks, one gradient from many, a batch's noise, steps by epochs, the game."""

import numpy as np

from backprop_course.lessons.feed_it_in_batches.lab import Ending
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

ROWS, SIZE, EPOCHS = 1000, 64, 30  # the third exercise


# -- blanks: a second step, the rows of a batch, the floor --


second = Number(
    asked="where w is after the step of row 2.",
    truth=0.9375,
    tolerance=1e-6,
    mistakes=[
        Mistake("you took the slope at w = 0, which was −3. At w = 0.25 the error is smaller.", 1.0),
        Mistake("this is the step alone. It begins at w = 0.25.", 0.6875),
        Mistake("this steps along the slope. Go against it: the slope is negative, so w grows.", -0.4375),
        Mistake("the rate is missing: the step is a quarter of the slope.", 3.0),
        Mistake("this is the slope of row 2. Now take the step.", -2.75),
        Mistake("you started at w = 0. Row 1 has moved it to 0.25.", 0.75),
    ],
    hint=Hints(
        "The prediction is w x = 0.25. What is the error, prediction minus y?",
        "The slope is the error times x: −2.75. Go a quarter of it, against it.",
    ),
)


def _numbers(order, first, size):
    return order[first : first + size]


rows_of = Exercise(
    asked="answer(order, first, size) -> the next `size` numbers of order, from place `first` on.",
    truth=_numbers,
    cases=lambda: [(np.random.default_rng(7).permutation(11), *each) for each in ((0, 4), (8, 4), (2, 2))],
    names=["the numbers"],
    mistakes=[
        Mistake(
            "these are always the first rows. Begin at `first`.", lambda order, first, size: order[:size]
        ),
        Mistake(
            "a slice [a:b] ends before place b, counted from 0. Where does this batch end?",
            lambda order, first, size: order[first:size],
        ),
        Mistake(
            "`first` counts rows already: it grows by `size`, and is a place in order.",
            lambda order, first, size: order[first * size : (first + 1) * size],
        ),
        Mistake(
            "these are the rows in the order of the file. Take their numbers from `order`.",
            lambda order, first, size: np.arange(first, min(first + size, len(order))),
        ),
        Mistake(
            "this is all that is left. Stop after `size` of them.", lambda order, first, size: order[first:]
        ),
        Mistake(
            "one is missing at the end: a slice leaves out its last place by itself.",
            lambda order, first, size: order[first : first + size - 1],
        ),
        Mistake(
            "one too many at the end: a slice leaves out its last place by itself.",
            lambda order, first, size: order[first : first + size + 1],
        ),
        Mistake("this is a single number. A batch is a slice.", lambda order, first, size: order[first]),
    ],
    hint=Hints(
        "A slice order[a:b] holds the places a, a + 1, …, b − 1.",
        "It begins at `first` and has `size` places. NumPy cuts it off by itself at the end of order.",
    ),
)


def _floor(rate, size, share=0.5, left=lambda rate: 2 - rate):
    return share * rate / left(rate) / size


floor = Exercise(
    asked="answer(rate, size) -> V/2, what the noise adds to the least loss, with σ = 1.",
    truth=_floor,
    cases=lambda: [(0.1, 8), (0.5, 1), (1.0, 4), (1.6, 64)],
    names=["the floor"],
    mistakes=[
        Mistake(
            "this is V. A weight w adds w²/2 to the least loss.", lambda rate, size: _floor(rate, size, 1)
        ),
        Mistake(
            "this is the floor for small rates only: 1 − (1 − η)² is η (2 − η), not 2 η.",
            lambda rate, size: rate / 4 / size,
        ),
        Mistake(
            "this is for small rates only, and it is V, not its half.", lambda rate, size: rate / 2 / size
        ),
        Mistake(
            "the variance of a batch's mean is 1/B, not 1/√B.",
            lambda rate, size: _floor(rate, np.sqrt(size)),
        ),
        Mistake("the batch size is missing.", lambda rate, size: _floor(rate, 1)),
        Mistake(
            "one η is left of η² when you divide by η (2 − η).", lambda rate, size: rate * _floor(rate, size)
        ),
        Mistake(
            "the brackets: 2 − η stands below, as a whole.", lambda rate, size: rate / (2 * 2 - rate) / size
        ),
        Mistake(
            "divide by the batch size, do not multiply: a larger batch has less noise.",
            lambda rate, size: size * _floor(rate, 1),
        ),
    ],
    hint=Hints(
        "Bring (1 − η)² V to the left: V times 1 − (1 − η)², which is η (2 − η).",
        "Divide by η (2 − η): V = η / ((2 − η) B). Then halve it.",
    ),
)


# -- 1. one gradient from many --


def _whole(gradients, sizes):
    return (sizes[:, None] * gradients).sum(axis=0) / sizes.sum()


WHOLES = [
    Mistake(
        "every batch counts the same here. A row of a small batch then counts more than another row.",
        lambda gradients, sizes: gradients.mean(axis=0),
    ),
    Mistake(
        "this is a sum over batches. Wanted is the gradient of a mean: what do the weights add up to?",
        lambda gradients, sizes: gradients.sum(axis=0),
    ),
    Mistake(
        "this is the gradient of the summed loss. Divide by the number of all rows.",
        lambda gradients, sizes: (sizes[:, None] * gradients).sum(axis=0),
    ),
    Mistake(
        "you divide by the number of batches. How many rows are there in all?",
        lambda gradients, sizes: (sizes[:, None] * gradients).mean(axis=0),
    ),
    Mistake(
        "the gradients are divided by their sizes. They are means already: undo that first.",
        lambda gradients, sizes: (gradients / sizes[:, None]).sum(axis=0) / (1 / sizes).sum(),
    ),
    Mistake(
        "the gradients are divided by their sizes once more. They are means already.",
        lambda gradients, sizes: (gradients / sizes[:, None]).sum(axis=0),
    ),
    Mistake(
        "each gradient is divided by the number of all rows, but a batch stands for several rows.",
        lambda gradients, sizes: gradients.sum(axis=0) / sizes.sum(),
    ),
    Mistake(
        "you leave the last batch out. Its rows belong to the mean too.",
        lambda gradients, sizes: _whole(gradients[:-1], sizes[:-1]),
    ),
    Mistake(
        "the weights are the square roots of the sizes. A batch weighs as many rows as it has.",
        lambda gradients, sizes: _whole(gradients, np.sqrt(sizes)),
    ),
    Mistake(
        "the weights are the squares of the sizes. A batch weighs as many rows as it has.",
        lambda gradients, sizes: _whole(gradients, sizes**2),
    ),
]


def _whole_cases():
    rng, draws = np.random.default_rng(8), (((64, 64, 3), 4), ((5, 1), 7), ((8, 8, 8, 2), 2))
    return [(rng.normal(size=(len(sizes), n)), np.array(sizes)) for sizes, n in draws]


whole = Exercise(
    asked="answer(gradients (batches, n), sizes (batches,)) -> the gradient (n,) of the mean over rows.",
    truth=_whole,
    cases=_whole_cases,
    names=["the gradient"],
    mistakes=WHOLES,
    hint=Hints(
        "What would the gradients of all single rows add up to? Each batch gives you the mean of some.",
        "Size times gradient is the sum over the rows of a batch. Add these sums up.",
        "`sizes[:, None] * gradients` has one sum per row. Add over axis 0, divide by `sizes.sum()`.",
    ),
)


# -- 2. the noise of a batch --


def _away(rows):
    return ((rows - rows.mean(axis=0)) ** 2).sum(axis=1)


def _finite(rows, size):
    """What comes on top when no row is drawn twice."""
    return (len(rows) - size) / (len(rows) - 1)


def _noise(rows, size):
    return np.sqrt(_away(rows).mean() / size * _finite(rows, size))


NOISES = [
    Mistake(
        "this is for draws *with* replacement. Without, the noise must be 0 when all rows are in the batch.",
        lambda rows, size: np.sqrt(_away(rows).mean() / size),
    ),
    Mistake(
        "this is the mean *square*. The root is missing.",
        lambda rows, size: _noise(rows, size) ** 2,
    ),
    Mistake(
        "the factor for a finite stock stands outside the root, unrooted.",
        lambda rows, size: np.sqrt(_away(rows).mean() / size) * _finite(rows, size),
    ),
    Mistake(
        "the factor for a finite stock has N − 1 below, not N. Try a batch of one row.",
        lambda rows, size: np.sqrt(_away(rows).mean() / size * (len(rows) - size) / len(rows)),
    ),
    Mistake(
        "the noise falls with the root of the batch size, not with the batch size.",
        lambda rows, size: _noise(rows, size) / np.sqrt(size),
    ),
    Mistake(
        "this is for draws *with* replacement, and it falls with the batch size, not with its root.",
        lambda rows, size: np.sqrt(_away(rows).mean()) / size,
    ),
    Mistake(
        "this is the mean *square*, and for draws *with* replacement.",
        lambda rows, size: _away(rows).mean() / size,
    ),
    Mistake(
        "the batch size is missing: this is the noise of one row, times the factor for a finite stock.",
        lambda rows, size: _noise(rows, size) * np.sqrt(size),
    ),
    Mistake(
        "this is the noise of one row. What does a mean over `size` rows do to it?",
        lambda rows, size: np.sqrt(_away(rows).mean()),
    ),
    Mistake(
        "you measure from 0. Noise is the distance from the whole gradient, the mean of the rows.",
        lambda rows, size: np.sqrt((rows**2).sum(axis=1).mean() / size * _finite(rows, size)),
    ),
    Mistake(
        "you subtract from each row its own mean. The whole gradient is the mean *over* the rows, axis 0.",
        lambda rows, size: np.sqrt(
            ((rows - rows.mean(axis=1, keepdims=True)) ** 2).sum(axis=1).mean() / size * _finite(rows, size)
        ),
    ),
    Mistake(
        "this is the noise per entry. The squared distance is the *sum* over the entries.",
        lambda rows, size: _noise(rows, size) / np.sqrt(rows.shape[1]),
    ),
    Mistake(
        "one number is wanted: add the squares over the entries too.",
        lambda rows, size: rows.std(axis=0) * np.sqrt(_finite(rows, size) / size),
    ),
    Mistake(
        "you take the mean of the distances. Wanted is the root of their mean square.",
        lambda rows, size: _noise(rows, size) * np.sqrt(_away(rows)).mean() / np.sqrt(_away(rows).mean()),
    ),
    Mistake(
        "the squares are added over the rows. Take their mean: σ² is that of one row.",
        lambda rows, size: _noise(rows, size) * np.sqrt(len(rows)),
    ),
    Mistake(
        "σ² is the mean over N rows here. Dividing by N − 1 counts the finite stock twice.",
        lambda rows, size: _noise(rows, size) * np.sqrt(len(rows) / (len(rows) - 1)),
    ),
]


def _noise_cases():
    rng, draws = np.random.default_rng(9), ((40, 5, 8), (12, 3, 1), (9, 4, 9), (25, 2, 20))
    return [(rng.normal(0.8, rng.uniform(0.5, 3, n), (N, n)), size) for N, n, size in draws]


noise = Exercise(
    asked="answer(rows (N, n), size) -> the rms distance of a batch's gradient from the whole gradient.",
    truth=_noise,
    cases=_noise_cases,
    names=["the noise"],
    mistakes=NOISES,
    hint=Hints(
        "First σ²: subtract the mean row, add up each row's squares, take the mean over the rows.",
        "A mean over `size` independent rows has σ²/size. What comes on top when no row is drawn twice?",
        "Multiply by (N − size)/(N − 1), then take the root of it all.",
    ),
)


# -- 3. steps by epochs --


STEPS = EPOCHS * -(-ROWS // SIZE)
ACROSS = "a batch does not reach into the next epoch. Count the steps of one epoch first."
COUNTS = [
    Mistake(ACROSS, EPOCHS * ROWS // SIZE),
    Mistake(ACROSS, EPOCHS * ROWS / SIZE),
    Mistake(ACROSS, -(-EPOCHS * ROWS // SIZE)),
    Mistake(
        "you leave the last rows of each epoch out. Here they make a smaller batch.", EPOCHS * (ROWS // SIZE)
    ),
    Mistake("this is for batches of one row.", EPOCHS * ROWS),
    Mistake("this is for the full batch: one step an epoch.", EPOCHS),
    Mistake("this is one epoch. There are 30.", -(-ROWS // SIZE)),
    Mistake(
        "this is one epoch without its last batch. There are 30, and the last batch counts.", ROWS // SIZE
    ),
    Mistake(
        "this is one epoch, and no whole number: what becomes of the rows that are left over?", ROWS / SIZE
    ),
    Mistake("rows and batch size are mixed up: how many batches do 1000 rows make?", EPOCHS * SIZE),
    Mistake("so many losses are seen, with the one after the last step. Count the steps.", STEPS + 1),
]


steps = Number(
    asked="the number of steps in 30 epochs over 1000 rows, in batches of 64.",
    truth=STEPS,
    tolerance=1e-6,
    mistakes=COUNTS,
    hint=Hints(
        "How many full batches do 1000 rows make, and what is left?",
        "15 batches take 960 rows; the other 40 make one more batch.",
        "An epoch has 16 steps. How many have 30?",
    ),
)


# -- 4. the game --


BATCH = 16


def _reached(values, walk):
    return walk.size == BATCH and walk.ending == Ending.SETTLED


def _now(values, walk, words):
    still = "" if walk.size == BATCH else f" Still to set: batch size is {walk.size}."
    return f"Now: {words}{still}"


scaled = Game(
    goal=f"batches of {BATCH}, and the lab says settled",
    lab="feed_it_in_batches",
    reached=_reached,
    now=_now,
    wins=[{"size": BATCH, "rate": 0.3}, {"size": BATCH, "rate": 0.28}],
    misses=[
        *({"size": BATCH, "rate": rate} for rate in (0.02, 0.6, 1.2)),  # slow, noisy, diverging
        *({"size": size, "rate": rate} for size, rate in ((1, 0.02), (8, 0.15), (64, 1.2))),
    ],
    hint=Hints(
        "Sixteen times the batch has a quarter of the noise, and takes a sixteenth of the steps.",
        "To go as far with a sixteenth of the steps, each must be sixteen times as long.",
        "Set batch size 16, and a rate just below 16 × 0.02.",
    ),
)
