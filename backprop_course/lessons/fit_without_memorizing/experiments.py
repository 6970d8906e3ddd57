"""What this lesson measures: a network on two rings with wrong labels, over many draws and with each cure."""

from functools import lru_cache
from itertools import islice, repeat
from typing import NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.nn.initializers import zeros
from backprop_course.nn.layers import dense, dropout, tanh
from backprop_course.nn.losses import logistic
from backprop_course.nn.models import Model, weight_decay
from backprop_course.nn.network import forward, windows
from backprop_course.nn.training import train

WRONG = 0.1  # the share of wrong labels
EXAMPLES, MANY, WIDTH = 50, 150, 32
STEPS, RATE = 1000, 1.0
FEWER = 330  # steps with MANY rows: as many row passes as STEPS with EXAMPLES
EVERY = 10  # so often a training is looked at
CUTS = np.cumsum([MANY, 100])  # of a draw: rows to train on, then for validation, then for the test
FLOOR = -(WRONG * np.log(WRONG) + (1 - WRONG) * np.log(1 - WRONG))  # who knows both rings pays this a row
STRENGTHS = (0.001, 0.003, 0.01, 0.03, 0.1)
RATES_OF_DROPOUT = (0.1, 0.2, 0.3, 0.5, 0.7)
CHOOSING, JUDGING = range(5), range(5, 25)  # the draws that settings are chosen on, and those they meet then


class Rows(NamedTuple):
    """Inputs (n, 2), targets (n, 1) and whether a target is wrong (n, 1)."""

    x: np.ndarray
    y: np.ndarray
    wrong: np.ndarray


class Losses(NamedTuple):
    """The losses (runs,) on training, validation and test rows where trainings stood, and at which step."""

    training: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    step: np.ndarray


class Moments(NamedTuple):
    """The Losses at the end, where those on validation rows were least, and where training was low enough."""

    end: Losses
    lowest: Losses
    reached: Losses


def noisy_rings(n, seed):
    """Rows of two rings; a tenth of the targets is wrong, drawn row by row."""
    x, y = data.circles(n, 0.1, seed)
    wrong = np.random.default_rng(seed).random((n, 1)) < WRONG
    return Rows(2 * x, np.where(wrong, 1 - y, y), wrong)


def parts_of_draw(seed, examples=EXAMPLES):
    """Three parts of a draw of rings: so many rows to train on, 100 for validation, 1000 for the test."""
    rows = noisy_rings(CUTS[-1] + 1000, seed)
    many, validation, test = (
        Rows(*part) for part in zip(*(np.split(each, CUTS) for each in rows), strict=True)
    )
    return Rows(*(each[:examples] for each in many)), validation, test


def bending_weights(seed=0, width=WIDTH):
    """The network's first [W1, b1, W2, b2]: units that bend all over the plane."""
    rng = np.random.default_rng(seed)
    W1, b1 = rng.normal(size=(2, width)), rng.normal(size=(1, width))
    return [W1, b1, rng.normal(size=(width, 1)) / np.sqrt(width), np.zeros((1, 1))]


def layers_of(width=WIDTH, dropped=0.0, dice=None):
    """The layers 2-width-1; with a rate of dropout, its mask is thrown by dice."""
    layers = [dense(2, width, zeros), tanh, dense(width, 1, zeros)]  # the weights are bending_weights
    if dropped:
        layers.insert(2, dropout(dropped, dice))
    return layers


def side_by_side(seeds, examples=EXAMPLES):
    """The three parts of each draw as (x, y), stacked along the runs axis, in float32."""
    parts = zip(*(parts_of_draw(seed, examples) for seed in seeds), strict=True)
    return [tuple(np.stack([rows[k] for rows in part]).astype("f4") for k in (0, 1)) for part in parts]


def _first(seeds, width, layers):
    """The first parameters of each draw, stacked: [W1, b1], nothing for what lies between, [W2, b2]."""
    W1, b1, W2, b2 = (
        np.stack(each).astype("f4")
        for each in zip(*(bending_weights(seed, width) for seed in seeds), strict=True)
    )
    return [[W1, b1], *[[]] * (len(layers) - 2), [W2, b2]]


