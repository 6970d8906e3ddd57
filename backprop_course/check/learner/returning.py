"""What a learner's functions return: a loss, gradients, new parameters, wherever these are."""

import re

import numpy as np

from backprop_course.check.learner.binding import asked, meanings
from backprop_course.check.learner.calling import Plan, after, first_values, parameter_shapes, part, takes
from backprop_course.check.learner.containers import (
    HOLDING,
    Leaf,
    as_numpy,
    attributes,
    is_array,
    is_number,
)
from backprop_course.check.learner.handover import ReturnsNothing, Unreadable, is_of_its_step, kind
from backprop_course.check.learner.matching import fetched, gradient_leaf, matched


def as_loss(value):
    """A loss as a number; what records its own history is left as it is."""
    if hasattr(value, "node"):
        return value
    value = as_numpy(value)
    plain = isinstance(value, np.ndarray | np.number | float | int | tuple | list | str | None)
    for name in () if plain else (*HOLDING, "item"):
        if hasattr(value, name):
            inner = getattr(value, name)
            return as_loss(inner() if callable(inner) else inner)
    told = [each for name, each in value.items() if is_loss(str(name))] if isinstance(value, dict) else []
    if len(told) == 1:
        return as_loss(told[0])
    if value is None:
        raise Unreadable("loss returns nothing. Is there a line that starts with `return`?")
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise Unreadable(f"the loss must be a number, but yours is {kind(value)}.") from None
    if array.size != 1:
        words = f"the loss must be one number, but yours has shape {array.shape}"
        raise Unreadable(f"{words}. Return the sum or the mean of these.")
    return float(array.reshape(()))


def as_predictions(value):
    """Predictions as an array; the first thing where a function returns several."""
    if isinstance(value, tuple) and value and not is_number(value[0]):
        value = value[0]
    try:
        return np.array(as_numpy(value), dtype=float)
    except (TypeError, ValueError):
        raise Unreadable(f"predict must return numbers, but yours returns {kind(value)}.") from None


def _read_loss(program, raw, hands):
    """The program with the plan for its loss; a function that returns its gradients too becomes both."""
    found = None if is_of_its_step(program.hands) else _split(program, raw)
    if found and program.hands["grads"] is None and program.hands["both"] is None:
        index, which, plan, how = found
        both = dict(both=program.hands["loss"], loss=None)
        bound = {"both" if role == "loss" else role: way for role, way in program.bound.items()}
        program = program._replace(hands=program.hands | both, bound=bound)
        return _planned(program, loss=Plan(index), both=Plan(which, plan, how))
    if not isinstance(raw, tuple | list) or is_array(raw):
        as_loss(raw)
        return _planned(program, loss=Plan())
    index = next((i for i, each in enumerate(raw) if _is_scalar(each)), None)
    as_loss(part(raw, index))
    return _planned(program, loss=Plan(index))


def _read_both(program, raw, hands):
    """The program with the plan for a function that returns its loss and its gradients."""
    found = _split(program, raw)
    if found:
        index, which, plan, how = found
        return _planned(program, both=Plan(which, plan, how), **_loss_plan(program, index))
    places = _inside(program, hands)
    if places is None or not _is_scalar(raw):
        raise Unreadable("loss_and_grads must return the loss and the gradients, two things.")
    return _planned(program, both=Plan("inside", places), **_loss_plan(program, None))


def _loss_plan(program, index):
    """The plan for the loss that is returned beside gradients, unless there is a loss of its own."""
    return {} if "loss" in program.bound else dict(loss=Plan(index))


def _read_grads(program, raw, hands):
    """The program with the plan for its gradients: as they are returned, or as they then lie in objects."""
    best = None if _is_owner(hands, raw) else _best(program, raw)
    places = _inside(program, hands) if best is None or not all(best.leaves) else None
    if places is not None:
        return _planned(program, grads=Plan("inside", places))
    if best is not None:
        return _planned(program, grads=best)
    if raw is None:
        raise ReturnsNothing("grads returns nothing. Is there a line that starts with `return`?")
    raise Unreadable(f"grads returns {kind(raw)}, in which no gradient was found for each of your arrays.")


def _is_owner(hands, raw):
    """Whether a function returns the object itself that holds the parameters, as `return self` does."""
    return raw is not None and any(raw is hands[key] for key in ("params", "obj")) and not is_array(raw)


def _read_step(program, raw, hands):
    """The program with the plan for its update: what it returns, or what then lies where the old ones lay."""
    pairs = zip(after(program, hands, "step"), first_values(program), strict=True)
    changed = any(not np.array_equal(new, old, equal_nan=True) for new, old in pairs)
    best = _best(program, raw)
    fits = best is not None and _fit(program, raw, best) == len(program.leaves)
    if fits and (takes(program, "step") or not changed):
        return _planned(program, step=best)
    if changed or raw is None:
        return _planned(program, step=Plan("place"))
    if best is not None and all(best.leaves):
        return _planned(program, step=best)
    if not takes(program, "step") or _is_scalar(raw):
        return _planned(program, step=Plan("place"))
    raise Unreadable(f"step returns {kind(raw)}, in which no new value was found for each of your arrays.")


def _read_predict(program, raw, hands):
    """The program as it is, where a function returns predictions."""
    as_predictions(raw)
    return program


