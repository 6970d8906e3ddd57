"""Exercises on gradient descent: steps and limits by hand, a limit measured, a descent that stops, a game."""

import numpy as np

from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints
from backprop_course.widgets.words import short_powers

GOAL = 1e-6
HIGHEST = 15  # of the ratios that reach it; a test tries 16


# -- on the way: a step by hand, the limit of one screw, a step of both --

second_step = Number(
    asked="theta after the second step, at rate 0.1 and curvature 4.",
    truth=0.36,
    mistakes=[
        Mistake("you use the slope at 1 again. After the first step the slope is 4 · 0.6.", 0.2),
        Mistake("you go along the slope. The step goes against it: minus.", 0.84),
        Mistake("you take rate · theta off. The slope at theta is 4 · theta.", 0.54),
        Mistake("you take the whole slope off. The rate 0.1 scales it.", -1.8),
        Mistake("that is theta after the first step.", 0.6),
        Mistake("that is the slope after the first step. How far does theta go?", 2.4),
        Mistake("that is the length of the step. Where does it lead from 0.6?", 0.24),
    ],
    hint=Hints("What is the slope 4 · theta at 0.6?", "From 0.6, take 0.1 · 2.4 off."),
)
limit = Exercise(
    asked="limit from curvature: the learning rate from which on theta no longer comes nearer.",
    truth=lambda curvature: 2 / curvature,
    cases=lambda: [(4.0,), (0.5,), (7.0,)],
    names=["the limit"],
    mistakes=[
        Mistake("at this rate the factor is 0: one step arrives. At the limit it is −1.", lambda c: 1 / c),
        Mistake("turned over: the larger the curvature, the smaller the limit.", lambda c: c / 2),
        Mistake("the factor is 1 − rate · curvature. Divide by the curvature.", lambda c: 2 * c),
        Mistake("is the factor −1 there? Solve 1 − rate · curvature = −1.", lambda c: -2 / c),
    ],
    hint=Hints(
        "The limit is the rate whose factor is −1.", "In 1 − rate · curvature = −1, add the product and 1."
    ),
)


def _both(sign=-1, slope=lambda theta, curvatures: curvatures * theta, rated=lambda rate: rate):
    """A step of both screws, with each of its parts to be mistaken."""
    return lambda theta, curvatures, rate: theta + sign * rated(rate) * slope(theta, curvatures)


both = Exercise(
    asked="after, from theta (2,), curvatures (2,) and rate: one step of both screws.",
    truth=_both(),
    cases=lambda: [(*case, 0.3) for case in drawn(3, [((2,), (2,)), ((2,), (2,))])],
    names=["after"],
    mistakes=[
        Mistake("you go along the slopes. A step goes against them.", _both(sign=1)),
        Mistake("the curvatures are missing: each slope is curvature · theta.", _both(slope=lambda t, c: t)),
        Mistake("theta is missing: each slope is curvature · theta.", _both(slope=lambda t, c: c)),
        Mistake("the rate is missing: it scales the slopes.", _both(rated=lambda rate: 1)),
        Mistake(
            "`@` adds the two products up. Each screw has a slope of its own: `*`.",
            _both(slope=lambda t, c: c @ t),
        ),
        Mistake(
            "that is the change of theta. Where does it lead?",
            lambda theta, curvatures, rate: -rate * curvatures * theta,
        ),
    ],
    hint=Hints(
        "`curvatures * theta` is both slopes at once.",
        "theta minus rate times the slopes.",
    ),
)


# -- 1. the limit, measured --


def _measured(limit):
    """A limit made of the curvatures (n,) that differences of the slopes give."""

    def answer(gradient, theta):
        return limit((gradient(theta + 0.5) - gradient(theta - 0.5)) / 1.0)

    return answer


def _slopes_of_a_bowl(seed, n):
    """The slopes (n,) of a bowl, each of its own theta, around a bottom that is nowhere near 0."""
    rng = np.random.default_rng(seed)
    curvatures, bottom = rng.uniform(0.2, 9, n), 3 + rng.normal(size=n)
    return lambda theta: curvatures * (theta - bottom)


