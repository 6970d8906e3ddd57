"""A learner's functions with all that they remember, begun anew for every call.

Functions read variables of their file, of functions around them, attributes of their objects. What any of
them changes is copied before a call and put back after it, so that a call leaves nothing behind.
"""

import contextlib
import copy
import copyreg
import dis
import functools
import gc
import inspect
import random
import types
from typing import Any, NamedTuple

import numpy as np

from backprop_course.check import running
from backprop_course.check.learner.binding import meanings
from backprop_course.check.learner.containers import (
    CODE,
    children,
    is_array,
    is_generator,
    is_number,
    is_own,
    kept_in_class,
)
from backprop_course.check.learner.marks import mark

MISSING = object()
GLOBAL = ("LOAD_GLOBAL", "LOAD_NAME", "STORE_GLOBAL")


class Root(NamedTuple):
    """A variable that a learner's code can reach: where it is kept, and under which name."""

    space: Any  # a dict, a class, the cell of a closure, or the function whose argument has a default
    name: str

    def get(self):
        """Its value; None for one that is not set yet."""
        if isinstance(self.space, dict):
            return self.space.get(self.name)
        if isinstance(self.space, types.FunctionType):
            return _defaults(self.space).get(self.name)
        if isinstance(self.space, type):
            return getattr(self.space, self.name, None)
        return _content(self.space)

    def set(self, value):
        """Give it a value; MISSING takes a variable of a file away."""
        if isinstance(self.space, types.FunctionType):
            _set_default(self.space, self.name, value)
        elif isinstance(self.space, type):
            setattr(self.space, self.name, value)
        elif not isinstance(self.space, dict):
            self.space.cell_contents = value
        elif value is MISSING:
            self.space.pop(self.name, None)
        else:
            self.space[self.name] = value

    def key(self):
        """What tells it from other variables; two dicts of arrays cannot be compared."""
        return id(self.space), self.name

    def held(self):
        """Its value; MISSING for a variable of a file that a function is yet to make."""
        missing = isinstance(self.space, dict) and self.name not in self.space
        return MISSING if missing else self.get()


def _defaults(function):
    """The values that arguments have where none is given, by name."""
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    given = function.__defaults__ or ()
    return dict(zip(names[len(names) - len(given) :], given, strict=True)) | (function.__kwdefaults__ or {})


def _set_default(function, name, value):
    if name in (function.__kwdefaults__ or {}):
        function.__kwdefaults__[name] = value
        return
    held = _defaults(function) | {name: value}
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    function.__defaults__ = tuple(held[each] for each in names[-len(function.__defaults__) :])


def _content(cell):
    try:
        return cell.cell_contents
    except ValueError:  # an empty cell
        return None


def roots(values):
    """The variables that these functions and objects can reach, in the order in which the code names them."""
    found, seen = {}, set()

    def walk(value):
        if id(value) in seen or value is None:
            return
        seen.add(id(value))
        for code in _codes(value):
            for root in _variables(code):
                held = root.get()
                if isinstance(held, types.ModuleType):
                    continue
                if not isinstance(held, CODE):
                    found.setdefault((id(root.space), root.name), root)
                walk(held)
        for root in _of_class(value):
            found.setdefault((id(root.space), root.name), root)
            walk(root.get())
        for _, child in [] if isinstance(value, CODE) or is_array(value) else children(value):
            walk(child)

    for value in values:
        walk(value)
    return list(found.values())


def _of_class(value):
    """The variables that a learner keeps in a class itself, for code that names it: Net.W1."""
    value = value.__self__ if isinstance(value, types.MethodType) else value  # a classmethod knows its class
    for name, held in kept_in_class(value).items() if isinstance(value, type) else ():
        if is_number(held) or _is_container(held):
            yield Root(value, name)


def _codes(value):
    """The plain functions behind a value: its own, its methods', those that it wraps."""
    if isinstance(value, types.MethodType):
        return [*_codes(value.__func__), *_codes(value.__self__)]
    if isinstance(value, functools.partial):
        return _codes(value.func)
    if isinstance(value, types.FunctionType):
        return [value] if is_own(value) else []
    if is_generator(value):
        return _codes(maker(value))
    kind = value if isinstance(value, type) else type(value)
    if kind.__module__ == "builtins":
        return []
    named = [member for each in kind.__mro__ for name, member in vars(each).items() if name != "__init__"]
    plain = [getattr(member, "__func__", None) or getattr(member, "fget", None) or member for member in named]
    return [each for each in plain if isinstance(each, types.FunctionType) and is_own(each)]


