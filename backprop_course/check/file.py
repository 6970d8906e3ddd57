"""One file of a learner's: what is found in it, and its report, out of a process of its own."""

import __future__

import contextlib
import inspect
import itertools
import json
import linecache
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import tokenize
import types
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from backprop_course.check.differences import factors_along
from backprop_course.check.examination import examine
from backprop_course.check.kinds import RIGHT, UNKNOWN, UPDATE_SCALE, WRONG
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
    leaves,
    put,
)
from backprop_course.check.learner.handover import METHODS, Unreadable, kind
from backprop_course.check.learner.naming import unpacked_names
from backprop_course.check.learner.reaching import is_no_parameter, last_name
from backprop_course.check.learner.supposing import NoneFits
from backprop_course.check.reading import read
from backprop_course.check.report import UNDECIDED, Examination, in_rows
from backprop_course.check.rounds import rounds_of, step_of
from backprop_course.check.running import Late, Paper, line, message, undisturbed
from backprop_course.check.saying import EVERYWHERE

SECONDS = 120.0  # for running the file and examining it
RUNNING = 30.0  # for running the file alone
QUICK = 10.0  # what may be run once more, to see more of it
CALM = 0.4  # how far parameters may lie apart, so that no answer is all too sure
MOST_WAYS = 60  # ways to hand a file over that are tried
MOST_TARGETS = 3  # further arrays that are tried as the answers to the examples
INSIDE = "from backprop_course.check.file import inside; inside()"

WORDS = {  # what tells a function's role when it stands in its name
    "loss": "loss cost error mse nll entropy objective energy sse".split(),
    "grads": "grad grads gradient gradients backward backprop back bptt derivatives jac jacobian".split(),
    "step": "step update train learn descend descent epoch sgd fit rule gd optimize optimise".split(),
    "predict": "predict forward feedforward hypothesis output".split(),
}
MAKER_WORDS = {"init", "initialize", "initialise", "build", "create", "make", "start", "new", "setup"}
HELPERS = (
    "sigmoid relu tanh softmax prime deriv derivative activation check numerical numeric plot init".split()
)
METRICS = {"rmse", "mae", "mape", "r2", "f1", "auc", "acc", "accuracy", "score", "metric", "norm"}
METRICS |= {"precision", "recall", "distance"}  # what is told of a model, and is no loss
SYMBOLS = ("J", "L", "E")  # what textbooks call a loss
SUMS = {
    "total",
    "sum",
    "running",
    "cum",
    "acc",
    "somme",
    "summe",
    "suma",
    "soma",
    "somma",
}  # what a loop adds its losses to
# what a sequence begins at
STATES = r"^(?:[hcs]_?(?:prev\w*|last|init|start|0)|prev_?[hcs]\w*|\w*(?:hidden|state)\w*)$"


def examine_file(path, seconds=SECONDS, **chosen):
    """What is found in a file, and the Examination of it, as text.

    `chosen` are names in the file, by argument of `examine`: loss="cost"; `rate` is a number. The file runs
    in a process of its own, in its folder; whatever it does, words come back.
    """
    return verdict_on_file(path, seconds, **chosen).words


class ExaminedFile(NamedTuple):
    """What is said of a file: the verdict on its program, UNDECIDED where there is none, and words."""

    verdict: str
    words: str


def verdict_on_file(path, seconds=SECONDS, **chosen):
    """The ExaminedFile of a file, of what `examine_file` takes."""
    path = Path(path)
    if not path.is_file():
        return ExaminedFile(UNDECIDED, f"There is no file {path}.")
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        job = json.dumps(dict(path=str(path.resolve()), answer=str(answer), chosen=chosen))
        environment = os.environ | dict(MPLBACKEND="Agg", PYTHONPATH=os.pathsep.join(filter(None, sys.path)))
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-c", INSIDE, job],  # not with what lies beside the file
                cwd=path.resolve().parent,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired:
            words = f"Undecided: {path.name} was still running after {seconds:g} seconds."
            words = f"{words} Put what trains below `if __name__ == '__main__':`, or make it shorter."
            return ExaminedFile(UNDECIDED, words)
        if answer.exists():
            return ExaminedFile(*json.loads(answer.read_text(encoding="utf-8")))
        words = f"{path.name} could not be examined, because it ended Python (exit code {done.returncode})"
        return ExaminedFile(UNDECIDED, f"Undecided: {words}. Is there an exit() or quit()?")


