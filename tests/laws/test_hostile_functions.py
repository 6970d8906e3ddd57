"""A learner's function that harms, at every door that calls one: it ends, words come back, nothing changes.

Each public function of `check` that is handed a function, a layer, a model or a program must be among DOORS.
The words come as a result or as an error; what would end Python is none of both.
"""

import builtins
import contextlib
import inspect
import itertools
import math
import os
import random
import resource
import sys
import time
import warnings
from threading import Event

import hostile
import numpy as np
import pytest
from test_every_door import found, is_inner

from backprop_course.check import diagnosis, differences, probes
from backprop_course.check.diagnosis import diagnose
from backprop_course.check.differences import check, check_model, slope
from backprop_course.check.examination import examine
from backprop_course.check.programs import program
from backprop_course.lessons.find_the_fault import exercises
from backprop_course.nn import layers, models
from backprop_course.tasks import answers, pieces
from backprop_course.tasks.exercise import Exercise, Further
from backprop_course.tasks.game import Game
from backprop_course.tasks.mistakes import Mistake
from backprop_course.tasks.question import Number
from backprop_course.tasks.verdict import Hints

pytestmark = pytest.mark.slow

X = np.array([[0.0, 1], [2, 0.5], [1, 3]])
Y = np.array([[0.0], [1], [1]])
LINE = models.linear_regression(2)
PARAMS = [np.array([[0.5], [-0.25]]), np.array([[0.1]])]
HINTS = Hints("Think.")


def loss(params, x, y):
    W, b = params
    return 0.5 * np.mean((x @ W + b - y) ** 2)


def grads(params, x, y):
    W, b = params
    dz = (x @ W + b - y) / len(x)
    return [x.T @ dz, dz.sum(axis=0, keepdims=True)]


def step(params, x, y):
    return [p - 0.1 * g for p, g in zip(params, grads(params, x, y), strict=True)]


def predict(params, x):
    return x @ params[0] + params[1]


def both(params, x, y):
    return loss(params, x, y), grads(params, x, y)


# -- what harms: act(good, arguments) --


def _printing(stream):
    def act(good, arguments):
        for _ in range(100):
            print("x" * 10**6, file=getattr(sys, stream))
        return good(*arguments)

    return act


def _raising(error):
    def act(good, arguments):
        raise error

    return act


def _loops(good, arguments):
    while True:
        pass


def _loops_and_catches(good, arguments):
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(0.001)


def _sleeps(good, arguments):
    time.sleep(60)


def _leaves_traces(good, arguments):
    os.chdir("/")
    np.random.seed(1)
    random.seed(1)
    np.dot = np.exp = math.exp = builtins.abs = print
    del np.tanh
    np.seterr(all="raise")
    warnings.simplefilter("error")
    sys.stdout = sys.stderr = None
    sys.setrecursionlimit(500)
    raise ArithmeticError("now look")


def _writes(good, arguments):
    result = good(*arguments)
    for value in arguments:
        for array in value if isinstance(value, list | tuple) else [value]:
            if isinstance(array, np.ndarray) and array.size:
                array.flags.writeable = True
                array *= 7
    return result


def _calls_itself(good, arguments):
    return _calls_itself(good, arguments)


def _closes(good, arguments):
    sys.stdout.close()
    sys.stderr.close()
    return good(*arguments)


HARMS = {
    "loops": _loops,
    "loops and catches": _loops_and_catches,
    "sleeps": _sleeps,
    "prints 100 MB": _printing("stdout"),
    "prints 100 MB of errors": _printing("stderr"),
    "leaves traces": _leaves_traces,
    "writes into its arguments": _writes,
    "exits": _raising(SystemExit(0)),
    "interrupts": _raising(KeyboardInterrupt()),
    "ends a generator": _raising(GeneratorExit()),
    "calls itself": _calls_itself,
    "closes what it prints on": _closes,
    "returns a generator": lambda good, arguments: iter([good(*arguments)]),
    "returns an endless generator": lambda good, arguments: itertools.count(),
    "returns an object that breaks": lambda good, arguments: hostile.Broken(),
    "returns what loops when it is read": lambda good, arguments: Endless(),
    "returns dots": lambda good, arguments: ...,
}


class Endless:
    """An object that never gives its numbers."""

    def __array__(self, dtype=None, copy=None):
        while True:
            pass

    def __iter__(self):
        return iter(int, 1.5)


def harmful(harm, good, called):
    """A function of the same arguments as a good one, which harms, and notes that it was called."""

    def act(arguments):
        called.set()
        return HARMS[harm](good, arguments)

    listed, space = ", ".join(good.__code__.co_varnames[: good.__code__.co_argcount]), {"act": act}
    exec(f"def answer({listed}):\n    return act([{listed}])", space)
    return space["answer"]


# -- every door that calls a learner's function: door(bad), where bad(good) is the harmful one --


def _lab(bad):
    """What a game is handed; its result is computed when it is asked for."""
    compute = bad(lambda rate: rate)

    class Lab:
        values, words = {"rate": 1}, "1."
        result = property(lambda lab: compute(1))

    return Lab()


def _number(bad):
    convert = bad(lambda number: np.array(number))

    class Answer:
        def __array__(self, dtype=None, copy=None):
            return convert(5.0)

    return Answer()


