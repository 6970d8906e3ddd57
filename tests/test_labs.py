"""What every lab keeps to, at every control's ends, middle and random positions, and while dragged."""

import re
import warnings
from itertools import combinations

import matplotlib.text
import numpy as np
import pytest
from labs_on_stage import ALL, TOPICS, positions

from backprop_course.labs.bench import Drawing, choice, lab, log_slider, slider
from backprop_course.style import figure


def visited(a_lab, seed=0):
    """Drive each control in turn to its positions, the others where they are; yield where the lab stands."""
    rng = np.random.default_rng(seed)
    for name, control in a_lab.controls.items():
        for spot in positions(control, rng):
            control.value = spot
            yield name, spot


@pytest.fixture(params=ALL, ids=lambda maker: f"{maker.__module__.rpartition('.')[2]}-{maker.__name__}")
def a_lab(request):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield request.param()


def test_every_topic_has_a_lab():
    assert TOPICS and {maker.__module__.rpartition(".")[2] for maker in ALL} == set(TOPICS)


def test_every_position_is_said_with_a_number_and_drawn_without_a_warning(a_lab):
    for name, spot in visited(a_lab):
        assert a_lab.result is not None, f"{name} = {spot}: {a_lab.words}"
        assert re.search(r"\d", a_lab.words) and a_lab.words.rstrip().endswith("."), (
            f"{name} = {spot}: {a_lab.words}"
        )
        assert len(a_lab.words) <= 320 and "nan" not in a_lab.words.split(), f"{name} = {spot}: {a_lab.words}"


def test_every_control_changes_picture_and_words(a_lab):
    pictures, words = {}, {}
    for name, _ in visited(a_lab):
        pictures.setdefault(name, set()).add(a_lab.picture.png)
        words.setdefault(name, set()).add(a_lab.words)
    assert all(len(seen) > 1 for seen in pictures.values()), {k: len(v) for k, v in pictures.items()}
    assert all(len(seen) > 1 for seen in words.values()), {k: len(v) for k, v in words.items()}


def test_the_same_position_gives_the_same_picture_and_words(a_lab):
    first = {}
    for _ in range(2):
        for name, spot in visited(a_lab):
            key, seen = tuple(a_lab.values.items()), (a_lab.picture.png, a_lab.words)
            assert first.setdefault(key, seen) == seen, f"{name} = {spot}"


def test_the_axes_stand_still_and_titles_fit(a_lab):
    drawing = a_lab._drawing
    axes = drawing.figure.axes
    before = [(ax.get_xlim(), ax.get_ylim()) for ax in axes]
    width = drawing.figure.bbox.width
    for name, spot in visited(a_lab):
        assert [(ax.get_xlim(), ax.get_ylim()) for ax in axes] == before, f"{name} = {spot}"
        for text in (artist for artist in drawing.artists if isinstance(artist, matplotlib.text.Text)):
            box = text.get_window_extent()
            assert box.x0 >= -1 and box.x1 <= width + 1, f"{name} = {spot}: {text.get_text()!r} is cut off"


def test_titles_do_not_run_into_each_other(a_lab):
    axes = a_lab._drawing.figure.axes
    for name, spot in visited(a_lab):
        titles = [ax._left_title.get_window_extent() for ax in axes if ax._left_title.get_text()]
        for left, right in combinations(titles, 2):
            assert not left.overlaps(right), f"{name} = {spot}"


def test_a_lab_leaves_a_still_with_its_words(a_lab):
    bundle = a_lab._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"] == repr(a_lab) == a_lab.words
    assert 'src="data:image/png;base64,iVBOR' in bundle["text/html"] and 'alt="' in bundle["text/html"]


def broken(rate):
    if rate > 1:
        raise ZeroDivisionError("no such rate")
    return rate


def small_lab():
    def draw():
        fig, (ax,) = figure()
        (line,) = ax.plot([0, 1], [0, 1])
        return Drawing(fig, [line], lambda rate: line.set_data([0, 1], [0, rate]))

    return lab(broken, draw, lambda rate: f"rate {rate:g}.", rate=log_slider("learning rate", 0.01, 100, 0.1))


def test_a_compute_that_raises_is_said_in_its_place_and_the_lab_goes_on():
    broken_lab = small_lab()
    good = broken_lab.picture.png
    broken_lab.controls["rate"].value = 10
    assert broken_lab.result is None and "no such rate" in broken_lab.words and broken_lab.picture.png != good
    broken_lab.controls["rate"].value = 0.1
    assert broken_lab.words == "rate 0.1." and broken_lab.picture.png == good


def test_a_value_typed_out_of_range_stays_in_range():
    a_small_lab = small_lab()
    a_small_lab.controls["rate"].value = 1e9
    assert a_small_lab.values["rate"] == pytest.approx(100)


def test_a_log_slider_starts_on_its_own_grid():
    control = log_slider("learning rate", 0.01, 10, 0.3)
    places = (np.log10(control.value) - control.min) / control.step
    assert places == pytest.approx(round(places)) and control.value == pytest.approx(0.3, rel=0.06)


def test_controls_carry_their_names():
    named = [
        slider("start", 0.0, 1.0, 0.5, 0.1),
        slider("depth", 2, 50, 10, 1),
        choice("loss", ["a", "b"], "a"),
    ]
    assert [control.description for control in named] == ["start", "depth", "loss"]
    assert isinstance(named[1].value, int)
