"""Exercises on a reader of digits: three blanks, blocks, how many digits, shares by digit, starts, a game."""

import numpy as np

from backprop_course.lessons.read_handwriting import intervals
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

# -- blanks: a lucky coin, how far luck reaches, and Wilson's interval --


lucky = Number(
    asked="the probability that a reader who tosses a coin has 9 or more of 10 right.",
    truth=11 / 1024,
    mistakes=[
        Mistake("this is exactly nine. Ten right is one more outcome.", 10 / 1024),
        Mistake("this is all ten. How many outcomes have nine?", 1 / 1024),
        Mistake("this counts one outcome with nine right. Any of the ten may be the wrong one.", 2 / 1024),
        Mistake("this is the number of outcomes. Divide it by how many there are.", 11),
        Mistake("this is 9 of 10, what was measured. With which probability does a coin get there?", 0.9),
    ],
    hint=Hints(
        "Each of the 1024 outcomes has the same probability.",
        "One outcome has ten right. In how many is exactly one wrong?",
    ),
)

reach = Number(
    asked="1.96 standard errors of the share of right answers among ten, where the true share is 0.6.",
    truth=1.96 * np.sqrt(0.6 * 0.4 / 10),
    mistakes=[
        Mistake("this is one standard error. Take 1.96 of them.", np.sqrt(0.6 * 0.4 / 10)),
        Mistake("this is 1.96 times the variance. What is the root for?", 1.96 * 0.6 * 0.4 / 10),
        Mistake("this is how far one answer lies off. Where do the ten enter?", 1.96 * np.sqrt(0.6 * 0.4)),
        Mistake("here n divides outside of the root. Which is divided by n, variance or root?",
                1.96 * np.sqrt(0.6 * 0.4) / 10),
        Mistake("this is for p = 0.9, what was measured. Take the p above the question mark.",
                1.96 * np.sqrt(0.9 * 0.1 / 10)),
    ],
    hint=Hints(
        "The standard error is the root of p (1 - p) / n.",
        "p (1 - p) is 0.24, and n is 10.",
    ),
)  # fmt: skip


def _with(middle=lambda k, n, z: k + z**2 / 2, root=lambda k, n, z: np.sqrt(k * (n - k) / n + z**2 / 4),
          below=lambda k, n, z: n + z**2):  # fmt: skip
    """An interval with one of its parts mistaken."""

    def answer(right, n, z=1.96):
        center, half, over = middle(right, n, z), z * root(right, n, z), below(right, n, z)
        return (center - half) / over, (center + half) / over

    return answer


ENDS = [
    Mistake("the ends are swapped: the low one comes first.", lambda k, n: intervals.interval(k, n)[::-1]),
    Mistake(
        "these ends take the standard error of k/n, where each p has its own: near 100 % that is too narrow."
        " Take the formula above.",
        lambda k, n: (k / n - 1.96 * np.sqrt(k * (n - k) / n**3), k / n + 1.96 * np.sqrt(k * (n - k) / n**3)),
    ),
    Mistake("z before the root is missing.", lambda k, n: _with(root=lambda k, n, z: np.sqrt(
        k * (n - k) / n + z**2 / 4) / z)(k, n)),
    Mistake("the root is missing.", lambda k, n: _with(root=lambda k, n, z: k * (n - k) / n + z**2/4)(k, n)),
    Mistake("under the root stands z²/4, not z²/2.", lambda k, n: _with(root=lambda k, n, z: np.sqrt(
        k * (n - k) / n + z**2 / 2))(k, n)),
    Mistake("the first term under the root is divided by n.", lambda k, n: _with(root=lambda k, n, z: np.sqrt(
        k * (n - k) + z**2 / 4))(k, n)),
    Mistake("you divide by n: below stands n + z².", lambda k, n: _with(below=lambda k, n, z: n)(k, n)),
    Mistake("the middle is k + z²/2.", lambda k, n: _with(middle=lambda k, n, z: k)(k, n)),
    Mistake("these are percent: the ends are shares, from 0 to 1.", lambda k, n: tuple(
        100 * end for end in intervals.interval(k, n))),
]  # fmt: skip

