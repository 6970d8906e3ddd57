"""Whatever way a learner writes a program, its reading is that program: its loss, gradients, steps."""

import numpy as np
import pytest
from learners import files, mended, wrong
from programs_of_objects import PROGRAMS
from ways import module_of

from backprop_course.check.differences import relative_error, slope
from backprop_course.check.learner.marks import mark
from backprop_course.check.reading import read

OPTIMIZERS = ("momentum", "adam")  # whose first step is no multiple of the gradient


def near(reading, seed=0):
    """Arrays off the first ones."""
    rng = np.random.default_rng(seed)
    return [np.asarray(a + 0.1 * rng.normal(size=a.shape)) for a in reading.start]


def differences(reading, arrays):
    """The gradient of a reading's loss, block by block."""

    def along(i):
        return lambda block: reading.loss([*arrays[:i], block, *arrays[i + 1 :]], reading.x, reading.y)

    return [slope(along(i), array) for i, array in enumerate(arrays)]


@pytest.mark.parametrize("path", files("first_half"), ids=lambda path: path.stem)
def test_a_right_program_read_is_right(path, tmp_path):
    reading = read(**mended(path, tmp_path).hand_over())
    arrays = near(reading)
    before = [array.copy() for array in arrays]
    truth = differences(reading, arrays)
    assert len(set(reading.names)) == len(reading.names) == len(truth)
    if reading.grads:
        for claim, right in zip(reading.grads(arrays, reading.x, reading.y), truth, strict=True):
            assert relative_error(claim, right) < 1e-7
    if reading.step and not any(word in path.stem for word in OPTIMIZERS):
        new = reading.step(arrays, reading.x, reading.y)
        for old, moved, right in zip(arrays, new, truth, strict=True):
            assert relative_error((old - moved) / reading.rate, right) < 1e-7
    assert all(map(np.array_equal, arrays, before))


@pytest.mark.parametrize("path", files("first_half"), ids=lambda path: path.stem)
def test_a_call_leaves_nothing_behind(path):
    module = wrong(path)
    reading = read(**module.hand_over())
    before = {name: mark(value) for name, value in vars(module).items() if not name.startswith("__")}
    arrays, random = near(reading), np.random.get_state()[1].copy()
    other = tuple(data + 1.0 if isinstance(data, np.ndarray) else data for data in (reading.x, reading.y))
    first = [
        reading.loss(arrays, reading.x, reading.y),
        *(reading.grads or reading.step)(arrays, reading.x, reading.y),
    ]
    if all(isinstance(data, np.ndarray) and data.dtype.kind == "f" for data in (reading.x, reading.y)):
        assert reading.loss(arrays, *other) != first[0]
    again = [
        reading.loss(arrays, reading.x, reading.y),
        *(reading.grads or reading.step)(arrays, reading.x, reading.y),
    ]
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert {name: mark(value) for name, value in vars(module).items() if name in before} == before
    assert np.array_equal(np.random.get_state()[1], random)


@pytest.mark.parametrize("name", ["state_in_out_all", "state_found", "momentum_dict_in_out"])
def test_a_state_that_is_handed_in_and_out_is_handed_on(name):
    program = PROGRAMS[name]
    reading = read(**eval(program.handed, vars(module_of(program.code, name))))
    first, second = reading.walk(reading.start, reading.x, reading.y, 2)
    alone = reading.step(first, reading.x, reading.y)
    assert not np.allclose(second[0], alone[0], rtol=1e-3)
    again = reading.walk(reading.start, reading.x, reading.y, 2)[1]
    assert all(map(np.array_equal, second, again))
