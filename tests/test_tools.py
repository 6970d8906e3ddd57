"""The learner's desk and the normal form of the lessons."""

import json
import os
import sys
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_course.course import delivery, normal_form
from tools import notebooks

HOUSE = Path(__file__).resolve().parent.parent
LESSON = "02_fit_a_line.ipynb"
BESIDE = "02_fit_a_line (new version).ipynb"


@pytest.fixture
def lessons(tmp_path):
    """A folder of lessons that holds one."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / LESSON).write_text("first edition")
    return tmp_path / "notebooks"


@pytest.fixture
def desk(tmp_path):
    """A desk that does not exist yet."""
    return tmp_path / "my course"


def contents(desk):
    """What lies on the desk, by name, without the manifest."""
    return {path.name: path.read_text() for path in desk.iterdir() if path.name != delivery.MANIFEST}


def stamps(desk):
    """When each file of the desk was last written."""
    return {path.name: path.stat().st_mtime_ns for path in desk.iterdir()}


def test_new_lessons_are_added_and_a_second_run_is_silent(lessons, desk):
    assert delivery.deliver(lessons, desk) == [f"{LESSON} is on your desk."]
    before = stamps(desk)
    assert delivery.deliver(lessons, desk) == []
    assert stamps(desk) == before
    assert contents(desk) == {LESSON: "first edition"}


def test_an_untouched_lesson_follows_its_updates(lessons, desk):
    delivery.deliver(lessons, desk)
    (lessons / LESSON).write_text("second edition")
    assert delivery.deliver(lessons, desk) == [f"{LESSON} was updated; you had not changed it."]
    assert contents(desk) == {LESSON: "second edition"}


def test_a_touched_lesson_stays_and_its_update_is_laid_beside_once(lessons, desk):
    delivery.deliver(lessons, desk)
    (desk / LESSON).write_text("my work")
    assert delivery.deliver(lessons, desk) == []
    (lessons / LESSON).write_text("second edition")
    (news,) = delivery.deliver(lessons, desk)
    assert news.endswith(BESIDE)
    assert contents(desk) == {LESSON: "my work", BESIDE: "second edition"}
    (desk / BESIDE).unlink()
    assert delivery.deliver(lessons, desk) == []
    assert contents(desk) == {LESSON: "my work"}


def test_updates_beside_are_numbered(lessons, desk):
    delivery.deliver(lessons, desk)
    (desk / LESSON).write_text("my work")
    for edition in ("second", "third", "fourth"):
        (lessons / LESSON).write_text(edition)
        delivery.deliver(lessons, desk)
    third, fourth = (f"02_fit_a_line (new version {number}).ipynb" for number in (2, 3))
    assert contents(desk) == {LESSON: "my work", BESIDE: "second", third: "third", fourth: "fourth"}


def test_the_learner_who_already_has_the_update_gets_no_second_one(lessons, desk):
    delivery.deliver(lessons, desk)
    (desk / LESSON).write_text("second edition")
    (lessons / LESSON).write_text("second edition")
    assert delivery.deliver(lessons, desk) == []
    assert contents(desk) == {LESSON: "second edition"}


def test_a_deleted_lesson_is_put_back(lessons, desk):
    delivery.deliver(lessons, desk)
    (desk / LESSON).unlink()
    delivery.deliver(lessons, desk)
    assert contents(desk) == {LESSON: "first edition"}


DAMAGED = [None, b"", b"{", b"[]", b"7", b"\xff\xfe", b'{"02_fit_a_line.ipynb": 7}']


@pytest.mark.parametrize("manifest", DAMAGED)
def test_without_a_sound_manifest_nothing_is_overwritten(lessons, desk, manifest):
    delivery.deliver(lessons, desk)
    (desk / delivery.MANIFEST).unlink()
    if manifest is not None:
        (desk / delivery.MANIFEST).write_bytes(manifest)
    (lessons / LESSON).write_text("second edition")
    delivery.deliver(lessons, desk)
    assert contents(desk) == {LESSON: "first edition", BESIDE: "second edition"}


def test_opening_a_lesson_is_not_touching_it(lessons, desk):
    edition = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# First edition")])
    (lessons / LESSON).write_text(normal_form.to_text(normal_form.normalize(edition)))
    delivery.deliver(lessons, desk)
    edition.metadata = {"language_info": {"name": "python", "version": "3.13.0"}}
    (desk / LESSON).write_text(nbformat.v4.writes(edition))
    edition.cells[0].source = "# Second edition"
    (lessons / LESSON).write_text(normal_form.to_text(normal_form.normalize(edition)))
    delivery.deliver(lessons, desk)
    assert contents(desk) == {LESSON: (lessons / LESSON).read_text()}


NAMES = st.sampled_from(["01_a.ipynb", "02_b.ipynb"])
KINDS = st.sampled_from(["deliver", "update", "touch", "touch beside", "delete", "forget"])
EVENTS = st.lists(st.tuples(KINDS, NAMES))


@given(events=EVENTS)
def test_what_a_learner_wrote_is_never_lost(tmp_path_factory, events):
    lessons, desk = tmp_path_factory.mktemp("lessons"), tmp_path_factory.mktemp("desk")
    written = {}
    for step, (event, name) in enumerate(events):
        happen(event, lessons, desk, name, step, written)
        assert written.items() <= contents(desk).items()
    delivery.deliver(lessons, desk)
    assert written.items() <= contents(desk).items()
    assert delivery.deliver(lessons, desk) == []


def happen(event, lessons, desk, name, step, written):
    """Let one thing happen, and note what the learner wrote where."""
    mine = [path for path in desk.glob("*.ipynb") if ("(" in path.name) == (event == "touch beside")]
    if event == "deliver":
        delivery.deliver(lessons, desk)
    elif event == "update":
        (lessons / name).write_text(f"edition {step}")
    elif event == "forget":
        (desk / delivery.MANIFEST).unlink(missing_ok=True)
    elif event == "delete":
        (desk / name).unlink(missing_ok=True)
        written.pop(name, None)
    elif mine:
        mine[0].write_text(f"my work {step}")
        written[mine[0].name] = f"my work {step}"


def test_a_screen_is_not_expected_in_containers_ci_or_without_display(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(delivery, "CONTAINER_MARKS", ())
    assert delivery.has_screen({"DISPLAY": ":0"}) and delivery.has_screen({"WAYLAND_DISPLAY": "wayland-0"})
    assert not delivery.has_screen({"DISPLAY": ""})
    assert not delivery.has_screen({"DISPLAY": ":0", "CI": "true"})
    monkeypatch.setattr(delivery, "CONTAINER_MARKS", (tmp_path,))
    assert not delivery.has_screen({"DISPLAY": ":0"})


def test_root_is_allowed_only_where_it_is_root(monkeypatch, tmp_path):
    for user, allowed in ((0, True), (1000, False)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user, raising=False)
        assert ("--allow-root" in delivery.lab_command(tmp_path, {})) == allowed


def test_the_lab_starts_without_the_quick_connection(monkeypatch):
    assert delivery.no_delay() == [
        "--ServerApp.kernel_websocket_connection_class=backprop_course.course.no_delay.NoDelay"
    ]
    monkeypatch.setitem(sys.modules, "backprop_course.course.no_delay", None)
    assert delivery.no_delay() == []


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


@pytest.mark.parametrize("path", sorted((HOUSE / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_stored_notebooks_are_fresh(path):
    notebook = normal_form.from_text(path.read_text(encoding="utf-8"))
    assert normal_form.is_normal(path), "run `make notebooks`"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1)), "run `make notebooks`"
    outputs = [output for cell in code for output in cell.outputs]
    assert [out for out in outputs if out.output_type == "error" or out.get("name") == "stderr"] == []
    assert "/" not in json.dumps(notebook.metadata)
