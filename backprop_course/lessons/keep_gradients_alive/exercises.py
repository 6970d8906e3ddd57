"""Exercises on vanishing and exploding derivatives: a layer's factor, a good start, clipping, the game."""

import numpy as np

from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise, Further
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

LEAK, UNITS = 0.3, 100  # the leaky ReLU of the second exercise, and its layers' width


# -- a blank by hand: how many factors --


factors = Number(
    asked="after how many factors of 0.8 less than a thousandth of the signal is left.",
    truth=31,
    mistakes=[
        Mistake("30 factors leave 0.00124: one more is needed.", 30),
        Mistake("this is the number for a hundredth.", 21),
        Mistake("this is the number for a tenth.", 11),
        Mistake("a thousandth of the number is no power: solve 0.8ᵏ < 0.001 for k.", 1250),
    ],
    hint=Hints(
        "Which k makes 0.8ᵏ less than 0.001? Python tells: try 0.8**20, then go on.",
        "Take logarithms of both sides: k ln 0.8 < ln 0.001, and ln 0.8 is negative.",
    ),
)


# -- 1. the factor of a layer --


def _factor(W, slopes):
    return np.sqrt(W.shape[1] * (W**2).mean() * (slopes**2).mean())


FACTORS = [
    Mistake(
        "n_out is taken from the wrong side of W. dZ Wᵀ sums over the columns of W: which size counts them?",
        lambda W, slopes: np.sqrt(W.shape[0] * W.var() * (slopes**2).mean()),
    ),
    Mistake(
        "you take n_out from the batch. The sum in dZ Wᵀ runs over units: look at the shape of W.",
        lambda W, slopes: np.sqrt(len(slopes) * W.var() * (slopes**2).mean()),
    ),
    Mistake(
        "n_out is missing. Each entry of dZ Wᵀ is a sum: of how many terms?",
        lambda W, slopes: W.std() * np.sqrt((slopes**2).mean()),
    ),
    Mistake(
        "this is the factor of the mean square of dZ. What does the *root* of the mean square get?",
        lambda W, slopes: W.shape[1] * W.var() * (slopes**2).mean(),
    ),
    Mistake(
        "you average the slopes and then square. Square each slope first, then average.",
        lambda W, slopes: np.sqrt(W.shape[1] * W.var()) * slopes.mean(),
    ),
    Mistake(
        "the slopes lack their square: under the root stands f'², not f'.",
        lambda W, slopes: np.sqrt(W.shape[1] * W.var() * slopes.mean()),
    ),
    Mistake(
        "the slopes are missing: W alone decides here, and a saturated layer would look alive.",
        lambda W, slopes: np.sqrt(W.shape[1] * W.var()),
    ),
    Mistake(
        "std and variance are mixed: outside the root stands std(W), under it Var(W).",
        lambda W, slopes: W.var() * np.sqrt(W.shape[1] * (slopes**2).mean()),
    ),
    Mistake(
        "the norm of W is what it can do to the *worst* dZ. Wanted is what happens on average.",
        lambda W, slopes: np.linalg.norm(W, 2) * np.sqrt((slopes**2).mean()),
    ),
    Mistake(
        "one number is wanted for the layer: average the squared slopes over the units too.",
        lambda W, slopes: np.sqrt(W.shape[1] * W.var() * (slopes**2).mean(axis=0)),
    ),
    Mistake(
        "one number is wanted for the layer: average the squared slopes over the batch too.",
        lambda W, slopes: np.sqrt(W.shape[1] * W.var() * (slopes**2).mean(axis=1)),
    ),
]


def _factor_cases():
    rng, cases = np.random.default_rng(5), []
    for std, n, m, batch in ((0.3, 5, 40, 7), (0.05, 60, 9, 3), (1.2, 8, 8, 20)):
        W = rng.normal(0, std, (n, m))
        cases.append((W - W.mean(), rng.uniform(0, 1, (batch, n))))  # mean 0: W² and Var(W) agree
    return cases


factor = Exercise(
    asked="answer(W (n, m), slopes (rows, n)) -> by what the layer multiplies the size of dZ.",
    truth=_factor,
    cases=_factor_cases,
    names=["the factor"],
    mistakes=FACTORS,
    hint=Hints(
        "The factor has three quantities under one root: n_out, Var(W), mean(f'²). Compute them one by one.",
        "On the way back, dZ Wᵀ sums over the columns of W. Which of the two sizes of W is n_out?",
        "With mean 0, Var(W) is `np.mean(W**2)`. The last quantity is the mean of the *squared* slopes.",
    ),
)


# -- 2. a start for a leaky ReLU --


def _keeps(n=UNITS, squared_slope=(1 + LEAK**2) / 2):
    """The standard deviation with n_out Var(W) mean(f'²) = 1."""
    return 1 / np.sqrt(n * squared_slope)


STARTS = [
    Mistake("a standard deviation is not negative: take the positive root.", -_keeps()),
    Mistake(
        "this is He's, for slope 0 on the negative side. Here 0.3 gets through.",
        _keeps(squared_slope=0.5),
    ),
    Mistake(
        "this is Xavier's, for slope 1 everywhere. Here half of the slopes are 0.3.",
        _keeps(squared_slope=1),
    ),
    Mistake("this is the variance. Wanted is the standard deviation.", _keeps() ** 2),
    Mistake(
        "you average the slopes. The formula averages their *squares*.",
        _keeps(squared_slope=(1 + LEAK) / 2),
    ),
    Mistake(
        "you average, then square. Square each slope first.",
        _keeps(squared_slope=((1 + LEAK) / 2) ** 2),
    ),
    Mistake(
        "you count both slopes in full. Each holds for half of the z only.",
        _keeps(squared_slope=1 + LEAK**2),
    ),
    Mistake("this is for 64 units, as in the lesson. How many are there here?", _keeps(n=64)),
    Mistake("n_out is missing: how many units are there?", _keeps(n=1)),
]


