"""Where input is checked: each function returns a clean value, or raises a ValueError.

The error names the argument, says what it got and what it wants.
"""

import numbers
from collections.abc import Iterable

import numpy as np

A_GENERATOR = "a generator such as np.random.default_rng(0)"


def reals(name, value):
    """`value` as an array of real numbers of any shape; True and False count as 1 and 0."""
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must have rows of equal length, but it is {_short(value)}") from None
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, but it is {_short(value)}")
    return array


def matrix(name, value, columns=None):
    """`value` as a finite float matrix (rows, columns) of at least one row.

    float32 stays, every other type becomes float64; an array that is fine already is handed back itself.
    """
    array = reals(name, value)
    array = array if array.dtype in (np.float32, np.float64) else array.astype(float)
    _refuse_shape(name, array, columns)
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name} must be finite, but {name}[{row}, {column}] is {array[row, column]}")
    return array


def matrices(name, value, columns=None):
    """As `matrix`, or with a runs axis in front: (runs, rows, columns)."""
    array = reals(name, value)
    if array.ndim != 3 or not array.size:
        return matrix(name, array, columns)
    flat = matrix(name, array.reshape(-1, array.shape[-1]), columns)
    return flat.reshape(array.shape)


def _refuse_shape(name, array, columns):
    shape = f"{name} has shape {array.shape}"
    if array.ndim == 1:
        raise ValueError(f"{shape}, but must be {(array.size, columns or 1)}: one row per example")
    if array.ndim != 2:
        raise ValueError(f"{shape}, but must have two axes: (examples, features)")
    if array.size == 0:
        raise ValueError(f"{shape}: it is empty, but must hold at least one example and one feature")
    if columns is not None and array.shape[1] != columns:
        raise ValueError(f"{shape}, but must be {(array.shape[0], columns)}: {columns} per example")


def same_length(x_name, x, y_name, y):
    """Refuse two arrays that do not hold one row each per example."""
    if len(x) != len(y):
        each = f"{x_name} has {len(x)} rows and {y_name} has {len(y)}"
        raise ValueError(f"{each}, but both must have one row per example")


def positive(name, value):
    """`value` as an array of finite floats above zero."""
    array = reals(name, value)
    fine = array.size and array.dtype.kind != "b" and np.isfinite(array).all() and (array > 0).all()
    if not fine:
        raise ValueError(f"{name} must be a finite number above 0, but it is {_short(value)}")
    return array.astype(float)


def count(name, value, least=1):
    """`value` as a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, but it is {_short(value)}")
    return int(value)


def between(name, value, low, high):
    """`value` as a float from `low` to below `high`."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not low <= value < high:
        raise ValueError(f"{name} must be a number from {low:g} to below {high:g}, but it is {_short(value)}")
    return float(value)


def one_of(name, value, choices, kind):
    """choices[value] for a known name; a value that is a `kind` already passes as it is."""
    if isinstance(value, str) and value in choices:
        return choices[value]
    if isinstance(value, str) or not isinstance(value, kind):
        wanted = f"{', '.join(choices)}, or a {kind.__name__}"
        raise ValueError(f"{name} must be one of {wanted}, but it is {_short(value)}")
    return value


def generator(name, value):
    """`value` if it is one of NumPy's random generators."""
    if not isinstance(value, np.random.Generator):
        raise ValueError(f"{name} must be {A_GENERATOR}, but it is {_short(value)}")
    return value


def generators(name, value):
    """`value` if it is a random generator, else a list of at least one of them."""
    if isinstance(value, np.random.Generator):
        return value
    each = list(value) if isinstance(value, Iterable) else []
    if not each or not all(isinstance(one, np.random.Generator) for one in each):
        raise ValueError(f"{name} must be {A_GENERATOR}, or a list of them, but it is {_short(value)}")
    return each


def _short(value):
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."
