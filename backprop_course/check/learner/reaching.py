"""Where a learner's parameters and data are: handed over, or in the variables that the code can reach."""

import itertools
import re
import types
from collections import deque

import numpy as np

from backprop_course.check.learner.binding import asked, meanings
from backprop_course.check.learner.calling import USUAL_RATE
from backprop_course.check.learner.containers import (
    CODE,
    DEEPEST,
    HOLDING,
    Leaf,
    as_numpy,
    children,
    ends,
    follow,
    identities,
    is_array,
    is_number,
    leaves,
    plain_function,
    space_of,
)
from backprop_course.check.learner.handover import ROLES, Unreadable
from backprop_course.check.learner.life import Root, roots

STRENGTHS = {"eps", "epsilon", "reg", "lam", "lambda", "lambda_", "l2", "l1", "decay", "keep_prob", "dropout"}
RECORDS = (  # what a training has seen, or drawn
    r"histor|^losses$|^costs$|^errors$|_log$|^logs?$|snapshot|^masks?\d*$|_mask$"
)
DEEPEST_RATE = 3  # how deep in objects a rate is looked for: self.net.optimizer.lr
LEARNED = {"mu", "rho"}  # settings of an optimizer, or of a distribution
SETTING_NAMES = STRENGTHS | {"momentum", "mu", "beta1", "beta2", "seed", "random_state", "rho"}


def reached(program):
    """The program with its variables and its parameters found."""
    program = _with_parameters(program)
    return program._replace(variables=(*program.variables, *_arguments(program)))


def _arguments(program):
    """What is handed to functions beside parameters and data, as variables: a state, or random numbers."""
    found = {(id(program.also), name): Root(program.also, name) for name in program.also}
    for role in ROLES:
        space = space_of(program.hands[role])
        names = [name for name in asked(program.hands[role]) if name in space]
        found |= {(id(space), name): Root(space, name) for name in names if not isinstance(space[name], CODE)}
    known = {root.key() for root in program.variables}
    return [root for key, root in found.items() if key not in known]


def _with_parameters(program):
    hands = program.hands
    program = program._replace(variables=tuple(roots([hands[role] for role in (*ROLES, "obj")])))
    index = _index(program)
    program = program._replace(data=_data_places(program, index))
    params = _named(program) if _are_names(hands["params"]) else hands["params"]
    if params is None and program.namesakes:
        params = _namesakes(program)
    if params is None:
        return _discovered(program)
    if isinstance(params, types.MethodType | types.FunctionType):
        params = _values_of(params)
    container = _container(params)
    program = program._replace(hands=hands | dict(params=container))
    found = leaves(container)
    found = [leaf for leaf in found if not re.search(RECORDS, last_name(leaf))] or found
    if not found:
        words = "params holds no array of numbers"
        fields = _fields(container)
        if fields:
            listed = ", ".join(f"p[{field!r}]" for field in fields)
            hint = f"hand over these one by one, params=[{listed}], to functions that take such a list"
            raise Unreadable(f"{words} but one of records, with the fields {', '.join(fields)}: {hint}.")
        raise Unreadable(f"{words}: hand over the list, dict or object in which your weights are.")
    found = _grouped(program, container, found)
    places = [_place(container, leaf, index) for leaf in found]
    return program._replace(leaves=tuple(found), places=tuple(places))


def _values_of(function):
    """What a function returns that was handed over where its values are wanted: model.parameters."""
    name = getattr(function, "__name__", "it")
    try:
        held = function()
    except Exception as error:
        words = f"params is the function {name}, where the values are wanted"
        raise Unreadable(f"{words}: hand over what it returns, params={name}(...).") from error
    return held


def _fields(value):
    """The fields of an array of records, or of the first one in a container; () where there is none."""
    held = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else [value]
    )
    names = (each.dtype.names for each in held if isinstance(each, np.ndarray))
    return next(filter(None, names), ())


def _grouped(program, container, found):
    """The leaves of a flat list of single numbers, grouped as in the object of whose parts it is a list.

    Or as in the variables: w + [b] is a list of what two of them hold.
    """
    if not isinstance(container, list) or len(found) != 1 or not found[0].parts:
        return found
    pieces = {id(each): part for each, part in zip(container, found[0].parts, strict=True)}
    variables = {root.name: root.get() for root in program.variables}
    values = [program.hands["obj"], *variables.values(), variables]
    for value in [each for each in values if each is not container]:
        groups = [_mirrored(value, leaf, pieces) for leaf in leaves(value)]
        groups = [group for group in groups if group]
        if len(groups) > 1 and sum(len(ends(group)) for group in groups) == len(pieces):
            return groups
    return found


