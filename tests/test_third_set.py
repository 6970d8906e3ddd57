"""The third set of learners' programs: each is wrong where its notes say, and right once mended."""

import numpy as np
import pytest
from learners import files, mended, wrong

pytestmark = pytest.mark.slow

PROGRAMS = files("third_set")


def slopes(cost, arrays, step=1e-5):
    """Central differences of a loss of named arrays."""
    found = {name: np.empty_like(array) for name, array in arrays.items()}
    for name, array in arrays.items():
        for place in np.ndindex(array.shape):
            sides = []
            for move in (step, -step):
                moved = {other: each.copy() for other, each in arrays.items()}
                moved[name][place] += move
                sides.append(float(cost(moved)))
            found[name][place] = (sides[0] - sides[1]) / (2 * step)
    return found


def momentum(cost, arrays, rate, keep, steps=3):
    """Where arrays are after some steps with momentum (Polyak, 1964)."""
    velocity = {name: np.zeros_like(array) for name, array in arrays.items()}
    for _ in range(steps):
        gradient = slopes(cost, arrays)
        velocity = {name: keep * velocity[name] - rate * gradient[name] for name in arrays}
        arrays = {name: arrays[name] + velocity[name] for name in arrays}
    return arrays


def adam(cost, arrays, rate, keep=0.9, keep_square=0.999, steps=3):
    """Where arrays are after some steps of Adam (Kingma and Ba, 2015)."""
    mean = {name: np.zeros_like(array) for name, array in arrays.items()}
    square = {name: np.zeros_like(array) for name, array in arrays.items()}
    for t in range(1, steps + 1):
        gradient = slopes(cost, arrays)
        mean = {name: keep * mean[name] + (1 - keep) * gradient[name] for name in arrays}
        square = {
            name: keep_square * square[name] + (1 - keep_square) * gradient[name] ** 2 for name in arrays
        }
        arrays = {
            name: arrays[name]
            - rate * mean[name] / (1 - keep**t) / (np.sqrt(square[name] / (1 - keep_square**t)) + 1e-8)
            for name in arrays
        }
    return arrays


RULES = {"momentum": momentum, "adam": adam}


def errors(module):
    """How far each array of a program is off: its gradient, or where its optimizer moves it."""
    cost, claim, start = module.proof()
    arrays = {name: np.array(array, dtype=float) for name, array in start.items()}
    rule, settings = getattr(module, "RULE", (None, {}))
    truth = RULES[rule](cost, arrays, **settings) if rule else slopes(cost, arrays)
    claimed = claim({name: array.copy() for name, array in arrays.items()})
    assert {name: np.shape(claimed[name]) for name in arrays} == {name: a.shape for name, a in arrays.items()}
    size = max(np.max(np.abs(truth[name] - (arrays[name] if rule else 0))) for name in arrays)
    return {name: np.max(np.abs(np.asarray(claimed[name]) - truth[name])) / size for name in arrays}


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_is_wrong_where_its_notes_say(path):
    module = wrong(path)
    off = errors(module)
    assert {name for name, error in off.items() if error > 1e-3} == module.OFF, off
    assert all(error < 1e-7 for name, error in off.items() if name not in module.OFF), off


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_mended_program_is_right(path, tmp_path):
    off = errors(mended(path, tmp_path))
    assert all(error < 1e-7 for error in off.values()), off


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_every_repair_is_needed(path, tmp_path):
    repairs = len(wrong(path).MEND)
    for number in range(repairs if repairs > 1 else 0):  # without its only one it is the wrong program
        off = errors(mended(path, tmp_path, left=number))
        assert max(off.values()) > 1e-3, off


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_notes_name_every_mistake(path):
    module = wrong(path)
    assert module.EXPECTED and module.KINDS and module.PLACES
    assert module.TWO == bool(getattr(module, "KINDS_2", set()))
