"""Whatever way a learner writes a program, its reading is that program: its loss, gradients, steps."""

import numpy as np
import pytest
from learners import files, mended

from backprop_course.check.differences import relative_error, slope
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
