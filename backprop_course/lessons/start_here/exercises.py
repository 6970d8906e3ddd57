"""Three questions that say where to begin."""

from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.verdict import Hints

descended = Number(
    asked="w after one step of gradient descent on the loss w², from w = 3, at the learning rate 0.1.",
    truth=2.4,
    hint=Hints(
        "The slope of w² is 2w. What is it at w = 3?",
        "A step goes against the slope, by the rate times the slope.",
    ),
    mistakes=[
        Mistake("the step goes uphill: it must go against the slope.", 3.6),
        Mistake("you take off the rate times w. What is the slope of w² at 3?", 2.7),
        Mistake("you take off the rate times the loss. It is the rate times the slope.", 2.1),
        Mistake("you take off the whole slope. The learning rate scales it.", -3),
        Mistake("this is the length of the step. Where does it lead from 3?", 0.6),
        Mistake("this is the slope at w = 3. The step is the rate times it.", 6),
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

by_z = Choice(
    asked="p = σ(z) is the probability of yes, and yes is right: the loss is -ln p. "
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
