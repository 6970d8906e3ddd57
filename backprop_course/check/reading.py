"""A learner's program, however it is written, as plain functions of a flat list of float arrays."""

from collections.abc import Callable, Iterator
from functools import partial
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from backprop_course.check.learner import results
from backprop_course.check.learner.calling import Handed, first_values, perturbed
from backprop_course.check.learner.containers import as_numpy, dtype_of, is_own, whole_arrays
from backprop_course.check.learner.handover import (
    Raised,
    Unreadable,
    forwards,
    further,
    is_of_its_step,
    made,
    refuse,
    with_methods,
)
from backprop_course.check.learner.naming import functions_of, names_of
from backprop_course.check.learner.oddities import Note, cleared, notes_on
from backprop_course.check.learner.preparing import bound, lighter
from backprop_course.check.learner.reaching import reached, with_data, with_rate
from backprop_course.check.learner.results import loss_of_a_step
from backprop_course.check.learner.signs import is_force, is_maximized, is_upward
from backprop_course.check.learner.source import lines_of
from backprop_course.check.learner.supposing import supposed
from backprop_course.check.learner.understanding import understood
from backprop_course.check.learner.waking import awoken

__all__ = ["Note", "Raised", "Reading", "Unreadable", "read"]


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
    predicts: bool = False  # whether `predict` is called so: a forward pass may be one of the training
    rate: float | None = None  # None where unknown
    dtype: Any = float  # of the learner's own first arrays
    whole: tuple = ()  # the numbers of the arrays that hold whole numbers only, of NumPy's
    notes: tuple = ()  # Notes: what was found odd on the way
    walk: Callable | None = None  # walk(arrays, x, y, count) -> the arrays after each of so many steps
    trail: Callable | None = None  # trail(x, y, count) -> arrays after 0, 1, ... rounds from their own start
    twice: Callable | None = None  # twice(name, arrays, x, y) -> two results of one call, in one life
    cleared: Callable | None = None  # cleared() -> loss and grads, where what they remember begins at zero
    rated: bool = False  # whether `step` can be told another rate
    nearby: tuple = ()  # (name, value): arrays that the code reads beside its parameters
    words: dict = {}  # what was understood, by part: "arrays", "loss", "gradients", "step", "data"
    narrowed: bool = False  # whether x and y are one example alone though the update takes several
    is_a_round: bool = False  # whether `step` is one round of a loop, so that no more are in it
    lines: Callable | None = None  # lines(names) -> the Lines in which the gradients of these arrays are made


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
    these arguments, anew; of several objects the first learns. `also` holds further arguments by name, or an
    object such as an optimizer. Raises Unreadable, or Raised where the learner's own code raises.
    """
    handed = dict(loss=loss, grads=grads, step=step, predict=predict, both=loss_and_grads, params=params)
    handed |= dict(obj=obj, x=x, y=y, rate=rate, also=further(also, [loss, loss_and_grads, grads, step]))
    handed = with_methods(handed if make is None else made(make, handed))
    x, y, rate, also, guessed = (handed.pop(key) for key in ("x", "y", "rate", "also", "guessed"))
    refuse(handed)
    alone = handed["loss"] is None and handed["both"] is None
    x, y = (_finer(list(data) if isinstance(data, Iterator) else data) for data in (x, y))
    given = Handed(handed, x, y, also, rate, guessed=guessed)
    return _without_a_loss(given) if alone else _first_read(given)


def _first_read(given):
    """The Reading by the first attempt that works; raises what stopped the first of all."""
    errors = []
    for attempt in _attempts(given):
        try:
            return _read(attempt)
        except (Raised, Unreadable) as error:
            errors.append(error)
    if awoken(given):
        reading = _read(given)
        return reading._replace(notes=(*reading.notes, _AWOKEN))
    raise errors[0]


def _without_a_loss(given):
    """The Reading of a program whose update returns its loss, or for which one of the usual is supposed."""
    step, error = given.hands["step"], Unreadable(_NO_LOSS)
    if step is not None:
        try:
            return _first_read(given._replace(hands=given.hands | dict(loss=step)))
        except (Raised, Unreadable) as failed:
            error = failed if isinstance(failed, Raised) else Unreadable(_ALONE)
    found = supposed(given, _read)
    if found is None:
        raise error
    return found


def _attempts(given):
    """As it was handed over; with its parameters looked for elsewhere; with what makes the predictions."""
    yield given
    if given.hands["params"] is None:
        yield given._replace(namesakes=False)
    for predict in forwards(given.hands, "predict" in given.guessed):  # what a loss of predictions asks for
        yield given._replace(hands=given.hands | dict(predict=predict))


_AWOKEN = Note("first call", "", "your parameters are made at the first call, so it was made once before")


def _read(given):
    program = reached(given)
    dtype = dtype_of(program.hands["params"], program.leaves)
    program = lighter(with_rate(with_data(bound(program))))
    if is_of_its_step(program.hands) and not _tells_first(program):
        raise Unreadable(_ALONE)
    return _the_way_down(_reading(program, dtype), program.hands)


_NO_LOSS = (
    "there is no loss. Hand over the function that computes it, examine(loss, ...): "
    "whether a gradient is right can only be seen beside the loss whose gradient it is."
)
_ALONE = (
    "there is no loss. If your step computes it, put these lines into a function loss(params, x, y), "
    "and hand it over beside your step: examine(loss, step=..., ...)."
)


def _tells_first(program):
    """Whether an update returns the loss of the parameters before it: it is the same at any rate."""
    if program.rate is None or not (program.rates or program.bound["step"].takes("rate")):
        return False
    (one, new), (other, _) = (loss_of_a_step(program, k * program.rate) for k in (1, 0.5))
    return one == other and all(np.size(a) != 1 or np.ravel(a)[0] != one for a in new)


def _the_way_down(reading, hands):
    """The Reading with an objective negated that is to be large, and a gradient that is kept as a force."""
    loss, grads, step = (
        function and (lambda arrays, function=function: function(arrays, reading.x, reading.y))
        for function in (reading.loss, reading.grads, reading.step)
    )
    point = perturbed(reading.start, np.random.default_rng(0))
    told = is_maximized(hands["loss"] or hands["both"], hands["step"])
    upward = is_upward(loss, grads, point) if grads else None
    if not told and (upward is not False or not is_force(hands["grads"], grads, step, point)):
        return reading
    notes = [note for note, holds in ((_MAXIMIZED, told), (_FORCE, not told)) if holds]
    reading = reading._replace(notes=(*reading.notes, *notes))
    if told:
        reading = reading._replace(loss=lambda *given, of=reading.loss: -of(*given))
    if upward is told:
        own = reading.grads
        reading = reading._replace(
            grads=lambda *given: [None if g is None else -np.asarray(g) for g in own(*given)]
        )
    return reading


_MAXIMIZED = Note("maximized", "loss", "your loss is to be as large as possible: minus it is compared")
_FORCE = Note("force", "grads", "your gradient is kept with its sign turned, as a force is: the way down")


def _lines(functions, names, returns_them, some):
    """The Lines in the learner's own functions in which the gradients of some arrays are made."""
    own = [each for each in functions if isinstance(each, FunctionType) and is_own(each)]
    in_order = returns_them and own[:1] == functions[:1]
    return lines_of(own, {names.index(name): name for name in some}, len(names), in_order)


