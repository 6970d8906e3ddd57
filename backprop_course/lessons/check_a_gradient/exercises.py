"""Exercises on checks: blanks, the piece to own, a step that is checked, two questions, the game."""

import numpy as np

from backprop_course.check.differences import relative_error, slope
from backprop_course.lessons.check_a_gradient.experiments import both_sides, one_side
from backprop_course.tasks.cases import drawn
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.pieces import check  # noqa: F401
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

SMALL = 1e-4  # the relative error to reach in the game


# -- blanks: a slope, an error, and the check to own --


def _bump(w):
    """A function whose slope, curvature and third derivative are not 0."""
    return np.exp(w) + np.sin(3 * w)


central = Exercise(
    asked="central(f, x, h) -> the slope of f at x, measured from x + h and x - h.",
    truth=both_sides,
    cases=lambda: [(_bump, x, h) for x, h in [(0.3, 0.1), (-1.2, 0.2), (2.0, 0.05)]],
    names=["the slope"],
    mistakes=[
        Mistake("the two places are 2h apart: divide by 2h.", lambda f, x, h: 2 * both_sides(f, x, h)),
        Mistake("this is one side: f(x + h) and f(x). Take f(x - h), too.", one_side),
        Mistake(
            "this is one side: f(x) and f(x - h). Take f(x + h), too.", lambda f, x, h: one_side(f, x, -h)
        ),
        Mistake("the sign is flipped: the place above comes first.", lambda f, x, h: -both_sides(f, x, h)),
        Mistake(
            "f(x + h) - f(x - h) is how far f goes. Divide by how far x goes.",
            lambda f, x, h: f(x + h) - f(x - h),
        ),
        Mistake(
            "without brackets, / 2 * h divides by 2 and then multiplies by h: write / (2 * h).",
            lambda f, x, h: h * h * both_sides(f, x, h),
        ),
    ],
    hint=Hints(
        "The last column of the table: what is above the line, what below?",
        "`(f(x + h) - f(x - h))`, divided by `(2 * h)`.",
    ),
)

_size = np.linalg.norm

relative = Exercise(
    asked="the relative error from grad and slope, two arrays of one shape: a number.",
    truth=relative_error,
    cases=lambda: drawn(0, [((3, 4), (3, 4)), ((1, 4), (1, 4))]),
    names=["the error"],
    mistakes=[
        Mistake("this is the length of the difference alone: divide it.", lambda a, b: _size(a - b)),
        Mistake(
            "divide by the sum of both lengths, not by that of slope.", lambda a, b: _size(a - b) / _size(b)
        ),
        Mistake(
            "divide by the sum of both lengths, not by that of grad.", lambda a, b: _size(a - b) / _size(a)
        ),
        Mistake(
            "below the line stands the sum of two lengths. Yours is the length of a sum.",
            lambda a, b: _size(a - b) / _size(a + b),
        ),
        Mistake(
            "above the line stands the length of a difference. Yours is the difference of two lengths.",
            lambda a, b: abs(_size(a) - _size(b)) / (_size(a) + _size(b)),
        ),
        Mistake(
            "this is an error for each entry. Take the length of the whole array.",
            lambda a, b: np.max(np.abs(a - b) / (np.abs(a) + np.abs(b))),
        ),
    ],
    hint=Hints(
        "The length of an array, whatever its shape, is `np.linalg.norm(array)`.",
        "Above the line `np.linalg.norm(grad - slope)`; below it two norms, added.",
    ),
)


# -- exercises --

factor = Number(
    asked="a gradient is too long, by the same factor everywhere, and the check reads 0.6. Which factor?",
    truth=4,
    mistakes=[
        Mistake("with this one the gradient is too short. It reads 0.6, too; which one is too long?", 0.25),
        Mistake("at 1.6 the check reads 0.6/2.6, or 0.23: (k - 1)/(k + 1) is to be 0.6.", 1.6),
        Mistake("at 0.6 the gradient is too short, and the check reads 0.4/1.6, or 0.25.", 0.6),
    ],
    hint=Hints(
        "What does the check read for a factor k above 1? The formula is in *Compare a whole array*.",
        "Solve (k - 1) / (k + 1) = 0.6 for k.",
    ),
)