def inside():
    """Run the file that the command line names, and write the answer; in the process of its own."""
    job = json.loads(sys.argv[1])
    sys.argv = [job["path"]]
    sys.path.insert(0, str(Path(job["path"]).parent))
    try:
        examined = _answer(Path(job["path"]), job["chosen"])
    except Exception as error:
        words = f"Undecided: this file could not be examined ({type(error).__name__}: {message(error)}). "
        words += "That is a fault of this check, not of yours. Name what is what: --loss, --grads, --params."
        examined = ExaminedFile(UNDECIDED, words)
    Path(job["answer"]).write_text(json.dumps(examined), encoding="utf-8")
    os._exit(0)  # threads of the file's own must not hold up the answer


def _answer(path, chosen):
    try:
        code = _code(path)
    except (OSError, ValueError, SyntaxError) as error:
        words = f"Wrong: {path.name} cannot be read: {type(error).__name__}, {message(error)}."
        return ExaminedFile(UNDECIDED, words)
    with undisturbed(Paper()):
        attempt = _attempt(path, code, path.stem, chosen)
        if attempt.problem and "__main__" in code:  # data and net may be made in that part alone
            other = _attempt(path, code, "__main__", chosen)
            attempt = other if not other.problem or _knows_more(other, attempt) else attempt
        if not attempt.compared and not attempt.stopped:  # what trains may be a loop in a function
            other = _attempt(path, code, attempt.module.__name__, chosen, watched=True)
            attempt = other if other.compared else attempt
        if attempt.problem and attempt.stopped:
            return ExaminedFile(UNDECIDED, attempt.stopped)
        attempt, report = _examined(attempt)
        attempt, report = _with_its_update(path, code, attempt, report) if not chosen else (attempt, report)
        told = _found(path, attempt)
        if attempt.stopped and report.verdict == UNDECIDED:  # what raises is what to look at first
            return ExaminedFile(UNDECIDED, f"{attempt.stopped}\n\n{told}")
        rows = [("Stopped", _rest_of(attempt.stopped))] if attempt.stopped else []
        if attempt.lost:
            words = f"{', '.join(attempt.lost)}: nan, inf or too large after the run, so others stand in."
            rows.append(("Lost", words))
        told = "\n".join([told, *in_rows(rows)])
        return ExaminedFile(report.verdict, f"{report}\n\n{told}")


def _examined(attempt):
    """The Attempt and its Examination; at smaller numbers, where those that a training has left tell nothing.

    Far out, where each answer is sure, a small number inside a logarithm is not small beside it.
    """
    if attempt.problem:
        return attempt, Examination(UNDECIDED, f"Undecided: {attempt.problem}")
    report = _but_for_one_scale(examine(**attempt.handed), attempt.handed)
    unknown = all(finding.kind == UNKNOWN for finding in report.findings)
    large = _made_smaller(_parameters_of(attempt.handed), CALM) if report.verdict != RIGHT and unknown else []
    if large:
        again = _but_for_one_scale(examine(**attempt.handed), attempt.handed)
        if again.verdict == RIGHT or any(finding.kind != UNKNOWN for finding in again.findings):
            return attempt._replace(lost=[*attempt.lost, *large]), again
    return attempt, report


def _with_its_update(path, code, attempt, report):
    """The same with the update, where that is a round of a loop: kept if it tells more than was told."""
    if attempt.problem or attempt.stopped or attempt.seconds > QUICK or read(**attempt.handed).step:
        return attempt, report
    other = _attempt(path, code, attempt.module.__name__, {}, watched=True, updates=True)
    if other.problem or "step" not in other.handed:
        return attempt, report
    other, more = _examined(other)
    known = {finding.kind for finding in report.findings if not finding.note}
    told = {finding.kind for finding in more.findings if not finding.note}
    told -= {UPDATE_SCALE}  # of a rate that stands in the loop as a number, nothing is known
    right = report.verdict == more.verdict == RIGHT
    better = more.verdict == WRONG and told > known and UNKNOWN not in told
    return (other, more) if right or better else (attempt, report)


