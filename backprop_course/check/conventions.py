"""Numbers that have a reason: n, the outputs, 2 and their like; and which axis holds the examples."""

import numpy as np


def sizes_of(x, y):
    """(examples, outputs) that the shapes of the data tell, nan where they do not."""
    xs, ys = data_shape(x), data_shape(y)
    if not ys:
        return (float(xs[0]) if len(xs) > 0 else np.nan), np.nan
    if not xs or xs[0] == ys[0]:
        return float(ys[0]), float(np.prod(ys[1:]))
    if xs[-1] == ys[-1]:
        return float(ys[-1]), float(np.prod(ys[:-1]))
    return np.nan, np.nan


def data_shape(data):
    """The shape of data; of rows of several lengths, how many there are; () for none."""
    try:
        return np.shape(data)
    except ValueError:
        return (len(data),)


def named(k, x=None, y=None, tolerance=1e-5, squares=True):
    """What a factor is called: "n, the number of examples: the 1/n is missing"; or its digits.

    `squares`: the loss may hold some.
    """
    rows, outputs = sizes_of(x, y)
    for words, number in (
        ("2: a square's factor beside a loss with its half", 2.0 if squares else np.nan),
        ("1/2: a half too many, or a square's 2 is missing", 0.5 if squares else np.nan),
        ("n, the number of examples: the 1/n is missing", rows),
        ("1/n, n the number of examples: the average is taken twice", 1 / rows if rows else np.nan),
        ("the number of outputs: summed over them, where the loss averages", outputs),
        (
            "1 / the number of outputs: averaged over them, where the loss sums",
            1 / outputs if outputs else np.nan,
        ),
        ("n / outputs: n is counted along the wrong axis", rows / outputs if outputs else np.nan),
        ("outputs / n: n is counted along the wrong axis", outputs / rows if rows else np.nan),
        ("2 n: a square's factor, and the 1/n is missing", 2 * rows if squares else np.nan),
        ("1/(2n): the average is taken twice, with a half", 0.5 / rows if rows else np.nan),
        ("n times the outputs: the mean over all entries is missing", rows * outputs),
    ):
        if abs(abs(k) - number) <= tolerance * number and number != 1:
            return words
    return f"{abs(k):.4g}"


def examples_axes(x, y):
    """(axis, how many) of every axis along which the examples may lie in both x and y."""
    xs, ys = data_shape(x), data_shape(y)
    if not xs or y is not None and not ys or hasattr(x, "_fields"):  # the parts of a namedtuple are no rows
        return []
    if y is None:
        return [(0, xs[0])]
    return [
        (axis, xs[axis])
        for axis in dict.fromkeys((0, -len(xs) if len(xs) < 2 else -1))
        if xs[axis] == ys[axis]
    ]


def take(data, which, axis):
    """Some examples of the data, in their own kind of container."""
    if data is None:
        return None
    if isinstance(data, list | tuple):
        return type(data)(data[i] for i in which)
    return np.take(data, which, axis=axis)