def passed(X, Y, W1, b1, W2, b2):
    return W1, b1, W2, b2


def tangent(x):
    return np.tanh(x)


def shifted(x):
    return x + 1


EXERCISE = Exercise(
    "f(x)", lambda x: x + 1, lambda: [(X,), (Y,)], ["f"], HINTS, [Mistake("no", lambda x: x)],
    Further(lambda: [(X + 1,)], Mistake("later", lambda x: x)),
)  # fmt: skip
ANY_PIECE = pieces.NETWORK_PIECES[0]


def _layer(**functions):
    return layers.Layer(**functions, init=lambda rng: [])


def forward(params, x):
    y = np.tanh(x)
    return y, y


def backward(params, saved, dy):
    return dy * (1 - saved * saved), []


def probed(**functions):
    return probes.run_probes(program(**{"loss": loss, **functions}), probes.setting(PARAMS, X, Y))


def examined(**handed):
    return examine(**{"loss": loss, "params": PARAMS, "x": X, "y": Y, "seconds": 1.0, **handed})


def _model(bad):
    own = _layer(forward=forward, backward=bad(backward))
    return models.Model([*LINE.network, own], LINE.loss, 2, 1)


DOORS = {
    "check: backward": lambda bad: check(_layer(forward=forward, backward=bad(backward)), X),
    "check: forward": lambda bad: check(_layer(forward=bad(forward), backward=backward), X),
    "check: init": lambda bad: check(layers.Layer(forward, backward, bad(lambda rng: [])), X),
    "check_model": lambda bad: check_model(_model(bad), X, Y),
    "slope": lambda bad: slope(bad(lambda point: (point * point).sum()), X),
    "diagnose": lambda bad: diagnose(LINE, bad(grads), X, Y),
    "probes: loss": lambda bad: probed(loss=bad(loss)),
    "probes: grads": lambda bad: probed(grads=bad(grads)),
    "probes: step": lambda bad: probed(step=bad(step)),
    "probes: predict": lambda bad: probed(predict=bad(predict)),
    "examine: loss": lambda bad: examined(loss=bad(loss), grads=grads),
    "examine: grads": lambda bad: examined(grads=bad(grads)),
    "examine: step": lambda bad: examined(step=bad(step)),
    "examine: both": lambda bad: examined(loss=None, loss_and_grads=bad(both)),
    "an exercise": lambda bad: EXERCISE(bad(shifted)),
    "a wrong answer": lambda bad: EXERCISE(bad(tangent)),
    "a faulty pass": lambda bad: exercises.pass_1(bad(passed)),
    "a piece": lambda bad: ANY_PIECE(bad(ANY_PIECE.truth)),
    "a game": lambda bad: GAME(_lab(bad)),
    "a question": lambda bad: Number("How many?", 5.0, HINTS)(_number(bad)),
}
GAME = Game("win", "lab", lambda values, result: result == 1, [], [], HINTS)


CALLED = {"f", "layer", "model", "claimed", "program", "loss", "grads"}  # parameters that hold functions
CALLS_NONE = {"programs.program", "programs.program_of", "probes.setting"}


def test_every_door_that_is_handed_a_function_is_here():
    here = {door.partition(":")[0] for door in DOORS}
    named = {name for part, name, call in found() if part == "check" and not is_inner(part, name)
             and CALLED & inspect.signature(call).parameters.keys()}  # fmt: skip
    assert {name for name in named - CALLS_NONE if not here & set(name.split("."))} == set()


def surroundings():
    """What must be as it was."""
    return [
        os.getcwd(),
        np.random.get_state()[1].tobytes(),
        random.getstate(),
        [np.dot, np.exp, np.tanh, math.exp, abs],
        np.geterr(),
        warnings.filters[:],
        [sys.stdout, sys.stderr, sys.gettrace(), sys.getrecursionlimit()],
        [array.tobytes() for array in (X, Y, *PARAMS)],
        [sorted(vars(builtins)), sys.exc_info()],
    ]


@pytest.fixture
def soon(monkeypatch):
    """Time limits that a test can wait for, and an end to what takes all memory."""
    for module in (answers, diagnosis, differences, probes):
        monkeypatch.setattr(module, "SECONDS", 0.2)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, limits)


def pairs():
    """Every harm behind every door; `make test` tries each harm at a third of the doors, others at others."""
    for (place, harm), (number, door) in itertools.product(enumerate(HARMS), enumerate(DOORS)):
        later = (place + number) % 3 > 0
        yield pytest.param(harm, door, marks=pytest.mark.full if later else (), id=f"{harm}-{door}")


# what ends a function that never ends may end a collector's callback
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("harm, door", list(pairs()))
def test_a_harmful_function_ends_in_words_and_changes_nothing(soon, capsys, door, harm):
    before, began, called = surroundings(), time.monotonic(), Event()  # of which no copy can be made
    try:
        words = str(DOORS[door](lambda good: harmful(harm, good, called)))
    except Exception as error:  # at the doors that say it by an error
        words = str(error)
    assert surroundings() == before
    assert called.is_set() and words.strip() and time.monotonic() - began < 60
    printed = capsys.readouterr()
    assert len(printed.out) + len(printed.err) < 50_000
