"""What was understood of a program, in words that its learner can object to."""

import numpy as np

from backprop_course.check.learner.binding import asked
from backprop_course.check.learner.calling import first_values, takes
from backprop_course.check.learner.handover import said


def understood(program, names):
    """The words by part: "arrays", "data", and one for each function."""
    words = {"arrays": _arrays(names, first_values(program))}
    words["data"] = _data(program)
    for role in program.bound:
        words[role] = _function(program, role)
    return {part: said for part, said in words.items() if said}


def _arrays(names, start):
    sizes = [f"{name} {_size(array.shape)}" for name, array in zip(names, start, strict=True)]
    if len(sizes) > 12:
        sizes = [*sizes[:5], f"... ({len(sizes)} arrays)", *sizes[-2:]]
    return ", ".join(sizes)


def _size(shape):
    return "(a number)" if shape == () else "×".join(map(str, shape)) if len(shape) > 1 else f"({shape[0]})"


def _data(program):
    told = []
    for key, data in (("x", program.x), ("y", program.y)):
        if data is None:
            continue
        name = program.found_data.get(key)
        where = f"{key} is your variable {name}" if name else key
        told.append(f"{where} {_shape(data)}")
    if program.single:
        told.append("one example alone, as your functions take them")
    return ", ".join(told)


def _shape(data):
    try:
        return _size(np.shape(data))
    except ValueError:  # rows of several lengths
        return f"({len(data)} rows)"


def _function(program, role):
    """One function: its name, what it takes; how its gradients were matched; where its update lies."""
    function = program.hands[role]
    if function is None:
        return "gradients by loss(...).backward()"
    name = getattr(function, "__name__", type(function).__name__)
    told = f"{name}({', '.join(asked(function))})"
    plan = program.plans.get(role)
    if role in ("grads", "both") and plan:
        how = "in the objects of the parameters" if plan.part == "inside" else f"matched {plan.how}"
        told += f", gradients {how}"
    if role == "step" and plan:
        told += ", changes the parameters in place" if plan.part == "place" else ", returns new parameters"
        told += "" if program.rate is None else f", rate {program.rate:g}"
    if not takes(program, role):
        told += ", reads its parameters itself"
    return told if said(role) == name else f"{said(role)} is {told}"
