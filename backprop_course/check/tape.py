"""Any loss written with NumPy or plain numbers, recorded operation by operation while it runs.

The record knows the derivative of every operation, so that it gives the exact gradient of a loss that nobody
has described, and lets a mistake be made on purpose at any place of its backward pass.
"""

import bisect
import dis
import functools
import math
import sys
import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
from numpy import array as new_array  # the names in NumPy itself are exchanged while a loss runs
from numpy import asarray, zeros


class Lost(ValueError):
    """The loss left the record: its value does not come from the recorded operations."""


class Node(NamedTuple):
    """One operation: what it is, the numbers of its inputs, its value, and what it passes back.

    pull(dy) -> one derivative for each input, or None for a constant. `lines` are the lines of the learner's
    code it was called from, the innermost first; `site` is the same for every call from the same place.
    """

    op: str
    inputs: tuple
    value: np.ndarray
    pull: Callable
    site: tuple = ()
    lines: tuple = ()
    detail: Any = None


class Moved(NamedTuple):
    """Where the entries of a rearrangement come from: counted from 1 through all inputs, 0 for a constant."""

    origins: np.ndarray
    key: Any


class Record(NamedTuple):
    """All operations in their order; the parameters' numbers; the number of the loss."""

    nodes: list
    parameters: list
    loss: int


def record(loss, arrays, data=(), dtype=float):
    """The Record of loss(arrays, *data), where `arrays` are handed over as arrays that remember.

    Arrays of floats among the data remember as well, as constants: they take part in products. All numbers
    are of type `dtype`, whatever the loss asks for. Raises Lost where the loss does not come out of recorded
    operations, and what the loss raises.
    """
    return recording(loss)(arrays, data, dtype)


def recording(loss, longest=np.inf):
    """record for one loss, many times: which modules take part, and how its data go in, is found out once.

    More than `longest` operations are not followed: that raises Lost.
    """
    modules, ways = [], ["f", "fiu"]

    def recorded(arrays, data=(), dtype=float):
        if not modules:
            modules.extend(_run(loss, arrays, data, dtype, "", (), longest)[0].met.values())
        for kinds in list(ways):
            tape, value = _run(loss, arrays, data, dtype, kinds, modules, longest)
            found = tape.result(value)
            if found is not None:
                return Record(tape.nodes, list(range(len(arrays))), found)
            if len(ways) > 1:
                ways.remove(kinds)
        raise Lost("the loss is not made of operations that can be followed")

    return recorded


def _run(loss, arrays, data, dtype, kinds, modules, longest):
    """(the tape, what the loss returned) of one run; data of these kinds of numbers remember."""
    tape = _Tape(dtype, longest)
    traced = [tape.leaf("parameter", a) for a in arrays]
    handed = [_constant(tape, each, kinds) for each in data]
    with _remembering(tape, modules, kinds), np.errstate(all="ignore"):
        value = loss(traced, *handed)
    tape.open = False
    return tape, value


def _constant(tape, value, kinds):
    """Data as arrays that remember, but for labels and indices."""
    if isinstance(value, tuple | list):
        return like_tuple(value, [_constant(tape, each, kinds) for each in value])
    if isinstance(value, np.ndarray) and value.dtype.kind in kinds and value.ndim:
        return tape.leaf("constant", value)
    return value


def like_tuple(old, items):
    """Items as a list or tuple of the kind of an old one, also of one with named fields."""
    return type(old)(*items) if hasattr(old, "_fields") else type(old)(items)


def live(nodes, parameters):
    """Which nodes depend on a parameter."""
    alive = [False] * len(nodes)
    for number in parameters:
        alive[number] = True
    for number, node in enumerate(nodes):
        alive[number] = alive[number] or any(alive[i] for i in node.inputs)
    return alive


def unbroadcast(array, shape):
    """`array` summed over the axes along which something of this shape was broadcast."""
    if np.shape(array) == shape:
        return array
    array = np.asarray(array)
    array = array.sum(axis=tuple(range(array.ndim - len(shape)))) if array.ndim > len(shape) else array
    stretched = tuple(i for i, size in enumerate(shape) if size == 1 and array.shape[i] != 1)
    array = array.sum(axis=stretched, keepdims=True) if stretched else array
    return np.broadcast_to(array, shape)


# -- what is recorded --


