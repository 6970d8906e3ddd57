"""What this lesson claims, on first weights that it does not show."""

import numpy as np

from backprop_course.check.claim import Claim
from backprop_course.lessons.keep_gradients_alive.experiments import ratios
from backprop_course.nn.initializers import he, normal, xavier

SEEDS = range(1000, 1100)


def _between(low, high, *network):
    """measure(seeds): whether layer 1 gets between `low` and `high` times the last layer's signal."""

    def measure(seeds):
        found = ratios(*network[:2], seeds, **dict(network[2:]))
        return (low < found) & (found < high)

    return measure


small = Claim(
    sentence="| tanh, std 0.05 | less than a billionth | 100 of 100 |",
    measure=_between(0, 1e-9, "tanh", normal(0.05)),
    seeds=SEEDS,
    at_least=0.9,
    slow=True,
)
tanh_alive = small._replace(
    sentence="| tanh, Xavier's start | 0.07 to 0.35 | 100 of 100 |",
    measure=_between(0.07, 0.35, "tanh", xavier),
)
relu_alive = small._replace(
    sentence="| ReLU, He's start | 0.2 to 5 | 100 of 100 |", measure=_between(0.2, 5, "relu", he)
)
residual_small = Claim(
    sentence="In all of 100 other draws, layer 1 gets 2 to 8 times the signal of layer 30 at std 0.05,"
    " and more than 500 times at 0.5.",
    measure=_between(2, 8, "tanh", normal(0.05), ("remedy", "residual")),
    seeds=SEEDS,
    at_least=0.9,
    slow=True,
)
residual_large = residual_small._replace(
    measure=_between(500, np.inf, "tanh", normal(0.5), ("remedy", "residual"))
)
amplified = Claim(
    sentence="In each of 20 other draws with tanh and std 0.05, layer 1 gets 10 to 35 times the signal of"
    " layer 30; in each of 20 with ReLU and He's start, more than 150 times.",
    measure=_between(10, 35, "tanh", normal(0.05), ("remedy", "batch norm")),
    seeds=range(1000, 1020),
    at_least=0.70,
    slow=True,
)
amplified_by_relu = amplified._replace(measure=_between(150, np.inf, "relu", he, ("remedy", "batch norm")))
