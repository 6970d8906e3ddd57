"""Making a learner's object, whose constructor may ask for data or for the sizes of the layers."""

import re

import numpy as np

from backprop_course.check.learner.binding import asked, meanings, wanted

HIDDEN_UNITS = 4  # units of a hidden layer, where nothing else is known
LIST_OF_SIZES = r"sizes|layers?|dims?|arch|architecture|shapes?|topology|structure|units|nodes"
SIZES = {  # parts of the names of sizes, and what they say
    "hidden": r"hid|^h$|^n_?h$|neuron|units?$|width|^m$",
    "outputs": r"out|class|^n_?y$|^k$|^c$|label|target",
    "features": r"^n_?x$|^n_?in$|in_|_in$|input|feat|^d$|^n$|dim",
}


def missing(make, x, y, also):
    """The arguments that a factory must be given and that nothing tells."""
    return [name for name in asked(make) if _argument(name, x, y, also) is None]


def constructed(make, x, y, also):
    """What a factory makes of the data, the sizes that follow from them, and further arguments by name."""
    must, may = wanted(make)
    return make(
        *(_argument(each.name, x, y, also) for each in must),
        **{each.name: also[each.name] for each in may if each.name in also},
    )


def _argument(name, x, y, also):
    """What an argument of this name gets; None where nothing tells."""
    if name in also:
        return also[name]
    plain = name.strip("_").lower()
    counts = re.search(r"size|dim|^n_|num|count|nodes|units", plain)
    for key, data in (("x", x), ("y", y)):
        if data is not None and key in meanings(name) and not counts:
            return data
    features, outputs = _widths(x, y)
    if features is None:
        return None
    sizes = dict(hidden=HIDDEN_UNITS, outputs=outputs, features=features)
    for what, names in SIZES.items():
        if re.search(names, plain):
            return sizes[what]
    return [features, HIDDEN_UNITS, outputs] if re.search(LIST_OF_SIZES, plain) else None


def _widths(x, y):
    """(features, outputs) of the data; features None where they are no table."""
    xs, ys = table_of(x), table_of(y)
    if xs is None or xs.ndim != 2:
        return None, None
    features = xs.shape[0] if _are_columns(xs, ys) else xs.shape[1]
    if ys is None:
        return features, features
    if ys.ndim < 2:
        classes = ys.dtype.kind in "iu" and ys.min(initial=0) == 0 and ys.max(initial=0) > 1
        return features, int(ys.max()) + 1 if classes else 1
    return features, ys.shape[0] if _are_columns(xs, ys) else ys.shape[1]


def count_of_examples(x, y):
    """How many examples there are in data whose rows, or columns, they are."""
    xs, ys = table_of(x), table_of(y)
    tables = xs is not None and xs.ndim == 2
    return xs.shape[1] if tables and _are_columns(xs, ys) else len(x)


def _are_columns(xs, ys):
    """Whether one example is a column of both tables."""
    return ys is not None and ys.ndim == 2 and xs.shape[0] != ys.shape[0] and xs.shape[1] == ys.shape[1]


def table_of(data):
    """The data as an array of numbers; None where they are none."""
    try:
        made = np.asarray(data)
    except ValueError:  # rows of several lengths
        return None
    return made if made.dtype.kind in "iuf" else None
