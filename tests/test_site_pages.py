"""What `make site` makes of a lesson and its controls; tests/release/test_site.py looks in a browser."""

import re

import nbformat
import pytest
from notebooks_on_stage import FOLDER

from backprop_course.widgets.controls import Menu, choice, slider
from backprop_course.widgets.pad import pad
from tools.recording import described

STROKE = (((0, 0), (9, 9)),)


class Dial(Menu):
    """A control that no page knows."""


def test_the_page_is_told_of_each_kind_of_control_and_of_no_other():
    kinds = {
        "slider": slider("a", [1, 2], 1),
        "menu": choice("a", ["b", "c"], "b"),
        "pad": pad("a", {STROKE: "b"}),
    }
    for kind, control in kinds.items():
        assert described("a", control, 0, [])["kind"] == kind
    with pytest.raises(KeyError):
        described("a", Dial("a", [1, 2], ["1", "2"], 1), 0, [])


@pytest.mark.parametrize(("name", "home"), [("02_fit_a_line", "../"), ("deeper/00_look_it_up", "../../")])
def test_a_page_leads_to_its_own_notebook_at_its_head_and_in_each_exercise(name, home):
    pytest.importorskip("mathjax", reason="what makes the site is not installed: make site")
    from tools import site

    lesson = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    first, *others = lesson.cells
    told = re.compile("import exercises|Not yet: replace")
    lesson.cells = [first, *(cell for cell in others if told.search(str(cell)))]
    site.prepare(lesson, None, home, f"{home}copies/{name}.ipynb")
    title, *_, head = first.source.splitlines()
    way = f'<a href="{home}copies/{name}.ipynb" download>download this notebook</a>'
    assert title.startswith("# ") and way in head
    shown = [output.data["text/html"] for cell in lesson.cells for output in cell.get("outputs", [])]
    yours = [html for html in shown if html.startswith("<p>Your turn.")]
    assert yours and all(way in html for html in yours)
