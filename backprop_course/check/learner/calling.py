"""Calling a learner's functions, each time in a life of its own, with arrays of ours for theirs."""

import contextlib
import copy
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from backprop_course.check import running
from backprop_course.check.learner.constructing import count_of_examples
from backprop_course.check.learner.containers import (
    HOLDERS,
    follow,
    get,
    in_kind,
    is_frame,
    is_number,
    is_tensor,
    leaves,
    put,
    set_attribute,
    space_of,
)
from backprop_course.check.learner.handover import Miscalled, Raised, Unreadable, said
from backprop_course.check.learner.life import Root
from backprop_course.check.learner.matching import fetched

USUAL_RATE = 0.1  # for an update that is told its rate and has none of its own


class Plan(NamedTuple):
    """How a result is read: which part of it, where the arrays are in this, and how that was seen.

    The part "place" means where the parameters lie, "inside" the objects that hold them.
    """

    part: Any = None
    leaves: Any = None
    how: str = ""


class Handed(NamedTuple):
    """What is known of a program while it is being read; `hands` is what was handed over, by role.

    A place is where an array lies that the code reaches without an argument: (a Root or the name of a hand,
    the Leaf there).
    """

    hands: dict  # functions or None; "params", the container; "obj", the object
    x: Any = None
    y: Any = None
    also: dict = {}  # further arguments by name
    rate: float | None = None
    variables: tuple = ()  # the Roots that the code can reach
    kept: tuple = ()  # those that are copied for every life
    leaves: tuple = ()  # of the container
    places: tuple = ()  # of each leaf, None where there is none
    data: dict = {}  # "x", "y": their places
    found: bool = False  # whether the parameters were found rather than handed over
    spoiled: bool = True  # whether the code may write into its data, which then are copied for it
    bound: dict = {}  # role: Binding
    before: dict = {}  # role: the roles that are called first, for objects that keep what these saw
    plans: dict = {}  # role: Plan
    found_data: dict = {}  # "x", "y": the variable in which they were found
    nearby: tuple = ()  # (name, value): other arrays that the code reads
    rates: tuple = ()  # places of the learning rate that an update reads without an argument
    counts: tuple = ()  # places of the number of rounds that an update makes: here one only
    anew: bool = False  # whether an update begins from parameters of its own
    namesakes: bool = True  # whether variables called as a function's arguments are taken for these
    guessed: tuple = ()  # roles of functions that were found by their names, not handed over
    single: tuple = ()  # roles of functions that take one example at a time
    unread: tuple = ()  # in words, why a function was left out


def takes(program, role):
    """Whether a function is handed the parameters as an argument, or what comes of them."""
    way = program.bound[role]
    if way.takes("params") or way.takes("part"):
        return True
    sources = (("output", "predict"), ("returned", "predict"), ("cache", _forward(program)))
    sources += (("grads", "grads"), ("gradient", "grads"))
    return any(
        way.takes(kind) and other in program.bound and takes(program, other) for kind, other in sources
    )


def _forward(program):
    """The role of the function that returns a cache: the loss, where no forward pass stands alone."""
    return "predict" if "predict" in program.bound else "loss"


def first_values(program):
    """The first values of the parameters."""
    return [get(program.hands["params"], leaf) for leaf in program.leaves]


def perturbed(arrays, rng):
    """Arrays a little off some others; numbers stay arrays without axes."""
    return [np.asarray(array + 0.1 * rng.normal(size=array.shape)) for array in arrays]


def parameter_shapes(program):
    """The shapes of the parameters."""
    return [np.shape(array) for array in first_values(program)]


def call(program, hands, role, arrays, x, y, rate=None, rounds=1):
    """What a learner's function returns, as it is; for `arrays` None the parameters are what they are."""
    if arrays is not None:
        fill(program, hands, role, arrays)
    _lend(program, hands, x, y)
    for place in program.counts if role == "step" else ():
        _set(hands, place, np.array(rounds))
    for place in program.rates if role == "step" and rate is not None else ():
        _set(hands, place, np.array(float(rate)))
    for other in program.before.get(role, ()):
        _called(program, hands, other, x, y)
    return _called(program, hands, role, x, y, rate, rounds)


