"""Exercises on the layers: a dense layer backward, the signal through tanh, a broken backward, the game."""

import numpy as np

from backprop_course.nn.losses import sigmoid
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise, Further
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import combined
from backprop_course.tasks.verdict import Hints

SIZES = [(5, 2, 3), (1, 4, 2), (4, 4, 4), (6, 3, 1)]  # rows, units before, units after
SQUARE = [(5, 3, 3), (4, 3, 3)]  # with W square: a forgotten transpose raises nothing, and can be named
MOONS, CLOSE, NARROW = 0.97, 0.94, 4


# -- 1. a dense layer, backward --


def _each(*parts):
    """The answer whose results are these parts, each a function of its own."""
    return lambda *case: tuple(part(*case) for part in parts)


DX = [
    ("", lambda x, W, dy: dy @ W.T),
    (
        "dx goes through W the wrong way: it should add up over the units after. Which axis counts them?",
        lambda x, W, dy: dy @ W,
    ),
    ("dx has one row for each example: nothing is averaged there.", lambda x, W, dy: dy @ W.T / len(x)),
    ("dx is dy itself. How does x reach y?", lambda x, W, dy: dy),
]
DW = [
    ("", lambda x, W, dy: x.T @ dy),
    (
        "dW is transposed: that form is for examples in columns. Compare the shape of dW with that of W.",
        lambda x, W, dy: dy.T @ x,
    ),
    (
        "dW is divided by n once more: dy already holds the 1/n of the loss. A sum over the rows is enough.",
        lambda x, W, dy: x.T @ dy / len(x),
    ),
]
DB = [
    ("", lambda x, W, dy: dy.sum(axis=0, keepdims=True)),
    (
        "db has lost an axis: b has the shape (1, n_out), and so has its gradient.",
        lambda x, W, dy: dy.sum(axis=0),
    ),
    (
        "db is one number for all units. Each unit has a bias of its own: add up over the examples only.",
        lambda x, W, dy: np.full((1, dy.shape[1]), dy.sum()),
    ),
    (
        "db is one number for all units. Each unit has a bias of its own: add up over the examples only.",
        lambda x, W, dy: dy.sum(),
    ),
    (
        "db adds up over the units, and leaves a number for each example. b has one for each unit.",
        lambda x, W, dy: dy.sum(axis=1, keepdims=True),
    ),
    (
        "db is divided by n once more: dy already holds the 1/n of the loss. A sum over the rows is enough.",
        lambda x, W, dy: dy.mean(axis=0, keepdims=True),
    ),
    (
        "db is dy itself, with a row for each example. All examples share one b: what becomes of their rows?",
        lambda x, W, dy: dy,
    ),
]
DENSE = combined(
    _each,
    *(DX, DW, DB),
    named={
        (0, 2, 5): "dW and db are divided by n once more: dy already holds the 1/n of the loss. Sums are"
        " enough."
    },
)

_dense = _each(DX[0][1], DW[0][1], DB[0][1])


def _dense_shapes(n, n_in, n_out):
    return (n, n_in), (n_in, n_out), (n, n_out)


dense = Exercise(
    asked="answer(x, W, dy) -> (dx, dW, db): the backward of y = x W + b, for x (n, n_in).",
    truth=_dense,
    cases=lambda: drawn(0, [_dense_shapes(*sizes) for sizes in SQUARE]),
    further=Further(lambda: drawn(1, [_dense_shapes(*sizes) for sizes in SIZES])),
    names=["dx", "dW", "db"],
    mistakes=DENSE,
    hint=Hints(
        "Each gradient has the shape of what it belongs to. Write down the three shapes before any code.",
        "Try dy with x and with W, transposed or not: one product has the shape of W, another that of x.",
        "b is added to every row, so db is the sum over the rows of dy. Keep the axis: `keepdims=True`.",
    ),
)


# -- 2. one layer back --


def _back(through, local):
    """The signal one layer back, first through W, then through the bend."""
    return lambda dZ, W, Z: through(dZ, W) * local(Z)


