"""The exercises of notebook 06: what a right answer is, and the cases that it is tried on."""

import numpy as np

from backprop_course.check.differences import relative_error, slope
from backprop_course.tasks.exercise import Exercise, Further
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.verdict import Hints

SMALL = 1e-4  # the relative error to reach in the game


def _bumpy(rng, shape):
    """A function of arrays of one shape, far from 0, with a second derivative of its own everywhere."""
    weights, waves = rng.normal(size=shape), rng.uniform(1, 3, shape)

    def f(point):
        return float(10 + np.sum(weights * np.sin(waves * point) + point**2) + np.prod(np.cos(point)))

    return f


def _not_halved(f, point):
    return 2 * slope(f, point)


def _all_at_once(f, point):
    return np.full_like(point, slope(lambda t: f(point + t), np.array(0.0)))


def _one_side(f, point):
    steps = 1e-5 * np.eye(point.size).reshape(-1, *point.shape)
    return np.reshape([(f(point + step) - f(point)) / 1e-5 for step in steps], point.shape)


SLOPES = [
    Mistake("all places move at once, which adds the slopes up: move one at a time.", _all_at_once),
    Mistake("the two points are 2 h apart: divide by 2 h.", _not_halved),
    Mistake(
        "right in kind, but off by more than 1e-8: take both sides, and a step near 1e-5.",
        _one_side,
        tolerance=1e-2,
    ),
]


def _central_cases():
    rng = np.random.default_rng(6)
    shapes = [(3,), (2, 4), (1, 1), (2, 3, 2)]
    return [(_bumpy(rng, shape), rng.normal(size=shape)) for shape in shapes]


central = Exercise(
    asked="answer(f, point of any shape) -> its gradient by central differences, in that shape.",
    truth=slope,
    cases=_central_cases,
    names=["the gradient"],
    mistakes=SLOPES,
    tolerance=1e-8,
    hint=Hints(
        "Loop over all places of the array: `for index in np.ndindex(point.shape)`.",
        "Copy the point first. Add h at one place, call f, subtract h there, call f again.",
        "At each place: (above - below) / (2 * h), with h = 1e-5, into an array made by"
        " `np.empty_like(point)`.",
    ),
)


def _one_number(mine, measured):
    a, b = (np.concatenate([np.ravel(block) for block in blocks]) for blocks in (mine, measured))
    return (relative_error(a, b),) * len(mine)


def _block_by_block(error):
    """The answer that takes error(a, b) of each block, whatever it divides by."""

    return lambda mine, measured: tuple(error(a, b) for a, b in zip(mine, measured, strict=True))


_errors = _block_by_block(relative_error)
_size = np.linalg.norm

ERRORS = [
    Mistake("one number for all blocks: a wrong small block would hide. Give one for each.", _one_number),
    Mistake(
        "this is ||a - b||, in the gradient's own units: divide by ||a|| + ||b||.",
        _block_by_block(lambda a, b: _size(a - b)),
    ),
    Mistake(
        "divide by ||a|| + ||b||, not by one of them alone.",
        _block_by_block(lambda a, b: _size(a - b) / _size(b)),
    ),
    Mistake(
        "take the norm of a whole block, not of each entry: those near 0 round.",
        _block_by_block(lambda a, b: np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))),
    ),
]
UNGUARDED = Mistake(
    "right, but not where both blocks are zero: 0/0 is no number, and the error there is 0.",
    _block_by_block(lambda a, b: _size(a - b) / (_size(a) + _size(b))),
)


def _errors_cases():
    rng = np.random.default_rng(7)
    cases = []
    for factors in ((1.5, 1, 1), (1, -1, 2), (1, 1.001, 4)):
        measured = [scale * rng.normal(size=s) for scale, s in ((1e3, (3, 4)), (1, (1, 4)), (1e-3, (4, 2)))]
        mine = [k * block for k, block in zip(factors, measured, strict=True)]
        mine[1] = mine[1] + 0.1 * rng.normal(size=(1, 4))
        cases.append((mine, measured))
    return cases


def _with_zeros():
    zeros, ones = np.zeros((2, 3)), np.ones((1, 3))
    return [*_errors_cases(), ([zeros, 3 * ones, zeros.T], [zeros, ones, zeros.T])]


errors = Exercise(
    asked="answer(mine, measured), lists of three blocks -> a list of their three relative errors.",
    truth=_errors,
    cases=_errors_cases,
    further=Further(_with_zeros, UNGUARDED),
    names=["block 1", "block 2", "block 3"],
    mistakes=ERRORS,
    hint=Hints(
        "`for a, b in zip(mine, measured)` walks through both lists, block by block.",
        "The norm of a block, whatever its shape, is `np.linalg.norm(a)`.",
        "Where both norms are 0 the block is right: return 0 there, and do not divide.",
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
        "`slope(loss, theta)` is what g should be, and `relative_error` compares the two.",
        "A step may write into what it is handed: give it `theta.copy()`.",
    ),
    tolerance=1e-5,
)


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
