"""Three questions that say where to begin."""

from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.verdict import Hints

slope = Number(
    asked="The derivative of (3w - 6)² / 2 by w, at w = 1.",
    truth=-9.0,
    hint=Hints(
        "Call the bracket u. What is the derivative of u² / 2 by u, and that of u by w?",
        "The chain rule multiplies them: u · 3, with u = 3 · 1 - 6.",
    ),
    mistakes=[
        Mistake("the bracket has a derivative of its own, 3: the chain rule multiplies by it.", -3),
        Mistake("the sign: what is 3w - 6 at w = 1?", 9),
        Mistake("the bracket's derivative is there, the bracket is not.", 3),
        Mistake("a factor 2 is left: the derivative of u² / 2 is u.", -18),
    ],
)

shape = Choice(
    asked="X has the shape (4, 2), W (2, 3). What is the shape of (X @ W).sum(axis=0)? "
    '"(3,)", "(4,)" or "(4, 3)"',
    truth="(3,)",
    why="X @ W is (4, 3), and axis=0 adds up the 4 rows.",
    hint=Hints(
        "In X @ W the inner sizes, 2 and 2, meet and go. What is left?",
        "The sum over an axis removes that axis; axis 0 counts the rows.",
    ),
    mistakes=[
        Mistake("this is the shape of the sum over axis=1. Which axis counts the rows?", "(4,)"),
        Mistake("this is the shape of X @ W. What does the sum do to it?", "(4, 3)"),
    ],
)

signal = Choice(
    asked="p = σ(z) is the probability of yes, and the answer is yes: the loss is -ln p. "
    'Its derivative by z? "p - 1", "-1 / p" or "p (1 - p)"',
    truth="p - 1",
    why="dL/dz = dL/dp · dp/dz = (-1 / p) · p (1 - p) = p - 1: prediction - target.",
    hint=Hints(
        "Two derivatives are multiplied: that of -ln p by p, and that of σ(z) by z.",
        "σ has the slope p (1 - p).",
    ),
    mistakes=[
        Mistake("this is the derivative by p. By z, the slope of σ comes in.", "-1 / p"),
        Mistake("this is the slope of σ alone. The loss has a derivative too.", "p (1 - p)"),
    ],
)