def _mirrored(value, leaf, pieces):
    """A leaf of an object, made of the pieces of a list that lie there; None where it has others."""
    if not leaf.parts:
        return pieces.get(id(follow(value, leaf.path[:-1])))
    parts = tuple(_mirrored(value, part, pieces) for part in leaf.parts)
    return Leaf((), parts) if all(parts) else None


def _are_names(params):
    """Whether the names of the arrays were handed over, not the arrays."""
    names = [params] if isinstance(params, str) else params
    return isinstance(names, list | tuple) and bool(names) and all(isinstance(each, str) for each in names)


def _named(program):
    """By name, the attributes of the object or the variables that were handed over by their names."""
    names, obj = program.hands["params"], program.hands["obj"]
    variables = {root.name: root.get() for root in reversed(program.variables)}
    found = {}
    for name in [names] if isinstance(names, str) else names:
        found[name] = getattr(obj, name, variables.get(name))
        if found[name] is None:
            raise Unreadable(f"params names {name!r}: no array of this name is among what your code reads.")
    return found


def _namesakes(program):
    """The variables of the learner's file that are called as the arguments of its loss are; or None.

    One alone is the container; several are its parts by name. None of them is what was handed over as data.
    """
    function = plain_function(program.hands["loss"] or program.hands["both"])
    space, data = space_of(function), {"x": program.x, "y": program.y}

    def is_something_else(name):
        held = space.get(name)
        return (
            name == "self"
            or name in program.also
            or isinstance(held, int)
            or any(held is each for each in data.values())
            or any(each is not None and key in meanings(name) for key, each in data.items())
        )

    names = [name for name in asked(function) if not is_something_else(name)]
    found = {name: space[name] for name in names if name in space and leaves(space[name])}
    if not found or len(found) < len(names):
        return None
    if len(found) > 1:
        return found
    (one,), obj = found.values(), program.hands["obj"]
    return obj if obj is not None and type(one) is type(obj) else one  # an older one of what was handed over


def _container(params):
    if isinstance(params, types.GeneratorType | map | zip):
        return list(params)
    return params


def _index(program):
    """By identity, where all that the code can reach lies: id: places (holder, way), one in each holder.

    A list or an object is one thing; a number of Python's may be many that happen to be equal.
    """
    found, holders = {}, [(root, root.get()) for root in program.variables]
    holders += [("obj", program.hands["obj"])] if program.hands["obj"] is not None else []
    for holder, value in holders:
        waiting, seen = deque([(value, ())]), set()
        while waiting:
            held, way = waiting.popleft()
            odd = held is None or isinstance(held, CODE) or id(held) in seen or len(way) > DEEPEST
            if odd:
                continue
            found.setdefault(id(held), []).append((holder, way))
            if not is_number(held):
                seen.add(id(held))
            if not is_array(held):
                waiting.extend((child, (*way, step)) for step, child in children(held))
    return found


def _place(container, leaf, index):
    """Where a leaf of the container lies among what the code can reach: (holder, Leaf); or None."""
    if not leaf.parts:
        return next(iter(_places(container, leaf, index)), None)
    options = [_places(container, part, index) for part in leaf.parts]
    for holder, _ in options[0]:
        chosen = [next((leaf for other, leaf in each if other is holder), None) for each in options]
        if None not in chosen:
            return holder, Leaf(_common([each.path for each in chosen]), tuple(chosen))
    return None


def _common(paths):
    """The way to the list that pieces are in: what their ways begin with; for one, up to its number."""
    alike = itertools.takewhile(lambda steps: len(set(steps)) == 1, zip(*paths, strict=False))
    way = tuple(steps[0] for steps in alike)
    while way and (way == paths[0] or (len(paths) == 1 and paths[0][len(way)][0] != "item")):
        way = way[:-1]
    return way


def _places(container, leaf, index):
    """The places of a leaf, one in each holder.

    It lies where the nearest thing around it does that is no plain number; equal numbers go by their order.
    """
    if leaf.parts:
        place = _place(container, leaf, index)
        return [] if place is None else [place]
    for cut in range(len(leaf.path), -1, -1):
        around = follow(container, leaf.path[:cut])
        if id(around) in index and not is_number(around):
            return [(holder, Leaf((*way, *leaf.path[cut:]))) for holder, way in index[id(around)]]
    places = index.get(id(follow(container, leaf.path)), [])
    taken = [places.pop(0)] if len(places) > 1 else places
    return [(holder, Leaf(way)) for holder, way in taken]


