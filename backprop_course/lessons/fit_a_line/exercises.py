"""Exercises on linear regression: slopes, the loop, the exact answer, standardizing, the game."""

import numpy as np

from backprop_course import data
from backprop_course.check.differences import slope
from backprop_course.tasks import pieces
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

MEASURED, STANDARDIZED = "as measured", "standardized"  # what the lab's inputs are
SHAPES = [(5, 3, 2), (7, 2, 3), (6, 1, 1)]  # (n, d, m), different: a transposed answer fits nowhere


# -- on the way: the second slope by hand, and the gradient with its shapes --

slope_at_one = Number(
    asked="dw of the three rides at w = 1.",
    truth=-2.0,
    mistakes=[
        Mistake("that is the slope at w = 0. At w = 1 the predictions are 1, 1 and 2.", -4.0),
        Mistake("the sign is flipped: an error is the prediction minus the receipt.", 2.0),
        Mistake("that is the sum over the rides. The loss is a mean: divide by n = 3.", -6.0),
        Mistake("that is the mean error. Each error is first multiplied by its kilometers.", -4 / 3),
        Mistake("that is the loss itself. Its slope is the mean of error × kilometers.", 4 / 3),
    ],
    hint=Hints(
        "The errors are 1 − 1, 1 − 3 and 2 − 4.",
        "Multiply each by its kilometers, 1, 1 and 2. Then take the mean.",
    ),
)


def _line_gradient(of_W=lambda X, dP: X.T @ dP, of_b=lambda dP: dP.sum(axis=0, keepdims=True)):
    """The gradient of the squared error with 1/2, with the product and the sum to be mistaken."""

    def answer(params, X, Y):
        W, b = params
        dP = (X @ W + b - Y) / len(X)
        return [of_W(X, dP), of_b(dP)]

    return answer


def _lines():
    arrays = drawn(5, [((d, 1), (1, 1), (n, d), (n, 1)) for n, d, _ in SHAPES])
    return [([W, b], X, Y) for W, b, X, Y in arrays]


backward = Exercise(
    asked="backward(params, X, Y) -> dW, db: the gradient of loss(predict(params, X), Y).",
    truth=_line_gradient(),
    cases=_lines,
    names=["dW", "db"],
    mistakes=[
        Mistake(
            "dW is transposed. It has the shape of W, (d, 1): which of the two is turned over?",
            _line_gradient(of_W=lambda X, dP: dP.T @ X),
        ),
        Mistake(
            "db is right, but dW divides by n twice: dP holds the 1/n already.",
            _line_gradient(of_W=lambda X, dP: X.T @ dP / len(X)),
        ),
        Mistake(
            "this dW is still one row for each ride. The changes of all rides add up.",
            _line_gradient(of_W=lambda X, dP: X * dP),
        ),
        Mistake(
            "the numbers of dW are right, but it has lost an axis: its shape must be (d, 1).",
            _line_gradient(of_W=lambda X, dP: (X * dP).sum(axis=0)),
        ),
        Mistake(
            "dW is right, but db divides by n twice: dP holds the 1/n already, so its sum is wanted.",
            _line_gradient(of_b=lambda dP: dP.mean(axis=0, keepdims=True)),
        ),
        Mistake(
            "dW is right, but db has lost an axis. `keepdims=True` keeps it (1, 1).",
            _line_gradient(of_b=lambda dP: dP.sum(axis=0)),
        ),
        Mistake(
            "dW is right, but db is a bare number. `axis=0, keepdims=True` keeps it (1, 1).",
            _line_gradient(of_b=lambda dP: dP.sum()),
        ),
        Mistake(
            "dW is right, but db has one number for each ride. b is the same for all: their changes add up.",
            _line_gradient(of_b=lambda dP: dP),
        ),
    ],
    hint=Hints(
        "Row j of Xᵀ holds input j of every ride. Times the column dP it gives the sum over the rides.",
        "`@` is the matrix product: (d, n) @ (n, 1) gives (d, 1). Which array is (d, n)?",
        "db is the sum down the column dP: `axis=0`, and `keepdims=True` keeps it (1, 1).",
    ),
)


step, train = pieces.step, pieces.train  # what the learner keeps


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
        "this is the gradient of the loss *with* ½. What is the derivative of error² without a ½ before it?",
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
        "the sign is flipped. Which comes first in an error, the prediction or the target?",
        _back(residual=lambda W, b, x, y: y - x @ W - b),
    ),
    Mistake(
        "your errors are without b. What does the model predict?",
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
    asked="answer(W (d, m), b (1, m), X (n, d), Y (n, m)) -> dW, db for the loss without the factor ½.",
    truth=_gradient,
    cases=lambda: drawn(2, [((d, m), (1, m), (n, d), (n, m)) for n, d, m in SHAPES]),
    names=["dW", "db"],
    mistakes=GRADIENTS,
    hint=Hints(
        "Start with the errors XW + b − Y, (n, m). Each of their columns has a fit of its own.",
        "The derivative of error² is 2 · error, so dP is 2/n times the errors. W enters through X, b through"
        " a column of ones.",
        "Which product of X and dP has the shape (d, m)? With ones in place of X it is a sum over the rows:"
        " `keepdims=True` keeps it (1, m).",
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
        "your line goes through the origin: it has no b. What must stand beside X for b to be fitted too?",
        lambda x, y: (_solved(x, y), np.zeros((1, y.shape[1]))),
    ),
    Mistake(
        "your column of ones stands before X, but you cut b off the end. Where is b in your theta?",
        _ones_first,
    ),
    Mistake(
        "you fit W without b, and then b. The best W depends on b: fit them in one go.",
        _one_after_the_other,
    ),
    Mistake(
        "you return DᵀY. It is the right side of the equations: they are still to be solved.",
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
        "this W belongs to standardized inputs. It must multiply X as it is handed over.",
        lambda x, y: _least_squares(data.standardize(x), y),
    ),
    Mistake(
        "W is right, but b is the mean of Y. That is b only where the mean of X is 0.",
        lambda x, y: (_least_squares(x, y)[0], y.mean(axis=0, keepdims=True)),
    ),
]