def _outcome(scale):
    """What any other scale does to dZ; nothing is said of what is no scale."""
    if 0 <= scale < np.inf:
        return f"with {scale:.4g} each layer multiplies dZ by {scale / _keeps():.3g}. That should be 1."


std = Number(
    asked="the standard deviation that keeps dZ through layers of leaky ReLUs.",
    truth=_keeps(),
    tolerance=5e-3,
    mistakes=STARTS,
    otherwise=_outcome,
    hint=Hints(
        "Set the factor √(n_out Var(W) mean(f'²)) to 1, and solve for std(W).",
        "z is as often positive as negative, so f'² is 1 for half of the units. And for the other half?",
        "mean(f'²) is (1² + 0.3²) / 2. Put it and n_out = 100 into std(W) = 1 / √(n_out mean(f'²)).",
    ),
)


# -- 3. clip without turning --


def _clip(grads, limit):
    return _scaled(grads, min(1.0, limit / max(_norm(grads), limit)))


def _norm(grads):
    return np.sqrt(sum((g**2).sum() for g in grads))


def _scaled(grads, k):
    return [k * g for g in grads]


CLIPPINGS = [
    Mistake(
        "this cuts each entry, and so turns the gradient. One number must scale them all.",
        lambda grads, limit: [np.clip(g, -limit, limit) for g in grads],
    ),
    Mistake(
        "each matrix has its own norm here, which turns the whole. Take one norm of all together.",
        lambda grads, limit: [g * limit / max(np.linalg.norm(g), limit) for g in grads],
    ),
    Mistake(
        "short gradients become longer. Clipping is a cap: what should happen below the limit?",
        lambda grads, limit: _scaled(grads, limit / _norm(grads)),
    ),
    Mistake(
        "your norm lacks its root: it is the sum of the squares.",
        lambda grads, limit: _scaled(grads, limit / max(_norm(grads) ** 2, limit)),
    ),
    Mistake(
        "norms do not add up: add their squares, then take the root.",
        lambda grads, limit: _scaled(grads, limit / max(sum(map(np.linalg.norm, grads)), limit)),
    ),
    Mistake(
        "this caps the largest entry. The limit is for the norm of all entries together.",
        lambda grads, limit: _scaled(grads, limit / max(limit, *(np.abs(g).max() for g in grads))),
    ),
    Mistake(
        "long gradients end with norm 1: they should end with norm `limit`.",
        lambda grads, limit: _scaled(grads, 1 / _norm(grads) if _norm(grads) > limit else 1),
    ),
    Mistake(
        "nothing is clipped: gradients beyond the limit come out as they went in.",
        lambda grads, limit: grads,
    ),
]
UNGUARDED = Mistake(
    "one case goes wrong: where all gradients are 0, they should stay 0. What do you divide by?",
    lambda grads, limit: _scaled(_scaled(grads, 1 / _norm(grads)), min(_norm(grads), limit)),
)


BLOCKS = [(4, 3), (1, 3), (3, 2)]


def _clip_cases():
    draws = drawn(6, [BLOCKS] * 3)
    return [
        ([scale * block for block in blocks], limit)
        for blocks, scale, limit in zip(draws, (10, 0.1, 1), (1.0, 5.0, 0.5), strict=True)
    ]


clip = Exercise(
    asked="answer(grads, limit) -> grads: all matrices scaled by one number, so that their norm fits.",
    truth=_clip,
    cases=_clip_cases,
    further=Further(lambda: [*_clip_cases(), ([np.zeros(shape) for shape in BLOCKS], 1.0)], UNGUARDED),
    names=["matrix 1", "matrix 2", "matrix 3"],
    mistakes=CLIPPINGS,
    hint=Hints(
        "First the norm: square all entries of all matrices, add everything up, take the root.",
        "Which number scales a norm that is too long to `limit`? And one that is short enough to itself?",
        "Scale every matrix by `limit / max(norm, limit)`: that covers both, and gradients of 0.",
    ),
)


# -- 4. the game --


DEEP = {"depth": 50, "activation": "sigmoid", "remedy": "none"}
LARGE = {**DEEP, "initialization": "He", "scale": 10**0.85}

alive = Game(
    goal="depth 50, sigmoid, no remedy, dZ at layer 1 within a factor 10 of that at layer 50",
    lab="keep_gradients_alive",
    required=DEEP,
    reached=lambda values, picture: 0.1 <= picture.seen.ratio <= 10,
    wins=[LARGE, {**DEEP, "initialization": "Xavier", "scale": 10}],
    misses=[
        {**LARGE, "scale": 1},
        {**LARGE, "scale": 10**0.6},  # 4 times Xavier's, the answer for slopes of 1/4
        {**LARGE, "scale": 10},
        {**LARGE, "remedy": "residual", "scale": 1},
        {**LARGE, "depth": 49},
        {**LARGE, "activation": "tanh", "initialization": "Xavier", "scale": 1},
    ],
    hint=Hints(
        "At scale 1 they all vanish. Which initialization vanishes least? Go on from there.",
        "Over 49 layers, a factor 10 leaves 0.954 to 1.048 per layer. Read the title of the left picture.",
        "Larger weights flatten the slopes, but more slowly than they grow: try scales above 5.",
    ),
)
