"""A digit is drawn on the pad: by the pointer and by keys, read at once, taken back, in both themes."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from backprop_course.course.normal_form import METADATA
from backprop_course.lessons.read_handwriting.lab import read_handwriting
from browser.jupyter_page import Notebook

pytestmark = pytest.mark.full

LAB = "from backprop_course.lessons.read_handwriting.lab import read_handwriting\n\nread_handwriting()"
SEVEN = [(0.2, 0.15), (0.8, 0.15), (0.6, 0.5), (0.4, 0.9)]


@pytest.fixture
def lab(request, chromium, jupyter):
    """The lab in a page of its own."""
    name = f"{request.node.name}.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(LAB)], metadata=METADATA), jupyter.desk / name)
    with chromium.new_context(viewport={"width": 1280, "height": 1000}) as context:
        notebook = Notebook(context, jupyter, name)
        notebook.wait_for_kernel()
        notebook.run(0)
        yield notebook.labs()[0]
        assert notebook.complaints() == []
        notebook.close()


def pad_of(lab):
    """The pad, found as a screen reader finds it."""
    return lab.box.get_by_role("application", name="drawing: pad", exact=True)


def draw(lab, points):
    """Draw a stroke through these points, shares of the pad, with the pointer."""
    pad, mouse = pad_of(lab), lab.notebook.page.mouse
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        mouse.move(*place, steps=6)
    mouse.up()


def strokes_in(lab):
    """The strokes that the kernel has."""
    return lab.notebook.ask(f"{lab.kernel}.controls['sketch'].strokes")


def twin_says(lab):
    """What the same lab says here of the same strokes."""
    here = read_handwriting()
    here.controls["sketch"].strokes = strokes_in(lab)
    return here.words


def test_a_stroke_of_the_pointer_is_read(lab):
    draw(lab, SEVEN)
    assert lab.notebook.until(lambda: "The drawing is read as 7" in lab.caption), lab.caption
    (stroke,) = strokes_in(lab)
    assert len(stroke) > 15 and stroke[0] == pytest.approx([51, 38], abs=3)
    assert lab.notebook.until(lambda: strokes_in(lab)[0][-1] == pytest.approx([102, 230], abs=3))
    lab.wait_for_words(twin_says(lab))
    menu = lab.box.get_by_role("combobox", name="drawing", exact=True)
    assert menu.evaluate("(menu) => menu.selectedOptions[0].textContent") == "your drawing"
    draw(lab, [(0.3, 0.55), (0.75, 0.55)])
    assert lab.notebook.until(lambda: len(strokes_in(lab)) == 2)


def test_keys_draw_lift_and_take_back(lab):
    pad = pad_of(lab)
    pad.focus()
    opening = lab.caption
    for key in ["ArrowUp"] * 8 + [" "] + ["ArrowDown"] * 16 + [" ", "ArrowRight"]:
        pad.press(key)
    assert lab.notebook.until(lambda: strokes_in(lab) == [[[128, 64 + 8 * k] for k in range(17)]])
    assert lab.notebook.until(lambda: "The drawing is read as" in lab.caption)
    lab.wait_for_words(twin_says(lab))
    assert "lifted" in lab.box.locator(".draws [role=status]").inner_text()
    pad.press("Backspace")
    lab.wait_for_words(opening)
    assert strokes_in(lab) == []


@pytest.mark.parametrize("way", ["Reset the controls", "drawing: clear"])
def test_a_drawing_is_taken_away(lab, way):
    opening = lab.caption
    draw(lab, SEVEN)
    assert lab.notebook.until(lambda: "The drawing is read as" in lab.caption)
    lab.box.get_by_role("button", name=way, exact=True).press("Enter")
    lab.wait_for_words(opening)
    assert pad_of(lab).locator("path").get_attribute("d") == ""
    assert lab.notebook.until(lambda: strokes_in(lab) == [])  # the page shows it before the kernel knows


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_ink_can_be_seen_in_each_theme(lab, theme):
    lab.notebook.command("apputils:change-theme", theme=theme)
    draw(lab, SEVEN)
    numbers = "(part) => getComputedStyle(part).{}.match(/[0-9.]+/g).slice(0, 3).map(Number)"
    pad = pad_of(lab)
    ink = pad.locator("path").evaluate(numbers.format("stroke"))
    ground = pad.evaluate(numbers.format("backgroundColor"))
    assert abs(sum(ink) - sum(ground)) > 300
