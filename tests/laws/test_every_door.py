"""One table of hostile values over every public door: the right result, or a word that helps.

Doors are found, not listed: each public function of data, nn, check, widgets and tasks. Each has one good
call, put together from GOOD by the names of its parameters; then each argument in turn is replaced by every
value of its kind. A new function, also of a new module, is in the table by itself; or the first test says
what is missing.
"""

import contextlib
import importlib
import inspect
import os
import pkgutil
import re
import signal
import tempfile
from collections import Counter
from enum import Enum
from itertools import islice
from pathlib import Path
from types import GeneratorType

import hostile
import numpy as np
import pytest
from hostile import EITHER, LATER, REFUSED, SAME, Kind, Value

import backprop_course
from backprop_course.check import programs
from backprop_course.check.examination import examine
from backprop_course.check.report import Examination
from backprop_course.nn import layers, losses, models, saving
from backprop_course.nn.network import init
from backprop_course.nn.search import search
from backprop_course.tasks.exercise import Exercise
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.prediction import number, words
from backprop_course.tasks.question import Choice, Number
from backprop_course.tasks.verdict import Hints, Outcome, Verdict
from backprop_course.tasks.verdict import Kind as VerdictKind
from backprop_course.widgets.painting import Drawing

pytestmark = pytest.mark.slow
SECONDS = 5.0  # for one call

X = np.array([[0.0, 1], [2, 0], [1, 3], [3, 2], [2, 2], [1, 0]])
Y = np.array([[0.0], [1], [1], [0], [1], [0]])


def mlp():
    return models.mlp([2, 3, 1])


FEW = X[0], X[:2], Y[:2]  # parameters and data of a small program


def squares(params, x, y):
    """A loss that looks at its parameters alone."""
    return sum(np.sum(p * p) for p in params)


def squares_slope(params, x, y):
    """The gradient of that."""
    return [2 * p for p in params]


# -- good arguments, and what else is tried, by the names of parameters --

SHAPES = [[(2, 3), (1, 3)], [], [(3, 1), (1, 1)]]
DATA = hostile.matrix(X, partner=("y",))
FUNCTION = hostile.function(np.tanh)
BETA = hostile.number(0.5, above=1.0)
TOLERANCE = hostile.number(2.0**-10)
ANY_NUMBER = hostile.number(2.0, below=None)
LAYER = hostile.layer(lambda: layers.tanh)


def inside(folder):
    """A file of saved parameters, and hostile names of files."""
    os.mkfifo(folder / "fifo")
    (folder / "folder").mkdir()
    (folder / "text").write_text("words")
    saving.save(folder / "good", [[np.ones(shape) for shape in own] for own in SHAPES])
    odd = {
        "a folder": folder / "folder",
        "a file in no folder": folder / "none" / "file",
        "a file in a file": folder / "text" / "file",
        "a fifo": folder / "fifo",
        "a name with a zero": str(folder / "a\0b"),
        "a name too long": str(folder / ("n" * 300)),
        "half a letter": str(folder / "\ud800"),
        "a number of a file": 0,
    }
    others = [Value(what, lambda path=path: path) for what, path in odd.items()]
    return Kind(lambda: folder / "good", [*others, *hostile.things("path")])


