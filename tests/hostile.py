"""What people hand to a function: the right numbers in other containers, and everything else.

A Value is made anew for each call. SAME means: the result is that of the good value. REFUSED means: a
ValueError or TypeError says which argument it is and what it must be. EITHER leaves the choice. LATER is for
functions: what they do shows when they are called, and the error may be their own.
"""

import datetime
import decimal
import fractions
import functools
import tempfile
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from backprop_course import data
from backprop_course.nn import initializers, layers, losses, models, optimizers
from backprop_course.nn.training import fit

SAME, REFUSED, EITHER, LATER = "same", "refused", "either", "later"


class Value(NamedTuple):
    """A value by what it is: make() gives it; `named` are the arguments that a refusal may name instead."""

    what: str
    make: Callable[[], Any]
    expected: str = REFUSED
    named: tuple = ()


class Kind(NamedTuple):
    """The values of one kind of argument: good() is a good one, `others` are all that is tried instead."""

    good: Callable[[], Any]
    others: list


# -- containers that hold numbers --


class Frame:
    """What a data frame of pandas does as far as NumPy can see; its names come first when one iterates."""

    def __init__(self, array):
        self.values, self.columns = np.array(array), [f"c{i}" for i in range(np.shape(array)[-1])]
        self.shape, self.ndim = self.values.shape, self.values.ndim

    def __array__(self, dtype=None, copy=None):
        return self.values.astype(dtype or self.values.dtype)

    def __len__(self):
        return len(self.values)

    def __iter__(self):
        return iter(self.columns)

    def __getitem__(self, key):
        return self.values[:, self.columns.index(key)]

    def __bool__(self):
        raise ValueError("The truth value of a DataFrame is ambiguous.")

    def __eq__(self, other):
        return Frame(self.values == other)

    __hash__ = None


class Tensor:
    """What a tensor of PyTorch does as far as NumPy can see."""

    def __init__(self, array, requires_grad=False):
        self._array, self.requires_grad, self.shape = np.array(array), requires_grad, np.shape(array)

    def __array__(self, dtype=None, copy=None):
        if self.requires_grad:
            raise RuntimeError(
                "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
            )
        return self._array.astype(dtype or self._array.dtype)

    def __len__(self):
        return len(self._array)

    def __getitem__(self, key):
        return Tensor(self._array[key], self.requires_grad)

    def __repr__(self):
        return f"tensor({self._array.tolist()})"


class OwnArray(np.ndarray):
    """A subclass that means something else by * and says so in its results."""

    def __mul__(self, other):
        return np.asarray(self) @ np.asarray(other)


class Interfaced:
    """An object that shows its numbers by the array interface alone."""

    def __init__(self, array):
        self.kept = np.ascontiguousarray(array)
        self.__array_interface__ = self.kept.__array_interface__


class Broken:
    """An object whose every question raises."""

    def __getattr__(self, name):
        raise RuntimeError(f"no {name} here")

    def __repr__(self):
        raise RuntimeError("no words here")

    def __array__(self, dtype=None, copy=None):
        raise OSError("no numbers here")

    def __len__(self):
        raise KeyError("no length here")

    def __bool__(self):
        raise ValueError("neither true nor false")

    def __eq__(self, other):
        raise ZeroDivisionError("not comparable")

    __hash__ = None


def mapped(array):
    """The array in a file, mapped into memory and read-only."""
    with tempfile.NamedTemporaryFile(suffix=".npy") as file:
        np.save(file, array)
        file.flush()
        return np.load(file.name, mmap_mode="r")


def read_only(array):
    """A copy that nobody may write into."""
    copy = np.array(array)
    copy.setflags(write=False)
    return copy


def masked(array):
    """The array with its first entry masked, and nonsense under the mask."""
    hidden = np.ma.array(array, copy=True)
    hidden.flat[0] = -999
    hidden[(0,) * hidden.ndim] = np.ma.masked
    return hidden


def strided(array):
    """A view that steps over what lies between."""
    return (
        np.repeat(np.repeat(array, 2, axis=-1), 3, axis=0)[::3][..., ::2]
        if array.ndim > 1
        else np.repeat(array, 2)[::2]
    )


def reversed_twice(array):
    """A view that runs backward."""
    return np.array(array[::-1])[::-1]


