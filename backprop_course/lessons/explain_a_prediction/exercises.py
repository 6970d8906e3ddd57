"""Exercises on explanations: two blanks, a deeper network, one class against another, a share, the game."""

import numpy as np

from backprop_course.lessons.explain_a_prediction.experiments import EIGHT
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

# -- blanks: one line further back, and the shares of a line --


dx = Exercise(
    asked="dx from dz1 (1, m) and W1 (d, m): the derivative of the score by the inputs.",
    truth=lambda dz1, W1: dz1 @ W1.T,
    cases=lambda: drawn(0, [((1, 2), (2, 2))]),
    names=["dx"],
    mistakes=[
        Mistake("W is turned over on the way back: an input takes its row of W1.", lambda dz1, W1: dz1 @ W1),
        Mistake("the sign is flipped.", lambda dz1, W1: -dz1 @ W1.T),
        Mistake(
            "these are the weights' paths without dz1: multiply each by it.",
            lambda dz1, W1: np.ones_like(dz1) @ W1.T,
        ),
        Mistake("this is a column: dx has the shape of x, (1, d).", lambda dz1, W1: W1 @ dz1.T),
    ],
    hint=Hints("In 05, dZ went one layer down by dA = dZ Wᵀ. The inputs are the layer below.", "dz1 @ W1.T"),
)
shares = Exercise(
    asked="the share of each pixel from grads (N, d), x (d,) and base (d,).",
    truth=lambda grads, x, base: (x - base) * grads.mean(axis=0),
    cases=lambda: drawn(1, [((5, 3), (3,), (3,))]),
    names=["shares"],
    mistakes=[
        Mistake(
            "multiply by the way that a pixel goes, x − base, not by x.",
            lambda grads, x, base: x * grads.mean(axis=0),
        ),
        Mistake(
            "the sign is flipped: the way goes from the baseline to x.",
            lambda grads, x, base: (base - x) * grads.mean(axis=0),
        ),
        Mistake(
            "this is the sum over the pieces: each has only 1/N of the way.",
            lambda grads, x, base: (x - base) * grads.sum(axis=0),
        ),
        Mistake(
            "this takes the gradient at the end of the line only.",
            lambda grads, x, base: (x - base) * grads[-1],
        ),
        Mistake("the way that each pixel goes is missing.", lambda grads, x, base: grads.mean(axis=0)),
        Mistake(
            "this is what all pixels have together. Keep them apart.",
            lambda grads, x, base: (x - base) @ grads.mean(axis=0),
        ),
    ],
    hint=Hints(
        "The integral is the mean of the gradients over the pieces.", "(x - base) * grads.mean(axis=0)"
    ),
)


# -- 1. a deeper network --


def _deep(x, W1, b1, W2, b2, W3, slope1=lambda a: 1 - a**2, slope2=lambda a: 1 - a**2):
    A1 = np.tanh(x @ W1 + b1)
    A2 = np.tanh(A1 @ W2 + b2)
    dZ2 = np.ones((len(x), 1)) @ W3.T * slope2(A2)
    return dZ2 @ W2.T * slope1(A1) @ W1.T


def _slopes_at_z(x, W1, b1, W2, b2, W3):
    Z1 = x @ W1 + b1
    Z2 = np.tanh(Z1) @ W2 + b2
    return (W3.T * (1 - Z2**2)) @ W2.T * (1 - Z1**2) @ W1.T


deep = Exercise(
    asked="answer(x (n, d), W1, b1, W2, b2, W3) -> the derivative of each row's score by its inputs, (n, d).",
    truth=_deep,
    cases=lambda: drawn(
        2,
        [
            ((4, 3), (3, 5), (1, 5), (5, 2), (1, 2), (2, 1)),
            ((1, 2), (2, 3), (1, 3), (3, 3), (1, 3), (3, 1)),
        ],
    ),
    names=["dx"],
    mistakes=[
        Mistake("the slope of the first tanh is missing.", lambda *case: _deep(*case, slope1=np.ones_like)),
        Mistake("the slope of the second tanh is missing.", lambda *case: _deep(*case, slope2=np.ones_like)),
        Mistake("both slopes of tanh are missing.", lambda *case: _deep(*case, np.ones_like, np.ones_like)),
        Mistake("the slope of tanh is 1 − a², of its output a. You take z.", _slopes_at_z),
        Mistake(
            "you divide by the number of rows: each row is an image with its own map.",
            lambda *case: _deep(*case) / len(case[0]),
        ),
        Mistake("the sign is flipped: this is the score, not a loss.", lambda *case: -_deep(*case)),
    ],
    hint=Hints(
        "Begin with 1 for the score of each row, and go down: W3, tanh, W2, tanh, W1.",
        "dA2 = np.ones((n, 1)) @ W3.T, then dZ2 = dA2 * (1 - A2**2).",
        "dA1 = dZ2 @ W2.T, dZ1 = dA1 * (1 - A1**2), and the answer is dZ1 @ W1.T.",
    ),
)