def _but_for_one_scale(report, handed):
    """The Examination, Undecided where all that is odd is one factor in every step of a loop.

    What a loop notes may be the sum of a loss, where its steps follow the mean.
    """
    in_a_loop = hasattr(handed.get("step"), "statements") and "grads" not in handed
    odd = [finding for finding in report.findings if not finding.note]
    if not (in_a_loop and odd and all(f.kind == UPDATE_SCALE and f.where.endswith(EVERYWHERE) for f in odd)):
        return report
    words = f"every array moves along the gradient of the loss that your loop notes, but {odd[0].words}"
    words = f"{words.rstrip('.')}. Is the loss a sum, where the steps follow a mean, or the other way round?"
    return report._replace(verdict=UNDECIDED, answer=f"Undecided: {words}", findings=[], lines=[])


def _parameters_of(handed):
    """What holds the parameters, by name; {} where functions make them, or reach them elsewhere."""
    held = handed.get("params", handed.get("obj"))
    return held if isinstance(held, dict) else {"params": held} if held is not None else {}


def _rest_of(stopped):
    return f"{stopped.partition(': ')[2]} What stands before that was examined."


def _code(path):
    """The code of a file; of a notebook, that of its cells, without what is no Python."""
    with tokenize.open(path) as file:  # in the encoding that the file itself names
        text = file.read()
    if path.suffix != ".ipynb":
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    lines = "\n\n".join("".join(cell["source"]) for cell in cells).split("\n")
    return "\n".join("" if line.lstrip().startswith(("%", "!", "?")) else line for line in lines)


class Attempt(NamedTuple):
    """A file that was run: the module, what it hands over, why not, and what stopped it, if anything did.

    `lost` are the arrays that were no finite numbers any more when it had run; `compared` tells whether it
    hands over a gradient or an update beside its loss; `seconds` are those of the run, `names` what it made.
    """

    module: Any
    handed: dict
    problem: str
    stopped: str
    lost: list
    compared: bool
    seconds: float
    names: set


def _attempt(path, code, name, chosen, watched=False, updates=False):
    """Run a file under a name, as far as it goes, and guess what it hands over.

    `watched`: with the variables that its functions had when they returned. `updates`: with a round of a loop
    as the update.
    """
    module = types.ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    linecache.cache[str(path)] = (len(code), None, code.splitlines(keepends=True), str(path))
    ran, began = {} if watched else None, time.monotonic()
    stopped = _stopped(path, code, module, ran)
    seconds, names = time.monotonic() - began, set(vars(module))
    lost = _begun_anew(module)
    handed, problem = _guessed(module, chosen, None if updates else ran)
    large = _made_smaller(_arrays(module)) if problem else []
    if large:  # a long training may have made each answer so sure that no logarithm of it is a number
        handed, calmer = _guessed(module, chosen, ran)
        lost, problem = (lost, problem) if calmer else ([*lost, *large], calmer)
    if updates and not problem:
        handed |= _step_in_a_loop(module, handed, ran)
    return Attempt(
        module, handed, problem, stopped, lost, not problem and _is_compared(handed), seconds, names
    )


def _knows_more(one, other):
    """Whether objects or data are made in one run of a file only."""
    return len(_arrays(one.module)) > len(_arrays(other.module))


def _made_smaller(held, most=1.0):
    """Smaller numbers in the arrays that a training has left with large ones; what these are called."""
    large = []
    for leaf in leaves(held):
        array = get(held, leaf)
        if not is_no_parameter(last_name(leaf)) and array.size > 1 and np.std(array) > most:
            put(held, leaf, array * most / (2 * np.std(array)))
            large.append(last_name(leaf))
    return large


def _begun_anew(module):
    """Random numbers in the arrays that a training has left as nan or inf; what these are called.

    A wrong gradient does that, and of nan nothing can be said. The file's own process is done with them.
    """
    rng, held, lost = np.random.default_rng(0), _arrays(module), []
    for leaf in leaves(held):
        array = get(held, leaf)
        if not is_no_parameter(last_name(leaf)) and array.size and not np.isfinite(array).all():
            put(held, leaf, rng.normal(0, 0.5, array.shape))
            lost.append(last_name(leaf))
    for name, value in held.items():
        if getattr(module, name) is not value:
            setattr(module, name, value)
    return lost


