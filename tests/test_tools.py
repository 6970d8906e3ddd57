"""What `make notebooks` does: run the lessons and store them in their normal form."""

import os

import nbformat
import pytest

from backprop_course.course import normal_form
from tools import notebooks

pytestmark = pytest.mark.slow


def small_notebook(*sources):
    """A notebook with a title and these code cells, not executed."""
    cells = [nbformat.v4.new_markdown_cell("# Try it  \n\n"), *map(nbformat.v4.new_code_cell, sources)]
    return nbformat.v4.new_notebook(cells=cells, metadata={"widgets": {"state": {}}})


def test_running_twice_changes_no_byte(tmp_path):
    path = tmp_path / "try.ipynb"
    slider = "import ipywidgets\nipywidgets.FloatSlider(description='learning rate')"
    path.write_text(nbformat.v4.writes(small_notebook("print('a'); print('b')", slider, "{3, 1, 2}")))
    notebooks.refresh(path)
    first = path.read_bytes(), path.stat().st_mtime_ns
    notebooks.refresh(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == first
    assert normal_form.is_normal(path)
    cells = normal_form.from_text(path.read_text()).cells
    assert [cell.get("execution_count") for cell in cells] == [None, 1, 2, 3]


def test_a_failing_cell_is_named_and_the_file_stays(tmp_path, capsys):
    path = tmp_path / "fail.ipynb"
    path.write_text(nbformat.v4.writes(small_notebook("a = 0", "1 / a")))
    before = path.read_bytes()
    assert notebooks.main([path]) == 1
    said = capsys.readouterr().err
    assert "fail.ipynb: cell-03" in said and "1 / a" in said and "ZeroDivisionError" in said
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["fail.ipynb"]


def test_what_is_no_notebook_is_named(tmp_path, capsys):
    (tmp_path / "torn.ipynb").write_text('{"cells": [')
    assert notebooks.main([tmp_path / "torn.ipynb"]) == 1
    assert capsys.readouterr().err.startswith("torn.ipynb: ")
