"""One file of a learner's: it runs in a process of its own, and what it hands over is examined."""

import contextlib
import inspect
import json
import linecache
import os
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

from backprop_course.check.evidence import Block
from backprop_course.check.examination import examine
from backprop_course.check.guessing import (
    arrays_in,
    classes_in,
    functions_in,
    guessed,
    is_compared,
    objects_in,
    parameters_of,
    step_in_a_loop,
    with_a_round,
)
from backprop_course.check.kinds import RIGHT, UNKNOWN, UPDATE_SCALE, WRONG
from backprop_course.check.learner.containers import (
    get,
    is_number,
    leaves,
    put,
)
from backprop_course.check.learner.reaching import is_no_parameter, last_name
from backprop_course.check.reading import read
from backprop_course.check.report import UNDECIDED, Examination, in_rows
from backprop_course.check.running import Late, Paper, line, message, undisturbed
from backprop_course.check.saying import EVERYWHERE

SECONDS = 120.0  # for running the file and examining it
RUNNING = 30.0  # for running the file alone
QUICK = 10.0  # what may be run once more, to see more of it
CALM = 0.4  # how far parameters may lie apart, so that no answer is all too sure
INSIDE = "from backprop_course.check.file import inside; inside()"


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
            attempt = other if other.compared or (attempt.problem and not other.problem) else attempt
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
    attempt, report = _by_its_gradients(*_by_its_predictions(attempt, report))
    unknown = all(finding.kind == UNKNOWN for finding in report.findings)
    large = _made_smaller(parameters_of(attempt.handed), CALM) if report.verdict != RIGHT and unknown else []
    if large:
        again = _but_for_one_scale(examine(**attempt.handed), attempt.handed)
        if again.verdict != WRONG or any(finding.kind != UNKNOWN for finding in again.findings):
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


def _is_a_round(handed):
    """Whether the update is one round of a loop, and nothing else tells a gradient."""
    return hasattr(handed.get("step"), "statements") and "grads" not in handed


def _by_its_predictions(attempt, report):
    """The same by a usual loss of the predictions, where what a loop notes is none that its steps follow.

    Where what is noted explains nothing, and the usual loss all, it is not decided which is meant.
    """
    explained = report.verdict == WRONG and all(finding.kind != UNKNOWN for finding in report.findings)
    if (
        report.verdict == RIGHT
        or explained
        or not _is_a_round(attempt.handed)
        or "loss" not in attempt.handed
    ):
        return attempt, report
    handed = with_a_round(attempt.module, {}, attempt.ran, noted=False)
    again = examine(**handed) if handed else report
    if set(again.blocks) != set(report.blocks):  # of a part of the arrays nothing is told of all
        return attempt, report
    named = again.verdict == WRONG and all(finding.kind != UNKNOWN for finding in again.findings)
    if report.verdict == UNDECIDED and (again.verdict == RIGHT or named):
        return attempt._replace(handed=handed), again
    if again.verdict == RIGHT:
        words = f"your steps follow another loss than the one that your loop notes. {again.notes[-1]}"
        return attempt, _undecided(report, f"{words}. By what is noted they are wrong")
    return attempt, report


def _by_its_gradients(attempt, report):
    """The same by the gradients that a round gives names to, where its moves are none that can be read.

    Or where they are right, which they are also where one array moves by another rate than the rest. What is
    wrong in all arrays may be made up for by the moves: their size, or their sign.
    """
    if report.verdict == WRONG or not _is_a_round(attempt.handed):
        return attempt, report
    handed = with_a_round(attempt.module, {}, attempt.ran, named=True)
    again = examine(**handed) if handed else report
    states = {block.state for block in again.blocks.values()}
    named = again.verdict == WRONG and all(finding.kind != UNKNOWN for finding in again.findings)
    if (again.verdict == RIGHT and report.verdict == UNDECIDED) or (named and states > {WRONG}):
        return attempt._replace(handed=handed), again
    return attempt, report


def _but_for_one_scale(report, handed):
    """The Examination, Undecided where all that is odd is one factor in every step of a loop.

    What a loop notes may be the sum of a loss, where its steps follow the mean.
    """
    odd = [finding for finding in report.findings if not finding.note]
    if not (
        _is_a_round(handed)
        and odd
        and all(f.kind == UPDATE_SCALE and f.where.endswith(EVERYWHERE) for f in odd)
    ):
        return report
    words = f"every array moves along the gradient of the loss that your loop notes, but {odd[0].words}"
    words = f"{words.rstrip('.')}. Is the loss a sum, where the steps follow a mean, or the other way round?"
    return _undecided(report, words)


def _undecided(report, words):
    """The Examination without its findings, Undecided for a reason; of no array it is said to be wrong."""
    blocks = {
        name: Block("unchecked") if block.state == WRONG else block for name, block in report.blocks.items()
    }
    words = f"Undecided: {words.rstrip('.?')}{'?' if words.endswith('?') else '.'}"
    return report._replace(verdict=UNDECIDED, answer=words, findings=[], lines=[], blocks=blocks)


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
    hands over a gradient or an update beside its loss; `seconds` are those of the run, `names` what it made,
    `ran` the variables of its functions by their first lines.
    """

    module: Any
    handed: dict
    problem: str
    stopped: str
    lost: list
    compared: bool
    seconds: float
    names: set
    ran: dict


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
    for variables in (ran or {}).values():  # functions that functions have made
        vars(module).update(_made_inside(module, variables))
    lost = _begun_anew(module)
    seen = None if updates else ran
    handed, problem = guessed(module, chosen, seen)
    large = _made_smaller(arrays_in(module)) if problem else []
    if large:  # a long training may have made each answer so sure that no logarithm of it is a number
        handed, calmer = guessed(module, chosen, seen)
        lost, problem = (lost, problem) if calmer else ([*lost, *large], calmer)
    if updates and not problem:
        handed |= step_in_a_loop(module, handed, ran)
    compared = not problem and is_compared(handed)
    return Attempt(module, handed, problem, stopped, lost, compared, seconds, names, ran or {})


def _made_inside(module, variables):
    """The functions of the file's own among some variables of a function, unless the file has their names."""
    return {
        name: value
        for name, value in variables.items()
        if isinstance(value, types.FunctionType)
        and value.__module__ == module.__name__
        and not hasattr(module, name)
    }


def _knows_more(one, other):
    """Whether objects or data are made in one run of a file only."""
    return len(arrays_in(one.module)) > len(arrays_in(other.module))


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
    rng, held, lost = np.random.default_rng(0), arrays_in(module), []
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


# -- what is said of it --


def _found(path, attempt):
    """The words for what was found, and for what it was taken."""
    module, handed = attempt.module, attempt.handed
    objects = objects_in(module)
    arrays = [
        name for name, value in arrays_in(module).items() if name not in objects and not is_number(value)
    ]
    parts = [
        ("functions", functions_in(module)),
        ("classes", classes_in(module)),
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
