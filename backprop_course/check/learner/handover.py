"""What a learner hands over: functions, an object with methods, or a factory; and what will not do."""

import contextlib
import functools
import inspect
import types

import numpy as np

from backprop_course.check import running
from backprop_course.check.learner.constructing import constructed, missing
from backprop_course.check.learner.containers import (
    CODE,
    identities,
    is_array,
    is_generator,
    is_number,
    space_of,
)
from backprop_course.check.learner.life import roots

ROLES = ("loss", "grads", "step", "predict", "both")


class Unreadable(ValueError):
    """What was handed over cannot be taken; the words say what to hand over instead."""


class Miscalled(Unreadable):
    """A function cannot be called in this way; another may do."""


class ReturnsNothing(Unreadable):
    """A function returns nothing, and leaves nothing where it was looked for."""


class Raised(Exception):
    """The learner's own code raised: the name of the function, the error, and its line."""

    def __init__(self, role, error):
        self.role, self.error = role, error
        self.line, self.number = running.line(error)
        where = f" in the line `{self.line}`" if self.line else ""
        said = running.message(error)
        super().__init__(f"your code raises {type(error).__name__}{where}{said and ': ' + said}.")


_SPELLED = {  # what learners call them, the likeliest first
    "loss": "loss cost error compute_loss compute_cost loss_fn cost_function loss_function get_loss mse "
    "objective calculate_loss calc_loss total_loss total_error energy perte cout erreur verlust kosten "
    "fehler perdida costo custo",
    "grads": "grads gradients gradient grad backward backprop backward_pass backward_propagation "
    "compute_gradients compute_gradient compute_grads get_gradients back bptt derivatives",
    "step": "step train_step training_step partial_fit update train_one update_mini_batch train_batch "
    "train_on_batch sgd_step one_step train_example fit_one train_epoch epoch update_parameters "
    "update_params learn train fit entrainer apprendre lerne lernen schritt entrenar treinar aprender",
    "predict": "predict forward feedforward feed_forward predict_proba output forward_pass "
    "forward_propagation forward_propagate forward_prop fprop think query hypothesis net model infer run",
    "both": "loss_and_grads loss_and_grad loss_grad loss_and_gradients cost_and_grad loss_and_gradient "
    "compute_loss_and_grads value_and_grad lossfun loss_fun",
}
METHODS = {role: names.split() for role, names in _SPELLED.items()}


def further(also, functions):
    """Further arguments by name; objects without one by the names of the variables that hold them."""
    if also is None or isinstance(also, dict):
        return dict(also or {})
    things = also if isinstance(also, list | tuple) else [also]
    named = [pair for each in functions for pair in space_of(each).items()]
    return {name: value for name, value in named if any(value is each for each in things)}


def made(make, handed):
    """What a factory makes, as if it had been handed over; what it asks for is data, sizes or in `also`."""
    if not callable(make):
        raise Unreadable(f"make must be a function that makes your program anew; this is {kind(make)}.")
    also = handed["also"]
    lacking = missing(make, handed["x"], handed["y"], also)
    if lacking:
        name = getattr(make, "__name__", "make")
        words = f"{name} asks for {', '.join(lacking)}, and it is not clear what to give it"
        raise Unreadable(f"{words}. Hand over a function that makes one: make=lambda: {name}(...).")
    try:
        made = constructed(make, handed["x"], handed["y"], also)
    except Exception as error:
        raise Raised("make", error) from error
    if isinstance(made, dict) and any(callable(value) for value in made.values()):
        known = {("both" if key == "loss_and_grads" else key): value for key, value in made.items()}
        odd = sorted(set(known) - set(handed))
        if odd:
            raise Unreadable(f"make returns {', '.join(odd)}, which examine does not know.")
        return handed | known
    if handed["params"] is not None and _are_arrays(made):
        return handed  # it makes the first parameters, which are there already
    if made is None or is_array(made) or isinstance(made, str):
        raise Unreadable(
            "make must return your object, or a dict such as dict(loss=..., step=..., params=...)."
        )
    return _with_methods_of_the_new(handed | _told_apart(make, made, handed))


def _are_arrays(made):
    """Whether a factory has made an array of numbers, or a list or tuple of these."""
    return all(
        is_array(each) or is_number(each) for each in (made if isinstance(made, list | tuple) else [made])
    )


def _told_apart(make, made, handed):
    """The object that was made; of several, such as a net and its optimizer, the others by their names.

    They are called like the variables of the file that hold others of their kind.
    """
    if not isinstance(made, tuple) or not made:
        return dict(obj=made)
    functions = [each for each in made if isinstance(each, types.FunctionType)]
    roles = {role: each for each in functions for role in ROLES if each.__name__ in METHODS[role]}
    if functions:
        params = [each for each in made if each not in functions] if len(functions) < len(made) else [None]
        return roles | dict(params=handed["params"] if params[0] is None else params[0])
    variables = space_of(make).items()
    named = {name: each for each in made for name, held in variables if type(held) is type(each)}
    alike = [each for each in made if type(each) is type(handed["obj"])]
    return dict(obj=(alike or made)[0], also=handed["also"] | named)


