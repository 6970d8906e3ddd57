"""What outsiders broke, and what holds now: code that hangs, spoils or floods, and files made to harm.

D7, what opening a lesson changes, stands in test_stills_first; D9, the pins, in test_environment.
"""

import contextlib
import io
import itertools
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

from backprop_course import data
from backprop_course.check import diagnosis, differences, probes, running
from backprop_course.check.diagnosis import diagnose
from backprop_course.check.programs import program, program_of
from backprop_course.lessons.find_the_fault import exercises
from backprop_course.nn import initializers, layers, losses, models, optimizers
from backprop_course.nn.saving import load, save
from backprop_course.nn.training import batches, fit
from backprop_course.tasks import answers
from backprop_course.tasks.verdict import Kind

X = np.array([[0.0, 1.0], [2.0, 0.5], [1.0, 3.0]])
Y = np.array([[0.0], [1.0], [1.0]])
LINE = models.linear_regression(2)
PARAMS = [np.array([[0.5], [-0.25]]), np.array([[0.1]])]


@pytest.fixture
def soon(monkeypatch):
    """A time limit that a test can wait for."""
    for module in (answers, diagnosis):
        monkeypatch.setattr(module, "SECONDS", 0.3)


def in_seconds(call, seconds=10):
    """What call() gives, on a thread of its own that is given up when it hangs."""
    found = []

    def run():
        try:
            found.append(call())
        except BaseException as error:
            found.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    assert found, "it hangs"
    if isinstance(found[0], BaseException):
        raise found[0]
    return found[0]


# -- D1: a wrong answer is run again, outside of the time limit --


def loops_later():
    """A wrong pass that runs in all cases of the exercise, and then never ends."""
    calls = []

    def answer(X, Y, W1, b1, W2, b2):
        calls.append(1)
        while len(calls) > 3:
            time.sleep(0.001)
        return W1, b1, W2, b2

    return answer


def leaves_later(error):
    """A wrong pass that raises an error in the end which `except Exception` does not see."""
    calls = []

    def answer(X, Y, W1, b1, W2, b2):
        calls.append(1)
        if len(calls) > 3:
            raise error
        return W1, b1, W2, b2

    return answer


def test_a_wrong_pass_that_loops_when_it_runs_again_does_not_hang(soon):
    assert in_seconds(lambda: exercises.pass_1(loops_later())).kind is Kind.WRONG


@pytest.mark.parametrize("error", [SystemExit(), KeyboardInterrupt(), GeneratorExit()])
def test_no_error_leaves_a_wrong_pass(error):
    assert exercises.pass_1(leaves_later(error)).kind is Kind.WRONG


def test_what_a_wrong_pass_prints_is_cut(capsys):
    def answer(X, Y, W1, b1, W2, b2):
        print("line\n" * 10_000)
        return W1, b1, W2, b2

    assert exercises.pass_1(answer).kind is Kind.WRONG
    assert len(capsys.readouterr().out) < 10_000


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_claimed_gradient_runs_in_time_and_cannot_flood_the_page(soon, capsys, stream):
    def claimed(params, x, y):
        while True:
            print("line\n" * 1000, file=getattr(__import__("sys"), stream))

    found = in_seconds(lambda: diagnose(LINE, claimed, X, Y))
    assert found.kind == "error" and "still running" in found.words
    printed = capsys.readouterr()
    assert len(printed.out) + len(printed.err) < 10_000


def catches_all():
    while True:
        try:
            time.sleep(0.01)
        except BaseException:
            pass


def raises(error):
    raise error


