"""Where input is checked: each function returns a clean value, or raises a ValueError.

The error names the argument, says what it got and what it wants.
"""

import inspect
import numbers
from math import isfinite
from types import FunctionType

import numpy as np

MOST_COUNTED = 10**9  # of anything that is counted: what asks for more is a slip
FLOATS = np.dtype(np.float64), np.dtype(np.float32)  # what is computed in as it comes
A_GENERATOR = "a generator such as np.random.default_rng(0)"


def reals(name, value):
    """`value` as an array of real numbers of any shape; True and False count as 1 and 0.

    Whatever gives NumPy its numbers will do: lists, data frames, tensors without gradients. Masked entries
    are refused: without the mask, what lies under it would count.
    """
    if type(value) is np.ndarray and value.dtype.kind in "biuf":
        return value
    if _is_masked(value):
        raise ValueError(f"{name} must not be masked, but some entries are: leave them out, or fill them in")
    try:
        array = np.asarray(value)
    except Exception as error:  # an object may raise anything when it is asked for its numbers
        raise ValueError(_no_numbers(name, value, error)) from None
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, but it is {short(value)}")
    return array


def _is_masked(value, depth=2):
    """Whether an entry is masked, also in a list of arrays."""
    if isinstance(value, np.ma.MaskedArray):
        return np.ma.is_masked(value)
    return depth > 0 and isinstance(value, list | tuple) and any(_is_masked(one, depth - 1) for one in value)


def _no_numbers(name, value, error):
    said = " ".join(str(error).split())
    if "inhomogeneous" in said:
        return f"{name} must have rows of equal length, but it is {short(value)}"
    return f"{name} must hold real numbers, but {short(value)} gives none: {said:.120}"


def floats(name, value):
    """`value` as an array of floats of any shape: float32 stays, every other type becomes float64."""
    array = reals(name, value)
    if array.dtype in FLOATS:
        return array
    with np.errstate(over="ignore"):  # a long double may be too large; then it is inf
        return array.astype(float)


def finite(name, value):
    """`value` as an array of finite floats of any shape, as `floats` gives it."""
    return _finite(name, floats(name, value))


def all_finite(array):
    """Whether an array of floats of any shape holds neither nan nor inf."""
    squares = np.vdot(array, array)  # a finite sum has finite terms; they may overflow, and vdot never warns
    return isfinite(squares) or bool(np.isfinite(array).all())


def _finite(name, array):
    if not all_finite(array):
        place = tuple(map(int, np.argwhere(~np.isfinite(array))[0]))
        raise ValueError(f"{name} must be finite, but {name}[{', '.join(map(str, place))}] is {array[place]}")
    return array


def matrix(name, value, columns=None):
    """`value` as a finite float matrix (rows, columns) of at least one row.

    float32 stays, every other type becomes float64; an array that is fine already is handed back itself.
    """
    array = floats(name, value)
    _refuse_shape(name, array, columns)
    return _finite(name, array)


def matrices(name, value, columns=None):
    """As `matrix`, or with a runs axis in front: (runs, rows, columns)."""
    array = reals(name, value)
    if array.ndim != 3 or not array.size:
        return matrix(name, array, columns)
    flat = matrix(name, array.reshape(-1, array.shape[-1]), columns)
    return flat.reshape(array.shape)


def _refuse_shape(name, array, columns):
    if array.ndim == 2 and array.size and columns in (None, array.shape[1]):
        return
    shape = f"{name} has shape {array.shape}"
    if array.ndim == 1:
        raise ValueError(f"{shape}, but must be {(array.size, columns or 1)}: one row per example")
    if array.ndim != 2:
        raise ValueError(f"{shape}, but must have two axes: (examples, features)")
    if array.size == 0:
        raise ValueError(f"{shape}: it is empty, but must hold at least one example and one feature")
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
        raise ValueError(f"{name} must be a finite number above 0, but it is {short(value)}")
    return array.astype(float)


