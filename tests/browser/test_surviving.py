"""What a lab lives through: wrong input, an error, a second view, a second run, no kernel."""

import json
import shutil

import pytest

from browser.jupyter_page import Notebook
from browser.twins import last

pytestmark = pytest.mark.full

FAIL = "({0}.clear(), vars({0}).update(kept={0}.compute, compute=lambda **values: 1 / 0))"
MEND = "vars({0}).update(compute={0}.kept)"
FAILED = "This setting cannot be shown: division by zero (ZeroDivisionError). Move a control to go on."
FIGURES = ".jp-OutputArea figure"
REGISTRY = "__import__('ipywidgets').widgets.widget._instances"


def test_a_number_typed_out_of_range_becomes_the_end_of_the_range(lesson):
    for twin in lesson.labs:
        name, control = twin.slider
        start = twin.shown.places[name]
        twin.shown.number(control).fill("999999999")
        twin.shown.number(control).press("Enter")
        twin.arrives_at(name, last(control))
        twin.agree()
        twin.shown.put(name, start)


def test_a_compute_that_raises_is_said_in_the_lab_and_nowhere_else(lesson):
    for twin in lesson.labs:
        name, control = twin.slider
        _, picture = twin.agree()
        start = twin.shown.places[name]
        lesson.notebook.ask(FAIL.format(f"{twin.shown.kernel}.frames"))
        twin.shown.put(name, 0 if start == last(control) else last(control))
        twin.shown.wait_for_words(FAILED)
        assert twin.shown.picture.get_attribute("aria-label") == FAILED and twin.shown.moving != picture
        lesson.notebook.ask(MEND.format(f"{twin.shown.kernel}.frames"))
        twin.shown.put(name, start)
        twin.agree()
    assert lesson.notebook.complaints() == []


def test_a_lab_shown_twice_is_one_lab(lesson):
    twin = lesson.labs[0]
    name, control = twin.slider
    with lesson.notebook.cell_below(twin.shown.cell, twin.shown.kernel):
        both = [twin._replace(shown=lab) for lab in lesson.notebook.labs() if lab.model == twin.shown.model]
        assert len(both) == 2
        for one, other, key, place in [(*both, "End", last(control)), (*both[::-1], "Home", 0)]:
            assert one.press(name, key, place) == other.agree()
            handle, number = other.shown.control(control), other.shown.number(control)
            assert handle.get_attribute("aria-valuetext") == number.input_value()
    assert lesson.notebook.complaints() == []


def labs_live_on(lesson):
    """Move the labs that the cells show after they ran again."""
    lesson.notebook.until(lambda: len(lesson.notebook.labs()) == len(lesson.labs))
    for place, shown in enumerate(lesson.notebook.labs()):
        lesson.labs[place] = twin = lesson.labs[place]._replace(shown=shown)
        name, control = twin.slider
        twin.shown.wait_for_words(twin.start)
        twin.press(name, "End", last(control))
    assert lesson.notebook.complaints() == []


def test_a_lab_that_runs_again_in_its_cell_takes_the_place_of_the_old_one(lesson):
    before = lesson.notebook.ask(f"len({REGISTRY})")
    lesson.notebook.run(*(twin.shown.cell for twin in lesson.labs))
    labs_live_on(lesson)
    assert lesson.notebook.ask(f"len({REGISTRY})") == before


def test_a_lesson_runs_again_after_a_restart_of_the_kernel(lesson):
    lesson.notebook.restart()
    lesson.notebook.run_all()
    labs_live_on(lesson)


WRITE = """() => {
  const { content } = jupyterapp.shell.currentWidget;
  content.widgets[0].model.sharedModel.setSource("# Changed");
}"""


def outputs(path):
    """The outputs of a notebook's cells."""
    return [cell.get("outputs") for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def test_a_saved_lesson_shows_stills_and_words_without_a_kernel(lesson, chromium, jupyter):
    figures = lesson.notebook.page.locator(FIGURES).count()
    lesson.notebook.command("docmanager:save")
    saved = f"saved_{lesson.notebook.name}"
    # A copy has no kernel, and is trusted as much as the first: its text is the same.
    shutil.copy(jupyter.desk / lesson.notebook.name, jupyter.desk / saved)
    # In one context, two pages would quarrel about JupyterLab's workspace, and one would move elsewhere.
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        reader = Notebook(context, jupyter, saved, kernel=False)
        page = reader.page
        page.locator(FIGURES).nth(figures - 1).wait_for(state="attached")
        words = [picture.get_attribute("alt") for picture in page.locator(f"{FIGURES} img").all()]
        assert page.locator(f"{FIGURES} figcaption").all_text_contents() == words
        assert len(words) == figures and {twin.start for twin in lesson.labs} <= set(words)
        # what is shown instead of the labs is not what is saved
        page.evaluate(WRITE)
        reader.command("docmanager:save")
    assert "# Changed" in (jupyter.desk / saved).read_text(encoding="utf-8")
    assert outputs(jupyter.desk / saved) == outputs(jupyter.desk / lesson.notebook.name)