def fill(program, hands, role, arrays):
    """Put arrays into the container, and where the code reaches them if it takes no container."""
    arrays = [array if isinstance(array, np.ndarray) else np.array(array, dtype=float) for array in arrays]
    for leaf, place, array in zip(program.leaves, program.places, arrays, strict=True):
        if takes(program, role) or place is None:
            hands["params"] = put(hands["params"], leaf, array)
        else:
            _set(hands, place, array)


def _value(hands, holder):
    return hands[holder] if isinstance(holder, str) else holder.get()


def _set(hands, place, array):
    holder, leaf = place
    _give(hands, holder, put(_value(hands, holder), leaf, array))


def _give(hands, holder, value):
    if isinstance(holder, str):
        hands[holder] = value
    else:
        holder.set(value)


def held(hands, place):
    """The array at a place, as it is now."""
    holder, leaf = place
    return get(_value(hands, holder), leaf)


def after(program, hands, role):
    """The parameters where they lie after a call."""
    return [
        get(hands["params"], leaf) if takes(program, role) or place is None else held(hands, place)
        for leaf, place in zip(program.leaves, program.places, strict=True)
    ]


def _lend(program, hands, x, y):
    """Put other data where the code reads them without an argument."""
    for key, data, own in (("x", x, program.x), ("y", y, program.y)):
        if key in program.data and data is not own:
            holder, way = program.data[key]
            _give(hands, holder, _replaced(_value(hands, holder), way, _as_handed(data, own)))


def _replaced(value, way, new):
    if not way:
        return new
    (kind, key), rest = way[0], way[1:]
    below = _replaced(follow(value, way[:1]), rest, new)
    if kind == "attribute":
        set_attribute(value, key, below)
    elif isinstance(value, tuple):
        return tuple(below if i == key else item for i, item in enumerate(value))
    else:
        value[key] = below
    return value


def _as_handed(data, own):
    """Data in the kind that was handed over: a list for a list, a table for a table."""
    if (is_tensor(own) or is_frame(own)) and isinstance(data, np.ndarray):
        return in_kind(copy.deepcopy(own), data)
    if isinstance(own, list | tuple) and isinstance(data, np.ndarray):
        return type(own)(data.tolist())
    return data


def _fresh(program, data):
    """The data, or a copy for code that writes into them; an array copies itself, and what it records."""
    if not program.spoiled:
        return data
    return data.copy() if isinstance(data, np.ndarray) else copy.deepcopy(data)


def first_example(data):
    """The first example alone, without the axis of the examples."""
    return None if data is None else data[0]


def _called(program, hands, role, x, y, rate=None, rounds=1):
    """Call a learner's function once, in a life made ready for it."""
    whole = tuple(_as_handed(*pair) for pair in ((x, program.x), (y, program.y)))
    try:
        hand = _handing(program, hands, role, whole, rate, rounds)
        positional, named = program.bound[role].arguments(hand)
    except Unreadable:  # of a function that has to be called first
        raise
    except (TypeError, ValueError, LookupError) as error:  # data that are no pairs, parts that are not there
        raise Miscalled(f"{said(role)} cannot be called so: {running.message(error)}.") from error
    try:
        with np.errstate(all="ignore"):
            return _result(program, hands, role, positional, named)
    except Exception as error:
        if isinstance(error, TypeError) and not running.line(error)[0]:
            raise Miscalled(f"{said(role)} cannot be called so: {running.message(error)}.") from error
        raise Raised(said(role), error) from error