def loss_of(params, rows):
    """The loss (runs,) of [[W1, b1], ..., [W2, b2]] on rows (x, y), without penalty and dropout."""
    x, y = rows
    return logistic.value(forward(layers_of(), [params[0], [], params[-1]], x)[0][-1], y)


@lru_cache
def trained_on_draws(
    seeds, examples=EXAMPLES, width=WIDTH, strength=0.0, dropped=0.0, steps=STEPS, low=-np.inf
):
    """The Moments of one training for each seed, which draws rows and first weights; all rows in each step.

    It is looked at every tenth step, and ends where all training losses have been below `low`.
    """
    training, validation, test = side_by_side(seeds, examples)
    dice = np.random.default_rng(seeds[0])
    layers = layers_of(width, dropped, lambda shape: dice.random(shape, dtype="f4"))
    model = weight_decay(Model(layers, logistic, 2, 1), np.full(len(seeds), strength, "f4"))
    walk = train(model, _first(seeds, width, layers), repeat(training), RATE)
    least, below = np.full(len(seeds), np.inf), np.zeros(len(seeds), bool)
    lowest = reached = None
    for number, step in islice(enumerate(walk), 0, steps + 1, EVERY):
        now, seen = loss_of(step.params, validation), loss_of(step.params, training)
        lowest = _taken(lowest, now < least, step, number)
        reached = _taken(reached, ~below, step, number)
        least, below = np.minimum(now, least), below | (seen < low)
        if below.all():
            break
    end = _taken(None, ~below, step, number)
    parts = training, validation, test
    return Moments(*(_measured(kept, step.nesting, parts) for kept in (end, lowest, reached)))


def _taken(kept, which, step, number):
    """What is kept of each run, (theta, the step's number), with those of `which` as they stand now."""
    if kept is None:
        return step.theta, np.full(len(which), number)
    return np.where(which[:, None], step.theta, kept[0]), np.where(which, number, kept[1])


def _measured(kept, nesting, parts):
    """The Losses of what was kept."""
    params = windows(kept[0], nesting)
    return Losses(*(loss_of(params, rows) for rows in parts), kept[1])


class Cure(NamedTuple):
    """The setting of a cure that was chosen by validation rows, and the Losses that it has elsewhere."""

    setting: float
    losses: Losses


def choose_and_judge(name, settings):
    """The Cure with the best of some settings of an argument: chosen on CHOOSING, judged on JUDGING."""
    medians = [np.median(trained_on_draws(CHOOSING, **{name: each}).end.validation) for each in settings]
    best = settings[int(np.argmin(medians))]
    return Cure(best, trained_on_draws(JUDGING, **{name: best}).end)


def all_cures():
    """Each Cure by its name; more examples get fewer steps, so that all cost the same."""
    plain, more = trained_on_draws(JUDGING), trained_on_draws(JUDGING, examples=MANY, steps=FEWER)
    return {
        "none": Cure(0, plain.end),
        "dropout": choose_and_judge("dropped", RATES_OF_DROPOUT),
        "early stopping": Cure(0, plain.lowest),
        "weight decay": choose_and_judge("strength", STRENGTHS),
        "more examples": Cure(MANY, more.lowest),
    }


def settings_in_words():
    """What was chosen for each cure, and where early stopping stopped, in words."""
    found = all_cures()
    step = np.median(found["early stopping"].losses.step)
    chosen = f"dropout {found['dropout'].setting}, decay {found['weight decay'].setting}"
    return f"chosen: {chosen}; stopped early at step {step:.0f}, the median"


def on_test_rows():
    """The losses on test rows of each cure that was compared, by its name."""
    return {name: each.losses.test for name, each in all_cures().items()}


def losses_by_strength():
    """STRENGTHS, and the median losses (training, validation) at each, over the draws for choosing."""
    ends = [trained_on_draws(CHOOSING, strength=each).end for each in STRENGTHS]
    return STRENGTHS, [np.median([getattr(end, part) for end in ends], axis=1) for part in Losses._fields[:2]]


def at_equal_training(low, seeds=JUDGING[:10]):
    """The Losses of few and of many examples, each where its training loss first was below `low`."""
    few, many = (trained_on_draws(seeds, examples=n, low=low, steps=5 * STEPS) for n in (EXAMPLES, MANY))
    return few.reached, many.reached