class _Tape:
    def __init__(self, dtype, longest):
        self.dtype, self.longest = dtype, longest
        self.nodes, self.alive, self.constants, self.met, self.turned = [], [], {}, {}, None
        self.frame, self.open = sys._getframe(3), True

    def add(self, op, inputs, value, pull, detail=None):
        """The traced value of a new node."""
        if len(self.nodes) > self.longest:
            raise Lost(f"the loss is made of more than {self.longest:,} operations")
        site, lines = self._site()
        value = asarray(value, dtype=self.dtype)
        self.nodes.append(Node(op, tuple(inputs), value, pull, site, lines, detail))
        self.alive.append(any(self.alive[i] for i in inputs))
        return self._traced(value, len(self.nodes) - 1)

    def leaf(self, op, value):
        value = new_array(untraced(value), dtype=self.dtype)
        self.nodes.append(Node(op, (), value, lambda dy: [], ()))
        self.alive.append(op == "parameter")
        return self._traced(value, len(self.nodes) - 1)

    def blank(self, value, typed):
        """A new array that will remember what is put into it; until then it is a constant like any other.

        Code in C fills such arrays too: one that asks for its type gets that type.
        """
        if value.dtype.kind != "f":
            return value
        return value.view(Traced) if typed else value.astype(self.dtype).view(Traced)

    def result(self, value):
        """The node of what the loss returned; also where it was turned into a plain number at last."""
        if isinstance(value, Traced) and value.node is not None and value.size == 1:
            return value.node
        turned = self.turned is not None and np.size(value) == 1
        return self.turned if turned and float(self.nodes[self.turned].value) == float(value) else None

    def number(self, operand):
        """The node of an operand; a constant gets one of its own."""
        if isinstance(operand, Traced) and operand.node is not None and operand.tape is self:
            return operand.node
        value = new_array(untraced(operand), dtype=self.dtype)
        key = (value.shape, value.tobytes())
        if key not in self.constants:
            self.constants[key] = self.leaf("constant", value).node
        return self.constants[key]

    def values(self, numbers):
        """The values of some nodes as they were made: the arrays that held them may be changed in place."""
        return [self.nodes[number].value for number in numbers]

    def _traced(self, value, number):
        traced = value.copy().view(Traced)
        traced.tape, traced.node = self, number
        return traced

    def _site(self):
        """From which places of the learner's code this operation is called: ours and NumPy's do not count."""
        frame, calls, lines = sys._getframe(2), [], []
        while frame is not None and frame is not self.frame:
            code = frame.f_code
            if not _is_ours(code.co_filename):
                calls.append((id(code), _start(code, frame.f_lasti)))
                lines.append((code.co_filename, frame.f_lineno))
                self.met[id(frame.f_globals)] = frame.f_globals
            frame = frame.f_back
        return tuple(calls), tuple(lines)


_STARTS = {}  # by the identity of a code: itself, so that it stays, and where its instructions start


def _start(code, place):
    """Where the instruction at a place starts: once it is warm, Python counts to the end of its cache."""
    if id(code) not in _STARTS:
        _STARTS[id(code)] = code, [each.offset for each in dis.get_instructions(code)]
    starts = _STARTS[id(code)][1]
    return starts[bisect.bisect_right(starts, place) - 1]


@functools.cache
def _is_ours(filename):
    ours = filename == __file__ or "/numpy/" in filename or "/check/learner/" in filename
    return ours or filename.endswith("check/reading.py")


