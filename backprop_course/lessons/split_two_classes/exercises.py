"""Exercises on probabilities: blanks on the way, pieces to own, a stable loss, softmax backward, the game."""

import numpy as np

from backprop_course.lessons.split_two_classes.lab import SQUARED_ERROR
from backprop_course.nn import losses
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.pieces import loss, sigmoid, softmax  # noqa: F401
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

SHAPES = [(5, 3), (7, 2), (6, 1)]  # (n, d), different: a transposed answer fits nowhere

# -- blanks on the way --

four = Number(
    asked="the mean surprise of four tumors, the last malignant at p = 0.01.",
    truth=(0.105 + 0.223 + 0.916 - np.log(0.01)) / 4,
    mistakes=[
        Mistake("that is the sum. The loss is the mean: divide by 4.", 0.105 + 0.223 + 0.916 - np.log(0.01)),
        Mistake("that is the fourth surprise alone. Wanted is the mean of all four.", -np.log(0.01)),
        Mistake(
            "you took 0.99 for the fourth. It is malignant: how much did p give to that?",
            (0.105 + 0.223 + 0.916 - np.log(0.99)) / 4,
        ),
        Mistake(
            "you took the logarithm to the base 10. `np.log` is the natural one.",
            (0.105 + 0.223 + 0.916 + 2) / 4,
        ),
        Mistake("the fourth surprise is 4.6, not −4.6: mind the minus.", (1.244 + np.log(0.01)) / 4),
        Mistake("divide by 4: there are four tumors now.", (1.244 - np.log(0.01)) / 3),
    ],
    hint=Hints(
        "The fourth is malignant, and p is the probability of malignant. So q = 0.01.",
        "Its surprise is `-np.log(0.01)`. The others are 0.105, 0.223 and 0.916; then take the mean.",
    ),
)

dz = Exercise(
    asked="dz from p and y, which is 0 or 1: the derivative of the surprise by z, where p = σ(z).",
    truth=lambda p, y: p - y,
    cases=lambda: [(np.array([0.9, 0.2, 0.6, 0.01]), np.array([1.0, 0.0, 0.0, 1.0]))],
    names=["dz"],
    mistakes=[
        Mistake("the sign is flipped. For y = 1 it is p − 1, which is negative.", lambda p, y: y - p),
        Mistake("right for y = 0 only: for y = 1 it is p − 1.", lambda p, y: p + 0 * y),
        Mistake("right for y = 1 only. For y = 0 the loss is −ln(1 − p).", lambda p, y: p - 1 + 0 * y),
        Mistake(
            "right for y = 1. For y = 0 the sign is flipped: by p, −ln(1 − p) has the derivative +1/(1 − p).",
            lambda p, y: np.where(y == 1, p - 1, -p),
        ),
        Mistake(
            "this is the derivative by p. Go on to z: times the slope of σ.",
            lambda p, y: (p - y) / (p * (1 - p)),
        ),
        Mistake(
            "the slope p(1 − p) stands once below and once above: it cancels.",
            lambda p, y: (p - y) * p * (1 - p),
        ),
    ],
    hint=Hints(
        "For y = 0, first by p: the derivative of −ln(1 − p) is 1/(1 − p).",
        "Then times the slope of σ, p(1 − p). One factor cancels.",
        "You have p − 1 for y = 1, and p for y = 0. Which one line gives both?",
    ),
)


def _back(
    signal=lambda P, Y: P - Y,
    logit=lambda X, W, b: X @ W + b,
    squash=losses.sigmoid,
    of_W=lambda X, dZ: X.T @ dZ,
    of_b=lambda dZ: dZ.sum(axis=0, keepdims=True),
):
    """The gradient by formula, with each of its parts to be mistaken."""

    def answer(params, X, Y):
        W, b = params
        dZ = signal(squash(logit(X, W, b)), Y) / len(X)
        return [of_W(X, dZ), of_b(dZ)]

    return answer


