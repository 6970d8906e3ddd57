"""The normal form of the lessons."""

import json
from pathlib import Path

import nbformat
import pytest

from backprop_course.course import normal_form
from backprop_course.course.delivery import paths_of

LESSONS = Path(__file__).resolve().parent.parent / "notebooks"


def small_notebook(*sources):
    """A notebook with a title and these code cells, not executed."""
    cells = [nbformat.v4.new_markdown_cell("# Try it  \n\n"), *map(nbformat.v4.new_code_cell, sources)]
    return nbformat.v4.new_notebook(cells=cells, metadata={"widgets": {"state": {}}})


def disorder(notebook):
    """Give a notebook everything that running it by hand leaves in it."""
    output, stream = nbformat.v4.new_output, "stream"
    view = {normal_form.WIDGET_VIEW: {"model_id": "f00", "version_major": 2}}
    cell = notebook.cells[1]
    cell.update(execution_count=41, metadata={"execution": {"iopub": 1}, "tags": ["kept"], "trusted": True})
    cell.outputs = [output(stream, text="a\n"), output(stream, text="b\n"), output("display_data", data=view)]
    cell.outputs += [output("execute_result", data={"text/plain": "1"}, execution_count=41)]
    return notebook


def test_the_normal_form_keeps_only_what_a_reader_sees():
    notebook = disorder(small_notebook("1\n"))
    once = normal_form.normalize(notebook)
    assert normal_form.normalize(once) == once != notebook
    assert "widgets" not in once.metadata and once.metadata.language_info == {"name": "python"}
    title, code = once.cells
    assert (title.source, title.id, code.id, code.source) == ("# Try it", "cell-01", "cell-02", "1")
    assert code.metadata == {"tags": ["kept"]}
    assert code.execution_count == code.outputs[-1].execution_count == 1
    assert code.outputs[0].text == "a\nb\n"
    assert code.outputs[1].data[normal_form.WIDGET_VIEW].model_id != "f00"


@pytest.mark.parametrize("path", paths_of(LESSONS))
def test_stored_notebooks_are_fresh(path):
    notebook = normal_form.from_text((LESSONS / path).read_text(encoding="utf-8"))
    assert normal_form.is_normal(LESSONS / path), "run `make notebooks`"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1)), "run `make notebooks`"
    outputs = [output for cell in code for output in cell.outputs]
    assert [out for out in outputs if out.output_type == "error" or out.get("name") == "stderr"] == []
    assert "/" not in json.dumps(notebook.metadata)