def _stopped(path, code, module, ran=None):
    """Run a file's code in its module; in words what stopped it, or nothing."""
    try:
        with _alarm(RUNNING), _seen_inside(module, ran):
            exec(compile(code, str(path), "exec"), vars(module))
    except SystemExit:
        return f"Undecided: {path.name} ends Python by exit() or quit() while it is run. Take this line out."
    except BaseException as error:
        text, number = line(error)
        where = f" in line {number}, `{text}`" if text else ""
        if isinstance(error, Late):
            words = f"Undecided: {path.name} was still running after {RUNNING:g} s{where}."
            return f"{words} Put what trains below `if __name__ == '__main__':`, or make it shorter."
        if isinstance(error, EOFError):
            return f"Undecided: {path.name} waits for input(){where}, and nobody types here (EOFError)."
        words = f"{path.name} raises {type(error).__name__}{where}: {message(error)}."
        return f"Wrong: {words} It cannot be examined before it runs."
    return ""


@contextlib.contextmanager
def _seen_inside(module, ran=None):
    """Where the file is the main program, keep what its function main() makes as if the file had made it.

    And in `ran` the variables of all functions of the file, by their first lines, as they were at their end.
    """

    def keep(frame, event, argument):
        if event != "return" or frame.f_code.co_filename != module.__file__:
            return
        function = vars(module).get(frame.f_code.co_name)
        own = getattr(function, "__code__", None) is frame.f_code and frame.f_back is not None
        if main and own and frame.f_back.f_code.co_name == "<module>":
            made = frame.f_locals.items()
            vars(module).update((name, value) for name, value in made if name not in vars(module))
        if ran is not None and frame.f_code.co_flags & inspect.CO_OPTIMIZED:
            ran[frame.f_code.co_firstlineno] = dict(frame.f_locals)

    main = module.__name__ == "__main__"
    if main or ran is not None:
        sys.setprofile(keep)
    try:
        yield
    finally:
        sys.setprofile(None)


@contextlib.contextmanager
def _alarm(seconds):
    """Raise Late in what runs here after so many seconds, where the system has alarms."""

    def ring(number, frame):
        raise Late("the time is over")

    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


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


def _functions(module):
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, types.FunctionType) and value.__module__ == module.__name__
    }


def _classes(module):
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__
    }


def _objects(module):
    """The objects of the file's own classes."""
    kinds = tuple(_classes(module).values())
    return {name: value for name, value in vars(module).items() if kinds and isinstance(value, kinds)}


def _arrays(module):
    """Arrays and what holds arrays, and numbers; by name."""
    odd = (type, types.FunctionType, types.ModuleType, __future__._Feature, *CHANCE)
    named = {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("__") and not isinstance(value, odd)
    }
    return {name: value for name, value in named.items() if is_array(value) or leaves(value)}


def _found(path, attempt):
    """The words for what was found, and for what it was taken."""
    module, handed = attempt.module, attempt.handed
    objects = _objects(module)
    arrays = [name for name, value in _arrays(module).items() if name not in objects and not is_number(value)]
    parts = [
        ("functions", _functions(module)),
        ("classes", _classes(module)),
        ("objects", objects),
        ("arrays", arrays),
    ]
    parts = [(what, [name for name in named if name in attempt.names]) for what, named in parts]
    parts = [f"{what} {', '.join(named)}" for what, named in parts if named]
    rows = [("Found", f"in {path.name}: {'; '.join(parts) or 'nothing of yours'}.")]
    last = [role for role in ("grads", "step", "predict") if role in handed]
    ordered = [*(key for key in handed if key not in last), *last]
    handed = handed | handed.get("also", {})  # each by the name of its argument
    ordered = [*(key for key in ordered if key != "also"), *handed.get("also", {})]
    taken = [f"{_name_of(module, handed[key])} as {key}" for key in ordered if handed[key] is not None]
    if taken:
        hint = "Say otherwise by --loss, --grads, --params, --x, --y, --step"
        rows.append(("Taken", f"{', '.join(taken)}. {hint}."))
    return "\n".join(in_rows(rows))


