"""Every lesson runs in JupyterLab, and each of its labs does in the page what it does here."""

import math
import time

import pytest

from browser.twins import is_menu, last

pytestmark = pytest.mark.full

DRAG, LIMIT = 3.0, 5.0  # seconds; on an idle machine the last picture is there after 0.1


def test_every_cell_runs_without_a_complaint(lesson):
    assert lesson.notebook.complaints() == []


def test_every_control_moves_by_keyboard_and_shows_what_the_lab_computes(lesson):
    for twin in lesson.labs:
        for name, control in twin.here.controls.items():
            start = twin.shown.places[name]
            seen = [twin.agree(), twin.press(name, "Home", 0)]
            seen.append(twin.press(name, "End", last(control)))
            seen.append(twin.press(name, "ArrowUp" if is_menu(control) else "ArrowLeft", last(control, 1)))
            words, pictures = zip(*seen, strict=True)
            assert len(set(words)) > 1 and len(set(pictures)) > 1, f"{name} changes nothing"
            twin.shown.put(name, start)
            twin.agree()
    assert lesson.notebook.complaints() == []


def drag(page, slider, beyond, seconds=DRAG):
    """Drag a slider to and fro, then let go beyond the left (-1) or right (1) end of its track."""
    slider.scroll_into_view_if_needed()
    track = slider.bounding_box()
    middle, half, y = track["x"] + track["width"] / 2, track["width"] / 2, track["y"] + track["height"] / 2
    page.mouse.move(middle, y)
    page.mouse.down()
    start = time.monotonic()
    while (now := time.monotonic() - start) < seconds:
        page.mouse.move(middle + half * math.sin(7 * now), y)
    page.mouse.move(middle + beyond * (half + 30), y)
    page.mouse.up()


def test_after_a_fast_drag_the_last_position_wins_and_soon(lesson, record_property):
    for twin in lesson.labs:
        name, control = twin.slider
        twin.agree()
        start = twin.shown.places[name]
        place, beyond = (0, -1) if start == last(control) else (last(control), 1)
        control.index = place
        drag(lesson.notebook.page, twin.shown.control(control), beyond)
        lag = twin.shown.wait_for_words(twin.here.words, LIMIT)
        twin.arrives_at(name, place)
        twin.agree()
        measured = f"{lesson.notebook.name}, “{control.description}”: the last picture after a drag"
        record_property(measured, f"{1000 * lag:.0f} ms")
        twin.shown.put(name, start)
    assert lesson.notebook.complaints() == []
