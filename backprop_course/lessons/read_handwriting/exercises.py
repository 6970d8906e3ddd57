"""Exercises on a whole project: when to stop, an interval over seeds, a confusion matrix, the game."""

import operator

import numpy as np

from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.stopping import stopped, stopped_by_rises
from backprop_course.tasks.verdict import Hints

# -- 1. when to stop --


def _kept(losses, patience):
    return stopped(losses, patience)[0]


def _total_patience(losses, patience):
    """Patience that is never given back: epochs without improvement are counted over the whole walk."""
    best, waited = 0, 0
    for epoch, loss in enumerate(losses):
        better = epoch == 0 or loss < losses[best]
        best, waited = (epoch, waited) if better else (best, waited + 1)
        if waited >= patience:
            break
    return best


STOPS = [
    Mistake(
        "you look at all epochs, also at those after the stop. Training would have ended before.",
        lambda losses, patience: int(np.argmin(losses)),
    ),
    Mistake(
        "this is the epoch at which training stops. Wanted is the one whose parameters you keep.",
        lambda losses, patience: stopped(losses, patience)[1],
    ),
    Mistake("you keep the last epoch. What was the best one?", lambda losses, patience: len(losses) - 1),
    Mistake(
        "you stop at the first epoch that is no better: what is `patience` for?",
        lambda losses, patience: _kept(losses, 1),
    ),
    Mistake(
        "you stop one epoch too late: the wait ends with epoch number `patience` without an improvement.",
        lambda losses, patience: _kept(losses, patience + 1),
    ),
    Mistake(
        "you stop one epoch too early: the wait begins with the first epoch *after* the best one.",
        lambda losses, patience: _kept(losses, patience - 1),
    ),
    Mistake(
        "your patience is never given back. After an improvement the wait starts anew.",
        _total_patience,
    ),
    Mistake(
        "you compare each epoch with the one before. Compare it with the best so far.",
        stopped_by_rises,
    ),
    Mistake(
        "a loss *equal* to the best is no better: the wait goes on.",
        lambda losses, patience: stopped(losses, patience, operator.le)[0],
    ),
    Mistake(
        "you look for the highest loss: it is the lowest that you want.",
        lambda losses, patience: stopped(losses, patience, operator.gt)[0],
    ),
    Mistake(
        "this is the lowest loss. Wanted is the number of its epoch.",
        lambda losses, patience: losses[_kept(losses, patience)],
    ),
    Mistake(
        "you count from 1. The first loss in the list is that of epoch 0.",
        lambda losses, patience: _kept(losses, patience) + 1,
    ),
]


def _stop_cases():
    walks = [
        ([9, 5, 6, 7, 4, 5, 6, 7, 8, 3], 3),  # lower again, but too late
        ([9, 5, 6, 4, 6, 5, 3, 4, 5, 2], 3),  # waits twice in vain
        ([9, 4, 6, 5, 4.5, 3, 8, 7], 4),  # rises and falls above the best
        ([9, 4, 6, 5, 4.5, 3, 8, 7], 3),
        ([5, 6, 7, 1], 5),  # the list ends before the patience
        ([8, 7, 6, 6, 5], 1),  # equal is no better
    ]
    return [(np.array(losses, dtype=float) / 10, patience) for losses, patience in walks]


stop = Exercise(
    asked="answer(losses (epochs,), patience) -> the epoch whose parameters early stopping keeps.",
    truth=_kept,
    cases=_stop_cases,
    names=["the epoch"],
    mistakes=STOPS,
    hint=Hints(
        "Go through the losses with a loop, and remember the best epoch so far.",
        "A better loss: remember its epoch. Any other: has it been `patience` epochs since the best one?",
        "In the loop: `if losses[epoch] < losses[best]: best = epoch`, and `elif epoch - best >= patience:"
        " break`.",
    ),
)


# -- 2. an interval over seeds --


def _interval(accuracies, factor=1.96, ddof=1, root=np.sqrt):
    half = factor * accuracies.std(ddof=ddof) / root(len(accuracies))
    return accuracies.mean() - half, accuracies.mean() + half


def _of_a_share(accuracies):
    share, n = accuracies.mean(), len(accuracies)
    half = 1.96 * np.sqrt(share * (1 - share) / n)
    return share - half, share + half


INTERVALS = [
    Mistake(
        "you divide the squares by n. The mean comes from the same numbers, so divide by n − 1: `ddof=1`.",
        lambda accuracies: _interval(accuracies, ddof=0),
    ),
    Mistake(
        "this is where single seeds lie. The *mean* of n seeds is surer: by which factor?",
        lambda accuracies: _interval(accuracies, root=lambda n: 1),
    ),
    Mistake("you divide by n. The standard error divides by √n.", lambda a: _interval(a, root=lambda n: n)),
    Mistake(
        "this is one standard error to each side, which holds 68 %. For 95 % take 1.96 of them.",
        lambda accuracies: _interval(accuracies, factor=1),
    ),
    Mistake(
        "2.26 is Student's factor for ten seeds. Here the factor is 1.96.",
        lambda accuracies: _interval(accuracies, factor=2.26),
    ),
    Mistake(
        "you divide by √10 whatever comes in: the number of seeds is `len(accuracies)`.",
        lambda accuracies: _interval(accuracies, root=lambda n: np.sqrt(10)),
    ),
    Mistake(
        "this is where most single seeds lie. Their *mean* is surer, by √n.",
        lambda accuracies: tuple(np.percentile(accuracies, [2.5, 97.5])),
    ),
    Mistake(
        "this is where single seeds lie, and by n in place of n − 1. The *mean* is surer, by √n.",
        lambda accuracies: _interval(accuracies, ddof=0, root=lambda n: 1),
    ),
    Mistake(
        "you take the variance. The standard error is made from the standard deviation s.",
        lambda a: (
            a.mean() - 1.96 * a.var(ddof=1) / np.sqrt(len(a)),
            a.mean() + 1.96 * a.var(ddof=1) / np.sqrt(len(a)),
        ),
    ),
    Mistake(
        "these are the worst and the best seed. The more seeds you run, the wider that becomes.",
        lambda accuracies: (accuracies.min(), accuracies.max()),
    ),
    Mistake("the two ends are swapped: the low one comes first.", lambda a: _interval(a)[::-1]),
    Mistake(
        "this is the mean and half the width. Wanted are the two ends.",
        lambda accuracies: (accuracies.mean(), _interval(accuracies)[1] - accuracies.mean()),
    ),
    Mistake(
        "the interval is around the median. Take it around the mean.",
        lambda a: tuple(end - a.mean() + np.median(a) for end in _interval(a)),
    ),
    Mistake(
        "this is the interval of a share of n images. Here each number is an accuracy: use their scatter.",
        _of_a_share,
    ),
]


