"""Refreshers that answer: a partial derivative, shapes, broadcasting, a spread, the limit of a bowl."""

import numpy as np

from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

by_v = Number(
    asked="The derivative of u² v by v, at u = 3 and v = 2.",
    truth=9.0,
    hint=Hints("Now u stands still: put 3 in for it. What is the derivative of 9 v by v?"),
    mistakes=[
        Mistake("this is the derivative by u. Now v moves, and u stands still.", 12),
        Mistake("this is u² v itself. How fast does it change with v?", 18),
        Mistake("2 u is the derivative of u². But u stands still here.", 6),
    ],
)

product = Exercise(
    asked="dW (3, 2) from X (5, 3) and dZ (5, 2): it sums over the 5 rows.",
    truth=lambda X, dZ: X.T @ dZ,
    cases=lambda: drawn(0, [((5, 3), (5, 2)), ((4, 2), (4, 4))]),
    names=["dW"],
    mistakes=[
        Mistake("this is (2, 3): W has a row for each input, so dW has, too.", lambda X, dZ: dZ.T @ X),
        Mistake("this is the mean over the rows. A product sums.", lambda X, dZ: X.T @ dZ / len(X)),
    ],
    hint=Hints(
        "The inner sizes must be 5 and 5. Which of the two has to be turned?",
        "`X.T` has the shape (3, 5).",
    ),
)

centered = Exercise(
    asked="From each row of X its own mean taken off.",
    truth=lambda X: X - X.mean(axis=1, keepdims=True),
    cases=lambda: drawn(0, [[(4, 3)], [(3, 3)]]),
    names=["centered"],
    mistakes=[
        Mistake(
            "you take off the mean of each column: axis 0 counts the rows.", lambda X: X - X.mean(axis=0)
        ),
        Mistake("you take off the mean of all numbers.", lambda X: X - X.mean()),
        Mistake("these are the means alone: take them off X.", lambda X: X.mean(axis=1, keepdims=True)),
    ],
    hint=Hints(
        "`X.mean(axis=1)` has the shape (4,), which is read as (1, 4). Which shape would repeat along a row?",
        "`keepdims=True` keeps the summed axis, with the length 1: (4, 1).",
    ),
)

spread = Number(
    asked="The standard deviation of a sum of 64 independent numbers of standard deviation 0.05.",
    truth=0.4,
    hint=Hints(
        "What is the variance of one of them? Variances add.",
        "The standard deviation is the root of the variance.",
    ),
    mistakes=[
        Mistake("variances add, standard deviations do not: some numbers are above, some below.", 3.2),
        Mistake("this is the variance of the sum. Take its root.", 0.16),
        Mistake("this is the standard deviation of the mean, the sum over 64.", 0.05 / 8),
        Mistake("this is that of one number. The sum of 64 spreads wider.", 0.05),
    ],
)

limit = Number(
    asked="The limit of the learning rate in the bowl ½ θᵀ H θ with H = [[2, 1], [1, 2]].",
    truth=2 / np.linalg.eigvalsh([[2.0, 1.0], [1.0, 2.0]]).max(),
    hint=Hints("The limit is 2 over the largest curvature. Which of the two printed is it?"),
    mistakes=[
        Mistake(
            "the diagonal of H says how steep the bowl is along θ₁ alone. Between the two it is steeper.", 1
        ),
        Mistake("the largest curvature sets the limit, not the smallest.", 2),
        Mistake("this is the largest curvature. The limit is 2 over it.", 3),
        Mistake("there the steepest direction begins to jump. It diverges beyond twice this rate.", 1 / 3),
    ],
)
