"""What `make pins` runs: look up the newest version of everything, and pin it with the hashes of its files.

A package has one version for every Python and every platform, where such a version exists. Only wheels are
pinned: to build a package from its source, pip would first fetch what builds it, and nobody has pinned that.
Run twice in a row, this changes no byte. pins/torch.txt is written by hand: it says why.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
PROJECT = HOUSE / "pyproject.toml"
PIN = re.compile(r"^([\w.-]+)==([^\s;]+).*\n(?: {4}--hash=.*\n)+", re.MULTILINE)
# What each file pins, in uv's words; the build backend comes through standard input.
SOURCES = {
    "lab": ["pyproject.toml", "-"],
    "test": ["pyproject.toml", "-", "--extra=test"],
    "grading": ["--group=grading"],
    "site": ["--group=site"],
    "frameworks": ["--group=frameworks"],
    "upkeep": ["--group=upkeep"],
}


def main():
    """Resolve everything at once, so that the files agree; write to each file what it needs of that."""
    settings = PROJECT.read_text(encoding="utf-8")
    project = tomllib.loads(settings)
    python = project["project"]["requires-python"].removeprefix(">=")
    backend = project["build-system"]["requires"][0].split("==")[0]

    with tempfile.TemporaryDirectory() as folder:
        agreed = Path(folder) / "agreed.txt"
        groups = [each for file in ("grading", "site", "frameworks", "upkeep") for each in SOURCES[file]]
        agreed.write_text(resolve([*SOURCES["test"], *groups], python, backend))
        pins = list(PIN.finditer(agreed.read_text()))
        lab, test, grading, site, frameworks, upkeep = (
            names(resolve([*SOURCES[file], f"--constraint={agreed}"], python, backend)) for file in SOURCES
        )

    write("lab", "", [pin for pin in pins if pin[1] in lab])
    write("test", "-r lab.txt\n", [pin for pin in pins if pin[1] in test - lab])
    write("grading", "", [pin for pin in pins if pin[1] in grading - test])
    write("site", "", [pin for pin in pins if pin[1] in site - test])
    write("frameworks", "", [pin for pin in pins if pin[1] in frameworks - test])
    write("upkeep", "", [pin for pin in pins if pin[1] in upkeep])
    version = next(pin[2] for pin in pins if pin[1] == backend.replace("_", "-"))
    PROJECT.write_text(re.sub(rf'"{backend}==.*?"', f'"{backend}=={version}"', settings), encoding="utf-8")


def resolve(sources, python, backend):
    """The text of a requirements file with all that these sources need, from this Python on."""
    command = [sys.executable, "-m", "uv", "pip", "compile", *sources, "--universal", "--quiet"]
    command += [f"--python-version={python}", "--fork-strategy=fewest", "--only-binary=:all:"]
    command += ["--generate-hashes", "--no-header", "--no-annotate"]
    done = subprocess.run(command, cwd=HOUSE, input=backend, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def names(text):
    """The names of the packages that a requirements file pins."""
    return {pin[1] for pin in PIN.finditer(text)}


def write(name, first, pins):
    """Write one file of pins; it forbids pip everything but wheels."""
    head = "# Made by `make pins`: do not edit.\n--only-binary :all:\n"
    text = head + first + "".join(pin[0] for pin in pins)
    (HOUSE / "pins" / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
