"""Numbers and shapes that have a reason: n, the outputs, 2 and their like; which axis holds the examples."""

import numpy as np

from backprop_course.check import kinds


def sizes_of(x, y):
    """(examples, outputs) that the shapes of the data tell, nan where they do not."""
    xs, ys = data_shape(x), data_shape(y)
    if not ys:
        return _size(xs[:1]) if xs else np.nan, np.nan
    if not xs or xs[0] == ys[0]:
        return _size(ys[:1]), _size(ys[1:])
    if xs[-1] == ys[-1]:
        return _size(ys[-1:]), _size(ys[:-1])
    return np.nan, np.nan


def _size(shape):
    return float(np.prod(shape)) or np.nan


def data_shape(data):
    """The shape of data; of rows of several lengths, how many there are; () for none."""
    try:
        return np.shape(data)
    except ValueError:
        return (len(data),)


def reasons(rows, outputs, squares=True):
    """Pairs (factor, words): the factors that have a reason, where so many rows have so many outputs.

    Both are numbers or arrays of numbers; a factor of nan is none. `squares`: the loss may hold some.
    """
    two = 2.0 if squares else np.nan
    several = np.where(np.equal(outputs, 1), np.nan, outputs)  # a single one cannot be miscounted
    return [
        (two, "2: a square's factor beside a loss with its half"),
        (1 / two, "1/2: a half too many, or a square's 2 is missing"),
        (rows, "n, the number of examples: the 1/n is missing"),
        (1 / rows, "1/n, n the number of examples: the average is taken twice"),
        (several, "the number of outputs: summed over them, where the loss averages"),
        (1 / several, "1 / the number of outputs: averaged over them, where the loss sums"),
        (rows / several, "n / outputs: n is counted along the wrong axis"),
        (several / rows, "outputs / n: n is counted along the wrong axis"),
        (two * rows, "2 n: a square's factor, and the 1/n is missing"),
        (1 / (2 * rows), "1/(2n): the average is taken twice, with a half"),
        (rows * several, "n times the outputs: the mean over all entries is missing"),
    ]


def named(k, x=None, y=None, tolerance=1e-5, squares=True, outputs=True):
    """What a factor is called: "n, the number of examples: the 1/n is missing"; or its digits.

    `outputs`: the number of outputs may be what is counted wrong.
    """
    rows, several = sizes_of(x, y)
    for number, words in reasons(rows, several if outputs else np.nan, squares):
        if abs(abs(k) - number) <= tolerance * number and number != 1:
            return words
    return f"{abs(k):.4g}"


def read_as(block, shape):
    """(kind, block): what a gradient must mean that has not the shape of its array, and it in that shape.

    The kind is that of the mistake; where the shapes tell none, it is SHAPE, and the block is None.
    """
    size = int(np.prod(shape))
    if block.size == 1 < size:
        return kinds.SUMMED_OVER_ALL, np.full(shape, block.item())
    if block.shape == shape[::-1]:
        return kinds.TRANSPOSED, block.T
    if block.ndim == 2 and size in block.shape:
        summed = block.sum(axis=0 if block.shape[1] == size else 1)
        return kinds.ONE_BIAS_PER_ROW, summed.reshape(shape)
    return kinds.SHAPE, None


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
