"""What a reader sees and a screen reader says: in both themes, wide and narrow, by keyboard alone."""

import re
from pathlib import Path

import pytest

from backprop_course.widgets.pad import Pad
from browser.accessible import complaints
from browser.twins import is_menu

pytestmark = pytest.mark.full

SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "screenshots"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
STICKING_OUT = """(lab) => {
  const edge = lab.closest(".jp-OutputArea-output").getBoundingClientRect().right + 1;
  const texts = [...lab.querySelectorAll(".control > *, figcaption")];
  return [...lab.querySelectorAll("*")].filter((part) => part.getBoundingClientRect().right > edge)
    .concat(texts.filter((part) => part.scrollWidth > part.clientWidth + 1))
    .map((part) => `${part.className || part.tagName}: ${part.textContent}`);
}"""
FOCUSED = """() => {
  const part = document.activeElement, style = getComputedStyle(part);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [part.getAttribute("aria-label"), outlined];
}"""
PICTURES = """() => [...document.querySelectorAll(".jp-OutputArea :is(img, [role=img])")].map((image) =>
  [image.alt ?? image.ariaLabel, image.closest("figure")?.querySelector("figcaption")?.textContent])"""
OURS = [
    ".jp-RenderedMarkdown",
    ".jp-OutputArea-output",
]  # what a lesson says and shows; the rest is JupyterLab's


@pytest.fixture(params=THEMES)
def theme(request, lesson):
    """A theme that JupyterLab has been switched to."""
    lesson.notebook.command("apputils:change-theme", theme=THEMES[request.param])
    light = "true" if request.param == "light" else "false"
    lesson.notebook.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")
    return request.param


@pytest.mark.parametrize("width", [1280, 900])
def test_every_lab_is_readable_in_each_theme_and_window(lesson, theme, width):
    lesson.notebook.page.set_viewport_size({"width": width, "height": 1000})
    SCREENSHOTS.mkdir(exist_ok=True)
    for number, twin in enumerate(lesson.labs, 1):
        twin.shown.box.scroll_into_view_if_needed()
        name = f"{lesson.notebook.name.removesuffix('.ipynb')}-lab-{number}-{theme}-{width}.png"
        twin.shown.box.screenshot(path=SCREENSHOTS / name)
        assert twin.shown.box.evaluate(STICKING_OUT) == []
    narrow = width < 1280
    if theme == "light" or not narrow:
        found, report = complaints(lesson.notebook.page, OURS, theme, narrow)
        assert found == [], report


def test_every_picture_has_its_words(lesson):
    pictures = lesson.notebook.page.evaluate(PICTURES)
    assert len(pictures) >= len(lesson.labs) > 0
    assert [words for words, caption in pictures if not words.endswith(".")] == []
    captioned = [
        both for both in pictures if both[1] is not None
    ]  # the drawing of a report stands in its text
    assert len(captioned) >= len(lesson.labs)
    assert [words for words, caption in captioned if words != caption or not re.search(r"\d", words)] == []


def test_every_caption_is_announced_politely(lesson):
    for twin in lesson.labs:
        assert twin.shown.box.locator("figcaption").get_attribute("aria-live") == "polite"


def stops(page, tabs):
    """The names at which the tabulator key stops, from the first, and whether the focus can be seen there."""
    # The keyboard, not the program, brings the focus back to the first: only then must it be seen.
    for key in ["Tab", "Shift+Tab", *["Tab"] * (tabs - 1)]:
        page.keyboard.press(key)
        yield page.evaluate(FOCUSED)


def stops_of(control):
    """The names of a control's stops: of a pad, a menu, or a slider with its number and buttons."""
    if isinstance(control, Pad):
        return [f"{control.description}: pad", control.description, f"{control.description}: clear"]
    if is_menu(control):
        return [control.description]
    plays = ("to the start", "one back", "play", "one on") if control.pace else ()
    return [control.description] * 2 + [f"{control.description}: {does}" for does in plays]


def test_every_control_is_reached_by_keyboard_and_seen_in_focus(lesson):
    for twin in lesson.labs:
        controls = list(twin.here.controls.values())
        first = twin.shown.box.get_by_label(stops_of(controls[0])[0], exact=True).first
        first.focus()
        there = [[name, True] for each in controls for name in stops_of(each)]
        _, *reached = stops(lesson.notebook.page, len(there))
        assert reached == there


def test_a_slider_speaks_the_number_that_it_shows(lesson):
    for twin in lesson.labs:
        for control in twin.here.controls.values():
            if not is_menu(control):
                spoken = twin.shown.control(control).get_attribute("aria-valuetext")
                assert spoken == twin.shown.number(control).input_value()


@pytest.mark.parametrize(
    ("theme", "narrow", "found"),
    [
        ("light", False, {"image-alt", "color-contrast"}),
        ("dark", False, {"color-contrast"}),
        ("light", True, {"image-alt"}),
    ],
)
def test_what_is_asked_for_is_found(chromium, theme, narrow, found):
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_content("<main><img src='x.png' width=50 height=50><p style='color: #ccc'>pale</main>")
        assert set(complaints(page, ["main"], theme, narrow)[0]) == found
