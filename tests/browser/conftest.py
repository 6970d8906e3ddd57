"""JupyterLab and Chromium, and each lesson in them; without Chromium these tests are skipped, and say so."""

import os
import shutil
from typing import NamedTuple

import pytest
from notebooks_on_stage import FOLDER, NOTEBOOKS
from playwright.sync_api import sync_playwright

from browser.jupyter_page import Notebook, jupyterlab
from browser.twins import twins

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
OPTIONS += ["--disable-background-networking", "--disable-component-update"]
MISSING = "Chromium is not installed, so no lesson was tried in a browser (Debian: apt install chromium)"


class Lesson(NamedTuple):
    """A lesson in the page after all its cells ran, and its labs."""

    notebook: Notebook
    labs: list


@pytest.fixture(scope="package")
def chromium():
    """A browser, closed with the last test of this folder: its event loop must not meet other tests."""
    if CHROMIUM is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def jupyter(chromium, tmp_path_factory):
    """A server on a copy of all lessons."""
    home = tmp_path_factory.mktemp("jupyter")
    shutil.copytree(FOLDER, home / "desk", ignore=shutil.ignore_patterns(".*"))
    with jupyterlab(home / "desk", home) as server:
        yield server


@pytest.fixture(scope="package", params=NOTEBOOKS, ids=lambda path: path.stem)
def lesson(request, chromium, jupyter):
    """A lesson in a page of its own, after all its cells ran."""
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        notebook = Notebook(context, jupyter, request.param.name)
        notebook.wait_for_kernel()
        notebook.run_all()
        yield Lesson(notebook, twins(notebook.labs(), request.param.stem.partition("_")[2]))
        notebook.close()