interval = Exercise(
    asked="answer(right, n) -> low, high: Wilson's interval of right answers among n, as shares.",
    truth=intervals.interval,
    cases=lambda: [(9, 10), (438, 450), (3, 40), (20, 20)],
    names=["low", "high"],
    mistakes=ENDS,
    hint=Hints(
        "`middle` and the root of the formula, with k = right.",
        "half = z * np.sqrt(right * (n - right) / n + z**2 / 4)",
        "Both ends are divided by n + z**2: return (middle - half) / (n + z**2), and the same with +.",
    ),
)


# -- 1. counting blocks --


def _blocks(on, axes=(1, 3)):
    return on.reshape(8, 4, 8, 4).sum(axis=axes)


BLOCKS = [
    Mistake("these are means, from 0 to 1. Count: from 0 to 16.", lambda on: _blocks(on) / 16),
    Mistake(
        "this adds up the places in the blocks, not the blocks: sum over the axes of length 4.",
        lambda on: on.reshape(8, 4, 8, 4).sum(axis=(0, 2)),
    ),
    Mistake(
        "`reshape(8, 8, 16)` cuts each row in pieces of 16: blocks lie in four rows.",
        lambda on: on.reshape(8, 8, 16).sum(axis=2),
    ),
    Mistake("rows and columns have changed places.", lambda on: _blocks(on).T),
    Mistake("these are single pixels, one of each block: count all 16.", lambda on: on[::4, ::4].astype(int)),
    Mistake("you count what is off: ink is True.", lambda on: _blocks(~on)),
    Mistake("this is one row of 64. The picture is (8, 8).", lambda on: _blocks(on).ravel()),
]

blocks = Exercise(
    asked="answer(on (32, 32), True where ink is) -> (8, 8): how many pixels of each 4 x 4 block are on.",
    truth=_blocks,
    cases=lambda: [(np.random.default_rng(seed).random((32, 32)) < 0.4,) for seed in (6, 7)],
    names=["the blocks"],
    mistakes=BLOCKS,
    hint=Hints(
        "Two loops over 8 rows and 8 columns of blocks do it: which slice of `on` is block (i, j)?",
        "Block (i, j) is `on[4 * i : 4 * i + 4, 4 * j : 4 * j + 4]`.",
        "Without loops: `on.reshape(8, 4, 8, 4)`; axes 1 and 3 walk inside a block.",
    ),
)


# -- 2. how many digits --


enough = Number(
    asked="how many digits make 1.96 standard errors half a point, where the truth is 97 %.",
    truth=1.96**2 * 0.97 * 0.03 / 0.005**2,
    mistakes=[
        Mistake("this is for one standard error: put 1.96 of them to 0.005.", 0.97 * 0.03 / 0.005**2),
        Mistake("half a point is 0.005, not 0.05.", 1.96**2 * 0.97 * 0.03 / 0.05**2),
        Mistake("this is for a whole point, 0.01.", 1.96**2 * 0.97 * 0.03 / 0.01**2),
        Mistake("the root is still there: square both sides.", 1.96 * np.sqrt(0.97 * 0.03) / 0.005),
        Mistake("this is for p = ½. Here p is 0.97.", 1.96**2 * 0.25 / 0.005**2),
    ],
    hint=Hints(
        "Which equation says that 1.96 standard errors are 0.005?",
        "1.96 √(0.97 · 0.03 / n) = 0.005: square it, and solve for n.",
    ),
)


# -- 4. an interval over starts --


def _of_mean(accuracies, factor=1.96, ddof=1, root=np.sqrt):
    half = factor * accuracies.std(ddof=ddof) / root(len(accuracies))
    return accuracies.mean() - half, accuracies.mean() + half


def _of_a_share(accuracies):
    share, n = accuracies.mean(), len(accuracies)
    half = 1.96 * np.sqrt(share * (1 - share) / n)
    return share - half, share + half