def _name_of(module, value):
    for name, held in vars(module).items():
        if held is value:
            return name
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return f"({', '.join(value)})"
    if isinstance(value, dict | tuple | list):
        inside_it = list(value.values() if isinstance(value, dict) else value)
        known = all(any(held is each for held in vars(module).values()) for each in inside_it)
        names = ", ".join(_name_of(module, each) for each in inside_it)
        return f"({names})" if known else f"{len(inside_it)} arrays that a function of yours makes"
    name = getattr(value, "__name__", None)
    owner = getattr(value, "__self__", None)
    if name and owner is not None:
        return f"{_name_of(module, owner)}.{name}"
    return name or (f"{value:g}" if is_number(value) else type(value).__name__)


# -- what may be what --


def _guessed(module, chosen, ran=None):
    """What the file hands over, tried until a loss can be read: (arguments of `examine`, problem).

    `ran` are the variables of functions that have run, by the number of their first line.
    """
    try:
        fixed = _named(module, chosen)
    except Unreadable as error:
        return {}, f"{error}."
    errors = []
    for first in itertools.islice(_first_choices(module, fixed), MOST_WAYS):
        handed = first | fixed
        try:
            reading = read(**handed)
        except Exception as error:  # a way that does not fit may fail in any way
            errors.append(error)
            continue
        handed = _completed(module, handed, reading)
        by_round = {} if fixed or _is_compared(handed) else _with_a_round(module, fixed, ran or {})
        return by_round or handed, ""
    by_round = {} if fixed.keys() - {"params", "x", "y", "rate"} else _with_a_round(module, fixed, ran or {})
    if by_round:
        return by_round, ""
    if fixed and errors:
        return fixed, str(errors[0])
    unnamed = {} if errors or fixed else _losses_by_what_they_do(module)
    likely = [name for name, handed in unnamed.items() if name in SYMBOLS or _has_this_slope(handed)]
    if len(likely) == 1:
        return unnamed[likely[0]], ""
    try:
        supposed = {} if fixed else _with_a_supposed_loss(module)
    except NoneFits as error:
        return {}, f"{error}: def loss(...)."
    if supposed:
        return supposed, ""
    if len(unnamed) == 1:
        name = next(iter(unnamed))
        words = "no function is called a loss, and your gradient is not that of"
        return {}, f"{words} {name}. If {name} is the loss, say so: --loss {name}."
    if unnamed:
        several = ", ".join(unnamed)
        return {}, f"several functions may be the loss: {several}. Name it: --loss {next(iter(unnamed))}."
    words = f"no loss was found that can be called{f' ({str(errors[0]).rstrip(chr(46))})' if errors else ''}"
    return {}, f"{words}. {_what_to_write(module)}."


def _is_compared(handed):
    """Whether there is a gradient or an update to compare the loss with."""
    reading = read(**handed)
    return bool(reading.grads or reading.step)


def _what_to_write(module):
    """The hint for a file in which no loss is found: what to write, or what to name."""
    functions, classes, objects = _functions(module), _classes(module), _objects(module)
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
            name for name in _arrays(module) if re.match(r"(?:w|b|theta|weights?)\d*$", name.lower())
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
    arrays = _arrays(module)
    rows = {len(value) for name, value in arrays.items() if "x" in meanings(name) and _is_data(value)}
    told = [name for name in arrays if f"d{name}" in arrays or f"grad_{name}" in arrays]
    return [name for name in told if not (np.ndim(arrays[name]) and len(arrays[name]) in rows)]


def _first_choices(module, fixed):
    """Ways to hand over a loss with its parameters and data, the likeliest first."""
    functions = _functions(module)
    if fixed.keys() & {"loss", "loss_and_grads", "obj", "make"}:
        function = fixed.get("loss") or fixed.get("loss_and_grads")
        for params in _parameter_choices(module, function) if function else [None]:
            yield from ({"params": params} | data for data in _data_choices(module, function))
        return
    for obj in _objects(module).values():
        if _has_a_loss(obj):
            yield from ({"obj": obj} | data for data in _data_choices(module, None))
    for maker in [*functions.values(), *_classes(module).values()]:
        if _makes_a_program(maker):
            yield from ({"make": maker} | data for data in _data_choices(module, None))
    for name in _ranked(functions, "loss"):
        yield from _with_predictions(module, functions[name])
        for params in _parameter_choices(module, functions[name]):
            for data in _data_choices(module, functions[name]):
                yield {"loss": functions[name], "params": params} | data


