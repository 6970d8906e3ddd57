"""Exercises on vanishing and exploding derivatives: a layer's factor, a good start, clipping, the game."""

from numbers import Real

import numpy as np

from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.old import exercise, judge, judge_game, judge_number
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG

LEAK, UNITS = 0.3, 100  # the leaky ReLU of the second exercise, and its layers' width
GAME = {"depth": 50, "activation": "sigmoid", "remedy": "none"}


# -- 1. the factor of a layer --


def _factor(W, slopes):
    return np.sqrt(W.shape[1] * (W**2).mean() * (slopes**2).mean())


FACTORS = [
    Mistake(
        "n is taken from the wrong side of W. Δ Wᵀ sums over the columns of W: which size counts them?",
        lambda W, slopes: np.sqrt(W.shape[0] * W.var() * (slopes**2).mean()),
    ),
    Mistake(
        "you take n from the batch. The sum in Δ Wᵀ runs over units: look at the shape of W.",
        lambda W, slopes: np.sqrt(len(slopes) * W.var() * (slopes**2).mean()),
    ),
    Mistake(
        "n is missing. Each entry of Δ Wᵀ is a sum: of how many terms?",
        lambda W, slopes: W.std() * np.sqrt((slopes**2).mean()),
    ),
    Mistake(
        "this is the factor of the mean square of Δ. What does the *root* of the mean square get?",
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
        "the norm of W is what it can do to the *worst* Δ. Wanted is what happens on average.",
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


@exercise(
    "The factor has three quantities under one root: n, Var(W), E[f'²]. Compute them one by one.",
    "On the way back, Δ Wᵀ sums over the columns of W. Which of the two sizes of W is n?",
    "With mean 0, Var(W) is `np.mean(W**2)`. The last quantity is the mean of the *squared* slopes.",
)
def factor(answer):
    """Judge answer(W (n, m), slopes (batch, n)) -> by what the layer multiplies the rms of ∂loss/∂z."""
    rng, cases = np.random.default_rng(5), []
    for std, n, m, batch in ((0.3, 5, 40, 7), (0.05, 60, 9, 3), (1.2, 8, 8, 20)):
        W = rng.normal(0, std, (n, m))
        cases.append((W - W.mean(), rng.uniform(0, 1, (batch, n))))  # mean 0: W² and Var(W) agree
    return judge(answer, _factor, cases, mistakes=FACTORS, names=["the factor"])


# -- 2. a start for a leaky ReLU --


def _keeps(n=UNITS, squared_slope=(1 + LEAK**2) / 2):
    """The standard deviation with n Var(W) E[f'^2] = 1."""
    return 1 / np.sqrt(n * squared_slope)


STARTS = [
    (-_keeps(), "a standard deviation is not negative: take the positive root."),
    (_keeps(squared_slope=0.5), "this is He's, for slope 0 on the negative side. Here 0.3 gets through."),
    (_keeps(squared_slope=1), "this is Xavier's, for slope 1 everywhere. Here half of the slopes are 0.3."),
    (_keeps() ** 2, "this is the variance. Wanted is the standard deviation."),
    (_keeps(squared_slope=(1 + LEAK) / 2), "you average the slopes. The formula averages their *squares*."),
    (_keeps(squared_slope=((1 + LEAK) / 2) ** 2), "you average, then square. Square each slope first."),
    (_keeps(squared_slope=1 + LEAK**2), "you count both slopes in full. Each holds for half of the z only."),
    (_keeps(n=64), "this is for 64 units, as in the lesson. How many are there here?"),
    (_keeps(n=1), "n is missing: how many units are there?"),
]


@exercise(
    "Set the factor to 1, as under the first remedy, and solve for std(W).",
    "z is as often positive as negative, so f'² is 1 for half of the units. And for the other half?",
    "E[f'²] is (1² + 0.3²) / 2. Put it and n = 100 into std(W) = 1 / √(n E[f'²]).",
)
def std(answer):
    """Judge the standard deviation that keeps ∂loss/∂z through layers of leaky ReLUs."""
    return judge_number(answer, _keeps(), tolerance=5e-3, mistakes=[*STARTS, *_outcome_of(answer)])


def _outcome_of(answer):
    """What any other scale does to ∂loss/∂z, as the last of the mistakes; none if it is no scale."""
    if not isinstance(answer, Real) or not 0 <= answer < np.inf:
        return []
    factor = answer / _keeps()
    return [(answer, f"with {answer:.4g} each layer multiplies Δ by {factor:.3g}. That should be 1.")]


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


@exercise(
    "First the norm: square all entries of all matrices, add everything up, take the root.",
    "Which number scales a norm that is too long to `limit`? And one that is short enough to itself?",
    "Scale every matrix by `limit / max(norm, limit)`: that covers both, and gradients of 0.",
)
def clip(answer):
    """Judge answer(grads, limit) -> grads: all matrices scaled by one number, so that their norm fits."""
    rng = np.random.default_rng(6)
    shapes = [(4, 3), (1, 3), (3, 2)]
    draws = [[scale * rng.normal(size=shape) for shape in shapes] for scale in (10, 0.1, 1)]
    cases, names = list(zip(draws, (1.0, 5.0, 0.5), strict=True)), ["matrix 1", "matrix 2", "matrix 3"]
    verdict = judge(answer, _clip, cases, mistakes=CLIPPINGS, names=names)
    if verdict.kind != RIGHT:
        return verdict
    verdict = judge(answer, _clip, [*cases, ([np.zeros(shape) for shape in shapes], 1.0)], names=names)
    words = "one case goes wrong: where all gradients are 0, they should stay 0. What do you divide by?"
    return verdict._replace(words=words) if verdict.kind == WRONG else verdict


# -- 4. the game --


@exercise(
    "At scale 1 they all vanish. Which initialization vanishes least? Go on from there.",
    "Over 49 layers, a factor 10 leaves 0.954 to 1.048 per layer. Read the title of the left picture.",
    "Larger weights flatten the slopes, but more slowly than they grow: try scales above 5.",
)
def alive(lab):
    """Judge where the lab stands: 50 sigmoid layers without a remedy, ∂loss/∂z within a factor 10."""
    goal = "depth 50, sigmoid, no remedy, ∂loss/∂z at layer 1 within a factor 10 of that at layer 50"
    verdict = judge_game(lab, lambda now, picture: not _to_set(now) and 0.1 <= picture.seen.ratio <= 10, goal)
    if verdict.kind == NOT_YET and _to_set(lab.values):
        return verdict._replace(words=f"{verdict.words} Still to set: {', '.join(_to_set(lab.values))}.")
    return verdict


def _to_set(values):
    return [f"{name} is {values[name]}" for name, wanted in GAME.items() if values[name] != wanted]
