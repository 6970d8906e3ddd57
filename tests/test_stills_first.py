"""A saved lesson opens with the stills of its labs; only a trusted one needs that."""

import sys

import pytest

from backprop_course.course import delivery, stills_first

VIEW, STILL, WORDS = stills_first.WIDGET_VIEW, "text/html", "text/plain"


def lesson(trusted, *bundles):
    """A notebook of one cell with these outputs."""
    outputs = [{"output_type": "execute_result", "data": dict.fromkeys(kinds, "")} for kinds in bundles]
    text = {"cell_type": "markdown", "metadata": {}}
    return {"cells": [text, {"cell_type": "code", "metadata": {"trusted": trusted}, "outputs": outputs}]}


def kinds_after(notebook):
    """The kinds of each output that are left."""
    stills_first.keep_stills(notebook)
    return [set(output.get("data", {})) for output in notebook["cells"][1]["outputs"]]


@pytest.mark.parametrize("trusted, left", [(True, {STILL, WORDS}), (False, {VIEW, STILL, WORDS})])
def test_a_lab_in_a_trusted_lesson_gives_way_to_its_still(trusted, left):
    assert kinds_after(lesson(trusted, [VIEW, STILL, WORDS])) == [left]


def test_a_widget_without_a_still_and_a_stream_stay_as_they_are():
    notebook = lesson(True, [VIEW, WORDS], [STILL])
    notebook["cells"][1]["outputs"].append({"output_type": "stream", "text": "loss 1"})
    assert kinds_after(notebook) == [{VIEW, WORDS}, {STILL}, set()]


def test_the_lab_starts_without_the_stills(monkeypatch):
    assert delivery.stills_first() == [
        "--ServerApp.contents_manager_class=backprop_course.course.stills_first.StillsFirst"
    ]
    monkeypatch.setitem(sys.modules, "backprop_course.course.stills_first", None)
    assert delivery.stills_first() == []