STARTS = [
    Mistake(
        "you divide the squares by n. The mean comes from the same numbers, so divide by n − 1: `ddof=1`.",
        lambda accuracies: _of_mean(accuracies, ddof=0),
    ),
    Mistake(
        "this is where single starts lie. The *mean* of n starts is surer: by which factor?",
        lambda accuracies: _of_mean(accuracies, root=lambda n: 1),
    ),
    Mistake("you divide by n. The standard error divides by √n.", lambda a: _of_mean(a, root=lambda n: n)),
    Mistake(
        "this is one standard error to each side, which holds 68 %. For 95 % take 1.96 of them.",
        lambda accuracies: _of_mean(accuracies, factor=1),
    ),
    Mistake(
        "2.26 is Student's factor for ten starts. Here the factor is 1.96.",
        lambda accuracies: _of_mean(accuracies, factor=2.26),
    ),
    Mistake(
        "you divide by √10 whatever comes in: the number of starts is `len(accuracies)`.",
        lambda accuracies: _of_mean(accuracies, root=lambda n: np.sqrt(10)),
    ),
    Mistake(
        "this is where most single starts lie. Their *mean* is surer, by √n.",
        lambda accuracies: tuple(np.percentile(accuracies, [2.5, 97.5])),
    ),
    Mistake(
        "this is where single starts lie, and by n in place of n − 1. The *mean* is surer, by √n.",
        lambda accuracies: _of_mean(accuracies, ddof=0, root=lambda n: 1),
    ),
    Mistake(
        "you take the variance. The standard error is made from the standard deviation s.",
        lambda a: (
            a.mean() - 1.96 * a.var(ddof=1) / np.sqrt(len(a)),
            a.mean() + 1.96 * a.var(ddof=1) / np.sqrt(len(a)),
        ),
    ),
    Mistake(
        "these are the worst and the best start. The more starts you take, the wider that becomes.",
        lambda accuracies: (accuracies.min(), accuracies.max()),
    ),
    Mistake("the two ends are swapped: the low one comes first.", lambda a: _of_mean(a)[::-1]),
    Mistake(
        "this is the mean and half the width. Wanted are the two ends.",
        lambda accuracies: (accuracies.mean(), _of_mean(accuracies)[1] - accuracies.mean()),
    ),
    Mistake(
        "the interval is around the median. Take it around the mean.",
        lambda a: tuple(end - a.mean() + np.median(a) for end in _of_mean(a)),
    ),
    Mistake(
        "this is the interval of a share of n images. Here each number is an accuracy: use their scatter.",
        _of_a_share,
    ),
]


def _starts_cases():
    rng = np.random.default_rng(4)
    return [(rng.normal(0.97, 0.004, n),) for n in (10, 5, 40)]


starts = Exercise(
    asked="answer(accuracies (n,)) -> low, high: the 95 % interval of their mean, by the normal factor.",
    truth=_of_mean,
    cases=_starts_cases,
    names=["low", "high"],
    mistakes=STARTS,
    hint=Hints(
        "You need three things: the mean, the standard deviation s, and the number of starts n.",
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


# -- the game --


def _reached(values, reading):
    surely = reading.probabilities.max() >= 0.9
    good = reading.right[1] / reading.seen[1] >= 0.85
    return values["width"] <= 8 and good and not reading.drawn and reading.digit != reading.truth and surely


SURE = {"rate": 0.3, "width": 8, "image": 14}

sure = Game(
    goal="width 8 or less, 85 % of the new hands right, and an image read wrong with 90 % or more",
    lab="read_handwriting",
    reached=_reached,
    wins=[SURE, {**SURE, "image": 61}, {**SURE, "rate": 0.6}],
    misses=[
        {**SURE, "image": 1},
        {**SURE, "width": 64},
        {**SURE, "width": 4},
        {**SURE, "rate": 0.03},
    ],
    hint=Hints(
        "First the rate: with 8 units, where are 85 % of the new hands right?",
        "Rates from 0.2 to 1 do. Then leave rate and width alone, and move *image*.",
        "Look for a high bar without the star: the writer's threes are unlike the others'.",
    ),
)
