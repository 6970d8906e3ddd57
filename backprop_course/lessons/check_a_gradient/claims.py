"""What this lesson claims, on starts and networks that it does not show."""

import numpy as np

from backprop_course.check.claim import Claim
from backprop_course.check.differences import relative_error
from backprop_course.lessons.check_a_gradient.experiments import (
    WRONG_LINES,
    along,
    decayed,
    direction,
    gradient_by_lines,
    largest,
    last_losses,
    random_params,
    relu_reading,
    two_spirals,
)
from backprop_course.nn import plain


def _ends_lower(seeds):
    right, wrong = last_losses(seeds)
    return wrong < right


def _reads(reading):
    """measure(seeds): reading(params, X, Y, right gradient) for the random network of each seed."""

    def measure(seeds):
        (X, Y), networks = two_spirals(), [random_params(seed) for seed in seeds]
        return np.array([reading(params, X, Y, plain.backward(params, X, Y)) for params in networks])

    return measure


def _of_a_small_term(params, X, Y, grads):
    return 1e-4 < largest(decayed(params, grads), grads) < 1e-2


def _seen_along_a_direction(seeds):
    (X, Y), seen = two_spirals(), []
    for seed in seeds:
        params = random_params(seed)
        v = direction(params, seed)
        right = along(plain.backward(params, X, Y), v)
        wrong = [along(gradient_by_lines(params, X, Y, **line), v) for line in WRONG_LINES.values()]
        seen.append(min(relative_error(each, right) for each in wrong) > 1e-4)
    return np.array(seen)


def _reads_a_kink(width, rows):
    return lambda seeds: np.array([relu_reading(width, rows, seed) > 1e-7 for seed in seeds])


lower = Claim(
    sentence="Of 140 other starts, about nine in ten end lower with the wrong program, too.",
    measure=_ends_lower,
    seeds=range(1000, 1140),
    at_least=0.80,
    slow=True,
)
right_is_small = Claim(
    sentence="with the right gradient the check reads below 1e-7 for all of 400",
    measure=_reads(lambda *case: plain.check(*case) < 1e-7),
    seeds=range(1000, 1400),
    at_least=0.98,
)
term_is_between = Claim(
    sentence="with the small term it reads from 1e-4 to 1e-2 for 599 of 600",
    measure=_reads(_of_a_small_term),
    seeds=range(1000, 1600),
    at_least=0.98,
)
along_a_direction = Claim(
    sentence="Each was checked in 400 random networks, along one random direction in each. In 399 of them"
    " all seven read above 1e-4.",
    measure=_seen_along_a_direction,
    seeds=range(1000, 1400),
    at_least=0.97,
)
small_and_off_the_kinks = Claim(
    sentence="with 8 units and 60 rows, 2 of 400 read above 1e-7",
    measure=_reads_a_kink(8, 60),
    seeds=range(1000, 1400),
    at_most=0.05,
)
large_and_on_a_kink = Claim(
    sentence="with 500 units and 1000 rows, 56 of 60 do",
    measure=_reads_a_kink(500, 1000),
    seeds=range(1000, 1060),
    at_least=0.70,
    slow=True,
)
