"""What a lab plays, tries and resets; what it says without an answer; what it leaves when it is saved."""

import json
import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from backprop_course.course.normal_form import METADATA, WIDGET_VIEW
from backprop_course.lessons.chain_the_rule.lab import chain_the_rule
from browser.jupyter_page import Notebook, jupyterlab

pytestmark = pytest.mark.full

LAB = "from backprop_course.lessons.chain_the_rule.lab import chain_the_rule\n\nchain_the_rule()"
BEGIN = """(cell) => {
  const { content } = jupyterapp.shell.currentWidget;
  content.deselectAll();
  content.activeCellIndex = cell;
  jupyterapp.commands.execute("notebook:run-cell");
}"""
STATUS = "jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel?.status"
HEAR = """(caption) => {
  window.heard = [];
  new MutationObserver(() => heard.push(caption.textContent)).observe(caption, { childList: true });
}"""
STILL = "Run this cell to get the controls."


def write(desk, name):
    """A lesson of one lab, and a cell that takes its time."""
    cells = [new_code_cell(LAB), new_code_cell("import time\n\ntime.sleep(8)")]
    nbformat.write(new_notebook(cells=cells, metadata=METADATA), desk / name)


@pytest.fixture
def opened(request, chromium, jupyter):
    """The lesson in a page, after its lab ran."""
    name = f"{request.node.name}.ipynb"
    write(jupyter.desk, name)
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        notebook = Notebook(context, jupyter, name)
        notebook.wait_for_kernel()
        notebook.run(0)
        yield notebook
        notebook.page.close()


@pytest.fixture
def lab(opened):
    """The lab in the page."""
    (shown,) = opened.labs()
    return shown


@pytest.fixture
def here():
    """The same lab, made here."""
    return chain_the_rule()


def press(lab, name):
    """Press a button, found as a screen reader finds it, by the keyboard."""
    lab.box.get_by_role("button", name=name, exact=True).press("Enter")


def says(lab, words, part):
    """Wait until a part of the lab says these words."""
    heard = lab.notebook.until(lambda: words in lab.box.locator(part).inner_text())
    assert heard, lab.box.locator(part).inner_text()


def test_the_stepper_steps_plays_stops_and_goes_to_the_start_by_keyboard(lab, here):
    press(lab, "step: to the start")
    here.controls["step"].value = 0
    lab.wait_for_words(here.words)
    press(lab, "step: one on")
    here.controls["step"].value = 1
    lab.wait_for_words(here.words)
    press(lab, "step: one back")
    here.controls["step"].value = 0
    lab.wait_for_words(here.words)
    seen = [lab.caption]
    lab.box.locator("figcaption").evaluate(HEAR)
    press(lab, "step: play")
    assert lab.notebook.until(lambda: len(lab.notebook.page.evaluate("heard")) >= 3)
    press(lab, "step: stop")
    seen += lab.notebook.page.evaluate("heard")
    place = lab.places["step"]
    words = []
    for step in range(len(seen)):
        here.controls["step"].value = step
        words.append(here.words)
    assert seen == words, "each step is shown, in its order"
    lab.notebook.page.wait_for_timeout(2000)
    assert lab.places["step"] <= place + 1, "it stopped"


def test_the_terminal_warns_of_nothing(lab, jupyter):
    log = (jupyter.desk.parent / "log").read_text()
    assert "http" in log and "WARNING" not in log and "encryption" not in log, log


def test_a_play_ends_at_the_end_and_begins_anew_from_there(lab, here):
    here.controls["step"].index = last = len(here.controls["step"].values) - 1
    lab.put("step", last - 1)
    press(lab, "step: play")
    lab.wait_for_words(here.words)
    assert lab.notebook.until(lambda: lab.box.get_by_role("button", name="step: play").count())
    here.controls["step"].value = 0
    press(lab, "step: play")
    lab.wait_for_words(here.words)


def test_a_try_sets_the_controls_and_says_where_to_look_and_reset_undoes_it(lab, here):
    opening = here.words
    for each in here.buttons.tries:
        here.go(each.settings)
        press(lab, each.name)
        lab.wait_for_words(here.words)
        says(lab, each.look, ".buttons")
        assert lab.box.locator("[aria-pressed=true]").all_inner_texts() == [each.name]
    press(lab, "Reset the controls")
    lab.wait_for_words(opening)
    assert lab.notebook.until(lambda: lab.box.locator("[aria-pressed=true]").count() == 0)


def test_a_lab_says_that_it_waits_for_a_running_cell(opened, lab, here):
    opened.page.evaluate(BEGIN, 1)
    handle = lab.control(here.controls["step"])
    opened.page.wait_for_timeout(500)
    handle.press("Home")
    says(lab, "The kernel is still at work", ".pulse")
    here.controls["step"].value = 0
    lab.wait_for_words(here.words)
    assert opened.until(lambda: lab.box.locator(".pulse").inner_text() == "")


