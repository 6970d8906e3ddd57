"""What this lesson claims of shards with batch norm, on starts and rows that it does not show."""

from backprop_course.check.claim import Claim
from backprop_course.lessons.share_the_work import experiments


def _is_off(seeds):
    return experiments.normed_and_apart(seeds) > 0.25


off = Claim(
    sentence="With batch norm, the shared gradient of two shards of 8 random digits is off by more than 25 %"
    " of its length in at least 90 of 100 starts.",
    measure=_is_off,
    seeds=range(1000, 1070),
    at_least=0.9,
)