CONTAINERS = {
    "lists": lambda a: a.tolist(),
    "tuples": lambda a: tuple(a.tolist()),
    "a list of arrays": list,
    "a tuple of arrays": tuple,
    "a read-only array": read_only,
    "an array in Fortran order": lambda a: np.array(a, order="F"),
    "an array mapped into memory": mapped,
    "a strided view": strided,
    "a reversed view": reversed_twice,
    "big-endian numbers": lambda a: a.astype(">f8"),
    "float32": lambda a: a.astype(np.float32),
    "float16": lambda a: a.astype(np.float16),
    "long doubles": lambda a: a.astype(np.longdouble),
    "whole numbers": lambda a: a.astype(np.int64),
    "small whole numbers": lambda a: a.astype(np.int8),
    "numbers without a sign": lambda a: a.astype(np.uint16),
    "a subclass": lambda a: a.view(OwnArray),
    "a data frame": Frame,
    "a tensor without gradients": Tensor,
    "an object with the array interface": Interfaced,
    "a memory view": memoryview,
    "a masked array that masks nothing": np.ma.array,
    "rows of NumPy's numbers": lambda a: [[*row] if np.ndim(row) else row for row in a],
}
MATRIX = {"np.matrix": lambda a: a.view(np.matrix)}

NOT_NUMBERS = {
    "objects": lambda a: a.astype(object),
    "words": lambda a: a.astype(str),
    "bytes": lambda a: a.astype("S8"),
    "complex numbers": lambda a: a * 1j,
    "dates": lambda a: a.astype("M8[D]"),
    "durations": lambda a: a.astype("m8[s]"),
    "records": lambda a: np.zeros(a.shape, [("p", float), ("q", int)]),
    "a masked entry": masked,
    "lists of masked rows": lambda a: list(masked(a)) if a.ndim > 1 else [np.ma.masked, *a[1:]],
    "a masked matrix of objects": lambda a: masked(a).astype(object),
    "a tensor with gradients": lambda a: Tensor(a, requires_grad=True),
    "None among numbers": lambda a: [None, *a.tolist()[1:]],
    "a generator of rows": iter,
    "a generator expression": lambda a: (row for row in a),
    "a zip": lambda a: zip(a, a, strict=True),
    "a dict by rows": lambda a: dict(enumerate(a.tolist())),
    "an array of arrays": lambda a: np.array([*a, None], dtype=object)[:-1],
    "a model": lambda a: models.mlp([2, 3, 1]),
}

NOT_FINITE = {
    "nan": lambda a: put(a, np.nan),
    "inf": lambda a: put(a, np.inf),
    "-inf": lambda a: put(a, -np.inf),
    "all nan": lambda a: np.full(a.shape, np.nan),
    "nan in a list": lambda a: put(a, np.nan).tolist(),
    "nan in float32": lambda a: put(a, np.nan).astype(np.float32),
    "nan in a data frame": lambda a: Frame(put(a, np.nan)),
    "a number beyond float64": lambda a: put(a.astype(np.longdouble), np.longdouble("1e400")),
}

NOT_A_MATRIX = {
    "no rows": lambda a: a[:0],
    "no columns": lambda a: a[:, :0],
    "an empty list": lambda a: [],
    "a list of an empty list": lambda a: [[]],
    "a number": lambda a: 1.0,
    "a 0-d array": lambda a: np.array(1.0),
    "the first column alone": lambda a: a[:, 0],
    "all in one row": lambda a: a.ravel(),
    "ragged rows": lambda a: [row.tolist() if i else [] for i, row in enumerate(a)],
}
THREE_AXES = {
    "four axes": lambda a: a[None, None],
    "three axes": lambda a: a[None],
    "an axis too many": lambda a: a[..., None],
}
OTHER_COLUMNS = {
    "a column too many": lambda a: np.hstack([a, a[:, :1]]),
    "columns twice": lambda a: np.hstack([a, a]),
}
OTHER_ROWS = {"a row too few": lambda a: a[:-1], "rows twice": lambda a: np.vstack([a, a])}


def put(array, value):
    """A copy whose last entry is another number."""
    copy = array.copy()
    copy[(-1,) * copy.ndim] = value
    return copy


def values(ways, array, expected, named=()):
    """The Values that these ways make of an array."""
    return [
        Value(what, functools.partial(lambda way, a: way(np.array(a)), way, array), expected, named)
        for what, way in ways.items()
    ]