GRADIENTS = [
    Mistake(
        "the 1/n is missing: your gradient grows with the number of rows. Which step takes the mean?",
        _back(signal=lambda P, Y: len(Y) * (P - Y)),
    ),
    Mistake(
        "the sign is flipped. Which comes first in dZ, the prediction or the target?",
        _back(signal=lambda P, Y: Y - P),
    ),
    Mistake(
        "you left the factor P(1 − P) in dZ. That is squared error's: with surprise it has canceled.",
        _back(signal=lambda P, Y: (P - Y) * P * (1 - P)),
    ),
    Mistake(
        "twice too large: the surprise has no square, so no 2 comes out of it.",
        _back(signal=lambda P, Y: 2 * (P - Y)),
    ),
    Mistake("dZ compares Z with Y. The prediction is P = σ(Z).", _back(squash=lambda Z: Z)),
    Mistake(
        "your Z is without b. `predict(params, X)` has it.",
        _back(logit=lambda X, W, b: X @ W),
    ),
    Mistake(
        "db has one number for each row. All rows share one b: along which axis do you add up?",
        _back(of_b=lambda dZ: dZ.sum(axis=1, keepdims=True)),
    ),
    Mistake(
        "the numbers are right, but db has lost an axis: its shape must be that of b, (1, 1).",
        _back(of_b=lambda dZ: dZ.sum(axis=0)),
    ),
    Mistake(
        "the numbers are right, but db is a plain number: its shape must be that of b, (1, 1).",
        _back(of_b=np.sum),
    ),
    Mistake(
        "dW is right, but in db the 1/n is taken twice: dZ holds it already.",
        _back(of_b=lambda dZ: dZ.mean(axis=0, keepdims=True)),
    ),
    Mistake(
        "dW is transposed. Its shape is that of W, (d, 1): one row for each input.",
        _back(of_W=lambda X, dZ: dZ.T @ X),
    ),
]


def _backward_cases():
    rng = np.random.default_rng(2)
    arrays = [
        [rng.normal(size=s) for s in ((d, 1), (1, 1), (n, d))] + [rng.random((n, 1))] for n, d in SHAPES
    ]
    return [([W, b], X, Y) for W, b, X, Y in arrays]


backward = Exercise(
    asked="backward(params, X, Y) -> dW, db: the gradient of the mean surprise of sigmoid(X W + b).",
    truth=_back(),
    cases=_backward_cases,
    names=["dW", "db"],
    mistakes=GRADIENTS,
    hint=Hints(
        "One row gives p − y. The loss is the mean over n rows: which factor does each row get?",
        "From dZ on, all is as in 02: which product of X (n, d) and dZ (n, 1) has the shape (d, 1)?",
        "db is the sum down the column dZ: `axis=0`, and `keepdims=True` keeps it (1, 1).",
    ),
)


# -- 1. a loss that survives --


def _entropy(a, y):
    return (-y * np.log(a) - (1 - y) * np.log(1 - a)).mean()


def _capped(z, y, least):
    return _entropy(np.clip(losses.sigmoid(z), least, 1 - least), y)


def _padded(z, y, least):
    a = losses.sigmoid(z)
    return (-y * np.log(a + least) - (1 - y) * np.log(1 - a + least)).mean()


def _with_least(kept, power):
    return lambda z, y: kept(z, y, 10.0**power)


def _tails(z, y):
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))


OVERFLOWS = (
    "at large |z| it gives nan or inf: the sigmoid rounds to 0 or 1, and then comes the log. Start from z."
)
CAPS = "a small number keeps the log alive, but caps the loss: at z = −800, y = 1 it is 800. Start from z."

LOSSES = [
    Mistake(OVERFLOWS, lambda z, y: _entropy(1 / (1 + np.exp(-z)), y)),
    Mistake(OVERFLOWS, lambda z, y: (np.log(1 + np.exp(z)) - y * z).mean()),
    *(Mistake(CAPS, _with_least(kept, -power)) for kept in (_capped, _padded) for power in range(5, 17)),
    Mistake(
        "nearly: at z = 45, y = 1 yours is 0. Where do you add a tiny number to a large one?",
        lambda z, y: (np.logaddexp(0, z) - y * z).mean(),
    ),
    Mistake("you return one loss for each row. The mean of them is wanted.", _tails),
    Mistake("this is the sum over the rows. Wanted is the mean.", lambda z, y: _tails(z, y).sum()),
    Mistake("the sign is flipped: a loss is never below 0.", lambda z, y: -_tails(z, y).mean()),
    Mistake(
        "the rows with y = 0 cost nothing: the (1 − y) part is missing.",
        lambda z, y: (y * np.logaddexp(0, -z)).mean(),
    ),
    Mistake(
        "only the straight parts are there, for large |z|. What bends the loss around z = 0?",
        lambda z, y: (np.maximum(z, 0) - y * z).mean(),
    ),
]


def _stable_loss_cases():
    rng = np.random.default_rng(1)
    sizes = [(1, 5), (30, 4), (3000, 6)]
    cases = [(scale * rng.normal(size=(n, 1)), rng.random((n, 1))) for scale, n in sizes]
    ends = np.array([[-1e4], [-800], [800], [1e4]])
    sure = np.array([[38.0], [45.0]])  # 1 - a rounds to 0 here, the loss does not
    cases += [(ends, 1.0 * (ends > 0)), (ends, 1.0 * (ends < 0)), (sure, np.ones((2, 1)))]
    return cases


