"""Exercises on batch norm: three blanks, its backward, its layer for prediction, folding, rows, the game."""

import numpy as np

from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake, combined
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

SHAPES = [(5, 3), (4, 6), (2, 1)]  # (n, features), different: a wrong axis fits nowhere


def _mean(values):
    return values.mean(axis=0, keepdims=True)


# -- blanks: standardized, the path through s, a running mean --


def _columns_and_their_numbers():
    """Columns x (n, k), each with its mean and its standard deviation (1, k)."""
    columns = [case[0] for case in drawn(4, [((n, k),) for n, k in SHAPES])]
    return [(x, _mean(x), np.sqrt(x.var(axis=0, keepdims=True) + 1e-5)) for x in columns]


standardized = Exercise(
    asked="x_hat from x, mu and s: the mean taken away, the standard deviation divided out.",
    truth=lambda x, mu, s: (x - mu) / s,
    cases=_columns_and_their_numbers,
    names=["x_hat"],
    mistakes=[
        Mistake("the mean is still in it: which number should become 0?", lambda x, mu, s: x / s),
        Mistake("this is x without its mean. What makes its size 1?", lambda x, mu, s: x - mu),
        Mistake("only mu is divided: mind the brackets.", lambda x, mu, s: x - mu / s),
        Mistake(
            "the sign is flipped: what lies above the mean stays positive.", lambda x, mu, s: (mu - x) / s
        ),
        Mistake("you multiply by s. Large numbers are to become smaller.", lambda x, mu, s: (x - mu) * s),
        Mistake("you divide by the variance: s is its root already.", lambda x, mu, s: (x - mu) / s**2),
    ],
    hint=Hints(
        "Two steps: take the mean away, then divide.", "Put the subtraction into brackets, and divide by s."
    ),
)
through_s = Number(
    asked="what the path through s gives to the third number, before the division by s.",
    truth=1.5,
    mistakes=[
        Mistake(
            "the sign: the third x̂ is positive, the mean of g x̂ negative, and a minus stands before.", -1.5
        ),
        Mistake("this is the mean's path. The one through s is −x̂ times the mean of g x̂.", -1),
        Mistake("the mean of g x̂ is divided by n = 3.", 4.5),
        Mistake("this is the mean of g x̂. Each row multiplies it by minus its own x̂.", -1.22),
        Mistake("this is minus the mean of g x̂. Each row multiplies it by its own x̂ too.", 1.22),
        Mistake("its own g is 0, but s is everybody's: what does s do to the first output?", 0),
        Mistake("the division by s comes at the end.", 0.61),
    ],
    hint=Hints(
        "First the mean of g x̂: 3 · (−1.22), 0 and 0, over 3.", "The third x̂ is 1.22. So −1.22 times that."
    ),
)
running = Number(
    asked="the running mean after two batches of mean 4, from 0, a tenth of the way each time.",
    truth=0.76,
    mistakes=[
        Mistake("this is after one batch. Take 0.9 of it, and add a tenth of 4 again.", 0.4),
        Mistake("the old value is kept to nine tenths only.", 0.8),
        Mistake("0.1 is the weight of the new value, 0.9 that of the old.", 3.96),
        Mistake("this is the mean itself. The running one begins at 0, and is slow.", 4),
        Mistake("this is after three batches.", 1.084),
    ],
    hint=Hints("After the first batch it is 0.9 · 0 + 0.1 · 4.", "Then 0.9 · 0.4 + 0.1 · 4."),
)


# -- the blank of the backward: three paths --


def _dx(dy, gamma, x_hat, s):
    g = gamma * dy
    return (g - _mean(g) - x_hat * _mean(g * x_hat)) / s


def _paths(scaled, mean, along, divided):
    def answer(dy, gamma, x_hat, s):
        g = scaled(gamma, dy)
        return divided(g - mean(g, x_hat) - along(g, x_hat), s)

    return answer


