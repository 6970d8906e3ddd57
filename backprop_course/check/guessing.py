"""What in a learner's file may be the loss, the gradients, the parameters, the data: tried, one by one."""

import __future__

import contextlib
import dis
import inspect
import itertools
import re
import time
import types

import numpy as np

from backprop_course.check.differences import factors_along
from backprop_course.check.learner.binding import asked, meanings
from backprop_course.check.learner.calling import perturbed
from backprop_course.check.learner.containers import (
    CHANCE,
    as_numpy,
    ends,
    follow,
    get,
    is_array,
    is_number,
    is_whole,
    leaves,
    put,
)
from backprop_course.check.learner.handover import METHODS, Unreadable, kind
from backprop_course.check.learner.naming import unpacked_names
from backprop_course.check.learner.reaching import is_setting, last_name
from backprop_course.check.learner.supposing import NoneFits
from backprop_course.check.reading import read
from backprop_course.check.rounds import rounds_of, step_of

MOST_WAYS = 60  # ways to hand a file over that are tried
SECONDS_FOR_WAYS = 30.0  # of a processor, after which no further way is tried
MOST_TARGETS = 3  # further arrays that are tried as the answers to the examples
_SPELLED = {  # what tells a function's role when it stands in its name
    "loss": "loss cost error mse nll entropy objective energy sse "
    "erreur cout perte verlust fehler kosten perdida costo custo errore",
    "grads": "grad grads gradient gradients backward backprop back bptt derivatives jac jacobian "
    "retropropager gradiente gradienten ableitungen rueckwaerts",
    "step": "step update train learn descend descent epoch sgd fit rule gd optimize optimise "
    "apprendre entrainer schritt lernen trainieren entrenar aprender treinar",
    "predict": "predict forward feedforward hypothesis output "
    "propager predire vorhersage vorhersagen vorwaerts predecir prever",
}
WORDS = {role: names.split() for role, names in _SPELLED.items()}
DERIVED = {"derivative", "deriv", "prime"}  # no loss, though its name may stand beside
MAKER_WORDS = {"init", "initialize", "initialise", "build", "create", "make", "start", "new", "setup"}
HELPERS = (
    "sigmoid relu tanh softmax prime deriv derivative activation check numerical numeric plot init".split()
)
METRICS = {"rmse", "mae", "mape", "r2", "f1", "auc", "acc", "accuracy", "score", "metric", "norm"}
METRICS |= {"precision", "recall", "distance"}  # what is told of a model, and is no loss
SYMBOLS = ("J", "L", "E")  # what textbooks call a loss
SUMS = set("total sum running cum acc somme summe suma soma somma".split())  # what a loop adds its losses to
# what a sequence begins at
STATES = r"^(?:[hcs]_?(?:prev\w*|last|init|start|0)|prev_?[hcs]\w*|\w*(?:hidden|state)\w*)$"


COUNTS = {"t", "step", "steps", "iteration", "iterations", "count", "counter", "k", "n_steps", "timestep"}
FUNCTIONS = ("loss", "grads", "step", "predict", "loss_and_grads", "make")


def _named(module, chosen):
    """What the learner named, by argument; several names, "W1,b1,W2,b2", are a list.

    Raises Unreadable for a name that is not in the file, and for one that is no function where one is wanted.
    """
    handed = {}
    for key, name in chosen.items():
        names = [part.strip() for part in name.strip("()[] ").split(",")] if key != "rate" else []
        values = [_looked_up(module, each) for each in names]
        for each, value in zip(names, values, strict=True):
            if value is None:
                raise Unreadable(f"there is no {each} in the file, which is to be {key}")
            if key in FUNCTIONS and not callable(value):
                words = f"{each} is {kind(value)}, and --{key} wants a function of the file"
                hint = "such as one that you write around the lines that compute it"
                raise Unreadable(f"{words}, {hint}")
        handed[key] = name if key == "rate" else values if len(values) > 1 else values[0]
    return handed


def _looked_up(module, name):
    """The variable of this name, or attribute, as in net.loss; None where there is none."""
    value = module
    for part in name.split("."):
        value = getattr(value, part, None)
    return value


# -- what is in it --


