"""A learner's program, however it is written, as plain functions of a flat list of float arrays."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from backprop_course.check.learner import returning
from backprop_course.check.learner.binding import bindings, wanted
from backprop_course.check.learner.calling import (
    Handed,
    call,
    gradients,
    part,
    starts,
    stepped,
    takes,
)
from backprop_course.check.learner.containers import dtype_of, raised
from backprop_course.check.learner.handover import Raised, Unreadable, made, refuse, said, with_methods
from backprop_course.check.learner.life import life, mark
from backprop_course.check.learner.naming import names_of
from backprop_course.check.learner.reaching import reached

TRIES = 40  # ways to call a function that are tried


class Note(NamedTuple):
    """Something odd about a program: its kind (for code to compare), whose it is, and the words for it."""

    kind: str
    where: str
    words: str


class Reading(NamedTuple):
    """A learner's program as plain functions of a flat list of float arrays, in the learner's own order.

    All functions are pure towards the caller: the learner's code runs on copies, every call starts from the
    state that was handed over (also of its random numbers), and what it returns is copied. A function that
    the learner did not hand over is None. `x` and `y` are the data as handed over, or as found in the
    variables that the code reads, else None; other data may be handed to every function in their place.
    """

    names: list  # the learner's own names of the arrays, as words: "W1", "layers[0].W", "params[2]"
    start: list  # their first values, float64 arrays in the learner's own shapes; numbers have no axes
    x: Any
    y: Any
    loss: Callable | None = None  # loss(arrays, x, y) -> float
    grads: Callable | None = None  # grads(arrays, x, y) -> list along names; None where a block has none
    step: Callable | None = None  # step(arrays, x, y, rate=None) -> list of new arrays
    predict: Callable | None = None  # predict(arrays, x) -> array
    rate: float | None = None  # None where unknown
    dtype: Any = float  # of the learner's own first arrays
    notes: tuple = ()  # Notes: what was found odd on the way
    walk: Callable | None = None  # walk(arrays, x, y, count) -> the arrays after each of so many steps
    twice: Callable | None = None  # twice(name, arrays, x, y) -> two results of one call, in one life
    rated: bool = False  # whether `step` can be told another rate
    nearby: tuple = ()  # (name, value): arrays that the code reads beside its parameters
    words: dict = {}  # what was understood, by part: "arrays", "loss", "gradients", "step", "data"


def read(
    loss=None,
    grads=None,
    params=None,
    x=None,
    y=None,
    *,
    step=None,
    predict=None,
    loss_and_grads=None,
    make=None,
    obj=None,
    rate=None,
    also=None,
):
    """The Reading of a program.

    Its functions may take `params` and the data in any order, or the parts of `params` one by one, or reach
    them in the attributes of `obj` or the variables of its file. `make()` returns the object, or a dict of
    these arguments, anew. `also` holds further arguments by name. Raises Unreadable, or Raised where the
    learner's own code raises.
    """
    handed = dict(loss=loss, grads=grads, step=step, predict=predict, both=loss_and_grads, params=params)
    handed |= dict(obj=obj, x=x, y=y, rate=rate)
    if make is not None:
        handed = made(make, handed)
    handed = with_methods(handed)
    x, y, rate = (handed.pop(key) for key in ("x", "y", "rate"))
    refuse(handed)
    program = reached(Handed(handed, _finer(x), _finer(y), dict(also or {}), rate))
    dtype = dtype_of(program.hands["params"], program.leaves)
    return _reading(_bound(program), dtype)


def _finer(data):
    if isinstance(data, np.ndarray) and data.dtype.kind == "f" and data.dtype != float:
        return data.astype(float)
    return data


# -- how each function is called, and what it returns --


def _bound(program):
    """The program with a way to call each of its functions, and to read what they return."""
    program = program._replace(kept=program.variables)
    for role in ("loss", "both"):
        if program.hands[role] is not None:
            program = _with_binding(program, role)
    if program.found:
        program = _only_parameters(program)
    for role in ("grads", "step", "predict"):
        if program.hands[role] is not None:
            program = _with_binding(program, role)
    return _lighter(program)


def _with_binding(program, role):
    """The program with the likeliest way to call a function that works."""
    function, errors = program.hands[role], []
    ways = bindings(
        function,
        program.hands["params"],
        program.x,
        None if role == "predict" else program.y,
        also=program.also,
        located=all(place is not None for place in program.places),
        steps=role == "step",
        around=getattr(getattr(function, "__func__", function), "__globals__", {}),
    )
    for way in ways[:TRIES]:
        try:
            return _tried(program._replace(bound=program.bound | {role: way}), role)
        except (Raised, Unreadable) as error:
            errors.append(error)
    if errors:
        raise next((error for error in errors if isinstance(error, Raised)), errors[0])
    must = ", ".join(each.name for each in wanted(function)[0])
    words = f"{said(role)} takes ({must}), and it is not clear what to give it"
    raise Unreadable(f"{words}. Hand over params, x and y; further arguments by name, also=dict(...).")


def _tried(program, role):
    """The program with the plan to read what a function returns; raises where it cannot be called so."""
    start = starts(program)
    with life(program.hands, program.kept) as hands:
        raw = call(program, hands, role, start, program.x, program.y)
        if role == "loss":
            return returning.read_loss(program, raw, hands)
        if role == "both":
            return returning.read_both(program, raw, hands)
        if role == "grads":
            return returning.read_grads(program, raw, hands)
        if role == "step":
            return returning.read_step(program, raw, hands, start)
        returning.predictions(raw)
        return program


def _only_parameters(program):
    """The program without the arrays that its loss does not look at, or that no step would change."""
    start = starts(program)
    kept = _sensitive(program, start)
    if program.hands["step"] is not None:
        moved = _walk(_with_binding(program, "step"), start, program.x, program.y, 1)[0]
        changed = {i for i in kept if not np.array_equal(moved[i], start[i])}
        owners = {_owner(program, i) for i in changed} - {None}
        kept = [i for i in kept if i in changed or _owner(program, i) in owners]
    if not kept:
        raise Unreadable("no arrays were found on which the loss depends: hand them over, params=...")
    leaves, places = ([each[i] for i in kept] for each in (program.leaves, program.places))
    return program._replace(leaves=tuple(leaves), places=tuple(places))


def _owner(program, i):
    """The object whose attribute an array is; None for a variable."""
    holder, leaf = program.places[i]
    return (id(holder), leaf.path[:-1]) if leaf.path and leaf.path[-1][0] == "attribute" else None


def _sensitive(program, start):
    """Which of the arrays the loss depends on."""
    rng, here = np.random.default_rng(0), _loss(program, start, program.x, program.y)

    def depends(i):
        moved = [a + 0.1 * rng.normal(size=a.shape) if j == i else a for j, a in enumerate(start)]
        try:
            return _loss(program, moved, program.x, program.y) != here
        except (Raised, Unreadable):
            return False

    return [i for i in range(len(start)) if depends(i)]


def _lighter(program):
    """The program with only those variables copied for a call that its code changes or that are lent to it.

    Parameters that every function is handed need no place; there they may be of finer numbers.
    """
    if all(takes(program, role) for role in program.bound):
        hands = program.hands | dict(params=raised(program.hands["params"]))
        program = program._replace(hands=hands, places=(None,) * len(program.leaves))
    lent = [place[0] for place in (*program.places, *program.data.values()) if place]
    before = mark([program.x, program.y])
    changed = _changed(program)
    spoiled = mark([program.x, program.y]) != before
    kept = [root for root in program.variables if any(root is each for each in lent) or root in changed]
    return program._replace(kept=tuple(kept), spoiled=spoiled)


def _changed(program):
    """The variables that one call of each function changes."""
    before = [mark(root.get()) for root in program.variables]
    with life(program.hands, program.variables) as hands:
        for role in program.bound:
            call(program, hands, role, None, program.x, program.y)
        after = [mark(root.get()) for root in program.variables]
    return [root for root, a, b in zip(program.variables, before, after, strict=True) if a != b]


# -- the functions of the Reading --


def _role(program, role):
    return role if role in program.bound else "both"


def _loss(program, arrays, x, y):
    with life(program.hands, program.kept) as hands:
        return _loss_in(program, hands, arrays, x, y)


def _loss_in(program, hands, arrays, x, y):
    raw = call(program, hands, _role(program, "loss"), arrays, x, y)
    return returning.number(part(raw, program.plans["loss"][0]))


def _gradients(program, arrays, x, y):
    with life(program.hands, program.kept) as hands:
        return _gradients_in(program, hands, arrays, x, y)


def _gradients_in(program, hands, arrays, x, y):
    role = _role(program, "grads")
    return gradients(program, hands, call(program, hands, role, arrays, x, y), role)


def _step(program, arrays, x, y, rate=None):
    return _walk(program, arrays, x, y, 1, rate)[0]


def _step_in(program, hands, arrays, x, y, rate=None):
    return stepped(program, hands, call(program, hands, "step", arrays, x, y, rate))


def _walk(program, arrays, x, y, count, rate=None):
    found = []
    with life(program.hands, program.kept) as hands:
        for _ in range(count):
            arrays = _step_in(program, hands, None if found and _in_place(program) else arrays, x, y, rate)
            found.append(arrays)
    return found


def _in_place(program):
    return program.plans["step"][0] == "place"


def _predictions(program, arrays, x):
    with life(program.hands, program.kept) as hands:
        return returning.predictions(call(program, hands, "predict", arrays, x, program.y))


def _twice(program, name, arrays, x, y):
    """Two results of one call in one life: "loss", "grads" or "step", each time from the same arrays."""
    run = {"loss": _loss_in, "grads": _gradients_in, "step": _step_in}[name]
    with life(program.hands, program.kept) as hands:
        return [run(program, hands, arrays, x, y) for _ in range(2)]


def _reading(program, dtype):
    """The Reading of a program whose functions can all be called."""
    roles = set(program.bound)

    def offered(run, *needed):
        return partial(run, program) if roles & set(needed) else None

    return Reading(
        names_of(program),
        starts(program),
        program.x,
        program.y,
        loss=partial(_loss, program),
        grads=offered(_gradients, "grads", "both"),
        step=offered(_step, "step"),
        predict=offered(_predictions, "predict"),
        rate=program.rate,
        dtype=dtype,
        walk=offered(_walk, "step"),
        twice=partial(_twice, program),
    )