# -- what is no number at all --


def _endless():
    rows = []
    rows.append(rows)
    return rows


NAN_TEN = decimal.Decimal("nan")
FITTED = fit(models.linear_regression(1), [[1.0], [2.0]], [[1.0], [2.0]], 0.1, steps=1)

# What it is, and for which kinds of argument it is right.
THINGS = [
    ("None", lambda: None, {"optional"}),
    ("dots", lambda: ..., set()),
    ("NotImplemented", lambda: NotImplemented, set()),
    ("a word", lambda: "word", {"text", "path"}),
    ("no word", lambda: "", {"text"}),
    ("a number in a word", lambda: "3", {"text", "path"}),
    ("bytes", lambda: b"3", set()),
    ("a complex number", lambda: 3j, set()),
    ("an object", object, set()),
    ("a class", lambda: dict, {"function"}),
    ("a built-in function", lambda: len, {"function"}),
    ("a lambda", lambda: lambda *a: None, {"function"}),
    ("a set", lambda: {1.5, 2.5}, set()),
    ("an empty dict", dict, {"dict"}),
    ("a dict", lambda: {"a": 1}, {"dicts"}),
    ("a module", lambda: np, set()),
    ("a slice", lambda: slice(3), set()),
    ("a date", lambda: datetime.date(2020, 1, 1), set()),
    ("np.datetime64", lambda: np.datetime64("2020-01-01"), set()),
    ("an error", lambda: ValueError("x must be"), set()),
    ("an object that breaks", Broken, set()),
    ("a list that holds itself", _endless, set()),
    ("a deque of words", lambda: deque(["a"]), set()),
    ("a masked constant", lambda: np.ma.masked, set()),
    ("a tensor with gradients", lambda: Tensor([1.0], requires_grad=True), set()),
    ("a legacy generator", lambda: np.random.RandomState(0), set()),
    ("a path", lambda: Path("x"), {"path"}),
    ("a namespace", lambda: SimpleNamespace(n_in=2, network=[], loss=None), set()),
    ("a maker of generators", lambda: np.random.default_rng, {"function"}),
    ("mlp without brackets", lambda: models.mlp, {"function"}),
    ("a class of layers", lambda: layers.Layer, {"function"}),
    ("adam without brackets", lambda: optimizers.adam, {"function"}),
    ("a data set without brackets", lambda: data.xor, {"function"}),
    ("a fit", lambda: FITTED, set()),
    ("a list of words", lambda: ["a", "b"], set()),
    ("a list of None", lambda: [None], set()),
    ("an array of objects", lambda: np.array([object()]), set()),
    ("a structured scalar", lambda: np.zeros(1, [("p", float)])[0], set()),
    ("a model", lambda: models.mlp([2, 3, 1]), {"model"}),
    ("a layer", lambda: layers.tanh, {"layer"}),
    ("a loss", lambda: losses.logistic, {"loss", "function"}),
    ("a schedule", lambda: optimizers.constant_rate(0.1), {"function", "rate"}),
    ("an optimizer", lambda: optimizers.momentum(), {"function", "optimizer"}),
    ("a network", lambda: [layers.tanh], {"network"}),
    ("an initializer", lambda: initializers.he, {"function", "initializer"}),
]


def things(*kinds, named=(), later=False):
    """All things that are right for none of these kinds; functions may show `later` what they are."""
    return [
        Value(what, make, LATER if later and "function" in fits else REFUSED, named)
        for what, make, fits in THINGS
        if not fits & set(kinds)
    ]


# -- kinds of argument --


def _optional(optional):
    return ["optional"] if optional else []


def matrix(array, columns=True, partner=(), runs=False, finite=True, shape=False, flat=False):
    """The kind of a matrix; `partner` must have as many rows, `columns` may be fixed, a tuple a `shape`."""
    array = np.array(array, dtype=float)
    tuples = {what: way for what, way in CONTAINERS.items() if "tuple" in what}
    others = values(CONTAINERS | MATRIX, array, SAME)
    others = [each for each in others if each.what not in tuples] if shape else others
    others += values(tuples, array, REFUSED) if shape else []
    others += values(NOT_NUMBERS | NOT_A_MATRIX, array, REFUSED)
    others += values(NOT_FINITE, array, REFUSED if finite else EITHER)
    others += values(THREE_AXES, array, EITHER if runs else REFUSED)
    others += values(OTHER_COLUMNS, array, REFUSED) if columns else []
    others += values(OTHER_ROWS, array, REFUSED, partner) if partner else []
    rows = ("the first column alone", "all in one row") if flat else ()
    others = [each._replace(expected=EITHER) if each.what in rows else each for each in others]
    return Kind(array.copy, [*others, *things()])


