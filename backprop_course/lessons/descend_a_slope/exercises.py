"""Exercises on gradient descent: the limit of a bowl, a descent that knows when to stop, the game."""

import numpy as np

from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.verdict import Hints

GOAL = 2e-4


# -- 1. the limit of a bowl --


def _limit(H):
    return 2 / _curvatures(H)[-1]


_curvatures = np.linalg.eigvalsh

LIMITS = [
    Mistake(
        "you take the largest entry of H, a curvature along an axis. Is no other direction steeper?",
        lambda H: 2 / H.max(),  # which is on the diagonal: H has no negative curvature
    ),
    Mistake(
        "you add all the curvatures up: that is the trace. Which of them sets the limit?",
        lambda H: 2 / np.trace(H),
    ),
    Mistake(
        "the norm of H mixes all the curvatures. Which of them sets the limit?",
        lambda H: 2 / np.linalg.norm(H),
    ),
    Mistake(
        "you take the smallest curvature. Which direction grows first: the flattest or the steepest?",
        lambda H: 2 / _curvatures(H)[0],
    ),
    Mistake(
        "at this rate the steepest direction reaches the bottom in one step. When does it grow?",
        lambda H: 1 / _curvatures(H)[-1],
    ),
    Mistake(
        "this is the best fixed rate. At it, all directions still shrink. Look at the condition on η.",
        lambda H: 2 / (_curvatures(H)[0] + _curvatures(H)[-1]),
    ),
    Mistake(
        "this is a curvature, not yet a rate. How does the limit depend on it?",
        lambda H: _curvatures(H)[-1],
    ),
    Mistake(
        "you return a limit for each direction. One is wanted: from which rate on does the first one grow?",
        lambda H: 2 / _curvatures(H),
    ),
]


def _bowl(n, seed):
    """A generic bowl's Hessian: not diagonal, its largest entry far from its largest curvature."""
    spread = np.random.default_rng(seed).normal(size=(n, n))
    return spread @ spread.T + 0.2 * np.eye(n)


limit = Exercise(
    asked="answer(H) -> the largest stable learning rate of the bowl with Hessian H (n, n).",
    truth=_limit,
    cases=lambda: [(_bowl(n, seed),) for seed, n in enumerate((2, 3, 5, 1))],
    names=["the limit"],
    mistakes=LIMITS,
    hint=Hints(
        "The largest entry of H is not its largest curvature. Which numbers tell how steep a bowl is in"
        " its own directions?",
        "They are the eigenvalues. `np.linalg.eigvalsh(H)` gives those of a symmetric matrix, smallest"
        " first.",
        "A step multiplies direction i by 1 − ηλᵢ. Find the η at which the first of these factors reaches"
        " −1.",
    ),
)


# -- 2. a descent that knows when to stop --


def _walk(
    rests=lambda slope, tolerance, rate: np.linalg.norm(slope) < tolerance,
    sign=-1,
    late=False,  # steps first and tests then
    bound=lambda limit: limit,
    told=lambda theta, steps, limit: (theta, steps),
):
    """A descent, with each of its parts to be mistaken."""

    def answer(gradient, theta, rate, tolerance, limit):
        for steps in range(bound(limit)):
            slope = gradient(theta)
            at_rest = rests(slope, tolerance, rate)
            if at_rest and not late:
                return told(theta, steps, limit)
            theta = theta + sign * rate * slope
            if at_rest or (late == "anew" and rests(gradient(theta), tolerance, rate)):
                return told(theta, steps + 1, limit)
        return told(theta, bound(limit), limit)

    return answer


_descent = _walk()

