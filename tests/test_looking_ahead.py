"""A lab on a page makes the pictures that one move can ask for while the reader rests; no other lab does."""

import asyncio
import threading

import pytest

from backprop_course.widgets import ahead, painting
from backprop_course.widgets.controls import choice, evenly_spaced, slider
from backprop_course.widgets.lab import Picture, lab
from backprop_course.widgets.painting import Drawing
from backprop_course.widgets.style import figure


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """No rest is needed, and no pause is made."""
    monkeypatch.setattr(ahead, "BREATH", 0)
    monkeypatch.setattr(ahead, "REST", 0)
    monkeypatch.setattr(ahead, "PAUSE", 0)


@pytest.fixture
def sent(monkeypatch):
    """What labs send to their page, beside their state."""
    messages = []
    monkeypatch.setattr(Picture, "send", lambda self, message: messages.append(message))
    return messages


def counting_lab():
    """A lab that counts, by setting, how often it computes."""
    asked = []

    def draw():
        fig, (ax,) = figure()
        (line,) = ax.plot([0, 1], [0, 1])
        return Drawing(fig, [line], lambda setting: line.set_data([0, 1], [0, setting[0]]))

    def compute(rate, name):
        asked.append((rate, name))
        if rate == 1:
            raise ZeroDivisionError("too far")
        return rate, name

    rate = slider("rate", evenly_spaced(0.0, 1.0, 0.1), 0.5, between=True)
    name = choice("name", ["a", "b", "c"], "a")
    return lab(compute, draw, lambda now: f"rate {now[0]:g}, {now[1]}.", rate=rate, name=name), asked


def rested(a_lab, shown=True, **settings):
    """Show a lab on a page, move its controls, and let it rest until it has nothing more to do."""

    async def rest():
        if shown:
            message = {"content": {"data": {"method": "custom", "content": "shown"}}, "buffers": []}
            a_lab.picture._handle_msg(message)
        for name, value in settings.items():
            a_lab.controls[name].value = value
        before = 0
        while before != (before := len(a_lab.frames)):
            await asyncio.sleep(0.1)

    asyncio.run(rest())


def test_all_settings_one_move_away_are_made_once_and_the_nearest_first():
    a_lab, asked = counting_lab()
    rested(a_lab)
    rates = [rate for rate, name in asked if name == "a"]
    assert asked[:5] == [(0.5, "a"), (0.4, "a"), (0.6, "a"), (0.5, "b"), (0.3, "a")] and len(asked) == 13
    distances = [round(10 * abs(rate - 0.5)) for rate in rates]
    assert distances == sorted(distances) and sorted(rates) == list(a_lab.controls["rate"].values)


def test_a_picture_made_ahead_is_the_one_made_on_request():
    a_lab, asked = counting_lab()
    other, _ = counting_lab()
    rested(a_lab)
    made = len(asked)
    for rate in (0.6, 0.2, 0.30000000000000004, 0.5):
        a_lab.controls["rate"].value = other.controls["rate"].value = rate
        assert (a_lab.words, a_lab.result) == (other.words, other.result)
        assert a_lab.picture.moving == other.picture.moving
    assert len(asked) == made


def test_a_lab_looks_ahead_from_where_it_stands_now():
    a_lab, asked = counting_lab()
    a_lab.controls["name"].value = "b"
    rested(a_lab)
    assert asked[:2] == [(0.5, "a"), (0.5, "b")] and {name for rate, name in asked if rate != 0.5} == {"b"}


def test_what_raises_ahead_is_said_when_a_control_comes_there():
    a_lab, _ = counting_lab()
    rested(a_lab)
    assert a_lab.words == "rate 0.5, a."
    a_lab.controls["rate"].value = 1.0
    assert a_lab.result is None and "too far" in a_lab.words


@pytest.mark.parametrize("shown", [False, True])
def test_a_lab_looks_ahead_on_a_page_only(shown):
    a_lab, asked = counting_lab()
    rested(a_lab, shown)
    assert (len(asked) > 1) == shown


def test_a_lab_does_not_look_ahead_on_another_thread():
    a_lab, asked = counting_lab()
    thread = threading.Thread(target=rested, args=(a_lab,))
    thread.start()
    thread.join()
    assert len(asked) == 1


def pictures(messages):
    """All that messages hand over: places, what moves and words."""
    return [picture for message in messages for picture in message["known"]]


def test_the_page_gets_the_nearest_pictures_and_each_is_the_one_made_on_request(sent):
    a_lab, _ = counting_lab()
    other, _ = counting_lab()
    rested(a_lab)
    near = {f"{place} 0" for place in range(2, 9)} | {"5 1", "5 2"}
    assert sorted(places for places, *_ in pictures(sent)) == sorted(near)
    assert [message["anew"] for message in sent] == [True] + [False] * 8
    for places, moving, words in pictures(sent):
        for control, place in zip(other.controls.values(), places.split(), strict=True):
            control.index = int(place)
        shown = other.picture.places, other.picture.moving, other.words
        assert shown == (places, moving, words)


def test_the_page_gets_a_picture_once_and_all_again_where_it_shows_the_lab_anew(sent):
    a_lab, _ = counting_lab()
    rested(a_lab)
    first = pictures(sent)
    sent.clear()
    rested(a_lab, shown=False, rate=0.6)
    again = pictures(sent)
    assert sorted(places for places, *_ in again) == ["6 1", "6 2", "9 0"]
    assert not any(message["anew"] for message in sent) and not any(each in first for each in again)
    sent.clear()
    rested(a_lab)
    assert sent[0]["anew"] and len(pictures(sent)) == 9


def test_a_lab_between_two_places_hands_over_moves_of_that_control_only(sent):
    a_lab, _ = counting_lab()
    a_lab.controls["rate"].value = 0.52
    rested(a_lab)
    assert a_lab.picture.places == ""
    assert sorted(places for places, *_ in pictures(sent)) == [f"{place} 0" for place in range(2, 9)]


def test_a_page_keeps_only_so_many_pictures(sent, monkeypatch):
    monkeypatch.setattr(ahead, "HANDED", 6)
    a_lab, _ = counting_lab()
    rested(a_lab)
    assert [message["anew"] for message in sent] == [True, *[False] * 5, True, False, False]
    assert len(a_lab.ahead.handed) == 3


def test_a_dismissed_lab_rests():
    a_lab, asked = counting_lab()

    async def show_and_dismiss():
        a_lab._is_shown()
        a_lab.dismiss()
        await asyncio.sleep(0.1)

    asyncio.run(show_and_dismiss())
    assert len(asked) == 1


def test_only_the_newest_frames_are_kept(monkeypatch):
    monkeypatch.setattr(painting, "FRAMES_KEPT", 3)
    a_lab, asked = counting_lab()
    for rate in (0.1, 0.2, 0.3, 0.1):
        a_lab.controls["rate"].value = rate
    kept = [rate for rate in (0.1, 0.2, 0.3, 0.5) if {"rate": rate, "name": "a"} in a_lab.frames]
    assert kept == [0.1, 0.2, 0.3] and len(asked) == 4