def _data_places(program, index):
    """Where the data lie that were handed over, if the code reaches them without an argument."""
    places = {}
    for key, data in (("x", program.x), ("y", program.y)):
        if data is not None and id(data) in index and not is_number(data):
            places[key] = index[id(data)][0]
    return places


def _discovered(program):
    """The program with the arrays taken as parameters that its loss depends on and that are no data."""
    obj = program.hands["obj"]
    holders = {root.name: root for root in reversed(program.variables)}  # of two of one name the first
    named = {name: root.get() for name, root in reversed(holders.items())}
    if obj is not None and not isinstance(obj, CODE):
        holders["obj"] = "obj"
        named["obj"] = obj
    taken, places, found = {id(held) for held in (program.x, program.y, *program.also.values())}, [], []
    seen = program.x is not None and program.hands["step"] is not None  # a step shows which A are no data
    for leaf in leaves(named):
        held = follow(named, leaf.path) if not leaf.parts else leaf
        name = last_name(leaf) or leaf.path[0][1]
        if id(held) in taken or (_is_told(name, leaf, held) and not (seen and is_called_data(name))):
            continue
        name = leaf.path[0][1]
        if not is_number(held):
            taken.add(id(held))
        found.append(leaf)
        places.append((holders[name], _shortened(leaf)))
    container = {leaf.path[0][1]: named[leaf.path[0][1]] for leaf in found}
    if len(container) == 1:  # one object alone: its own keys and attributes are the names
        container, found = next(iter(container.values())), [place[1] for place in places]
    if not found:
        raise Unreadable("no arrays were found that could be parameters: hand them over, params=...")
    return program._replace(
        hands=program.hands | dict(params=container), leaves=tuple(found), places=tuple(places), found=True
    )


def _shortened(leaf):
    """A leaf without the first step of its way."""
    return Leaf(leaf.path[1:], tuple(map(_shortened, leaf.parts)))


def last_name(leaf):
    """What a leaf is called where it lies: W for layers[0].W; nothing for one without a name."""
    names = [key for _, key in ends(leaf)[0].path if isinstance(key, str)]
    names = names[:-1] if names and names[-1] in HOLDING else names
    return names[-1] if names else ""


def is_no_parameter(name):
    """Whether a name says that it is data or a setting."""
    return is_called_data(name) or is_setting(name) or bool(re.search(RECORDS, name))


def is_called_data(name):
    """Whether a name says that it is data."""
    kinds = meanings(name)
    return bool(kinds & {"x", "y", "pairs"}) and "params" not in kinds


def _is_told(name, leaf, held):
    """Whether a name says that it is no parameter; an array is no setting, and some means are learned."""
    array = bool(leaf.parts) or not is_number(held)
    return is_no_parameter(name) and not (array and is_setting(name)) and name.strip("_") not in LEARNED


def is_strength(name):
    """Whether a name says that it is the strength of a penalty, a chance, a small number against zero."""
    return name.strip("_").lower() in STRENGTHS


def is_setting(name):
    """Whether a name says that it is no parameter, but a rate, a strength, a count."""
    return name.strip("_").lower() in SETTING_NAMES or bool(meanings(name) & {"rate", "count"})


# -- data and rate that are reached without an argument --


def with_data(program):
    """The program with the data found that its loss reads without an argument; and all arrays near."""
    hands = program.hands
    near = nearby(program, [hands["loss"] or hands["both"]])
    beside = nearby(program, [hands[key] for key in ("loss", "both", "grads", "step") if hands[key]])
    program = program._replace(nearby=tuple((name, value) for name, value, _ in beside))
    if program.x is not None:
        return program
    chosen = _chosen(near, program.y)
    data = {key: place for key, (_, _, place) in chosen.items()}
    values = {key: value for key, (_, value, _) in chosen.items()}
    return program._replace(
        data=program.data | data, **values, found_data={key: name for key, (name, _, _) in chosen.items()}
    )


