"""Every lesson opens in JupyterLab on a fine screen; its labs are crisp and whole, each control moves."""

import pytest
from notebooks_on_stage import NOTEBOOKS, imports_and_labs

from browser.jupyter_page import Notebook
from browser.pixels import coarse, lost, seen

# JupyterLab lays out the cells of a lesson while the browser is idle; on a busy machine it never is.
AT_ONCE = """window.requestIdleCallback = (work) =>
  setTimeout(() => work({ didTimeout: true, timeRemaining: () => 50 }));
window.cancelIdleCallback = clearTimeout;"""
RATIO = 2  # pixels of the screen to a pixel of the page, each way
# What a picture draws beyond its own edges, in pixels of the page; what its panels cut is cut on purpose.
CUT_OFF = """(picture) => {
  const edges = picture.getBoundingClientRect();
  const beyond = ({ left, right, top, bottom }) =>
    Math.max(edges.left - left, right - edges.right, edges.top - top, bottom - edges.bottom);
  return [...picture.shadowRoot.querySelectorAll(":is(text, path, use, image):not(defs *, [clip-path])")]
    .map((part) => [part.textContent || part.outerHTML.slice(0, 200), beyond(part.getBoundingClientRect())])
    .filter(([, pixels]) => pixels > 1);
}"""
STILLS = """async () => {
  const stills = [...document.querySelectorAll(".jp-OutputArea figure img")];
  await Promise.all(stills.map((still) => still.decode()));
  return stills.map((still) => still.naturalWidth / still.clientWidth);
}"""
NAME = "(handle) => handle.ariaLabel ?? handle.labels[0].textContent"


@pytest.fixture(scope="module")
def page(chromium, jupyter):
    """A page with the first lesson: to load JupyterLab anew for each would cost more than all their labs."""
    with chromium.new_context(viewport={"width": 1280, "height": 1000}, device_scale_factor=RATIO) as context:
        context.add_init_script(AT_ONCE)
        notebook = Notebook(context, jupyter, NOTEBOOKS[0].name)
        notebook.wait_for_kernel()
        yield notebook
        notebook.close()


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def opened(request, page):
    """A lesson in the page, after its labs ran, whose cells need no other: nbval runs them all."""
    if page.name != request.param.name:
        page.turn_to(request.param.name)
        page.wait_for_kernel()
    page.run(*imports_and_labs(request.param)[1:])
    return page


def test_every_lab_is_as_sharp_as_the_screen_and_nothing_of_it_is_cut_off(opened):
    labs = opened.until(opened.labs)  # a view comes a moment after its cell has run
    assert labs
    for lab in labs:
        pixels, width = seen(lab.picture), lab.picture.evaluate("(picture) => picture.clientWidth")
        assert abs(pixels.shape[1] - RATIO * width) <= RATIO
        assert lost(pixels) > max(0.003, 10 * lost(coarse(pixels))), "as many pixels, but no finer lines"
        assert lab.picture.evaluate(CUT_OFF) == []
    assert all(finer >= RATIO for finer in opened.page.evaluate(STILLS))


def moves(lab, handle):
    """Whether a key on a handle or menu changes both the words and the picture; one end may show the same."""
    for key in ("End", "Home", "ArrowDown", "ArrowUp"):
        before = lab.caption, lab.moving
        handle.press(key)
        if lab.changes(*before):
            return True
    return False


def test_every_control_moves_by_keyboard_and_changes_what_is_shown(opened):
    labs = opened.until(opened.labs)
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
