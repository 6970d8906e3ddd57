"""The one normal form of a notebook: what a reader sees, and nothing that differs from run to run."""

import hashlib
from copy import deepcopy

import nbformat

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KEPT_OF_A_CELL = {"collapsed", "jupyter", "tags"}
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


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
