"""Running what a learner wrote: in time, with nothing on the screen, and all is put back afterwards."""

import builtins
import contextlib
import ctypes
import io
import linecache
import math
import os
import random
import re
import signal
import sys
import threading
import time
import traceback
import warnings
from functools import partial
from pathlib import Path

import numpy as np

SECONDS = 5.0  # how long a learner's code may take, where nothing else is said
THREAD = "a learner's code"  # what the thread is called on which it runs
PRINTED = 20  # lines: a loop that prints must not flood the notebook

# Where code lies that no learner wrote: ours, Python's own, and what is installed beside NumPy.
LIBRARIES = tuple(
    str(path) for path in (Path(__file__).parents[1], Path(io.__file__).parent, Path(np.__file__).parents[1])
)
LENDABLE = (np, np.random, np.linalg, math, random, builtins)  # modules that learners patch by an assignment


LEFT = "It could not be ended and still runs: restart the kernel before you go on."
AGAIN = 0.02  # seconds from one try to end a learner's code to the next
PATIENCE = 2.0  # seconds of tries, until it is told that they do not help


_within = threading.local()


class Late(Exception):
    """A learner's code was still running when its time was over."""


class Quits(Exception):
    """A learner's code raises what would end Python, or this cell."""


class Paper(io.StringIO):
    """What a learner's code prints, as far as there is room for it."""

    def write(self, text):
        """Take what there is room for."""
        super().write(text[: max(0, 100 * PRINTED - self.tell())])
        return len(text)

    def close(self):
        """Stay open, whatever a learner's code does to sys.stdout."""

    def __str__(self):
        lines = self.getvalue().splitlines(keepends=True)
        return "".join(lines[:PRINTED]) + "... and more.\n" * (len(lines) > PRINTED)


def in_time(work, seconds, paper=None):
    """What work() returns or raises; raises Late if it takes longer than `seconds`.

    What it prints goes onto the `paper`; where none is given it is shown afterwards, as far as there is room.
    What would end Python, such as exit(), is raised as Quits. The main thread has an alarm that ends loops,
    waiting, whole numbers without end and regular expressions. Elsewhere the work gets a thread; what this
    cannot leave runs on, and that is said. No part of Python can end compiled code that never asks for
    signals, such as any(iter(int, 1)). Within work that has a limit already, that limit holds.
    """
    shown, done = Paper() if paper is None else paper, []

    def run():
        _within.limited = True
        try:
            done.append((work(), None))
        except BaseException as error:  # also sys.exit() and the like
            done.append((None, error))
        finally:
            _within.limited = False

    if getattr(_within, "limited", False):
        return work()
    limited = partial(_under_an_alarm, screen=sys.stdout) if _has_alarm() else _on_a_thread
    try:
        with undisturbed(shown):
            late, left = limited(run, seconds)
    finally:
        if paper is None:
            print(shown, end="")
    if late or not done:
        where = f" in the line `{late}`" if late else ""
        words = f"your code was still running{where} after {seconds:g} s: is there a loop that never ends?"
        raise Late(f"{words} {LEFT}" if left else words)
    result, error = done[0]
    if error is not None and not isinstance(error, Exception):
        exits = isinstance(error, SystemExit)
        what = "ends Python by exit() or quit()" if exits else f"raises {type(error).__name__}"
        raise Quits(f"your code {what}. Take this line out.") from error
    if error is not None:
        raise error
    return result


# -- on the main thread: an alarm --


def _has_alarm():
    """Whether this is the main thread of a system that has an alarm, which nobody else has set."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
        and callable(signal.getsignal(signal.SIGINT))
    )


def _under_an_alarm(run, seconds, screen):
    """Run it here; the learner's line where it is when the alarm rings, else "", and that it is over.

    The alarm raises SystemExit in it, again and again, also once the learner has interrupted the kernel.
    Where that does not help, the screen says so. An alarm that rings before that code begins, or after it has
    ended, raises nothing: it would leave us before all is put back.
    """
    top, traced = sys._getframe(), sys.gettrace()
    late, interrupts = [], []

    def apart():  # a generator: what is raised in an except block that never ends, stays with it
        yield run()

    def ring(number, frame):
        codes = [each.f_code for each in _frames(frame, top)]
        if apart.__code__ not in codes or ring.__code__ in codes:
            return
        if late:  # it has caught the first
            _refuse_lines(frame, top)
        late.append(_place(frame))
        raise SystemExit

    def interrupt(number, frame):
        interrupts.append(number)
        if apart.__code__ in [each.f_code for each in _frames(frame, top)]:
            signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
            raise KeyboardInterrupt

    before = [(number, signal.getsignal(number)) for number in (signal.SIGALRM, signal.SIGINT)]
    words = f"Your code still runs after {seconds:g} s, and nothing ends it: wait, or restart the kernel."
    teller = threading.Timer(seconds + PATIENCE, print, [words], {"file": screen, "flush": True})
    teller.daemon = True
    with contextlib.suppress(RuntimeError):  # no further thread can be started
        teller.start()
    try:
        signal.signal(signal.SIGALRM, ring)
        signal.signal(signal.SIGINT, interrupt)
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        with contextlib.suppress(BaseException), np.errstate(all="ignore"):
            next(apart())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)  # one that is still on its way would end Python
        teller.cancel()
        if teller.ident:
            teller.join(1)  # it ends now, or says its sentence first
        for number, handler in before:
            signal.signal(number, handler)
        if len(late) > 1:
            sys.settrace(traced)
    if interrupts:
        raise KeyboardInterrupt
    return (late[0] if late else ""), False


def _refuse_lines(frame, top):
    """Have every further line of the learner's raise, in this frame and in those that it returns to."""

    def refused(frame, event, argument):
        if event == "line":
            raise SystemExit
        return refused

    for each in _frames(frame, top):
        if not each.f_code.co_filename.startswith((*LIBRARIES, "<frozen")):
            each.f_trace = refused
    sys.settrace(lambda *event: None)


