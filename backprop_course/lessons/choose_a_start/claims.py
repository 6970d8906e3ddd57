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


def _right(low, high, initializer, rate):
    """measure(seeds): whether the share of test digits that are right is between `low` and `high`."""

    def measure(seeds):
        x_test, y_test = experiments.training_and_new_digits()[2:]
        run = experiments.digit_training(initializer, rate, seeds)
        share = accuracy(predict(experiments.digit_model(initializer), run.params, x_test), y_test)
        return (low < share) & (share < high)

    return measure


small = Claim(
    sentence="With 0.01 the loss ends above 2.2 in at least 9 of 10 draws of the first weights.",
    measure=_ends(2.2, np.inf, normal(0.01)),
    seeds=DRAWS,
    at_least=0.9,
    slow=True,
)
middle = Claim(
    sentence="With 0.1 it ends below 0.5 in at least 9 of 10.",
    measure=_ends(0, 0.5, normal(0.1)),
    seeds=DRAWS,
    at_least=0.9,
    slow=True,
)
large = Claim(
    sentence="With 1 it ends above 1000, or beyond what float32 can hold, in at least 8 of 10.",
    measure=_ends(1000, np.inf, LARGE),
    seeds=DRAWS,
    at_least=0.8,
    slow=True,
)


def _ratio(seeds):
    """Whether half the size takes 3 to 4.5 times the steps."""
    whole = experiments.steps_to_learn(0.1, seeds, longest=30)
    half = experiments.steps_to_learn(0.05, seeds, longest=100)
    return (3 * whole <= half) & (half <= 4.5 * whole) & np.isfinite(half)


half = Claim(
    sentence="From 0.05 the loss needs between 3 and 4.5 times as many steps as from 0.1, "
    "in at least 4 of 5 draws.",
    measure=_ratio,
    seeds=range(1000, 1032),
    at_least=0.8,
    slow=True,
)


def _near_the_formula(seeds):
    """Whether the mean square of the first layer's z is within 15 % of what the formula says."""
    x = experiments.standardized_pixels()
    formula = 64 * np.mean(x**2)
    seen = [np.mean((x @ np.random.default_rng(seed).normal(0, 1, (64, 64))) ** 2) for seed in seeds]
    return np.abs(np.array(seen) / formula - 1) < 0.15


formula = Claim(
    sentence="In the first layer the two differ by less than 15 % in at least 95 of 100 draws.",
    measure=_near_the_formula,
    seeds=range(1000, 1200),
    at_least=0.95,
)
fits_well = Claim(
    sentence="At rate 1, He's start ends below 0.05 in at least 9 of 10 draws.",
    measure=_ends(0, 0.05, he, 1.0),
    seeds=DRAWS,
    at_least=0.9,
    slow=True,
)
fits_large = Claim(
    sentence="At rate 0.01, std 1 ends below 0.05 in at least 3 of 4.",
    measure=_ends(0, 0.05, LARGE, 0.01),
    seeds=DRAWS,
    at_least=0.75,
    slow=True,
)
right_well = Claim(
    sentence="At these rates, He's start gets more than 80 % of the new digits right "
    "in at least 9 of 10 draws.",
    measure=_right(0.80, 1, he, 1.0),
    seeds=DRAWS,
    at_least=0.9,
    slow=True,
)
right_large = Claim(
    sentence="Std 1 gets less than 70 % of them right in at least 9 of 10.",
    measure=_right(0, 0.70, LARGE, 0.01),
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
    sentence="In at least 90 of 100 draws 0.0001 takes more than three times the steps of 0.1.",
    measure=_tiny_noise_is_slow,
    seeds=range(1000, 1100),
    at_least=0.90,
    slow=True,
)
blind = Claim(
    sentence="in at least 95 of 100 draws its digits differ by less than 0.00001 in layer 10.",
    measure=_sigmoids_are_blind,
    seeds=range(1000, 1150),
    at_least=0.95,
)