ENDLESS = {
    "a loop": lambda: [None for _ in itertools.count()],
    "a loop that catches all": catches_all,
    "a sleep": lambda: time.sleep(60),
    "a lock": lambda: threading.Semaphore(0).acquire(),
    "a whole number": lambda: 10**10**8,
    "a regular expression": lambda: re.match("(a*)*b", "a" * 60),
    "a loop without memory": lambda: all(map(str, itertools.count(1))),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_the_alarm_ends_what_never_ends_and_leaves_nothing(name):
    began, traced = time.monotonic(), sys.gettrace()
    handlers = [signal.getsignal(each) for each in (signal.SIGALRM, signal.SIGINT)]
    with pytest.raises(running.Late, match="still running in the line .* a loop that never ends.$"):
        running.in_time(ENDLESS[name], 0.1)
    assert time.monotonic() - began < 5
    assert [signal.getsignal(each) for each in (signal.SIGALRM, signal.SIGINT)] == handlers
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0 and sys.gettrace() is traced


@pytest.mark.parametrize("seconds", [1e-6, 1e-5, 3e-5, 1e-4])
def test_an_alarm_that_rings_before_the_code_begins_ends_that_code_and_nothing_else(seconds):
    for _ in range(20):
        with pytest.raises(running.Late):
            running.in_time(ENDLESS["a loop"], seconds)


def test_what_a_thread_cannot_end_is_told_in_words():
    with pytest.raises(running.Late, match="still runs: restart the kernel"):
        in_seconds(lambda: running.in_time(lambda: time.sleep(5), 0.1))


def test_what_no_alarm_reaches_is_told_while_it_runs(monkeypatch, capsys):
    monkeypatch.setattr(running, "PATIENCE", 0.1)
    many = np.random.default_rng(0).normal(size=(900, 900))
    with pytest.raises(running.Late):
        running.in_time(lambda: np.linalg.svd(many), 0.01)
    assert "nothing ends it: wait, or restart the kernel" in capsys.readouterr().out


@pytest.mark.slow
def test_the_kernel_can_be_interrupted_while_it_judges():
    timer = threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        running.in_time(catches_all, 20)


@pytest.mark.parametrize("error", [SystemExit(), KeyboardInterrupt(), GeneratorExit()])
def test_what_would_end_python_comes_in_words(error):
    with pytest.raises(running.Quits, match="Take this line out"):
        running.in_time(lambda: raises(error), 5)


def test_what_a_probed_program_leaves_behind_is_put_back(tmp_path):
    here, numbers, chance = os.getcwd(), np.random.get_state()[1].tobytes(), random.getstate()
    exp = np.exp

    def spoiling(params, x, y):
        os.chdir(tmp_path)
        np.random.seed(1)
        random.seed(1)
        np.exp = np.cos
        return [0 * p for p in params]

    found = diagnose(LINE, spoiling, X, Y)
    probes.run_probes(program(lambda params, x, y: 0.0, spoiling), probes.setting(PARAMS, X, Y))
    assert found.kind and np.exp is exp and os.getcwd() == here
    assert np.random.get_state()[1].tobytes() == numbers and random.getstate() == chance


# -- D2: what a loss writes into is the caller's --


def test_a_loss_that_writes_into_its_data_spoils_nothing_but_is_found():
    right = program_of(LINE)

    def loss(params, x, y):
        x *= 2
        return right.loss(params, x / 2, y)

    x = X.copy()
    report = probes.run_probes(program(loss, right.grads), probes.setting(PARAMS, x, Y))
    np.testing.assert_array_equal(x, X)
    verdicts = {finding.probe: finding.passed for finding in report.findings}
    assert verdicts["gradient"] is True and verdicts["purity"] is False


# -- D3: batches that never come --


@pytest.mark.parametrize("size", [-1, 0, 2.5, None, 2**63])
def test_batches_of_no_size_are_refused_at_once(size):
    with pytest.raises(ValueError, match="size must be a whole number"):
        in_seconds(lambda: next(batches(X, Y, size, np.random.default_rng(0))))


@pytest.mark.parametrize(("x", "y"), [(X[:0], Y[:0]), (X, np.vstack([Y, Y])), (X, Y[:2])])
def test_batches_of_nothing_and_of_rows_without_a_partner_are_refused(x, y):
    with pytest.raises(ValueError, match="it is empty|both must have one row per example"):
        in_seconds(lambda: next(batches(x, y, 2, np.random.default_rng(0))))


# -- D4: data of other kinds accuse nobody --


class Tensor:
    """A tensor, as NumPy sees it."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return np.array(self.array, dtype=dtype)


@pytest.mark.parametrize("held", [np.ndarray.tolist, Tensor, np.ma.array, np.asfortranarray])
def test_a_right_program_is_right_on_data_of_any_kind(held):
    def loss(params, x, y):
        W, b = params
        return ((x @ W + b - y) ** 2).sum() / 2 / x.shape[0]

    def grads(params, x, y):
        W, b = params
        dz = (x @ W + b - y) / x.shape[0]
        return [x.T @ dz, dz.sum(0, keepdims=True)]

    report = probes.run_probes(
        program(loss, grads), probes.setting([held(p) for p in PARAMS], held(X), held(Y))
    )
    assert report.passed, str(report)


# -- D5: masks, nan and numbers at the edge --


def masked(array):
    """The array with one entry masked, and nonsense below."""
    return np.ma.masked_equal(np.where(np.arange(array.size).reshape(array.shape), array, -999), -999)


MASKED = {
    "fit": lambda: fit(LINE, masked(X), Y, 0.1),
    "the targets of fit": lambda: fit(LINE, X, masked(Y), 0.1),
    "rows of a list": lambda: fit(LINE, list(masked(X)), Y, 0.1),
    "batches": lambda: next(batches(masked(X), Y, 2, np.random.default_rng(0))),
    "standardize": lambda: data.standardize(masked(X)),
    "check": lambda: differences.check(layers.tanh, masked(X)),
    "relative_error": lambda: differences.relative_error(masked(X), X),
    "setting": lambda: probes.setting(PARAMS, masked(X), Y),
    "a loss": lambda: losses.squared_error(masked(Y), Y),
    "accuracy": lambda: models.accuracy(masked(Y), Y),
}


@pytest.mark.parametrize("name", MASKED)
def test_a_mask_is_refused_and_never_dropped(name):
    with pytest.raises(ValueError, match="must not be masked"):
        MASKED[name]()


def test_predictions_that_are_no_numbers_are_right_about_nothing():
    assert models.accuracy(np.full((4, 1), np.nan), [[0], [1], [0], [1]]) == 0
    assert models.accuracy([[np.nan, np.nan], [0.2, 0.8]], [[1, 0], [0, 1]]) == 0.5
    np.testing.assert_array_equal(models.classes([[np.nan], [0.9]]), [-1, 1])


@pytest.mark.parametrize("scale", [1e200, 1e307, 1e-200, 1e-300])
def test_standardize_knows_no_largest_and_no_smallest_number(scale):
    wide = np.array([[-1.0, 3.0], [1.0, 5.0], [0.5, 4.0]])
    np.testing.assert_allclose(data.standardize(scale * wide), data.standardize(wide), rtol=1e-12)


# -- D6: what is wrong is named --

NAMED = {
    "an optimizer by name": (lambda: fit(LINE, X, Y, 0.1, optimizer="adam"), "optimizer must be a function"),
    "adam": (lambda: fit(LINE, X, Y, 0.1, optimizer=optimizers.adam), "optimizer .* write its brackets"),
    "momentum": (lambda: fit(LINE, X, Y, 0.1, optimizer=optimizers.momentum), "optimizer .*brackets"),
    "normal": (lambda: layers.dense(2, 3, initializers.normal), "initializer .*write its brackets"),
    "no model": (lambda: models.start("mlp", np.random.default_rng(0)), "model must be a Model"),
    "mlp": (lambda: fit(models.mlp, X, Y, 0.1), "model must be a Model"),
    "no layer": (lambda: differences.check(layers.leaky_relu, X), "layer must be a Layer"),
    "a network of words": (lambda: fit(LINE._replace(network=["dense"]), X, Y, 0.1), r"network\[0\] must be"),
    "a seed below zero": (lambda: data.split(X, Y, seed=-1), "^seed must be a whole number"),
    "a rate of 1": (lambda: layers.dropout(1.0, np.zeros), "^rate must be a number from 0 to below 1"),
    "a rate of -1": (lambda: layers.dropout(-1, np.zeros), "^rate must be a number from 0 to below 1"),
    "a rate of 2": (lambda: layers.dropout(2, np.zeros), "^rate must be a number from 0 to below 1"),
    "2**63 rows": (lambda: data.moons(n=2**63), "^n must be a whole number of at most"),
    "2**63 steps": (lambda: fit(LINE, X, Y, 0.1, steps=2**63), "^steps must be a whole number of at most"),
    "2**63 points": (lambda: differences.check(layers.tanh, X, points=2**63), "^points must be"),
    "2**63 units": (lambda: models.mlp([2, 2**63, 1]), r"^sizes\[1\] must be a whole number of at most"),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_wrong_is_named(name):
    call, words = NAMED[name]
    with pytest.raises(ValueError, match=words):
        in_seconds(call)


def test_a_tensor_with_gradients_is_named_with_what_it_says():
    class WithGradients:
        def __array__(self, dtype=None, copy=None):
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach()")

        def __repr__(self):
            return "tensor([1.])"

    words = r"x must hold real numbers, but tensor\(\[1\.\]\) gives none: .*detach"
    with pytest.raises(ValueError, match=words):
        fit(LINE, WithGradients(), Y, 0.1)


# -- D8: what ARGS names is all that is tested --


@pytest.mark.parametrize("target", ["quick", "test", "beyond"])
@pytest.mark.parametrize("named", ["tests/test_layers.py", "notebooks/02_fit_a_line.ipynb"])
def test_make_tests_what_args_name_and_nothing_else(target, named):
    command = ["make", "--dry-run", target, f"ARGS={named} --maxfail=1"]
    house = Path(__file__).parents[1]
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(command, cwd=house, env=outside, capture_output=True, text=True, check=True)
    (line,) = [line for line in done.stdout.splitlines() if " pytest " in line]
    given = shlex.split(line.replace("tests/nbval.cfg", "").replace("-p tests.within", ""))
    assert [each for each in given if re.match(r"tests\b|notebooks\b", each)] == [named]
    assert given[-3:] == ["-m", "", "--maxfail=1"]


# -- D10: files --


def archive(path, members, compression=zipfile.ZIP_STORED):
    """A zip archive of arrays by their names, which may be there twice."""
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path, "w", compression) as file:
        for name, array in members:
            content = io.BytesIO()
            np.save(content, array)
            file.writestr(f"{name}.npy", content.getvalue())


PLACES = ["layer 0, parameter 0", "layer 0, parameter 1"]


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused_unread(tmp_path):
    sizes = [(3000, 2000), (1, 1)]
    archive(tmp_path / "bomb", zip(PLACES, map(np.zeros, sizes), strict=True), zipfile.ZIP_DEFLATED)
    assert (tmp_path / "bomb").stat().st_size < 100_000
    with pytest.raises(ValueError, match="unpacks to 48,000,264 bytes"):
        load(tmp_path / "bomb", LINE)


def test_an_array_that_is_there_twice_is_refused(tmp_path):
    members = [*zip(PLACES, PARAMS, strict=True), (PLACES[0], PARAMS[0] + 1)]
    archive(tmp_path / "twice", members)
    with pytest.raises(ValueError, match="layer 0, parameter 0.npy is in it twice"):
        load(tmp_path / "twice", LINE)


def test_what_is_no_regular_file_is_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    calls = [
        lambda: load(tmp_path / "pipe", LINE),
        lambda: load("/dev/zero", LINE),
        lambda: save(tmp_path / "pipe", [PARAMS], overwrite=True),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="is a device or a pipe"):
            in_seconds(call)


@pytest.mark.parametrize("overwrite", [False, True])
def test_many_save_one_file_at_once(tmp_path, overwrite):
    each = [[[PARAMS[0] + number, PARAMS[1]]] for number in range(8)]
    said, start = [], threading.Barrier(len(each))

    def saving(params):
        start.wait()
        with contextlib.suppress(FileExistsError):
            try:
                save(tmp_path / "mine", params, overwrite=overwrite)
                said.append("saved")
            except ValueError as error:
                said.append(str(error))

    threads = [threading.Thread(target=saving, args=[params]) for params in each]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(said) == len(each) and os.listdir(tmp_path) == ["mine"]
    assert said.count("saved") == (len(each) if overwrite else 1)
    assert all("is there already" in words for words in said if words != "saved")
    assert load(tmp_path / "mine", LINE)[0][1] == PARAMS[1]


@pytest.mark.parametrize("name", ["a\0b", "n" * 300, "\ud800", "none/mine", ""])
def test_names_that_no_file_can_have_are_refused_in_words(tmp_path, name):
    path = f"{tmp_path}/{name}" if name else ""
    for call in (lambda: save(path, [PARAMS]), lambda: load(path, LINE)):
        with pytest.raises(ValueError, match="^path"):
            call()
