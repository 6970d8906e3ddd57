"""What this lesson claims, on splits and starts that it does not show."""

from functools import lru_cache

import numpy as np

from backprop_course.check.claim import Claim
from backprop_course.lessons.explain_a_prediction import companion, experiments
from backprop_course.lessons.explain_a_prediction.experiments import CORNER, EIGHT

SPLITS = range(1000, 1026)


@lru_cache
def _marked_readers():
    """For each split the piles and a reader that learned with the mark."""
    found = []
    for seed in SPLITS:
        piles = experiments.two_piles(seed)
        found.append((piles, experiments.reader_of(piles.known, piles.targets, seed)))
    return found


def _misses_the_second_pile(seeds):
    found = []
    for piles, params in _marked_readers():
        eights = piles.digits == EIGHT
        good = (experiments.reads(params, piles.first) == piles.digits).mean() > 0.95
        found.append(good and (experiments.reads(params, piles.second[eights]) == EIGHT).mean() < 0.5)
    return found


def _corner_is_largest(seeds):
    found = []
    for piles, params in _marked_readers():
        eights = piles.first[piles.digits == EIGHT]
        maps = experiments.input_gradient(params, eights, EIGHT)
        found.append((np.abs(maps).argmax(axis=1) == CORNER).all())
    return found


def _random_weights_keep_the_ink(seeds):
    found = []
    for seed in seeds:
        piles, (_, _, params) = experiments.two_piles(seed), companion.clean_reader(seed)
        others = experiments.untrained_weights(seed + 10_000)
        kept = experiments.survivors(params, others, piles.second[:20], piles.digits[:20])
        found.append(kept["integrated"] > 0.8 and abs(kept["gradient"]) < 0.2)
    return found


def _strongest_matter_more(seeds):
    found = [companion.drops_by_order(seed, count=20) for seed in seeds]
    return [min(drops[name] for name in experiments.MAPS) > 2 * drops["random ink"] for drops in found]


def _few_are_read_worse(seeds):
    return [companion.learned_from_groups(seed, reweighted=False).gap > 0.08 for seed in seeds]


def _weights_help_and_cost(seeds):
    found = []
    for seed in seeds:
        before, after = (companion.learned_from_groups(seed, reweighted=each) for each in (False, True))
        found.append(after.b.mean() > before.b.mean() + 0.03)
    return found


def _cost_to_a(seeds):
    pairs = [
        [companion.learned_from_groups(seed, reweighted=each).a.mean() for each in (False, True)]
        for seed in seeds
    ]
    return [before - after for before, after in pairs]


misses = Claim(
    sentence="In at least 75 of 100 random splits the network reads more than 95 % of the first pile right,"
    " and fewer than half of the eights of the second.",
    measure=_misses_the_second_pile,
    seeds=SPLITS,
    at_least=0.75,
    slow=True,
)
corner = Claim(
    sentence="In at least 75 of 100 random splits the corner has the largest gradient in every unseen 8 of"
    " the first pile.",
    measure=_corner_is_largest,
    seeds=SPLITS,
    at_least=0.75,
    slow=True,
)
survivor = Claim(
    sentence="In at least 75 of 100 random splits, each with other random weights, the integrated maps"
    " keep more than 0.8 and the gradients less than 0.2.",
    measure=_random_weights_keep_the_ink,
    seeds=SPLITS,
    at_least=0.75,
    slow=True,
)
strongest = Claim(
    sentence="In at least 75 of 100 random splits each of the three maps takes more than twice as much as"
    " random pixels with ink.",
    measure=_strongest_matter_more,
    seeds=SPLITS,
    at_least=0.75,
    slow=True,
)
gap = Claim(
    sentence="In at least 75 of 100 random splits the gap is more than 8 points.",
    measure=_few_are_read_worse,
    seeds=SPLITS,
    at_least=0.75,
    slow=True,
)
helps = Claim(
    sentence="In at least 75 of 100 random splits group B gains more than 3 points.",
    measure=_weights_help_and_cost,
    seeds=SPLITS,
    at_least=0.75,
    slow=True,
)
costs = Claim(
    sentence="In the mean over random splits group A loses at least half a point.",
    measure=_cost_to_a,
    seeds=range(1000, 1030),  # a mean wants 30
    at_least=0.005,
    slow=True,
)