def _with_methods_of_the_new(handed):
    """What was handed over, with the methods of the object that was made anew for those of an older one.

    The older one stays where the parameters, or other functions, are its own: two objects are no program.
    """
    obj = handed["obj"]
    methods = {role: handed[role] for role in ROLES if isinstance(handed[role], types.MethodType)}
    older = {role: each for role, each in methods.items() if type(each.__self__) is type(obj)}
    for each in older.values():
        if _is_held(each.__self__, handed, [handed[role] for role in ROLES if role not in older]):
            return handed | dict(obj=each.__self__)
    return handed | {role: types.MethodType(each.__func__, obj) for role, each in older.items()}


def _is_held(obj, handed, functions):
    """Whether the parameters handed over are arrays of an object, or a function has it in a variable."""
    held = [root.get() for root in roots([each for each in functions if each is not None])]
    params = handed["params"]
    if isinstance(params, types.FunctionType | types.MethodType):
        with contextlib.suppress(Exception):  # said where its values are wanted
            params = params()
    return bool(identities(obj) & identities(params)) or any(each is obj for each in held)


def with_methods(handed):
    """What was handed over, with the object of its methods, and the methods of its object."""
    handed = dict(handed, guessed=())
    if isinstance(handed["obj"], type):
        handed = made(handed["obj"], handed | dict(obj=None))
    if handed["obj"] is None and handed["loss"] is not None and not callable(handed["loss"]):
        if is_array(handed["loss"]) or isinstance(handed["loss"], str | dict | list | tuple):
            words = "the first argument must be the function that computes your loss"
            raise Unreadable(
                f"{words}; this is {kind(handed['loss'])}. Leave out the brackets after its name?"
            )
        handed["obj"], handed["loss"] = handed["loss"], None
    if is_generator(handed["step"]) or is_generator(getattr(handed["step"], "__self__", None)):
        handed["step"] = _of_generator(handed["step"])
    for role in ROLES:
        if _is_method_of(handed[role], handed["obj"]):
            handed[role] = types.MethodType(handed[role], handed["obj"])
    owners = [getattr(handed[role], "__self__", None) for role in ROLES]
    owners = [owner for owner in owners if owner is not None and not isinstance(owner, CODE)]
    if handed["obj"] is None and owners:
        handed["obj"] = owners[0]
    if handed["obj"] is not None and not any(handed[role] for role in ("loss", "both")):
        for role in ROLES:
            named = (_member(handed["obj"], mark + name) for mark in ("", "_") for name in METHODS[role])
            found = next(filter(callable, named), None) if handed[role] is None else None
            if found is not None:
                handed |= {role: found, "guessed": (*handed["guessed"], role)}
    return handed


def _of_generator(step):
    """A generator, or its method, as a function that makes its next step."""
    generator = step if is_generator(step) else step.__self__

    def send(steps, batch):
        return steps.send(batch)

    return types.MethodType(send if getattr(step, "__name__", "") == "send" else next, generator)


def _member(obj, name):
    """An object's method of this name; of a property, the function that it calls; or None."""
    if isinstance(obj, dict):
        return obj.get(name)
    member = inspect.getattr_static(obj, name, None)
    if isinstance(member, property | functools.cached_property):
        getter = member.fget if isinstance(member, property) else member.func
        return types.MethodType(getter, obj)
    return getattr(obj, name, None)


def forwards(handed, guessed=False):
    """Functions beside those handed over that may make the predictions: the object's, or the file's.

    Where the one at hand is `guessed`, the others: predict(x) may tell classes, forward(x) their chances.
    """
    if handed["predict"] is not None and not guessed:
        return []
    space = space_of(handed["loss"] or handed["both"])
    found = [getattr(handed["obj"], name, None) or space.get(name) for name in METHODS["predict"]]
    able = [each for each in found if callable(each) and not isinstance(each, type)]
    return [each for each in able if each != handed["predict"]]


def _is_method_of(function, obj):
    """Whether a function is one of an object's class, taken from the class: Net.loss."""
    members = [vars(each).get(getattr(function, "__name__", None)) for each in type(obj).__mro__]
    return isinstance(function, types.FunctionType) and any(member is function for member in members)


def refuse(handed):
    """Refuse what is no function."""
    for role in ROLES:
        if handed[role] is not None and not callable(handed[role]):
            name = "loss_and_grads" if role == "both" else role
            words = f"{name} must be a function; this is {kind(handed[role])}."
            raise Unreadable(f"{words} Leave out the brackets after its name?")


def is_of_its_step(hands):
    """Whether the loss is what the update returns."""
    return hands["loss"] is not None and hands["loss"] == hands["step"]


def kind(value):
    """What a value is, in words."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}"


def said(role):
    """What the argument of `examine` is called that hands over a function of this role."""
    return {"both": "loss_and_grads"}.get(role, role)