def _finer(data):
    if isinstance(data, np.ndarray) and data.dtype.kind == "f" and data.dtype != float:
        return data.astype(float)
    return data


def _reading(program, dtype):
    """The Reading of a program whose functions can all be called."""
    roles, names = set(program.bound) - ({"step"} if program.anew else set()), names_of(program)
    rounds = program.counts or ("step" in program.bound and program.bound["step"].takes("once"))

    def offered(run, *needed):
        return partial(run, program) if roles & set(needed) else None

    return Reading(
        names,
        first_values(program),
        as_numpy(program.x),
        as_numpy(program.y),
        loss=partial(results.loss_value, program),
        grads=offered(results.gradient_blocks, "grads", "both"),
        step=offered(results.one_step, "step"),
        predict=offered(results.prediction_array, "predict"),
        predicts="predict" in getattr(program.hands["predict"], "__name__", "").lower(),
        rate=program.rate,
        dtype=dtype,
        walk=offered(results.several_steps, "step"),
        trail=partial(results.trail, program) if rounds else None,
        twice=partial(results.twice, program),
        cleared=partial(cleared, program),
        rated=bool(program.rates) or ("step" in program.bound and program.bound["step"].takes("rate")),
        whole=tuple(whole_arrays(program.hands["params"], program.leaves)),
        notes=tuple(notes_on(program, names, dtype)),
        nearby=program.nearby,
        words=understood(program, names),
        narrowed=bool(program.single) and "step" in roles and "step" not in program.single,
        is_a_round=hasattr(program.hands["step"], "statements"),
        lines=partial(_lines, functions_of(program), names, bool({"grads", "both"} & set(program.bound))),
    )
