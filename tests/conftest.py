"""What all tests share: Hypothesis tries the same examples each time; the log ends with recorded figures."""

import re
import signal
import sys
import threading

import pytest
from hypothesis import settings

from backprop_course.check.running import THREAD

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """What is raised while a learner's function has a limit of time is no test's failure.

    It runs on a thread of its own, or its end is an alarm, which may ring within a callback of Python's own.
    Python can only report what such a callback raises.
    A shell that runs the tests in the background has them ignore SIGINT, and what never ends is then ended on
    another way than a learner's: they listen again.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    told = sys.unraisablehook

    def unless_limited(unraisable):
        if threading.current_thread().name != THREAD and signal.getsignal(signal.SIGALRM) == signal.SIG_DFL:
            told(unraisable)

    sys.unraisablehook = unless_limited


def pytest_xdist_make_scheduler(config, log):
    """Share the tests out by file, and those in the browser by lesson, where each has a page of its own."""
    from xdist.scheduler import LoadFileScheduling

    class ByFileAndLesson(LoadFileScheduling):
        def _split_scope(self, nodeid):
            lesson = re.search(r"/browser/(?!test_first_moves).*\[(\d\d_[a-z0-9_]+)", nodeid)
            return lesson[1] if lesson else super()._split_scope(nodeid)

    return ByFileAndLesson(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_terminal_summary(terminalreporter):
    """Print every recorded property."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    figures = [
        pair
        for report in reports
        for pair in getattr(report, "user_properties", [])
        if getattr(report, "when", "") == "call"
    ]
    if figures:
        terminalreporter.section("figures")
    for name, value in figures:
        terminalreporter.write_line(f"{name}: {value}")
