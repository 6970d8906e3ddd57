"""Exercises on faults: two blanks on the way, four broken backward passes to repair, and the game.

The passes are written as people write them, for X (n, d), Y (n, k), W1 (d, h), b1 (1, h), W2 (h, k) and
b2 (1, k). Squared error is 1/(2n) times the sum over rows and outputs.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course.check import kinds
from backprop_course.check.diagnosis import diagnose, gradient_of
from backprop_course.check.differences import relative_error
from backprop_course.nn.losses import logistic, sigmoid, squared_error
from backprop_course.nn.models import mlp
from backprop_course.tasks import answers
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise, by_results
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints, Kind, Verdict

# -- blanks --

forgotten = Number(
    asked="the ratio of w₂ where its line forgets a = ½: gradient over slope.",
    truth=2,
    mistakes=[
        Mistake("upside down: the gradient is divided by the slope.", 0.5),
        Mistake("that is the gradient itself. Divide it by the slope, −¼.", -0.5),
        Mistake("1 would mean that the line is right.", 1),
    ],
    hint=Hints("Without a, the line gives dz₂.", "dz₂ is −½, and the slope −¼."),
)
used = Exercise(
    asked="the derivative that was used, from db1 (1, h), db2 (1, 1) and W2 (h, 1), all of one row.",
    truth=lambda db1, db2, W2: db1 / (db2 @ W2.T),
    cases=lambda: drawn(0, [((1, 8), (1, 1), (8, 1)), ((1, 3), (1, 1), (3, 1))]),
    names=["the derivative"],
    mistakes=[
        Mistake(
            "this is what arrives before the bend. Which factor makes db1 of it?", lambda a, b, W: b @ W.T
        ),
        Mistake("this is db1 itself. Divide it by what arrives through W2.", lambda a, b, W: a),
        Mistake("upside down: which of the two is the product?", lambda a, b, W: b @ W.T / a),
        Mistake("on its way dZ2 also goes through W2.", lambda a, b, W: a / b),
        Mistake("a product is undone by a division.", lambda a, b, W: a * (b @ W.T)),
    ],
    hint=Hints(
        "With one row, db1 is dZ1 and db2 is dZ2.",
        "dZ1 = (dZ2 @ W2.T) * derivative. Solve for the derivative.",
    ),
)


# -- broken passes --

SIZES = (5, 4, 3), (7, 2, 4), (4, 5, 2)  # rows, inputs, hidden units
GRADIENTS = "dW1", "db1", "dW2", "db2"


class Pass(NamedTuple):
    """A broken pass and what it is meant for: activation, loss, how many outputs beside h hidden units."""

    broken: Callable
    activation: str
    loss: Callable
    outputs: Callable = lambda hidden: 2

    def model(self, inputs, hidden):
        """The model whose gradient is wanted."""
        return mlp([inputs, hidden, self.outputs(hidden)], self.activation, loss=self.loss)

    def cases(self):
        """(X, Y, W1, b1, W2, b2) for several sizes; no bias is zero."""
        return [self.case(seed, *sizes) for seed, sizes in enumerate(SIZES)]

    def case(self, seed, rows, inputs, hidden):
        """One case."""
        rng, outputs = np.random.default_rng(seed), self.outputs(hidden)
        shapes = (rows, inputs), (inputs, hidden), (1, hidden), (hidden, outputs), (1, outputs)
        X, *params = [rng.normal(size=shape) for shape in shapes]
        Y = rng.dirichlet(np.ones(outputs), rows) if outputs > 1 else rng.random((rows, 1))
        return X, Y, *params

    def right(self, X, Y, W1, b1, W2, b2):
        """What the repaired pass returns."""
        params, model = [W1, b1, W2, b2], self.model(*W1.shape)
        return gradient_of(model.network, model.loss, params, X, Y)

    def agrees(self, i):
        """Whether the broken pass's result number i is right."""
        pairs = [(self.broken(*case)[i], self.right(*case)[i]) for case in self.cases()]
        return all(np.shape(a) == np.shape(b) and relative_error(a, b) < 1e-6 for a, b in pairs)

    def diagnosed(self, answer):
        """The diagnosis of the gradients of a pass."""
        (X, Y, *_), (_, inputs, hidden) = self.case(0, *SIZES[0]), SIZES[0]
        return diagnose(self.model(inputs, hidden), lambda params, x, y: list(answer(x, y, *params)), X, Y)


