"""What `make notebooks` runs: execute the lessons and store them in one normal form.

The normal form holds what a reader sees and nothing that differs from run to run, so that running the same
lessons again with the same versions changes no byte.
"""

import hashlib
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

HOUSE = Path(__file__).resolve().parent.parent
SECONDS_PER_CELL = 120
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KEPT_OF_A_CELL = {"collapsed", "jupyter", "tags"}
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


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
    text = to_text(normalize(execute(normalize(from_text(before)), path)))
    if text != before:
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(path)


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


def normalize(notebook):
    """Return a copy of a notebook in normal form; normalizing twice changes nothing more."""
    notebook = deepcopy(notebook)
    notebook.update(metadata=deepcopy(METADATA), nbformat=4, nbformat_minor=5)
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:02d}"
        cell.source = cell.source.rstrip()
        cell.metadata = {key: cell.metadata[key] for key in sorted(KEPT_OF_A_CELL & cell.metadata.keys())}
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    for number, cell in enumerate((cell for cell in code if cell.source), 1):
        normalize_outputs(cell, number)
    return nbformat.from_dict(notebook)


def normalize_outputs(cell, number):
    """Give a code cell that was executed its number, whole streams and fixed names for its widgets."""
    if cell.execution_count is not None:
        cell.execution_count = number
    cell.outputs = merge_streams(cell.outputs)
    for place, output in enumerate(cell.outputs):
        if output.output_type == "execute_result":
            output.execution_count = number
        if WIDGET_VIEW in output.get("data", {}):
            output.data[WIDGET_VIEW]["model_id"] = hashlib.md5(f"{cell.id}/{place}".encode()).hexdigest()


def merge_streams(outputs):
    """Return the outputs with neighbors of one stream put together, however the kernel cut them."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else {}
        if output.output_type == "stream" and output.name == last.get("name"):
            last["text"] += output.text
        else:
            merged.append(output)
    return merged


def is_normal(path):
    """Return whether a notebook is stored, byte by byte, as `make notebooks` would store it."""
    text = path.read_text(encoding="utf-8")
    return text == to_text(normalize(from_text(text)))


def from_text(text):
    """Return the notebook in a text, valid or not yet: normalizing gives its cells their names."""
    return nbformat.v4.reads(text)


def to_text(notebook):
    """Return the text of a notebook's file, refused where the notebook would not be valid."""
    nbformat.validate(notebook)
    return nbformat.v4.writes(notebook).rstrip("\n") + "\n"


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or sorted((HOUSE / "notebooks").glob("*.ipynb"))) > 0)
