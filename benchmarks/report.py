"""What all benchmarks share: times taken in turn, the machine in words, and a page in Markdown."""

import argparse
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np

HERE = Path(__file__).resolve().parent
PACKAGES = ("numpy", "torch", "jax", "scikit-learn", "micrograd", "matplotlib", "ipywidgets")


class Times(NamedTuple):
    """Seconds of several repeats: by the clock, and of the processor."""

    clock: list
    processor: list


def in_turn(cases, repeats):
    """Times by name of the functions in `cases`, called one after the other, `repeats` times."""
    times = {name: Times([], []) for name in cases}
    for _ in range(repeats):
        for name, run in cases.items():
            clock, processor = perf_counter(), process_time()
            run()
            times[name].processor.append(process_time() - processor)
            times[name].clock.append(perf_counter() - clock)
    return times


def p95(values):
    """The value that 95 of 100 stay below."""
    return float(np.percentile(values, 95))


def milliseconds(seconds):
    """Three digits of a time, or all before the point."""
    return f"{1000 * seconds:,.0f}" if seconds >= 0.0995 else f"{1000 * seconds:#.3g}"


def table(head, rows):
    """A table in Markdown; the first column is words, the others are numbers."""
    rule = ["---"] + ["--:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [head, rule, *rows])


def version_of(package):
    """The installed version, or words that it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def processor():
    """The name of the processor, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def machine():
    """The machine and the versions, as a list in Markdown."""
    config = np.show_config(mode="dicts")
    blas, vectors = config["Build Dependencies"]["blas"], config["SIMD Extensions"]
    found, missing = (", ".join(vectors.get(key, [])) or "none" for key in ("found", "not found"))
    versions = ", ".join(f"{name} {version_of(name)}" for name in PACKAGES)
    threads = os.environ.get("OPENBLAS_NUM_THREADS")
    return "\n".join(
        [
            f"- {processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
            f"- Python {platform.python_version()}, {versions}",
            f"- NumPy's BLAS: {blas['name']} {blas['version']}; {threads} thread for everybody",
            f"- vector instructions that NumPy uses here: {found}; that it would use: {missing}",
            f"- load when this page was made (1, 5, 15 minutes): {load()}",
        ]
    )


def load():
    """How many processes want a core; where these are more than the cores, the clock is no judge."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


def options(name, repeats, argv=None, **more):
    """The command line of a benchmark: --repeats, --only, --quick, --page; `more` as argparse takes it."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}")
    parser.add_argument("--repeats", type=int, default=repeats, help="how often each case runs, in turn")
    parser.add_argument("--only", default="", help="run the cases whose names contain this")
    parser.add_argument("--quick", action="store_true", help="a few steps only: does it run at all?")
    parser.add_argument("--page", type=Path, default=HERE / f"{name}.md", help="where the page goes")
    for option, settings in more.items():
        parser.add_argument(f"--{option}", **settings)
    return parser.parse_args(argv)


def write(page, name, title, sections, argv=None):
    """Print a page and write it to a file."""
    given = " ".join(sys.argv[1:] if argv is None else argv)
    command = f"python -m benchmarks.{name} {given}".strip()
    text = "\n\n".join([f"# {title}", f"Made by `{command}`.", machine(), *sections]) + "\n"
    print(text)
    page.write_text(text, encoding="utf-8")
