"""What this lesson claims, on starts and batches that it does not show."""

from functools import lru_cache

import numpy as np

from backprop_course.check.claim import Claim
from backprop_course.lessons.normalize_a_batch import companion
from backprop_course.lessons.normalize_a_batch.experiments import (
    EACH,
    NEVER,
    ONCE,
    limits,
    losses_by_rate,
    shares_right,
)

SEEDS = range(1000, 1070)


def _losses(when, rate):
    """The loss at the end for each of SEEDS; several claims ask for the same."""
    return losses_by_rate(when, (rate,), SEEDS)[0]


@lru_cache
def _company(seeds):
    return shares_right(seeds)


def _ahead(size, rate_without, rate_with):
    """measure(seeds): whether batch norm is ahead on the digits to judge, each network at its own rate."""
    return lambda seeds: (
        companion.judged_shares(companion.MODELS["with"], rate_with, size, seeds)[1]
        > companion.judged_shares(companion.MODELS["without"], rate_without, size, seeds)[1]
    )


sorted_batches = Claim(
    sentence="In at least 90 of 100 trainings fewer than 30 % are right in sorted batches, and more than 90 %"
    " by fixed numbers.",
    measure=lambda seeds: (_company(seeds)[1] < 0.3) & (_company(seeds)[2] > 0.9),
    seeds=SEEDS,
    at_least=0.9,
    slow=True,
)
each_learns = Claim(
    sentence="At rate 1 the network with batch norm ends below 0.1 in at least 90 of 100 starts, without it"
    " in at most 20, and standardized once in at most 10.",
    measure=lambda seeds: _losses(EACH, 1) < 0.1,
    seeds=SEEDS,
    at_least=0.9,
    slow=True,
)
never_does_not = each_learns._replace(
    measure=lambda seeds: _losses(NEVER, 1) < 0.1, at_least=None, at_most=0.2
)
once_does_not = each_learns._replace(measure=lambda seeds: _losses(ONCE, 1) < 0.1, at_least=None, at_most=0.1)
best_is_lower = Claim(
    sentence="Each at its best of the five rates, 3 with batch norm and 0.3 for the others, batch norm ends"
    " lower than either in at least 75 of 100.",
    measure=lambda seeds: _losses(EACH, 3) < np.minimum(_losses(NEVER, 0.3), _losses(ONCE, 0.3)),
    seeds=SEEDS,
    at_least=0.75,
    slow=True,
)
limit_is_higher = Claim(
    sentence="At He's scale it is higher with batch norm than without in 45 to 95 of 100 starts.",
    measure=lambda seeds: limits(EACH, seeds) > limits(NEVER, seeds),
    seeds=SEEDS,
    at_least=0.45,
    at_most=0.95,
    slow=True,
)
following_raises_it = Claim(
    sentence="With batch norm the limit is higher than there in at least 80 of 100 starts.",
    measure=lambda seeds: limits(EACH, seeds) > limits(ONCE, seeds),
    seeds=SEEDS,
    at_least=0.8,
    slow=True,
)
bounded = Claim(
    sentence="In at least 90 of 100 starts with batch norm no loss on the way is above 5 at the hidden rate"
    " 100, and the last ones are below 0.3.",
    measure=lambda seeds: (
        (companion.long_steps(EACH, 100, seeds=seeds)[0] < 5)
        & (companion.long_steps(EACH, 100, seeds=seeds)[1] < 0.3)
    ),
    seeds=SEEDS,
    at_least=0.9,
    slow=True,
)
kept = Claim(
    sentence="With the lengths kept the loss stays below 5 as well, but ends above 1, in at least 90 of 100.",
    measure=lambda seeds: (
        (companion.long_steps(EACH, 100, kept=True, seeds=seeds)[0] < 5)
        & (companion.long_steps(EACH, 100, kept=True, seeds=seeds)[1] > 1)
    ),
    seeds=SEEDS,
    at_least=0.9,
    slow=True,
)
behind_at_five = Claim(
    sentence="On other starts batch norm is ahead in batches of 5 in at most 40 of 100 pairs of trainings, in"
    " batches of 8 in at least 60, in batches of 32 in at least 75.",
    measure=_ahead(5, 0.1, 0.1),
    seeds=range(1000, 1500),
    at_most=0.4,
    slow=True,
)
ahead_at_eight = behind_at_five._replace(measure=_ahead(8, 0.1, 0.3), at_most=None, at_least=0.6)
ahead_at_thirty_two = ahead_at_eight._replace(measure=_ahead(32, 0.3, 0.3), at_least=0.75)