def targets(array, partner=("x",), columns=True, runs=False):
    """The kind of a matrix that holds 0 and 1."""
    kind = matrix(array, columns, partner, runs)
    truths = values({"truth values": lambda a: a == 1}, np.array(array, float), SAME)
    return kind._replace(others=[*kind.others, *truths])


def numbers(array, finite=True, optional=False):
    """The kind of an array of any shape."""
    array = np.array(array, dtype=float)
    others = values(CONTAINERS, array, SAME) + values(NOT_NUMBERS, array, REFUSED)
    others += values(NOT_FINITE, array, REFUSED) if finite else []
    return Kind(array.copy, [*others, *things(*_optional(optional))])


def count(good, least=1, optional=False, named=()):
    """The kind of a whole number."""
    others = [
        Value("an int of NumPy", lambda: np.int64(good), SAME),
        Value("a small int of NumPy", lambda: np.uint8(good), SAME),
        Value("a truth value", lambda: True),
        Value("a truth value of NumPy", lambda: np.True_),
        Value("one below the least", lambda: least - 1, REFUSED, named),
        Value("a negative number", lambda: -(2**63)),
        Value("a negative number of NumPy", lambda: np.int64(-5)),
        Value("2**63", lambda: 2**63),
        Value("2**62", lambda: 2**62),
        Value("an unsigned 2**63", lambda: np.uint64(2**63)),
        Value("a number of 400 digits", lambda: 10**400),
        Value("a number of 5000 digits", lambda: 10**5000),
        Value("a number with a point", lambda: good + 0.5),
        Value("a whole float", lambda: float(good), EITHER),
        Value("a float of NumPy", lambda: np.float64(good), EITHER),
        Value("nan", lambda: float("nan")),
        Value("inf", lambda: np.inf),
        Value("a fraction", lambda: fractions.Fraction(7, 2)),
        Value("a decimal", lambda: decimal.Decimal("nan")),
        Value("a 0-d array", lambda: np.array(good), EITHER),
        Value("two of them", lambda: [good, good]),
        Value("a tuple", lambda: (good,)),
        Value("an array of two", lambda: np.array([good, good])),
        Value("a generator", lambda: iter([good])),
        Value("an array of no entries", lambda: np.array([])),
        Value("a data frame", lambda: Frame([[good]])),
    ]
    return Kind(lambda: good, [*others, *things(*_optional(optional))])


def number(good, below=-1.0, above=None, optional=False):
    """The kind of a real number; `below` and `above` are outside of its range."""
    others = [
        Value("a float of NumPy", lambda: np.float64(good), SAME),
        Value("a short float of NumPy", lambda: np.float32(good), SAME),
        Value("a half float of NumPy", lambda: np.float16(good), SAME),
        Value("a fraction", lambda: fractions.Fraction(good), EITHER),
        Value("a decimal", lambda: decimal.Decimal(good), EITHER),
        Value("a 0-d array", lambda: np.array(good), EITHER),
        Value("a truth value", lambda: True),
        Value("a truth value of NumPy", lambda: np.True_),
        Value("nan", lambda: float("nan")),
        Value("nan of NumPy", lambda: np.float32("nan")),
        Value("a decimal nan", lambda: decimal.Decimal("nan")),
        Value("inf", lambda: np.inf),
        Value("-inf", lambda: -np.inf),
        Value("a number of 400 digits", lambda: 10**400),
        Value("a negative number of 400 digits", lambda: -(10**400)),
        Value("two of them", lambda: [good, good]),
        Value("an array of two by two", lambda: np.full((2, 2), good)),
        Value("an array of no entries", lambda: np.array([])),
        Value("an empty list", lambda: []),
        Value("a generator", lambda: iter([good])),
        Value("a masked array", lambda: np.ma.array([good], mask=[True])),
        Value("a data frame of words", lambda: Frame([["a"]])),
    ]
    if below is not None:
        others += [Value("below the range", lambda: below), Value("far below", lambda: -1e300)]
    if above is not None:
        others += [Value("above the range", lambda: above), Value("far above", lambda: 1e300)]
    return Kind(lambda: good, [*others, *things(*_optional(optional))])