def functions_in(module):
    """The functions of the file's own, by name."""
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, types.FunctionType) and value.__module__ == module.__name__
    }


def classes_in(module):
    """The classes of the file's own, by name."""
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__
    }


def objects_in(module):
    """The objects of the file's own classes."""
    kinds = tuple(classes_in(module).values())
    return {name: value for name, value in vars(module).items() if kinds and isinstance(value, kinds)}


def arrays_in(module):
    """Arrays and what holds arrays, and numbers; by name."""
    odd = (type, types.FunctionType, types.ModuleType, __future__._Feature, *CHANCE)
    named = {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("__") and not isinstance(value, odd) and not _is_tool_of_numpy(value)
    }
    return {name: value for name, value in named.items() if is_array(value) or leaves(value)}


def _is_tool_of_numpy(value):
    """Whether it is an object of NumPy's own, such as c_, which takes any index: `import *` brings it."""
    ours = type(value).__module__.partition(".")[0] == "numpy"
    return ours and not isinstance(value, np.ndarray | np.generic)


# -- what may be what --


def parameters_of(handed):
    """What holds the parameters, by name; {} where functions make them, or reach them elsewhere."""
    held = handed.get("params", handed.get("obj"))
    return held if isinstance(held, dict) else {"params": held} if held is not None else {}


def guessed(module, chosen, ran=None):
    """What the file hands over, tried until a loss can be read: (arguments of `examine`, problem).

    `ran` are the variables of functions that have run, by the number of their first line.
    """
    try:
        fixed = _named(module, chosen)
    except Unreadable as error:
        return {}, f"{error}."
    errors, end = [], time.process_time() + SECONDS_FOR_WAYS
    for first in itertools.islice(_first_choices(module, fixed), MOST_WAYS):
        if time.process_time() > end:
            break
        handed = first | fixed | _as_called(module, first, ran or {})
        try:
            reading = read(**handed)
        except Exception as error:  # a way that does not fit may fail in any way
            errors.append(error)
            continue
        if not fixed and _is_of_predictions(handed, reading, module):
            continue
        for obj in objects_in(module).values():
            _begin_counted(obj, reading)
        handed = _completed(module, handed, reading)
        by_round = {} if fixed or is_compared(handed) else with_a_round(module, fixed, ran or {})
        return by_round or handed, ""
    by_round = {} if fixed.keys() - {"params", "x", "y", "rate"} else with_a_round(module, fixed, ran or {})
    if by_round:
        return by_round, ""
    if fixed and errors:
        return fixed, str(errors[0])
    unnamed = {} if errors or fixed else _losses_by_what_they_do(module)
    likely = [name for name, handed in unnamed.items() if name in SYMBOLS or _has_this_slope(handed)]
    if len(likely) == 1:
        return unnamed[likely[0]], ""
    try:
        supposed = {} if fixed else _with_a_supposed_loss(module, ran or {})
    except NoneFits as error:
        return {}, f"{error}: def loss(...)."
    telling = supposed or ({} if fixed else _by_a_step_that_tells(module, ran or {}))
    if telling:
        return telling, ""
    if len(unnamed) == 1:
        name = next(iter(unnamed))
        words = "no function is called a loss, and your gradient is not that of"
        return {}, f"{words} {name}. If {name} is the loss, say so: --loss {name}."
    if unnamed:
        several = ", ".join(unnamed)
        return {}, f"several functions may be the loss: {several}. Name it: --loss {next(iter(unnamed))}."
    words = f"no loss was found that can be called{f' ({str(errors[0]).rstrip(chr(46))})' if errors else ''}"
    return {}, f"{words}. {_what_to_write(module)}."


def _as_called(module, handed, ran):
    """Under `also`, the strength of a penalty and such settings that a loss was called with; or {}.

    Those that stand as variables in the file are found without.
    """
    function = handed.get("loss")
    used = ran.get(function.__code__.co_firstlineno, {}) if function else {}
    names = [
        name for name in used if is_setting(name) and is_number(used[name]) and not hasattr(module, name)
    ]
    known = {name: used[name] for name in names if name in asked(function)}
    return {"also": handed.get("also", {}) | known} if known else {}


