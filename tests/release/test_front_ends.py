"""A lesson in Notebook 7 and in Voilà: its lab answers a slider there as in JupyterLab."""

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser.conftest import CHROMIUM, MISSING, OPTIONS
from browser.jupyter_page import MOVING, OTHER, READY, SECONDS, started
from playwright.sync_api import sync_playwright

from backprop_course.course.normal_form import WIDGET_VIEW
from backprop_course.widgets.lab import STILL

pytestmark = pytest.mark.full

HOUSE = Path(__file__).resolve().parents[2]
GRADING = Path(sys.prefix) / "grading"  # `make full` lays both front ends there, beside nbgrader
LESSON = "02_fit_a_line.ipynb"
SERVERS = {
    "notebook": ["notebook", "--JupyterNotebookApp.expose_app_in_browser=True"],
    "voila": ["jupyter_server", "--ServerApp.jpserver_extensions=voila.server_extension=True"],
}
PLACES = {"notebook": "notebooks", "voila": "voila/render"}
RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)"


@pytest.fixture
def page():
    """A page of a browser."""
    if CHROMIUM is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS).new_page()
        page.set_default_timeout(2 * SECONDS)
        yield page


@contextmanager
def opened(page, tmp_path, name):
    """The lesson in one of SERVERS, with all its cells run or running."""
    if not (GRADING / name).is_dir():
        pytest.skip(f"{name} is not in {GRADING} (`make full` lays it there)")
    shutil.copy(HOUSE / "notebooks" / LESSON, tmp_path)
    command = [sys.executable, "-m", *SERVERS[name], "--no-browser", "--allow-root", "--ServerApp.port=0"]
    paths = {
        "PYTHONPATH": f"{HOUSE}{os.pathsep}{GRADING}",
        "JUPYTER_PATH": str(GRADING / "share" / "jupyter"),
    }
    with started(command, tmp_path, {**os.environ, **paths}, tmp_path) as (url, token):
        page.goto(f"{url}{PLACES[name]}/{LESSON}?token={token}")
        if name == "notebook":
            page.wait_for_function(READY, polling=100)
            page.evaluate(RUN_ALL)  # Voilà runs all cells by itself
        yield


@pytest.mark.parametrize("name", SERVERS)
def test_a_slider_moves_its_picture(page, tmp_path, name):
    with opened(page, tmp_path, name):
        lab = page.locator(".lab").first
        lab.scroll_into_view_if_needed()
        caption, picture = lab.locator("figcaption"), lab.locator(".picture")
        before = (
            caption.element_handle(),
            caption.text_content(),
            picture.element_handle(),
            picture.evaluate(MOVING),
        )
        lab.get_by_role("slider").first.press("Home")
        page.wait_for_function(OTHER, arg=list(before), polling=50)


CLOSE = """async () => {
  await jupyterapp.commands.execute("docmanager:save");
  await jupyterapp.shell.currentWidget.context.sessionContext.shutdown();
}"""


def test_a_lesson_that_is_opened_again_in_notebook_7_shows_its_stills(page, tmp_path):
    with opened(page, tmp_path, "notebook"):
        page.locator(".lab").first.wait_for()
        page.evaluate(CLOSE)
        assert WIDGET_VIEW not in (tmp_path / LESSON).read_text(encoding="utf-8")
        page.reload()
        page.get_by_text(STILL).first.wait_for()
        assert page.locator(".jp-OutputArea figure img").count() and page.locator(".lab").count() == 0
        assert page.get_by_text("Error displaying widget").count() == 0