def count(name, value, least=1, most=MOST_COUNTED):
    """`value` as a whole number from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, but it is {short(value)}")
    if value > most:
        raise ValueError(f"{name} must be a whole number of at most {most}, but it is {short(value)}")
    return int(value)


def seed(name, value):
    """`value` as a seed that every random generator takes."""
    return count(name, value, least=0, most=2**32 - 1)


def between(name, value, low, high):
    """`value` as a float from `low` to below `high`."""
    number = _float(value)
    if not low <= number < high:
        raise ValueError(f"{name} must be a number from {low:g} to below {high:g}, but it is {short(value)}")
    return number


def above_zero(name, value):
    """`value` as a finite float above zero."""
    number = _float(value)
    if not 0 < number < np.inf:
        raise ValueError(f"{name} must be a finite number above 0, but it is {short(value)}")
    return number


def real(name, value):
    """`value` as a finite float."""
    number = _float(value)
    if not np.isfinite(number):
        raise ValueError(f"{name} must be a finite number, but it is {short(value)}")
    return number


def _float(value):
    """The float that a real number is; nan for everything else."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return np.nan
    try:
        return float(value)
    except OverflowError:  # a whole number beyond all floats
        return np.nan


def truth(name, value):
    """`value` as a bool."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, but it is {short(value)}")
    return bool(value)


def one_of(name, value, choices, kind):
    """choices[value] for a known name; a value that is a `kind` already passes as it is."""
    if isinstance(value, str) and value in choices:
        return choices[value]
    if isinstance(value, str) or not isinstance(value, kind):
        wanted = f"{', '.join(choices)}, or a {kind.__name__}"
        raise ValueError(f"{name} must be one of {wanted}, but it is {short(value)}")
    return value


def instance(name, value, kind, example):
    """`value` if it is a `kind`; `example` says in the error how one comes by one."""
    if not isinstance(value, kind):
        raise ValueError(
            f"{name} must be a {kind.__name__}, as {example} gives one, but it is {short(value)}"
        )
    return value


def function(name, value, takes, makers=(), such_as=""):
    """`value` if it can be called with arguments such as `takes` names; none of `makers`, which make one.

    `such_as` says in the error what would do.
    """
    if any(value is maker for maker in makers):
        made = value.__name__
        raise ValueError(f"{name} is the function {made} itself: write its brackets too, as in {made}(...)")
    wanted = f"{name} must be a function of ({', '.join(takes)}){such_as}"
    if not callable(value):
        raise ValueError(f"{wanted}, but it is {short(value)}")
    if _plainly_takes(value, len(takes)):
        return value
    try:
        form = inspect.signature(value)
    except (TypeError, ValueError):  # many of NumPy's and Python's own do not tell
        return value
    try:
        form.bind(*takes)
    except TypeError:
        called = getattr(value, "__name__", "it")
        raise ValueError(f"{wanted}, but it is {called}{form!s:.60}") from None
    return value


def _plainly_takes(value, count):
    """Whether the code of a plain function says that it takes so many arguments; a signature takes longer."""
    if type(value) is FunctionType and set(vars(value)) == {"__wrapped__"}:
        value = value.__wrapped__
    if type(value) is not FunctionType or vars(value):  # what is noted on it may say something else
        return False
    code, optional = value.__code__, len(value.__defaults__ or ())
    return not code.co_kwonlyargcount and code.co_argcount - optional <= count <= code.co_argcount


def generator(name, value):
    """`value` if it is one of NumPy's random generators."""
    if not isinstance(value, np.random.Generator):
        raise ValueError(f"{name} must be {A_GENERATOR}, but it is {short(value)}")
    return value


def generators(name, value):
    """`value` if it is a random generator, else a list of at least one of them."""
    if isinstance(value, np.random.Generator):
        return value
    try:
        each = list(value)
    except Exception:  # an object may raise anything when it is asked for what it holds
        each = []
    if not each or not all(isinstance(one, np.random.Generator) for one in each):
        raise ValueError(f"{name} must be {A_GENERATOR}, or a list of them, but it is {short(value)}")
    return each


def short(value):
    """A value in at most 60 characters of one line, for an error; whatever the value does when asked."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # also a whole number of too many digits to be written
        text = f"of type {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "..."