SCALED = [
    ("", lambda gamma, dy: gamma * dy),
    ("γ is missing: y = γ x̂ + β, so what arrives at x̂?", lambda gamma, dy: dy),
    (
        "you divide by γ. The way back multiplies by the same γ as the way forward.",
        lambda gamma, dy: dy / gamma,
    ),
]
MEANS = [
    ("", lambda g, x_hat: _mean(g)),
    ("the path through the mean is missing: do the columns of your dx add up to 0?", lambda g, x_hat: 0.0),
    (
        "the path through the mean lacks its 1/n: μ is a mean, and so is its term.",
        lambda g, x_hat: g.sum(axis=0, keepdims=True),
    ),
    ("the path through the mean has the wrong sign: x̂ falls when μ rises.", lambda g, x_hat: -_mean(g)),
    (
        "you average along the rows. Each *column* has its own mean: which axis is the batch?",
        lambda g, x_hat: g.mean(axis=1, keepdims=True),
    ),
]
ALONG = [
    ("", lambda g, x_hat: x_hat * _mean(g * x_hat)),
    ("the path through s is missing: when x_j moves, s moves, and with it every x̂.", lambda g, x_hat: 0.0),
    (
        "the path through s lacks its 1/n: ∂s/∂x is x̂/n.",
        lambda g, x_hat: x_hat * (g * x_hat).sum(axis=0, keepdims=True),
    ),
    (
        "the path through s has the wrong sign: x̂ shrinks when s grows.",
        lambda g, x_hat: -x_hat * _mean(g * x_hat),
    ),
    (
        "the path through s stops at ds: ∂s/∂x_j is x̂_j/n, so each row has its own x̂.",
        lambda g, x_hat: _mean(g * x_hat),
    ),
    (
        "in the path through s, average the product g x̂; the mean of g alone belongs to the mean's path.",
        lambda g, x_hat: x_hat * _mean(g),
    ),
    (
        "in the path through s you average each row. The batch is axis 0.",
        lambda g, x_hat: x_hat * (g * x_hat).mean(axis=1, keepdims=True),
    ),
]
DIVIDED = [
    ("", lambda sum_of_paths, s: sum_of_paths / s),
    ("the division by s is missing: x̂ = (x − μ)/s.", lambda sum_of_paths, s: sum_of_paths),
    (
        "you multiply by s. Forward divides by it, and so does backward.",
        lambda sum_of_paths, s: sum_of_paths * s,
    ),
    (
        "you divide by the variance: s is a standard deviation already.",
        lambda sum_of_paths, s: sum_of_paths / s**2,
    ),
    ("s is a standard deviation already: no root of it.", lambda sum_of_paths, s: sum_of_paths / np.sqrt(s)),
]


def _sum(values):
    return values.sum(axis=0, keepdims=True)


BACKWARDS = [
    Mistake(
        "this is what arrives at γ, not at x. dx has the shape of x.",
        lambda dy, gamma, x_hat, s: _sum(dy * x_hat),
    ),
    Mistake(
        "this is what arrives at β, not at x. dx has the shape of x.",
        lambda dy, gamma, x_hat, s: _sum(dy),
    ),
    *combined(_paths, SCALED, MEANS, ALONG, DIVIDED),
    Mistake(
        "you average over the whole array. Each column has its own means: over the batch, axis 0.",
        lambda dy, gamma, x_hat, s: (
            (gamma * dy - (gamma * dy).mean() - x_hat * (gamma * dy * x_hat).mean()) / s
        ),
    ),
    Mistake(
        "γ is missing in the two means: they are means of g = γ dy and of g x̂.",
        lambda dy, gamma, x_hat, s: (gamma * dy - _mean(dy) - x_hat * _mean(dy * x_hat)) / s,
    ),
    Mistake(
        "only one term is divided by s. All three are: mind the brackets.",
        lambda dy, gamma, x_hat, s: gamma * dy / s - _mean(gamma * dy) - x_hat * _mean(gamma * dy * x_hat),
    ),
    Mistake(
        "the path through s is divided by s twice: one of them stands in x̂ already.",
        lambda dy, gamma, x_hat, s: (
            (gamma * dy - _mean(gamma * dy) - x_hat * _mean(gamma * dy * x_hat) / s) / s
        ),
    ),
]


def _dx_cases():
    rng, cases = np.random.default_rng(1), []
    for n, k in SHAPES:
        x = rng.normal(size=(n, k))
        s = np.sqrt(x.var(axis=0, keepdims=True) + 0.1)  # a large eps: x̂ is not exactly of variance 1
        dy, gamma = rng.normal(size=(n, k)), rng.uniform(0.5, 2, (1, k))
        cases.append((dy, gamma, (x - _mean(x)) / s, s))
    return cases


