"""How each of a learner's functions is called, and what it returns: the likeliest ways are tried."""

import contextlib
import itertools
import re

import numpy as np

from backprop_course.check.learner import returning
from backprop_course.check.learner.binding import asked, bindings, defaults, is_plain, meanings, wanted
from backprop_course.check.learner.calling import after, call, first_example, first_values, off, takes
from backprop_course.check.learner.constructing import table_of
from backprop_course.check.learner.containers import (
    copied,
    dtype_of,
    ends,
    follow,
    is_array,
    is_generator,
    is_number,
    is_tensor,
    is_whole,
    raised,
    size_of,
    space_of,
)
from backprop_course.check.learner.handover import ROLES, Miscalled, Raised, ReturnsNothing, Unreadable, said
from backprop_course.check.learner.life import life, roots
from backprop_course.check.learner.marks import mark
from backprop_course.check.learner.matching import stem
from backprop_course.check.learner.reaching import (
    identities,
    is_no_parameter,
    is_setting,
    is_strength,
    last_name,
    nearby,
)
from backprop_course.check.learner.results import gradient_blocks, loss_value, one_step

TRIES = 40  # ways to call a function that are tried
BIASES = r"(b|w|theta|beta)(\d|_|$)|bias|intercept|weight|slope|threshold|offset|const"


def bound(program):
    """The program with a way to call each of its functions, and to read what they return."""
    program = _with_predictions(program._replace(kept=program.variables))
    for role in ("loss", "both"):
        if program.hands[role] is not None:
            program = _with_binding(program, role)
    _refuse_blind(program)
    if not program.found:
        program = _without_written_over(_without_settings(_without_neighbors(program)))
    program = _only_parameters(program)
    program = _with_own_gradient(program)
    _refuse_generators(program)
    for role in ("grads", "step"):
        if program.hands[role] is not None:
            program = _with_role(program, role)
    return program._replace(anew="step" in program.bound and _begins_anew(program))


def _begins_anew(program):
    """Whether an update ends at the same parameters wherever it starts: a training from its own start."""
    ends = [_attempt(one_step, program, _off(program, seed)) for seed in (1, 2)]
    return all(ends) and _agree(*ends)


def _with_role(program, role):
    """The program with its gradients, or its update; without what was but guessed by its name, if it fails.

    A function of the gradients that changes the parameters is an update, where there is no other.
    """
    try:
        return _with_binding(program, role)
    except (Raised, Unreadable) as error:
        hands = program.hands | {role: None}
        alone = program.hands["step"] is None or "step" in program.guessed
        if alone and isinstance(error, ReturnsNothing):
            try:
                return _with_binding(
                    program._replace(hands=hands | dict(step=program.hands["grads"])), "step"
                )
            except (Raised, Unreadable):
                pass
        others = [other for other in ("grads", "both", "step") if hands[other] is not None]
        if role in program.guessed and others:
            return program._replace(hands=hands)
        raise error


def _refuse_generators(program):
    """Refuse an update that draws its data from a generator, where there is no gradient to look at instead.

    One that makes the steps themselves is begun anew.
    """
    step, own = program.hands["step"], identities(program.hands["params"])
    if step is None or program.hands["grads"] is not None or program.hands["both"] is not None:
        return
    for drawn in (root.get() for root in roots([step]) if is_generator(root.get())):
        if not any(own & identities(value) for value in (drawn, *(root.get() for root in roots([drawn])))):
            words = "your step draws its data from a generator, and the loss takes others"
            raise Unreadable(f"{words}. Hand over a function of one step with x and y, or grads=...")


def _with_own_gradient(program):
    """The program whose loss returns an object that can be asked for its gradient, `loss(...).backward()`."""
    if program.hands["grads"] is not None or "loss" not in program.bound:
        return program
    with life(program.hands, program.kept) as hands:
        raw = call(program, hands, "loss", first_values(program), program.x, program.y)
    if not callable(getattr(raw, "backward", None)) or (is_tensor(raw) and not raw.requires_grad):
        return program
    own = program._replace(bound=program.bound | dict(grads=program.bound["loss"]))
    try:
        return _tried(own, "grads")
    except (Raised, Unreadable):
        return program


def _with_predictions(program):
    """The program with a way to call `predict`; without it where there is none: it is not what matters."""
    if program.hands["predict"] is None:
        return program
    try:
        return _with_binding(program, "predict")
    except (Raised, Unreadable):
        return program._replace(hands=program.hands | dict(predict=None))


