"""Exercises on the tape: what adds up, a product's way back, the tape, readings, a floor, a slip, a game."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backprop_course.check.running import line, message
from backprop_course.lessons.let_a_tape_do_it import tape
from backprop_course.lessons.let_a_tape_do_it.lab import STEP_OF
from backprop_course.tasks import answers
from backprop_course.tasks.answers import Judged
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise, by_results
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.verdict import Hints, Kind, Verdict

# -- blanks: what is added up, and a product's way back --


def _shapes():
    arrived = np.random.default_rng(0).normal(size=(5, 3))
    return [(arrived, shape) for shape in [(1, 3), (5, 1), (1, 1), (5, 3)]]


def _along(axes):
    """A sum over these axes, whatever the shape."""
    return lambda arrived, shape: arrived.sum(axis=axes, keepdims=True)


sum_to = Exercise(
    asked="sum_to(arrived, shape): what arrives, added up over each axis along which this shape has size 1.",
    truth=tape.sum_to,
    cases=_shapes,
    names=["sum"],
    mistakes=[
        Mistake(
            "the axis that was summed is gone. `keepdims=True` leaves it, with size 1.",
            lambda arrived, shape: arrived.sum(axis=tuple(a for a in (0, 1) if shape[a] == 1)),
        ),
        Mistake(
            "this is the mean. Each of the repeats has its full effect on the loss.",
            lambda arrived, shape: arrived.mean(
                axis=tuple(a for a in (0, 1) if shape[a] == 1), keepdims=True
            ),
        ),
        Mistake("you add up the rows, whatever the shape. The sum goes along `axis`.", _along(0)),
        Mistake("you add up along the second axis, whatever the shape: look at `axis`.", _along(1)),
        Mistake("nothing is added up.", lambda arrived, shape: arrived),
    ],
    hint=Hints(
        "A sum along one axis that keeps this axis: which two arguments has `sum`?",
        "`arrived.sum(axis=axis, keepdims=True)`.",
    ),
)

product = Exercise(
    asked="product(d, A, W) -> to_A, to_W: what Z = A @ W sends back to A and to W, when d arrives.",
    truth=lambda arrived, A, W: (arrived @ W.T, A.T @ arrived),
    cases=lambda: drawn(1, [((5, 3), (5, 2), (2, 3)), ((4, 4), (4, 4), (4, 4))]),
    names=["to_A", "to_W"],
    mistakes=[
        Mistake(
            "the two have changed places: A comes first.",
            lambda arrived, A, W: (A.T @ arrived, arrived @ W.T),
        ),
        Mistake(
            "each lacks a transpose, or stands on the wrong side: compare with dZ1 and dW2 of 05.",
            lambda arrived, A, W: (W @ arrived.T, arrived.T @ A),
        ),
        Mistake(
            "what W gets is divided by the rows. The mean is a step of its own, further on.",
            lambda arrived, A, W: (arrived @ W.T, A.T @ arrived / len(A)),
        ),
    ],
    hint=Hints(
        "Shapes: what A gets has A's shape, n × j. `d` is n × k, W is j × k.",
        "In 05: `dZ2 @ W2.T` went back to A1, and dW2 was `A1.T @ dZ2`.",
    ),
)


# -- the tape --


class ArrayProgram(NamedTuple):
    """A computation with arrays, what it tries in a tape, and the shapes of its arrays."""

    text: str
    tries: str
    compute: Callable
    shapes: list


TARGETS = np.eye(3)[[0, 2, 1, 1]]
PROGRAMS = [
    ArrayProgram("(a + b).mean()", "Look at `backward`.", lambda a, b: (a + b).mean(), [(4, 3), (1, 3)]),
    ArrayProgram("(a @ b).mean()", "Look at @.", lambda a, b: (a @ b).mean(), [(4, 3), (3, 2)]),
    ArrayProgram("a.tanh().mean()", "Look at the slope of tanh.", lambda a: a.tanh().mean(), [(4, 3)]),
    ArrayProgram(
        "(a.tanh() + a).mean()",
        "Each path that leads to a adds its share to what is there.",
        lambda a: (a.tanh() + a).mean(),
        [(4, 3)],
    ),
    ArrayProgram(
        "c = a + b; (c.tanh() @ w + c @ w).mean()",
        "c may send only when all its shares have come. In which order do you walk?",
        lambda a, b, w: ((a + b).tanh() @ w + (a + b) @ w).mean(),
        [(4, 3), (1, 3), (3, 2)],
    ),
    ArrayProgram(
        "((a @ w + b).tanh() @ v).surprise(y).mean()",
        "Every part is right by itself: look at how backward puts them together.",
        lambda a, w, b, v: ((a @ w + b).tanh() @ v).surprise(TARGETS).mean(),
        [(4, 2), (2, 3), (1, 3), (3, 3)],
    ),
]


def _run(kind, number):
    """A program's value and the gradients by its arrays, on a tape of this kind."""
    program, rng = PROGRAMS[number], np.random.default_rng(number)
    inputs = [kind(rng.normal(size=shape)) for shape in program.shapes]
    result = program.compute(*inputs)
    result.backward()
    return float(result.value), [np.array(each.grad, dtype=float) for each in inputs]


