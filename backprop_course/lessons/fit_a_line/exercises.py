"""Exercises on linear regression: its gradient, the normal equations, standardizing, the game."""

import numpy as np

from backprop_course import data
from backprop_course.check.differences import slope
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.verdict import Hints

SHAPES = [(5, 3, 2), (7, 2, 3), (6, 1, 1)]  # (n, d, m), different: a transposed answer fits nowhere


# -- 1. several targets, no ½ --


def _gradient(W, b, x, y):
    """dW and db of the squared error without 1/2, mean over the rows, by central differences."""

    def loss(W, b):
        return ((x @ W + b - y) ** 2).sum(axis=1).mean()

    return slope(lambda W: loss(W, b), W), slope(lambda b: loss(W, b), b)


def _product(x, R):
    return x.T @ R


def _column_sums(x, R):
    return R.sum(axis=0, keepdims=True)


def _residual(W, b, x, y):
    return x @ W + b - y


def _back(residual=_residual, of_W=_product, of_b=_column_sums, factor=lambda R: 2 / len(R)):
    """The gradient by formula, with each of its parts to be mistaken."""

    def answer(W, b, x, y):
        R = residual(W, b, x, y)
        return factor(R) * of_W(x, R), factor(R) * of_b(x, R)

    return answer


GRADIENTS = [
    Mistake(
        "this is the gradient of the loss *with* ½. What is the derivative of R² when no ½ stands before it?",
        _back(factor=lambda R: 1 / len(R)),
    ),
    Mistake(
        "the 1/n is missing: your gradient grows with the number of rows. Look at the loss again.",
        _back(factor=lambda R: 2),
    ),
    Mistake(
        "both ½ and 1/n went wrong: a 2 is missing, and so is the mean over the rows.",
        _back(factor=lambda R: 1),
    ),
    Mistake(
        "you average over the targets too. The loss *sums* over k: what does it divide by?",
        _back(factor=lambda R: 2 / R.size),
    ),
    Mistake(
        "the sign is flipped. Which comes first in the residual, the prediction or the target?",
        _back(residual=lambda W, b, x, y: y - x @ W - b),
    ),
    Mistake(
        "your residual is without b. What does the model predict?",
        _back(residual=lambda W, b, x, y: x @ W - y),
    ),
    Mistake(
        "dW is transposed. Its shape is that of W, (d, m): one row for each input.",
        _back(of_W=lambda x, R: R.T @ x),
    ),
    Mistake(
        "dW is right, but db sums over the targets too. Each column has its own b: which axis is summed?",
        _back(of_b=lambda x, R: np.full((1, R.shape[1]), R.sum())),
    ),
    Mistake(
        "db is one number, the sum over rows and targets. Each column has its own b: which axis is summed?",
        _back(of_b=lambda x, R: R.sum()),
    ),
    Mistake(
        "db has one number for each row. b is the same in every row: which axis does it broadcast along?",
        _back(of_b=lambda x, R: R.sum(axis=1, keepdims=True)),
    ),
    Mistake(
        "the numbers are right, but db has lost an axis: its shape must be that of b, (1, m).",
        _back(of_b=lambda x, R: R.sum(axis=0)),
    ),
    Mistake(
        "dW is right, but in db the 1/n is taken twice: a mean divides by n already.",
        _back(of_b=lambda x, R: R.mean(axis=0, keepdims=True)),
    ),
    Mistake(
        "dW is right, but db lacks the 2. The ½ is missing for both.",
        _back(of_b=lambda x, R: R.sum(axis=0, keepdims=True) / 2),
    ),
]


gradient = Exercise(
    asked="answer(W (d, m), b (1, m), x (n, d), y (n, m)) -> dW, db for the loss without the factor 1/2.",
    truth=_gradient,
    cases=lambda: drawn(2, [((d, m), (1, m), (n, d), (n, m)) for n, d, m in SHAPES]),
    names=["dW", "db"],
    mistakes=GRADIENTS,
    hint=Hints(
        "Start with the residual R = xW + b − y, (n, m). Each of its columns is a line of its own.",
        "The derivative of R² is 2R times that of R. W enters R through x, b enters through a column of"
        " ones.",
        "Which product of x and R has the shape (d, m)? With ones in place of x it is a sum over the rows:"
        " `keepdims=True` keeps it (1, m). Both times 2/n.",
    ),
)


# -- 2. the normal equations --


def _with_ones(x):
    return np.hstack([x, np.ones_like(x[:, :1])])


def _solved(x, y):
    return np.linalg.lstsq(x, y, rcond=None)[0]


def _least_squares(x, y):
    theta = _solved(_with_ones(x), y)
    return theta[:-1], theta[-1:]


def _ones_first(x, y):
    theta = _solved(np.roll(_with_ones(x), 1, axis=1), y)
    return theta[:-1], theta[-1:]


def _one_after_the_other(x, y):
    W = _solved(x, y)
    return W, (y - x @ W).mean(axis=0, keepdims=True)


def _not_solved(x, y):
    theta = _with_ones(x).T @ y
    return theta[:-1], theta[-1:]


