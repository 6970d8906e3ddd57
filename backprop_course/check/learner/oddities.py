"""What is odd about a program before a number is compared: it remembers, draws at random, writes."""

import copy
import random
from contextlib import suppress
from functools import partial
from typing import NamedTuple

import numpy as np

from backprop_course.check.learner.calling import after, call, first_values, perturbed
from backprop_course.check.learner.containers import attributes
from backprop_course.check.learner.handover import Raised, Unreadable, is_of_its_step, said
from backprop_course.check.learner.life import Root, is_chance, life
from backprop_course.check.learner.marks import mark
from backprop_course.check.learner.results import RUNS, loss_value, twice


class Note(NamedTuple):
    """Something odd about a program: its kind (for code to compare), whose it is, and the words for it."""

    kind: str
    where: str
    words: str


def notes_on(program, names, dtype):
    """The Notes on a program, one after the other."""
    for words in program.unread:
        yield Note("unread", "step", words.rstrip("."))
    if dtype.kind in "iu":
        words = (
            "your first parameters are whole numbers: what is stored into such an array loses its decimals"
        )
        yield Note("integers", ", ".join(names), words)
    yield from _twice_the_same(program)
    yield from _written(program)
    if _is_coarse(program):
        yield Note(
            "float32", "loss", "your loss has the seven digits of float32 only, so the check is coarser"
        )


_ROLES = (("loss", "loss"), ("both", "loss"), ("grads", "grads"), ("both", "grads"), ("step", "step"))


def _twice_the_same(program):
    """Notes on functions that give something else at a second call."""
    for role, ours in _unsteady(program):
        if _draws(program, role):
            words = f"{said(role)} draws random numbers: here every call starts with the same ones"
            yield Note("random", ours, words)
        else:
            words = f"{said(role)} remembers: the same call a second time gives something else"
            states = [] if role == "step" else [name for name, _ in _states(program, role, ours)]
            words += f". It begins with what the call before left in {' and '.join(states)}" if states else ""
            if role == "step":
                words = (
                    "step keeps something from call to call, as momentum does: it is seen in several steps"
                )
            yield Note("remembers", ours, words)


def _unsteady(program):
    """The roles of _ROLES in which a function gives something else at a second call."""
    start = first_values(program)
    for role, ours in _ROLES:
        if role in program.bound and not _same(*twice(program, ours, start, program.x, program.y)):
            yield role, ours


def _states(program, role, ours):
    """(name, variable) of what a function that remembers begins with: put back, it gives the same once more.

    The variable is None for an attribute of the function's object.
    """
    start, found = first_values(program), []
    run = RUNS[ours]
    owner = getattr(program.hands[role], "__self__", None)
    own = [each for each in attributes(owner)] if owner is not None else []
    for name, root in [(f"self.{each}", None) for each in own] + [(r.name, r) for r in program.kept]:
        with suppress(Raised, Unreadable, TypeError, ValueError), life(program.hands, program.kept) as hands:
            space = root or _attribute(hands, role, name)
            old = copy.deepcopy(space.get())
            first = run(program, hands, start, program.x, program.y)
            if mark(space.get()) != mark(old):
                space.set(old)
                if _same(first, run(program, hands, start, program.x, program.y)):
                    found.append((name, root))
    return found


def _attribute(hands, role, name):
    """An attribute of the object of a function, as a variable."""
    return Root(vars(getattr(hands[role], "__self__", None)), name.removeprefix("self."))


def cleared(program):
    """loss(arrays, x, y) and grads(arrays, x, y) where what either keeps from call to call begins at zero."""
    kept = [
        (role, *state)
        for role, ours in _unsteady(program)
        for state in (_states(program, role, ours) if ours != "step" else ())
    ]

    def begun(ours, arrays, x, y):
        with life(program.hands, program.kept) as hands:
            for role, name, root in kept:
                space = root or _attribute(hands, role, name)
                space.set(_zeros(space.get()))
            return RUNS[ours](program, hands, arrays, x, y)

    return partial(begun, "loss"), partial(begun, "grads")


def _zeros(value):
    """As many zeros as there are numbers with decimals in a value."""
    if isinstance(value, float | np.ndarray) and np.asarray(value).dtype.kind == "f":
        return 0 * np.nan_to_num(value)
    if type(value) in (list, tuple):
        return type(value)(map(_zeros, value))
    return {key: _zeros(each) for key, each in value.items()} if type(value) is dict else value


def _same(first, second):
    if not isinstance(first, list):
        first, second = [first], [second]
    pairs = zip(first, second, strict=True)
    return all(a is b is None or np.allclose(a, b, rtol=1e-12, atol=0, equal_nan=True) for a, b in pairs)


def _draws(program, role):
    """Whether a function takes random numbers from anywhere."""
    with life(program.hands, program.variables) as hands:
        chances = [root for root in program.variables if is_chance(root.get())]
        before = _state_of_chance(chances)
        call(program, hands, role, first_values(program), program.x, program.y)
        after = _state_of_chance(chances)
    return before != after or _own_chance(program.hands[role])


def _state_of_chance(chances):
    """What differs once a random number was drawn, from some variables, NumPy or Python."""
    key, place = np.random.get_state()[1:3]
    return [mark(root.get()) for root in chances], key.tobytes(), place, random.getstate()


def _own_chance(function):
    """Whether an object keeps a source of random numbers of its own."""
    owner = getattr(function, "__self__", function)
    return any(is_chance(value) for value in vars(owner).values()) if hasattr(owner, "__dict__") else False


def _written(program):
    """Notes on functions that change what they are handed."""
    if program.spoiled:
        yield Note("writes", "x", "your code writes into the data it is handed; make new arrays instead")
    for role in ("loss", "both", "grads", "predict"):
        if role not in program.bound or (role == "loss" and is_of_its_step(program.hands)):
            continue
        with life(program.hands, program.kept) as hands:
            call(program, hands, role, first_values(program), program.x, program.y)
            left = after(program, hands, role)
        if any(
            not np.array_equal(a, b, equal_nan=True) for a, b in zip(left, first_values(program), strict=True)
        ):
            words = f"{said(role)} changes the parameters themselves, which only an update should do"
            yield Note("writes", said(role), words)


def _is_coarse(program):
    """Whether all losses near the first one are numbers in float32."""
    rng, start = np.random.default_rng(0), first_values(program)
    losses = [loss_value(program, perturbed(start, rng), program.x, program.y) for _ in range(3)]
    return all(np.isfinite(value) and float(np.float32(value)) == value != round(value) for value in losses)
