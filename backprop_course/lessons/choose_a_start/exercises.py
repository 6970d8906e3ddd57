"""Exercises on first weights: the size of a layer's z, a start for ReLU, uniform draws, the game."""

import numpy as np

from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

N_IN, N_OUT = 300, 200  # the layer of the second exercise
LOWEST, HIGHEST = 0.5, 1.0  # of the game


# -- 1. the size that a layer gives --


def _size(std, a, n_out):
    return a.shape[1] * std**2 * (a**2).mean()


SIZES = [
    Mistake(
        "n is taken from the outputs. Each entry of aW is a sum: over which units does it run?",
        lambda std, a, n_out: n_out * std**2 * (a**2).mean(),
    ),
    Mistake(
        "you take n from the batch. The sum in aW runs over units: which size of a counts them?",
        lambda std, a, n_out: len(a) * std**2 * (a**2).mean(),
    ),
    Mistake(
        "n is missing. Each entry of aW is a sum: of how many terms?",
        lambda std, a, n_out: std**2 * (a**2).mean(),
    ),
    Mistake(
        "you take the variance of a, which drops its mean. After sigmoid or ReLU the mean counts as well.",
        lambda std, a, n_out: a.shape[1] * std**2 * a.var(),
    ),
    Mistake(
        "you average a, then square. Square each entry first, then average.",
        lambda std, a, n_out: a.shape[1] * std**2 * a.mean() ** 2,
    ),
    Mistake(
        "a lacks its square: what is the mean square of one product Wa?",
        lambda std, a, n_out: a.shape[1] * std**2 * a.mean(),
    ),
    Mistake(
        "std is not yet the variance: which power of it does the formula want?",
        lambda std, a, n_out: a.shape[1] * std * (a**2).mean(),
    ),
    Mistake(
        "the root of the mean of a² is one root too many: sizes add up as squares.",
        lambda std, a, n_out: a.shape[1] * std**2 * np.sqrt((a**2).mean()),
    ),
    Mistake(
        "n enters without a root: the mean squares of n products add up.",
        lambda std, a, n_out: np.sqrt(a.shape[1]) * std**2 * (a**2).mean(),
    ),
    Mistake(
        "a half too little: a is what came out of the activation, so ReLU has taken its half already.",
        lambda std, a, n_out: _size(std, a, n_out) / 2,
    ),
    Mistake(
        "this is the root mean square. Wanted is the mean square itself.",
        lambda std, a, n_out: np.sqrt(_size(std, a, n_out)),
    ),
    Mistake(
        "a itself is missing: twice the activations give four times the mean square.",
        lambda std, a, n_out: a.shape[1] * std**2,
    ),
    Mistake(
        "one number is wanted for the layer: average over the units too.",
        lambda std, a, n_out: a.shape[1] * std**2 * (a**2).mean(axis=0),
    ),
    Mistake(
        "one number is wanted for the layer: average over the batch too.",
        lambda std, a, n_out: a.shape[1] * std**2 * (a**2).mean(axis=1),
    ),
    Mistake(
        "the sum over the units and the mean over them are mixed: n times the *mean*, or the sum alone.",
        lambda std, a, n_out: a.shape[1] * std**2 * (a**2).sum(axis=1).mean(),
    ),
]


def _size_cases():
    rng = np.random.default_rng(5)
    return [
        (0.3, rng.normal(1, 2, (7, 5)), 40),
        (0.05, rng.uniform(0, 1, (3, 60)), 9),
        (1.2, np.maximum(rng.normal(size=(20, 8)), 0), 12),
    ]


size = Exercise(
    asked="answer(std, a (batch, n_in), n_out) -> the expected mean square of a W.",
    truth=_size,
    cases=_size_cases,
    names=["the mean square"],
    mistakes=SIZES,
    hint=Hints(
        "An entry of aW is a sum of products a W. Mixed terms average out, so mean squares add up.",
        "Three quantities are multiplied: the number of terms, the variance of W, the mean of a².",
        "The sum runs over the units that come *in*: `a.shape[1]`. Do not take the mean of a away.",
    ),
)


# -- 2. a start for a layer after ReLU --

STD = np.sqrt(2 / N_IN)

STDS = [
    Mistake("this is the variance. Wanted is the standard deviation.", 2 / N_IN),
    Mistake("a standard deviation is not negative: take the positive root.", -STD),
    Mistake("this counts the outputs. The sum in aW runs over what comes in.", np.sqrt(2 / N_OUT)),
    Mistake(
        "this keeps the size of all z. ReLU lets how much of the mean square through?",
        np.sqrt(1 / N_IN),
    ),
    Mistake(
        "this is Xavier's, which takes both sizes, and no ReLU, into account.",
        np.sqrt(2 / (N_IN + N_OUT)),
    ),
    Mistake("this counts the outputs, and forgets that ReLU halves the mean square.", np.sqrt(1 / N_OUT)),
    Mistake(
        "Xavier's with ReLU's 2 counts the outputs too. Only the inputs matter.",
        np.sqrt(4 / (N_IN + N_OUT)),
    ),
    Mistake("this is PyTorch's default, a sixth of the variance that is needed.", np.sqrt(1 / (3 * N_IN))),
    Mistake("this is the *bound* of a uniform draw. Wanted is its standard deviation.", np.sqrt(6 / N_IN)),
    Mistake(
        "ReLU halves the mean square: the weights must make up for that. By which factor?",
        np.sqrt(0.5 / N_IN),
    ),
    Mistake("this is for 64 inputs, as in the lab. How many are there here?", np.sqrt(2 / 64)),
    Mistake("n is missing: how many units come in?", np.sqrt(2)),
]