# -- 2. one class against another --


def _against(W1, b1, W2, b2, x, k, j, first=1.0, other=-1.0):
    A1 = np.tanh(x @ W1 + b1)
    dz2 = first * W2[:, k] + other * W2[:, j]
    return dz2 * (1 - A1**2) @ W1.T


def _odds_of_mean(W1, b1, W2, b2, x, k, j):
    A1 = np.tanh(x @ W1 + b1)
    return (W2[:, k] - W2.mean(axis=1)) * (1 - A1**2) @ W1.T


def _no_slope(W1, b1, W2, b2, x, k, j):
    return np.ones((len(x), 1)) * (W2[:, k] - W2[:, j]) @ W1.T


against = Exercise(
    asked="answer(W1, b1, W2, b2, x (n, d), k, j) -> the derivative of z_k − z_j by the pixels, (n, d).",
    truth=_against,
    cases=lambda: [
        (*arrays, k, j)
        for arrays, (k, j) in zip(
            drawn(3, [((4, 3), (1, 3), (3, 5), (1, 5), (2, 4)), ((3, 6), (1, 6), (6, 4), (1, 4), (1, 3))]),
            [(1, 3), (2, 0)],
            strict=True,
        )
    ],
    names=["dx"],
    mistakes=[
        Mistake("this is the map of z_k alone: where is class j?", lambda *case: _against(*case, other=0.0)),
        Mistake("this is the map of −z_j alone: where is k?", lambda *case: _against(*case, first=0.0)),
        Mistake("the sign is flipped: z_k comes first.", lambda *case: -_against(*case)),
        Mistake("you add both scores: class j speaks against.", lambda *case: _against(*case, other=1.0)),
        Mistake("this is class k against the mean of all. Class j alone is wanted.", _odds_of_mean),
        Mistake("the slope of tanh is missing.", _no_slope),
    ],
    hint=Hints(
        "What is dz2, the derivative of z_k − z_j by all scores? It has two entries that are not 0.",
        "dz2 = np.zeros((1, W2.shape[1])); dz2[0, k] = 1; dz2[0, j] = -1",
        "Then as before: (dz2 @ W2.T) * (1 - A1**2) @ W1.T.",
    ),
)


# -- 3. a share by hand --


product = Number(
    asked="the share of x₁ in the score x₁ x₂ on the line from (0, 0) to (4, 3).",
    truth=6,
    mistakes=[
        Mistake("this is the gradient at the end, x₂ = 3. It is not yet times the way, and not a mean.", 3),
        Mistake("this is the gradient at the end times the way. The gradient grows along the line.", 12),
        Mistake("this is the gradient at the start of the line.", 0),
        Mistake(
            "this deals 12 out by the size of the inputs. Take the gradients along the line.", 12 * 4 / 7
        ),
        Mistake("this is the mean of the gradient by x₁. Multiply it by the way that x₁ goes.", 1.5),
    ],
    hint=Hints(
        "The gradient by x₁ is x₂. What is x₂ at the place t of the line?",
        "It is 3 t, so the mean over the line is 1.5. The way of x₁ is 4.",
    ),
)


# -- 4. the game --


def _turned(values, explained):
    return explained.truth != EIGHT and explained.read == EIGHT


turned = Game(
    goal="an image that is no 8 is read as 8 only because of the ink in its corner",
    lab="explain_a_prediction",
    reached=_turned,
    wins=[{"image": 8, "ink": 1.0}, {"image": 38, "ink": 0.9}],
    misses=[
        {"image": 9, "ink": 1.0},
        {"image": 8, "ink": 0.0},
        {"image": 8, "ink": 1.0, "network": "clean"},
        {"image": 1, "ink": 1.0},
    ],
    required={"network": "marked"},
    hint=Hints(
        "All ink in the corner, the network that learned with the mark. Then look through the images.",
        "Set the score of 8, and watch what the map adds up to: look for an image where it is high.",
        "Image 8 is a 9 whose lower part is thin.",
    ),
)