def _differentiates(kind):
    """The value and all gradients of a program, by its number; where they are wrong, that is said."""

    def answer(number):
        at, tries = f"`{PROGRAMS[number].text}`", PROGRAMS[number].tries
        try:
            value, grads = _run(kind, number)
        except (TypeError, AttributeError) as error:
            if line(error)[0]:
                raise
            raise Judged(Kind.WRONG, f"{at} cannot be computed: {message(error)}. {tries}") from None
        right, wanted = _run(tape.Tensor, number)
        if not np.isclose(value, right, rtol=1e-6):
            raise Judged(Kind.WRONG, f"{at} is {right:.4g}, but yours is {value:.4g}. {tries}")
        for place, (grad, other) in enumerate(zip(grads, wanted, strict=True)):
            if grad.shape != other.shape:
                raise Judged(
                    Kind.WRONG,
                    f"{at}: gradient {place + 1} has shape {grad.shape} for {other.shape}. {tries}",
                )
            if not np.allclose(grad, other, rtol=1e-6, atol=1e-12):
                raise Judged(Kind.WRONG, f"{at}: gradient {place + 1} is not that of differences. {tries}")
        return value, np.concatenate([grad.ravel() for grad in grads])

    return answer


def _by_programs(exercise, answer):
    """The Verdict on a class, program by program."""
    if not isinstance(answer, type):
        return by_results(exercise, answer)
    if answers.does_nothing(answer):
        return Verdict(Kind.NOT_YET, answers.DOTS)
    alike = [each._replace(answer=_differentiates(each.answer)) for each in exercise.mistakes]
    truth = _differentiates(exercise.truth)
    return by_results(exercise._replace(truth=truth, mistakes=alike), _differentiates(answer))


Tensor = Exercise(
    asked="Tensor(array): .value, .grad, +, @, tanh(), surprise(Y), mean(); backward() fills every .grad.",
    truth=tape.Tensor,
    cases=lambda: [(number,) for number in range(len(PROGRAMS))],
    names=["value", "grads"],
    hint=Hints(
        "@ is built as + is: a Tensor of the new value, and two pairs of a parent and its send.",
        "The two sends are your `product`, each a `lambda d: ...`; tanh has one parent, and a slope of 04.",
        "On the walk, `parent.grad = parent.grad + send(node.grad)`.",
    ),
    judge=_by_programs,
)


# -- exercises --


def _times(arrived, a, b):
    return tape.sum_to(arrived * b, a.shape), tape.sum_to(arrived * a, b.shape)