def _chosen(near, y):
    """Which of the arrays near are x and y: by their names; or two of one length, in the code's order."""
    named = {
        key: [
            each for each in near if key in meanings(_bare(each[0])) and other not in meanings(_bare(each[0]))
        ]
        for key, other in (("x", "y"), ("y", "x"))
    }
    wanted_keys = ("x", "y") if y is None else ("x",)
    if all(len(named[key]) == 1 for key in wanted_keys):
        return {key: named[key][0] for key in wanted_keys}
    if len(near) == 1 and y is None:
        return {"x": near[0]}
    if len(near) == 2 and y is None and {*np.shape(near[0][1])} & {*np.shape(near[1][1])}:
        first, second = near if named["y"] != [near[0]] and named["x"] != [near[1]] else near[::-1]
        return {"x": first, "y": second}
    return {}


def _bare(name):
    return name.rsplit(".", 1)[-1]


def nearby(program, functions):
    """Arrays and lists of rows that some functions read beside the parameters: (name, value, place)."""
    container = program.hands["params"]
    own = {id(follow(container, end.path)) for leaf in program.leaves for end in ends(leaf)}
    obj = program.hands["obj"]
    holders = [("obj", name, child, (step,)) for step, child in _inside(obj) for name in [step[1]]]
    for root in roots(functions):
        value = root.get()
        holders.append((root, root.name, value, ()))
        if not isinstance(value, np.ndarray | list | tuple | dict) and value is not obj:
            inner = [(root, f"{root.name}.{step[1]}", child, (step,)) for step, child in _inside(value)]
            holders += inner
    found = [(name, value, (holder, way)) for holder, name, value, way in holders if _is_data(value, own)]
    unique = {id(value): (name, value, place) for name, value, place in found}
    return list(unique.values())


def _inside(value):
    return [] if value is None or is_array(value) or isinstance(value, CODE) else children(value)


def _is_data(value, own):
    if identities(value) & own:
        return False
    value = as_numpy(value)
    if isinstance(value, np.ndarray):
        return value.size > 1 and value.dtype.kind in "iufb"
    rows = isinstance(value, list | tuple) and len(value) > 1
    return rows and (is_array(value) or all(isinstance(row, list | tuple) for row in value))


def with_rate(program):
    """The program with its learning rate, where the update's argument or one variable alone tells it.

    And with the places of the number of rounds that an update makes: one round is wanted, not all.
    """
    if "step" not in program.bound:
        return program
    least = 1 if program.anew else 2
    rounds = [(place, n) for place, n in _called(program, "count") if isinstance(n, int)]
    is_one = hasattr(program.hands["step"], "statements")  # of a loop, which may read how many there are
    counts = [place for place, n in rounds if n >= least and not is_one]
    program = program._replace(counts=tuple(counts))
    way, near = program.bound["step"], _called(program, "rate")
    told = [source[1] for _, source in way.named if source[0] == "rate" and is_number(source[1])]
    if way.takes("rate"):
        found = told or [number for _, number in near] or [USUAL_RATE]
    else:
        found = [number for _, number in near]
        program = program._replace(rates=tuple(place for place, _ in near) if len(set(found)) == 1 else ())
    unknown = program.rate is None and len(set(found)) == 1
    return program._replace(rate=float(found[0])) if unknown else program


def _one_further(holders):
    """What lies directly inside some things: (holder, name, value, way)."""
    return [
        (holder, str(step[1]), child, (*way, step))
        for holder, _, value, way in holders
        for step, child in _inside(value)
    ]


def _called(program, kind):
    """The numbers near the update that are called like a rate or a count: pairs (place, number).

    Where another is the rate, alpha is the strength of a penalty.
    """
    hands, holders = (
        program.hands,
        [(root, root.name, root.get(), ()) for root in roots([program.hands["step"]])],
    )
    for key in ("obj", "step"):
        holders += [(key, str(step[1]), child, (step,)) for step, child in _inside(hands[key])]
    unique, depth = {}, 0
    while not unique and depth < DEEPEST_RATE:
        holders, depth = [*holders, *_one_further(holders)], depth + 1
        for holder, name, value, way in holders:
            if is_number(value) and meanings(name) == {kind}:
                key = holder if isinstance(holder, str) else holder.key()
                unique[key, way] = _bare(name).strip("_").lower(), (holder, Leaf(way)), value
    names = {name for name, _, _ in unique.values()}
    strengths = {"alpha"} if kind == "rate" and names > {"alpha"} else set()
    return [(place, value) for name, place, value in unique.values() if name not in strengths]
