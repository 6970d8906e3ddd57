"""The values of a curve, at the pointer and by the arrow keys, are those that the lab computed."""

import re

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from backprop_course.course.normal_form import METADATA
from backprop_course.lessons.choose_a_rate.lab import choose_a_rate
from backprop_course.lessons.derive_each_layer.lab import derive_each_layer
from browser.jupyter_page import Notebook

pytestmark = pytest.mark.full

LAB = "from backprop_course.lessons.choose_a_rate.lab import choose_a_rate\n\nchoose_a_rate()"
NAMED = "from backprop_course.lessons.derive_each_layer.lab import derive_each_layer\n\nderive_each_layer()"
STEP, RATE = 1, 2  # the panels with curves: the loss by step, the loss at the end by learning rate


@pytest.fixture(scope="module")
def lab(chromium, jupyter):
    """A lab in a page."""
    cells = [new_code_cell(LAB), new_code_cell(NAMED)]
    nbformat.write(new_notebook(cells=cells, metadata=METADATA), jupyter.desk / "readings.ipynb")
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        notebook = Notebook(context, jupyter, "readings.ipynb")
        notebook.wait_for_kernel()
        notebook.run(0, 1)
        yield notebook.labs()[0]
        assert notebook.complaints() == []
        notebook.close()


@pytest.fixture(scope="module")
def axes():
    """The axes of the same lab, made here."""
    return choose_a_rate().drawing.figure.axes


def said(lab):
    """What is read, {name: value}."""
    words = lab.box.locator("output").inner_text()
    return {name: float(value) for name, value in re.findall(r"([^,=]+) = (\S+?)(?:, |$)", words)}


def point(lab, ax, x, y):
    """Point at a share of a panel, counted from its bottom left."""
    left, bottom, right, top = ax.get_position().extents
    lab.picture.scroll_into_view_if_needed()
    box = lab.picture.bounding_box()
    lab.notebook.page.mouse.move(
        box["x"] + box["width"] * (left + x * (right - left)),
        box["y"] + box["height"] * (1 - bottom - y * (top - bottom)),
    )


def test_the_pointer_reads_the_curve_at_whole_steps(lab, axes):
    losses = axes[STEP].lines[0].get_ydata()
    for share in (0.1, 0.45, 0.8):
        point(lab, axes[STEP], share, 0.5)
        assert lab.notebook.until(lambda: said(lab).get("step") == round(100 * share))  # noqa: B023
        assert np.isclose(said(lab)["loss"], losses[round(100 * share)], rtol=0.02)


def test_of_several_curves_the_one_that_is_read_is_named(lab):
    several, ax = lab.notebook.labs()[1], derive_each_layer().drawing.figure.axes[STEP]
    for name, words in (("best line", "best line: step = 40, loss = 0.31"), ("loss", "step = 40, loss = ")):
        (line,) = (each for each in ax.lines if each.get_gid() == name)
        height = line.get_ydata()[0 if name == "best line" else 40] / ax.get_ylim()[1]
        point(several, ax, 0.1, height)
        shown = several.box.locator("output")
        assert lab.notebook.until(lambda: shown.inner_text().startswith(words))  # noqa: B023


def test_the_pointer_reads_nothing_beside_the_panels_and_in_the_plane(lab, axes):
    point(lab, axes[STEP], 0.5, 0.5)
    assert lab.notebook.until(lambda: said(lab))
    point(lab, axes[0], 0.5, 0.5)
    assert lab.notebook.until(lambda: not said(lab))
    point(lab, axes[STEP], -0.05, -0.05)
    assert lab.notebook.until(lambda: not said(lab))


def test_the_arrow_keys_walk_along_each_curve_and_escape_ends_it(lab, axes):
    lab.picture.focus()
    names = []
    for _ in range(6):
        lab.picture.press("ArrowDown")
        names.append(tuple(said(lab)))
    assert ("step", "loss") in names and ("learning rate", "loss at the end") in names
    while "step" not in said(lab):
        lab.picture.press("ArrowDown")
    heard = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        lab.picture.press(key)
        heard.append(said(lab))
    first, second, third = heard
    assert second["step"] > first["step"] and first == third
    lab.picture.press("Escape")
    assert said(lab) == {}


def test_what_is_read_follows_the_picture(lab, axes):
    point(lab, axes[STEP], 0.5, 0.5)
    assert lab.notebook.until(lambda: said(lab))
    before, (name, *_) = said(lab), lab.places
    lab.put(name, lab.places[name] - 5)
    assert lab.notebook.until(lambda: said(lab)["loss"] != before["loss"])
    assert said(lab)["step"] == before["step"]
    lab.put(name, lab.places[name] + 5)