times = Exercise(
    asked="times(d, a, b) -> to_a, to_b: what c = a * b, entry by entry, sends back; shapes may differ.",
    truth=_times,
    cases=lambda: drawn(2, [((4, 3), (4, 3), (1, 3)), ((4, 3), (4, 1), (4, 3)), ((4, 3), (4, 3), (4, 3))]),
    names=["to_a", "to_b"],
    mistakes=[
        Mistake(
            "right where the shapes agree. What was repeated going forward adds up going back.",
            lambda arrived, a, b: (arrived * b, arrived * a),
        ),
        Mistake(
            "each gets its own value as the factor. How much does a * b move when a alone moves?",
            lambda arrived, a, b: (
                tape.sum_to(arrived * a, a.shape),
                tape.sum_to(arrived * b, b.shape),
            ),
        ),
        Mistake(
            "you add up first, then multiply. The shares differ from row to row: multiply first.",
            lambda arrived, a, b: (
                tape.sum_to(arrived, a.shape) * b,
                tape.sum_to(arrived, b.shape) * a,
            ),
        ),
        Mistake(
            "this is what a sum sends. A product has other local derivatives.",
            lambda arrived, a, b: (tape.sum_to(arrived, a.shape), tape.sum_to(arrived, b.shape)),
        ),
    ],
    hint=Hints(
        "Of two numbers: c = a · b. When a alone moves by h, c moves by b · h.",
        "Then each gets the shape of its own array, by `sum_to`.",
    ),
)
reading = Number(
    asked="a gradient is 150 times the slope. What does ‖gradient − slope‖/(‖gradient‖ + ‖slope‖) read?",
    truth=149 / 151,
    tolerance=1e-3,
    mistakes=[
        Mistake("below the line stands the sum of both lengths, not that of the gradient alone.", 149 / 150),
        Mistake("below the line stands the sum of both lengths, not that of the slope alone.", 149.0),
        Mistake("this is the factor itself. The check divides the difference by the sum.", 150.0),
        Mistake("the two point the same way. Are they equally long, too?", 0.0),
    ],
    hint=Hints(
        "Call the slope's length 1. How long is the gradient?",
        "The difference is 149 long, and both together are 151.",
    ),
)
floor = Number(
    asked="ten classes, softmax taken twice: below which number does the loss never fall?",
    truth=float(np.log(1 + 9 / np.e)),
    tolerance=2e-3,
    mistakes=[
        Mistake("this is the floor for three classes. Here there are nine others.", np.log(1 + 2 / np.e)),
        Mistake("this is a guess among ten classes, before anything is learned.", np.log(10)),
        Mistake("0 is the floor of the right loss. What does the second softmax get at best?", 0.0),
        Mistake("this is the probability. The loss is −ln of it.", np.e / (np.e + 9)),
    ],
    hint=Hints(
        "The best that the first softmax can give is 1 for the right class and 0 for each other.",
        "The second softmax makes of it e / (e + 9) for the right class.",
        "The loss is −ln of that.",
    ),
)
slip = Choice(
    asked="batches of 32; against the loss of 03 every array reads 0.939, against the program's own 1e-10.",
    truth="reduction",
    why="31/33 = 0.939: every gradient is 32 times as long. A sum stands where the mean was meant.",
    mistakes=[
        Mistake("detached arrays read 1, and only those before the cut.", "detach"),
        Mistake("a first gradient without zero_grad reads less than 1e-7.", "zero_grad"),
        Mistake("a second softmax gives each array another reading.", "softmax"),
        Mistake("a graph that is kept changes no number.", "item"),
    ],
    hint=Hints(
        "A factor k reads (k − 1)/(k + 1). Which k gives 0.939?",
        "k is about 32, and a batch has 32 rows.",
    ),
)
gather = Game(
    goal="eight numbers arrive at b₁, and its gradient is one number",
    lab="let_a_tape_do_it",
    reached=lambda values, result: (
        result.tensors["b1"].grad.size == 1
        and result.tensors["Z1"].grad.size == 8
        and values["step"] >= STEP_OF["b1"]
    ),
    wins=[{"bias": "one number", "step": step} for step in (STEP_OF["b1"], STEP_OF["b1"] + 2)],
    misses=[
        {},
        {"bias": "one number", "rows": 3},
        {"bias": "one number", "step": STEP_OF["b1"] - 1},
        {"bias": "a number a flower"},
    ],
    hint=Hints(
        "Eight numbers: how many flowers, with two units?",
        "The gradient has the shape of b₁. Then go back as far as b₁.",
    ),
)
