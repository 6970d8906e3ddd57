"""What this lesson claims, on starts and batches that it does not show."""

from functools import lru_cache

import numpy as np

from backprop_course.check.claim import Claim
from backprop_course.lessons.choose_a_rate import companion
from backprop_course.lessons.choose_a_rate.experiments import LAST, going_on, losses_at_the_end, lowest_rates

SEEDS = range(1000, 1120)


@lru_cache
def _losses(optimizer, rate, schedule="constant", size=None):
    """The loss at the end for each of SEEDS; several claims ask for the same."""
    return losses_at_the_end(optimizer, [rate], SEEDS, schedule, size)[0]


def _lower(one, other):
    """measure(SEEDS): whether the one training ends lower than the other."""
    return lambda seeds: _losses(*one) < _losses(*other)


def _test_is_lowest(seeds):
    found = lowest_rates(seeds)
    return (found > 9) & (found < 15)


def _goes_on(seeds):
    losses = going_on(10, seeds)
    return (losses[0] > 0.27) & (losses[-LAST:].mean(axis=0) < 0.1)


def _factors_win(seeds):
    losses = {name: companion.test_losses(nine, seeds) for name, nine in companion.NINE.items()}
    return losses["equal factors"] < losses["equal steps"]


def _line_searched(seeds):
    from scipy.optimize import minimize  # scikit-learn brings it

    ends = []
    for first, loss_and_gradient in map(companion.one_vector, seeds):
        stops = {"maxfun": 200, "ftol": 0, "gtol": 0}
        ends.append(minimize(loss_and_gradient, first, jac=True, method="L-BFGS-B", options=stops).fun)
    return np.array(ends)


range_test = Claim(
    sentence="in at least 85 of 100 starts the loss is least at a rate between 9 and 15.",
    measure=_test_is_lowest,
    seeds=range(1000, 1060),
    at_least=0.85,
    slow=True,
)
plateau = Claim(
    sentence="In at least 80 of 100 starts 200 steps at rate 0.1 end above 0.27, and 200 more at rate 10"
    " below 0.1.",
    measure=_goes_on,
    seeds=SEEDS,
    at_least=0.8,
    slow=True,
)
plain_needs_its_rate = Claim(
    sentence="At a tenth of its best rate, at 1 instead of 10, plain descent ends at more than three times"
    " the loss in at least 75 of 100 starts.",
    measure=lambda seeds: _losses("plain", 1) > 3 * _losses("plain", 10),
    seeds=SEEDS,
    at_least=0.75,
    slow=True,
)
adam_forgives = Claim(
    sentence="At 0.05 instead of 0.5, Adam ends at less than three times the loss in at least 65 of 100.",
    measure=lambda seeds: _losses("adam", 0.05) < 3 * _losses("adam", 0.5),
    seeds=SEEDS,
    at_least=0.65,
    slow=True,
)
adam_is_lower = Claim(
    sentence="Each at the rate of the picture, Adam ends lower than plain descent in at least 60 of 100"
    " starts, RMSProp in at most 40.",
    measure=_lower(("adam", 0.5), ("plain", 10)),
    seeds=SEEDS,
    at_least=0.6,
    slow=True,
)
rmsprop_is_higher = adam_is_lower._replace(
    measure=_lower(("rmsprop", 0.2), ("plain", 10)), at_least=None, at_most=0.4
)
rmsprop_settles = Claim(
    sentence="On all points, the cosine ends lower in at least 80 of 100 starts of RMSProp, and in at most 50"
    " of 100 of each of the other three.",
    measure=_lower(("rmsprop", 0.5, "cosine"), ("rmsprop", 0.2)),
    seeds=SEEDS,
    at_least=0.8,
    slow=True,
)
plain_does_not = rmsprop_settles._replace(
    measure=_lower(("plain", 10, "cosine"), ("plain", 10)), at_least=None, at_most=0.5
)
momentum_does_not = plain_does_not._replace(measure=_lower(("momentum", 5, "cosine"), ("momentum", 5)))
adam_does_not = plain_does_not._replace(measure=_lower(("adam", 0.5, "cosine"), ("adam", 0.5)))
noise_of_plain = Claim(
    sentence="In batches of 8 the cosine ends lower than the constant rate in at least 60 of 100 runs, with"
    " each of the four.",
    measure=_lower(("plain", 5, "cosine", 8), ("plain", 0.2, "constant", 8)),
    seeds=SEEDS,
    at_least=0.6,
    slow=True,
)
noise_of_momentum = noise_of_plain._replace(
    measure=_lower(("momentum", 0.5, "cosine", 8), ("momentum", 0.5, "constant", 8))
)
noise_of_rmsprop = noise_of_plain._replace(
    measure=_lower(("rmsprop", 0.5, "cosine", 8), ("rmsprop", 0.2, "constant", 8))
)
noise_of_adam = noise_of_plain._replace(
    measure=_lower(("adam", 0.5, "cosine", 8), ("adam", 0.2, "constant", 8))
)
equal_factors = Claim(
    sentence="In at least 70 of 100 random splits the rate chosen among equal factors has the lower test"
    " loss.",
    measure=_factors_win,
    seeds=range(1000, 1030),
    at_least=0.7,
    slow=True,
)
cosine_under_noise = Claim(
    sentence="In at least 75 of 100 draws of the batches the cosine from 0.3 leaves less than a fifth of what"
    " the constant 0.02 leaves.",
    measure=lambda seeds: (
        companion.excess([0.3], seeds, "cosine")[0] < companion.excess([0.02], seeds, "constant")[0] / 5
    ),
    seeds=range(1000, 1030),
    at_least=0.75,
    slow=True,
)
warmed_up = Claim(
    sentence="On other starts and 100 digits, at rate 2 at least 75 of 100 end below 0.1 with warm-up, and"
    " from 10 to 60 without it.",
    measure=lambda seeds: companion.deep_losses(2, seeds, climb=30) < 0.1,
    seeds=SEEDS,
    at_least=0.75,
    slow=True,
)
at_once = warmed_up._replace(
    measure=lambda seeds: companion.deep_losses(2, seeds) < 0.1,
    seeds=range(1000, 1080),
    at_least=0.1,
    at_most=0.6,
)
line_search = Claim(
    sentence="On other starts at least 35 of 100 end below 0.0001.",
    measure=lambda seeds: _line_searched(seeds) < 1e-4,
    seeds=range(1000, 1100),
    at_least=0.35,
    slow=True,
)
