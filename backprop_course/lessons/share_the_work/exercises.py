"""Exercises on shared work: two blanks, joined statistics, a ring, unequal machines, the game."""

import numpy as np

from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

# -- blanks: the gradient of all rows, and the bytes of a ring --


def _weighed(by):
    """A function of gradients and sizes that adds each array up, with by(size, sizes) for a weight."""

    def together(grads, sizes):
        return [
            sum(by(size, sizes) * array for size, array in zip(sizes, arrays, strict=True))
            for arrays in zip(*grads, strict=True)
        ]

    return together


_together = _weighed(lambda size, sizes: size / sum(sizes))


def _gradients(seed, sizes, shapes=((3, 2), (1, 2))):
    """Gradients of as many workers as there are sizes, a list of arrays each."""
    rng = np.random.default_rng(seed)
    return [[rng.normal(size=shape) for shape in shapes] for _ in sizes], list(sizes)


together = Exercise(
    asked="together(grads, sizes) -> the gradient of the mean loss over all rows, a list of arrays.",
    truth=_together,
    cases=lambda: [_gradients(0, (1, 3)), _gradients(1, (5, 2, 9))],
    names=["dW", "db"],
    mistakes=[
        Mistake(
            "this is the mean over the workers. One with few rows counts as much as one with many.",
            _weighed(lambda size, sizes: 1 / len(sizes)),
        ),
        Mistake(
            "these are sums over rows. Divide by the number of all rows.", _weighed(lambda size, sizes: size)
        ),
        Mistake(
            "the workers' gradients are added as they come: weigh each.", _weighed(lambda size, sizes: 1)
        ),
        Mistake(
            "you divide by the number of workers. How many rows are there in all?",
            _weighed(lambda size, sizes: size / len(sizes)),
        ),
        Mistake(
            "the weights are right, and you divide by the number of workers as well.",
            _weighed(lambda size, sizes: size / sum(sizes) / len(sizes)),
        ),
        Mistake(
            "you divide by the sizes: a large shard counts less.",
            _weighed(lambda size, sizes: 1 / size / sum(1 / other for other in sizes)),
        ),
    ],
    hint=Hints(
        "One array first, and two workers: (n₁ g₁ + n₂ g₂) / (n₁ + n₂).",
        "`zip(*grads)` goes through the arrays: first all dW, then all db.",
        "For each: sum(size * array for size, array in zip(sizes, arrays)) / sum(sizes).",
    ),
)
sent = Number(
    asked="the megabytes that each of 8 machines in a ring sends for a gradient of 100 MB.",
    truth=175,
    mistakes=[
        Mistake("this is one time round. The finished pieces go round once more.", 87.5),
        Mistake("in a ring of n there are n − 1 rounds of adding: the last piece needs no further one.", 200),
        Mistake("this is a whole gradient to each of the others. In a round only a piece is sent.", 700),
        Mistake("this is a whole gradient to each of the others, twice.", 1400),
        Mistake("this is a single piece, in a single round.", 12.5),
    ],
    hint=Hints(
        "How large is a piece, if the gradient is cut in 8?",
        "12.5 MB a round. How many rounds of adding, and how many of handing on?",
    ),
)


# -- 1. the numbers of all rows --


def _joined(sizes, sums, squares):
    mean = sums.sum(axis=0) / sizes.sum()
    return mean, squares.sum(axis=0) / sizes.sum() - mean**2


def _mean_of_variances(sizes, sums, squares):
    n = sizes[:, None]
    return sums.sum(axis=0) / sizes.sum(), (squares / n - (sums / n) ** 2).mean(axis=0)


def _weighed_variances(sizes, sums, squares):
    n = sizes[:, None]
    within = squares / n - (sums / n) ** 2
    return sums.sum(axis=0) / sizes.sum(), (n * within).sum(axis=0) / sizes.sum()


def _mean_of_means(sizes, sums, squares):
    n = sizes[:, None]
    mean = (sums / n).mean(axis=0)
    return mean, (squares / n).mean(axis=0) - mean**2


def _of_rows(seed, sizes, k=2):
    """What workers with so many rows each know: their sizes, sums and sums of squares by column."""
    rng = np.random.default_rng(seed)
    shards = [rng.normal(number, 1 + number, (size, k)) for number, size in enumerate(sizes)]
    return (
        np.array(sizes),
        np.array([rows.sum(axis=0) for rows in shards]),
        np.array([(rows**2).sum(axis=0) for rows in shards]),
    )