one_sided = Number(
    asked="the slope of w³ at 1 is measured from one side. The best h is about 10^k: which k?",
    truth=-8,
    tolerance=0.05,
    mistakes=[
        Mistake("that is for both sides. From one side 3h takes the place of h².", -5),
        Mistake("that is ε itself. The best step is a root of it.", -16),
        Mistake("mind the sign: a small h has a negative k.", 8),
    ],
    hint=Hints(
        "Write down the error. *Measure a slope by hand* has the truncation; rounding is about ε/h.",
        "The sum is nearly 3h + ε/h. Set its derivative by h to zero.",
        "3 = ε/h² gives h, with ε = 2.2e-16. Round k to a whole number.",
    ),
)


def _step_error(step, loss, theta, rate):
    return relative_error((theta - step(theta.copy())) / rate, slope(loss, theta))


def _without_rate(step, loss, theta, rate):
    return relative_error(theta - step(theta.copy()), slope(loss, theta))


def _backwards(step, loss, theta, rate):
    return relative_error((step(theta.copy()) - theta) / rate, slope(loss, theta))


def _after(step, loss, theta, rate):
    new = step(theta.copy())
    return relative_error((theta - new) / rate, slope(loss, new))


def _quartic(rng, size):
    center, weights = rng.normal(size=size), rng.uniform(0.5, 2, size)
    return lambda theta: float(np.sum(weights * (theta - center) ** 2 + 0.1 * (theta - center) ** 4))


def _walker(loss, rate, change, in_place=False):
    """A step along change(gradient) of the loss."""

    def step(theta):
        move = rate * change(slope(loss, theta))
        if in_place:
            theta -= move
            return theta
        return theta - move

    return step


CHECKS = [
    Mistake("old - new is rate times the gradient: divide by the rate.", _without_rate),
    Mistake("a step goes down the gradient: (old - new) / rate, not (new - old) / rate.", _backwards),
    Mistake("measure the slope where the step starts, not where it ends.", _after),
]


def _step_check_cases():
    """Steps that are all wrong: a flipped sign, a factor, entries left out; some also write in place."""
    rng = np.random.default_rng(8)
    changes = [lambda g: -g, lambda g: 2 * g, lambda g: g * (np.arange(g.size) % 2), lambda g: 0 * g + g[0]]
    cases = []
    for n, change in enumerate(changes):
        loss, rate = _quartic(rng, 3 + n), 0.02 * (n + 1)
        cases.append((_walker(loss, rate, change, in_place=n > 1), loss, rng.normal(size=3 + n), rate))
    return cases


step_check = Exercise(
    asked="answer(step, loss, theta (n,), rate) -> the relative error of the gradient that the step applied.",
    truth=_step_error,
    cases=_step_check_cases,
    names=["the error"],
    mistakes=CHECKS,
    hint=Hints(
        "The step is `theta - rate * g` for some g. Solve for g.",
        "`slope_of(loss, theta)` is what g should be, and `relative_error` compares the two.",
        "A step may write into what it is handed: give it `theta.copy()`.",
    ),
    tolerance=1e-5,
)


# -- the game --

SINGLE = {"activation": "softplus", "method": "central differences", "precision": "float32"}


def _reached(values, reading):
    return all(values[name] == wanted for name, wanted in SINGLE.items()) and reading.error < SMALL


single_precision = Game(
    goal=f"softplus, central differences, float32, relative error below {SMALL:g}",
    lab="check_a_gradient",
    reached=_reached,
    wins=[{**SINGLE, "step": step} for step in (0.003, 0.01, 0.02)],
    misses=[
        *({**SINGLE, "step": step} for step in (1.0, 0.3, 1e-6, 1e-10)),
        {**SINGLE, "step": 0.01, "method": "complex step"},
        {**SINGLE, "step": 0.01, "precision": "float64"},
        {**SINGLE, "step": 0.01, "activation": "tanh"},
    ],
    hint=Hints(
        "A long step cuts the curve's bend, a short one drowns in rounding. The best lies between.",
        "The best step is near the cube root of the last digit. In float32 that digit is 1.2e-7.",
        "Look between 1e-3 and 1e-1, and read the relative error in the caption.",
    ),
)
