"""Exercises on batches: one gradient from many, the noise of a batch, steps by epochs, the game."""

import numpy as np

from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.old import exercise, judge, judge_game, judge_number
from backprop_course.tasks.verdict import NOT_YET

ROWS, SIZE, EPOCHS = 1000, 64, 30  # the third exercise
GAME = 16  # the batch size of the game


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


@exercise(
    "What would the gradients of all single rows add up to? Each batch gives you the mean of some.",
    "Size times gradient is the sum over the rows of a batch. Add these sums up.",
    "`sizes[:, None] * gradients` has one sum per row. Add over axis 0, divide by `sizes.sum()`.",
)
def whole(answer):
    """Judge answer(gradients (batches, n), sizes (batches,)) -> the gradient (n,) of the mean over rows."""
    rng, cases = np.random.default_rng(8), []
    for sizes, n in (((64, 64, 3), 4), ((5, 1), 7), ((8, 8, 8, 2), 2)):
        cases.append((rng.normal(size=(len(sizes), n)), np.array(sizes)))
    return judge(answer, _whole, cases, mistakes=WHOLES, names=["the gradient"])


# -- 2. the noise of a batch --


def _away(rows):
    return ((rows - rows.mean(axis=0)) ** 2).sum(axis=1)


def _noise(rows, size):
    return np.sqrt(_away(rows).mean() / size * (len(rows) - size) / (len(rows) - 1))


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
        lambda rows, size: np.sqrt(_away(rows).mean() / size) * (len(rows) - size) / (len(rows) - 1),
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
        lambda rows, size: np.sqrt(
            (rows**2).sum(axis=1).mean() / size * (len(rows) - size) / (len(rows) - 1)
        ),
    ),
    Mistake(
        "you subtract from each row its own mean. The whole gradient is the mean *over* the rows, axis 0.",
        lambda rows, size: np.sqrt(
            ((rows - rows.mean(axis=1, keepdims=True)) ** 2).sum(axis=1).mean()
            / size
            * (len(rows) - size)
            / (len(rows) - 1)
        ),  # fmt: skip
    ),
    Mistake(
        "this is the noise per entry. The squared distance is the *sum* over the entries.",
        lambda rows, size: _noise(rows, size) / np.sqrt(rows.shape[1]),
    ),
    Mistake(
        "one number is wanted: add the squares over the entries too.",
        lambda rows, size: rows.std(axis=0) * np.sqrt((len(rows) - size) / (len(rows) - 1) / size),
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


@exercise(
    "First σ²: subtract the mean row, add up each row's squares, take the mean over the rows.",
    "A mean over `size` independent rows has σ²/size. What comes on top when no row is drawn twice?",
    "Multiply by (N − size)/(N − 1), then take the root of it all.",
)
def noise(answer):
    """Judge answer(rows (N, n), size) -> the rms distance of a batch's gradient from the whole gradient."""
    rng, cases = np.random.default_rng(9), []
    for N, n, size in ((40, 5, 8), (12, 3, 1), (9, 4, 9), (25, 2, 20)):
        cases.append((rng.normal(0.8, rng.uniform(0.5, 3, n), (N, n)), size))
    return judge(answer, _noise, cases, mistakes=NOISES, names=["the noise"])


# -- 3. steps by epochs --


STEPS = EPOCHS * -(-ROWS // SIZE)
ACROSS = "a batch does not reach into the next epoch. Count the steps of one epoch first."
COUNTS = [
    (EPOCHS * ROWS // SIZE, ACROSS),
    (EPOCHS * ROWS / SIZE, ACROSS),
    (-(-EPOCHS * ROWS // SIZE), ACROSS),
    (EPOCHS * (ROWS // SIZE), "you leave the last rows of each epoch out. Here they make a smaller batch."),
    (EPOCHS * ROWS, "this is for batches of one row."),
    (EPOCHS, "this is for the full batch: one step an epoch."),
    (-(-ROWS // SIZE), "this is one epoch. There are 30."),
    (ROWS // SIZE, "this is one epoch without its last batch. There are 30, and the last batch counts."),
    (ROWS / SIZE, "this is one epoch, and no whole number: what becomes of the rows that are left over?"),
    (EPOCHS * SIZE, "rows and batch size are mixed up: how many batches do 1000 rows make?"),
    (STEPS + 1, "so many losses are seen, with the one after the last step. Count the steps."),
]


@exercise(
    "How many full batches do 1000 rows make, and what is left?",
    "15 batches take 960 rows; the other 40 make one more batch.",
    "An epoch has 16 steps. How many have 30?",
)
def steps(answer):
    """Judge the number of steps in the epochs of the third exercise."""
    return judge_number(answer, STEPS, tolerance=1e-6, mistakes=COUNTS)


# -- 4. the game --


@exercise(
    "Sixteen times the batch has a quarter of the noise, and takes a sixteenth of the steps.",
    "To go as far with a sixteenth of the steps, each must be sixteen times as long.",
    "Set batch size 16 and the rate nearest to 16 × 0.019.",
)
def scaled(lab):
    """Judge where the lab stands: batches of 16 that settle within 0.01 of the minimum."""
    goal = f"batches of {GAME}, and the lab says settled"
    verdict = judge_game(lab, lambda now, walk: walk.size == GAME and walk.verdict == "settled", goal)
    if verdict.kind == NOT_YET and lab.result.size != GAME:
        return verdict._replace(words=f"{verdict.words} Still to set: batch size is {lab.result.size}.")
    return verdict
