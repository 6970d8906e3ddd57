"""What MathJax draws, colored letters too, can be read in each theme: measured in pixels."""

import io
import math
import re

import nbformat
import numpy as np
import pytest
from contrasts import contrast
from nbformat.v4 import new_markdown_cell, new_notebook
from notebooks_on_stage import BOTH_ROADS, markdown
from PIL import Image

from backprop_course.course.normal_form import METADATA
from browser.jupyter_page import Notebook

pytestmark = pytest.mark.full

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
PLAIN = 40  # formulas without a color that are looked at
HEIGHT = 6000  # of a page that shows them all at once
LETTERS = r"""(part) => {
  const { left, top } = part.getBoundingClientRect();
  return [...part.querySelectorAll("mjx-mi mjx-c, mjx-mn mjx-c")].map((letter) => {
    const box = letter.getBoundingClientRect();
    const color = getComputedStyle(letter).color.match(/\d+/g).slice(0, 3).map(Number);
    return [...color, box.left - left, box.top - top, box.right - left, box.bottom - top];
  });
}"""


def formulas():
    """All formulas of the lessons that have a color, and some that have none."""
    found = dict.fromkeys(each for path in BOTH_ROADS for each in FORMULA.findall(markdown(path)))
    colored = [each for each in found if r"\color" in each]
    plain = [each for each in found if r"\color" not in each]
    return colored + plain[:: len(plain) // PLAIN]


@pytest.fixture(scope="module", params=[1, 2], ids="ratio {}".format)
def page(request, chromium, jupyter):
    """The formulas in a page, on a screen of this many pixels to a pixel of the page."""
    name = f"formulas_{request.param}.ipynb"
    cells = [new_markdown_cell(" ".join(formulas()))]
    nbformat.write(new_notebook(cells=cells, metadata=METADATA), jupyter.desk / name)
    screen = {"viewport": {"width": 1280, "height": HEIGHT}, "device_scale_factor": request.param}
    with chromium.new_context(**screen) as context:
        notebook = Notebook(context, jupyter, name)
        notebook.page.locator(".jp-RenderedMarkdown mjx-c").first.wait_for()
        yield notebook, request.param
        notebook.page.close()


@pytest.mark.parametrize("theme", THEMES)
def test_every_letter_of_a_formula_stands_out_from_its_page(page, theme):
    notebook, ratio = page
    notebook.command("apputils:change-theme", theme=THEMES[theme])
    light = "true" if theme == "light" else "false"
    notebook.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")
    text = notebook.page.locator(".jp-RenderedMarkdown")
    letters = np.array(text.evaluate(LETTERS))
    shown = np.asarray(Image.open(io.BytesIO(text.screenshot())).convert("RGB")) / 255
    assert shown.shape[0] < ratio * HEIGHT and len(letters) > 500
    assert len(np.unique(letters[:, :3], axis=0)) >= 4, "ink and three colors"
    ground, faint = shown[2, 2], []
    for *color, left, top, right, bottom in letters:
        rows = slice(int(ratio * top), math.ceil(ratio * bottom))
        columns = slice(int(ratio * left), math.ceil(ratio * right))
        strongest = contrast(shown[rows, columns], ground).max()
        if strongest < 3:
            faint.append((color, round(float(strongest), 2)))
    assert not faint, f"{len(faint)} of {len(letters)}: {faint[:9]}"