FITS = [
    Mistake(
        "your line goes through the origin: it has no b. What must stand beside x for b to be fitted too?",
        lambda x, y: (_solved(x, y), np.zeros((1, y.shape[1]))),
    ),
    Mistake(
        "your column of ones stands before x, but you cut b off the end. Where is b in your theta?",
        _ones_first,
    ),
    Mistake(
        "you fit W without b, and then b. The best W depends on b: fit them in one go.",
        _one_after_the_other,
    ),
    Mistake(
        "you return Aᵀy. It is the right side of the equations: they are still to be solved.",
        _not_solved,
    ),
    Mistake(
        "the numbers are right, but b has lost an axis: its shape must be (1, m). A slice keeps the axis.",
        lambda x, y: (_least_squares(x, y)[0], _least_squares(x, y)[1][0]),
    ),
    Mistake(
        "the two results have changed places: first W, then b.",
        lambda x, y: _least_squares(x, y)[::-1],
    ),
    Mistake(
        "this W belongs to standardized inputs. It must multiply x as it is handed over.",
        lambda x, y: _least_squares(data.standardize(x), y),
    ),
    Mistake(
        "W is right, but b is the mean of y. That is b only where the mean of x is 0.",
        lambda x, y: (_least_squares(x, y)[0], y.mean(axis=0, keepdims=True)),
    ),
]


def _normal_equations_cases():
    rng = np.random.default_rng(3)
    return [[rng.normal(1, 2, (4 * n, d)), rng.normal(3, 1, (4 * n, m))] for n, d, m in SHAPES]


normal_equations = Exercise(
    asked="answer(x (n, d), y (n, m)) -> W (d, m), b (1, m) of the least squared error.",
    truth=_least_squares,
    cases=_normal_equations_cases,
    names=["W", "b"],
    mistakes=FITS,
    hint=Hints(
        "b is the weight of an input that is always 1. So put a column of ones beside x, and call it A.",
        "The normal equations are AᵀA θ = Aᵀy. `np.linalg.solve` solves them, for all targets at once.",
        "θ is (d + 1, m). Cut it after row d; a slice such as `theta[-1:]` keeps the axis, `theta[-1]`"
        " loses it.",
    ),
)


# -- 3. standardize by the training rows only --


def _scaled(
    center=lambda x: x.mean(axis=0),
    spread=lambda x: x.std(axis=0),
    rows=lambda train, test: (train, train),  # whose center and spread are taken, for each of the two
):
    """Both arrays moved and scaled, with each part of it to be mistaken."""

    def answer(train, test):
        pairs = zip((train, test), rows(train, test), strict=True)
        return tuple((x - center(r)) / spread(r) for x, r in pairs)

    return answer


SCALINGS = [
    Mistake(
        "train is right, but test is scaled by its *own* numbers. Which of them do you know today?",
        _scaled(rows=lambda train, test: (train, test)),
    ),
    Mistake(
        "your mean and standard deviation are those of both arrays: the test rows leak into training.",
        _scaled(rows=lambda train, test: [np.vstack([train, test])] * 2),
    ),
    Mistake(
        "you take one mean for the whole table. Every column has its own unit: along which axis is the mean?",
        _scaled(lambda x: x.mean(), lambda x: x.std()),
    ),
    Mistake(
        "you divide by the variance. It has the square of the column's unit: what has the unit itself?",
        _scaled(spread=lambda x: x.var(axis=0)),
    ),
    Mistake(
        "the columns are moved, but not yet scaled: their standard deviation should be 1.",
        _scaled(spread=lambda x: 1),
    ),
    Mistake(
        "the columns are scaled, but not yet moved: their mean should be 0.",
        _scaled(center=lambda x: 0),
    ),
    Mistake(
        "you divide by n − 1 in the variance (`ddof=1`). Then train's own standard deviation is not quite 1.",
        _scaled(spread=lambda x: x.std(axis=0, ddof=1)),
    ),
    Mistake(
        "you bring the columns between 0 and 1. Wanted are mean 0 and standard deviation 1.",
        _scaled(lambda x: x.min(axis=0), lambda x: np.ptp(x, axis=0)),
    ),
    Mistake(
        "train is right, but test is as it was. The model has learned on moved and scaled columns.",
        lambda train, test: (data.standardize(train), test),
    ),
]


def _standardize_cases():
    rng = np.random.default_rng(4)
    return [[rng.normal(5, 2, (n, d)), rng.normal(-1, 4, (n - 3, d))] for n, d, _ in SHAPES]


standardize = Exercise(
    asked="answer(train (n, d), test (k, d)) -> both, moved and scaled by the numbers of train.",
    truth=data.standardize,
    cases=_standardize_cases,
    names=["train", "test"],
    mistakes=SCALINGS,
    hint=Hints(
        "Which numbers are known on the day of training? Compute them first, from `train` alone.",
        "One mean and one standard deviation for each column: both along axis 0.",
        "Subtract the mean and divide by the standard deviation, and do the very same to `test`.",
    ),
)


# -- 4. the game --


def _arrived(values, walk):
    far = values["W"] <= -3 and values["b"] >= 7 and values["inputs"] == "as measured"
    return far and walk.losses[-1] <= 1.01 * walk.problem.least


FAR = {"W": -3, "b": 7, "inputs": "as measured"}

far_start = Game(
    goal="from W ≤ -3 and b ≥ 7, x as measured, within 1 % of the normal equations' loss at step 40",
    lab="fit_a_line",
    reached=_arrived,
    wins=[{**FAR, "rate": rate} for rate in (0.6, 0.7, 0.9)],
    misses=[
        *({**FAR, "rate": rate} for rate in (0.1, 0.5, 0.96, 1.1)),
        {**FAR, "rate": 0.8, "W": 3.5, "b": 0.5},
        {**FAR, "rate": 0.8, "b": 6.5},
        {**FAR, "rate": 0.8, "inputs": "standardized"},
    ],
    hint=Hints(
        "First bring W, b and x to where they should stand. Then read the limit in the middle picture's"
        " title.",
        "Two directions must arrive. At a small rate the flat one is late; near the limit, the steep one.",
        "The best fixed rate is 2/(λmin + λmax). Here it is a little below 0.9: stay close to it.",
    ),
)