def _refuse_blind(program):
    """Refuse a loss that is no number near the first parameters, or does not depend on them."""
    if not any(np.isfinite(_near(program, seed)) for seed in range(4)):
        words = "your loss is nan or inf at your first parameters, and near them"
        if _lacks_predictions(program, program.bound.get("loss")):
            raise Unreadable(f"{words}. {_OF_PREDICTIONS}")
        raise Unreadable(f"{words}: look for log of 0, a division by 0, or exp of a large number.")
    if not any(_depends(program)):
        words = "your loss does not depend on any of the arrays in params"
        hint = "Does it take other ones, read them elsewhere, or tell what a training has recorded?"
        raise Unreadable(f"{words}. {hint} Hand over those, or a function that computes the loss.")


def _with_binding(program, role):
    """The program with the likeliest way to call a function that works, if need be on one example alone."""
    try:
        return _with_binding_to(program, role)
    except (Raised, Unreadable) as error:
        uncalled = role != "predict" and (isinstance(error, Raised | Miscalled) or error.__cause__)
        single = _with_one_example(program, role) if uncalled else None
        if single is None:
            raise
        try:
            return _with_binding_to(single, role)
        except (Raised, Unreadable):
            raise error from None


def _with_one_example(program, role):
    """The program with its largest example alone, for functions whose arguments are called like one."""
    names = asked(program.hands[role])
    if any(name[:1].isupper() or name.endswith("s") for name in names if meanings(name) & {"x", "y"}):
        return None
    rows = isinstance(program.x, list | tuple | np.ndarray) and len(program.x) > 0
    if not rows or (is_array(program.x) and np.ndim(program.x) < 2):
        return None
    which = int(np.argmax([size_of(each) for each in program.x]))
    x, y = (None if data is None else data[which : which + 1] for data in (program.x, program.y))
    return program._replace(x=x, y=y, single=(*program.single, role))


def _with_binding_to(program, role):
    function, errors = program.hands[role], []
    x, y = (first_example(data) if role in program.single else data for data in (program.x, program.y))
    predicts = role != "predict" and "predict" in program.bound
    ways = bindings(
        function,
        program.hands["params"],
        x,
        None if role == "predict" else y,
        also=program.also,
        located=all(place is not None for place in program.places),
        steps=role == "step",
        predicts=predicts,
        caches=role in ("grads", "step") and "loss" in program.bound,
        around=space_of(function),
        usual=defaults([program.hands[each] for each in ROLES]),
    )
    found = []
    for before in _befores(program, role):
        for way in ways[:TRIES]:
            tried = program._replace(
                bound=program.bound | {role: way}, before=program.before | {role: before}
            )
            try:
                found.append(_tried(tried, role))
                break
            except (Raised, Unreadable) as error:
                errors.append(error)
        if found and role == "loss":
            break
    if found:
        return _fresh(found, role)
    told = [error for error in errors if not isinstance(error, Miscalled)]
    if told and isinstance(told[0], Raised) and not _is_certain(program, role, ways[0], told[0]):
        words = f"it is not clear how to call {said(role)}: {str(told[0]).removeprefix('your code ')}"
        hint = "Hand over a function of what you hand over, such as lambda params, x, y: ..."
        hint = _OF_PREDICTIONS if role == "loss" and _lacks_predictions(program, ways[0]) else hint
        raise Unreadable(f"{words} {hint}") from told[0]
    if told or errors:
        raise (told or errors)[0]
    words = f"{said(role)} takes ({', '.join(asked(function))}), and it is not clear what to give it"
    raise Unreadable(f"{words}. Hand over params, x and y; further arguments by name, also=dict(...).")


def _is_certain(program, role, way, error):
    """Whether it is the learner's code that raises, rather than our call that does not suit it."""
    waits = isinstance(error.error, AttributeError) and program.hands["obj"] is not None
    blind = role == "loss" and _lacks_predictions(program, way)
    return is_plain(program.hands[role], way) and not waits and not blind


_OF_PREDICTIONS = "If it takes predictions, hand over the function that makes them as well, predict=..."


def _lacks_predictions(program, way):
    """Whether a loss is given the targets, but not the inputs: then its other argument may be predictions."""
    inputs = way is None or any(map(way.takes, ("x", "batch", "pairs", "pair", "output")))
    return not inputs and program.x is not None and way.takes("y")


def _befores(program, role):
    """The roles that may have to be called before this one, since its object keeps what they saw."""
    yield ()
    if role == "loss" and any(program.places) and "predict" in program.bound:
        yield ("predict",)
    if any(program.places) and role in ("grads", "step"):
        ahead = ("predict",) if "predict" in program.bound else ()
        whole = (*ahead, "loss") if "loss" in program.bound else ahead
        ways = [whole] if program.before.get("loss") else [ahead, whole]
        forward = [*program.before.get("grads", ())] if "grads" in program.bound else []
        ways += [(*forward, "grads")] if role == "step" and "grads" in program.bound else []
        yield from filter(None, dict.fromkeys(ways))