def _frames(frame, top):
    """A frame and those that it returns to, up to another."""
    while frame is not None and frame is not top:
        yield frame
        frame = frame.f_back


# -- elsewhere: a thread, or a deadline at every line --


def _on_a_thread(run, seconds):
    """Run it on a thread; the learner's line where it is when it is late, else "", and whether it runs on."""

    def quietly():
        with contextlib.suppress(BaseException), np.errstate(all="ignore"):
            run()

    thread = threading.Thread(target=quietly, daemon=True, name=THREAD)
    try:
        thread.start()
    except RuntimeError:  # Python in a browser has no threads
        return _under_a_deadline(quietly, seconds), False
    try:
        thread.join(seconds)
        late = _place(sys._current_frames().get(thread.ident)) if thread.is_alive() else ""
    finally:  # also where the learner interrupts the kernel
        end(thread)
    return late, thread.is_alive()


def _place(frame):
    """The line of the learner's code where a frame is."""
    own = [each.line for each in traceback.extract_stack(frame) if _is_own(each)] if frame else []
    return own[-1] if own else "?"


def _under_a_deadline(run, seconds):
    """Run it here, and stop it at the first line after its time; that line, or ""."""
    deadline, traced, late = time.monotonic() + seconds, sys.gettrace(), []

    def trace(frame, event, argument):
        if time.monotonic() > deadline:
            late.append(linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip())
            raise SystemExit
        return trace

    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(traced)
    return (late[0] or "?") if late else ""


def end(thread):
    """End a thread, for a second also one that catches all errors; one that sleeps ends when it wakes."""
    for _ in range(50):
        if thread.is_alive():
            number, error = ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(number, error)
            thread.join(0.02)


@contextlib.contextmanager
def undisturbed(paper):
    """Send what is printed to the paper; put back the folder, random states and modules as they were."""
    folder, numbers, chance = os.getcwd(), np.random.get_state(), random.getstate()
    errors, modules = np.geterr(), [(module, dict(vars(module))) for module in LENDABLE]
    depth = sys.getrecursionlimit()
    with (
        contextlib.redirect_stdout(paper),
        contextlib.redirect_stderr(paper),
        warnings.catch_warnings(action="ignore"),
    ):
        try:
            yield
        finally:
            for module, kept in modules:
                _restore(vars(module), kept)
            sys.setrecursionlimit(depth)
            os.chdir(folder)
            np.random.set_state(numbers)
            random.setstate(chance)
            np.seterr(**errors)


def _restore(names, kept):
    """Give a module's names the values that they had; names that were loaded meanwhile stay."""
    names.update((name, value) for name, value in kept.items() if names.get(name) is not value)


# -- what an error says --


def line(error):
    """The last line on the way to an error that is neither ours nor a library's: (text, number)."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [(frame.line, frame.lineno) for frame in frames if _is_own(frame)]
    return own[-1] if own else ("", None)


def _is_own(frame):
    """Whether a learner wrote the line of this frame."""
    return bool(frame.line) and not is_library(frame.filename)


def is_library(filename):
    """Whether no learner wrote the file."""
    return filename.startswith((*LIBRARIES, "<frozen")) or "site-packages" in filename


def message(error):
    """What an error says, in one line of at most 200 characters."""
    try:
        words = " ".join(re.sub(r", with gufunc signature \S+", "", str(error)).split()).rstrip(".")
    except BaseException:  # an error of the learner's own may raise when it is asked
        return ""
    return words if len(words) <= 200 else f"{words[:197]}..."