class Traced(np.ndarray):
    """An array that remembers how it was made."""

    tape = None
    node = None

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **settings):
        made = _called(ufunc, method, inputs, settings)
        if out is None:
            return made
        return _rebound(out[0], made)

    def __array_function__(self, function, types, args, settings):
        out = settings.pop("out", None)
        if _tape_of((*args, *settings.values())) is None:
            return function(*_stripped(args), **_stripped(settings))
        if function in _FUNCTIONS:
            made = _FUNCTIONS[function](*args, **settings)
        elif function in _REARRANGING:
            made = _rearranged(function, _REARRANGING[function], args, settings)
        else:
            return function(*_stripped(args), **_stripped(settings))
        return made if out is None else _rebound(out, made)

    def __getitem__(self, key):
        return _rearranged(lambda a: asarray(a)[_stripped(key)], (0,), (self,), {}, "getitem", key)

    def __setitem__(self, key, value):
        if _tape_of((self, value)) is None:
            np.ndarray.__setitem__(self, _stripped(key), _stripped(value))
            return

        def put(array, new):
            array = new_array(array)
            array[_stripped(key)] = new
            return array

        _rebound(self, _rearranged(put, (0, 1), (self, value), {}, "setitem", key))

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __float__(self):
        if self.node is not None:
            self.tape.turned = self.node
        return float(untraced(self))

    def item(self, *at):
        """One entry, which remembers too."""
        if at:
            return self[at]
        return self if self.ndim == 0 else np.reshape(self, ())

    def tolist(self):
        """Nested lists of numbers that remember."""
        return [each.tolist() for each in self] if self.ndim else self

    def astype(self, dtype, *rest, **settings):
        """A copy: as it is for floats, without memory for all else."""
        kept = np.dtype(dtype).kind == "f"
        return self * 1.0 if kept else untraced(self).astype(dtype)

    def copy(self, *rest):
        """A copy that remembers."""
        return _rearranged(new_array, (0,), (self,), {}, "copy")

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return self.copy()

    @property
    def T(self):
        """The transpose."""
        return np.transpose(self)

    @property
    def mT(self):
        """The transpose of the last two axes."""
        return np.swapaxes(self, -1, -2)

    def dot(self, other):
        """As np.dot."""
        return np.dot(self, other)

    def reshape(self, *shape, order="C"):
        """As np.reshape."""
        return np.reshape(self, shape[0] if len(shape) == 1 else shape, order=order)

    def transpose(self, *axes):
        """As np.transpose."""
        return np.transpose(self, axes[0] if len(axes) == 1 and axes[0] is not None else axes or None)

    def flatten(self, order="C"):
        """As np.ravel."""
        return np.ravel(self, order=order)


def _method(name):
    def method(self, *args, **settings):
        return getattr(np, name)(self, *args, **settings)

    return method


def _in_place(ufunc):
    def operation(self, other):
        return ufunc(self, other, out=(self,)) if self.ndim else ufunc(self, other)  # a number never changes

    return operation


for _name, _ufunc in (("iadd", np.add), ("isub", np.subtract), ("imul", np.multiply),
                      ("itruediv", np.divide), ("ipow", np.power)):  # fmt: skip
    setattr(Traced, f"__{_name}__", _in_place(_ufunc))
for _name in ("sum", "mean", "max", "min", "var", "std", "prod", "ravel", "squeeze", "swapaxes", "repeat",
              "take", "clip", "cumsum", "trace", "diagonal"):  # fmt: skip
    setattr(Traced, _name, _method(_name))


def untraced(value):
    """The array as one that does not remember; anything else as it is."""
    return np.ndarray.view(value, np.ndarray) if isinstance(value, Traced) else value


def _stripped(value):
    if isinstance(value, tuple | list):
        return like_tuple(value, [_stripped(each) for each in value])
    if isinstance(value, dict):
        return {key: _stripped(each) for key, each in value.items()}
    return untraced(value)


def _tape_of(operands):
    for each in operands:
        if isinstance(each, Traced) and each.node is not None and each.tape.open:
            return each.tape
        if isinstance(each, tuple | list) and _tape_of(each):
            return _tape_of(each)
    return None


def _rebound(old, made):
    """An operation in place: the old array holds the new value and is known by the new node."""
    value = untraced(made)
    np.copyto(untraced(old), value, casting="unsafe")
    if isinstance(old, Traced) and isinstance(made, Traced):
        old.tape, old.node = made.tape, made.node
    return old


# -- elementwise operations: the local derivative for each input, of the inputs and the value --