def _fresh(found, role):
    """The first way that works, unless it works on what an earlier call has left, from other arrays."""
    if len(found) == 1:
        return found[0]
    run = {"grads": gradient_blocks, "step": one_step}[role]
    results = [[_attempt(run, each, _off(each, seed)) for seed in (1, 2)] for each in found]
    best = 0
    for i, each in enumerate(found):
        before = each.before[role]
        ahead = before == ("predict",) or (before[-1:] == ("loss",) and _is_steady(run, each, role))
        if ahead and results[i][0] is not None and not _agree(results[best][0], results[i][0]):
            best = i
        if before[-1:] == ("grads",) and _is_stale(results[best], each):
            best = i
    return found[best]


def _is_steady(run, program, role):
    """Whether what is called first may be called twice: nothing is drawn, nothing added up."""
    again = program._replace(before=program.before | {role: 2 * program.before[role]})
    arrays = _off(program, 1)
    return _agree(_attempt(run, program, arrays), _attempt(run, again, arrays))


def _off(program, seed):
    """Arrays off the first ones."""
    return off(first_values(program), np.random.default_rng(seed))


def _is_stale(results, program):
    """Whether an update makes the same move wherever it starts, or none."""
    if None in [each if each is None else 0 for each in results]:
        return True
    moves = [
        [new - old for new, old in zip(result, _off(program, seed), strict=True)]
        for seed, result in zip((1, 2), results, strict=True)
    ]
    return all(np.allclose(a, b, rtol=1e-9, atol=1e-12) for a, b in zip(*moves, strict=True))


def _attempt(run, program, arrays):
    try:
        return run(program, arrays, program.x, program.y)
    except (Raised, Unreadable):
        return None


def _agree(some, others):
    if some is None or others is None:
        return some is others
    pairs = zip(some, others, strict=True)
    return all(a is b or (a is not None and b is not None and np.array_equal(a, b)) for a, b in pairs)


def _tried(program, role):
    """The program with the plan to read what a function returns; raises where it cannot be called so."""
    start = first_values(program)
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
        returning.as_predictions(raw)
        return program


def _only_parameters(program):
    """The program without what lies beside parameters in objects, or was found in variables.

    That are arrays that the loss does not look at, such as gradients, and those that no step would change.
    One in a list of others that the loss looks at stays: a mistake may hide it.
    """
    everything = range(len(program.leaves))
    unsure = {i for i in everything if program.found or _is_beside(program, i)}
    if not unsure:
        return program
    seen = list(_depends(program))
    rows = {_row(program, i) for i in everything if seen[i]} - {None}
    kept = [i for i in everything if i not in unsure or seen[i] or _row(program, i) in rows]
    odd = {i for i in kept if program.found or is_no_parameter(last_name(program.leaves[i]))} & unsure
    odd |= {i for i in unsure.intersection(kept) if _is_lone_number(program, i)}
    moved = _moved(_with_leaves(program, kept)) if odd else None
    if moved is not None:
        changed = {i for i, (old, new) in zip(kept, moved, strict=True) if not np.array_equal(old, new)}
    if moved is not None and changed:  # a training that begins anew ends where it ended before
        owners = {_owner(program, i) for i in changed} - {None}
        still = odd - changed
        given = {i for i in kept if _is_given(program, i)}
        told = given & still if changed - given else set()  # data and settings, not arrays handed in
        told |= {i for i in still if _is_of_the_data(program, i)}
        told |= {i for i in still if _owner(program, i) not in owners or _is_lone_number(program, i)}
        odd = told
    elif program.found:
        owners = {_owner(program, i) for i in kept if not _is_lone_number(program, i)}
        odd = {i for i in odd if _is_lone_number(program, i)}
        odd = {i for i in odd if _is_whole(program, i) or _owner(program, i) not in {None, *owners}}
    kept = [i for i in kept if i not in odd]
    if not kept:
        raise Unreadable("no arrays were found on which the loss depends: hand them over, params=...")
    program = _with_leaves(program, kept)
    container, leaves, places = program.hands["params"], program.leaves, program.places
    first = {leaf.path[:1] for leaf in leaves}
    by_name = program.found and all(
        leaf.path[1:] == place[1].path for leaf, place in zip(leaves, places, strict=True)
    )
    if by_name and len(first) == 1 and all(first) and len({id(place[0]) for place in places}) == 1:
        hands = program.hands | dict(params=follow(container, first.pop()))
        program = program._replace(hands=hands, leaves=tuple(place[1] for place in places))
    return program


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


