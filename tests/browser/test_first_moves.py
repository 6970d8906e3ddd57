"""Every lesson opens in JupyterLab, and every control of every lab moves once and changes what is shown."""

import pytest
from notebooks_on_stage import NOTEBOOKS, imports_and_labs

from browser.jupyter_page import Notebook

NAME = "(handle) => handle.ariaLabel ?? handle.labels[0].textContent"


@pytest.fixture(scope="module")
def page(chromium, jupyter):
    """A page with the first lesson: to load JupyterLab anew for each would cost more than all their labs."""
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        notebook = Notebook(context, jupyter, NOTEBOOKS[0].name)
        notebook.wait_for_kernel()
        yield notebook
        notebook.close()


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def opened(request, page):
    """A lesson in the page, after its labs ran, whose cells need no other: nbval runs them all."""
    if page.name != request.param.name:
        page.turn_to(request.param.name)
        page.wait_for_kernel()
    page.run(*imports_and_labs(request.param)[1:])
    return page


def moves(lab, handle):
    """Whether a key on a handle or menu changes both the words and the picture; one end may show the same."""
    for key in ("End", "Home", "ArrowDown", "ArrowUp"):
        before = lab.caption, lab.moving
        handle.press(key)
        if lab.changes(*before):
            return True
    return False


def test_every_control_moves_by_keyboard_and_changes_what_is_shown(opened):
    labs = opened.until(opened.labs)  # a view comes a moment after its cell has run
    assert labs
    for lab in labs:
        opened.ask(f"vars({lab.kernel}.ahead).update(shown=False)")  # here nobody asks for what is made ahead
        for handle in lab.handles():
            words = lab.caption
            assert moves(lab, handle), f"{handle.evaluate(NAME)} changes nothing"
            assert lab.picture.get_attribute("aria-label") == lab.caption
            opened.ask(f"{lab.kernel}.go({{}})")  # all controls to where they were
            lab.wait_for_words(words)
    assert opened.complaints() == []