stable_loss = Exercise(
    asked="answer(z (n, 1), y (n, 1)) -> the mean surprise, for any |z| up to 1e4 and y from 0 to 1.",
    truth=losses.logistic.value,
    cases=_stable_loss_cases,
    names=["the loss"],
    mistakes=LOSSES,
    hint=Hints(
        "Do without p: −ln p is ln(1 + e⁻ᶻ), and −ln(1 − p) is ln(1 + eᶻ). When does each overflow?",
        "ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|). Now the exponential is at most 1.",
        "`np.log1p(t)` is ln(1 + t) for tiny t. Take max(z, 0) − yz together first: they cancel exactly.",
    ),
)


# -- 2. back through softmax --


def _error_signal(z, Y):
    return losses.softmax_cross_entropy(z, Y)[1]


def _softmax(z, axis=1, shift=1):
    e = np.exp(z - (z.max(axis=shift, keepdims=True) if shift != "none" else 0))
    return e / e.sum(axis=axis, keepdims=True)


SIGNALS = [
    Mistake(
        "right for small logits, but `np.exp` overflows at 1000. What can you subtract from a row for free?",
        lambda z, Y: (_softmax(z, shift="none") - Y) / len(z),
    ),
    Mistake(
        "you subtract the matrix's largest logit: rows far below it become 0/0. Which one does a row need?",
        lambda z, Y: (_softmax(z, shift=None) - Y) / len(z),
    ),
    Mistake(
        "your softmax sums over the rows: the columns add up to 1. Which axis holds the classes?",
        lambda z, Y: (_softmax(z, axis=0, shift=0) - Y) / len(z),
    ),
    Mistake(
        "your softmax sums over the whole matrix. Each row is an example, and adds up to 1 by itself.",
        lambda z, Y: (_softmax(z, axis=None, shift=None) - Y) / len(z),
    ),
    Mistake(
        "the 1/n is missing: your dZ is that of the sum over the rows. Wanted is the mean's.",
        lambda z, Y: _softmax(z) - Y,
    ),
    Mistake(
        "you average over the classes too. The loss sums over k: by which number does it divide?",
        lambda z, Y: (_softmax(z) - Y) / z.size,
    ),
    Mistake(
        "the sign is flipped. Which comes first, the prediction or the target?",
        lambda z, Y: (Y - _softmax(z)) / len(z),
    ),
    Mistake(
        "you take a sigmoid of each logit. The classes compete: what makes each row add up to 1?",
        lambda z, Y: (losses.sigmoid(z) - Y) / len(z),
    ),
    Mistake(
        "P(1 − P) is only the diagonal of softmax's derivative. What is left after the rest, and the log?",
        lambda z, Y: (_softmax(z) - Y) * _softmax(z) * (1 - _softmax(z)) / len(z),
    ),
    Mistake(
        "these are the probabilities alone. Where do the targets come in?",
        lambda z, Y: _softmax(z) / len(z),
    ),
]


def _softmax_gradient_cases():
    rng = np.random.default_rng(3)
    scales = (1, 1, 1e4)
    return [
        (scale * rng.normal(size=(n, k)), rng.dirichlet(np.ones(k), n))
        for scale, (n, k) in zip(scales, ((5, 3), (4, 6), (3, 2)), strict=True)
    ]


softmax_gradient = Exercise(
    asked="answer(z (n, K), Y (n, K)) -> dZ of the mean surprise after softmax, for any |z| up to 1e4.",
    truth=_error_signal,
    cases=_softmax_gradient_cases,
    names=["dZ"],
    mistakes=SIGNALS,
    hint=Hints(
        "The lesson has dZ: (P − Y)/n. Only the softmax P is left to write.",
        "Adding a number to a whole row changes nothing: subtract the row's largest logit before `np.exp`.",
        "Both the largest logit and the sum run over the classes, axis 1; `keepdims=True` keeps them"
        " beside their rows.",
    ),
)


# -- 3. the game --


def _escaped(values, walk):
    return values["loss"] == SQUARED_ERROR and values["scale"] >= 9.99 and walk.accuracy >= 0.9


SATURATED = {"loss": "squared error", "scale": 10}

escape = Game(
    goal="squared error, initialization 10 or more, accuracy 90 % at the end",
    lab="split_two_classes",
    reached=_escaped,
    wins=[{**SATURATED, "rate": 100}, {**SATURATED, "scale": 12.6, "rate": 100}, {**SATURATED, "rate": 200}],
    misses=[
        {**SATURATED, "rate": 1},
        {**SATURATED, "rate": 10},
        {**SATURATED, "scale": 5, "rate": 100},
        {**SATURATED, "loss": "surprise", "rate": 10},
    ],
    hint=Hints(
        "At initialization 10 most points lie where σ is flat: p(1 − p) is tiny, and so is the gradient.",
        "A tiny slope times a large rate is still a step. Keep the initialization at 10, and look for the"
        " rate.",
        "The caption names the limit. For squared error it is large: try rates near it.",
    ),
)