def _variables(function):
    """The variables that one function names, in the order of its code."""
    codes, space = list(_nested(function.__code__)), function.__globals__
    names = [name for code in codes for name in code.co_names]  # also of attributes
    read = _named(codes, GLOBAL)
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    made = _named(codes, ("STORE_GLOBAL",))
    found = [Root(space, name) for name in dict.fromkeys(read) if name in space or name in made]
    found += [
        Root(function, name)
        for name, held in _defaults(function).items()
        if _is_container(held) or meanings(name) & {"rate", "count"}
    ]
    found += [Root(cell, name) for name, cell in cells]
    modules = [vars(each) for each in (root.get() for root in found) if _is_own_module(each)]
    return found + [Root(inner, name) for inner in modules for name in dict.fromkeys(names) if name in inner]


def _named(codes, instructions):
    """The names in some instructions of functions, in their order."""
    return [
        each.argval for code in codes for each in dis.get_instructions(code) if each.opname in instructions
    ]


def _is_container(value):
    """Whether it is something that a call may change: no number, no words."""
    return isinstance(value, np.ndarray) or bool(children(value))


def _is_own_module(value):
    """Whether it is a module of the learner's own."""
    file = getattr(value, "__file__", None)
    return isinstance(value, types.ModuleType) and bool(file) and not running.is_library(file)


def _nested(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _nested(constant)


def maker(generator):
    """The function that makes such a generator, with the variables around it."""
    code, referents = generator.gi_code, gc.get_referents(generator)
    cells = [each for each in referents if isinstance(each, types.CellType)]
    around = tuple(cells[len(cells) - len(code.co_freevars) :])
    return types.FunctionType(code, generator.gi_frame.f_globals, generator.__name__, None, around)


class BegunAnew:
    """A generator's twin, which begins when it is first asked, from arguments that may change until then.

    What it yields ahead of its first step is passed over, if the other was beyond that.
    """

    def __init__(self, make, given, was_running):
        self.make, self.given, self.was_running, self.running = make, given, was_running, None

    @property
    def gi_code(self):
        """The code of the generator."""
        return self.make.__code__

    @property
    def gi_frame(self):
        """What holds its variables, before it has begun and after."""
        return types.SimpleNamespace(f_locals=self.given) if self.running is None else self.running.gi_frame

    def __iter__(self):
        return self

    def __next__(self):
        return self.send(None)

    def send(self, value):
        """What it yields next."""
        if self.running is None:
            self.running, seen = self.make(**self.given), [self.given, roots([self.make])]
            seen[1] = [root.get() for root in seen[1]]
            if self.was_running and value is not None:
                next(self.running)
            elif self.was_running:
                before, yielded = mark(seen), next(self.running)
                if mark(seen) != before:
                    return yielded
        return self.running.send(value)


def _reduced(generator):
    """A generator as `copyreg` wants it: what makes its twin, and from what."""
    if not is_generator(generator):
        raise TypeError("a generator that is at its end cannot be begun anew")
    given = {step[1]: held for step, held in children(generator)}
    return BegunAnew, (maker(generator), given, inspect.getgeneratorstate(generator) != "GEN_CREATED")


@contextlib.contextmanager
def life(hands, kept):
    """Copies of what was handed over, while copies of the variables in `kept` stand in their place.

    Every life starts from the same random numbers.
    """
    memo = {}
    originals = [(root, root.held()) for root in kept]
    numpy_state, state = np.random.get_state(), random.getstate()
    try:
        yield _begin(hands, originals, memo)
    finally:
        for root, original in originals:
            root.set(original)
        np.random.set_state(numpy_state)
        random.setstate(state)


def _begin(hands, originals, memo):
    for root, original in originals:
        if original is not MISSING:
            root.set(_copied(original, memo))
    return {name: _copied(value, memo) for name, value in hands.items()}


def _copied(value, memo):
    copyreg.dispatch_table[types.GeneratorType] = _reduced
    try:
        return copy.deepcopy(value, memo)
    except Exception:  # locks, open files
        return value
    finally:
        del copyreg.dispatch_table[types.GeneratorType]


def chances(values):
    """The sources of random numbers in some values and what these hold, and the modules that are one."""
    found, waiting, seen = [np.random, random], list(values), set()
    while waiting:
        value = waiting.pop()
        if id(value) not in seen and not is_array(value):
            seen.add(id(value))
            found += [value] if is_chance(value) else []
            waiting += [child for _, child in children(value)]
    return found


def states_of(sources):
    """The states of sources of random numbers, as they are now."""
    return [copy.deepcopy(_state(each)) for each in sources]


def _state(source):
    if isinstance(source, np.random.Generator):
        return source.bit_generator.state
    return source.getstate() if hasattr(source, "getstate") else source.get_state()


def put_back(sources, states):
    """Set sources of random numbers back to states that they had."""
    for source, state in zip(sources, states, strict=True):
        if isinstance(source, np.random.Generator):
            source.bit_generator.state = state
        elif hasattr(source, "setstate"):
            source.setstate(state)
        else:
            source.set_state(state)


def is_chance(value):
    """Whether it is a source of random numbers."""
    return isinstance(value, np.random.Generator | np.random.RandomState | random.Random)
