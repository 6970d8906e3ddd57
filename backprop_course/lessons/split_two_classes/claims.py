"""What this lesson claims, on splits that it does not show."""

import numpy as np

from backprop_course.check.claim import Claim
from backprop_course.lessons.split_two_classes.experiments import LONG, SHORT, followed

SPLITS = range(1000, 1100)  # one training serves all claims


def _right(judged):
    """The share of unseen tumors on their side, one number per split."""
    return ((judged.p > 0.5) == judged.y).mean(axis=(1, 2))


def _how_sure(judged):
    """How sure each answer is, of what it says."""
    return np.maximum(judged.p, 1 - judged.p)


def _of_the_sure(values, judged):
    """The mean of values over the answers that are at least 99 % sure, one number per split."""
    sure = _how_sure(judged) >= 0.99
    return (values * sure).sum(axis=(1, 2)) / sure.sum(axis=(1, 2))


def _surer(seeds):
    early, late = (_how_sure(followed(seeds)[step]).mean(axis=(1, 2)) for step in (SHORT, LONG))
    return late > early


def _sure_but_wrong(seeds):
    judged = followed(seeds)[LONG]
    return _of_the_sure((judged.p > 0.5) != judged.y, judged)


def _doubt_of_the_sure(seeds):
    judged = followed(seeds)[LONG]
    return _of_the_sure(np.minimum(judged.p, 1 - judged.p), judged)


surer = Claim(
    sentence="the answers got surer in all of them",
    measure=_surer,
    seeds=SPLITS,
    at_least=0.90,
    slow=True,
)
more_surprised = Claim(
    sentence="the surprise rose in 82",
    measure=lambda seeds: followed(seeds)[LONG].unseen > followed(seeds)[SHORT].unseen,
    seeds=SPLITS,
    at_least=0.65,
    slow=True,
)
less_often_right = Claim(
    sentence="The share of right answers fell from 97.9 % to 96.9 % on average.",
    measure=lambda seeds: _right(followed(seeds)[SHORT]) - _right(followed(seeds)[LONG]),
    seeds=SPLITS,
    at_least=0.006,
    at_most=0.015,
    slow=True,
)
too_sure = Claim(
    sentence="At step 3000, 9 in 1000 of the answers at least 99 % sure were wrong. Most claimed far more"
    " than 99 %; by their own $p$, fewer than 1 in 1000 of all these answers should be wrong.",
    measure=_sure_but_wrong,
    seeds=SPLITS,
    at_least=0.006,
    slow=True,
)
admitted = too_sure._replace(measure=_doubt_of_the_sure, at_least=None, at_most=0.001)
