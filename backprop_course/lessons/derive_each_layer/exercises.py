"""Exercises on the layers: blanks line by line, two pieces to own, a broken backward, questions, the game."""

import numpy as np

from backprop_course.lessons.derive_each_layer.lab import NO_BEND
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise, Further
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake, combined
from backprop_course.tasks.pieces import backward, predict  # noqa: F401
from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.verdict import Hints

SIZES = [(5, 2, 3), (1, 4, 2), (4, 4, 4), (6, 3, 1)]  # rows, units before, units after
SQUARE = [(5, 3, 3), (4, 3, 3)]  # with W square: a forgotten transpose raises nothing, and can be named
MOONS, CLOSE, NARROW = 0.97, 0.94, 4


# -- blanks: each line of the derivation --

bent = Exercise(
    asked="A1 from Z1 (n, units): ReLU, entry by entry.",
    truth=lambda Z: np.maximum(Z, 0),
    cases=lambda: drawn(0, [((4, 2),)]),
    names=["A1"],
    mistakes=[
        Mistake("this is Z1, unchanged. What becomes of a number below 0?", lambda Z: Z),
        Mistake("what is below 0 becomes 0. You turn its sign around.", np.abs),
        Mistake("you keep the wrong side: what is above 0 stays.", lambda Z: np.minimum(Z, 0)),
        Mistake("you answer whether Z1 is above 0. Where it is, keep the number itself.", lambda Z: Z > 0),
    ],
    hint=Hints(
        "Entry by entry: which is larger, the number or 0?",
        "`np.maximum` compares two arrays, or an array and a number.",
    ),
)

output_signal = Exercise(
    asked="dZ2 from P and Y, both (n, 1): the derivative of the mean loss by Z2.",
    truth=lambda P, Y: (P - Y) / len(P),
    cases=lambda: drawn(0, [((4, 1), (4, 1))]),
    names=["dZ2"],
    mistakes=[
        Mistake("that is the derivative for a sum. The loss is a mean over the rows.", lambda P, Y: P - Y),
        Mistake(
            "the sign is turned around: where P is too large, dZ2 is positive.", lambda P, Y: (Y - P) / len(P)
        ),
        Mistake("the sign is turned around, and the mean over the rows is missing.", lambda P, Y: Y - P),
        Mistake(
            "P(1 − P) belongs to squared error after a sigmoid. Here it has canceled.",
            lambda P, Y: (P - Y) * P * (1 - P) / len(P),
        ),
    ],
    hint=Hints(
        "One row gives p − y. The loss is the mean over n rows: which factor does each row get?",
        "`len(P)` is the number of rows.",
    ),
)

weights = Exercise(
    asked="dW from A (n, before) and dZ (n, after): the derivative of the loss by W.",
    truth=lambda A, dZ: A.T @ dZ,
    cases=lambda: drawn(0, [((5, 3), (5, 2)), ((4, 3), (4, 3))]),
    names=["dW"],
    mistakes=[
        Mistake(
            "this is transposed. W has a row for each unit before it, and so has dW.", lambda A, dZ: dZ.T @ A
        ),
        Mistake(
            "it is divided by n once more, but dZ already holds the 1/n. Add up over the rows.",
            lambda A, dZ: A.T @ dZ / len(A),
        ),
    ],
    hint=Hints(
        "dW has the shape of W: (before, after). Which product of A and dZ has that shape?",
        "The sum runs over the rows i of both. A product adds up over the columns of its left factor.",
    ),
)


def _back(through, local):
    """The signal one layer back, first through W, then through the bend."""
    return lambda dZ, W, A: through(dZ, W) * local(A)


THROUGH = [
    ("", lambda dZ, W: dZ @ W.T),
    (
        "it goes through W the wrong way: it should add up over the units after. Which axis counts them?",
        lambda dZ, W: dZ @ W,
    ),
]
LOCAL = [
    ("", lambda A: 1 - A**2),
    ("this is dA, the signal before the bend. It has still to go back through the tanh.", lambda A: 1),
    ("A is tanh Z already. You apply tanh once more.", lambda A: 1 - np.tanh(A) ** 2),
    ("you multiply by A itself. Wanted is the slope: how fast does A move when Z moves?", lambda A: A),
    ("A(1 − A) is the slope of the sigmoid. The bend here is a tanh.", lambda A: A * (1 - A)),
    ("the square is missing in your slope of tanh: check it at A = 0 and at A near −1.", lambda A: 1 - A),
    ("the slope of tanh is there twice. One bend, one factor.", lambda A: (1 - A**2) ** 2),
    ("this is the slope of ReLU: 0 or 1. The bend here is a tanh.", lambda A: A > 0),
]