def _with_predictions(module, loss):
    """Ways to hand over a loss of predictions: with what makes them, its parameters, and its inputs."""
    functions, objects = _functions(module), _objects(module)
    if not any(meanings(name) & {"output"} or name == "p" for name in asked(loss)):
        return
    for obj in objects.values():
        yield from ({"loss": loss, "obj": obj} | data for data in _data_choices(module, loss))
    for name in _ranked(functions, "predict"):
        x = next(_data_choices(module, functions[name]))["x"]
        for params in _parameter_choices(module, functions[name]):
            for data in _data_choices(module, loss):
                yield {"loss": loss, "predict": functions[name], "params": params} | data | {"x": x}


def _with_a_round(module, fixed, ran):
    """How to hand over a file whose loop moves its arrays, and notes its loss or predicts; or {}."""
    for one in itertools.islice(rounds_of(module, ran, _is_a_loss), MOST_WAYS // 4):
        handed = {"step": one.step, "params": one.params}
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


def _step_in_a_loop(module, handed, ran):
    """{"step": a round of the loop that moves the parameters}; {} where there is none that can be called."""
    names = [name for name in read(**handed).names if hasattr(module, name)]
    held = _parameters_of(handed) or {name: getattr(module, name) for name in names}
    known = [follow(held, end.path) for leaf in leaves(held) for end in ends(leaf)]
    known = [each for each in known if isinstance(each, np.ndarray | list)]
    step = step_of(module, ran, _is_a_loss, known)
    with contextlib.suppress(Exception):  # a way that does not fit may fail in any way
        if step is not None and read(**handed, step=step).step is not None:
            return {"step": step}
    return {}


def _with_a_supposed_loss(module):
    """How to hand over a file in which nothing is called a loss, if one of the usual losses fits; or {}.

    Raises NoneFits where there are predictions, and none does.
    """
    functions, objects, why = _functions(module), _objects(module), None
    if _ranked(functions | _methods(objects), "loss"):
        return {}
    for handed in itertools.islice(_choices_without_a_loss(module, functions, objects), MOST_WAYS // 2):
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


def _choices_without_a_loss(module, functions, objects):
    """Ways to hand over objects, or gradients or an update with what makes the predictions."""
    for obj in objects.values():
        yield from ({"obj": obj} | data for data in _data_choices(module, None))
    for role, predict in itertools.product(("grads", "step"), _ranked(functions, "predict")):
        for params in _parameter_choices(module, functions[predict]):
            for name in _ranked(functions, role):
                chosen = {role: functions[name], "predict": functions[predict], "params": params}
                x = next(_data_choices(module, functions[predict]))["x"]
                yield from (chosen | data | {"x": x} for data in _data_choices(module, functions[name]))


def _losses_by_what_they_do(module):
    """By name, how to hand over each function of no known role that tells a number of its parameters."""
    functions, found = _functions(module), {}
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
        if not set(parts) & set(WORDS[role]) or helper:
            return None
        return 50 + len(parts)

    ranks = {name: rank(name) for name in functions}
    return sorted((name for name in functions if ranks[name] is not None), key=ranks.get)


def _parts(name):
    """The words in a name: compute_cost, computeCost and lossGrad fall apart, and MSE does not."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    return [part.rstrip("0123456789s") if len(part) > 4 else part for part in spaced.split("_") if part]


def _parameter_choices(module, function):
    """What may be the parameters of a function: variables of its arguments' names, then of any such name."""
    arrays = _arrays(module)
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
    for name, maker in (_functions(module) | _classes(module)).items():
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
    arrays = _arrays(module)
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
    owners = _objects(module)
    if isinstance(handed.get("params"), tuple(_classes(module).values())):  # one that was made just now
        owners = owners | {type(handed["params"]).__name__: handed["params"]}
    for role in ("predict", "grads", "step"):  # gradients may ask for what the forward pass returns
        if role in handed or (role == "grads" and reading.grads):
            continue
        functions = _functions(module) | _methods(owners)
        for function in [functions[name] for name in _ranked(functions, role)]:
            if function in taken or _takes_too_much(function):
                continue
            try:
                tried = read(**handed, **{role: function})
            except Exception:  # as above
                continue
            if role == "grads" and _stays(tried):
                continue
            handed = handed | {role: function}
            break
    return handed


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