def seed(good=3, optional=False):
    """The kind of a seed."""
    return count(good, least=0, optional=optional)


NO_RATES = [
    Value("zero", lambda: 0),
    Value("a rate below zero among several", lambda: [0.125, -1]),
    Value("a table of rates", lambda: np.full((2, 3), 0.125)),
    Value("step decay without brackets", lambda: optimizers.step_decay),
    Value("cosine without brackets", lambda: optimizers.cosine),
]


def rate(schedule=True, later=False, table=False):
    """The kind of a learning rate, or of a schedule of them, whose rates show `later`; or of a `table`."""
    listed = [Value("two of them", lambda: [0.125, 0.125], EITHER), *NO_RATES]
    kind = number(0.125, below=-0.125)
    names = {each.what for each in listed} | {"a schedule" if schedule else ""}
    others = listed + [each for each in kind.others if each.what not in names]
    if table:
        tables = ("a table of rates", "an array of two by two")
        others = [each._replace(expected=EITHER) if each.what in tables else each for each in others]
    if not schedule:
        return Kind(kind.good, others)
    functions = {what for what, _, fits in THINGS if "function" in fits}
    others = [each._replace(expected=LATER) if each.what in functions else each for each in others]
    wrong = LATER if later else REFUSED
    return Kind(
        kind.good,
        [
            *others,
            Value("a constant schedule", lambda: optimizers.constant_rate(0.125), SAME),
            Value("a function of the step", lambda: lambda step: 0.125, SAME),
            Value("a schedule of words", lambda: lambda step: "fast", wrong),
            Value("a schedule of nothing", lambda: lambda step: None, wrong),
            Value("a schedule of nan", lambda: lambda step: np.nan, wrong),
            Value("a schedule below zero", lambda: lambda step: -1.0, wrong),
            Value("a function of nothing", lambda: lambda: 0.125),
            Value("an optimizer without brackets", lambda: optimizers.momentum),
        ],
    )


def model(make, named=()):
    """The kind of a model."""
    good = make()
    wrong = {
        "mlp's name": lambda: "mlp",
        "a list of layers": lambda: list(good.network),
        "a model in a list": lambda: [make()],
        "a model without a network": lambda: good._replace(network=None),
        "a model of a layer": lambda: good._replace(network=good.network[0]),
        "a model of names": lambda: good._replace(network=["dense"]),
        "a model of functions": lambda: good._replace(network=[layers.leaky_relu]),
        "a model with a loss by name": lambda: good._replace(loss="squared error"),
        "a model without a loss": lambda: good._replace(loss=None),
        "a model with a word for a penalty": lambda: good._replace(penalty="l2"),
        "a model that takes words": lambda: good._replace(n_in="2"),
        "a model that gives no number": lambda: good._replace(n_out=None),
        "parameters": lambda: models.start(good, np.random.default_rng(0)),
        "a plain tuple": lambda: tuple(good),
        "a number": lambda: 3,
    }
    return Kind(make, [*(Value(*each, REFUSED, named) for each in wrong.items()), *things("model")])


def other_model(make):
    """A model that suits neither the data nor the parameters."""
    return Value("another model", make, REFUSED, ("x", "y", "params", "path"))


def layer(make):
    """The kind of a layer."""
    wrong = {
        "a layer's name": lambda: "tanh",
        "a maker of layers": lambda: layers.leaky_relu,
        "a function of NumPy": lambda: np.tanh,
        "a layer's forward": lambda: layers.tanh.forward,
        "a layer of None": lambda: layers.Layer(None, None, None),
        "a layer of words": lambda: layers.Layer("a", "b", "c"),
        "a plain tuple": lambda: tuple(layers.tanh),
        "two layers": lambda: [layers.tanh, layers.relu],
        "a number": lambda: 3,
        "a layer that names no shapes": lambda: layers.tanh._replace(names=("W",)),
    }
    numbers_for_init = Value(
        "a layer whose init gives numbers",
        lambda: layers.tanh._replace(init=lambda rng: 3),
        EITHER,
        ("init",),
    )
    others = [Value(*each, REFUSED) for each in wrong.items()]
    return Kind(make, [numbers_for_init, *others, *things("layer")])


