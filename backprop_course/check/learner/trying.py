"""How each of a learner's functions is called, and what it returns: the likeliest ways are tried."""

import numpy as np

from backprop_course.check.algebra import displacement
from backprop_course.check.learner import returning
from backprop_course.check.learner.binding import (
    ONE_ARRAY,
    AtHand,
    asked,
    bindings,
    defaults,
    is_plain,
    meanings,
    upstream,
)
from backprop_course.check.learner.calling import call, first_example, first_values, perturbed
from backprop_course.check.learner.containers import is_array, is_tensor, size_of, space_of
from backprop_course.check.learner.handover import ROLES, Miscalled, Raised, ReturnsNothing, Unreadable, said
from backprop_course.check.learner.life import life
from backprop_course.check.learner.results import gradient_blocks, loss_value, one_step
from backprop_course.check.learner.source import returned_names

TRIES = 40  # ways to call a function that are tried
OF_PREDICTIONS = "If it takes predictions, hand over the function that makes them as well, predict=..."


def with_role(program, role):
    """The program with its gradients, or its update; without what was but guessed by its name, if it fails.

    A function of the gradients that changes the parameters is an update, where there is no other.
    """
    try:
        return with_binding(program, role)
    except (Raised, Unreadable) as error:
        hands = program.hands | {role: None}
        alone = program.hands["step"] is None or "step" in program.guessed
        if alone and isinstance(error, ReturnsNothing):
            try:
                return with_binding(program._replace(hands=hands | dict(step=program.hands["grads"])), "step")
            except (Raised, Unreadable):
                pass
        others = [other for other in ("grads", "both", "step") if hands[other] is not None]
        if role in program.guessed and others:
            return program._replace(hands=hands)
        if role == "step" and program.bound.keys() & {"grads", "both"} and isinstance(error, Unreadable):
            note = f"the update was not looked at: {error}"
            return program._replace(hands=hands, unread=(*program.unread, note))
        raise error


def with_own_gradient(program):
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


def with_predictions(program):
    """The program with a way to call `predict`; without it where there is none: it is not what matters."""
    if program.hands["predict"] is None:
        return program
    try:
        return with_binding(program, "predict")
    except (Raised, Unreadable):
        return program._replace(hands=program.hands | dict(predict=None))


def with_binding(program, role):
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
    if program.y is not None and len(program.y) != len(program.x):
        return None
    which = int(np.argmax([size_of(each) for each in program.x]))
    x, y = (None if data is None else data[which : which + 1] for data in (program.x, program.y))
    one = program._replace(x=x, y=y, single=(*program.single, role))
    if "loss" in one.bound and attempt(loss_value, one, first_values(one)) is None:
        one = one._replace(single=(*one.single, "loss"))  # what it made of all of them was an accident
    return one


def _with_binding_to(program, role):
    """The program with the likeliest way to call a function that works; raises where none does."""
    _refuse_upstream(program, role)
    ways, found, doubted, errors = ways_to_call(program, role), [], [], []
    for before in _befores(program, role):
        for way in ways[:TRIES]:
            bound, ahead = program.bound | {role: way}, program.before | {role: before}
            try:
                tried = _tried(program._replace(bound=bound, before=ahead), role)
            except (Raised, Unreadable) as error:
                errors.append(error)
                continue
            if role == "loss" and way.takes("part") and _takes_the_list(tried):
                doubted.append(tried)
                continue
            found.append(tried)
            break
        if found and role == "loss":
            break
    found = found or doubted
    if not found:
        _refuse(program, role, ways, errors)
    return _fresh(found, role)


def _takes_the_list(program):
    """Whether a loss that is given the one array sees one end of it only: it asks for the list, p[0]."""
    start = first_values(program)
    if len(start) != 1 or len(np.atleast_1d(start[0])) < 2:
        return False

    def sees(rows):
        moved = np.array(start[0], float)
        moved[rows] += 0.1
        return attempt(loss_value, program, [moved]) != attempt(loss_value, program, start)

    return not sees(slice(1, None)) or not sees(slice(None, -1))


def ways_to_call(program, role):
    """The ways in which a function may be called, the likeliest first."""
    x, y = (first_example(data) if role in program.single else data for data in (program.x, program.y))
    at_hand = AtHand(
        params=program.hands["params"],
        x=x,
        y=None if role == "predict" else y,
        also=program.also,
        around=space_of(program.hands[role]),
        usual=defaults([program.hands[each] for each in ROLES]),
        located=all(place is not None for place in program.places),
        steps=role == "step",
        predicts=role != "predict" and "predict" in program.bound,
        caches=role in ("grads", "step") and "loss" in program.bound,
        returned=_names_returned(program, "predict") if role != "predict" else {},
        gradients=_names_returned(program, "grads") if role == "step" else {},
    )
    ways = [each for way in bindings(program.hands[role], at_hand) for each in _caches(program, way)]
    # an argument of the same name is given the same thing as in the loss
    lists = _given(program.hands["loss"], program.bound.get("loss"), "params")
    return sorted(ways, key=lambda way: bool(lists & _given(program.hands[role], way, "part")))


def _names_returned(program, role):
    """By name, the places of what a function returns in a row; parameters and its data go by their own."""
    function, own = program.hands[role], program.hands["params"]
    names = returned_names(function) if role in program.bound else []
    known = {"", *asked(function), *(own if isinstance(own, dict) else ())} if names else ()
    return {name: i for i, name in enumerate(names) if name not in known}


