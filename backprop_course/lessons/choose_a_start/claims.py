"""What this lesson claims, on first weights that it does not show."""

import numpy as np

from backprop_course import data
from backprop_course.check.claim import Claim
from backprop_course.lessons.choose_a_start import experiments
from backprop_course.nn.initializers import he, normal, xavier
from backprop_course.nn.models import accuracy, mlp, predict, start
from backprop_course.nn.network import forward
from backprop_course.nn.search import search
from backprop_course.nn.signals import deep

DRAWS = range(1000, 1066)
LARGE = normal(1.0)


def _ends(low, high, initializer, rate=experiments.RATE):
    """measure(seeds): whether the training loss ends between `low` and `high`; inf is one that diverged."""

    def measure(seeds):
        last = experiments.final_losses(experiments.digit_training(initializer, rate, seeds))
        return (low < last) & (last <= high)

    return measure


def _share(initializer, rate, seeds):
    """The share of new digits that each training gets right."""
    x_test, y_test = experiments.training_and_new_digits()[2:]
    run = experiments.digit_training(initializer, rate, seeds)
    return accuracy(predict(experiments.digit_model(initializer), run.params, x_test), y_test)


def _right(low, high, initializer, rate):
    """measure(seeds): whether the share of new digits that are right is between `low` and `high`."""

    def measure(seeds):
        share = _share(initializer, rate, seeds)
        return (low < share) & (share < high)

    return measure


def _twice_is_worse(seeds):
    """Whether twice He's size gets fewer new digits right, each at its best rate in the lesson."""
    return _share(normal(0.35), 0.1, seeds) < _share(he, 1.0, seeds)


def _small_is_better(seeds):
    """Whether std 0.1 gets more new digits right than He's start, both at rate 1."""
    return _share(normal(0.1), 1.0, seeds) > _share(he, 1.0, seeds)


def _ratio(seeds):
    """Whether half the size takes 3 to 4.5 times the steps."""
    whole = experiments.steps_to_learn(0.1, seeds, longest=30)
    half = experiments.steps_to_learn(0.05, seeds, longest=100)
    return (3 * whole <= half) & (half <= 4.5 * whole) & np.isfinite(half)


at_rate_of_lesson = Claim(
    sentence="| 0.3 | std 0.01 | ends above 2.2 | 66 of 66 |",
    measure=_ends(2.2, np.inf, normal(0.01)),
    seeds=DRAWS,
    at_least=0.9,
    slow=True,
)
middle = at_rate_of_lesson._replace(
    sentence="| 0.3 | std 0.1 | ends below 0.5 | 66 of 66 |", measure=_ends(0, 0.5, normal(0.1))
)
large = at_rate_of_lesson._replace(
    sentence="| 0.3 | std 1 | ends above 1000, or beyond float32 | 63 of 66 |",
    measure=_ends(1000, np.inf, LARGE),
    at_least=0.8,
)
half = Claim(
    sentence="In 32 of 32 other draws, std 0.05 needs 3 to 4.5 times as many steps as 0.1.",
    measure=_ratio,
    seeds=range(1000, 1032),
    at_least=0.8,
    slow=True,
)
fits_well = Claim(
    sentence="| 1 | He's | ends below 0.05 | 66 of 66 |",
    measure=_ends(0, 0.05, he, 1.0),
    seeds=DRAWS,
    at_least=0.9,
    slow=True,
)
right_well = fits_well._replace(
    sentence="| 1 | He's | more than 80 % of the new digits right | 66 of 66 |",
    measure=_right(0.80, 1, he, 1.0),
)
small_is_better = right_well._replace(
    sentence="| 1 | std 0.1 | more new digits right than He's | 56 of 66 |",
    measure=_small_is_better,
    at_least=0.6,
)
fits_large = Claim(
    sentence="| 0.01 | std 1 | ends below 0.05 | 61 of 66 |",
    measure=_ends(0, 0.05, LARGE, 0.01),
    seeds=DRAWS,
    at_least=0.75,
    slow=True,
)
right_large = fits_large._replace(
    sentence="| 0.01 | std 1 | fewer than 70 % of the new digits right | 66 of 66 |",
    measure=_right(0, 0.70, LARGE, 0.01),
    at_least=0.9,
)
twice_is_worse = Claim(
    sentence="| 0.1 | std 0.35 | fewer new digits right than He's at rate 1 | 66 of 66 |",
    measure=_twice_is_worse,
    seeds=DRAWS,
    at_least=0.9,
    slow=True,
)


def _around_half(noise):
    """Random weights of this standard deviation around ½."""
    return lambda rng, n_in, n_out: [0.5 + normal(noise)(rng, n_in, n_out)[0], np.zeros((1, n_out))]


def _tiny_noise_is_slow(seeds):
    """Whether XOR takes more than three times as long from noise of 0.0001 around ½ as from 0.1."""
    models = {str(noise): mlp([2, 8, 1], initializer=_around_half(noise)) for noise in (1e-4, 0.1)}
    below = search(models, *data.xor(), 0.5, seeds=list(seeds), steps=2000).curves[:, 0] < 0.1
    tiny, large = np.where(below.any(axis=-1), below.argmax(axis=-1), np.inf)
    return tiny > 3 * large


def _sigmoids_are_blind(seeds):
    """Whether digits differ by less than 0.00001 in layer 10 of sigmoids, root mean square."""
    model = deep(10, "sigmoid", xavier)
    params = start(model, [np.random.default_rng(seed) for seed in seeds])
    z = forward(model.network, params, experiments.standardized_pixels()[:64])[0][10]
    return np.sqrt(z.var(axis=-2).mean(axis=-1)) < 1e-5


tiny_noise = Claim(
    sentence="In 100 of 100 other draws it takes more than three times the steps of 0.1.",
    measure=_tiny_noise_is_slow,
    seeds=range(1000, 1100),
    at_least=0.90,
    slow=True,
)
blind = Claim(
    sentence="In 150 of 150 other draws digits differ by less than 0.00001 in layer 10.",
    measure=_sigmoids_are_blind,
    seeds=range(1000, 1150),
    at_least=0.95,
)
