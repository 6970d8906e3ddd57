"""Exercises on gradient descent: the limit of a bowl, a descent that knows when to stop, the game."""

import numpy as np

from backprop_course.exercises.verdicts import judge, judge_game

GOAL = 2e-4


def limit(answer):
    """Judge answer(H) -> the largest stable learning rate of the bowl with Hessian H (n, n)."""
    return judge(answer, _limit, [(_bowl(n, seed),) for seed, n in enumerate((2, 3, 5, 1))])


def descent(answer):
    """Judge answer(gradient, theta, rate, tolerance, limit) -> (theta, steps): descent with a stop rule."""
    cases, rules = [], [((3,), 1e-3, 500), ((2, 3), 0.5, 100), ((4, 1), 1e-9, 7)]
    for seed, (shape, tolerance, steps) in enumerate(rules):
        rng = np.random.default_rng(seed)
        cases.append((_slope_to(rng.normal(size=shape)), rng.normal(size=shape), 0.3, tolerance, steps))
    at_rest = np.array([0.4, -1.2])
    return judge(answer, _descent, [*cases, (_slope_to(at_rest), at_rest, 0.3, 1e-6, 20)])


def reach(lab):
    """Judge where the lab of the learning rate stands: a narrow bowl, a far start, a loss below the goal."""

    def reached(values, walk):
        return walk.curvatures[-1] > 19.9 and abs(values["start"]) >= 3 and walk.losses[-1] < GOAL

    goal = f"curvature ratio 20, start 3 or further out, loss below {GOAL:g} at step 60"
    return judge_game(lab, reached, goal)


def _limit(H):
    return 2 / np.linalg.eigvalsh(H)[-1]


def _descent(gradient, theta, rate, tolerance, limit):
    for step in range(limit):
        slope = gradient(theta)
        if np.linalg.norm(slope) < tolerance:
            return theta, step
        theta = theta - rate * slope
    return theta, limit


def _bowl(n, seed):
    """A generic bowl's Hessian: not diagonal, its largest entry far from its largest curvature."""
    spread = np.random.default_rng(seed).normal(size=(n, n))
    return spread @ spread.T + 0.2 * np.eye(n)


def _slope_to(bottom):
    """The gradient of a bowl around `bottom`, nearly round, so that it matters which norm is taken."""
    curvatures = np.linspace(0.5, 0.8, bottom.size).reshape(bottom.shape)
    return lambda theta: curvatures * (theta - bottom)
