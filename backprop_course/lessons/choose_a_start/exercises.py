"""Exercises on first weights: one difference, the mean square of z, starts by three rules, the game."""

import numpy as np

from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

N_IN, N_OUT = 300, 200  # the layer after ReLU
LOWEST, HIGHEST = 0.5, 1.0  # of the game


# -- in the lesson: one difference --

second = Number(
    asked="dz of unit 2, whose weight to the output is 2, where the output has dz = -1/2.",
    truth=-1,
    mistakes=[
        Mistake("that is unit 1's, whose weight out is 1. Unit 2's is 2.", -0.5),
        Mistake("the sign is turned around: the output's dz is −½.", 1),
        Mistake("you divide by the weight. The signal is multiplied by it.", -0.25),
        Mistake("this is the weight itself. What comes back through it?", 2),
        Mistake("z of unit 2 is 1, above 0: there ReLU's slope is 1.", 0),
    ],
    hint=Hints(
        "dz comes back from the output: through which weight, and past which slope?",
        "−½ times the weight out, times ReLU's slope at z = 1.",
    ),
)


# -- in the lesson: the mean square that a layer gives --


def _expected_square(std, a, n_out):
    return a.shape[1] * std**2 * (a**2).mean()


SQUARES = [
    Mistake(
        "you count the outputs. Each entry of aW is a sum: over which units does it run?",
        lambda std, a, n_out: n_out * std**2 * (a**2).mean(),
    ),
    Mistake(
        "you count the rows. The sum in aW runs over units: which size of a counts them?",
        lambda std, a, n_out: len(a) * std**2 * (a**2).mean(),
    ),
    Mistake(
        "n_in is missing. Each entry of aW is a sum: of how many terms?",
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
        "the root of the mean of a² is one root too many: mean squares add up.",
        lambda std, a, n_out: a.shape[1] * std**2 * np.sqrt((a**2).mean()),
    ),
    Mistake(
        "n_in enters without a root: the mean squares of n_in products add up.",
        lambda std, a, n_out: np.sqrt(a.shape[1]) * std**2 * (a**2).mean(),
    ),
    Mistake(
        "a half too little: a is what came out of the activation, so ReLU has taken its half already.",
        lambda std, a, n_out: _expected_square(std, a, n_out) / 2,
    ),
    Mistake(
        "this is the root mean square. Wanted is the mean square itself.",
        lambda std, a, n_out: np.sqrt(_expected_square(std, a, n_out)),
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
        "the sum over the units and the mean over them are mixed: n_in times the *mean*, or the sum alone.",
        lambda std, a, n_out: a.shape[1] * std**2 * (a**2).sum(axis=1).mean(),
    ),
]


def _square_cases():
    rng = np.random.default_rng(5)
    return [
        (0.3, rng.normal(1, 2, (7, 5)), 40),
        (0.05, rng.uniform(0, 1, (3, 60)), 9),
        (1.2, np.maximum(rng.normal(size=(20, 8)), 0), 12),
    ]


mean_square = Exercise(
    asked="answer(std, a (batch, n_in), n_out) -> the expected mean square of a W.",
    truth=_expected_square,
    cases=_square_cases,
    names=["the mean square"],
    mistakes=SQUARES,
    hint=Hints(
        "An entry of aW is a sum of products a W. Mixed terms average out, so mean squares add up.",
        "Three quantities are multiplied: the number of terms, the variance of W, the mean of a².",
        "The sum runs over the units that come *in*: `a.shape[1]`. Do not take the mean of a away.",
    ),
)


# -- in the lesson: a start for a layer after ReLU --

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
        "this takes both counts, and no ReLU: over how many units does each sum run?",
        np.sqrt(2 / (N_IN + N_OUT)),
    ),
    Mistake("this counts the outputs, and forgets that ReLU halves the mean square.", np.sqrt(1 / N_OUT)),
    Mistake(
        "this counts the outputs too. Only the inputs matter.",
        np.sqrt(4 / (N_IN + N_OUT)),
    ),
    Mistake("this has a sixth of the variance that is needed.", np.sqrt(1 / (3 * N_IN))),
    Mistake("this is the *bound* of a uniform draw. Wanted is its standard deviation.", np.sqrt(6 / N_IN)),
    Mistake(
        "ReLU halves the mean square: the weights must make up for that. By which factor?",
        np.sqrt(0.5 / N_IN),
    ),
    Mistake("this is for 64 inputs, as in the lab. How many are there here?", np.sqrt(2 / 64)),
    Mistake("n_in is missing: how many units come in?", np.sqrt(2)),
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
        "Set the mean square of z after the layer equal to that before: n_in Var(W) mean(a²) = mean(z²).",
        "z is as often positive as negative, so mean(a²) is half of mean(z²).",
        "So n_in Var(W) = 2, with the number of *inputs*. Take the root of the variance.",
    ),
)