THROUGH = [
    ("", lambda dZ, W: dZ @ W.T),
    (
        "it goes through W the wrong way: it should add up over the units after. Which axis counts them?",
        lambda dZ, W: dZ @ W,
    ),
]
LOCAL = [
    ("", lambda Z: 1 - np.tanh(Z) ** 2),
    (
        "this is dA, the signal before the bend. It has still to go back through the tanh.",
        lambda Z: 1,
    ),
    (
        "the slope of tanh is 1 − A², with its output. You put Z there.",
        lambda Z: 1 - Z**2,
    ),
    (
        "you take the slope at A, so tanh is applied twice. Its slope belongs at Z.",
        lambda Z: 1 - np.tanh(np.tanh(Z)) ** 2,
    ),
    (
        "you multiply by tanh itself. Wanted is its slope: how fast does A move when Z moves?",
        np.tanh,
    ),
    (
        "A(1 − A) is the slope of the sigmoid. The bend here is a tanh.",
        lambda Z: np.tanh(Z) * (1 - np.tanh(Z)),
    ),
    (
        "you use the sigmoid and its slope. The bend here is a tanh.",
        lambda Z: sigmoid(Z) * (1 - sigmoid(Z)),
    ),
    (
        "the square is missing in your slope of tanh: check it at Z = 0 and at a large negative Z.",
        lambda Z: 1 - np.tanh(Z),
    ),
    (
        "the slope of tanh is there twice. One bend, one factor.",
        lambda Z: (1 - np.tanh(Z) ** 2) ** 2,
    ),
    (
        "this is the slope of ReLU: 0 or 1. The bend here is a tanh.",
        lambda Z: Z > 0,
    ),
]
SIGNAL = combined(_back, THROUGH, LOCAL)

_signal = _back(THROUGH[0][1], LOCAL[0][1])


def _signal_shapes(n, n_in, n_out):
    return (n, n_out), (n_in, n_out), (n, n_in)


signal = Exercise(
    asked="answer(dZ, W, Z_before) -> dZ_before: one layer back, through W and then through tanh.",
    truth=_signal,
    cases=lambda: drawn(0, [_signal_shapes(*sizes) for sizes in SQUARE]),
    further=Further(lambda: drawn(1, [_signal_shapes(*sizes) for sizes in SIZES])),
    names=["dZ_before"],
    mistakes=SIGNAL,
    hint=Hints(
        "The signal crosses two things on its way back: first W, then the bend. Write one line for each.",
        "After W it has one column for each unit before. Which product of dZ and W has that shape?",
        "At the bend, multiply entry by entry by the slope of tanh. You have Z, not A: the slope is 1 −"
        " tanh² Z.",
    ),
)


# -- 3. a broken backward, repaired --


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
        "the slope in dZ1 is not that of tanh: 1 − (·)² is for the output of tanh. Which array is that?",
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
REPAIRS = combined(_passes, FIRST, SLOPES, BIASES)

_gradients = _passes(FIRST[0][1], SLOPES[0][1], BIASES[0][1])


def _pass_shapes(n, n_in, n_out):
    return (n, n_in), (n, n_out), (n_in, 3), (1, 3), (3, n_out), (1, n_out)


repaired = Exercise(
    asked="answer(X, Y, W1, b1, W2, b2) -> (dW1, db1, dW2, db2): tanh, then a line, under squared error.",
    truth=_gradients,
    cases=lambda: drawn(0, [_pass_shapes(*sizes) for sizes in SQUARE]),
    further=Further(lambda: drawn(1, [_pass_shapes(*sizes) for sizes in SIZES])),
    names=["dW1", "db1", "dW2", "db2"],
    mistakes=REPAIRS,
    hint=Hints(
        "Go line by line. One fault scales everything, one is in a slope, and one is in a bias.",
        "Where is the loss's 1/n? And in which array is the slope of tanh written as 1 − (·)²?",
        "db2 adds up the right way: each unit has the sum of its own column. Look at db1 beside it.",
    ),
)


# -- 4. the game --


def _reached(values, run):
    return values["width"] <= NARROW and run.accuracy >= MOONS


def _nudge(width, run):
    """What keeps the lab from its goal, in a sentence."""
    if width > NARROW and run.accuracy >= MOONS:
        return f"Width {width} can do it: now find a way with fewer units."
    if width > NARROW:
        return f"The width is {width}: make it {NARROW} or less."
    if run.activation == "identity":
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
        {"width": 4, "activation": "identity"},
        {**STEEP, "width": 3, "rate": 0.5},
        {**STEEP, "width": 8, "rate": 0.5},
    ],
    hint=Hints(
        "First leave the line's shelf: which control decides how far a step goes?",
        "Few units must bend sharply. Which start gives them steep slopes from the beginning?",
        "Take the largest start with width 4, and step the rate from 0.2 to 0.7 with the arrow keys.",
    ),
)
