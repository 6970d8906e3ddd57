"""Exercises of notebook 07: ten broken backward passes to find and to repair, and the game.

The ten are written as people write them, for X (n, d), Y (n, k), W1 (d, h), b1 (1, h), W2 (h, k), b2 (1, k).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course.check.diagnosis import UNKNOWN, diagnose, gradient_of
from backprop_course.check.differences import relative_error
from backprop_course.nn.losses import logistic, sigmoid, softmax, softmax_cross_entropy, squared_error
from backprop_course.nn.models import mlp
from backprop_course.tasks import answers
from backprop_course.tasks.exercise import Exercise, by_results
from backprop_course.tasks.game import Game
from backprop_course.tasks.verdict import NOT_YET, RIGHT, WRONG, Hints, Verdict

SIZES = (5, 4, 3), (7, 2, 4), (4, 5, 2)  # rows, inputs, hidden units
GRADIENTS, PARAMS = ("dW1", "db1", "dW2", "db2"), ("W1", "b1", "W2", "b2")


class Pass(NamedTuple):
    """A broken pass and what it is meant for: activation, loss, how many outputs beside h hidden units."""

    broken: Callable
    activation: str
    loss: Callable
    outputs: Callable = lambda hidden: 2
    rates: tuple = ()  # a pass that takes one more argument, the learning rate, returns the new parameters

    def model(self, inputs, hidden):
        """The model whose gradient is wanted."""
        return mlp([inputs, hidden, self.outputs(hidden)], self.activation, loss=self.loss)

    def cases(self):
        """(X, Y, W1, b1, W2, b2), and the rate if there is one, for several sizes; no bias is zero."""
        return [self.case(seed, *sizes) for seed, sizes in enumerate(SIZES)]

    def case(self, seed, rows, inputs, hidden):
        """One case."""
        rng, outputs = np.random.default_rng(seed), self.outputs(hidden)
        shapes = (rows, inputs), (inputs, hidden), (1, hidden), (hidden, outputs), (1, outputs)
        X, *params = [rng.normal(size=shape) for shape in shapes]
        Y = rng.dirichlet(np.ones(outputs), rows) if outputs > 1 else rng.random((rows, 1))
        return X, Y, *params, *self.rates[seed : seed + 1]

    def right(self, X, Y, W1, b1, W2, b2, rate=None):
        """What the repaired pass returns."""
        params, model = [W1, b1, W2, b2], self.model(*W1.shape)
        grads = gradient_of(model.network, model.loss, params, X, Y)
        return grads if rate is None else [p - rate * g for p, g in zip(params, grads, strict=True)]

    def agrees(self, i):
        """Whether the broken pass's result number i is right."""
        pairs = [(self.broken(*case)[i], self.right(*case)[i]) for case in self.cases()]
        return all(np.shape(a) == np.shape(b) and relative_error(a, b) < 1e-6 for a, b in pairs)

    def diagnosed(self, answer):
        """What the kit says of the gradients of a pass."""
        (X, Y, *_), (_, inputs, hidden) = self.case(0, *SIZES[0]), SIZES[0]
        return diagnose(self.model(inputs, hidden), lambda params, x, y: list(answer(x, y, *params)), X, Y)


def repaired(one, *hints):
    """The exercise of one broken pass: not yet if it is as it was, or wrong with what the kit makes of it."""

    def judge(exercise, answer):
        if not callable(answer):
            return by_results(exercise, answer)
        claims = answers.results(answer, exercise.cases(), exercise.names)
        if isinstance(claims, Verdict):
            return claims
        verdict = by_results(exercise, _again(claims))
        if verdict.kind is not WRONG:
            return verdict
        if by_results(exercise._replace(truth=one.broken), _again(claims)).kind is RIGHT:
            return Verdict(NOT_YET, f"the fault is still there. {_blocks(one, exercise.names)}")
        found = None if one.rates else one.diagnosed(answer)
        return Verdict(WRONG, found.words) if found and found.fault not in (UNKNOWN, "error") else verdict

    names = PARAMS if one.rates else GRADIENTS
    asked = f"the pass, repaired: {', '.join(names)} as they should be."
    return Exercise(asked, one.right, one.cases, names, Hints(*hints), judge=judge)


def _again(claims):
    """The answer that gives these claims, case by case."""
    rest = iter(claims)
    return lambda *case: next(rest)


def _blocks(one, names):
    """Which results of a broken pass are wrong, and which are right."""
    wrong = [name for i, name in enumerate(names) if not one.agrees(i)]
    right = [name for name in names if name not in wrong]
    return f"Wrong: {', '.join(wrong)}; right: {', '.join(right) or 'none'}."


