"""Lab: a network's arrays written onto a tape and walked back, with the shapes and numbers of each step."""

from typing import NamedTuple

import numpy as np

from backprop_course.lessons.let_a_tape_do_it import pictures
from backprop_course.lessons.let_a_tape_do_it.tape import Tensor
from backprop_course.nn.losses import softmax
from backprop_course.widgets import style
from backprop_course.widgets.buttons import Try
from backprop_course.widgets.controls import choice, evenly_spaced, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import drawing

X = np.array([[-1.3, -1.2], [0.4, 0.3], [1.2, 1.5], [0.5, -0.2]])
Y = np.eye(3)[[0, 1, 2, 1]]
W1, B1 = np.array([[0.8, -0.5], [0.3, 0.9]]), np.array([[0.1, -0.2], [0.3, 0.2], [-0.1, 0.4], [0.2, -0.3]])
W2, B2 = np.array([[-1.0, 0.4, 0.9], [0.2, -0.6, 0.7]]), np.array([[0.2, 0.1, -0.3]])
ROWS = len(X)
BIASES = {"a number a unit": (1, 2), "a number a flower": (0, 1), "one number": (1, 1)}  # 0: as many as rows


class Place(NamedTuple):
    """A place on the tape: its name, its formula, its place (column, row) in the picture."""

    name: str
    formula: str
    place: tuple

    @property
    def computed(self):
        """Whether it is computed from others."""
        return self.formula not in ("input", "weights", "bias")


PLACES = (
    Place("X", "input", (0, 1)),
    Place("W1", "weights", (1, 0)),
    Place("M1", "M₁ = X W₁", (1, 1)),
    Place("b1", "bias", (2, 0)),
    Place("Z1", "Z₁ = M₁ + b₁", (2, 1)),
    Place("A1", "A₁ = tanh Z₁", (3, 1)),
    Place("W2", "weights", (4, 0)),
    Place("M2", "M₂ = A₁W₂", (4, 1)),
    Place("b2", "bias", (5, 0)),
    Place("Z2", "Z₂ = M₂ + b₂", (5, 1)),
    Place("s", "s: surprise", (6, 1)),
    Place("loss", "loss: mean", (7, 1)),
)

COMPUTED = [node for node in PLACES if node.computed]
EDGES = [("X", "M1"), ("W1", "M1"), ("M1", "Z1"), ("b1", "Z1"), ("Z1", "A1"), ("A1", "M2"), ("W2", "M2"),
         ("M2", "Z2"), ("b2", "Z2"), ("Z2", "s"), ("s", "loss")]  # fmt: skip
LAST = len(COMPUTED) + len(PLACES)


class Part(NamedTuple):
    """An array of an equation: its name, its numbers, and its color."""

    name: str
    array: np.ndarray
    color: str


class Equation(NamedTuple):
    """What a step computes: result = first, or result = first (sign) second; and in words what happens."""

    result: Part
    first: Part
    sign: str = ""
    second: Part | None = None
    words: str = ""


class TapeAt(NamedTuple):
    """A tape at a step: all its tensors by name, with their gradients.

    Step 0 shows what is given; then every computed node has a step forward, and every node a step back.
    """

    step: int
    tensors: dict

    @property
    def written(self):
        """The computed nodes that are on the tape, in order."""
        return COMPUTED[: self.step]

    @property
    def returned(self):
        """The nodes whose gradient is known, in order."""
        return PLACES[::-1][: max(0, self.step - len(COMPUTED))]

    @property
    def current(self):
        """The node of this step, or None."""
        return (self.returned or tuple(self.written) or (None,))[-1]


def compute(step, rows, bias):
    """The tape of so many flowers, with a first bias of this shape, walked back; to be shown up to a step."""
    down, across = BIASES[bias]
    given = {"X": X[:rows], "W1": W1, "b1": B1[: down or rows, :across], "W2": W2, "b2": B2}
    t = {name: Tensor(array) for name, array in given.items()}
    t["M1"] = t["X"] @ t["W1"]
    t["Z1"] = t["M1"] + t["b1"]
    t["A1"] = t["Z1"].tanh()
    t["M2"] = t["A1"] @ t["W2"]
    t["Z2"] = t["M2"] + t["b2"]
    t["s"] = t["Z2"].surprise(Y[:rows])
    t["loss"] = t["s"].mean()
    t["loss"].backward()
    return TapeAt(step, t)


# -- a step as an equation --


def equation(result):
    """The Equation of a step, or None at step 0."""
    if result.current is None:
        return None
    return (_back if result.returned else _ahead)(result, result.current.name)


def _ahead(result, name):
    value = _parts(result, "", style.FORWARD, lambda tensor: tensor.value)
    two = {"M1": ("X", "@", "W1"), "Z1": ("M1", "+", "b1"), "M2": ("A1", "@", "W2"), "Z2": ("M2", "+", "b2")}
    kept = {"M1": "X and W₁", "M2": "A₁ and W₂", "A1": "1 − A₁²", "s": "P − Y", "loss": "the number of rows"}
    words = f"kept for the way back: {kept.get(name, 'the shapes')}"
    if name in two:
        first, sign, second = two[name]
        return Equation(value(name), value(first), sign, value(second), words)
    before = {"A1": "Z1", "s": "Z2", "loss": "s"}[name]
    sign = {"A1": "tanh", "s": "surprise", "loss": "mean"}[name]
    return Equation(value(name), value(before)._replace(name=f"{sign}({lowered(before)})"), words=words)