def repaired(one, *hints):
    """The exercise of one broken pass: not yet if it is as it was, or wrong with its diagnosis."""

    def judge(exercise, answer):
        if not callable(answer):
            return by_results(exercise, answer)
        claims = answers.results(answer, exercise.cases(), exercise.names)
        if isinstance(claims, Verdict):
            return claims
        verdict = by_results(exercise, _again(claims))
        if verdict.kind is not Kind.WRONG:
            return verdict
        if by_results(exercise._replace(truth=one.broken), _again(claims)).kind is Kind.RIGHT:
            return Verdict(Kind.NOT_YET, f"the fault is still there. {_blocks(one)}")
        found = one.diagnosed(answer)
        return (
            Verdict(Kind.WRONG, found.words) if found.kind not in (kinds.UNKNOWN, kinds.RAISES) else verdict
        )

    asked = f"the pass, repaired: {', '.join(GRADIENTS)} as they should be."
    return Exercise(asked, one.right, one.cases, GRADIENTS, Hints(*hints), judge=judge)


def _again(claims):
    """The answer that gives these claims, case by case."""
    rest = iter(claims)
    return lambda *case: next(rest)


def _blocks(one):
    """Which results of a broken pass are wrong, and which are right."""
    wrong = [name for i, name in enumerate(GRADIENTS) if not one.agrees(i)]
    right = [name for name in GRADIENTS if name not in wrong]
    return f"Wrong: {', '.join(wrong)}; right: {', '.join(right) or 'none'}."


def _pass_1(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (Y - (A1 @ W2 + b2)) / len(X)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_1 = repaired(
    Pass(_pass_1, "tanh", squared_error),
    "All four results are off by one and the same factor.",
    "The loss is the sum of (prediction − target)², divided by 2n: derive dZ2.",
    "dZ2 is (prediction − target) / n.",
)


def _pass_2(X, Y, W1, b1, W2, b2):
    A1 = sigmoid(X @ W1 + b1)
    dZ2 = (A1 @ W2 + b2 - Y) / len(X)
    dZ1 = dZ2 @ W2.T
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_2 = repaired(
    Pass(_pass_2, "sigmoid", squared_error),
    "Only layer 1 is wrong. What lies between dZ2 and dZ1?",
    "dZ2 W2ᵀ is dA1, not yet dZ1.",
    "dZ1 is dA1 times the sigmoid's derivative, A1 (1 − A1).",
)


def _pass_3(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (A1 @ W2 + b2 - Y[:, 0]).mean(1, keepdims=True) / len(X)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_3 = repaired(
    Pass(_pass_3, "tanh", squared_error, outputs=lambda hidden: 1),
    "With one row alone all is right, and with 100 rows W2 varies: which line mixes rows?",
    "Print the shape of A1 @ W2 + b2 - Y[:, 0].",
    "(n, 1) minus (n,) is (n, n). Somebody made that run with a mean: keep Y as it is, (n, 1).",
)


def _pass_4(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (sigmoid(A1 @ W2 + b2) - Y) / len(X)
    square = A1
    square **= 2
    dZ1 = dZ2 @ W2.T * (1 - square)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_4 = repaired(
    Pass(_pass_4, "tanh", logistic),
    "Only dW2 is wrong, and yet its line is right. Which array does A1 hold by then?",
    "square = A1 makes no copy, and **= writes into the array.",
)


# -- the game --


def _beaten(values, trial):
    other_way = values["severity"] == 1 and trial.cosine < 0.995
    lower = trial.wrong.losses[-1, trial.seed] < trial.right.losses[-1, trial.seed]
    return other_way and lower and trial.right.solved >= 10 and trial.gain >= 3


SIGMOID = {"fault": "derivative of the sigmoid", "rate": 4.0}

beat = Game(
    goal="severity 1, cosine below 0.995, at least 10 seeds solved by the right pass, 3 more by the wrong, "
    "and a lower loss for the seed that is shown",
    lab="find_the_fault",
    reached=_beaten,
    wins=[{**SIGMOID, "seed": 1}, {"fault": "derivative at a, not z", "rate": 4.0, "seed": 3}],
    misses=[
        {"fault": "factor 2", "rate": 1.0},  # lower, but a mere factor
        {"fault": "1/n twice", "rate": 8.0},  # better, but the right pass fails, and a factor
        {**SIGMOID, "seed": 0},  # this seed ends higher
        {**SIGMOID, "seed": 1, "severity": 0.5},
        {"fault": "none", "rate": 4.0},
    ],
    hint=Hints(
        "Raise the rate first: at which does the right program fail from several seeds?",
        "At rate 4, try the derivative of the sigmoid, or the derivative at a, at severity 1.",
        "Then choose a seed that the right pass does not solve: its loss stays high in the right panel.",
    ),
)