def _outcome(scale):
    """What any other scale does to z; nothing is said of what is no scale."""
    if 0 <= scale < np.inf:
        return (
            f"with {scale:.4g} each layer multiplies the mean square by {(scale / STD) ** 2:.3g}: it wants 1."
        )


std = Number(
    asked="the standard deviation that keeps the mean square of z after ReLU, for 300 inputs, 200 outputs.",
    truth=STD,
    tolerance=5e-3,
    mistakes=STDS,
    otherwise=_outcome,
    hint=Hints(
        "Set the mean square of z after the layer equal to that before: n Var(W) E[relu(z)²] = E[z²].",
        "z is as often positive as negative, so E[relu(z)²] is half of E[z²].",
        "So n Var(W) = 2, with the number of *inputs* as n. Take the root of the variance.",
    ),
)


# -- 3. Xavier's variance from uniform draws --


def _uniform(bound_of):
    return lambda u: (2 * u - 1) * bound_of(*u.shape)


_xavier = _uniform(lambda n_in, n_out: np.sqrt(6 / (n_in + n_out)))

DRAWS = [
    Mistake(
        "the bound is Xavier's standard deviation, so the variance is a third of it: PyTorch's slip. Var of"
        " a uniform draw?",
        _uniform(lambda n_in, n_out: np.sqrt(2 / (n_in + n_out))),
    ),
    Mistake(
        "the mean is not 0: your weights run from 0 up. How do you center u?",
        lambda u: u * np.sqrt(6 / sum(u.shape)),
    ),
    Mistake(
        "centered, but half as wide as it should be: u − ½ runs only from −½ to ½.",
        lambda u: (u - 0.5) * np.sqrt(6 / sum(u.shape)),
    ),
    Mistake(
        "the mean is not 0: your weights run from 0 up. How do you center u?",
        lambda u: u * np.sqrt(2 / sum(u.shape)),
    ),
    Mistake(
        "u − ½ has variance 1/12, not 1. By what must you multiply it?",
        lambda u: (u - 0.5) * np.sqrt(2 / sum(u.shape)),
    ),
    Mistake(
        "you take away the mean of this one draw. Which mean has *every* uniform draw from 0 to 1?",
        lambda u: 2 * (u - u.mean()) * np.sqrt(6 / sum(u.shape)),
    ),
    Mistake(
        "you standardize this one draw. Use the mean and the variance of *every* uniform draw: ½ and 1/12.",
        lambda u: (u - u.mean()) / u.std() * np.sqrt(2 / sum(u.shape)),
    ),
    Mistake(
        "the bound lacks its root: a variance is a square.",
        _uniform(lambda n_in, n_out: 6 / (n_in + n_out)),
    ),
    Mistake(
        "this is He's variance, 2/n_in. Xavier's takes the mean of both sizes.",
        _uniform(lambda n_in, n_out: np.sqrt(6 / n_in)),
    ),
    Mistake(
        "this takes the inputs alone, 1/n_in. Xavier's is 2/(n_in + n_out).",
        _uniform(lambda n_in, n_out: np.sqrt(3 / n_in)),
    ),
    Mistake(
        "this takes the outputs alone, 1/n_out. Xavier's is 2/(n_in + n_out).",
        _uniform(lambda n_in, n_out: np.sqrt(3 / n_out)),
    ),
    Mistake(
        "the variance is 1/(n_in + n_out): half of Xavier's.",
        _uniform(lambda n_in, n_out: np.sqrt(3 / (n_in + n_out))),
    ),
    Mistake(
        "this is PyTorch's default, within 1/√n_in, variance 1/(3 n_in). Which variance is wanted?",
        _uniform(lambda n_in, n_out: np.sqrt(1 / n_in)),
    ),
    Mistake(
        "centered, but not scaled: the variance is 1/3, whatever the size of the layer.",
        _uniform(lambda n_in, n_out: 1),
    ),
    Mistake(
        "the right weights with the sign flipped: they do as well, but let 0 go to the lower end.",
        lambda u: -_xavier(u),
    ),
]


def _uniform_cases():
    rng = np.random.default_rng(7)
    return [(rng.random(shape),) for shape in ((4, 9), (30, 5), (12, 12))]


uniform = Exercise(
    asked="answer(u (n_in, n_out), uniform in [0, 1)) -> uniform weights of mean 0 and Xavier's variance.",
    truth=_xavier,
    cases=_uniform_cases,
    names=["W"],
    mistakes=DRAWS,
    hint=Hints(
        "First center: which a and b make a u + b run from −1 to 1?",
        "A uniform draw within ±c has variance c²/3. Set that equal to 2/(n_in + n_out).",
        "So c = √(6/(n_in + n_out)), and the weights are (2u − 1) c. `u.shape` is (n_in, n_out).",
    ),
)


# -- 4. the game --


def _even(values, picture):
    return LOWEST <= picture.spread.min() and picture.spread.max() <= HIGHEST


DEEP = {"depth": 30, "activation": "relu"}

even = Game(
    goal="depth 30, relu, the std of the activations between 0.5 and 1 in every layer",
    lab="choose_a_start",
    required=DEEP,
    reached=_even,
    wins=[{**DEEP, "initialization": "orthogonal", "scale": 2**0.5}],
    misses=[
        {**DEEP, "initialization": "He"},
        {**DEEP, "initialization": "orthogonal", "scale": 2**0.5, "depth": 29},
        {**DEEP, "initialization": "orthogonal", "scale": 2**0.5, "activation": "tanh"},
    ],
    hint=Hints(
        "ReLU lets half of the mean square through. Which scale makes up for it, for weights that keep"
        " lengths?",
        "He has the right scale, and still wanders out of the band: each draw scatters. Which weights do"
        " not?",
        "Orthogonal weights have n Var(W) = 1 in every draw. ReLU wants 2: look for a scale near √2.",
    ),
)