READERS = {  # by role: reader(program, what the function returned, the hands of that life) -> the program
    "loss": _read_loss,
    "both": _read_both,
    "grads": _read_grads,
    "step": _read_step,
    "predict": _read_predict,
}


def _matched(program, result):
    return matched(result, program.hands["params"], program.leaves, _names_of_parts(program))


def _names_of_parts(program):
    """What the arguments are called that take the arrays one by one; None where they are not taken so."""
    ways = [program.bound[role] for role in ("loss", "both", "grads") if role in program.bound]
    functions = [program.hands[role] for role in ("loss", "both", "grads") if role in program.bound]
    for function, way in zip(functions, ways, strict=True):
        pairs = zip(asked(function), way.positional, strict=False)
        named = {which: name for name, (kind, which) in pairs if kind == "part"}
        keys = [leaf.path[0][1] if len(leaf.path) == 1 else None for leaf in program.leaves]
        if all(key in named for key in keys):
            return [named[key] for key in keys]
    return None


def _planned(program, **plans):
    return program._replace(plans=program.plans | plans)


def _is_scalar(value):
    value = as_numpy(value)
    return (
        is_number(value) or (isinstance(value, np.ndarray) and value.size == 1) or hasattr(value, "backward")
    )


def _split(program, raw):
    """Which part of a result is the loss and which the gradients: (index, part, plan, how); or None."""
    if not isinstance(raw, tuple | list) or is_array(raw):
        return _split_by_name(program, raw)
    for index in (0, len(raw) - 1) if len(raw) > 1 else ():
        if not _is_scalar(raw[index]):
            continue
        inner = 1 if index == 0 else len(raw) - 2
        blocks = len(program.leaves)
        some = [slice(1, None), slice(1, 1 + blocks)] if index == 0 else [slice(0, -1)]
        plans = []
        for which in [inner] if len(raw) == 2 else [*some, inner]:
            found = _matched(program, part(raw, which))
            plans += [Plan(which, *found)] if found and all(found[0]) else []
        if plans:  # what stands behind the gradients, as a last state, may hide their order
            return index, *max(plans, key=lambda plan: _fit(program, raw, plan))


def _split_by_name(program, raw):
    """As _split, where parts have keys or names: a loss, and gradients in another or beside it; or None."""
    named = raw if isinstance(raw, dict) else {} if is_array(raw) or raw is None else attributes(raw)
    losses = [key for key, each in named.items() if is_loss(str(key)) and _is_scalar(each)]
    if len(losses) != 1:
        return None
    options = [key for key in named if meanings(str(key)) == {"grads"}]
    options += [None] if isinstance(raw, dict) else []
    found = [(which, _matched(program, part(raw, which))) for which in options]
    plans = [Plan(which, *plan) for which, plan in found if plan and all(plan[0])]
    best = max(plans, key=lambda plan: _fit(program, raw, plan), default=None)
    return best and (losses[0], *best)


def is_loss(name):
    """Whether a name says that it is a loss."""
    return bool(re.search("loss|cost", name.lower()))


def _best(program, raw):
    """The part of a result that has the most arrays of the parameters' shapes: a Plan; or None."""
    options = [None]
    if isinstance(raw, tuple | list) and not is_array(raw):
        options += [*range(len(raw)), slice(1, None), slice(0, -1), slice(0, len(program.leaves))]
    found = [(which, _matched(program, part(raw, which))) for which in options]
    plans = [Plan(which, *plan) for which, plan in found if plan]
    if any(_is_whole(program, raw, plan) for plan in plans):
        plans = [plan for plan in plans if plan.leaves != "cut"]
    return max(plans, key=lambda plan: (_fit(program, raw, plan), all(plan.leaves)), default=None)


def _is_whole(program, raw, plan):
    """Whether a result holds one array for each parameter: none is one for all, though it be as long."""
    listed = plan.part is None and isinstance(plan.leaves, list) and all(plan.leaves)
    return listed and _fit(program, raw, plan, least=2) > 0


def _fit(program, raw, plan, least=0):
    """How many of the arrays, those of fewer numbers left aside, have the shape of their parameter."""
    shapes = parameter_shapes(program)
    arrays = fetched(part(raw, plan.part), plan.leaves, shapes)
    pairs = zip(arrays, shapes, strict=True)
    return sum(a is not None and a.shape == shape and a.size >= least for a, shape in pairs)


def _inside(program, hands):
    """Where the gradients lie in the objects that hold the parameters: places, or None."""
    found = []
    for leaf, place in zip(program.leaves, program.places, strict=True):
        options = [(("params", leaf), hands["params"])]
        if place is not None:
            options.append((place, hands[place[0]] if isinstance(place[0], str) else place[0].get()))
        beside = [(holder, gradient_leaf(value, own)) for (holder, own), value in options]
        found.append(next((each for each in beside if each[1]), None) or _in_variables(program, place))
    return found if any(found) else None


def _in_variables(program, place):
    """The place of the gradient of an array in a variable, where its code puts it in another: W1 and dW1."""
    if place is None or isinstance(place[0], str) or place[1].parts:
        return None
    named = {root.name: root.get() for root in program.variables}
    leaf = gradient_leaf(named, place[1]._replace(path=(("item", place[0].name), *place[1].path)))
    if leaf is None or leaf.parts:
        return None
    (_, name), way = leaf.path[0], leaf.path[1:]
    return next((root, Leaf(way)) for root in program.variables if root.name == name)