def _given(function, way, kind):
    """The names of the arguments that are given a thing of this kind."""
    pairs = zip(asked(function), way.positional, strict=False) if function and way else ()
    return {name for name, (given, _) in pairs if given == kind}


def _caches(program, way):
    """A way to call a function, and that with the loss's cache: the first where nothing tells the targets."""
    loss = program.plans.get("loss")
    if not ("predict" in program.bound and way.takes("cache") and loss and loss.part is not None):
        return [way]
    told = "y" in program.data or any(map(way.takes, ("y", "y part", "batch", "pairs", "pair")))
    both = [way, way.with_cache_of("loss")]
    return both if told else both[::-1]


def _refuse_upstream(program, role):
    """Refuse a backward pass that asks for the loss's derivative by the output: nothing handed over is it."""
    name = upstream(program.hands[role]) if role == "grads" and program.hands[role] is not None else None
    elsewhere = [each for other in ("loss", "both") for each in asked(program.hands[other])]
    if name is None or name in (*elsewhere, *program.also, *space_of(program.hands[role])):
        return
    words = f"grads takes {name}, the derivative of the loss by the output, and nothing handed over is that"
    hint = "Hand over a function that makes it and goes back with it, such as lambda x, y: ..."
    raise Unreadable(f"{words}. {hint}")


def _refuse(program, role, ways, errors):
    """Raise why a function cannot be called, where each of the ways has ended in an error."""
    told = [error for error in errors if not isinstance(error, Miscalled)]
    if len(program.leaves) == 1:  # it may take the array, or the list of it: what ran tells more
        told.sort(key=lambda error: isinstance(error, Raised))
    if told and isinstance(told[0], Raised) and not _is_certain(program, role, ways[0], told[0]):
        words = f"it is not clear how to call {said(role)}: {str(told[0]).removeprefix('your code ')}"
        hint = "Hand over a function of what you hand over, such as lambda params, x, y: ..."
        hint = OF_PREDICTIONS if role == "loss" and lacks_predictions(program, ways[0]) else hint
        raise Unreadable(f"{words} {hint}") from told[0]
    if told or errors:
        raise (told or errors)[0]
    words = (
        f"{said(role)} takes ({', '.join(asked(program.hands[role]))}), and it is not clear what to give it"
    )
    raise Unreadable(f"{words}. Hand over params, x and y; further arguments by name, also=dict(...).")


def _is_certain(program, role, way, error):
    """Whether it is the learner's code that raises, rather than our call that does not suit it."""
    waits = isinstance(error.error, AttributeError) and program.hands["obj"] is not None
    blind = role == "loss" and lacks_predictions(program, way)
    several = way.takes("params") and _are_for_one(program, role, way)
    return is_plain(program.hands[role], way) and not waits and not blind and not several


def _are_for_one(program, role, way):
    """Whether several arrays in a list are given to an argument that by its name is one array."""
    pairs = zip(asked(program.hands[role]), way.positional, strict=False)
    single = any(kind == "params" and name.lower() in ONE_ARRAY for name, (kind, _) in pairs)
    return single and isinstance(program.hands["params"], list | tuple) and len(program.leaves) > 1


def lacks_predictions(program, way):
    """Whether a loss is given the targets, but not the inputs: then its other argument may be predictions."""
    inputs = way is None or any(map(way.takes, ("x", "batch", "pairs", "pair", "output", "returned")))
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
    results = [[attempt(run, each, perturbed_start(each, seed)) for seed in (1, 2)] for each in found]
    best = 0
    for i, each in enumerate(found):
        before = each.before[role]
        ahead = before == ("predict",) or (before[-1:] == ("loss",) and _is_steady(run, each, role))
        if ahead and results[i][0] is not None and not agree(results[best][0], results[i][0]):
            best = i
        if before[-1:] == ("grads",) and _is_stale(results[best], each):
            best = i
    return found[best]


def _is_steady(run, program, role):
    """Whether what is called first may be called twice: nothing is drawn, nothing added up."""
    again = program._replace(before=program.before | {role: 2 * program.before[role]})
    arrays = perturbed_start(program, 1)
    return agree(attempt(run, program, arrays), attempt(run, again, arrays))


def perturbed_start(program, seed):
    """Arrays off the first ones."""
    return perturbed(first_values(program), np.random.default_rng(seed))


def _is_stale(results, program):
    """Whether an update makes the same move wherever it starts, or none."""
    if None in [each if each is None else 0 for each in results]:
        return True
    moves = [
        displacement(perturbed_start(program, seed), new) for seed, new in zip((1, 2), results, strict=True)
    ]
    return all(np.allclose(a, b, rtol=1e-9, atol=1e-12) for a, b in zip(*moves, strict=True))


def attempt(run, program, arrays):
    """What one of `results` gives at these arrays, on the program's own data; None where it cannot."""
    try:
        return run(program, arrays, program.x, program.y)
    except (Raised, Unreadable):
        return None


def agree(some, others):
    """Whether two lists of arrays are the same; so are two that are None, as a whole or in a place."""
    if some is None or others is None:
        return some is others
    pairs = zip(some, others, strict=True)
    return all(a is b or (a is not None and b is not None and np.array_equal(a, b)) for a, b in pairs)


def _tried(program, role):
    """The program with the plan to read what a function returns; raises where it cannot be called so."""
    with life(program.hands, program.kept) as hands:
        raw = call(program, hands, role, first_values(program), program.x, program.y)
        return returning.READERS[role](program, raw, hands)