def test_a_hand_sees_the_next_pictures_while_the_kernel_is_at_work_and_the_last_place_in_the_end(
    opened, lab, here
):
    step, handle = here.controls["step"], lab.control(here.controls["step"])
    step.index = start = 5
    lab.put("step", start)
    _, *others = lab.places.values()
    near = {" ".join(map(str, [place, *others])) for place in (2, 3, 4)}
    assert opened.until(lambda: near <= opened.ask(f"{lab.kernel}.ahead.handed"))
    opened.page.evaluate(BEGIN, 1)
    opened.page.wait_for_timeout(500)
    seen = []
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowLeft"):
        handle.press(key)
        step.index += 1 if key == "ArrowRight" else -1
        seen.append(lab.wait_for_words(here.words, 2))
        assert lab.moving == lab.reads(here.picture.moving)
    assert opened.page.evaluate(STATUS) == "busy", seen
    handle.press("End")  # the page does not know this one: the kernel's last answer shows it
    step.index = len(step.values) - 1
    lab.wait_for_words(here.words)
    assert opened.until(lambda: opened.page.evaluate(STATUS) == "idle")
    opened.page.wait_for_timeout(500)
    assert lab.caption == here.words and lab.moving == lab.reads(here.picture.moving)


@pytest.mark.parametrize("way", ["restarted", "shut down", "killed"])
def test_a_lab_says_that_its_kernel_is_gone_and_goes_on_when_its_cell_runs_again(opened, lab, here, way):
    if way == "killed":
        os.kill(opened.ask("__import__('os').getpid()"), 9)
    else:
        opened.session("restartKernel()" if way == "restarted" else "shutdown()")
    says(lab, "run this cell again", ".pulse")
    assert lab.box.locator(".controls").evaluate("(part) => part.inert")
    if way == "shut down":
        opened.session("restartKernel()")
    if way == "killed":  # JupyterLab starts it again, and takes no key until its word about that is read
        opened.page.locator(".jp-Dialog button.jp-mod-accept").click()
    opened.until(lambda: opened.page.evaluate(STATUS) == "idle")
    opened.run(0)
    assert opened.until(lambda: opened.page.locator(".pulse").all_inner_texts() == [""])
    (again,) = opened.labs()
    again.control(here.controls["step"]).press("Home")
    here.controls["step"].value = 0
    again.wait_for_words(here.words)


REOPEN = """async (name) => {
  await jupyterapp.commands.execute("docmanager:save");
  await jupyterapp.commands.execute("application:close");
  // opened sooner than a hand can, it would join the session that is just ending
  const { sessions } = jupyterapp.serviceManager;
  for (let open = true; open; open = [...sessions.running()].some(({ path }) => path === name))
    await sessions.refreshRunning();
  delete window.complaints;
  await jupyterapp.commands.execute("docmanager:open", { path: name });
}"""
AGAIN = "Run the lesson's cells"


def test_a_lesson_that_was_closed_says_that_its_kernel_ended_and_runs_its_cells_again_by_keyboard(
    opened, lab, here
):
    before = opened.ask("__import__('os').getpid()")
    opened.page.evaluate(REOPEN, opened.name)
    opened.wait_for_kernel()
    assert opened.ask("__import__('os').getpid()") != before, "this desk ends the kernels of closed lessons"
    button = opened.page.get_by_role("button", name=AGAIN, exact=True)
    button.wait_for()
    assert opened.page.locator(".lab").count() == 0
    note = opened.page.locator(".jp-OutputArea-output > p", has=button)
    assert note.inner_text().startswith(f"{STILL} A closed lesson's kernel ends")
    button.press("Enter")
    opened.page.locator(".lab figcaption", has_text=here.words).wait_for()
    assert opened.page.get_by_text(AGAIN).count() == 0
    (again,) = opened.until(opened.labs)
    again.control(here.controls["step"]).press("Home")
    here.controls["step"].value = 0
    again.wait_for_words(here.words)


def views(path):
    """How many outputs of a saved lesson refer to a lab."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return sum(WIDGET_VIEW in output.get("data", {}) for cell in cells for output in cell["outputs"])


def test_a_saved_lesson_is_live_after_a_reload_and_a_still_without_its_kernel_in_any_jupyterlab(
    opened, lab, here, chromium, jupyter, tmp_path
):
    opened.command("docmanager:save")
    path = jupyter.desk / opened.name
    assert views(path) == 0 and "text/html" in path.read_text(encoding="utf-8")
    opened.page.reload()
    opened.page.locator(".lab").wait_for()
    handle = opened.page.locator(".lab").get_by_role("slider", name="step")
    handle.press("Home")
    here.controls["step"].value = 0
    opened.page.locator(".lab figcaption", has_text=here.words).wait_for()
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / opened.name).write_bytes(path.read_bytes())
    with (
        jupyterlab(tmp_path / "desk", tmp_path, plain=True) as elsewhere,
        chromium.new_context(viewport={"width": 1280, "height": 1000}) as context,
    ):
        page = Notebook(context, elsewhere, opened.name, kernel=False).page
        page.locator(".jp-OutputArea figure").wait_for()
        assert STILL in page.locator(".jp-OutputArea-output").first.inner_text()
        assert page.get_by_text("Error displaying widget").count() == 0
