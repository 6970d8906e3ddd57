"""Exercises on batch norm: its backward, its test-time layer, folding it into a dense layer, the game."""

import numpy as np

from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake, combined
from backprop_course.tasks.verdict import Hints

SHAPES = [(5, 3), (4, 6), (2, 1)]  # (n, features), different: a wrong axis fits nowhere


def _mean(values):
    return values.mean(axis=0, keepdims=True)


# -- 1. three paths --


def _dx(dy, gamma, standard, s):
    g = gamma * dy
    return (g - _mean(g) - standard * _mean(g * standard)) / s


def _paths(scaled, mean, along, divided):
    def answer(dy, gamma, standard, s):
        g = scaled(gamma, dy)
        return divided(g - mean(g, standard) - along(g, standard), s)

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
    ("", lambda g, standard: _mean(g)),
    ("the path through the mean is missing: do the columns of your dx add up to 0?", lambda g, standard: 0.0),
    (
        "the path through the mean lacks its 1/n: μ is a mean, and so is its term.",
        lambda g, standard: g.sum(axis=0, keepdims=True),
    ),
    ("the path through the mean has the wrong sign: x̂ falls when μ rises.", lambda g, standard: -_mean(g)),
    (
        "you average along the rows. Each *column* has its own mean: which axis is the batch?",
        lambda g, standard: g.mean(axis=1, keepdims=True),
    ),
]
ALONG = [
    ("", lambda g, standard: standard * _mean(g * standard)),
    ("the path through s is missing: is your dx at right angles to x̂?", lambda g, standard: 0.0),
    (
        "the path through s lacks its 1/n: ∂s/∂x is x̂/n.",
        lambda g, standard: standard * (g * standard).sum(axis=0, keepdims=True),
    ),
    (
        "the path through s has the wrong sign: x̂ shrinks when s grows.",
        lambda g, standard: -standard * _mean(g * standard),
    ),
    (
        "the path through s stops at ds: ∂s/∂x_j is x̂_j/n, so each row has its own x̂.",
        lambda g, standard: _mean(g * standard),
    ),
    (
        "in the path through s, average the product g x̂; the mean of g alone belongs to the mean's path.",
        lambda g, standard: standard * _mean(g),
    ),
    (
        "in the path through s you average each row. The batch is axis 0.",
        lambda g, standard: standard * (g * standard).mean(axis=1, keepdims=True),
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
        lambda dy, gamma, standard, s: _sum(dy * standard),
    ),
    Mistake(
        "this is what arrives at β, not at x. dx has the shape of x.",
        lambda dy, gamma, standard, s: _sum(dy),
    ),
    *combined(_paths, SCALED, MEANS, ALONG, DIVIDED),
    Mistake(
        "you average over the whole array. Each column has its own means: over the batch, axis 0.",
        lambda dy, gamma, standard, s: (
            (gamma * dy - (gamma * dy).mean() - standard * (gamma * dy * standard).mean()) / s
        ),
    ),
    Mistake(
        "γ is missing in the two means: they are means of g = γ dy and of g x̂.",
        lambda dy, gamma, standard, s: (gamma * dy - _mean(dy) - standard * _mean(dy * standard)) / s,
    ),
    Mistake(
        "only one term is divided by s. All three are: mind the brackets.",
        lambda dy, gamma, standard, s: (
            gamma * dy / s - _mean(gamma * dy) - standard * _mean(gamma * dy * standard)
        ),
    ),
    Mistake(
        "the path through s is divided by s twice: one of them stands in x̂ already.",
        lambda dy, gamma, standard, s: (
            (gamma * dy - _mean(gamma * dy) - standard * _mean(gamma * dy * standard) / s) / s
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
    asked="answer(dy (n, k), gamma (1, k), standard (n, k), s (1, k)) -> dx (n, k) of batch norm.",
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


# -- 2. the layer at test time --


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
    ("the scale must divide by the deviation, not multiply by it.", lambda var, eps: 1 / np.sqrt(var + eps)),
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
        "in the shift the mean is not divided by the deviation: it is scaled as x is.",
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


# -- 3. folded into the dense layer --


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
    asked="answer(W (d, k), b, scale, shift (1, k)) -> W (d, k), b (1, k) of one dense layer.",
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


# -- 4. the game --


def _reached(values, view):
    test, _, ordered = view.right
    return view.rate > 1.01 and test >= 0.88 and test - ordered <= 0.25


LARGE = {"batch_size": 128, "rate": 10**0.25}

fast = Game(
    goal="rate above 1, 88 % right by training statistics, sorted batches at most 25 points below that",
    lab="normalize_a_batch",
    reached=_reached,
    wins=[LARGE],
    misses=[
        {"rate": 10**0.25},  # small batches
        {**LARGE, "rate": 1.0},
        {**LARGE, "norm": "without"},
    ],
    hint=Hints(
        "Above rate 1 the network without batch norm is lost. Start with batch norm, at any batch size.",
        "Look at the right picture while you raise the batch size: which bar grows most?",
        "Take the largest batches. Then move the rate just above 1, and read the caption.",
    ),
)