FOLDER = tempfile.TemporaryDirectory()
GOOD = {
    # data
    "x": DATA,
    "y": hostile.targets(Y),
    "train": hostile.matrix(X, columns=False),
    "others": hostile.matrix(X[1:4]),
    "z": hostile.numbers(X, finite=False),
    "a": hostile.numbers(X, finite=False),
    "b": hostile.numbers(X[::-1], finite=False),
    "point": hostile.numbers(X),
    "labels": hostile.numbers([0, 2, 1]),
    "prediction": hostile.matrix(Y, partner=("y",), runs=True, finite=False),
    "params": hostile.parameters(SHAPES),
    # whole numbers
    "n": hostile.count(8),
    "n_in": hostile.count(2),
    "n_out": hostile.count(1),
    "n_classes": hostile.count(3, least=2),
    "sizes": hostile.sizes([2, 3, 1]),
    "seed": hostile.seed(),
    "seeds": hostile.seeds(),
    "steps": hostile.count(3),
    "every": hostile.count(3),
    "points": hostile.count(2),
    "count": hostile.count(2),
    "depth": hostile.count(3),
    "batch_size": hostile.count(4, optional=True),
    "size": hostile.count(4),
    # numbers
    "rate": hostile.rate(),
    "rates": hostile.rate(schedule=False),
    "noise": hostile.number(0.5),
    "slope": ANY_NUMBER,
    "intercept": ANY_NUMBER,
    "distance": ANY_NUMBER,
    "turns": ANY_NUMBER,
    "test": hostile.number(0.25, above=1.0),
    "tolerance": TOLERANCE,
    "gradient_tolerance": TOLERANCE,
    "loss_tolerance": TOLERANCE,
    "step": hostile.number(2.0**-16, below=0.0),
    "h": hostile.number(2.0**-20, below=0.0),
    "beta": BETA,
    "beta1": BETA,
    "beta2": BETA,
    "rho": BETA,
    "factor": BETA,
    "eps": hostile.number(2.0**-10, below=0.0),
    "limit": hostile.number(2.0, below=0.0),
    "last": hostile.number(0.0625),
    "std": hostile.number(0.5),
    "number": ANY_NUMBER,
    "leak": hostile.number(0.25, above=1.0),
    "strength": hostile.number(0.5),
    "gain": hostile.number(2.0),
    "bias": hostile.number(0.5),
    "q": hostile.number(1.0),
    "first": hostile.number(1.0),
    "least": hostile.number(0.5),
    "wanted": hostile.number(0.5, above=2.0),
    "low": hostile.number(1.0, below=None),
    "high": hostile.number(4.0, below=None),
    # what the course makes
    "model": hostile.model(mlp),
    "models": hostile.model(mlp, named=("model",)),
    "network": hostile.network(lambda: mlp().network),
    "rng": hostile.generator(),
    "optimizer": hostile.optimizer(),
    "then": hostile.optimizer(),
    "initializer": hostile.initializer(),
    "activation": LAYER,
    "layer": LAYER,
    "layers": LAYER,
    "loss": hostile.loss(),
    "g": FUNCTION,
    "f": FUNCTION,
    "compute": FUNCTION,
    "draw": FUNCTION,
    "say": FUNCTION,
    "dice": hostile.function(lambda shape: np.full(shape, 0.5)),
    "overwrite": hostile.flag(True),
    "path": inside(Path(FOLDER.name)),
    "name": hostile.text("rate"),
}
# Where a parameter of a function means something else, or may be left out.
OF = {
    "batch_norm.eps": hostile.number(2.0**-10),
    "mlp.activation": hostile.one_of("tanh", layers.tanh, kind=("layer",)),
    "linear_regression.initializer": hostile.initializer(named=True),
    "logistic_regression.initializer": hostile.initializer(named=True),
    "softmax_regression.initializer": hostile.initializer(named=True),
    "mlp.initializer": hostile.initializer(named=True),
    "moons.n": hostile.count(8, least=2),
    "circles.n": hostile.count(8, least=2),
    "clouds.n": hostile.count(8, least=2),
    "spirals.n": hostile.count(8, least=2),
    "split.x": hostile.matrix(X, columns=False, partner=("y",)),
    "split.y": hostile.targets(Y, columns=False),
    "batches.x": hostile.matrix(X, columns=False, partner=("y",)),
    "batches.y": hostile.targets(Y, columns=False),
    "batches.rng": hostile.generator(several=True),
    "fit.rng": hostile.generator(several=True, optional=True),
    "fit.params": hostile.parameters(SHAPES, optional=True),
    "start.rng": hostile.generator(several=True),
    "init.rng": hostile.generator(several=True),
    "check.rng": hostile.generator(optional=True),
    "check_model.rng": hostile.generator(optional=True),
    "diagnose.rng": hostile.generator(optional=True),
    "backprop.x": hostile.matrix(X, partner=("y",), runs=True),
    "backprop.y": hostile.targets(Y, runs=True),
    "backprop.params": hostile.parameters(SHAPES, finite=False),
    "batch.x": hostile.matrix(X, partner=("y",), runs=True),
    "batch.y": hostile.targets(Y, runs=True),
    "fitting.params": hostile.parameters(SHAPES, finite=False),
    "accuracy.y": hostile.targets(Y, partner=("prediction",)),
    "classes.prediction": hostile.matrix(Y, runs=True, columns=False, finite=False, flat=True),
    "predict.x": hostile.matrix(X),
    "at_test.x": hostile.matrix(X),
    "clipped.then": hostile.optimizer(later=True),
    "dropout.rate": hostile.number(0.25, above=1.0),
    "weight_decay.strength": hostile.strength(),
    "one_hot.n_classes": hostile.count(3, named=("labels",)),
    "seeds.least": ANY_NUMBER,
    "seeds.wanted": ANY_NUMBER,
    "check.x": hostile.matrix(X, columns=False, shape=True),
    "slope.f": hostile.function(lambda point: (point * point).sum()),
    "elementwise.slope": hostile.function(lambda x, y: 1 - y * y),
    "travel.layer": hostile.function(lambda q: (q / 2, 1.0)),
    "train.data": hostile.pairs(X, Y),
    "warm_up.then": hostile.rate(later=True, table=True),
    "search.rates": hostile.rate(schedule=False),
    "save.params": hostile.parameters(SHAPES, any_model=True),
    "diagnose.claimed": hostile.told(lambda: programs.program_of(mlp()).grads),
    "constant_rate.rate": hostile.rate(schedule=False, table=True),
    "step_decay.rate": hostile.rate(schedule=False, table=True),
    "exponential_decay.rate": hostile.rate(schedule=False, table=True),
    "cosine.rate": hostile.rate(schedule=False, table=True),
    "program.loss": hostile.function(squares, optional=True),
    "program.grads": hostile.function(squares_slope, optional=True),
    "program.step": hostile.function(squares_slope, optional=True),
    "program.predict": hostile.function(squares_slope, optional=True),
    "program.params": hostile.told(lambda: None),
    "program.rate": hostile.rate(schedule=False),
    "program_of.rate": hostile.rate(schedule=False),
    "seeds.rate": hostile.rate(),
    "differences.loss": hostile.function(lambda params, x, y: sum(np.sum(p * p) for p in params)),
    "differences.params": hostile.arrays([X, Y]),
    "differences.x": hostile.numbers(X, finite=False, optional=True),
    "differences.y": hostile.numbers(Y, finite=False, optional=True),
    "setting.params": hostile.arrays([X, Y]),
    "setting.model": hostile.told(lambda: None),
    "setting.optimum": hostile.number(0.5, below=None, optional=True),
    "setting.x": hostile.numbers(X, optional=True),
    "setting.y": hostile.numbers(Y, optional=True),
    "slider.values": hostile.numbers([1, 2, 4]),
    "slider.start": ANY_NUMBER,
    "slider.between": hostile.flag(False),
    "slider.pace": hostile.number(0.5, above=61.0),
    "evenly_spaced.step": hostile.number(1.0, below=0.0),
    "rounded.low": hostile.number(1.0, below=0.0),
    "rounded.high": hostile.number(4.0, below=0.0),
    "rounded.digits": hostile.numbers([1, 3]),
}