DESCENTS = [
    Mistake(
        "you walk uphill. Which way does the gradient point, and which way should the step go?", _walk(sign=1)
    ),
    Mistake(
        "you step before you test, so a start at rest is left. Where in the loop should the test stand?",
        _walk(late="same"),
    ),
    Mistake(
        "you test only after a step, so a start at rest is left. Where in the loop should the test stand?",
        _walk(late="anew"),
    ),
    Mistake(
        "you always take `limit` steps. Where does your code compare the gradient with `tolerance`?",
        _walk(rests=lambda *slope: False),
    ),
    Mistake(
        "you walk on after `limit` steps. What ends your loop where the gradient stays above `tolerance`?",
        _walk(bound=lambda limit: 10000),
    ),
    Mistake(
        "you test the largest entry of the gradient, with its sign. A slope of −5 is far from rest.",
        _walk(rests=lambda slope, tolerance, rate: slope.max() < tolerance),
    ),
    Mistake(
        "you test each entry by itself. The rule is about the norm: all entries together.",
        _walk(rests=lambda slope, tolerance, rate: np.abs(slope).max() < tolerance),
    ),
    Mistake(
        "your norm lacks its root: it is the sum of the squares.",
        _walk(rests=lambda slope, tolerance, rate: (slope**2).sum() < tolerance),
    ),
    Mistake(
        "you test the length of the *step*, rate × norm. The rule is about the gradient's norm alone.",
        _walk(rests=lambda slope, tolerance, rate: rate * np.linalg.norm(slope) < tolerance),
    ),
    Mistake(
        "theta is right, but you count one step too many. A start at rest takes how many?",
        _walk(told=lambda theta, steps, limit: (theta, steps + 1)),
    ),
    Mistake(
        "theta is right. The second result should be the steps that were taken, not those that were allowed.",
        _walk(told=lambda theta, steps, limit: (theta, limit)),
    ),
    Mistake(
        "the two results have changed places: first `theta`, then the number of steps.",
        _walk(told=lambda theta, steps, limit: (steps, theta)),
    ),
]


def _slope_to(bottom):
    """The gradient of a bowl around `bottom`, nearly round, so that it matters which norm is taken."""
    curvatures = np.linspace(0.5, 0.8, bottom.size).reshape(bottom.shape)
    return lambda theta: curvatures * (theta - bottom)


def _descent_cases():
    cases, rules = [], [((3,), 1e-3, 500), ((2, 3), 0.5, 100), ((4, 1), 1e-9, 7)]
    for seed, (shape, tolerance, steps) in enumerate(rules):
        rng = np.random.default_rng(seed)
        cases.append((_slope_to(rng.normal(size=shape)), rng.normal(size=shape), 0.3, tolerance, steps))
    at_rest = np.array([0.4, -1.2])
    cases.append((_slope_to(at_rest), at_rest, 0.3, 1e-6, 20))
    return cases


descent = Exercise(
    asked="answer(gradient, theta, rate, tolerance, limit) -> (theta, steps): descent with a stop rule.",
    truth=_descent,
    cases=_descent_cases,
    names=["theta", "the number of steps"],
    mistakes=DESCENTS,
    hint=Hints(
        "`for step in range(limit):` never takes more than `limit` steps. What should each round do first?",
        "Test, then step. `np.linalg.norm` takes vectors and matrices. At rest, return theta and step at"
        " once.",
        "`theta -= …` would write into the caller's array, so write `theta = theta - rate * …`. Which two"
        " results are left to return when the loop has run to its end?",
    ),
)


# -- 3. the game --


def _reached(values, walk):
    return walk.curvatures[-1] > 19.9 and abs(values["start"]) >= 3 and walk.losses[-1] < GOAL


reach = Game(
    goal=f"curvature ratio 20, start 3 or further out, loss below {GOAL:g} at step 60",
    lab="descend_a_slope",
    reached=_reached,
    wins=[{"ratio": 20, "start": 3, "rate": 2 / 21}, {"ratio": 20, "start": -3, "rate": 0.0891}],
    misses=[
        *({"ratio": 20, "start": 3, "rate": rate} for rate in (0.0794, 0.1, 0.11)),
        {"ratio": 20, "start": 0, "rate": 2 / 21},
        {"ratio": 19, "start": 3, "rate": 2 / 21},
        {"ratio": 4, "start": 3, "rate": 0.3},
    ],
    hint=Hints(
        "A narrow bowl has one direction that grows early and one that is slow. Watch the two dots in the"
        " lab's right picture: the higher one makes you wait.",
        "The best rate brings both dots to one height. For which η are |1 − η| and |1 − 20η| equal?",
        "It is 2/(1 + 20). The arrow keys move a slider by one position: try the two rates next to it.",
    ),
)
