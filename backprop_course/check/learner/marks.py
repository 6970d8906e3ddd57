"""What tells whether something has been changed by a call, at any depth."""

import random

import numpy as np

from backprop_course.check.learner.containers import (
    CODE,
    as_numpy,
    attributes,
    children,
    is_generator,
    is_number,
)

MOST_ENTRIES = 1e6  # entries: no mark of more than that is taken


def mark(value):
    """What differs when something has been changed, at any depth."""
    return _mark(value, set())


def _mark(value, seen):
    value = as_numpy(value)
    if isinstance(value, np.ndarray):
        return (value.shape, value.dtype.str, value.tobytes() if value.size <= MOST_ENTRIES else value.sum())
    if isinstance(value, np.random.Generator):
        return repr(value.bit_generator.state)
    if isinstance(value, np.random.RandomState):
        return value.get_state()[1].tobytes(), value.get_state()[2]
    if isinstance(value, random.Random):
        return value.getstate()
    if value is None or is_number(value) or isinstance(value, (str, bytes, bool, *CODE)):
        return value if isinstance(value, str | bytes | bool | int | float) else id(value)
    if id(value) in seen:
        return None
    if is_generator(value):  # what it is about to do cannot be told
        return id(value)
    below = children(value) if isinstance(value, dict | list | tuple) else list(attributes(value).items())
    return [(step, _mark(child, seen | {id(value)})) for step, child in below]