def _interval_cases():
    rng = np.random.default_rng(4)
    return [(rng.normal(0.97, 0.004, n),) for n in (10, 5, 40)]


interval = Exercise(
    asked="answer(accuracies (n,)) -> low, high: the 95 % interval of their mean, by the normal factor.",
    truth=_interval,
    cases=_interval_cases,
    names=["low", "high"],
    mistakes=INTERVALS,
    hint=Hints(
        "You need three things: the mean, the standard deviation s, and the number of seeds n.",
        "The standard error of a mean is s / √n, with n − 1 under s: `accuracies.std(ddof=1)`.",
        "Return the mean minus and plus `1.96 * accuracies.std(ddof=1) / np.sqrt(len(accuracies))`.",
    ),
)


# -- 3. what a confusion matrix says --


def _found_and_trusted(counts):
    right = np.diag(counts)
    return right / counts.sum(axis=1), right / counts.sum(axis=0)


SHARES = [
    Mistake(
        "the two are swapped. Rows are what was written: which sum belongs to `found`?",
        lambda counts: _found_and_trusted(counts)[::-1],
    ),
    Mistake(
        "both divide by the rows. `trusted` asks about all images that were *read* as a class: a column.",
        lambda counts: (_found_and_trusted(counts)[0],) * 2,
    ),
    Mistake(
        "both divide by the columns. `found` asks about all images that *are* of a class: a row.",
        lambda counts: (_found_and_trusted(counts)[1],) * 2,
    ),
    Mistake(
        "you divide by all images. Divide by those of the class.",
        lambda counts: (np.diag(counts) / counts.sum(),) * 2,
    ),
    Mistake(
        "these are the shares of mistakes. Wanted is what is right.",
        lambda counts: tuple(1 - share for share in _found_and_trusted(counts)),
    ),
    Mistake(
        "these are counts. Divide them by how many there are.",
        lambda counts: (np.diag(counts), np.diag(counts)),
    ),
    Mistake(
        "one number for all classes is too little: it hides the class that fails. Return one for each.",
        lambda counts: (np.trace(counts) / counts.sum(),) * 2,
    ),
    Mistake(
        "you divide the whole matrix: only its diagonal is right.",
        lambda counts: (counts / counts.sum(axis=1, keepdims=True), counts / counts.sum(axis=0)),
    ),
    Mistake(
        "the right ones are left out of your sums: divide by *all* of a row, and of a column.",
        lambda counts: tuple(np.diag(counts) / (counts.sum(axis=axis) - np.diag(counts)) for axis in (1, 0)),
    ),
]


def _shares_cases():
    rng = np.random.default_rng(5)
    return [(rng.integers(1, 6, (k, k)) + np.diag(rng.integers(20, 50, k)),) for k in (3, 10, 4)]


shares = Exercise(
    asked="answer(counts (k, k), truth by row) -> found (k,), trusted (k,): recall and precision.",
    truth=_found_and_trusted,
    cases=_shares_cases,
    names=["found", "trusted"],
    mistakes=SHARES,
    hint=Hints(
        "What is right stands on the diagonal: `np.diag(counts)`.",
        "All images that *are* an 8 stand in row 8. Where do all stand that were *read* as an 8?",
        "Divide the diagonal by `counts.sum(axis=1)` for `found`, and by `counts.sum(axis=0)` for `trusted`.",
    ),
)


# -- 4. the game --


def _reached(values, reading):
    wrong = reading.read != reading.truth and reading.probabilities[reading.read] >= 0.5
    return values["width"] <= 32 and reading.accuracy >= 0.975 and wrong


SURE = {"rate": 0.3, "width": 32, "image": 3}

sure = Game(
    goal="width 32 or less, 97.5 % of the validation images right, and an image read wrong with 50 % or more",
    lab="read_handwriting",
    reached=_reached,
    wins=[SURE, {**SURE, "image": 4}, {**SURE, "image": 55}],
    misses=[
        {**SURE, "image": 200},
        {**SURE, "image": 1},
        {**SURE, "width": 64},
        {**SURE, "width": 8},
        {**SURE, "rate": 0.01},
    ],
    hint=Hints(
        "First the rate: the lesson found 0.3, for 64 units. Try it with fewer, and its neighbors.",
        "Width 32 reaches it near rate 0.3. Then leave rate and width alone, and move *image*.",
        "The first images are the hardest for softmax regression. Look for a high bar without the star.",
    ),
)
