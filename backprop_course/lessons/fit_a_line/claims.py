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
    sentence="Of such sets of 40 receipts, at least 95 in 100 put the price of a kilometer within 15 cents of"
    " the tariff's 2 euros.",
    measure=_price_is_near,
    seeds=range(1000, 2000),
    at_least=0.95,
)
far = Claim(
    sentence="In at least 95 of 100 random splits, the rows as measured need more than ten million steps, and"
    " the standardized ones fewer than a thousand.",
    measure=lambda seeds: (_steps(seeds)[:, 0] > 1e7) & (_steps(seeds)[:, 3] < 1000),
    seeds=range(1000, 1200),
    at_least=0.95,
    slow=True,
)
alone = Claim(
    sentence="In at least 95 of 100 random splits, centering alone needs fewer steps than scaling alone.",
    measure=lambda seeds: _steps(seeds)[:, 1] < _steps(seeds)[:, 2],
    seeds=range(1000, 1200),
    at_least=0.95,
    slow=True,
)
mean_score = Claim(
    sentence="Averaged over random splits, R² on unseen patients is between 0.46 and 0.50.",
    measure=_unseen,
    seeds=range(1000, 1500),
    at_least=0.46,
    at_most=0.50,
    slow=True,
)
lower = Claim(
    sentence="In at least 55 of 100 random splits it is lower than on the known ones.",
    measure=lambda seeds: np.greater(*experiments.scores(seeds)),
    seeds=range(1000, 1500),
    at_least=0.55,
    slow=True,
)
low = Claim(
    sentence="Of 100 random splits, at least 5 show less than 0.42, and at least 5 more than 0.54.",
    measure=lambda seeds: _unseen(seeds) < 0.42,
    seeds=range(1000, 1500),
    at_least=0.05,
    slow=True,
)
high = low._replace(measure=lambda seeds: _unseen(seeds) > 0.54)
standard_error = Claim(
    sentence="In 62 to 74 of 100 such sets of points, the true slope lies within one standard error of the"
    " fitted one.",
    measure=_slope_is_near,
    seeds=range(1000, 4000),
    at_least=0.62,
    at_most=0.74,
)
