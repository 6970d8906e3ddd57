"""What this lesson claims, on first weights that it does not show."""

import numpy as np

from backprop_course.check.claim import Claim
from backprop_course.lessons.keep_gradients_alive.experiments import ratios
from backprop_course.nn.initializers import he, normal, xavier

SEEDS = range(1000, 1200)


def _between(low, high, *network):
    """measure(seeds): whether layer 1 gets between `low` and `high` times the last layer's signal."""

    def measure(seeds):
        found = ratios(*network[:2], seeds, **dict(network[2:]))
        return (low < found) & (found < high)

    return measure


small = Claim(
    sentence="In at least 95 % of all draws of the first weights, layer 1 of thirty gets less than a"
    " billionth of layer 30's signal with tanh and standard deviation 0.05, 0.07 to 0.35 of it with tanh and"
    " Xavier's start, and a fifth to five times as much with ReLU and He's start.",
    measure=_between(0, 1e-9, "tanh", normal(0.05)),
    seeds=SEEDS,
    at_least=0.95,
    slow=True,
)
tanh_alive = small._replace(measure=_between(0.07, 0.35, "tanh", xavier))
relu_alive = small._replace(measure=_between(0.2, 5, "relu", he))
residual_small = Claim(
    sentence="At standard deviation 0.05 layer 1 now gets between 2 and 8 times the signal of layer 30, "
    "in at least 95 of 100 draws.",
    measure=_between(2, 8, "tanh", normal(0.05), ("remedy", "residual")),
    seeds=SEEDS,
    at_least=0.95,
    slow=True,
)
residual_large = Claim(
    sentence="At 0.5 it gets more than 500 times as much, in at least 95 of 100 draws.",
    measure=_between(500, np.inf, "tanh", normal(0.5), ("remedy", "residual")),
    seeds=SEEDS,
    at_least=0.95,
    slow=True,
)
amplified = Claim(
    sentence="over thirty layers 10 to 35 times with tanh and standard deviation 0.05, more than 150 times"
    " with ReLU and He's start, in at least 70 of 100 draws.",
    measure=_between(10, 35, "tanh", normal(0.05), ("remedy", "batch norm")),
    seeds=range(1000, 1020),
    at_least=0.70,
    slow=True,
)
amplified_by_relu = amplified._replace(measure=_between(150, np.inf, "relu", he, ("remedy", "batch norm")))
