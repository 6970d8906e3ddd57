"""What the course costs beside a bare kernel: import time, memory, and the tests by notebook."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.report import milliseconds, options, p95, table, write

HOUSE = Path(__file__).resolve().parent.parent
MACHINE = "import backprop_course.nn.training, backprop_course.check.differences"
IMPORTS = {
    "Python alone": "pass",
    "NumPy": "import numpy",
    "the course's machine (fit, train, check)": MACHINE,
    "NumPy, Matplotlib and ipywidgets": "import numpy, matplotlib.figure, ipywidgets",
    "every floor of the course": f"{MACHINE}, backprop_course.widgets.panels, backprop_course.widgets.lab",
}
KERNELS = {
    "a bare kernel": "pass",
    "with NumPy, Matplotlib and ipywidgets": IMPORTS["NumPy, Matplotlib and ipywidgets"],
    "with every floor of the course": IMPORTS["every floor of the course"],
}


def seconds_of(code):
    """Processor seconds that a fresh Python takes for some code, after its own start."""
    timed = f"from time import process_time as now; a = now()\n{code}\nprint(now() - a)"
    return float(subprocess.check_output([sys.executable, "-c", timed], cwd=HOUSE, text=True).split()[-1])


def import_times(repeats):
    """The section on imports, taken in turn in fresh processes."""
    times = {name: [] for name in IMPORTS}
    for _ in range(repeats):
        for name, code in IMPORTS.items():
            times[name].append(seconds_of(code))
    rows = [[name, milliseconds(median(each)), milliseconds(p95(each))] for name, each in times.items()]
    return "## Import\n\n" + table(["imported", "median, ms", "p95, ms"], rows)


def resident(pid):
    """Resident memory of a process in MB, and its own share of it; None where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    parts = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return parts["Rss"] / 1024, (parts["Private_Clean"] + parts["Private_Dirty"]) / 1024


def memory_of(code):
    """The memory of a real kernel after some code."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", cwd=str(HOUSE))
    try:
        client.execute_interactive(code, timeout=120)
        return resident(manager.provisioner.pid)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def memory(repeats):
    """The section on memory, of kernels started in turn."""
    try:
        found = {name: [memory_of(code) for _ in range(repeats)] for name, code in KERNELS.items()}
    except ImportError:
        return "## Memory\n\nNot measured: jupyter_client is not installed."
    if None in sum(found.values(), []):
        return "## Memory\n\nNot measured: this system does not say."
    bare = median(rss for rss, _ in found["a bare kernel"])
    rows = []
    for name, pairs in found.items():
        middle, own = (median(values) for values in zip(*pairs, strict=True))
        rows.append([name, f"{middle:.0f}", f"{own:.0f}", f"{middle - bare:+.0f}"])
    head = ["kernel", "resident, MB", "its own, MB", "over the bare kernel, MB"]
    return "## Memory\n\n" + table(head, rows)


def first_picture(notebook, open_and_wait, repeats):
    """Seconds from opening a notebook to its first picture, several times.

    open_and_wait(notebook) opens it, runs all cells and returns when the first picture was in the page, by
    perf_counter: the browser belongs to whoever calls this.
    """
    seconds = []
    for _ in range(repeats):
        before = perf_counter()
        seconds.append(open_and_wait(notebook) - before)
    return seconds


def test_seconds(notebook):
    """Seconds by the clock and of the processor that the test of one notebook takes, with its kernel."""
    options = ["-q", "--nbval", "--nbval-current-env", "--nbval-sanitize-with", "tests/nbval.cfg"]
    options += ["--nbval-cell-timeout", "120", "-p", "no:cacheprovider"]
    before, clock = os.times(), perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", str(notebook), *options], cwd=HOUSE, capture_output=True
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return perf_counter() - clock, used, "passed" if done.returncode == 0 else "FAILED"


def tests(notebooks):
    """The section on the tests, by notebook."""
    rows, measured = [], {path.stem: test_seconds(path) for path in notebooks}
    for name, (clock, used, end) in measured.items():
        rows.append([name, f"{clock:.1f}", f"{used:.1f}", end])
    clock, used = (sum(each[i] for each in measured.values()) for i in (0, 1))
    head = ["notebook", "clock, s", "processor, s", "end"]
    return "## Tests by notebook\n\n" + table(head, [*rows, ["all", f"{clock:.1f}", f"{used:.1f}", ""]])


def main(argv=None):
    """Measure, print, and write the page."""
    given = options("footprint", 9, argv)
    notebooks = sorted((HOUSE / "notebooks").glob("*.ipynb"))
    parts = {
        "import": lambda: import_times(given.repeats),
        "memory": lambda: memory(min(given.repeats, 3)),
        "tests": lambda: tests([] if given.quick else notebooks),
    }
    sections = [measure() for name, measure in parts.items() if given.only in name]
    write(given.page, "footprint", "Footprint", [INTRODUCTION, *sections], argv)


INTRODUCTION = "Imports are processor time in fresh processes, taken in turn."


if __name__ == "__main__":
    main()
