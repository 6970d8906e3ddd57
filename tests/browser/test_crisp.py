"""A picture is as sharp as the screen, in the colors of its page, and follows a change of theme."""

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from backprop_course.course.normal_form import METADATA
from browser.jupyter_page import Notebook
from browser.pixels import coarse, lost, seen

pytestmark = pytest.mark.full

CELL = """from backprop_course.lessons.fit_without_memorizing.lab import fit_without_memorizing

lab = fit_without_memorizing()
lab"""
STILL = """from IPython.display import display

display({"text/html": lab._repr_mimebundle_()["text/html"]}, raw=True)"""
THEMES = {"light": ("JupyterLab Light", 255), "dark": ("JupyterLab Dark", 17)}


@pytest.fixture(scope="module", params=[1, 2], ids="ratio {}".format)
def opened(request, chromium, jupyter):
    """A lab and its still in a page on a screen of this many pixels to a pixel of the page."""
    name = f"crisp_{request.param}.ipynb"
    cells = [new_code_cell(CELL), new_code_cell(STILL)]
    nbformat.write(new_notebook(cells=cells, metadata=METADATA), jupyter.desk / name)
    screen = {"viewport": {"width": 1280, "height": 1400}, "device_scale_factor": request.param}
    with chromium.new_context(**screen) as context:
        notebook = Notebook(context, jupyter, name)
        notebook.wait_for_kernel()
        notebook.run_all()
        yield notebook, request.param
        notebook.close()


def test_a_picture_uses_all_pixels_of_the_screen(opened):
    notebook, ratio = opened
    pixels = seen(notebook.labs()[0].picture)
    assert abs(pixels.shape[1] - 960 * ratio) <= ratio
    assert lost(pixels) > 10 * lost(coarse(pixels)) and lost(pixels) > 0.003


def test_a_still_has_twice_the_pixels_that_it_takes_on_the_page(opened):
    notebook, _ = opened
    still = notebook.page.locator(".jp-OutputArea-output > figure img")
    assert still.evaluate("(image) => image.naturalWidth / image.clientWidth") == 2
    assert still.evaluate("(image) => image.clientWidth") == 960


def test_a_change_of_theme_turns_every_picture_and_leaves_no_block(opened):
    notebook, _ = opened
    for theme, (name, ground) in THEMES.items():
        notebook.command("apputils:change-theme", theme=name)
        light = "true" if theme == "light" else "false"
        notebook.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")
        notebook.page.wait_for_timeout(500)
        for part in (notebook.labs()[0].picture, notebook.page.locator(".jp-OutputArea-output > figure img")):
            pixels = seen(part)
            plain = np.abs(pixels - ground).max(-1) <= 1
            assert plain.mean() > 0.5 and plain[2, 2], theme
            assert np.abs(pixels - ground).max() > 100, "ink can be read"
    assert notebook.complaints() == []


def test_hues_are_the_same_in_both_themes(opened):
    notebook, _ = opened
    turned = {}
    for theme, (name, _) in THEMES.items():
        notebook.command("apputils:change-theme", theme=name)
        notebook.page.wait_for_timeout(500)
        pixels = seen(notebook.labs()[0].picture)
        height, width, _ = pixels.shape
        regions = pixels[height // 4 : height // 2, width // 12 : width // 4]
        turned[theme] = (regions[..., 0] > regions[..., 2] + 30).mean()  # orange, not blue
    assert 0.1 < turned["light"] < 0.9 and abs(turned["light"] - turned["dark"]) < 0.1