def _handing(program, hands, role, whole, rate, rounds):
    """hand(kind, which) -> what an argument of a call is given, by the kinds of a Binding."""
    mine = _own(program, role, whole)
    x, y = mine

    @cache
    def returned(first):
        data = whole if first in program.single else mine  # its own example is not cut once more
        raw = _called(program, hands, first, *data)
        return raw if isinstance(raw, tuple) else (raw,)

    def kept(which):
        first = which or _forward(program)
        if first == "loss" and program.plans["loss"].part is None:  # a number is no cache
            words = f"{said(role)} wants a cache, and no function returns one"
            raise Unreadable(f"{words}. Hand over the function that makes it, predict=...")
        return returned(first)[-1]

    def rate_of(default):
        told = (rate, program.rate, default if is_number(default) else None, USUAL_RATE)
        return next(each for each in told if each is not None)

    given = {
        "params": lambda which: hands["params"],
        "part": lambda which: part(hands["params"], which),
        "x": lambda which: x,
        "y": lambda which: y,
        "x part": lambda which: x[which],
        "y part": lambda which: y[which],
        "batch": lambda which: (x, y),
        "pair": lambda which: [(x, y)],
        "pairs": lambda which: list(zip(x, y, strict=False)),
        "size": lambda which: count_of_examples(x, y),  # of a batch: all examples
        "rate": rate_of,
        "once": lambda which: rounds,
        "given": program.also.get,
        "usual": lambda which: which,
        "around": lambda which: space_of(program.hands[role] or program.hands["loss"])[which],
        "output": lambda which: returned("predict")[0],
        "returned": lambda which: returned("predict")[which],
        "cache": kept,
        "grads": lambda which: gradient_for_step(program, hands, *whole),
        "gradient": lambda which: gradient_for_step(program, hands, *whole)[which],
    }
    return lambda kind, which: given[kind](which)


def _own(program, role, whole):
    """The data that a function is handed itself: all of them, or their first example."""
    own = tuple(_fresh(program, data) for data in whole)
    return tuple(map(first_example, own)) if role in program.single else own


def _result(program, hands, role, positional, named):
    """What the function of a role returns; where the loss knows its own gradient, that is worked out."""
    if role != "grads" or hands["grads"] is not None:
        return hands[role](*positional, **named)
    _forget_gradients(program, hands)
    zero = getattr(hands["obj"], "zero_grad", None)
    if callable(zero):
        zero()
    hands["loss"](*positional, **named).backward()
    return None


def _forget_gradients(program, hands):
    """Set gradients to zero where we ask for them: what a training has left is added to."""
    plan = program.plans.get("grads")
    for place in filter(None, plan.leaves if plan else ()):
        with contextlib.suppress(TypeError, ValueError):  # there is none yet
            _set(hands, place, np.zeros_like(held(hands, place)))


def gradient_for_step(program, hands, x, y):
    """The gradients as the learner's own function returns them, for an update that asks for them."""
    role = "grads" if "grads" in program.bound else "both"
    if role not in program.bound:
        raise Unreadable("step wants gradients, and no function computes them: hand over grads=...")
    raw = _called(program, hands, role, x, y)
    return part(raw, program.plans[role][0])


def part(raw, which):
    """A part of a result: by its place, its key or its name; all of it for None."""
    if isinstance(which, str) and not isinstance(raw, dict):
        return getattr(raw, which)
    return raw if which is None else raw[which]


def gradients_left(program, hands, raw, role):
    """The gradients that a call has left, block by block, None where there is none."""
    which, plan, _ = program.plans[role]
    if which == "inside":
        return [None if place is None else held(hands, place) for place in plan]
    return fetched(part(raw, which), plan, parameter_shapes(program))


def after_step(program, hands, raw):
    """The new parameters that a step has left or returned."""
    which, plan, _ = program.plans["step"]
    return (
        after(program, hands, "step")
        if which == "place"
        else fetched(part(raw, which), plan, parameter_shapes(program))
    )


def states(program):
    """The variables that an update is handed beside parameters and data: they may hold what it remembers."""
    space, sources = space_of(program.hands["step"]), program.bound["step"].sources()
    found = [Root(program.also, which) for kind, which in sources if kind == "given"]
    found += [Root(space, which) for kind, which in sources if kind == "around"]
    return [root for root in found if not is_number(root.get()) and isinstance(root.get(), HOLDERS)]


def keep_states(program, raw):
    """Hand what an update returned beside the parameters to its next call: each where it was of one form."""
    which = program.plans["step"].part
    if not isinstance(raw, tuple) or which == "place":
        return
    taken = raw[which] if isinstance(which, int) else None
    left = [each for each in raw if each is not taken]
    for root in states(program):
        like = [each for each in left if _form(each) == _form(root.get()) or _begun(each, root.get())]
        if like:
            left = [each for each in left if each is not like[0]]
            root.set(like[0])


def _form(value):
    return type(value), [(leaf.path, np.shape(get(value, leaf))) for leaf in leaves(value)]


def _begun(value, old):
    """Whether it is what a container that was empty has become."""
    return type(value) is type(old) and isinstance(old, dict | list) and not old
