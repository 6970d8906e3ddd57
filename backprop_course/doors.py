"""Where input is checked: each function returns a clean value or raises a ValueError that names the argument, what it got and what it wants."""

import numbers

import numpy as np


def matrix(name, value, columns=None):
    """`value` as a finite float matrix (rows, columns), at least one row; integers become float64, float32 stays."""
    try:
        array = np.asarray(value)
        array = array if array.dtype in (np.float32, np.float64) else array.astype(float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a matrix of numbers, but it is {_short(value)}") from None
    _refuse_shape(name, array, columns)
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name} must be finite, but {name}[{row}, {column}] is {array[row, column]}")
    return array


def _refuse_shape(name, array, columns):
    if array.ndim == 1:
        wanted = (array.size, columns or 1)
        raise ValueError(f"{name} has shape {array.shape}, but must be {wanted}: one row per example")
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}, but must have two axes: (examples, features)")
    if array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}: it is empty, but must hold at least one example and one feature")
    if columns is not None and array.shape[1] != columns:
        wanted = (array.shape[0], columns)
        raise ValueError(f"{name} has shape {array.shape}, but must be {wanted}: this model wants {columns} per example")


def same_length(x_name, x, y_name, y):
    """Refuse two arrays that do not hold one row each per example."""
    if len(x) != len(y):
        raise ValueError(f"{x_name} has {len(x)} rows and {y_name} has {len(y)}, but both must have one row per example")


def positive(name, value):
    """`value` as an array of finite floats above zero."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number above 0, but it is {_short(value)}") from None
    if array.size == 0 or not (np.isfinite(array).all() and (array > 0).all()):
        raise ValueError(f"{name} must be a finite number above 0, but it is {_short(value)}")
    return array


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


def one_of(name, value, choices):
    """choices[value] for a known name; any other value that is not a string passes as it is."""
    if not isinstance(value, str):
        return value
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, but it is {value!r}")
    return choices[value]


def _short(value):
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