SLOPES = {
    "add": lambda a, b, y: (1, 1),
    "subtract": lambda a, b, y: (1, -1),
    "multiply": lambda a, b, y: (b, a),
    "divide": lambda a, b, y: (1 / b, -y / b),
    "power": lambda a, b, y: (b * a ** (b - 1), y * np.log(np.where(a > 0, a, 1))),
    "float_power": lambda a, b, y: (b * a ** (b - 1), y * np.log(np.where(a > 0, a, 1))),
    "maximum": lambda a, b, y: (a >= b, a < b),
    "minimum": lambda a, b, y: (a <= b, a > b),
    "fmax": lambda a, b, y: (a >= b, a < b),
    "fmin": lambda a, b, y: (a <= b, a > b),
    "logaddexp": lambda a, b, y: (np.exp(a - y), np.exp(b - y)),
    "negative": lambda a, y: (-1,),
    "positive": lambda a, y: (1,),
    "conjugate": lambda a, y: (1,),
    "exp": lambda a, y: (y,),
    "exp2": lambda a, y: (y * np.log(2),),
    "expm1": lambda a, y: (y + 1,),
    "log": lambda a, y: (1 / a,),
    "log2": lambda a, y: (1 / (a * np.log(2)),),
    "log10": lambda a, y: (1 / (a * np.log(10)),),
    "log1p": lambda a, y: (1 / (1 + a),),
    "sqrt": lambda a, y: (0.5 / y,),
    "square": lambda a, y: (2 * a,),
    "reciprocal": lambda a, y: (-y * y,),
    "absolute": lambda a, y: (np.sign(a),),
    "fabs": lambda a, y: (np.sign(a),),
    "tanh": lambda a, y: (1 - y * y,),
    "sin": lambda a, y: (np.cos(a),),
    "cos": lambda a, y: (-np.sin(a),),
    "arctan": lambda a, y: (1 / (1 + a * a),),
    "sinh": lambda a, y: (np.cosh(a),),
    "cosh": lambda a, y: (np.sinh(a),),
    "expit": lambda a, y: (y * (1 - y),),
    "log_expit": lambda a, y: (1 - np.exp(y),),
    "erf": lambda a, y: (2 / np.sqrt(np.pi) * np.exp(-a * a),),
    "clip": lambda a, low, high, y: ((a >= low) & (a <= high), 0, 0),
    "where": lambda c, a, b, y: (0, c != 0, c == 0),
}


def _called(ufunc, method, inputs, settings):
    """What a ufunc, or a method of one, gives for traced inputs."""
    name = ufunc.__name__
    tape = _tape_of(inputs)
    if tape is None:
        return getattr(ufunc, method)(*_stripped(inputs), **settings)
    if method == "__call__" and name == "matmul":
        return _matmul(*inputs)
    if method == "__call__" and name in SLOPES:
        return _elementwise(name, ufunc, inputs)
    if method == "reduce" and name == "add":
        return _sum(inputs[0], **_reduction(settings))
    if method == "reduce" and name in ("maximum", "minimum"):
        return _extreme(ufunc, inputs[0], **_reduction(settings))
    if method == "outer" and name in SLOPES:
        a, b = inputs
        return getattr(np, name)(np.reshape(a, np.shape(a) + (1,) * np.ndim(b)), b)
    return getattr(ufunc, method)(*_stripped(inputs), **settings)


def _reduction(settings):
    return {"axis": settings.get("axis", 0), "keepdims": settings.get("keepdims", False)}


def _elementwise(name, function, inputs):
    tape = _tape_of(inputs)
    values = [asarray(untraced(each), tape.dtype) for each in inputs]
    value = asarray(function(*values))
    numbers = [tape.number(each) for each in inputs]
    wanted, values, kept = [tape.alive[i] for i in numbers], tape.values(numbers), []

    def pull(dy):
        if not kept:
            slopes = SLOPES[name](*values, value)
            kept.extend((s, v.shape) if w else None for s, v, w in zip(slopes, values, wanted, strict=True))
        return [None if each is None else _part(dy, *each) for each in kept]

    return tape.add(name, numbers, value, pull)


def _part(dy, slope, shape):
    """dy times a slope, as an operand of this shape gets it: in a sum it stays as it is."""
    return unbroadcast(dy if type(slope) is int and slope == 1 else dy * slope, shape)


# -- products --


def _matmul(a, b):
    tape = _tape_of((a, b))
    left, right = (asarray(untraced(each), tape.dtype) for each in (a, b))
    pair = [tape.number(a), tape.number(b)]
    wanted, (kept_left, kept_right) = [tape.alive[i] for i in pair], tape.values(pair)
    return tape.add("matmul", pair, left @ right, lambda dy: matmul_pull(kept_left, kept_right, dy, wanted))


