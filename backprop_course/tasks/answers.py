"""What an answer returns: it runs in time, on copies of what it is handed, and it cannot raise anything."""

import ast
import inspect
import itertools
import textwrap
from types import FunctionType

import numpy as np

from backprop_course import validate
from backprop_course.check import running
from backprop_course.check.running import Late, in_time, line, message
from backprop_course.tasks.verdict import Kind, Verdict

SECONDS = running.SECONDS  # for all cases of an answer together

DOTS = "replace the dots by your code."
NO_RETURN = "your code runs, but returns nothing. Is there a line that starts with `return`?"
CHANGED = "your code changes what it is handed: make new arrays, leave the old alone."


def judged(judge, answers):
    """The verdict of judge(answer) on the one answer that is handed over; whatever is, it gets one."""
    if len(answers) != 1:
        return Verdict(
            Kind.WRONG, f"one answer is wanted between the brackets, but there {_are(len(answers))}."
        )
    try:
        return judge(*answers)
    except Exception as error:
        return Verdict(
            Kind.WRONG, f"this cannot be judged: {type(error).__name__}. Is it what the task asks for?"
        )


def is_missing(answer):
    """Whether something is still to do: there are dots, or nothing."""
    return answer is None or answer is ...


def results(answer, cases, names):
    """What a function returns case by case, lists of arrays; or the Verdict on what it does instead.

    `names` are those of its results. It is given SECONDS for all cases, and read-only copies of arguments.
    """
    try:
        return in_time(lambda: _claims(answer, cases, names), SECONDS)
    except Late as late:
        return Verdict(Kind.WRONG, str(late))


# -- running it --


class Judged(Exception):
    """Ends the judging: kind and words of the verdict."""


def _claims(answer, cases, names):
    """The results case by case, lists of arrays; or the verdict on what the answer does instead."""
    claims = []
    try:
        for case in cases:
            claims.append(_claim(answer, case, names))
        return claims
    except Judged as judged:
        return Verdict(*judged.args)
    except BaseException as error:  # also sys.exit() and the like
        return _said(error, cases[len(claims)])


def _claim(answer, case, names):
    """The results of one call."""
    handed = _frozen(list(case))
    before = _mark(handed)
    result = answer(*handed)
    if _mark(handed) != before:
        raise Judged(Kind.WRONG, CHANGED)
    return _read(result, names, answer)


def _frozen(value):
    """A copy whose arrays are read-only."""
    if isinstance(value, list | tuple):
        return type(value)(map(_frozen, value))
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    if not isinstance(value, np.ndarray):
        return value
    copy = value.copy()
    copy.setflags(write=False)
    return copy


def _mark(value):
    """What differs when a value has been changed, also by code that made its arrays writable again."""
    if isinstance(value, list | tuple):
        return [_mark(one) for one in value]
    if isinstance(value, dict):
        return [(key, _mark(one)) for key, one in value.items()]
    return (value.shape, value.dtype, value.tobytes()) if isinstance(value, np.ndarray) else id(value)


# -- reading what it returns --


def _read(result, names, answer):
    """The results as a list of arrays; anything else ends the judging."""
    several = len(names) > 1 and isinstance(result, list | tuple)
    parts = list(itertools.islice(result, 99)) if several else [result]
    missing = list(map(is_missing, parts))
    if all(missing):
        forgot = result is None and not does_nothing(answer) and not has_dots(answer)
        raise Judged(Kind.NOT_YET, NO_RETURN if forgot else DOTS)
    if len(parts) != len(names):
        wanted = f"{len(names)} results are wanted, but there {_are(len(parts))}"
        raise Judged(Kind.WRONG, f"{wanted}. Return {_listed(names)}, in this order.")
    if any(missing):
        left = [name for name, gone in zip(names, missing, strict=True) if gone]
        raise Judged(Kind.NOT_YET, f"{_listed(left)}: still to do. The rest is not judged before.")
    return [_array(part) for part in parts]


def _stub(): ...


def does_nothing(answer):
    """Whether a function has no more code than a stub, or a class has a method that has not."""
    if isinstance(answer, type):
        methods = [each for each in vars(answer).values() if isinstance(each, FunctionType)]
        return not methods or any(map(does_nothing, methods))
    code = getattr(answer, "__code__", None)
    return code is not None and len(code.co_code) <= len(_stub.__code__.co_code)


def has_dots(answer):
    """Whether a function's source has a line of dots, which leave no trace in its code."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(answer)))
    except Exception:  # it has no source, or none that stands alone, as a lambda in brackets
        return False
    return any(isinstance(each, ast.Expr) and ast.unparse(each) == "..." for each in ast.walk(tree))


def _array(part):
    try:
        # eigenvalues come as complex numbers since NumPy 2.5, the real ones too
        real = np.iscomplexobj(part) and not np.any(np.imag(part))
        return np.array(validate.reals("the answer", np.real(part) if real else part), dtype=float)
    except Exception:  # an object may raise anything when NumPy asks it for numbers
        kind = f"array of {part.dtype}" if isinstance(part, np.ndarray) else type(part).__name__
        raise Judged(Kind.WRONG, f"real numbers or arrays of them are wanted, but this is: {kind}.") from None


# -- saying what it raises --


def _said(error, case):
    """The verdict on code that raised, with the learner's own line, and the shapes that it was handed."""
    if isinstance(error, NotImplementedError):
        return Verdict(Kind.NOT_YET, DOTS)
    (code, _), said = line(error), message(error)
    where = f" in the line `{code}`" if code else ""
    if "read-only" in said:
        return Verdict(
            Kind.WRONG, f"your code writes into an array it was handed{where}: make a new one instead."
        )
    if isinstance(error, TypeError) and not code:
        return Verdict(Kind.WRONG, f"it cannot be called as the task says: {said}.")
    shapes = [str(each.shape) for each in case if isinstance(each, np.ndarray)]
    handed = (
        f" You were handed arrays of shape {_listed(shapes)}."
        if shapes and isinstance(error, ValueError)
        else ""
    )
    words = f"your code raises {type(error).__name__}{where}{said and ': ' + said}."
    return Verdict(Kind.WRONG, words + handed)


# -- words --


def _listed(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _are(n):
    return "is 1" if n == 1 else f"are {n}"