def optimizer(later=False):
    """The kind of an optimizer; what it returns may show `later`."""
    wrong = {
        "its name": lambda: "adam",
        "momentum without brackets": lambda: optimizers.momentum,
        "rmsprop without brackets": lambda: optimizers.rmsprop,
        "clipped without brackets": lambda: optimizers.clipped,
        "adam without brackets": lambda: optimizers.adam,
        "a schedule without brackets": lambda: optimizers.cosine,
        "a list of one": lambda: [optimizers.gradient_descent],
        "a layer": lambda: layers.tanh,
        "a number": lambda: 0.9,
        "an initializer": lambda: initializers.he,
        "a schedule": lambda: optimizers.constant_rate(0.1),
        "a function of the gradient alone": lambda: lambda gradient: (gradient, None),
    }
    returning = {
        "the direction alone": lambda gradient, state=None: gradient,
        "nothing": lambda gradient, state=None: None,
        "a number": lambda gradient, state=None: (3.0, None),
        "another shape": lambda gradient, state=None: (gradient[..., :1], None),
        "words": lambda gradient, state=None: ("down", None),
    }
    same = {
        "momentum of nothing": lambda: optimizers.momentum(0.0),
        "a function of one's own": lambda: lambda gradient, state: (gradient, None),
        "one that returns a list": lambda: lambda gradient, state=None: (gradient.tolist(), None),
    }
    others = [Value(*each, LATER if later else SAME) for each in same.items()]
    others += [Value(*each, REFUSED) for each in wrong.items()]
    others += [
        Value(f"one that returns {what}", lambda call=call: call, LATER if later else REFUSED)
        for what, call in returning.items()
    ]
    known = {each.what for each in others}
    rest = [each for each in things("optimizer", later=True) if each.what not in known]
    return Kind(lambda: optimizers.gradient_descent, [*others, *rest])


def one_of(good, *same, kind=(), wrong=()):
    """The kind of a name out of several, or the thing itself."""
    others = [Value(f"the same as {each}", lambda each=each: each, SAME) for each in same]
    others += [
        Value("an unknown name", lambda: "swish"),
        Value("a name in capitals", lambda: str(good).upper(), EITHER),
        Value("a list of names", lambda: [good]),
        Value("a number", lambda: 3),
        Value("a row of numbers", lambda: np.ones(3)),
        *wrong,
    ]
    return Kind(lambda: good, [*others, *things(*kind)])


WRONG_INITIALIZERS = [
    Value("normal without brackets", lambda: initializers.normal),
    Value("constant without brackets", lambda: initializers.constant),
    Value("a function of nothing", lambda: lambda: None),
    Value("a function of NumPy", lambda: np.zeros, LATER),
    Value("a function that returns nothing", lambda: lambda rng, n_in, n_out: None, EITHER, ("init",)),
    Value("a function of another shape", lambda: lambda *all: [np.zeros((1, 1))] * 2, EITHER, ("init",)),
    Value(
        "a function of flat biases",
        lambda: lambda rng, a, b: [np.zeros((a, b)), np.zeros(b)],
        EITHER,
        ("init",),
    ),
    Value("a function of words", lambda: lambda rng, n_in, n_out: ["W", "b"], EITHER, ("init",)),
]


def initializer(named=False):
    """The kind of an initializer, which may be `named`."""
    known = [Value("an object of its own", lambda: initializers.zeros, SAME), Value("a number", lambda: 0.1)]
    known += [Value("an unknown name", lambda: "glorot"), Value("an upper-case name", lambda: "XAVIER")]
    known += [Value("a name", lambda: "zeros", SAME)] if named else [Value("a name", lambda: "zeros")]
    rest = things("initializer", later=True)
    return Kind(lambda: initializers.zeros, [*known, *WRONG_INITIALIZERS, *rest])


def generator(several=False, optional=False):
    """The kind of a random generator, or of several."""
    others = [
        Value("a seed", lambda: 0),
        Value("a seed of NumPy", lambda: np.int64(42)),
        Value("random's own generator", lambda: __import__("random").Random(0)),
        Value("bits of NumPy", lambda: np.random.PCG64(0)),
        Value("NumPy's random module", lambda: np.random),
        Value("a list of seeds", lambda: [0, 1]),
        Value("an empty list", lambda: []),
        Value("a number", lambda: 0.5),
        Value("one among seeds", lambda: [np.random.default_rng(0), 1]),
    ]
    if several:
        others.append(Value("a generator of them", lambda: map(np.random.default_rng, range(2)), EITHER))
    return Kind(lambda: np.random.default_rng(0), [*others, *things(*_optional(optional))])


