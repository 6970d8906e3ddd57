"""Which of the arrays near a program are its parameters: none that lie beside them, no data, no settings."""

import contextlib
import itertools
import re

import numpy as np

from backprop_course.check.learner.binding import wanted
from backprop_course.check.learner.calling import after, call, first_values, perturbed
from backprop_course.check.learner.constructing import table_of
from backprop_course.check.learner.containers import ends, follow, is_number, is_whole
from backprop_course.check.learner.handover import ROLES, Raised, Unreadable
from backprop_course.check.learner.life import life
from backprop_course.check.learner.matching import stem
from backprop_course.check.learner.reaching import (
    is_called_data,
    is_no_parameter,
    is_setting,
    is_strength,
    last_name,
    nearby,
)
from backprop_course.check.learner.results import loss_value, one_step
from backprop_course.check.learner.trying import with_binding

BIASES = r"(b|w|theta|beta)(\d|_|$)|bias|intercept|weight|slope|threshold|offset|const"


def only_parameters(program):
    """The program without what lies beside parameters in objects, or was found in variables.

    That are arrays that the loss does not look at, such as gradients, and those that no step would change.
    One in a list of others that the loss looks at stays: a mistake may hide it.
    """
    everything = range(len(program.leaves))
    unsure = {i for i in everything if program.found or _is_beside(program, i)}
    if not unsure:
        return program
    seen = list(seen_by_loss(program))
    rows = {_row(program, i) for i in everything if seen[i]} - {None}
    kept = [i for i in everything if i not in unsure or seen[i] or _row(program, i) in rows]
    odd = _no_parameters(program, kept, [i for i in kept if i in unsure])
    kept = [i for i in kept if i not in odd]
    if not kept:
        raise Unreadable("no arrays were found on which the loss depends: hand them over, params=...")
    return _in_their_holder(_with_leaves(program, kept))


def _no_parameters(program, kept, unsure):
    """Which of the `unsure` among the leaves `kept` are none: odd by name, and what a step does not move."""
    named = {i for i in unsure if is_no_parameter(last_name(program.leaves[i]))}
    single = {i for i in unsure if _is_lone_number(program, i)}
    data = {i for i in unsure if program.found and is_called_data(last_name(program.leaves[i]))}
    odd = set(unsure) if program.found else named | single
    changed = _moved_by_a_step(program, kept) if odd else set()
    if changed:  # none where a training begins anew: it ends where it ended before
        owners = {_owner(program, i) for i in changed} - {None}
        also_others = any(not _is_given(program, i) for i in changed)  # not only arrays that were handed in
        return {
            i
            for i in odd - changed
            if i in single | data
            or _owner(program, i) not in owners
            or (also_others and _is_given(program, i))
            or _is_of_the_data(program, i)
        }
    if program.found:
        owners = {_owner(program, i) for i in kept if not _is_lone_number(program, i)}
        settings = {i for i in single if _is_whole(program, i) or _owner(program, i) not in {None, *owners}}
        return settings | data
    return odd


def _moved_by_a_step(program, kept):
    """Which of the leaves `kept` a step changes; none where there is no step."""
    program = _with_leaves(program, kept)
    start = first_values(program)
    end = None if program.hands["step"] is None else _left(program, start)
    pairs = zip(kept, start, end, strict=True) if end is not None else ()
    return {i for i, old, new in pairs if not np.array_equal(old, new)}


def _in_their_holder(program):
    """The program with the one thing as container in which all leaves were found: its keys are the names."""
    container, leaves, places = program.hands["params"], program.leaves, program.places
    first = {leaf.path[:1] for leaf in leaves}
    by_name = program.found and all(
        leaf.path[1:] == place[1].path for leaf, place in zip(leaves, places, strict=True)
    )
    if not (by_name and len(first) == 1 and all(first) and len({id(place[0]) for place in places}) == 1):
        return program
    hands = program.hands | dict(params=follow(container, first.pop()))
    return program._replace(hands=hands, leaves=tuple(place[1] for place in places))


def _is_lone_number(program, i):
    """Whether a leaf is one number that is not called like a bias or a weight: a size, a strength."""
    leaf = program.leaves[i]
    number = not leaf.parts and is_number(follow(program.hands["params"], leaf.path))
    name = last_name(leaf).lower().strip("_")
    return number and bool(name) and not re.match(BIASES, name)


def _is_given(program, i):
    """Whether a leaf is an object's attribute that its maker was given under the same name.

    One that is called like a bias is not, unless it has one entry for each row of some data.
    """
    path = ends(program.leaves[i])[0].path
    cut = max((k for k, (kind, _) in enumerate(path) if kind == "attribute"), default=None)
    if cut is None:
        return False
    owner = type(follow(program.hands["params"], path[:cut]))
    name = str(path[cut][1]).strip("_")
    given = name in {each.name for many in wanted(owner) for each in many}
    bias = re.match(BIASES, name.lower()) and not name.startswith("beta")
    return given and (not bias or _is_a_column(program, i))


def _is_a_column(program, i):
    """Whether a leaf has one entry for each row of a table near."""
    size = first_values(program)[i].size
    return size > 1 and any(table.ndim == 2 and len(table) == size for table in _tables(program))


def _tables(program):
    """The data, and what else lies near the parameters, as arrays of numbers."""
    functions = [program.hands[role] for role in ROLES if program.hands[role] is not None]
    near = [program.x, program.y, *(value for _, value, _ in nearby(program, functions))]
    return [table for table in map(table_of, near) if table is not None]


