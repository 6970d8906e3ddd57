"""What this lesson claims, on starts that it does not show."""

import numpy as np

from backprop_course.check.claim import Claim
from backprop_course.lessons.derive_each_layer.experiments import train_on_xor


def _learns(width, *rates):
    """measure(seeds): whether the start of each seed learns XOR at all these rates."""

    def measure(seeds):
        return np.all([train_on_xor(width, rate, seeds)[0] for rate in rates], axis=0)

    return measure


half = Claim(
    sentence="With two hidden units, rate 0.5 and 1000 steps, between 50 and 63 % of the starts learn XOR.",
    measure=_learns(2, 0.5),
    seeds=range(1000, 2500),
    at_least=0.50,
    at_most=0.63,
    slow=True,
)
at_a_large_rate = Claim(
    sentence="At rate 5, too, at most 63 % do.",
    measure=_learns(2, 5.0),
    seeds=range(1000, 2500),
    at_most=0.63,
    slow=True,
)
wide = Claim(
    sentence="With eight hidden units at least 98 % learn it at each of the three rates.",
    measure=_learns(8, 0.1, 0.5, 5.0),
    seeds=range(1000, 2000),
    at_least=0.98,
    slow=True,
)
