"""What this lesson claims, on receipts and splits that it does not show."""

import numpy as np

from backprop_course import data
from backprop_course.check.claim import Claim
from backprop_course.lessons.fit_a_line import experiments


def _price_is_near(seeds):
    """Whether the fitted price of a kilometer is within 15 cents of 2 euros, for each set of receipts."""
    return np.abs(experiments.prices(seeds) - 2) < 0.15


def _steps(seeds):
    """The steps that four versions of the patients need, one row per split (splits, 4)."""
    return np.column_stack(list(experiments.steps_by_version(seeds).values()))


def _unseen(seeds):
    return experiments.scores(seeds)[1]


def _slope_is_near(seeds):
    """Whether the true slope lies within one standard error of the fitted one, for each set of points."""
    near = []
    for seed in seeds:
        x, y = data.noisy_line(seed=seed)
        slope, intercept = (each.item() for each in experiments.least_squares(x, y))
        variance = ((slope * x + intercept - y) ** 2).sum() / (len(x) - 2)
        near.append(abs(slope - 4) < np.sqrt(variance / ((x - x.mean()) ** 2).sum()))
    return np.array(near)


price = Claim(
    sentence="So some 97 of 100 sets put the price of a kilometer within 15 cents of the tariff's 2 euros.",
    measure=_price_is_near,
    seeds=range(1000, 2000),
    at_least=0.95,
)
alone = Claim(
    sentence="In nearly all random splits centering alone needs fewer steps than scaling alone.",
    measure=lambda seeds: _steps(seeds)[:, 1] < _steps(seeds)[:, 2],
    seeds=range(1000, 1200),
    at_least=0.95,
    slow=True,
)
lower = Claim(
    sentence="In about two of three random splits R² is higher on the known rows.",
    measure=lambda seeds: np.greater(*experiments.scores(seeds)),
    seeds=range(1000, 1500),
    at_least=0.58,
    at_most=0.74,
    slow=True,
)
low = Claim(
    sentence="about one split in ten shows less than 0.41 on unseen rows, and about one in ten more than"
    " 0.55.",
    measure=lambda seeds: _unseen(seeds) < 0.41,
    seeds=range(1000, 3000),
    at_least=0.08,
    at_most=0.16,
    slow=True,
)
high = low._replace(measure=lambda seeds: _unseen(seeds) > 0.55)
standard_error = Claim(
    sentence="In about 68 of 100 such sets of points, the true slope lies within one standard error of the"
    " fitted one.",
    measure=_slope_is_near,
    seeds=range(1000, 4000),
    at_least=0.64,
    at_most=0.72,
)