# -- 1. Xavier's variance from uniform draws --


def _uniform(bound_of):
    return lambda u: (2 * u - 1) * bound_of(*u.shape)


_xavier = _uniform(lambda n_in, n_out: np.sqrt(6 / (n_in + n_out)))

DRAWS = [
    Mistake(
        "the bound is Xavier's standard deviation, so the variance is a third of it. Which variance has"
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


# -- 2. half the weights, with one hidden layer --

twice = Number(
    asked="half of all weights: how many times as many steps until one has doubled, with one hidden layer?",
    truth=1,
    mistakes=[
        Mistake("that is three hidden layers, with four weights on the path. Here there are two.", 4),
        Mistake("the gradient is half as large. But how far must half a weight move to double?", 2),
        Mistake(
            "that is two hidden layers' gradient, a quarter. How many other weights are there here?", 0.25
        ),
        Mistake("the way is half as long. But the gradient is not what it was, either.", 0.5),
        Mistake("that is a path of four weights, and without its shorter way.", 8),
    ],
    hint=Hints(
        "Write dw1 for z = w2 w1 x: which weights does it contain?",
        "So the gradient is half as large. And the way from half a weight to its double?",
    ),
)


# -- 3. a whole network's first parameters --


def _parameters(std_of):
    """What makes [W1, b1, W2, b2, ...] of normal numbers by a rule: std_of(n_in, n_out)."""

    def start(normals):
        pairs = [(std_of(*N.shape) * N, np.zeros((1, N.shape[1]))) for N in normals]
        return [each for pair in pairs for each in pair]

    return start


def _weights_and(biases):
    """He's weights, each with its biases (1, n_out) made by a function of its normals."""
    return lambda normals: [each for N in normals for each in (np.sqrt(2 / N.shape[0]) * N, biases(N))]


network = Exercise(
    asked="answer(normals: list of (n_in, n_out)) -> [W1, b1, W2, b2, ...]: He's weights, biases 0.",
    truth=_parameters(lambda n_in, n_out: np.sqrt(2 / n_in)),
    cases=lambda: [(list(normals),) for normals in drawn(8, [((5, 4), (4, 3)), ((2, 6), (6, 5))])],
    names=["W1", "b1", "W2", "b2"],
    mistakes=[
        Mistake(
            "you count the outputs. Over which units does z add up?", _parameters(lambda i, o: np.sqrt(2 / o))
        ),
        Mistake(
            "that is the variance: a normal number is scaled by its root.", _parameters(lambda i, o: 2 / i)
        ),
        Mistake(
            "ReLU's 2 is missing: half of the mean square is lost.", _parameters(lambda i, o: np.sqrt(1 / i))
        ),
        Mistake(
            "that is Xavier's, which counts both sides. He counts what comes in.",
            _parameters(lambda i, o: np.sqrt(2 / (i + o))),
        ),
        Mistake(
            "the weights are not scaled: their std is 1, whatever the layer.", _parameters(lambda i, o: 1)
        ),
        Mistake(
            "the biases begin at 0: the weights differ already.",
            _weights_and(lambda N: np.ones((1, N.shape[1]))),
        ),
    ],
    hint=Hints(
        "Go through the list: each matrix gives two arrays, W and b.",
        "`N.shape` is (n_in, n_out). W is N times a number; which one makes its variance 2/n_in?",
        "`W = N * np.sqrt(2 / n_in)` and `b = np.zeros((1, n_out))`.",
    ),
)


# -- 4. the game --


def _even(values, picture):
    return LOWEST <= picture.spread.min() and picture.spread.max() <= HIGHEST


SMALL = {"depth": 8, "activation": "relu", "initialization": "normal 0.05"}

even = Game(
    goal="depth 8, relu, normal 0.05, the std of the activations between 0.5 and 1 in every layer",
    lab="choose_a_start",
    required=SMALL,
    reached=_even,
    wins=[{**SMALL, "scale": 3.5}],
    misses=[
        {**SMALL, "scale": 1},
        {**SMALL, "scale": 5},
        {**SMALL, "scale": 3.5, "activation": "tanh"},
        {**SMALL, "scale": 3.5, "depth": 7},
    ],
    hint=Hints(
        "Which std do weights behind ReLU want, with 64 inputs?",
        "The weights have std 0.05, and the scale multiplies it: which scale makes it √(2/64)?",
        "√(2/64) is 0.177, and 0.177/0.05 is 3.54. Look near 3.5.",
    ),
)
