"""What this lesson claims, on starts and splits that it does not show."""

import numpy as np

from backprop_course.check.claim import Claim
from backprop_course.lessons.learn_without_labels import experiments, lab

SPLITS = range(1000, 1025)


def _ends_at_the_floor(seeds):
    squares, _ = lab.squares_along()
    floor = squares[2:].sum() / 2
    starts = [experiments.small_start(2, seed=seed) for seed in seeds]
    ends = [lab.coding_walk(squares, *start, 1.0, steps=1000)[0][-1] for start in starts]
    return [end / floor - 1 < 1e-6 for end in ends]


def _folded_is_closer(seeds):
    scores = experiments.scores_over_splits(seeds, np.float32)
    return scores.deep < 0.85 * scores.flat


def _folded_reads_more(seeds):
    scores = experiments.scores_over_splits(seeds, np.float32)
    return scores.read_deep - scores.read_flat >= 0.05


arrives = Claim(
    sentence="In at least 90 of 100 small starts the loss ends within a millionth of the floor.",
    measure=_ends_at_the_floor,
    seeds=range(1000, 1066),
    at_least=0.9,
    slow=True,
)
closer = Claim(
    sentence="In at least 75 of 100 random splits the deep network's loss on unseen images is below 0.85 of"
    " the plane's.",
    measure=_folded_is_closer,
    seeds=SPLITS,
    at_least=0.75,
    slow=True,
)
reads_more = Claim(
    sentence="In at least 75 of 100 random splits, at least 5 more of 100 unseen images are read right from"
    " the deep code than from the plane's.",
    measure=_folded_reads_more,
    seeds=SPLITS,
    at_least=0.75,
    slow=True,
)