def _without_neighbors(program):
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
    return program if len(kept) == len(everything) else _with_leaves(program, kept)


def _without_settings(program):
    """The program without the numbers that a learner keeps beside the parameters: sizes, rates, strengths."""
    container, everything = program.hands["params"], range(len(program.leaves))
    whole = {i for i in everything if is_whole(container, program.leaves[i])}
    named = {i for i in everything if _is_number_called(container, program.leaves[i], is_setting)}
    strengths = {i for i in named if _is_number_called(container, program.leaves[i], is_strength)}
    unsure = (whole if len(whole) < len(program.leaves) else set()) | (named - strengths)
    seen = list(_depends(program)) if unsure else []
    odd = strengths | {i for i in unsure if not seen[i]}
    kept = [i for i in everything if i not in odd]
    if not kept or not odd:
        return program
    return _with_leaves(program, kept)


def _without_written_over(program):
    """The program without what its own functions fill, whatever was there before: outputs, errors."""
    everything = range(len(program.leaves))
    named = [i for i in everything if last_name(program.leaves[i])]
    seen = list(_depends(program)) if len(named) > 1 else []
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
            program = _with_binding(program, role) if program.hands[role] is not None else program
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


def _moved(program):
    """Each array before and after a step; None where there is no step."""
    start = first_values(program)
    end = None if program.hands["step"] is None else _left(program, start)
    return None if end is None else list(zip(start, end, strict=True))


def _owner(program, i):
    """The object whose attribute an array is; None for a variable."""
    path = ends(program.leaves[i])[0].path
    return path[:-1] if path and path[-1][0] == "attribute" else None


def _row(program, i):
    """The list in which an array stands with others of its kind; None for one that stands alone."""
    path = ends(program.leaves[i])[0].path
    return path[:-1] if len(path) > 1 and isinstance(path[-1][1], int) else None


def _near(program, seed):
    """The loss at the first parameters, or off them for a seed above 0."""
    near = _off(program, seed) if seed else first_values(program)
    return loss_value(program, near, program.x, program.y)


def _depends(program):
    """For one array after the other, whether the loss depends on it."""
    rng, start = np.random.default_rng(0), first_values(program)
    here = loss_value(program, start, program.x, program.y)
    for i in range(len(start)):
        moved = [*start[:i], *off(start[i : i + 1], rng), *start[i + 1 :]]
        try:
            yield not loss_value(program, moved, program.x, program.y) == here
        except (Raised, Unreadable):
            yield False


def lighter(program):
    """The program with only those variables copied for a call that its code changes or that are lent to it.

    Parameters that every function is handed need no place; there they may be of finer numbers.
    """
    if all(takes(program, role) for role in program.bound):
        program = _finer(program._replace(places=(None,) * len(program.leaves)))
    lent = (*program.places, *program.data.values(), *program.rates, *program.counts)
    lent = {_identity(place[0]) for place in lent if place}
    trial = program._replace(x=copied(program.x), y=copied(program.y), spoiled=False)
    before = mark([trial.x, trial.y])
    changed = _changed(trial)
    spoiled = mark([trial.x, trial.y]) != before
    chosen = lent | {root.key() for root in changed}
    kept = [root for root in program.variables if root.key() in chosen]
    shared = set().union(*(identities(root.get()) for root in kept))  # two names of one thing go together
    kept = [r for r in program.variables if r.key() in chosen or identities(r.get()) & shared]
    return program._replace(kept=tuple(kept), spoiled=spoiled)


def _finer(program):
    """The program with parameters, and data that are tensors, in float64, where its code can take them."""
    fine = dtype_of(program.hands["params"], program.leaves) == np.dtype(float)
    held = program.hands["params"]  # itself where it can stay: an optimizer may hold the same arrays
    hands = program.hands | dict(params=held if fine else raised(held))
    x, y = (
        data.double() if is_tensor(data) and data.is_floating_point() else data
        for data in (program.x, program.y)
    )
    finer = program._replace(hands=hands, x=x, y=y)
    try:
        loss_value(finer, first_values(finer), x, y)
    except Raised:  # as torch does for numbers of two kinds
        return program
    return finer


def _identity(holder):
    """What tells one variable from another: where it is kept, and its name."""
    return holder if isinstance(holder, str) else holder.key()


def _changed(program):
    """The variables that one call of each function changes."""
    before = [mark(root.get()) for root in program.variables]
    with life(program.hands, program.variables) as hands:
        for role in program.bound:
            call(program, hands, role, None, program.x, program.y)
        after = [mark(root.get()) for root in program.variables]
    return [root for root, a, b in zip(program.variables, before, after, strict=True) if a != b]