def _bent(cases):
    """The cases with tanh applied to their last array: values that a tanh can have."""
    return [(*case[:-1], np.tanh(case[-1])) for case in cases]


def _signal_shapes(n, n_in, n_out):
    return (n, n_out), (n_in, n_out), (n, n_in)


signal = Exercise(
    asked="dZ1 from dZ2 (n, after), W2 (before, after) and A1 (n, before): back through W2, then the tanh.",
    truth=_back(THROUGH[0][1], LOCAL[0][1]),
    cases=lambda: _bent(drawn(0, [_signal_shapes(*sizes) for sizes in SQUARE])),
    further=Further(lambda: _bent(drawn(1, [_signal_shapes(*sizes) for sizes in SIZES]))),
    names=["dZ1"],
    mistakes=combined(_back, THROUGH, LOCAL),
    hint=Hints(
        "The signal crosses two things on its way back: first W2, then the bend. One factor for each.",
        "After W2 it has a column for each unit before. Which product of dZ2 and W2 has that shape?",
        "At the bend, multiply entry by entry by the slope of tanh: you know it from A1 alone.",
    ),
)


# -- a broken backward, to repair --


def _passes(first, local, bias):
    """The gradients of tanh, then a line, with the three places where the lesson's code is broken."""

    def answer(X, Y, W1, b1, W2, b2):
        Z1 = X @ W1 + b1
        A1 = np.tanh(Z1)
        dZ2, scale = first(A1 @ W2 + b2 - Y)
        dZ1 = dZ2 @ W2.T * local(Z1, A1)
        db1, db2 = bias(dZ1), dZ2.sum(axis=0, keepdims=True)
        return X.T @ dZ1, db1, scale * A1.T @ dZ2, scale * db2

    return answer


FIRST = [
    ("", lambda R: (R / len(R), 1)),
    ("dZ2 is the derivative of the loss: which factor of the loss is missing?", lambda R: (R, 1)),
    (
        "dZ2 is divided by all its entries. Look at the loss: is it averaged over the outputs, too?",
        lambda R: (R / R.size, 1),
    ),
    (
        "dW2 and db2 have their 1/n, but dW1 and db1 do not. Put it where the signal starts.",
        lambda R: (R, 1 / len(R)),
    ),
    ("1/n is there twice. Put it in one place, where the signal starts.", lambda R: (R / len(R) ** 2, 1)),
    ("the residual got a factor 2. What becomes of the ½ in the loss?", lambda R: (2 * R / len(R), 1)),
]
SLOPES = [
    ("", lambda Z, A: 1 - A**2),
    (
        "the slope in dZ1 is not that of tanh: that is 1 − the square of its output. Which array is that?",
        lambda Z, A: 1 - Z**2,
    ),
    (
        "the slope in dZ1 is taken at A1, so tanh is applied twice. Its slope belongs at Z1.",
        lambda Z, A: 1 - np.tanh(A) ** 2,
    ),
    ("dZ1 has lost its slope: the signal must go back through the tanh, too.", lambda Z, A: 1),
    ("the slope in dZ1 is that of a sigmoid. The bend here is a tanh.", lambda Z, A: A * (1 - A)),
]
BIASES = [
    ("", lambda dZ: dZ.sum(axis=0, keepdims=True)),
    (
        "db1 is one number for all hidden units. Each has a bias of its own: compare with db2.",
        lambda dZ: np.full((1, dZ.shape[1]), dZ.sum()),
    ),
    ("db1 has lost an axis: b1 has the shape (1, 3), and so has its gradient.", lambda dZ: dZ.sum(axis=0)),
    (
        "db1 is averaged over the examples, but dZ1 already holds the 1/n. Compare with db2.",
        lambda dZ: dZ.mean(axis=0, keepdims=True),
    ),
    (
        "db1 adds up over the units. b1 has one number for each unit: add up over the examples.",
        lambda dZ: dZ.sum(axis=1, keepdims=True),
    ),
]