joined = Exercise(
    asked="answer(sizes (m,), sums (m, k), squares (m, k)) -> mean (k,), variance (k,) over all rows.",
    truth=_joined,
    cases=lambda: [_of_rows(0, (4, 7)), _of_rows(1, (3, 9, 5))],
    names=["mean", "variance"],
    mistakes=[
        Mistake(
            "this is the mean of the shards' means and of their mean squares: weigh by rows.", _mean_of_means
        ),
        Mistake(
            "the mean of the shards' variances leaves out how far apart their means are.", _mean_of_variances
        ),
        Mistake(
            "the shards' variances, weighed by rows, still leave out how far apart their means are.",
            _weighed_variances,
        ),
        Mistake(
            "the variance is the mean square *minus the squared mean*.",
            lambda sizes, sums, squares: (
                sums.sum(axis=0) / sizes.sum(),
                squares.sum(axis=0) / sizes.sum(),
            ),
        ),
        Mistake(
            "this is the standard deviation. The variance is its square.",
            lambda sizes, sums, squares: (
                _joined(sizes, sums, squares)[0],
                np.sqrt(_joined(sizes, sums, squares)[1]),
            ),
        ),
        Mistake(
            "batch norm divides by n, not by n − 1.",
            lambda sizes, sums, squares: (
                _joined(sizes, sums, squares)[0],
                _joined(sizes, sums, squares)[1] * sizes.sum() / (sizes.sum() - 1),
            ),
        ),
    ],
    hint=Hints(
        "Sums over shards add up to sums over all rows: of the numbers, and of their squares.",
        "mean = sums.sum(axis=0) / sizes.sum().",
        "The variance is the mean of the squares, minus the square of the mean.",
    ),
)


# -- 2. a round of the ring --


def _round(parts, number, piece=lambda machine, number: machine - number, to=1, add=True):
    """Each machine sends a piece to the one `to` places on, which adds it or takes it over."""
    n, after = len(parts), parts.copy()
    for machine in range(n):
        which, other = piece(machine, number) % n, (machine + to) % n
        after[other, which] = parts[machine, which] + (parts[other, which] if add else 0)
    return after


def _cleared(parts, number):
    n, after = len(parts), _round(parts, number)
    for machine in range(n):
        after[machine, (machine - number) % n] = 0
    return after


ring_round = Exercise(
    asked="answer(parts (n, n), number) -> the parts (n, n) after round `number` of adding.",
    truth=_round,
    cases=lambda: [
        (np.random.default_rng(size).normal(size=(size, size)), number)
        for size, number in ((4, 0), (4, 1), (5, 2), (3, 1))
    ],
    names=["parts"],
    mistakes=[
        Mistake(
            "the neighbor's own piece is overwritten: it is to be added to.",
            lambda p, k: _round(p, k, add=False),
        ),
        Mistake("this goes round the other way: machine m sends to m + 1.", lambda p, k: _round(p, k, to=-1)),
        Mistake("piece m − number, not m + number.", lambda p, k: _round(p, k, lambda m, k: m + k)),
        Mistake(
            "every round sends the same piece: `number` is not used.",
            lambda p, k: _round(p, k, lambda m, k: m),
        ),
        Mistake("this is round number + 1: the first one has the number 0.", lambda p, k: _round(p, k + 1)),
        Mistake("the sender keeps its piece: nothing is taken away there.", _cleared),
        Mistake(
            "this is the end of all rounds: one is asked for.", lambda p, k: np.ones_like(p) * p.sum(axis=0)
        ),
    ],
    hint=Hints(
        "Work in a copy: after = parts.copy().",
        "In round `number`, machine m sends its piece (m − number) % n to machine (m + 1) % n.",
        "after[(m + 1) % n, k] += parts[m, k], with k = (m - number) % n, for each m.",
    ),
)


# -- 3. and 4. two numbers --


rows_for_half = Number(
    asked="the rows a machine at which a step computes as long as it exchanges, with 4 machines at 1 Gbit/s.",
    truth=400,
    mistakes=[
        Mistake("this is for a link of 10 Gbit/s.", 40),
        Mistake("a byte has 8 bits: 1 Gbit/s is 125 MB a second.", 50),
        Mistake("each machine sends 2 · 3/4 of the gradient, not twice the whole.", 533.3),
        Mistake("the pieces go round twice: once to be added, once to be handed on.", 200),
        Mistake("this is the gradient sent once, whole.", 266.7),
        Mistake("these are milliseconds. A row takes 3 of them.", 1200),
    ],
    hint=Hints(
        "Each machine sends 150 MB. How long does that take at 125 MB a second?",
        "1.2 s. How many rows of 3 ms are that?",
    ),
)
cut = Number(
    asked="the rows, of 300, that go to the machine that reads twice as fast.",
    truth=200,
    mistakes=[
        Mistake("in equal shards the fast machine waits for half of the time.", 150),
        Mistake("this is the share of the slow one.", 100),
        Mistake("then the slow one is done first. Set both times equal.", 225),
    ],
    hint=Hints(
        "Both should be done at the same time: a/200 = b/100, and a + b = 300.",
    ),
)


# -- 5. the game --

soon = Game(
    goal="at least 500 rows a step in less than 0.4 s, and at least half of the time is computing",
    lab="share_the_work",
    reached=lambda values, result: result.rows >= 500 and result.seconds < 0.4 and result.share >= 0.5,
    wins=[{"workers": 8, "shard": 64, "link": 10}],
    misses=[
        {"workers": 4, "shard": 128, "link": 10},
        {"workers": 8, "shard": 128, "link": 10},
        {"workers": 16, "shard": 32, "link": 10},
        {"workers": 8, "shard": 32, "link": 10},
        {"workers": 8, "shard": 64, "link": 100},
    ],
    required={"link": 10},
    hint=Hints(
        "One machine reads 500 rows in 1.5 s. How many bring that below 0.25 s?",
        "Exchanging takes about 0.15 s, whatever the shard. So compute for at least as long.",
        "Eight machines, with 64 rows each.",
    ),
)
