"""What this lesson claims, on starts and orders that it does not show."""

from functools import lru_cache

from backprop_course.check.claim import Claim
from backprop_course.lessons.feed_it_in_batches import companion
from backprop_course.lessons.feed_it_in_batches.experiments import ends_in_batches

SEEDS = range(1000, 1040)
IN_ONE_EPOCH = {1: 0.05, 8: 0.5, 64: 1, 1024: 1}  # the best rates, as the lesson's picture shows them
IN_16_STEPS = {1: 0.1, 8: 0.5, 64: 1, 1024: 1}


@lru_cache
def _losses(size, rate, steps):
    """The loss at the end for each of SEEDS; several claims ask for the same."""
    return ends_in_batches(size, [rate], SEEDS, steps)[0]


def _after_an_epoch(size):
    return _losses(size, IN_ONE_EPOCH[size], 1024 // size)


def _after_16_steps(size):
    return _losses(size, IN_16_STEPS[size], 16)


def _alike(seeds):
    one, eight = _after_an_epoch(1), _after_an_epoch(8)
    return (one < 2 * eight) & (eight < 2 * one)


one_and_eight = Claim(
    sentence="Batches of 1 and of 8 end within a factor of two of each other in at least 75 of 100 starts.",
    measure=_alike,
    seeds=SEEDS,
    at_least=0.75,
    slow=True,
)
some_beats_all = Claim(
    sentence="In at least 75 of 100, batches of 8 end lower than batches of 64, and below a quarter of what"
    " all rows in one step reach.",
    measure=lambda seeds: (
        (_after_an_epoch(8) < _after_an_epoch(64)) & (_after_an_epoch(8) < _after_an_epoch(1024) / 4)
    ),
    seeds=SEEDS,
    at_least=0.75,
    slow=True,
)
all_by_step = Claim(
    sentence="After 16 steps all rows end lower than batches of 64 in at least 70 of 100 starts, and batches"
    " of 64 lower than batches of 8 in at least 80.",
    measure=lambda seeds: _after_16_steps(1024) < _after_16_steps(64),
    seeds=SEEDS,
    at_least=0.7,
    slow=True,
)
some_by_step = all_by_step._replace(
    measure=lambda seeds: _after_16_steps(64) < _after_16_steps(8), at_least=0.8
)
downhill = Claim(
    sentence="At the start, on average over starts, between 70 and 85 % of the rows point downhill, and after"
    " 16 epochs between 50 and 65 %.",
    measure=lambda seeds: companion.of_rows(0, seeds)[0],
    seeds=range(1000, 1060),
    at_least=0.7,
    at_most=0.85,
    slow=True,
)
downhill_late = downhill._replace(
    measure=lambda seeds: companion.of_rows(16, seeds)[0], at_least=0.5, at_most=0.65
)
larger_late = Claim(
    sentence="Drawn fresh, in at least 70 of 100 trainings this size is more than twice as large after 16"
    " epochs as at the start.",
    measure=lambda seeds: companion.of_rows(16, seeds)[1] > 2 * companion.of_rows(0, seeds)[1],
    seeds=range(1000, 1100),
    at_least=0.7,
    slow=True,
)
sorted_rows = Claim(
    sentence="At these rates sorted rows end above 2 in at least 80 of 100 starts, shuffled ones below 1.",
    measure=lambda seeds: companion.ends_in_order([0.02], seeds, by_digit=True)[0] > 2,
    seeds=SEEDS,
    at_least=0.8,
    slow=True,
)
shuffled_rows = sorted_rows._replace(measure=lambda seeds: _after_an_epoch(8) < 1)
