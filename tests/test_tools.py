"""What `make notebooks` does: run the lessons and store them in their normal form."""

import base64
import io
import os

import nbformat
import numpy as np
import pytest
from PIL import Image

from backprop_course.course import normal_form
from backprop_course.widgets import stills, style
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


def test_a_stored_picture_has_its_pixels_in_fewer_bytes():
    figure, (ax,) = style.figure()
    ax.plot(np.sin(np.arange(100)))
    before = stills.address(stills.still_of(figure))
    after = notebooks.PICTURE.sub(notebooks.packed, f'<img src="{before}" width="900">')
    address = notebooks.PICTURE.search(after)[0]
    assert after == f'<img src="{address}" width="900">' and len(address) < len(before)
    assert np.array_equal(*(pixels(each) for each in (before, address)))


def pixels(address):
    """The pixels (rows, columns, 4) of a picture in an address."""
    picture = base64.b64decode(address.partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"))


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