def parameters(shapes, finite=True, optional=False, any_model=False):
    """The kind of a model's parameters: a list of matrices per layer."""

    def good():
        rng = np.random.default_rng(7)
        return [[rng.integers(0, 3, shape).astype(float) for shape in own] for own in shapes]

    def each(way):
        return lambda: [[way(p) for p in own] for own in good()]

    def first(way):
        def made():
            params = good()
            params[0][0] = way(params[0][0])
            return params

        return made

    others = [Value(f"each {what}", each(way), SAME) for what, way in (CONTAINERS | MATRIX).items()]
    others += [Value(f"first {what}", first(way)) for what, way in NOT_NUMBERS.items()]
    others += [
        Value(f"first {what}", first(way), REFUSED if finite else EITHER) for what, way in NOT_FINITE.items()
    ]
    others += [
        Value("tuples of tuples", lambda: tuple(map(tuple, good())), SAME),
        Value("numbers", lambda: [[1.0, 2.0]] * len(shapes)),
        Value("a dict", lambda: {"W": good()[0][0], "b": good()[0][1]}),
        Value("a generator", lambda: iter(good()), EITHER),
        Value("two runs axes", lambda: [[p[None, None] for p in own] for own in good()]),
        Value("flat biases", lambda: [[p.ravel() if len(p) == 1 else p for p in own] for own in good()]),
        Value("no layers", lambda: []),
        Value("a fit", lambda: FITTED),
        Value("a number", lambda: 3),
        Value("one long row", lambda: np.concatenate([p.ravel() for own in good() for p in own])),
    ]
    others += (
        []
        if any_model
        else [
            Value("flat", lambda: [p for own in good() for p in own]),
            Value("a layer too few", lambda: good()[:-1]),
            Value("a layer too many", lambda: [*good(), [np.ones((2, 2))]]),
            Value("a matrix too few", lambda: [own[:-1] for own in good()]),
            Value("transposed", lambda: [[p.T for p in own] for own in good()]),
            Value("runs that differ", first(lambda p: np.stack([p, p]))),
            Value("no runs", lambda: [[np.ones((0, *p.shape)) for p in own] for own in good()]),
        ]
    )
    return Kind(good, [*others, *things(*_optional(optional))])


def function(good, optional=False):
    """The kind of a function."""
    others = [
        Value("a number", lambda: 3),
        Value("a row of numbers", lambda: np.ones(3)),
        Value("a result", lambda: [1.0]),
    ]
    return Kind(lambda: good, [*others, *things("function", *_optional(optional))])


def text(good):
    """The kind of a text that is shown."""
    others = [Value("a number", lambda: 3), Value("a row of numbers", lambda: np.ones(3))]
    return Kind(lambda: good, [*others, *things("text")])


def flag(good):
    """The kind of a truth value."""
    others = [
        Value("a truth value of NumPy", lambda: np.bool_(good), SAME),
        Value("a number", lambda: 3),
        Value("yes", lambda: "yes"),
        Value("no", lambda: "no"),
        Value("a row of numbers", lambda: np.ones(3)),
    ]
    return Kind(lambda: good, [*others, *things()])


def sizes(good):
    """The kind of a list of sizes."""
    fine = ("a whole float", "a float of NumPy", "a 0-d array", "an int of NumPy", "a small int of NumPy")
    wrong = [each for each in count(good[1]).others if each.what not in fine]
    listed = ("two of them", "an array of two")
    others = [
        *values({"an array": np.array, "a tuple": tuple}, np.array(good), SAME),
        Value("one size", lambda: good[:1]),
        *(Value(f"instead: {each.what}", each.make) for each in wrong if each.what not in listed),
        *(
            Value(f"one size is {each.what}", lambda each=each: [good[0], each.make(), good[2]])
            for each in wrong
        ),
    ]
    return Kind(lambda: list(good), others)