# Public functions and whole modules that are no doors: what they are handed, a door has let in. The modules
# of check serve `examine`, those of widgets a lab, those of tasks a task's call: these doors are among TASKS.
INNER = {
    "check": {
        "algebra", "claim", "claimed", "conclusion", "conventions", "drawing", "evidence", "examination",
        "facts", "faults", "file", "graph", "guessing", "identification", "learner", "loops", "optimizers",
        "peeling", "reading", "report", "rounds", "rows", "running", "saying", "stepping", "suspects", "tape",
        "truth", "updates", "wrong_loss", "diagnosis.beside_the_model", "diagnosis.somewhere",
        "diagnosis.gradient_of",
        "diagnosis.gradients_with_faults", "diagnosis.committed", "diagnosis.place", "diagnosis.diagnosis",
        "diagnosis.misshapen", "differences.loss_layer", "differences.penalized", "differences.factors_along",
        "programs.descending",
        "programs.stepped_down", "probes.run_probes", "probes.shape", "probes.gradient", "probes.step",
        "probes.descent", "probes.permutation", "probes.purity", "probes.range_", "probes.optimum",
        "probes.applied",
    },
    "nn": {
        "_descent",  # the engine of `train` and `fit`
        "layers.dense_forward", "layers.dense_backward", "layers.batch_norm_forward",
        "layers.batch_norm_backward", "layers.affine_forward", "layers.affine_backward",
        "layers.dropout_backward",  # the three functions of a layer
        "network.forward", "network.output", "network.backward", "network.declared_shapes", "network.nested",
        "network.opened", "network.shapes", "network.pack", "network.windows",
        "network.block_names",  # between two layers
        "optimizers.gradient_descent",  # an optimizer itself
        "losses.hint_of_labels", "models.weights_count", "models.refuse_no_model", "layers.refuse_no_layer",
        "layers.weights_of",
        "optimizers.checked", "optimizers.schedule",  # what doors are made of
        "plain",  # a program as a learner writes it
        "signals",
        "walks",  # what lessons measure
    },
    "tasks": {
        "answers", "cases", "desk", "exercise", "judging", "keeping", "mistakes", "own", "pieces",
        "prediction", "stopping", "verdict",
    },
    "widgets": {
        "ahead", "axes", "cells", "lab", "pad", "painting", "panels", "stills", "style",
        "vectors", "words",
        "controls.beside", "controls.label", "controls.choice",  # labels are the author's
    },
}  # fmt: skip