def _by_a_step_that_tells(module, ran):
    """How to hand over an update that returns its loss, with the last example that it was given; or {}."""
    functions = functions_in(module)
    for function in [functions[name] for name in _ranked(functions, "step")]:
        used = ran.get(function.__code__.co_firstlineno, {})
        data = {
            name: used[name] for name in asked(function) if name in used and _is_example(name, used[name])
        }
        if _takes_too_much(function) or not data:
            continue
        with contextlib.suppress(Exception):  # a way that does not fit may fail in any way
            handed = {"step": function, "also": data}
            read(**handed)
            return handed
    return {}


def _is_example(name, value):
    """Whether an argument is about an example: called so, or whole numbers."""
    whole = isinstance(value, np.ndarray) and value.dtype.kind in "iub"
    return bool(meanings(name) & {"x", "y"}) or whole or is_number(value)


def _is_of_predictions(handed, reading, module):
    """Whether the only array of a loss is no parameter, but what some inputs have led to.

    The loss gets it beside targets alone; it has a row for each of them, or they are labels of other inputs.
    """
    names = asked(handed["loss"]) if "loss" in handed else []
    if len(reading.start) != 1 or any(meanings(name) & {"x", "params"} for name in names):
        return False
    targets = [as_numpy(vars(module).get(name)) for name in names if "y" in meanings(name)]
    targets = [each for each in targets if isinstance(each, np.ndarray) and each.ndim]
    labels = any(each.ndim == 1 and each.dtype.kind in "iu" for each in targets)
    return labels or any(reading.start[0].shape[:1] == each.shape[:1] for each in targets)


def is_compared(handed):
    """Whether there is a gradient or an update to compare the loss with."""
    reading = read(**handed)
    return bool(reading.grads or reading.step)


def _what_to_write(module):
    """The hint for a file in which no loss is found: what to write, or what to name."""
    functions, classes, objects = functions_in(module), classes_in(module), objects_in(module)
    hint = "Name it, and what it takes: --loss cost --params weights --x X --y y"
    known = {name for role in WORDS for name in _ranked(functions, role)} - set(_ranked(functions, "loss"))
    aside = {*HELPERS, *MAKER_WORDS, *METRICS}
    known |= {
        name for name in functions if any({part, part.removeprefix("d")} & aside for part in _parts(name))
    }
    if not functions.keys() - known and not classes:
        names = _with_gradients(module)
        what = f"its gradients, {', '.join(f'd{name}' for name in names)}," if names else "its gradients"
        names = names or [
            name for name in arrays_in(module) if re.match(r"(?:w|b|theta|weights?)\d*$", name.lower())
        ]
        arguments = ", ".join(names) or "w, b"
        hint = f"Put the lines that compute the loss into a function, and those that compute {what} into "
        hint += f"another: def loss({arguments}) and def grads({arguments}). "
        hint += "Or, where one of yours does it, name it: --loss cost --grads slopes"
    elif classes and not objects:
        hint = (
            f"Make an object in the file, with its weights in it: net = {next(iter(classes))}(...). Or name "
        )
        hint += "what is what: --loss cost --params weights --x X --y y"
    elif objects:
        name = type(next(iter(objects.values()))).__name__
        hint = f"Write two methods in {name}: loss(self, X, y), which computes it from the weights that are "
        hint += "there, and step(self, X, y), which makes one step. Or name what is what: --loss cost "
        hint += "--params weights --x X --y y"
    if not any(_is_data(value) for value in vars(module).values()):
        hint += ". Make a few examples in the file as well, such as X and y"
    return hint


def _with_gradients(module):
    """The arrays of a file that look like parameters: W1 beside dW1, with no row for each example."""
    arrays = arrays_in(module)
    rows = {len(value) for name, value in arrays.items() if "x" in meanings(name) and _is_data(value)}
    told = [name for name in arrays if f"d{name}" in arrays or f"grad_{name}" in arrays]
    return [name for name in told if not (np.ndim(arrays[name]) and len(arrays[name]) in rows)]