measured_limit = Exercise(
    asked="answer(gradient, theta) -> the limit of the learning rate, measured by the slopes of a bowl.",
    truth=_measured(lambda curvatures: 2 / curvatures.max()),
    cases=lambda: [
        (_slopes_of_a_bowl(seed, n), np.random.default_rng(seed + 10).normal(size=n))
        for seed, n in enumerate((2, 3, 5))
    ],
    names=["the limit"],
    mistakes=[
        Mistake(
            "you take the smallest curvature. Which direction is the first to grow?",
            _measured(lambda curvatures: 2 / curvatures.min()),
        ),
        Mistake(
            "this is half of the limit: there the steepest direction arrives in one step. (Or: a difference"
            " over 2h, divided by h.)",
            _measured(lambda curvatures: 1 / curvatures.max()),
        ),
        Mistake(
            "this is the best rate, at which all directions still come nearer.",
            _measured(lambda curvatures: 2 / (curvatures.min() + curvatures.max())),
        ),
        Mistake(
            "this is a curvature, not yet a rate. How does the limit depend on it?",
            _measured(lambda curvatures: curvatures.max()),
        ),
        Mistake(
            "you add the curvatures up. Each direction has its own limit: which is the lowest?",
            _measured(lambda curvatures: 2 / curvatures.sum()),
        ),
        Mistake(
            "you return a limit for each direction. One rate serves all: which limit comes first?",
            _measured(lambda curvatures: 2 / curvatures),
        ),
        Mistake(
            "you divide the slopes by theta. That is the curvature only where the bottom lies at 0: how much"
            " does the slope *change* where theta changes?",
            lambda gradient, theta: 2 / (gradient(theta) / theta).max(),
        ),
    ],
    tolerance=1e-4,
    hint=Hints(
        "The curvature is the slope of the slope: how much does `gradient(...)` change from `theta` to"
        " `theta + h`?",
        "`(gradient(theta + h) - gradient(theta)) / h` holds the curvatures of all directions.",
        "The largest curvature has the lowest limit, 2 / curvature.",
    ),
)


# -- 2. a descent that knows when to stop --


def _walk(
    rests=lambda slope, tolerance, rate: np.linalg.norm(slope) < tolerance,
    sign=-1,
    late=False,  # steps first and tests then
    bound=lambda max_steps: max_steps,
    told=lambda theta, steps, max_steps: (theta, steps),
):
    """A descent, with each of its parts to be mistaken."""

    def answer(gradient, theta, rate, tolerance, max_steps):
        for steps in range(bound(max_steps)):
            slope = gradient(theta)
            at_rest = rests(slope, tolerance, rate)
            if at_rest and not late:
                return told(theta, steps, max_steps)
            theta = theta + sign * rate * slope
            if at_rest or (late == "anew" and rests(gradient(theta), tolerance, rate)):
                return told(theta, steps + 1, max_steps)
        return told(theta, bound(max_steps), max_steps)

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
        "you always take `max_steps` steps. Where does your code compare the gradient with `tolerance`?",
        _walk(rests=lambda *slope: False),
    ),
    Mistake(
        "you walk on after `max_steps` steps. What ends your loop if the gradient stays above `tolerance`?",
        _walk(bound=lambda max_steps: 10000),
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
        _walk(told=lambda theta, steps, max_steps: (theta, steps + 1)),
    ),
    Mistake(
        "theta is right. The second result should be the steps that were taken, not those that were allowed.",
        _walk(told=lambda theta, steps, max_steps: (theta, max_steps)),
    ),
    Mistake(
        "the two results have changed places: first `theta`, then the number of steps.",
        _walk(told=lambda theta, steps, max_steps: (steps, theta)),
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
    asked="answer(gradient, theta, rate, tolerance, max_steps) -> (theta, steps): descent with a stop rule.",
    truth=_descent,
    cases=_descent_cases,
    names=["theta", "the number of steps"],
    mistakes=DESCENTS,
    hint=Hints(
        "`for step in range(max_steps):` takes no more steps than that. What should each round do first?",
        "Test, then step. `np.linalg.norm` takes vectors and matrices. At rest, return theta and step at"
        " once.",
        "`theta -= …` would write into the caller's array, so write `theta = theta - rate * …`. Which two"
        " results are left to return when the loop has run to its end?",
    ),
)


# -- 3. the game --


def _arrived(values, walk):
    return walk.curvatures[-1] > HIGHEST - 0.1 and values["start"] >= 3 and walk.losses[-1] < GOAL


narrowest = Game(
    goal=short_powers(f"the highest curvature ratio, start 3 or further out, loss below {GOAL:g} at step 60"),
    lab="descend_a_slope",
    reached=_arrived,
    wins=[{"ratio": HIGHEST, "start": 3, "rate": rate} for rate in (0.12, 0.122, 0.124)],
    misses=[
        {"ratio": 14, "start": 3, "rate": 2 / 15},
        {"ratio": HIGHEST, "start": 3, "rate": 2 / 16},
        {"ratio": HIGHEST, "start": 3, "rate": 0.118},
        {"ratio": HIGHEST, "start": 2.5, "rate": 0.12},
        {"ratio": 16, "start": 3, "rate": 0.118},
        {"ratio": 4, "start": 3, "rate": 0.3},
    ],
    hint=Hints(
        "The higher of the two dots in the lab's right picture makes you wait. For a ratio r, the best rate"
        " is 2 / (1 + r): how far do you get with it?",
        "Where the best rate nearly does it, try one a little lower: which of the two parts of the loss is"
        " larger at step 60?",
        "Ratio 15 can be done, at a rate from 0.12 to 0.124.",
    ),
)