def _normal_equations_cases():
    rng = np.random.default_rng(3)
    return [[rng.normal(1, 2, (4 * n, d)), rng.normal(3, 1, (4 * n, m))] for n, d, m in SHAPES]


normal_equations = Exercise(
    asked="answer(X (n, d), Y (n, m)) -> W (d, m), b (1, m) of the least squared error.",
    truth=_least_squares,
    cases=_normal_equations_cases,
    names=["W", "b"],
    mistakes=FITS,
    hint=Hints(
        "b is the weight of an input that is always 1. So put a column of ones beside X, and call it D.",
        "The normal equations are DᵀD θ = DᵀY. `np.linalg.solve` solves them, for all targets at once.",
        "θ is (d + 1, m). Cut it after row d; a slice such as `theta[-1:]` keeps the axis, `theta[-1]`"
        " loses it.",
    ),
)


# -- 3. standardize by the known rows only --


def _scaled(
    center=lambda x: x.mean(axis=0),
    spread=lambda x: x.std(axis=0),
    rows=lambda known, unseen: (known, known),  # whose center and spread are taken, for each of the two
):
    """Both arrays moved and scaled, with each part of it to be mistaken."""

    def answer(known, unseen):
        pairs = zip((known, unseen), rows(known, unseen), strict=True)
        return tuple((x - center(r)) / spread(r) for x, r in pairs)

    return answer


SCALINGS = [
    Mistake(
        "known is right, but unseen is scaled by its *own* numbers. Which of them do you know today?",
        _scaled(rows=lambda known, unseen: (known, unseen)),
    ),
    Mistake(
        "your mean and standard deviation are those of both arrays: the unseen rows leak into the fit.",
        _scaled(rows=lambda known, unseen: [np.vstack([known, unseen])] * 2),
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
        "you divide by n − 1 in the variance (`ddof=1`). Then known's own standard deviation is not quite 1.",
        _scaled(spread=lambda x: x.std(axis=0, ddof=1)),
    ),
    Mistake(
        "you bring the columns between 0 and 1. Wanted are mean 0 and standard deviation 1.",
        _scaled(lambda x: x.min(axis=0), lambda x: np.ptp(x, axis=0)),
    ),
    Mistake(
        "known is right, but unseen is as it was. The model has learned on moved and scaled columns.",
        lambda known, unseen: (data.standardize(known), unseen),
    ),
]


def _standardize_cases():
    rng = np.random.default_rng(4)
    return [[rng.normal(5, 2, (n, d)), rng.normal(-1, 4, (n - 3, d))] for n, d, _ in SHAPES]


standardize = Exercise(
    asked="answer(known (n, d), unseen (k, d)) -> both, moved and scaled by the numbers of known.",
    truth=data.standardize,
    cases=_standardize_cases,
    names=["known", "unseen"],
    mistakes=SCALINGS,
    hint=Hints(
        "Which numbers are known on the day of training? Compute them first, from `known` alone.",
        "One mean and one standard deviation for each column: both along axis 0.",
        "Subtract the mean and divide by the standard deviation, and do the very same to `unseen`.",
    ),
)


# -- 4. the game --


def _arrived(values, walk):
    far = values["W"] >= 6 and values["inputs"] == MEASURED
    return far and walk.arrival is not None


FAR = {"W": 6, "b": 6, "inputs": MEASURED}

far_start = Game(
    goal="from W ≥ 6, x as measured, within 1 % of the least loss at step 40 or before",
    lab="fit_a_line",
    reached=_arrived,
    wins=[*({**FAR, "rate": rate} for rate in (0.1, 0.2, 0.24)), {**FAR, "W": 7, "b": 6.5}],
    misses=[
        *({**FAR, "rate": rate} for rate in (0.01, 0.26, 0.3)),
        {**FAR, "b": 12},
        {**FAR, "b": -2},
        {**FAR, "W": 5},
        {**FAR, "inputs": "standardized"},
    ],
    hint=Hints(
        "The walk is quick across the valley and slow along it. Which starts need not walk along it?",
        "Draw a line through the star, across the valley: square to its long axis. Start on it.",
        "At W = 6 that line passes near b = 6. Keep the rate well below its limit.",
    ),
)
