"""A claim: a sentence of a lesson, and an experiment that backs it, on draws that the lesson did not use.

A claim holds where its negation is rejected: were the true share, or mean, on the wrong side of the bound,
less than one in a thousand such experiments would give what was measured.
"""

from collections.abc import Callable, Sequence
from math import exp, lgamma, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

RISK = 0.001  # how often a negation that is true may be rejected
FIRST_SEED = 1000  # lessons use the seeds below, claims those from here on
LEAST_DRAWS = 30  # for a mean: with fewer, its error is not known to be normal


class Claim(NamedTuple):
    """A sentence, found word by word in its lesson, and the experiment that backs it.

    measure(seeds) gives one value for each seed: whether something happens, where the sentence speaks of a
    share, or a number, where it speaks of a mean. That share or mean is bounded by `at_least`, `at_most` or
    both. A claim is slow where it takes seconds: then `make full` measures it.
    """

    sentence: str
    measure: Callable[[Sequence[int]], Sequence]
    seeds: Sequence[int]
    at_least: float | None = None
    at_most: float | None = None
    slow: bool = False

    def measured(self):
        """What the experiment gives, one value for each seed; ValueError where it does not."""
        values = np.asarray(self.measure(self.seeds))
        if values.shape != (len(self.seeds),) or values.dtype.kind not in "biuf":
            wanted = f"one value for each of {len(self.seeds)} seeds"
            raise ValueError(
                f"measure must give {wanted}, but it gives {values.dtype} of shape {values.shape}"
            )
        if not np.isfinite(values).all():
            raise ValueError("measure must give finite values: measure whether they are, and claim a share")
        if values.dtype != bool and len(values) < LEAST_DRAWS:
            raise ValueError(f"a mean wants at least {LEAST_DRAWS} seeds, but there are {len(values)}")
        return values

    def holds(self, values):
        """Whether the values that were measured reject the claim's negation."""
        rejects = [chance(*side) <= RISK for side in _sides(self, values)]
        return bool(rejects) and all(rejects)

    def negations(self):
        """The claims of the opposite, bounded from the other side, by the same experiment."""
        bare = self._replace(at_least=None, at_most=None)
        above = [] if self.at_most is None else [bare._replace(at_least=self.at_most)]
        below = [] if self.at_least is None else [bare._replace(at_most=self.at_least)]
        return above + below


def chance(values, bound):
    """How often values would be as large as these, or larger, were their true share or mean the bound."""
    if values.dtype == bool:
        return binomial_tail(int(values.sum()), len(values), bound)
    distance, error = values.mean() - bound, values.std(ddof=1) / sqrt(len(values))
    return NormalDist().cdf(-distance / error) if error else float(distance <= 0)


def _sides(claim, values):
    """For each bound of a claim the values and the bound, turned so that they should lie above it."""
    share = values.dtype == bool
    if claim.at_least is not None:
        yield values, claim.at_least
    if claim.at_most is not None:
        yield (~values, 1 - claim.at_most) if share else (-values, -claim.at_most)


def binomial_tail(least, trials, share):
    """The probability of `least` or more successes in so many trials, where `share` is that of one."""
    if share <= 0 or share >= 1:
        return float(least == 0 or share >= 1)
    return sum(exp(_log_probability(hits, trials, share)) for hits in range(least, trials + 1))


def _log_probability(hits, trials, share):
    misses = trials - hits
    ways = lgamma(trials + 1) - lgamma(hits + 1) - lgamma(misses + 1)
    return ways + hits * log(share) + misses * log(1 - share)