def _back(result, name):
    value = _parts(result, "", style.FORWARD, lambda tensor: tensor.value)
    grad = _parts(result, "d", style.BACKWARD, lambda tensor: tensor.grad)
    t, mine = result.tensors, grad(name)
    n = len(t["X"].value)
    if name == "loss":
        return Equation(mine, Part("1", np.array(1.0), style.INK), words="the way back starts with 1")
    if name == "s":
        share = Part("1/n", np.array(1 / n), style.INK)
        return Equation(mine, grad("loss"), "×", share, f"each of {n} rows has its share of the mean")
    if name == "Z2":
        p = softmax(t["Z2"].value)
        return Equation(
            mine, grad("s"), "×", Part("P − Y", p - Y[:n], style.INK), "prediction − target, row by row"
        )
    if name in ("b1", "b2"):
        arrived, shape = grad("Z" + name[1]), mine.array.shape
        return Equation(mine, arrived._replace(name=f"sum of {arrived.name}"), words=_added(shape, n))
    if name in ("M1", "M2"):
        return Equation(mine, grad("Z" + name[1]), words="a sum passes on what arrives")
    if name == "Z1":
        bend = Part("1 − A₁²", 1 - t["A1"].value ** 2, style.INK)
        return Equation(mine, grad("A1"), "×", bend, "the slope of tanh, entry by entry")
    if name in ("W1", "W2"):
        before, product = {"W1": ("X", "M1"), "W2": ("A1", "M2")}[name]
        first = Part(f"{lowered(before)}ᵀ", t[before].value.T, style.FORWARD)
        return Equation(mine, first, "@", grad(product), "what came in, transposed, @ what arrives")
    weights, product = {"X": ("W1", "M1"), "A1": ("W2", "M2")}[name]
    second = Part(f"{value(weights).name}ᵀ", t[weights].value.T, style.FORWARD)
    return Equation(mine, grad(product), "@", second, "what arrives @ the weights, transposed")


def _parts(result, mark, color, of):
    """A function from a name to its Part, of values or of gradients."""
    return lambda name: Part(mark + lowered(name), of(result.tensors[name]), color)


def _added(shape, n):
    """What becomes of an array that arrives at a bias of this shape."""
    down, across = shape[0] == 1 < n, shape == (1, 1) or shape == (n, 1)
    axes = "rows and columns" if down and across else "rows" if down else "columns" if across else ""
    return f"it was repeated, so the {axes} are added" if axes else "nothing was repeated, nothing is added"


# -- its picture and its words --


def lowered(name):
    """A name with its digits set low."""
    return name.translate(str.maketrans("12", "₁₂"))


def shape_of(array):
    """The shape of an array in words."""
    return " × ".join(map(str, array.shape)) or "a number"


def draw():
    """The tape above, and below it the equation of a step with its numbers."""
    figure, (ax,) = style.figure(width=9.0, height=4.3)
    picture = pictures.tape(ax, [(node.name, node.formula, node.place) for node in PLACES], EDGES)

    def move(result):
        known = [node.name for node in PLACES if not node.computed or node in result.written]
        values = {name: shape_of(result.tensors[name].value) for name in known}
        grads = {node.name: f"d: {shape_of(result.tensors[node.name].grad)}" for node in result.returned}
        color = style.BACKWARD if result.returned else style.FORWARD
        picture.move(values, grads, result.current and result.current.name, color, equation(result))

    return drawing(figure, [picture], move, lambda result: [title(result)])


def title(result):
    """What happens at this step, as a claim."""
    if result.current is None:
        return "Only the input and the parameters are known"
    if not result.returned:
        return "Forward: each step is written down, with what its way back needs"
    words = equation(result).words
    return f"Backward: {words}"


def say(result):
    """The step in words, with its shapes."""
    t, made = result.tensors, equation(result)
    bias = f"b₁ is {shape_of(t['b1'].value)}"
    if made is None:
        given = f"X is {shape_of(t['X'].value)}, {bias}"
        return f"Step 0: {given}; nothing is computed yet. Move the step to the right."
    done, second = made.result, f" {made.sign} {in_words(made.second)}" if made.second else ""
    work = f"{in_words(done)} = {in_words(made.first)}{second}"
    if not result.returned:
        return f"Forward {result.step} of {len(COMPUTED)}: {work}; {made.words}; {bias}."
    place = f"Backward {len(result.returned)} of {len(PLACES)}"
    return f"{place}: {work}; {made.words}; {bias}, the loss is {t['loss'].value:.3f}."


def in_words(part):
    """An array by its name and shape."""
    return part.name if part.name in ("1", "1/n") else f"{part.name} ({shape_of(part.array)})"


STEP_OF = {node.name: len(COMPUTED) + 1 + place for place, node in enumerate(PLACES[::-1])}
TRIES = (
    Try("from the start", {"step": 0}, "Play it. Before each step back, say the shape that comes."),
    Try("one flower", {"rows": 1}, "Which gradients keep their shape, whatever the number of flowers?"),
    Try("bias a flower", {"bias": "a number a flower"}, "Which axis adds up now, and why that one?"),
)


def let_a_tape_do_it():
    """The lab, at the gradient of the first bias."""
    return lab(
        compute, draw, say, TRIES,
        step=slider("step", evenly_spaced(0, LAST, 1), STEP_OF["b1"], pace=1.4),
        rows=slider("flowers", evenly_spaced(1, ROWS, 1), ROWS),
        bias=choice("bias b₁", list(BIASES), "a number a unit"),
    )  # fmt: skip