def found():
    """All public functions of the parts that take something from outside, by "module.function"."""
    parts = [*INNER, "data"]
    names = [each.name for each in pkgutil.walk_packages(backprop_course.__path__, "backprop_course.")]
    for name in names:
        part, _, module = name.removeprefix("backprop_course.").partition(".")
        if part in parts and (module or part == "data"):
            for function, value in vars(importlib.import_module(name)).items():
                own = inspect.isfunction(value) and value.__module__ == name
                if own and not function.startswith("_"):
                    yield part, f"{module or part}.{function}", value


def is_inner(part, name):
    """Whether a function is no door, itself or with its whole module."""
    inner = INNER.get(part, set())
    return name in inner or name.split(".")[0] in inner


def of_search():
    return search(mlp(), X, Y, [0.125, 0.25], seeds=2, steps=2)


DOORS = {name: function for part, name, function in found() if not is_inner(part, name)}
SEARCH = of_search()
DOORS |= {
    "Loss.squared_error": lambda z, y: losses.squared_error(z, y),
    "Loss.logistic": lambda z, y: losses.logistic(z, y),
    "Search.accuracy": lambda x, y: SEARCH.accuracy(x, y),
    "Search.loss": lambda x, y: SEARCH.loss(x, y),
}
OF |= {
    "Loss.squared_error.z": hostile.numbers(X, finite=False),
    "Loss.squared_error.y": hostile.numbers(X[::-1], finite=False),
    "Loss.logistic.z": hostile.numbers(Y, finite=False),
    "Loss.logistic.y": hostile.numbers(Y, finite=False),
}


# -- tasks: whatever they are called with, words come back --

HINTS = Hints("Think.")
TASKS = {
    "an exercise": Exercise(
        "f(x)", lambda x: x + 1, lambda: [(X,), (Y,)], ["f"], HINTS, [Mistake("no", lambda x: x)]
    ),
    "a question": Number("How many?", 5.0, HINTS, [Mistake("no", 4.0)]),
    "a choice": Choice("Which?", "left", "so it is", HINTS),
    "a game": Game("win", "lab", lambda values, result: True, [], [], HINTS),
    "a prediction": number("How many?", "it is {:.2f}", 0.1),
    "an answer to it": number("How many?", "it is {:.2f}", 0.1).answer,
    "a prediction in words": words("Which?", ("left", "it is left", lambda x: x > 0)),
    "an answer in words": words("Which?", ("left", "it is left", lambda x: x > 0)).answer,
    "examine": lambda value: examine(value, value, value, value, value, seconds=3.0),
    "examine's params": lambda value: examine(squares, squares_slope, value, X, Y, seconds=3.0),
    "examine's gradients": lambda value: examine(squares, value, [FEW[0]], *FEW[1:], seconds=3.0),
    "examine's update": lambda value: examine(squares, None, [FEW[0]], *FEW[1:], step=value, seconds=3.0),
    "examine's data": lambda value: examine(squares, squares_slope, [FEW[0]], value, value, seconds=3.0),
    "examine's rate": lambda value: examine(
        squares, squares_slope, [FEW[0]], *FEW[1:], rate=value, seconds=3.0
    ),
    "examine's object": lambda value: examine(obj=value, x=X, y=Y, seconds=3.0),
    "examine's maker": lambda value: examine(make=value, x=X, y=Y, seconds=3.0),
}