dx = Exercise(
    asked="norm_dx(dy (n, k), gamma (1, k), x_hat (n, k), s (1, k)) -> dx (n, k) of batch norm.",
    truth=_dx,
    cases=_dx_cases,
    names=["dx"],
    mistakes=BACKWARDS,
    hint=Hints(
        "Start with g = γ dy, what arrives at x̂. Three terms follow, and all are divided by s.",
        "The mean's path takes away the column mean of g. Which mean does the path through s need?",
        "dx is (g − mean of g − x̂ · mean of g x̂) / s; both means run over the batch, axis 0, and keep it.",
    ),
)


# -- 1. the layer for prediction --


def _affine(gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale, beta - scale * mean


def _affine_by(root, shift):
    def answer(gamma, beta, mean, var, eps):
        scale = gamma / root(var, eps)
        return scale, shift(scale, gamma, beta, mean, root(var, eps))

    return answer


ROOTS = [
    ("", lambda var, eps: np.sqrt(var + eps)),
    ("ε is missing: a constant column has variance 0.", lambda var, eps: np.sqrt(var)),
    ("ε goes under the root, beside the variance, as in training.", lambda var, eps: np.sqrt(var) + eps),
    ("you divide by the variance. Its root is wanted.", lambda var, eps: var + eps),
    (
        "the scale must divide by the standard deviation, not multiply by it.",
        lambda var, eps: 1 / np.sqrt(var + eps),
    ),
]
SHIFTS = [
    ("", lambda scale, gamma, beta, mean, root: beta - scale * mean),
    ("the mean is missing in the shift: where does x = μ go?", lambda scale, gamma, beta, mean, root: beta),
    (
        "in the shift the mean is not scaled. Multiply out scale · (x − μ) + β.",
        lambda scale, gamma, beta, mean, root: beta - mean,
    ),
    (
        "the shift's sign: multiply out scale · (x − μ) + β.",
        lambda scale, gamma, beta, mean, root: beta + scale * mean,
    ),
    (
        "β is not scaled: multiply out scale · (x − μ) + β.",
        lambda scale, gamma, beta, mean, root: scale * (beta - mean),
    ),
    ("β is missing in the shift.", lambda scale, gamma, beta, mean, root: -scale * mean),
    (
        "γ is missing in the shift: it scales the mean too.",
        lambda scale, gamma, beta, mean, root: beta - mean / root,
    ),
    (
        "in the shift the mean is not divided by the standard deviation: it is scaled as x is.",
        lambda scale, gamma, beta, mean, root: beta - gamma * mean,
    ),
]
AFFINES = [
    *combined(_affine_by, ROOTS, SHIFTS),
    Mistake(
        "γ is missing in the scale.",
        lambda gamma, beta, mean, var, eps: (
            1 / np.sqrt(var + eps),
            beta - gamma * mean / np.sqrt(var + eps),
        ),
    ),
    Mistake(
        "γ is missing, in the scale and so in the shift.",
        lambda gamma, beta, mean, var, eps: (1 / np.sqrt(var + eps), beta - mean / np.sqrt(var + eps)),
    ),
    Mistake(
        "the two are swapped: first the scale, then the shift.",
        lambda *case: _affine(*case)[::-1],
    ),
]


def _affine_cases():
    rng = np.random.default_rng(2)
    return [
        (*(rng.normal(size=(1, k)) for _ in range(3)), rng.uniform(0.1, 4, (1, k)), eps)
        for k, eps in ((3, 1e-5), (5, 1e-3), (1, 0.1))
    ]


affine = Exercise(
    asked="answer(gamma, beta, mean, var, eps) -> scale, shift, all (1, k) but the number eps.",
    truth=_affine,
    cases=_affine_cases,
    names=["scale", "shift"],
    mistakes=AFFINES,
    hint=Hints(
        "Write γ (x − mean) / s + β, with s from var and eps, and multiply out.",
        "What multiplies x is the scale. What stays when x = 0 is the shift.",
        "The scale is γ / √(var + eps). The shift is β minus scale times mean.",
    ),
)


# -- 2. folded into the dense layer --


def _fold(W, b, scale, shift):
    return W * scale, b * scale + shift


def _folded(weights, bias):
    return lambda W, b, scale, shift: (weights(W, scale), bias(b, scale, shift))


WEIGHTS = [
    ("", lambda W, scale: W * scale),
    ("W is not scaled: what multiplies x in scale · (xW + b) + shift?", lambda W, scale: W),
    ("you divide W by the scale.", lambda W, scale: W / scale),
]
BIASES = [
    ("", lambda b, scale, shift: b * scale + shift),
    ("the old bias passes through the scale too.", lambda b, scale, shift: b + shift),
    ("the shift is missing in the bias.", lambda b, scale, shift: b * scale),
    ("the old bias is missing: it need not be 0.", lambda b, scale, shift: shift),
    ("the bias is not changed at all: multiply out scale · (xW + b) + shift.", lambda b, scale, shift: b),
    (
        "the shift comes after the scaling: it is not scaled itself.",
        lambda b, scale, shift: (b + shift) * scale,
    ),
    ("the sign of the shift: it is added.", lambda b, scale, shift: b * scale - shift),
]
FOLDS = [
    *combined(_folded, WEIGHTS, BIASES),
    Mistake("the two are swapped: first the weights, then the bias.", lambda *case: _fold(*case)[::-1]),
]


fold = Exercise(
    asked="answer(W (d, k), b, scale, shift (1, k)) -> W (d, k), b (1, k) of one layer.",
    truth=_fold,
    cases=lambda: drawn(3, [((d, k), *[(1, k)] * 3) for d, k in ((4, 3), (2, 5), (3, 3))]),
    names=["W", "b"],
    mistakes=FOLDS,
    hint=Hints(
        "Multiply out scale · (xW + b) + shift, and sort: what stands with x, what without?",
        "The scale has a number for each *column* of W: which product with W broadcasts that way?",
        "The weights are W * scale, the bias is b * scale + shift.",
    ),
)


# -- 3. rows instead of columns --


def _across(values):
    return values.mean(axis=1, keepdims=True)


ROWS = [
    Mistake(
        "you average over the batch. Here each row has its own mean, and its own s.",
        lambda g, x_hat, s: (g - _mean(g) - x_hat * _mean(g * x_hat)) / s,
    ),
    Mistake(
        "the path through the mean is missing: does each row of your dx add up to 0?",
        lambda g, x_hat, s: (g - x_hat * _across(g * x_hat)) / s,
    ),
    Mistake("the path through s is missing.", lambda g, x_hat, s: (g - _across(g)) / s),
    Mistake("two paths are missing: through the mean, and through s.", lambda g, x_hat, s: g / s),
    Mistake(
        "the mean of g is the row's, but that of g x̂ is still the column's.",
        lambda g, x_hat, s: (g - _across(g) - x_hat * _mean(g * x_hat)) / s,
    ),
    Mistake(
        "the mean of g x̂ is the row's, but that of g is still the column's.",
        lambda g, x_hat, s: (g - _mean(g) - x_hat * _across(g * x_hat)) / s,
    ),
    Mistake("the division by s is missing.", lambda g, x_hat, s: g - _across(g) - x_hat * _across(g * x_hat)),
]


def _row_cases():
    rng, cases = np.random.default_rng(5), []
    for n, k in ((3, 5), (6, 4), (1, 3)):
        x = rng.normal(size=(n, k))
        s = np.sqrt(x.var(axis=1, keepdims=True) + 0.1)
        cases.append((rng.normal(size=(n, k)), (x - _across(x)) / s, s))
    return cases


rows = Exercise(
    asked="answer(g (n, k), x_hat (n, k), s (n, 1)) -> dx (n, k), each row standardized over its units.",
    truth=lambda g, x_hat, s: (g - _across(g) - x_hat * _across(g * x_hat)) / s,
    cases=_row_cases,
    names=["dx"],
    mistakes=ROWS,
    hint=Hints(
        "Lay the array on its side: what was a column is a row. Which numbers share a mean now?",
        "The three paths are the same; both means run over the units, axis 1, and keep it.",
    ),
)


# -- 4. the game --


def _reached(values, view):
    fixed, _, in_order = view.right
    return view.rate > 1 and fixed >= 0.88 and fixed - in_order <= 0.25


LARGE = {"batch_size": 128, "rate": 2.0}

fast = Game(
    goal="rate above 1, 88 % right by training statistics, sorted batches at most 25 points below that",
    lab="normalize_a_batch",
    reached=_reached,
    wins=[LARGE],
    misses=[
        {"rate": 2.0},  # batches of 32
        {**LARGE, "rate": 1.0},
        {**LARGE, "norm": "without"},
    ],
    hint=Hints(
        "Choose batch norm, and raise the batch size.",
        "Look at the right picture while you do: which bar grows most?",
        "Take the largest batches. Then move the rate just above 1, and read the caption.",
    ),
)
