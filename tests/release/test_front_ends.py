"""A lesson in Notebook 7: its lab answers a slider there as in JupyterLab."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from browser.conftest import CHROMIUM, MISSING, OPTIONS
from browser.jupyter_page import MOVING, SECONDS, started
from playwright.sync_api import sync_playwright

pytestmark = pytest.mark.full

HOUSE = Path(__file__).resolve().parents[2]
GRADING = Path(sys.prefix) / "grading"  # Notebook 7 comes with nbgrader; `make full` lays both there
LESSON = "02_fit_a_line.ipynb"
READY = """() => {
  const session = window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session;
  return session?.kernel?.status === "idle";
}"""
OTHER = """([caption, words]) => caption.textContent !== words"""


def test_a_slider_moves_its_picture_in_notebook_7(tmp_path):
    if not (GRADING / "notebook").is_dir():
        pytest.skip(f"Notebook 7 is not in {GRADING} (`make full` lays it there)")
    if CHROMIUM is None:
        pytest.skip(MISSING)
    shutil.copy(HOUSE / "notebooks" / LESSON, tmp_path)
    path = os.pathsep.join([str(HOUSE), str(GRADING)])
    command = [sys.executable, "-m", "notebook", "--no-browser", "--allow-root", "--ServerApp.port=0"]
    command += ["--JupyterNotebookApp.expose_app_in_browser=True"]
    environment = {**os.environ, "PYTHONPATH": path}
    with (
        started(command, tmp_path, environment, tmp_path) as (url, token),
        sync_playwright() as playwright,
    ):
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS).new_page()
        page.set_default_timeout(2 * SECONDS)
        page.goto(f"{url}notebooks/{LESSON}?token={token}")
        page.wait_for_function(READY, polling=100)
        page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)")
        lab = page.locator(".jp-Notebook .lab").first
        lab.scroll_into_view_if_needed()
        caption, picture = lab.locator("figcaption"), lab.locator(".picture")
        words, moving = caption.text_content(), picture.evaluate(MOVING)
        lab.get_by_role("slider").first.press("Home")
        page.wait_for_function(OTHER, arg=[caption.element_handle(), words], polling=50)
        assert picture.evaluate(MOVING) != moving