# -- one call --


class Hang(BaseException):
    """A call took too long."""


@contextlib.contextmanager
def limited():
    """Raise Hang in what takes too long."""

    def ring(number, frame):
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def kind_of(door, parameter):
    """The kind of a parameter, or None."""
    return (
        OF.get(f"{door.rpartition('.')[2]}.{parameter}")
        or OF.get(f"{door}.{parameter}")
        or GOOD.get(parameter)
    )


def called(door, replaced=None, value=None):
    """Call a door with good arguments but for one; its result, looked at, and what it was handed."""
    positional, named = [], {}
    for parameter in inspect.signature(DOORS[door]).parameters.values():
        argument = value if parameter.name == replaced else kind_of(door, parameter.name).good()
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[parameter.name] = argument
        else:
            positional.append(argument)
    handed = [*positional, *named.values()]
    before = [marks(each) for each in handed]
    with limited():
        result = seen(DOORS[door](*positional, **named))
    changed = [marks(each) for each in handed] != before
    return result, changed


def marks(value, depth=4):
    """What differs when an array somewhere in a value has been changed."""
    if isinstance(value, np.ndarray):
        return None if value.dtype.hasobject else np.asarray(value).tobytes()
    if isinstance(value, hostile.Frame | hostile.Tensor):
        return marks(vars(value).get("values", vars(value).get("_array")))
    if isinstance(value, list | tuple) and depth:
        return [marks(each, depth - 1) for each in value]
    if isinstance(value, dict) and depth:
        return [(key, marks(each, depth - 1)) for key, each in value.items()]
    return None


def seen(result):
    """A result as lists, arrays and words that can be compared: makers' functions are called."""
    if isinstance(result, layers.Layer):
        (params,) = init([result], np.random.default_rng(0))
        n = {layers.DENSE: 0, layers.BATCH_NORM: 1, layers.AFFINE: 1}.get(result.kind)
        n = 2 if n is None else result.shapes[0][n]
        return [
            result.kind,
            result.names,
            seen(params),
            seen(result.forward(params, np.full((3, n), 0.5))[0]),
        ]
    if isinstance(result, losses.Loss | Enum) or result is None:
        return str(getattr(result, "name", result))
    if isinstance(result, GeneratorType):
        return [seen(each) for each in islice(result, 2)]
    if isinstance(result, dict):
        return [[key, seen(each)] for key, each in result.items()]
    if isinstance(result, Drawing | str):
        return re.sub(r"-?\d[\d.e+-]*", "#", str(result))
    if isinstance(result, list | tuple):
        return [seen(each) for each in result]
    if callable(result):
        return seen_function(result)
    array = np.asarray(result)
    if array.dtype.kind in "biuf":
        return array.astype(float)
    return array.tolist() if array.dtype.kind == "U" else type(result).__name__


def seen_function(made):
    """What a function that was made returns."""
    for arguments in [(np.arange(1.0, 4), None), (3,), (np.random.default_rng(0), 2, 3)]:
        with contextlib.suppress(Exception):
            return seen(made(*arguments))
    return "a function"


