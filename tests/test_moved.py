"""An import by an address of an earlier version ends in one sentence that names the lesson to open."""

import importlib
import os
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from backprop_course import moved
from backprop_course.course.delivery import deliver, places_beside

HOUSE = Path(__file__).resolve().parent.parent
MADE = "This copy was made for an earlier version of the course: "
# What the lessons imported before the package had floors.
EARLIER = """backprop_course.checking backprop_course.descent backprop_course.diagnosis backprop_course.doors
backprop_course.exercises.descend_a_slope backprop_course.exercises.slips backprop_course.exercises.verdicts
backprop_course.faults backprop_course.initializers backprop_course.labs.bench backprop_course.labs.fit_a_line
backprop_course.layers backprop_course.losses backprop_course.models backprop_course.network
backprop_course.normalizing backprop_course.optimizers backprop_course.plots backprop_course.probes
backprop_course.programs backprop_course.propagation backprop_course.saving backprop_course.searching
backprop_course.stills backprop_course.style backprop_course.training""".split()
FORMS = ["import {0}.{1}", "from {0} import {1}", "from {0} import data, {1}", "from {0}.{1} import anything"]
LESSON = "02_fit_a_line.ipynb"


@pytest.mark.parametrize("address", EARLIER)
@pytest.mark.parametrize("form", FORMS)
def test_every_earlier_address_raises_the_sentence(address, form, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", f"/nowhere/{LESSON}")
    package, _, name = address.rpartition(".")
    with pytest.raises(ImportError, match=f"{MADE}.*{LESSON}"):
        exec(form.format(package, name), {})


def test_other_names_that_are_not_there_fail_as_ever():
    for name in ("backprop_course.nonsense", "backprop_course.nn.plots", "nonsense.plots", "plots"):
        with pytest.raises(ModuleNotFoundError, match="^No module named") as caught:
            importlib.import_module(name)
        assert type(caught.value) is ModuleNotFoundError


ONCE = """import importlib, sys, backprop_course
importlib.reload(backprop_course)
print([getattr(finder, "__name__", None) == "EarlierVersion" for finder in sys.meta_path])"""


def test_the_earlier_version_is_asked_once_and_last():
    asked = subprocess.check_output([sys.executable, "-c", ONCE], cwd=HOUSE, text=True)
    *others, last = literal_eval(asked)
    assert last and not any(others)


def lay(folder, *names):
    """Lay empty files into a folder."""
    for name in names:
        (folder / name).touch()


def test_the_newest_version_beside_is_named(tmp_path):
    beside = [place.name for place, _ in zip(places_beside(tmp_path / LESSON), range(12), strict=False)]
    for newest in beside:
        lay(tmp_path, LESSON, newest)
        words = f"{MADE}open {newest} beside it, and take your answers along."
        assert moved.sentence(str(tmp_path / LESSON)) == words
        assert moved.sentence(str(tmp_path / "02_fit_a_line-Copy1.ipynb")) == words
    lay(tmp_path, "02_fit_a_line (new version 99)-Copy1.ipynb", "02_fit_a_line_of_mine.ipynb", "02_fit.ipynb")
    assert moved.sentence(str(tmp_path / LESSON)) == words


def test_a_copy_of_a_lesson_that_was_updated_in_its_place_leads_there(tmp_path):
    lay(tmp_path, LESSON, "02_fit_a_line-Copy1.ipynb")
    assert f"open {LESSON} beside it" in moved.sentence(str(tmp_path / "02_fit_a_line-Copy1.ipynb"))
    lay(tmp_path, "02_fit_a_line (new version).ipynb")
    assert f"open {LESSON} beside it" in moved.sentence(str(tmp_path / "02_fit_a_line (new version).ipynb"))


def test_without_a_version_beside_the_sentence_says_how_to_get_one(tmp_path):
    assert moved.sentence(str(tmp_path / LESSON)) == (
        f"{MADE}rename it, and `make lab` puts the new {LESSON} in its place."
    )
    for session in ("", str(tmp_path / "my own.ipynb"), str(tmp_path / "3a7f-console-1")):
        assert moved.sentence(session) == (
            f"{MADE}the lesson's new version comes with `make lab`, and lies beside it."
        )


def test_a_touched_copy_says_the_sentence_and_nothing_else(tmp_path, monkeypatch):
    lessons, desk = tmp_path / "lessons", tmp_path / "desk"
    lessons.mkdir()
    source = "from backprop_course import data, plots\nanswer = ..."
    lesson = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    nbformat.write(lesson, lessons / LESSON)
    deliver(lessons, desk)
    lesson.cells[0].source = source.replace("...", "2")
    nbformat.write(lesson, desk / LESSON)
    nbformat.write(nbformat.v4.new_notebook(), lessons / LESSON)
    deliver(lessons, desk)
    monkeypatch.setenv("JPY_SESSION_NAME", str(desk / LESSON))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HOUSE), os.environ.get("PYTHONPATH", "")]))
    options = {"kernel_name": "python3", "extra_arguments": ["--log-level=ERROR"], "allow_errors": True}
    (output,) = NotebookClient(lesson, **options).execute().cells[0].outputs
    beside = "02_fit_a_line (new version).ipynb"
    assert output.traceback == [f"{MADE}open {beside} beside it, and take your answers along."]