def _pass_shapes(n, n_in, n_out):
    return (n, n_in), (n, n_out), (n_in, 3), (1, 3), (3, n_out), (1, n_out)


repaired = Exercise(
    asked="answer(X, Y, W1, b1, W2, b2) -> (dW1, db1, dW2, db2): tanh, then a line, under squared error.",
    truth=_passes(FIRST[0][1], SLOPES[0][1], BIASES[0][1]),
    cases=lambda: drawn(0, [_pass_shapes(*sizes) for sizes in SQUARE]),
    further=Further(lambda: drawn(1, [_pass_shapes(*sizes) for sizes in SIZES])),
    names=["dW1", "db1", "dW2", "db2"],
    mistakes=combined(_passes, FIRST, SLOPES, BIASES),
    hint=Hints(
        "Go line by line. One fault scales everything, one is in a slope, and one is in a bias.",
        "Where is the loss's 1/n? And the slope of tanh is 1 − the square of which array?",
        "db2 adds up the right way: each unit has the sum of its own column. Look at db1 beside it.",
    ),
)


# -- two questions --

parameters = Number(
    asked="how many parameters has a 2-8-8-1 network?",
    truth=105,
    hint=Hints(
        "Write down the shapes of W1, b1, W2, b2, W3, b3, and count their entries.",
        "W1 has 2 × 8 entries and b1 has 8.",
    ),
    mistakes=[
        Mistake("these are the weights alone. Each unit has a bias, too.", 88),
        Mistake("you count units. Count the entries of every W and b.", 19),
        Mistake("there are two hidden layers, and a W between them.", 33),
    ],
)
tie = Choice(
    asked='W1 has equal columns, b1 is 0, and W2 differs. Do the hidden units stay alike? "yes" or "no"',
    truth="no",
    why="dZ1 = dZ2 W2ᵀ · slope has a factor of its own for each unit, so their gradients differ.",
    hint=Hints(
        "Which arrays does the gradient of a unit's own weights contain?",
        "Look at dZ1 = dZ2 W2ᵀ · slope: each column belongs to one unit. Are its columns equal?",
    ),
    mistakes=[
        Mistake("equal forward is not yet equal backward. What does dZ1 multiply dZ2 by?", "yes"),
    ],
)


# -- the game --


def _reached(values, run):
    return values["width"] <= NARROW and run.accuracy >= MOONS


def _nudge(width, run):
    """What keeps the lab from its goal, in a sentence."""
    if width > NARROW and run.accuracy >= MOONS:
        return f"Width {width} can do it: now find a way with fewer units."
    if width > NARROW:
        return f"The width is {width}: make it {NARROW} or less."
    if run.activation == NO_BEND:
        return "Layers without a bend draw one line: choose another activation."
    if run.alike:
        return "Units that start alike stay alike: choose another start."
    if run.accuracy >= CLOSE:
        return "You are close: step the rate up and down."
    return "The width is right: try other starts and rates."


STEEP = {"initialization": "large: normal 3"}

reach = Game(
    goal=f"at least {100 * MOONS:.0f} % of the points right, with width {NARROW} or less",
    lab="derive_each_layer",
    reached=_reached,
    now=lambda values, run, words: f"Now: {words} {_nudge(values['width'], run)}",
    wins=[{**STEEP, "width": 3, "rate": 0.3}, {**STEEP, "width": 4, "rate": 0.5}],
    misses=[
        {"width": 4},
        {"width": 4, "initialization": "zeros"},
        {"width": 4, "activation": NO_BEND},
        {**STEEP, "width": 3, "rate": 0.5},
        {**STEEP, "width": 8, "rate": 0.5},
    ],
    hint=Hints(
        "First leave the line's shelf: which control decides how far a step goes?",
        "Few units must bend sharply. Which start gives them steep slopes from the beginning?",
        "Take the largest start with width 4, and step the rate from 0.2 to 0.7 with the arrow keys.",
    ),
)
