"""What `make notebooks` runs: execute the lessons and store them in one normal form.

The normal form holds what a reader sees and nothing that differs from run to run, so that running the same
lessons again with the same versions changes no byte.
"""

import os
import re
import sys
from base64 import b64decode
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from PIL import Image

from backprop_course.course.delivery import paths_of
from backprop_course.course.normal_form import from_text, normalize, to_text
from backprop_course.widgets import stills

LESSONS = Path(__file__).resolve().parent.parent / "notebooks"
SECONDS_PER_CELL = 120
PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")


class CellFailed(Exception):
    """A cell that raised an error, took too long or killed its kernel."""


def main(paths):
    """Execute these notebooks side by side, say what became of each, and return how many failed."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as workers:
        failures = list(workers.map(attempt, paths))
    for path, failure in zip(paths, failures, strict=True):
        print(failure or f"{path.name}: every cell ran", file=sys.stderr if failure else sys.stdout)
    return sum(map(bool, failures))


def attempt(path):
    """Refresh one notebook; return what went wrong in words, or an empty string."""
    try:
        refresh(path)
    except (CellFailed, ValueError, nbformat.ValidationError) as failure:
        return f"{path.name}: {failure}"
    return ""


def refresh(path):
    """Execute a notebook and store it in normal form; a notebook with a failing cell stays as it was."""
    before = path.read_text(encoding="utf-8")
    text = PICTURE.sub(packed, to_text(normalize(execute(normalize(from_text(before)), path))))
    if text != before:
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(path)


def packed(address):
    """The address of the same pixels, packed as tight as zlib can, which takes time; a match of PICTURE."""
    return stills.address(stills.png(Image.open(BytesIO(b64decode(address[1]))), compress_level=9))


def execute(notebook, path):
    """Return the notebook with the outputs of a fresh kernel that stands in the notebook's own folder."""
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            run_cell(client, cell, index)
    return notebook


def run_cell(client, cell, index):
    """Run one cell, or raise CellFailed with the cell's name and the traceback."""
    try:
        client.execute_cell(cell, index)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise CellFailed(f"{cell.id}: {error}") from error


if __name__ == "__main__":
    every = [LESSONS / path for path in paths_of(LESSONS)]
    sys.exit(main([Path(name) for name in sys.argv[1:]] or every) > 0)
