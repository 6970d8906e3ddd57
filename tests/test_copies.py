"""Copies to run elsewhere: each lesson as it stands, and a cell that installs the course if it is missing."""

import importlib.util

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from notebooks_on_stage import BOTH_ROADS, FOLDER

from tools.copies import INSTALL, lay_out


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """The folder of all copies."""
    folder = tmp_path_factory.mktemp("copies")
    lay_out(FOLDER, folder)
    return folder


@pytest.mark.parametrize("path", BOTH_ROADS, ids=lambda path: path.stem)
def test_a_copy_is_the_lesson_with_the_install_before_its_first_code(copies, path):
    copy = nbformat.read(copies / path.relative_to(FOLDER), as_version=4)
    nbformat.validate(copy)
    code = [cell for cell in copy.cells if cell.cell_type == "code"]
    assert code[0].source == INSTALL
    copy.cells.remove(code[0])
    assert copy == nbformat.read(path, as_version=4)


@pytest.mark.parametrize("installed, orders", [(True, []), (False, ["install --quiet backprop-course"])])
def test_the_install_is_for_where_the_course_is_missing(monkeypatch, installed, orders):
    heard, shell = [], InteractiveShell()
    shell.register_magic_function(heard.append, magic_name="pip")
    if not installed:
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    shell.run_cell(INSTALL).raise_error()
    assert heard == orders