def alike(a, b):
    """Whether two results that were looked at are the same, but for rounding in float32."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.shape == b.shape and np.allclose(a, b, rtol=1e-4, atol=1e-5, equal_nan=True)
    return type(a) is type(b) and a == b


def is_clear(error, names):
    """Whether an error says which argument it is about, and what is wanted."""
    message = str(error)
    named = any(re.search(rf"\b{name}\b", message) for name in names)
    wanted = re.search(r"\bmust\b|\bwants?\b|\bwrite its brackets\b|\bdeclares\b", message)
    brief = len(message) <= 300 and "\n" not in message
    return isinstance(error, ValueError | TypeError) and named and bool(wanted) and brief


RIGHT_RESULT, CLEAR, UNCLEAR, SILENT, HANGS = "right", "clear", "unclear", "silently wrong", "hang"


def surroundings():
    """What a call must leave as it was."""
    return os.getcwd(), np.random.get_state()[1].tobytes(), np.geterr()


def outcome(door, parameter, value, good):
    """What becomes of one hostile value: (outcome, words)."""
    here = surroundings()
    try:
        result, changed = called(door, parameter, value.make())
    except Hang:
        return HANGS, "no end"
    except Exception as error:
        if value.expected == LATER:
            return CLEAR, "its own error"
        clear = value.expected in (REFUSED, EITHER) and is_clear(error, [parameter, *value.named])
        return (CLEAR if clear else UNCLEAR), f"{type(error).__name__}: {error!s:.300}"
    if here != surroundings():
        return SILENT, "it left something behind"
    if changed:
        return SILENT, "it changed what it was handed"
    if value.expected == REFUSED:
        return SILENT, f"accepted: {result!s:.80}"
    if value.expected == SAME and not alike(result, good):
        return SILENT, f"{result!s:.80} instead of {good!s:.80}"
    return RIGHT_RESULT, ""


def tried(door):
    """All values for all parameters of a door: (parameter, value)."""
    parameters = inspect.signature(DOORS[door]).parameters
    return [(name, value) for name in parameters for value in kind_of(door, name).others]


def outcomes(door):
    """What becomes of all values at one door: (parameter, what, outcome, words)."""
    good, _ = called(door)
    return [(name, value.what, *outcome(door, name, value, good)) for name, value in tried(door)]


def answered(task, value):
    """What becomes of a hostile answer to a task."""
    try:
        with limited():
            said = TASKS[task](value.make())
    except Hang:
        return HANGS, "no end"
    except Exception as error:
        return UNCLEAR, f"{type(error).__name__}: {error!s:.300}"
    if isinstance(said, Verdict) and said.kind is VerdictKind.RIGHT:
        return SILENT, "right"
    told = isinstance(said, Verdict | Outcome | Examination) and len(str(said)) > 3
    return (CLEAR, "") if told else (SILENT, f"{said!r:.80}")


TOTALS = Counter()


def judge(results):
    """Count the outcomes, and fail with those that are neither right nor clear."""
    TOTALS.update(kind for _, _, kind, _ in results)
    bad = [each for each in results if each[2] not in (RIGHT_RESULT, CLEAR)]
    assert bad == [], "\n".join(map(str, bad))


def test_every_public_function_is_in_the_table():
    known = {(part, name) for part, name, _ in found()}
    stale = [f"{part}.{name}" for part, names in INNER.items() for name in names
             if not any(p == part and (n == name or n.split(".")[0] == name) for p, n in known)]  # fmt: skip
    unknown = [f"{door}.{name}" for door, call in DOORS.items() for name in inspect.signature(call).parameters
               if kind_of(door, name) is None]  # fmt: skip
    assert unknown == [], "say in GOOD what a good argument is, or in INNER why it is no door"
    assert stale == [], "INNER names what is no longer there"


def test_the_table_is_large():
    assert sum(len(tried(door)) for door in DOORS) + len(TASKS) * len(hostile.things()) >= 8000


@pytest.mark.parametrize("door", DOORS)
def test_hostile_values_are_refused_in_words_and_odd_ones_work(door):
    judge(outcomes(door))


@pytest.mark.parametrize("task", TASKS)
def test_whatever_a_task_is_handed_it_answers_in_words(task):
    judge([(task, value.what, *answered(task, value)) for value in hostile.things()])


def test_the_totals_are_told(record_property):
    kinds = ", ".join(f"{TOTALS[kind]:,} {kind}" for kind in (RIGHT_RESULT, CLEAR, UNCLEAR, SILENT, HANGS))
    record_property("hostile values at all doors", f"{TOTALS.total():,}: {kinds}")
    assert TOTALS[UNCLEAR] == TOTALS[SILENT] == TOTALS[HANGS] == 0