def seeds():
    """The kind of a number of seeds, or of a list of them."""
    listed = ("two of them", "a tuple", "an array of two", "a generator")
    kind = count(2)
    lists = [
        Value("a list", lambda: [0, 1], SAME),
        Value("an array", lambda: np.arange(2), SAME),
        Value("seeds below zero", lambda: [0, -1]),
        Value("seeds with a point", lambda: [0, 0.5]),
        Value("no seeds", lambda: []),
        Value("a truth value among seeds", lambda: [0, True], EITHER),
    ]
    return Kind(kind.good, [*lists, *(each for each in kind.others if each.what not in listed)])


def network(make):
    """The kind of a list of layers."""
    wrong = [
        Value("one layer", lambda: make()[0]),
        Value("a list of names", lambda: ["dense", "tanh"]),
        Value("a maker among layers", lambda: [*make(), layers.leaky_relu]),
        Value("a model", lambda: models.mlp([2, 3, 1])),
        Value("a number", lambda: 3),
    ]
    return Kind(make, [Value("a tuple", lambda: tuple(make()), SAME), *wrong, *things("network")])


def loss():
    """The kind of a loss, or its name."""
    wrong = [
        Value("a function of NumPy", lambda: np.mean),
        Value("a loss's function", lambda: losses.sigmoid),
    ]
    return one_of("logistic loss", losses.logistic, kind=("loss",), wrong=wrong)


def told(make):
    """The kind of an argument that may be anything."""
    return Kind(make, [each._replace(expected=EITHER) for each in things()])


def pairs(x, y):
    """The kind of data that come in pairs (x, y)."""
    good = [(x, y), (x, y)]
    others = [
        Value("a generator of pairs", lambda: iter(good), SAME),
        Value("a tuple of pairs", lambda: tuple(good), SAME),
        Value("pairs in lists", lambda: [list(pair) for pair in good], SAME),
        Value("pairs of lists", lambda: [(x.tolist(), y.tolist())] * 2, SAME),
        Value("pairs of frames", lambda: [(Frame(x), Frame(y))] * 2, SAME),
        Value("inputs alone", lambda: [x, x]),
        Value("one pair", lambda: (x, y), REFUSED, ("x", "y")),
        Value("threes", lambda: [(x, y, y)] * 2),
        Value("pairs of words", lambda: [("x", "y")] * 2, REFUSED, ("x", "y")),
        Value("pairs of None", lambda: [(None, None)] * 2, REFUSED, ("x", "y")),
        Value("flat targets", lambda: [(x, y[:, 0])] * 2, REFUSED, ("x", "y")),
        Value("masked inputs", lambda: [(masked(x), y)] * 2, REFUSED, ("x", "y")),
        Value("masked inputs later", lambda: [(x, y), (masked(x), y)], REFUSED, ("x", "y")),
        Value("nan later", lambda: [(x, y), (put(x, np.nan), y)], REFUSED, ("x", "y")),
        Value("inf in later targets", lambda: [(x, y), (x, put(y, -np.inf))], REFUSED, ("x", "y")),
        Value("no pairs", lambda: [], EITHER),
        Value("a number", lambda: 3),
    ]
    return Kind(
        lambda: list(good),
        [
            *others,
            *(
                each._replace(expected=EITHER) if each.what in ("no word", "an empty dict") else each
                for each in things(named=("x", "y"))
            ),
        ],
    )


def arrays(good):
    """The kind of parameters of a learner's own: a list of arrays, a dict of them, or one array."""

    def first(way):
        return lambda: [way(np.array(good[0])), np.array(good[1])]

    others = [
        Value("a tuple", lambda: tuple(map(np.array, good)), SAME),
        Value("lists of numbers", lambda: [each.tolist() for each in good], SAME),
        Value("data frames", lambda: [Frame(each) for each in good], SAME),
        Value("tensors", lambda: [Tensor(each) for each in good], SAME),
        *(Value(f"first {what}", first(way)) for what, way in (NOT_NUMBERS | NOT_FINITE).items()),
        Value("nothing", lambda: []),
        Value("a number", lambda: 3, EITHER),
    ]
    return Kind(lambda: [np.array(each) for each in good], [*others, *things("dicts")])


def strength():
    """The kind of a weight decay: a number of at least 0, or one per run."""
    kind = number(0.5)
    others = [each._replace(expected=EITHER) if each.what == "two of them" else each for each in kind.others]
    return kind._replace(others=others)