def matmul_pull(left, right, dy, wanted=(True, True)):
    """The derivatives of left @ right by both, where dy arrives; vectors are a row and a column."""
    if left.ndim == right.ndim == np.ndim(dy) == 2:
        return [dy @ right.T if wanted[0] else None, left.T @ dy if wanted[1] else None]
    A = left[None] if left.ndim == 1 else left
    B = right[:, None] if right.ndim == 1 else right
    D = dy[..., None] if right.ndim == 1 else dy
    D = D[..., None, :] if left.ndim == 1 and right.ndim > 1 else D
    D = D.reshape(*D.shape[:-2], A.shape[-2], B.shape[-1])
    dA = unbroadcast(D @ B.mT, A.shape).reshape(left.shape) if wanted[0] else None
    return [dA, unbroadcast(A.mT @ D, B.shape).reshape(right.shape) if wanted[1] else None]


def _dot(a, b):
    if not (np.ndim(a) and np.ndim(b)):
        return np.multiply(a, b)
    if np.ndim(a) <= 2 and np.ndim(b) <= 2:
        return _matmul(a, b)
    return _tensordot(a, b, ([np.ndim(a) - 1], [max(np.ndim(b) - 2, 0)]))


def _outer(a, b):
    return np.multiply(np.reshape(a, (-1, 1)), np.reshape(b, (1, -1)))


def _inner(a, b):
    return _dot(a, np.transpose(b)) if np.ndim(b) <= 2 else np.tensordot(a, b, (-1, -1))


def _tensordot(a, b, axes=2):
    if isinstance(axes, int):
        axes = (list(range(np.ndim(a) - axes, np.ndim(a))), list(range(axes)))
    here, there = ([each] if isinstance(each, int) else list(each) for each in axes)
    letters = iter("abcdefghijklmnopqrstuvwxyz")
    left = [next(letters) for _ in range(np.ndim(a))]
    right = [next(letters) for _ in range(np.ndim(b))]
    for i, j in zip(here, there, strict=True):
        right[j] = left[i]
    shared = {left[i] for i in here}
    out = [each for each in (*left, *right) if each not in shared]
    return _einsum(f"{''.join(left)},{''.join(right)}->{''.join(out)}", a, b)


def _einsum(subscripts, *operands, **settings):
    subscripts = subscripts.replace(" ", "")
    if "..." in subscripts:
        raise Lost("an einsum with ... is not followed")
    ins, _, out = subscripts.partition("->")
    if "->" not in subscripts:
        out = "".join(sorted(c for c in set(ins) if ins.count(c) == 1 and c != ","))
    ins, tape = ins.split(","), _tape_of(operands)
    values = [asarray(untraced(each), tape.dtype) for each in operands]
    value = np.einsum(f"{','.join(ins)}->{out}", *values)
    numbers = [tape.number(each) for each in operands]
    kept = tape.values(numbers)
    return tape.add("einsum", numbers, value, lambda dy: einsum_pull(ins, out, kept, dy), (ins, out))


def einsum_pull(ins, out, values, dy):
    """The derivatives of an einsum by its operands, whose letters are `ins`, where dy arrives."""
    sizes = {
        c: n for letters, v in zip(ins, values, strict=True) for c, n in zip(letters, v.shape, strict=True)
    }
    found = []
    for i, letters in enumerate(ins):
        others = [(ins[j], values[j]) for j in range(len(ins)) if j != i]
        missing = [c for c in letters if c not in out and not any(c in each for each, _ in others)]
        parts = [out, *(each for each, _ in others), *missing]
        arrays = [dy, *(v for _, v in others), *(np.ones(sizes[c]) for c in missing)]
        found.append(np.einsum(f"{','.join(parts)}->{letters}", *arrays))
    return found


def _convolve(a, v, mode="full"):
    a, v = _gathered(a), _gathered(v)
    longer, kernel = (v, a) if np.size(v) > np.size(a) else (a, v)
    return _correlate(longer, np.flip(kernel), mode)