def _is_of_the_data(program, i):
    """Whether a leaf holds means or deviations of some data, or one of them; parameters begin elsewhere."""
    held = np.ravel(first_values(program)[i])
    for table in _tables(program):
        for statistic, axis in itertools.product((np.mean, np.std), (None, 0)):
            told = np.ravel(statistic(table, axis=axis)) if table.ndim else held[:0]
            if held.any() and len(held) in (1, len(told)):
                same = np.isclose(held, told, rtol=1e-12)
                if same.any() if len(held) == 1 else same.all():
                    return True
    return False


def _is_whole(program, i):
    """Whether a leaf is a whole number, as sizes are."""
    return isinstance(follow(program.hands["params"], program.leaves[i].path), int)


def _with_leaves(program, kept):
    """The program with some of its leaves only."""
    leaves, places = (tuple(each[i] for i in kept) for each in (program.leaves, program.places))
    return program._replace(leaves=leaves, places=places)


def _is_beside(program, i):
    """Whether a leaf may be no parameter: an object's attribute, or called like another leaf's gradient."""
    leaf = program.leaves[i]
    if any(kind == "attribute" for kind, _ in ends(leaf)[0].path):
        return True
    name = last_name(leaf)
    return stem(name) != name and any(last_name(other) == stem(name) for other in program.leaves)


def without_neighbors(program):
    """The program without what other nodes hold, to which the nodes handed over lead as in a graph."""
    container = program.hands["params"]
    if not isinstance(container, list | tuple):
        return program
    own = [leaf.path[:1] for leaf in program.leaves if len(leaf.path) == 2 and leaf.path[1][0] == "attribute"]

    def is_elsewhere(leaf):
        top, owner = (follow(container, path) for path in (leaf.path[:1], leaf.path[:-1]))
        kin = set(type(top).__mro__) & set(type(owner).__mro__) - {object}
        return (
            len(leaf.path) > 2
            and leaf.path[:1] in own
            and bool(kin)
            and all(owner is not each for each in container)
        )

    everything = range(len(program.leaves))
    kept = [i for i in everything if program.leaves[i].parts or not is_elsewhere(program.leaves[i])]
    return _with_leaves(program, kept)


def without_settings(program):
    """The program without the numbers that a learner keeps beside the parameters: sizes, rates, strengths."""
    container, everything = program.hands["params"], range(len(program.leaves))
    whole = {i for i in everything if is_whole(container, program.leaves[i])}
    named = {i for i in everything if _is_number_called(container, program.leaves[i], is_setting)}
    strengths = {i for i in named if _is_number_called(container, program.leaves[i], is_strength)}
    unsure = (whole if len(whole) < len(program.leaves) else set()) | (named - strengths)
    seen = list(seen_by_loss(program)) if unsure else []
    odd = strengths | {i for i in unsure if not seen[i]}
    kept = [i for i in everything if i not in odd]
    return _with_leaves(program, kept) if kept else program


def without_written_over(program):
    """The program without what its own functions fill, whatever was there before: outputs, errors."""
    everything = range(len(program.leaves))
    named = [i for i in everything if last_name(program.leaves[i])]
    seen = list(seen_by_loss(program)) if len(named) > 1 else []
    unseen = [i for i in named if seen and not seen[i]]
    if not unseen or not any(seen):
        return program
    start = first_values(program)
    other = [a + 1.0 if i in unseen else a for i, a in enumerate(start)]
    ends = [_left(program, arrays) for arrays in (start, other)]
    if None in ends:
        return program
    over = [
        i
        for i in unseen
        if np.array_equal(ends[0][i], ends[1][i]) and not np.array_equal(ends[1][i], other[i])
    ]
    return _with_leaves(program, [i for i in everything if i not in over])


def _left(program, arrays):
    """The arrays after a step from there, or a call of the loss where there is none; None where it fails."""
    for role in ("grads", "step"):
        with contextlib.suppress(Raised, Unreadable):  # gradients may lack what turns out to be data
            program = with_binding(program, role) if program.hands[role] is not None else program
    try:
        if "step" in program.bound:
            return one_step(program, arrays, program.x, program.y)
        with life(program.hands, program.kept) as hands:
            role = "loss" if "loss" in program.bound else "both"
            call(program, hands, role, arrays, program.x, program.y)
            return after(program, hands, role)
    except (Raised, Unreadable):
        return None


def _is_number_called(container, leaf, told):
    """Whether a leaf is one number whose name tells something."""
    number = not leaf.parts and is_number(follow(container, leaf.path))
    return number and bool(leaf.path) and told(str(leaf.path[-1][1]))


def _owner(program, i):
    """The object whose attribute an array is; None for a variable."""
    path = ends(program.leaves[i])[0].path
    return path[:-1] if path and path[-1][0] == "attribute" else None


def _row(program, i):
    """The list in which an array stands with others of its kind; None for one that stands alone."""
    path = ends(program.leaves[i])[0].path
    return path[:-1] if len(path) > 1 and isinstance(path[-1][1], int) else None


def seen_by_loss(program):
    """For one array after the other, whether the loss depends on it."""
    rng, start = np.random.default_rng(0), first_values(program)
    here = loss_value(program, start, program.x, program.y)
    for i in range(len(start)):
        moved = [*start[:i], *perturbed(start[i : i + 1], rng), *start[i + 1 :]]
        try:
            yield not loss_value(program, moved, program.x, program.y) == here
        except (Raised, Unreadable):
            yield False
