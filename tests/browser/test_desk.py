"""The desk: names and words are whole, Run All stays in place; a lab is dark where its page is."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from backprop_course import widgets
from backprop_course.course.normal_form import METADATA
from browser.jupyter_page import Notebook

pytestmark = pytest.mark.full

CSS = Path(widgets.__file__).with_name("picture.css").read_text(encoding="utf-8")
LAB = "from backprop_course.lessons.choose_a_rate.lab import choose_a_rate\n\nchoose_a_rate()"
PRINT = 'print("indivisible " * 40)'
# The words of a printed text that stand on two lines, each a rectangle.
BROKEN = r"""() => {
  const text = document.querySelector(".jp-RenderedText[data-mime-type*=stdout] pre").firstChild;
  const words = [...text.data.matchAll(/\S+/g)];
  return words.filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length > 1;
  }).length;
}"""
CUT = r"""() => [...document.querySelectorAll(".jp-DirListing-itemText")]
  .filter((name) => /^\d\d_/.test(name.textContent) && name.scrollWidth > name.clientWidth + 1)
  .map((name) => name.textContent)"""
SCROLL = """([cell, top]) => {
  const { content } = jupyterapp.shell.currentWidget;
  content.activeCellIndex = cell;
  content.activate();
  content.outerNode.scrollTop = top;
}"""
PLACE = """() => {
  const { content } = jupyterapp.shell.currentWidget;
  return [content.activeCellIndex, content.outerNode.scrollTop];
}"""
PICTURE = '<body {0}><div class="lab"><figure><div class="picture"></div></figure></div></body>'


def test_printed_words_are_not_broken(chromium, jupyter):
    cells = [new_code_cell(LAB), new_code_cell(PRINT)]
    nbformat.write(new_notebook(cells=cells, metadata=METADATA), jupyter.desk / "printed.ipynb")
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        notebook = Notebook(context, jupyter, "printed.ipynb")
        notebook.wait_for_kernel()
        notebook.run_all()
        notebook.page.locator(".lab .picture").wait_for()
        assert notebook.page.evaluate(BROKEN) == 0
        notebook.close()


def test_the_names_of_the_lessons_are_whole(chromium, jupyter):
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        page = context.new_page()
        page.goto(f"{jupyter.url}lab/tree/00_start_here.ipynb?reset&token={jupyter.token}", timeout=60_000)
        for folder, last in [(None, "18_explain"), ("deeper", "18_question")]:
            if folder:
                page.locator(".jp-DirListing-itemText", has_text=folder).dblclick()
            page.locator(".jp-DirListing-itemText", has_text=re.compile(f"^{last}")).wait_for(timeout=60_000)
            assert page.evaluate(CUT) == []


def test_what_is_printed_keeps_its_long_lines(chromium, jupyter):
    cells = [new_code_cell("x = 1  # " + "a long line of code " * 12)]
    nbformat.write(new_notebook(cells=cells, metadata=METADATA), jupyter.desk / "paper.ipynb")
    with chromium.new_context(viewport={"width": 718, "height": 1000}) as context:  # A4 between its margins
        page = context.new_page()
        page.emulate_media(media="print")
        page.goto(
            f"{jupyter.url}nbconvert/html/paper.ipynb?token={jupyter.token}", wait_until="domcontentloaded"
        )
        code = page.locator(".jp-InputArea pre")
        assert code.evaluate("(code) => code.scrollWidth <= code.clientWidth && code.clientHeight > 40")


@pytest.mark.parametrize("item", ["Run All Cells", "Run Selected Cell and All Below"])
def test_a_run_of_all_cells_leaves_the_reader_in_place(chromium, jupyter, item):
    cells = [new_code_cell(f"print({number})\n" + "\n" * 20) for number in range(12)]
    nbformat.write(new_notebook(cells=cells, metadata=METADATA), jupyter.desk / "long.ipynb")
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        notebook = Notebook(context, jupyter, "long.ipynb")
        notebook.wait_for_kernel()
        notebook.page.evaluate(SCROLL, [1, 300])
        notebook.page.get_by_role("menuitem", name="Run", exact=True).click()
        notebook.page.get_by_role("menuitem", name=item, exact=True).click()
        notebook.page.locator(".jp-OutputArea-output", has_text="11").wait_for(state="attached")
        cell, top = notebook.page.evaluate(PLACE)
        assert cell == 1 and abs(top - 300) < 100, "new output above moves it by no more than its height"
        notebook.close()


@pytest.mark.parametrize(
    "scheme, body, dark",
    [
        ("dark", "", True),  # any page that follows the reader's system
        ("light", "", False),
        ("dark", 'data-jp-theme-light="true"', False),  # JupyterLab has a theme of its own
        ("light", 'data-jp-theme-light="false"', True),
    ],
)
def test_a_lab_is_dark_where_its_page_is(chromium, scheme, body, dark):
    with chromium.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.set_content(PICTURE.format(body))
        page.add_style_tag(content=CSS)
        turned = page.locator(".picture").evaluate("(picture) => getComputedStyle(picture).filter")
        assert (turned != "none") == dark