def _first_choices(module, fixed):
    """Ways to hand over a loss with its parameters and data, the likeliest first."""
    functions = functions_in(module)
    if fixed.keys() & {"loss", "loss_and_grads", "obj", "make"}:
        function = fixed.get("loss") or fixed.get("loss_and_grads")
        for params in _parameter_choices(module, function) if function else [None]:
            yield from ({"params": params} | data for data in _data_choices(module, function))
        return
    for obj in objects_in(module).values():
        if _has_a_loss(obj):
            yield from ({"obj": obj} | data for data in _data_choices(module, None))
    for maker in [*functions.values(), *classes_in(module).values()]:
        if _makes_a_program(maker):
            yield from ({"make": maker} | data for data in _data_choices(module, None))
    for name in _ranked(functions, "loss"):
        yield from _with_predictions(module, functions[name])
        for params in _parameter_choices(module, functions[name]):
            for data in _data_choices(module, functions[name]):
                yield {"loss": functions[name], "params": params} | data


def _with_predictions(module, loss):
    """Ways to hand over a loss of predictions: with what makes them, its parameters, and its inputs."""
    functions, objects = functions_in(module), objects_in(module)
    if not any(meanings(name) & {"output"} or name == "p" for name in asked(loss)):
        return
    for obj in objects.values():
        yield from ({"loss": loss, "obj": obj} | data for data in _data_choices(module, loss))
    for name in _ranked(functions, "predict"):
        x = next(_data_choices(module, functions[name]))["x"]
        for params in _parameter_choices(module, functions[name]):
            for data in _data_choices(module, loss):
                yield {"loss": loss, "predict": functions[name], "params": params} | data | {"x": x}


