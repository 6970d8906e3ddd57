"""Where a learner's parameters and data are: handed over, or in the variables that the code can reach."""

import types

import numpy as np

from backprop_course.check.learner.binding import meanings, wanted
from backprop_course.check.learner.containers import CODE, Leaf, children, follow, is_array, leaves
from backprop_course.check.learner.handover import ROLES, Unreadable
from backprop_course.check.learner.life import roots

SETTINGS = {
    "eps",
    "epsilon",
    "reg",
    "lam",
    "lambda",
    "lambda_",
    "l2",
    "l1",
    "decay",
    "keep_prob",
    "dropout",
    "rate",
}
SETTINGS |= {
    "lr",
    "eta",
    "alpha",
    "momentum",
    "mu",
    "beta1",
    "beta2",
    "seed",
    "random_state",
    "learning_rate",
    "rho",
}


def reached(program):
    """The program with its variables and its parameters found."""
    hands = program.hands
    program = program._replace(variables=tuple(roots([hands[role] for role in (*ROLES, "obj")])))
    index = _index(program)
    program = program._replace(data=_data_places(program, index))
    if hands["params"] is None:
        hands["params"] = _namesakes(program)
    if hands["params"] is None:
        return _discovered(program)
    container = _container(hands["params"])
    program = program._replace(hands=hands | dict(params=container))
    found = leaves(container)
    if not found:
        words = "params holds no array of numbers"
        raise Unreadable(f"{words}: hand over the list, dict or object in which your weights are.")
    places = [_place(container, leaf, index) for leaf in found]
    return program._replace(leaves=tuple(found), places=tuple(places))


def _namesakes(program):
    """The variables of the learner's file that are called as the arguments of its loss are; or None.

    One alone is the container; several are its parts by name.
    """
    function = program.hands["loss"] or program.hands["both"]
    function = getattr(function, "__func__", function)
    space = getattr(function, "__globals__", {})
    names = [each.name for each in wanted(function)[0] if each.name != "self"]
    data = {"x": program.x, "y": program.y}
    names = [
        name for name in names if not any(data[key] is not None and key in meanings(name) for key in data)
    ]
    found = {name: space[name] for name in names if name in space and leaves(space[name])}
    if not found or len(found) < len(names):
        return None
    return next(iter(found.values())) if len(found) == 1 else found


def _container(params):
    if isinstance(params, types.GeneratorType | map | zip):
        return list(params)
    return params


def _index(program):
    """By identity, where each array, list and float lies that the code can reach: id: (holder, way)."""
    found, holders = {}, [("obj", program.hands["obj"])] if program.hands["obj"] is not None else []
    holders += [(root, root.get()) for root in program.variables]

    def walk(holder, value, way, seen):
        if isinstance(value, np.ndarray | list | float | np.floating):
            found.setdefault(id(value), (holder, way))
        if isinstance(value, CODE) or id(value) in seen or len(way) > 6 or isinstance(value, np.ndarray):
            return
        for step, child in [] if is_array(value) else children(value):
            walk(holder, child, (*way, step), seen | {id(value)})

    for holder, value in holders:
        walk(holder, value, (), frozenset())
    return found


def _place(container, leaf, index):
    """Where a leaf of the container lies among what the code can reach: (holder, Leaf); or None."""
    if leaf.parts:
        parts = [_place(container, part, index) for part in leaf.parts]
        if any(part is None for part in parts) or len({id(part[0]) for part in parts}) > 1:
            return None
        return parts[0][0], Leaf((), tuple(part[1] for part in parts))
    found = index.get(id(follow(container, leaf.path)))
    return None if found is None else (found[0], Leaf(found[1]))


def _data_places(program, index):
    """Where the data lie that were handed over, if the code reaches them without an argument."""
    places = {}
    for key, data in (("x", program.x), ("y", program.y)):
        if data is not None and id(data) in index:
            holder, way = index[id(data)]
            places[key] = holder, way
    return places


def _discovered(program):
    """The program with the arrays taken as parameters that its loss depends on and that are no data."""
    obj = program.hands["obj"]
    holders = [("obj", obj)] if obj is not None and not isinstance(obj, CODE) else []
    holders += [(root, root.get()) for root in program.variables]
    taken = {id(program.x), id(program.y)}
    container, places, found, seen = {}, [], [], set()
    for holder, value in holders:
        name = holder if isinstance(holder, str) else holder.name
        for leaf in leaves(value):
            held = follow(value, leaf.path) if not leaf.parts else leaf
            word = _last_name(name, leaf)
            if id(held) in taken | seen or _is_no_parameter(word):
                continue
            seen.add(id(held))
            container[name] = value
            step = ("item", name)
            found.append(_prefixed(leaf, step))
            places.append((holder, leaf))
    if obj is not None and list(container) == ["obj"]:
        container, found = obj, [place[1] for place in places]
    if not found:
        raise Unreadable("no arrays were found that could be parameters: hand them over, params=...")
    return program._replace(
        hands=program.hands | dict(params=container), leaves=tuple(found), places=tuple(places), found=True
    )


def _prefixed(leaf, step):
    return Leaf((step, *leaf.path), tuple(_prefixed(part, step) for part in leaf.parts))


def _last_name(name, leaf):
    path = leaf.parts[0].path if leaf.parts else leaf.path
    while path and leaf.parts and leaf.parts[0].parts:
        leaf = leaf.parts[0]
        path = leaf.parts[0].path
    names = [key for _, key in path if isinstance(key, str)]
    return names[-1] if names else name


def _is_no_parameter(name):
    kinds = meanings(name)
    data = bool(kinds & {"x", "y", "pairs"}) and "params" not in kinds
    return data or name.strip("_").lower() in SETTINGS or "rate" in kinds or "count" in kinds
