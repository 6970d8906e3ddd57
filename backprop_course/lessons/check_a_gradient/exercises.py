"""The exercises of notebook 06: what a right answer is, and the cases that it is tried on."""

import numpy as np

from backprop_course.check.differences import relative_error, slope
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.old import exercise, judge, judge_game
from backprop_course.tasks.verdict import RIGHT, WRONG

SMALL = 1e-4  # the relative error to reach in the game


def _bumpy(rng, shape):
    """A function of arrays of one shape, far from 0, with a second derivative of its own everywhere."""
    weights, waves = rng.normal(size=shape), rng.uniform(1, 3, shape)

    def f(point):
        return float(10 + np.sum(weights * np.sin(waves * point) + point**2) + np.prod(np.cos(point)))

    return f


def _central(f, point):
    return slope(f, point)


def _not_halved(f, point):
    return 2 * slope(f, point)


def _all_at_once(f, point):
    return np.full_like(point, slope(lambda t: f(point + t), np.array(0.0)))


@exercise(
    "Loop over all places of the array: `for index in np.ndindex(point.shape)`.",
    "Copy the point first. Add h at one place, call f, subtract h there, call f again.",
    "At each place: (above - below) / (2 * h), with h = 1e-5, into an array made by `np.empty_like(point)`.",
)
def central(answer):
    """Judge answer(f, point of any shape) -> its gradient by central differences, in that shape."""
    rng = np.random.default_rng(6)
    shapes = [(3,), (2, 4), (1, 1), (2, 3, 2)]
    cases = [(_bumpy(rng, shape), rng.normal(size=shape)) for shape in shapes]
    mistakes = [
        Mistake("all places move at once, which adds the slopes up: move one at a time.", _all_at_once),
        Mistake("the two points are 2 h apart: divide by 2 h.", _not_halved),
    ]
    verdict = judge(answer, _central, cases, 1e-8, mistakes=mistakes, names=["the gradient"])
    close = judge(answer, _central, cases, 1e-2, names=["the gradient"])
    if verdict.kind == WRONG and close.kind == RIGHT:
        words = "right in kind, but off by more than 1e-8: take both sides, and a step near 1e-5."
        return verdict._replace(words=words)
    return verdict


def _errors(mine, measured):
    return tuple(relative_error(a, b) for a, b in zip(mine, measured, strict=True))


def _one_number(mine, measured):
    a, b = (np.concatenate([np.ravel(block) for block in blocks]) for blocks in (mine, measured))
    return (relative_error(a, b),) * len(mine)


def _block_by_block(error):
    """The answer that takes error(a, b) of each block, whatever it divides by."""

    def answer(mine, measured):
        with np.errstate(all="ignore"):
            return tuple(error(a, b) for a, b in zip(mine, measured, strict=True))

    return answer


_size = np.linalg.norm
_absolute = _block_by_block(lambda a, b: _size(a - b))
_by_the_truth = _block_by_block(lambda a, b: _size(a - b) / _size(b))
_by_entries = _block_by_block(lambda a, b: np.max(np.abs(a - b) / (np.abs(a) + np.abs(b))))


@exercise(
    "`for a, b in zip(mine, measured)` walks through both lists, block by block.",
    "The norm of a block, whatever its shape, is `np.linalg.norm(a)`.",
    "Where both norms are 0 the block is right: return 0 there, and do not divide.",
)
def errors(answer):
    """Judge answer(mine, measured), lists of three blocks -> a list of their three relative errors."""
    rng = np.random.default_rng(7)
    cases = []
    for factors in ((1.5, 1, 1), (1, -1, 2), (1, 1.001, 4)):
        measured = [scale * rng.normal(size=s) for scale, s in ((1e3, (3, 4)), (1, (1, 4)), (1e-3, (4, 2)))]
        mine = [k * block for k, block in zip(factors, measured, strict=True)]
        mine[1] = mine[1] + 0.1 * rng.normal(size=(1, 4))
        cases.append((mine, measured))
    mistakes = [
        Mistake("one number for all blocks: a wrong small block would hide. Give one for each.", _one_number),
        Mistake("this is ||a - b||, in the gradient's own units: divide by ||a|| + ||b||.", _absolute),
        Mistake("divide by ||a|| + ||b||, not by one of them alone.", _by_the_truth),
        Mistake("take the norm of a whole block, not of each entry: those near 0 round.", _by_entries),
    ]
    names = ["block 1", "block 2", "block 3"]
    verdict = judge(answer, _errors, cases, mistakes=mistakes, names=names)
    if verdict.kind != RIGHT:
        return verdict
    nothing = [np.zeros((2, 3)), np.ones((1, 3)), np.zeros((3, 1))]
    still = judge(answer, _errors, [*cases, ([nothing[0], 3 * nothing[1], nothing[2]], nothing)], names=names)
    words = "right, but not where both blocks are zero: 0/0 is no number, and the error there is 0."
    return verdict if still.kind == RIGHT else still._replace(words=words)


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


@exercise(
    "The step is `theta - rate * g` for some g. Solve for g.",
    "`slope(loss, theta)` is what g should be, and `relative_error` compares the two.",
    "A step may write into what it is handed: give it `theta.copy()`.",
)
def step_check(answer):
    """Judge answer(step, loss, theta (n,), rate) -> the relative error of the gradient that the step applied.

    The steps are all wrong: a flipped sign, a factor, entries left out, one that also writes in place.
    """
    rng = np.random.default_rng(8)
    changes = [lambda g: -g, lambda g: 2 * g, lambda g: g * (np.arange(g.size) % 2), lambda g: 0 * g + g[0]]
    cases = []
    for n, change in enumerate(changes):
        loss, rate = _quartic(rng, 3 + n), 0.02 * (n + 1)
        cases.append((_walker(loss, rate, change, in_place=n > 1), loss, rng.normal(size=3 + n), rate))
    mistakes = [
        Mistake("old - new is rate times the gradient: divide by the rate.", _without_rate),
        Mistake("a step goes down the gradient: (old - new) / rate, not (new - old) / rate.", _backwards),
        Mistake("measure the slope where the step starts, not where it ends.", _after),
    ]
    return judge(answer, _step_error, cases, 1e-5, mistakes=mistakes, names=["the error"])


@exercise(
    "A long step cuts the curve's bend, a short one drowns in rounding. The best lies between.",
    "The best step is near the cube root of the last digit. In float32 that digit is 1.2e-7.",
    "Look between 1e-3 and 1e-1, and read the relative error in the caption.",
)
def single_precision(lab):
    """Judge the lab: softplus by central differences in float32, to a relative error below 1e-4."""

    def reached(values, reading):
        setting = values["activation"], values["method"], values["precision"]
        return setting == ("softplus", "central differences", "float32") and reading.error < SMALL

    return judge_game(lab, reached, f"softplus, central differences, float32, relative error below {SMALL:g}")