def with_a_round(module, fixed, ran, noted=True, named=False):
    """How to hand over a file whose loop moves its arrays, and notes its loss or predicts; or {}.

    Not by the loss that it notes, where this is not to be `noted`. By the gradients that it gives names to,
    not by its moves, where these are `named`.
    """
    for one in itertools.islice(rounds_of(module, ran, _is_a_loss, noted), MOST_WAYS // 4):
        if named and one.grads is None:
            continue
        handed = {"params": one.params} | ({"grads": one.grads} if named else {"step": one.step})
        if one.loss:
            ways = [handed | {"loss": one.loss} | data for data in _data_choices(module, None)]
        else:
            ways = [handed | {"predict": one.predict, "x": one.target, "y": one.target}]
        for way in ways:
            with contextlib.suppress(Exception):  # a way that does not fit may fail in any way
                read(**way | fixed)
                return way | fixed
    return {}


def _is_a_loss(name, adds=False):
    told = name in SYMBOLS or bool(_ranked({name: None}, "loss"))
    return told or (adds and bool(set(_parts(name)) & SUMS))


def step_in_a_loop(module, handed, ran):
    """{"step": a round of the loop that moves the parameters}; {} where there is none that can be called."""
    names = [name for name in read(**handed).names if hasattr(module, name)]
    held = parameters_of(handed) or {name: getattr(module, name) for name in names}
    known = [follow(held, end.path) for leaf in leaves(held) for end in ends(leaf)]
    known = [each for each in known if isinstance(each, np.ndarray | list)]
    step = step_of(module, ran, _is_a_loss, known)
    with contextlib.suppress(Exception):  # a way that does not fit may fail in any way
        if step is not None and read(**handed, step=step).step is not None:
            return {"step": step}
    return {}


def _with_a_supposed_loss(module, ran):
    """How to hand over a file in which nothing is called a loss, if one of the usual losses fits; or {}.

    Raises NoneFits where there are predictions, and none does.
    """
    functions, objects, why = functions_in(module), objects_in(module), None
    if _ranked(functions | _methods(objects), "loss"):
        return {}
    choices = _choices_without_a_loss(module, functions, objects, ran)
    for handed in itertools.islice(choices, MOST_WAYS // 2):
        try:
            read(**handed)
        except NoneFits as error:
            why = error
        except Exception:  # a way that does not fit may fail in any way
            continue
        else:
            return handed
    if why is not None:
        raise why
    return {}


def _choices_without_a_loss(module, functions, objects, ran):
    """Ways to hand over objects, or gradients or an update with what makes the predictions."""
    for obj in objects.values():
        yield from ({"obj": obj} | data for data in _data_choices(module, None))
        yield from ({"obj": obj} | one for one in _single_examples(module))
        yield from ({"obj": obj} | two for two in _as_differentiated(obj, ran))
    for role, predict in itertools.product(("grads", "step"), _ranked(functions, "predict")):
        for params in _parameter_choices(module, functions[predict]):
            for name in _ranked(functions, role):
                chosen = {role: functions[name], "predict": functions[predict], "params": params}
                x = next(_data_choices(module, functions[predict]))["x"]
                yield from (chosen | data | {"x": x} for data in _data_choices(module, functions[name]))


def _as_differentiated(obj, ran):
    """The two arguments that an object's gradients had in their last call, as inputs and targets."""
    methods = _methods({"obj": obj})
    for method in [methods[name] for name in _ranked(methods, "grads")]:
        used, names = ran.get(method.__func__.__code__.co_firstlineno, {}), asked(method)
        if len(names) == 2 and used.keys() >= set(names):
            yield {"x": used[names[0]], "y": used[names[1]]}


def _single_examples(module):
    """The first example of each list of pairs of arrays, as columns often are: [(x, y), ...]."""
    for value in vars(module).values():
        first = value[0] if isinstance(value, list | tuple) and value else None
        if isinstance(first, tuple) and len(first) == 2 and all(isinstance(a, np.ndarray) for a in first):
            yield {"x": first[0], "y": first[1]}


def _losses_by_what_they_do(module):
    """By name, how to hand over each function of no known role that tells a number of its parameters."""
    functions, found = functions_in(module), {}
    known = {name for role in WORDS for name in _ranked(functions, role)}
    for name in functions:
        if name in known or set(_parts(name)) & {*HELPERS, *MAKER_WORDS, *METRICS}:
            continue
        if not (name in SYMBOLS or asked(functions[name])) or _takes_too_much(functions[name]):
            continue  # called alone it may do anything, as a whole training does
        ways = (
            {"loss": functions[name], "params": params} | data
            for params in _parameter_choices(module, functions[name])
            for data in _data_choices(module, functions[name])
        )
        for handed in itertools.islice(ways, MOST_WAYS // 6):
            with contextlib.suppress(Exception):  # a way that does not fit may fail in any way
                reading = read(**handed)
                near = [a + 1e-4 for a in reading.start]  # what counts hits is the same there
                values = [reading.loss(point, reading.x, reading.y) for point in (reading.start, near)]
                completed = _completed(module, handed, reading)
                if values[0] != values[1] and completed.keys() & {"grads", "step"}:
                    found[name] = completed
                    break
    return found


def _has_this_slope(handed):
    """Whether the gradient, else the first step, is the slope of the loss but for a factor of each array.

    Beside a loss that has no function, a metric would be taken for it: a right gradient is not its slope.
    """
    with contextlib.suppress(Exception):  # what was taken for a gradient may be anything
        reading, rng = read(**handed), np.random.default_rng(0)
        points = [[np.asarray(a + rng.normal(0, 0.5, a.shape)) for a in reading.start] for _ in range(3)]
        claims = [_way_of(reading, point) for point in points]
        factors = factors_along(lambda arrays: reading.loss(arrays, reading.x, reading.y), points, claims)
        return all(k is not None and k > 0 for k in factors)
    return False


def _way_of(reading, point):
    """The gradient at a point; where there is none, how far a step goes down from it."""
    if reading.grads:
        return reading.grads(point, reading.x, reading.y)
    new = reading.step(point, reading.x, reading.y)
    return [None if b is None else a - b for a, b in zip(point, new, strict=True)]


def _has_a_loss(obj):
    return any(callable(getattr(obj, name, None)) for name in METHODS["loss"] + METHODS["both"])


def _makes_a_program(maker):
    """Whether a function or class makes an object with a loss, or a dict of functions, out of nothing."""
    told = isinstance(maker, type) or set(_parts(maker.__name__)) & MAKER_WORDS
    if not told or asked(maker):
        return False
    try:
        made = maker()
    except Exception:  # a learner's code may raise anything
        return False
    return _has_a_loss(made) or (isinstance(made, dict) and callable(made.get("loss")))


def _ranked(functions, role):
    """The names of functions that may have a role, the likeliest first."""

    def rank(name):
        name = name.rpartition(".")[2]
        if name in METHODS[role]:
            return METHODS[role].index(name)
        parts = _parts(name)
        helper = set(parts) & set(HELPERS) and not (role == "loss" and set(parts) & {"loss", "cost"})
        helper = helper or (role == "loss" and set(parts) & DERIVED)
        if not set(parts) & set(WORDS[role]) or helper:
            return None
        return 50 + len(parts)

    ranks = {name: None if _returns_a_function(functions[name]) else rank(name) for name in functions}
    return sorted((name for name in functions if ranks[name] is not None), key=ranks.get)


def _returns_a_function(function):
    """Whether it makes functions, alone or several: it is none of the roles that these may have."""
    code = getattr(function, "__code__", None)
    made = {each.co_name for each in code.co_consts if isinstance(each, types.CodeType)} if code else set()
    steps = list(dis.get_instructions(code)) if made else []
    for place, step in enumerate(steps):
        before = itertools.takewhile(
            lambda each: each.opname.startswith(("LOAD", "BUILD_TUPLE")), reversed(steps[:place])
        )
        if step.opname == "RETURN_VALUE" and any(each.argval in made for each in before):
            return True
    return False


def _parts(name):
    """The words in a name: compute_cost, computeCost and lossGrad fall apart, and MSE does not."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    parts = [re.sub(r"(?<=[a-z]{3})(?:function|func|fun|fn)$", "", part) for part in spaced.split("_")]
    return [part.rstrip("0123456789s") if len(part) > 4 else part for part in parts if part]


def _parameter_choices(module, function):
    """What may be the parameters of a function: variables of its arguments' names, then of any such name."""
    arrays = arrays_in(module)
    names = asked(function)
    own = [name for name in names if not meanings(name) & {"x", "y"} or "params" in meanings(name)]
    own = [name for name in own if not re.match(STATES, name)]
    if not own:
        yield None
    same = {name: arrays[name] for name in own if name in arrays}
    told = [name for name in same if "params" in meanings(name)]
    if len(told) == 1 and not is_array(same[told[0]]):
        yield same[told[0]]
    for name in own:
        unpacked = unpacked_names(function, name)
        if unpacked and all(each in arrays for each in unpacked):
            yield [arrays[each] for each in unpacked]
    if len(same) == 1 and len(same) == len(own):
        yield next(iter(same.values()))
    elif same and len(same) == len(own):
        yield same
    for name, value in arrays.items():
        if "params" in meanings(name) and not is_number(value):
            yield value
    for name, maker in (functions_in(module) | classes_in(module)).items():
        if isinstance(maker, type) or set(_parts(name)) & MAKER_WORDS:
            yield from _made(maker)
    for name, value in arrays.items():
        if not meanings(name) and not is_number(value):
            yield value
    yield None


def _made(maker):
    """What a function without arguments makes, if it is arrays."""
    if asked(maker):
        return
    try:
        value = maker()
    except Exception:  # a learner's code may raise anything
        return
    if is_array(value) or leaves(value):
        yield value


def _data_choices(module, function):
    """What may be the data: by the names of the arguments, then by any such name; and none."""
    arrays = {name: value for name, value in vars(module).items() if _is_data(value)}
    numbers = {name: value for name, value in vars(module).items() if is_number(value)}
    names = asked(function) if function else []
    choices = {}
    for key in ("x", "y"):
        same = [arrays[name] for name in names if name in arrays and key in meanings(name)]
        same += [numbers[name] for name in names if name in numbers and key in meanings(name)]
        like = [value for name, value in arrays.items() if key in meanings(name)]
        choices[key] = (same or like or [None])[0]
    starts = {name: _start(module, name) for name in names if re.match(STATES, name)}
    further = {"also": starts} if starts and all(held is not None for held in starts.values()) else {}
    yield choices | further
    for name, value in arrays.items():
        if "pairs" in meanings(name) and value is not choices["x"]:
            yield {"x": value, "y": None} | further
    others = [value for value in arrays.values() if value is not choices["x"] and value is not choices["y"]]
    rows = None if choices["x"] is None or choices["y"] is None else len(choices["x"])
    for other in [each for each in others if len(each) == rows][:MOST_TARGETS]:
        yield choices | further | {"y": other}  # such as one-hot rows beside labels
    yield dict(x=None, y=None) | further


def _start(module, name):
    """What a sequence begins at: a variable of the argument's name, or of its first letter; or None."""
    arrays = arrays_in(module)
    return arrays.get(name, arrays.get(name[0]))


def _is_data(value):
    value = as_numpy(value)
    if isinstance(value, np.ndarray):
        return value.ndim > 0 and value.dtype.kind in "iufb"
    rows = isinstance(value, list | tuple) and len(value) > 0
    return rows and (is_array(value) or isinstance(value[0], list | tuple | np.ndarray))


def _completed(module, handed, reading):
    """The arguments with the gradients, step and predictions of the file, as far as they can be called."""
    if handed.keys() & {"obj", "make"} and (reading.grads or reading.step):
        return handed
    taken = [handed.get("loss"), handed.get("loss_and_grads")]
    owners = objects_in(module)
    if isinstance(handed.get("params"), tuple(classes_in(module).values())):  # one that was made just now
        owners = owners | {type(handed["params"]).__name__: handed["params"]}
    for role in ("predict", "grads", "step"):  # gradients may ask for what the forward pass returns
        if role in handed or (role == "grads" and reading.grads):
            continue
        functions = functions_in(module) | _methods(owners)
        for function in [functions[name] for name in _ranked(functions, role)]:
            if function in taken or _takes_too_much(function):
                continue
            if role == "step":
                _begin(function, reading)
            try:
                tried = read(**handed, **{role: function})
            except Exception:  # as above
                continue
            if role == "grads" and _stays(tried):
                continue
            handed = handed | {role: function}
            break
    return handed


def _begin(step, reading):
    """Let what an optimizer remembers of a training begin at nothing: what it adds up, and counts.

    An object that holds parameters of its own is more than an optimizer, and stays as it is.
    """
    held, shapes = {"owner": getattr(step, "__self__", None)}, {array.shape for array in reading.start}
    known = [leaf for leaf in leaves(held) if get(held, leaf).shape in shapes]
    if any(np.array_equal(get(held, leaf), array) for leaf in known for array in reading.start):
        return
    for leaf in leaves(held):
        array, counts = get(held, leaf), is_whole(held, leaf) and last_name(leaf) in COUNTS
        if (array.ndim and leaf in known) or counts:
            put(held, leaf, 0 * array)


def _begin_counted(obj, reading):
    """The same for each optimizer inside an object that counts its steps, and for the count."""
    held, shapes = {"obj": obj}, {array.shape for array in reading.start}
    counts = [leaf for leaf in leaves(held) if is_whole(held, leaf) and last_name(leaf) in COUNTS]
    for count in counts:
        for leaf in leaves(held):
            array, inside = get(held, leaf), leaf.path[: len(count.path) - 1] == count.path[:-1]
            is_parameter = any(np.array_equal(array, each) for each in reading.start)
            if inside and array.ndim and array.shape in shapes and not is_parameter:
                put(held, leaf, 0 * array)
        put(held, count, 0 * get(held, count))


def _stays(reading):
    """Whether what was taken for the gradient is the same elsewhere: what a training has left."""
    rng = np.random.default_rng(0)
    points = [perturbed(reading.start, rng) for _ in range(2)]
    try:
        first, second = (reading.grads(point, reading.x, reading.y) for point in points)
    except Exception:  # a learner's code may raise anything
        return False
    return all(map(np.array_equal, first, second))


def _methods(owners):
    """The methods of objects, bound, as net.train_one."""
    return {
        f"{name}.{method}": getattr(value, method)
        for name, value in owners.items()
        for kind in type(value).__mro__
        for method, code in vars(kind).items()
        if isinstance(code, types.FunctionType) and not method.startswith("_")
    }


def _takes_too_much(function):
    """Whether it is a whole training that would take long: it is not called with one step only."""
    return any("count" in meanings(each.name) for each in inspect.signature(function).parameters.values())