def _pass_1(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (Y - (A1 @ W2 + b2)) / len(X)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_1 = repaired(
    Pass(_pass_1, "tanh", squared_error),
    "All four results are off by one and the same factor.",
    "The loss is half the mean of (prediction − target)²: derive dZ2.",
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
    "dZ1 is dA1 times the sigmoid's slope, A1 (1 − A1).",
)


def _pass_3(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (sigmoid(A1 @ W2 + b2) - Y) / X.shape[1]
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_3 = repaired(
    Pass(_pass_3, "tanh", logistic),
    "All four results are off by one factor. On what does it depend?",
    "Examples are rows. What does X.shape[1] count?",
)


def _pass_4(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (sigmoid(A1 @ W2 + b2) - Y) / len(X)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    return X.T @ dZ1, np.sum(dZ1) + 0 * b1, A1.T @ dZ2, np.sum(dZ2) + 0 * b2


pass_4 = repaired(
    Pass(_pass_4, "tanh", logistic),
    "The weights are right, so both signals dZ are right.",
    "Every unit has a bias of its own.",
    "A bias sums over the batch, axis 0, and over nothing else.",
)


def _pass_5(X, Y, W1, b1, W2, b2):
    Z1 = X @ W1 + b1
    dZ2 = (sigmoid(sigmoid(Z1) @ W2 + b2) - Y) / len(X)
    dZ1 = dZ2 @ W2.T * Z1 * (1 - Z1)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), sigmoid(Z1).T @ dZ2, dZ2.sum(0, keepdims=True)


pass_5 = repaired(
    Pass(_pass_5, "sigmoid", logistic),
    "Layer 2 is right. So the slope in dZ1 is suspect.",
    "a (1 − a) is a formula in the activation. What is it fed with?",
)


def _pass_6(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    A2 = sigmoid(A1 @ W2 + b2)
    dZ2 = (A2 - Y) * A2 * (1 - A2) / len(X)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_6 = repaired(
    Pass(_pass_6, "tanh", logistic),
    "Everything is wrong, and not by one factor: begin at the output.",
    "The loss is cross-entropy. To which loss does this dZ2 belong?",
)


def _pass_7(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (softmax(A1 @ W2 + b2) - Y) / len(X)
    dZ1 = dZ2 @ W2 * (1 - A1**2)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_7 = repaired(
    Pass(_pass_7, "tanh", softmax_cross_entropy, outputs=lambda hidden: hidden),
    "Layer 2 is right. dZ1 has the right shape and wrong numbers.",
    "Here W2 is square. What would happen if it were not?",
)


def _pass_8(X, Y, W1, b1, W2, b2, rate):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (softmax(A1 @ W2 + b2) - Y) / len(X)
    W2 = W2 - rate * A1.T @ dZ2
    b2 = b2 - rate * dZ2.sum(0, keepdims=True)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    W1 = W1 - rate * X.T @ dZ1
    b1 = b1 - rate * dZ1.sum(0, keepdims=True)
    return W1, b1, W2, b2


pass_8 = repaired(
    Pass(_pass_8, "tanh", softmax_cross_entropy, rates=(0.1, 0.5, 2.0)),
    "Layer 2 is right. Which arrays does dZ1 use, and when?",
    "At a tiny rate the fault disappears: something is off by rate times a gradient.",
    "dZ1 wants the W2 of the forward pass: all gradients first, then the update.",
)


def _pass_9(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (A1 @ W2 + b2 - Y[:, 0]).mean(1, keepdims=True) / len(X)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_9 = repaired(
    Pass(_pass_9, "tanh", squared_error, outputs=lambda hidden: 1),
    "Print the shape of A1 @ W2 + b2 - Y[:, 0].",
    "(n, 1) minus (n,) is (n, n). Somebody made that run with a mean.",
    "Keep Y as it is, (n, 1).",
)


def _pass_10(X, Y, W1, b1, W2, b2):
    A1 = np.tanh(X @ W1 + b1)
    dZ2 = (sigmoid(A1 @ W2 + b2) - Y) / len(X)
    slope = A1
    slope **= 2
    dZ1 = dZ2 @ W2.T * (1 - slope)
    return X.T @ dZ1, dZ1.sum(0, keepdims=True), A1.T @ dZ2, dZ2.sum(0, keepdims=True)


pass_10 = repaired(
    Pass(_pass_10, "tanh", logistic),
    "Only dW2 is wrong, and yet its line is right. Which array does A1 hold by then?",
    "slope = A1 makes no copy, and **= writes into the array.",
)


def _beaten(values, trial):
    other_way = values["severity"] == 1 and trial.cosine < 0.995
    lower = trial.wrong.losses[-1, trial.seed] < trial.right.losses[-1, trial.seed]
    return other_way and lower and trial.right.solved >= 10 and trial.gain >= 3


AWAKE = {"fault": "derivative of the sigmoid", "rate": 4.0}

beat = Game(
    goal="severity 1, cosine below 0.995, at least 10 seeds solved by the right pass, 3 more by the wrong, "
    "and a lower loss for the seed that is shown",
    lab="find_the_fault",
    reached=_beaten,
    wins=[{**AWAKE, "seed": 1}, {"fault": "derivative at a, not z", "rate": 4.0, "seed": 3}],
    misses=[
        {"fault": "factor 2", "rate": 1.0},  # lower, but a mere factor
        {"fault": "1/n twice", "rate": 8.0},  # better, but the right pass fails, and a factor
        {**AWAKE, "seed": 0},  # this seed ends higher
        {**AWAKE, "seed": 1, "severity": 0.5},
        {"fault": "none", "rate": 4.0},
    ],
    hint=Hints(
        "A unit stops learning where its derivative vanishes. Which wrong derivatives never vanish?",
        "Try the derivative of the sigmoid, or the derivative at a, at severity 1.",
        "Then choose a seed that the right pass does not solve: its loss stays high in the right panel.",
    ),
)
