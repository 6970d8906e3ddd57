"""What this lesson claims, on starts that it does not show."""

from backprop_course.check.claim import Claim
from backprop_course.lessons.derive_each_layer.experiments import train_on_xor


def _learns(width):
    """measure(seeds): whether the start of each seed learns XOR at rate 0.5."""
    return lambda seeds: train_on_xor(width, 0.5, seeds)[0]


half = Claim(
    sentence="With two hidden units, rate 0.5 and 1000 steps, about 57 % of such starts learn XOR.",
    measure=_learns(2),
    seeds=range(1000, 2500),
    at_least=0.52,
    at_most=0.62,
    slow=True,
)
wide = Claim(
    sentence="With eight, all of 500 do.",
    measure=_learns(8),
    seeds=range(1000, 1500),
    at_least=0.98,
    slow=True,
)