def _correlate(a, v, mode="valid"):
    """The products of the shorter one with every window of the longer one."""
    a, v = _gathered(a), _gathered(v)
    if np.size(v) > np.size(a):
        return np.flip(_correlate(v, a, mode))
    k, modes = np.size(v), ("valid", "same", "full")
    if mode not in modes or not np.ndim(a) == np.ndim(v) == 1:
        raise Lost("this correlation is not followed")
    before, after = ((0, 0), (k // 2, k - k // 2 - 1), (k - 1, k - 1))[modes.index(mode)]
    around = np.concatenate([zeros(before), a, zeros(after)])
    return _matmul(around[np.arange(np.size(around) - k + 1)[:, None] + np.arange(k)], v)


# -- sums and extremes --


def _sum(a, axis=None, dtype=None, keepdims=False, **_):
    tape = _tape_of((a,))
    value = asarray(untraced(a), tape.dtype)
    total = np.sum(value, axis=axis, keepdims=keepdims)
    return tape.add("sum", [tape.number(a)], total, lambda dy: [_spread(dy, value, axis, keepdims)], axis)


def _spread(dy, value, axis, keepdims):
    dy = asarray(dy)
    if axis is not None and not keepdims:
        dy = np.expand_dims(dy, axis)
    return np.broadcast_to(dy, value.shape)


def _extreme(ufunc, a, axis=None, keepdims=False, **_):
    tape = _tape_of((a,))
    value = asarray(untraced(a), tape.dtype)
    found = ufunc.reduce(value, axis=axis, keepdims=True)
    hits = value == found
    share = hits / hits.sum(axis=axis, keepdims=True)
    best = found if keepdims else ufunc.reduce(value, axis=axis)

    def pull(dy):
        return [_spread(dy, value, axis, keepdims) * share]

    return tape.add(ufunc.__name__[:3], [tape.number(a)], best, pull, axis)


def _mean(a, axis=None, dtype=None, keepdims=False, **_):
    total = _sum(a, axis=axis, keepdims=keepdims)
    return total / (np.size(untraced(a)) / max(total.size, 1))


def _var(a, axis=None, dtype=None, ddof=0, keepdims=False, **_):
    off = a - _mean(a, axis=axis, keepdims=True)
    total = _sum(off * off, axis=axis, keepdims=keepdims)
    return total / (np.size(untraced(a)) / max(total.size, 1) - ddof)


def _average(a, axis=None, weights=None, **_):
    if weights is None:
        return _mean(a, axis)
    return np.sum(a * weights, axis=axis) / np.sum(weights, axis=axis)


def _prod(a, axis=None, keepdims=False, **_):
    tape = _tape_of((a,))
    value = asarray(untraced(a), tape.dtype)
    total, number = np.prod(value, axis=axis, keepdims=keepdims), tape.number(a)
    (kept,) = tape.values([number])

    def pull(dy):
        return [_spread(dy * total, kept, axis, keepdims) / kept]

    return tape.add("prod", [number], total, pull, axis)


def _norm(a, ord=None, axis=None, keepdims=False):
    if ord not in (None, 2, "fro") or (ord == 2 and axis is None and np.ndim(a) > 1):
        raise Lost("this norm is not followed")
    return np.sqrt(np.sum(a * a, axis=axis, keepdims=keepdims))


def _clip(a, low=None, high=None, *, min=None, max=None, **_):
    low, high = (min if low is None else low), (max if high is None else high)
    low, high = (-np.inf if low is None else low), (np.inf if high is None else high)
    return _elementwise("clip", lambda a, low, high: np.clip(a, low, high), (a, low, high))


def _where(condition, *choices):
    if not choices:
        return np.where(_stripped(condition))
    condition = asarray(_stripped(condition), bool) * 1.0
    return _elementwise("where", lambda c, a, b: np.where(c != 0, a, b), (condition, *choices))


def _like(make):
    def made(a, *args, **settings):
        value = make(untraced(a), *_stripped(args), **_stripped(settings))
        tape = _tape_of((a,))
        return tape.blank(value, "dtype" in settings or len(args) > 0) if tape else value

    return made


def _cumsum(a, axis=None, **_):
    tape = _tape_of((a,))
    value = asarray(untraced(a), tape.dtype)

    def pull(dy):
        if axis is None:
            return [np.cumsum(np.ravel(dy)[::-1])[::-1].reshape(value.shape)]
        return [np.flip(np.cumsum(np.flip(dy, axis), axis), axis)]

    return tape.add("cumsum", [tape.number(a)], np.cumsum(value, axis), pull)


def _trace(a, *args, **settings):
    return np.sum(np.diagonal(a, *args, **settings), axis=-1)


_FUNCTIONS = {
    np.sum: _sum, np.mean: _mean, np.var: _var, np.prod: _prod, np.average: _average,
    np.std: lambda a, *args, **settings: np.sqrt(_var(a, *args, **settings)),
    np.max: lambda a, axis=None, keepdims=False, **_: _extreme(np.maximum, a, axis, keepdims),
    np.min: lambda a, axis=None, keepdims=False, **_: _extreme(np.minimum, a, axis, keepdims),
    np.dot: _dot, np.vdot: lambda a, b: _dot(np.ravel(a), np.ravel(b)), np.outer: _outer, np.inner: _inner,
    np.tensordot: _tensordot, np.einsum: _einsum, np.linalg.norm: _norm, np.clip: _clip, np.where: _where,
    np.trace: _trace, np.cumsum: _cumsum, np.correlate: _correlate, np.convolve: _convolve,
    np.zeros_like: _like(np.zeros_like),
    np.ones_like: _like(np.ones_like), np.empty_like: _like(np.zeros_like), np.full_like: _like(np.full_like),
    np.nan_to_num: lambda a, *args, **settings: a * 1.0,
}  # fmt: skip

_FUNCTIONS |= {np.amax: _FUNCTIONS[np.max], np.amin: _FUNCTIONS[np.min]}  # of one name by now, of two before
_FUNCTIONS |= {np.nansum: _sum, np.nanmean: _mean}  # where nothing is nan


# -- operations that only move entries: where they take them from is asked of the operation itself --

_REARRANGING = {function: (0,) for function in (
    np.reshape, np.ravel, np.transpose, np.squeeze, np.expand_dims, np.swapaxes, np.moveaxis, np.concatenate,
    np.stack, np.hstack, np.vstack, np.dstack, np.column_stack, np.repeat, np.tile, np.broadcast_to, np.roll,
    np.flip, np.fliplr, np.flipud, np.rot90, np.take, np.take_along_axis, np.diag, np.diagonal, np.atleast_1d,
    np.atleast_2d, np.atleast_3d, np.split, np.array_split, np.hsplit, np.vsplit, np.pad, np.delete, np.copy,
    np.tril, np.triu, np.block, np.compress, np.extract,
)} | {np.append: (0, 1), np.insert: (0, 2)}  # fmt: skip


def _rearranged(function, entries, args, settings, op="", detail=None):
    """function(*args), whose result takes its entries from the arguments number `entries`, or constants."""
    tape, args = _tape_of(args), list(args)
    if tape is None:
        return function(*_stripped(args), **_stripped(settings))
    sources, counted = [], 1

    def numbered(value):
        """The entries' numbers in place of the entries: 0 for a constant."""
        nonlocal counted
        if isinstance(value, Traced) and value.node is not None and value.tape is tape:
            numbers = np.arange(counted, counted + value.size).reshape(value.shape)
            sources.append((value, counted))
            counted += value.size
            return numbers
        if isinstance(value, tuple | list):
            return like_tuple(value, [numbered(each) for each in value])
        return zeros(np.shape(value), int)

    rest = _stripped(settings)
    values = function(*_stripped(args), **rest)
    moved = [numbered(a) if i in entries else _stripped(a) for i, a in enumerate(args)]
    origins = function(*moved, **rest)
    op = op or function.__name__
    if isinstance(values, list | tuple):
        made = (
            _moved(tape, op, sources, v, o, counted, detail) for v, o in zip(values, origins, strict=True)
        )
        return type(values)(made)
    return _moved(tape, op, sources, values, origins, counted, detail)


def _moved(tape, op, sources, value, origins, counted, detail):
    origins = asarray(origins).ravel()

    def pull(dy):
        if tape.dtype is float:
            back = np.bincount(origins, weights=np.ravel(dy), minlength=counted)
        else:
            back = np.zeros(counted, tape.dtype)
            np.add.at(back, origins, np.ravel(dy))
        return [back[first : first + math.prod(shape)].reshape(shape) for shape, first in pieces]

    pieces = [(a.shape, first) for a, first in sources]
    return tape.add(op, [a.node for a, _ in sources], value, pull, Moved(origins, detail))


# -- what NumPy and math do without asking the arrays: for as long as one loss runs, they ask --

_MAKING = ("zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like")
_OF_LISTS = ("array", "asarray", "asanyarray", "sum", "mean", "max", "min", "prod", "dot", "exp", "log")
_OF_NUMBERS = {
    "exp": np.exp, "log": np.log, "tanh": np.tanh, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos,
    "log1p": np.log1p, "expm1": np.expm1, "pow": np.power, "fabs": np.abs, "log2": np.log2, "log10": np.log10,
    "atan": np.arctan, "cosh": np.cosh, "sinh": np.sinh,
}  # fmt: skip
_ALONE = threading.RLock()


@contextmanager
def _remembering(tape, modules=(), kinds=""):
    """New arrays, the modules' own, lists of numbers and math's functions remember too, in this thread."""
    mine = threading.get_ident()

    def making(make):
        def made(*args, **settings):
            value = make(*_stripped(args), **_stripped(settings))
            typed = "dtype" in settings or len(args) > 1
            return tape.blank(value, typed) if threading.get_ident() == mine else value

        return made

    def of_lists(call):
        def called(first, *args, **settings):
            if threading.get_ident() != mine:
                return call(first, *args, **settings)
            first = _gathered(first)
            if call in (np_array, np_asarray, np_asanyarray) and isinstance(first, Traced):
                dtype = settings.get("dtype", args[0] if args else float)
                return first.astype(dtype or float)
            return call(first, *map(_gathered, args), **settings)

        return called

    def of_numbers(call, own):
        def called(*args):
            return call(*args) if any(isinstance(a, Traced) for a in args) else own(*args)

        return called

    np_array, np_asarray, np_asanyarray = np.array, np.asarray, np.asanyarray
    changes = [(np, name, making(getattr(np, name))) for name in _MAKING]
    changes += [(np, name, of_lists(getattr(np, name))) for name in _OF_LISTS if name not in ("exp", "log")]
    builtins = {"max": of_numbers(lambda *a: functools.reduce(np.maximum, a), max),
                "min": of_numbers(lambda *a: functools.reduce(np.minimum, a), min),
                "float": _Float}  # fmt: skip
    asking = {
        getattr(math, name): of_numbers(call, getattr(math, name)) for name, call in _OF_NUMBERS.items()
    }
    changes += [(math, own.__name__, new) for own, new in asking.items()]
    changes += [(module, name, new) for module, name, new in _taken(modules, asking, changes)]
    changes += [(module, name, new) for module in modules for name, new in builtins.items()]
    changes += [(module, *each) for module in modules for each in _own_arrays(tape, module, kinds)]
    with _ALONE:
        kept = [(_names(module), name, _names(module).get(name)) for module, name, _ in changes]
        try:
            for module, name, new in changes:
                _names(module)[name] = new
            yield
        finally:
            for names, name, old in kept:
                if old is None:
                    del names[name]
                else:
                    names[name] = old


class _Remembering(type):
    def __call__(cls, *args):
        traced = args and isinstance(args[0], Traced) and args[0].node is not None and args[0].size == 1
        return args[0].item() if traced else float(*args)

    def __instancecheck__(cls, value):
        return isinstance(value, float) or isinstance(value, Traced) and not value.ndim


class _Float(float, metaclass=_Remembering):
    """What `float` is to a loss that is followed: a number stays one that remembers."""

    dtype = np.dtype(float)


def _own_arrays(tape, module, kinds):
    """The arrays among the names of a module, as constants that remember: array.dot(traced) asks for that."""
    for name, value in list(_names(module).items()):
        if isinstance(value, np.ndarray) and not isinstance(value, Traced) and value.dtype.kind in kinds:
            yield name, _constant(tape, value, kinds)


def _names(module):
    return module if isinstance(module, dict) else vars(module)


def _taken(modules, asking, changes):
    """The names that some modules took from math or NumPy: "from math import exp"."""
    exchanged = {getattr(module, name): new for module, name, new in changes if module is np} | asking
    for names in modules:
        for name, value in list(names.items()):
            if callable(value) and getattr(value, "__hash__", None) and value in exchanged:
                yield names, name, exchanged[value]


def _gathered(value):
    """A list, however nested, that holds traced numbers, as one traced array."""
    if not isinstance(value, tuple | list) or _tape_of(value) is None:
        return value
    return np.stack([_lifted(_gathered(each), _tape_of(value)) for each in value])


def _lifted(value, tape):
    return value if isinstance(value, Traced) else tape.leaf("constant", value)
