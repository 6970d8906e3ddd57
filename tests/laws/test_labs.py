"""What every lab keeps to, at every control's ends, middle and random positions, and while dragged."""

import re
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
import pytest
from labs_on_stage import ALL, positions, small_lab, unpainted
from notebooks_on_stage import BOTH_ROADS, NOTEBOOKS, cells, show, shows_a_lab

from backprop_course.widgets import painting
from backprop_course.widgets.buttons import NO_TRY, Try
from backprop_course.widgets.controls import Slider
from backprop_course.widgets.lab import Lab

pytestmark = pytest.mark.slow


class Stop(NamedTuple):
    """What a lab shows where it stands: one control moved, all values, words, what moves, axes, titles.

    `under` are the lines that run under a legend without a ground of its own.
    """

    control: str
    values: tuple
    words: str
    moving: str
    limits: list
    titles: list
    under: list


def tour(a_lab, seed=0):
    """Drive each control in turn to its positions, the others where they are."""
    rng = np.random.default_rng(seed)
    for name, control in a_lab.controls.items():
        for spot in positions(control, rng):
            control.value = spot
            assert a_lab.result is not None, f"{name} = {spot}: {a_lab.words}"
            yield seen(a_lab, name)


def seen(a_lab, name):
    """The stop at which a lab stands."""
    axes = a_lab.drawing.figure.axes
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in axes]
    titles = [ax._left_title.get_window_extent() for ax in axes if ax._left_title.get_text()]
    under = [line for ax in axes for line in under_legend(ax)]
    return Stop(name, tuple(a_lab.values.items()), a_lab.words, a_lab.picture.moving, limits, titles, under)


def under_legend(ax):
    """The names of the lines of a panel that cross its legend, unless that covers them."""
    legend = ax.get_legend()
    if legend is None or legend.get_frame_on():
        return
    box = legend.get_window_extent()
    for line in ax.lines:
        corners = line.get_transform().transform(np.column_stack(line.get_data(orig=False)))
        way = np.linspace(corners[:-1], corners[1:], 20).reshape(-1, 2)
        spots = corners if line.get_linestyle() == "None" else way
        if ((spots > box.min) & (spots < box.max)).all(axis=1).any():
            yield line.get_label()


class Visit(NamedTuple):
    """A lab as its cell opens it, what a tour showed, and then again half of its stops, all drawn anew."""

    lab: Lab
    start: Stop
    stops: list
    again: list


SOURCES = {
    f"{path.stem}-{number}": cell.source
    for path in BOTH_ROADS
    for number, cell in enumerate(cells(path))
    if cell.cell_type == "code" and shows_a_lab(cell)
}
SOME = slice(None, None, -2)  # on the way back


@pytest.fixture(params=SOURCES.values(), ids=SOURCES.keys(), scope="module")
def visit(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(painting, "FRAMES_KEPT", 0)  # nothing is shown again, each move is drawn
        a_lab = show(request.param, {})  # the cell runs alone, as in a kernel that has just begun
        start, stops, again = seen(a_lab, ""), list(tour(a_lab)), []
        for stop in stops[SOME]:
            a_lab.frames.painter.written.clear()
            a_lab.go(stop.values)
            again.append(seen(a_lab, stop.control))
        return Visit(a_lab, start, stops, again)


def test_every_lesson_has_a_lab():
    lessons = {path.stem.partition("_")[2] for path in NOTEBOOKS}
    assert lessons == {maker.__module__.split(".")[2] for maker in ALL}


def test_every_lab_has_one_cell_that_opens_it():
    calls = [f"{maker.__name__}()" for maker in ALL]
    assert [sum(call in source for source in SOURCES.values()) for call in calls] == [1] * len(SOURCES)


def test_its_cell_runs_alone_and_gives_a_lab(visit):
    assert isinstance(visit.lab, Lab)


def test_every_position_is_said_with_a_number(visit):
    for stop in visit.stops:
        assert re.search(r"\d", stop.words) and stop.words.rstrip().endswith("."), stop
        assert "nan" not in stop.words.split(), stop


def test_every_control_changes_picture_and_words(visit):
    for name in visit.lab.controls:
        stops = [stop for stop in visit.stops if stop.control == name]
        assert len({stop.moving for stop in stops}) > 1 and len({stop.words for stop in stops}) > 1, name


def test_the_same_position_gives_the_same_picture_and_words(visit):
    assert visit.again
    for stop, again in zip(visit.stops[SOME], visit.again, strict=True):
        assert (again.values, again.moving, again.words) == (stop.values, stop.moving, stop.words)


def test_the_axes_stand_still(visit):
    assert all(stop.limits == visit.start.limits for stop in visit.stops)


def test_titles_are_not_cut_off_and_do_not_run_into_each_other(visit):
    width = visit.lab.drawing.figure.bbox.width
    for stop in visit.stops:
        assert all(box.x0 >= -1 and box.x1 <= width + 1 for box in stop.titles), stop.values
        assert not any(left.overlaps(right) for left, right in combinations(stop.titles, 2)), stop.values


def test_no_line_runs_under_a_legend(visit):
    for stop in visit.stops:
        assert stop.under == [], stop.values


def test_every_slider_stands_at_round_values_from_the_start(visit):
    for name, control in visit.lab.controls.items():
        if isinstance(control, Slider):
            assert [float(words) for words in control.labels] == list(control.values), name
            assert visit.lab.opening[name] in control.values
            tried = [each.settings[name] for each in visit.lab.buttons.tries if name in each.settings]
            assert set(tried) <= set(control.values), f"{name}: {tried}"


def is_round(number):
    """Whether a number has two significant digits at most, or is a multiple of a half."""
    return number == float(f"{number:.1e}") or number % 0.5 == 0


@pytest.mark.parametrize("maker", ALL, ids=lambda maker: maker.__name__)
def test_every_slider_stands_at_values_of_two_digits_at_most(maker):
    with unpainted():
        sliders = [control for control in maker().controls.values() if isinstance(control, Slider)]
    odd = {each.description: [value for value in each.values if not is_round(value)] for each in sliders}
    assert not any(odd.values()), odd


def tasks_above_labs():
    """The source of each lab's cell with the names of the numbered tasks above it, if there are any."""
    for path in BOTH_ROADS:
        for above, cell in pairwise(cells(path)):
            names = re.findall(r"(?m)^\d\. (?:\*\*(.+?)\*\*)?", above.source)
            if cell.source in SOURCES.values() and names:
                yield pytest.param(cell.source, names, id=path.stem)


@pytest.mark.parametrize(("source", "names"), list(tasks_above_labs()))
def test_each_task_above_a_lab_has_its_button(source, names):
    with unpainted():
        assert [each.name for each in show(source, {}).buttons.tries] == names


def test_every_try_is_set_exactly_shows_something_else_and_is_undone_by_reset(visit):
    tries, opening = visit.lab.buttons.tries, visit.start
    assert len({each.name for each in tries}) == len(tries)
    for number, each in enumerate(tries):
        visit.lab.buttons.press(number)
        stop = seen(visit.lab, "")
        assert dict(stop.values) == dict(opening.values) | dict(each.settings), each.name
        assert stop.words != opening.words and stop.moving != opening.moving, each.name
        assert visit.lab.buttons.look == each.look and each.look[-1] in ".?" and len(each.name) <= 24
    visit.lab.buttons.press(NO_TRY)
    assert visit.lab.buttons.look == ""
    assert seen(visit.lab, "")[:4] == opening[:4]


def test_a_lab_leaves_a_still_with_its_words_that_says_how_to_get_the_controls(visit):
    a_lab = visit.lab
    bundle = a_lab._repr_mimebundle_()
    assert "Run this cell to get the controls." in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"] == repr(a_lab) == a_lab.words
    assert 'src="data:image/png;base64,iVBOR' in bundle["text/html"] and 'alt="' in bundle["text/html"]


def test_a_still_moves_nothing_off_the_ground_that_the_page_has(visit):
    a_lab = visit.lab
    a_lab._repr_mimebundle_()
    assert a_lab.frames.painter.moving(a_lab.result) == a_lab.picture.moving


def test_a_try_makes_one_picture_and_a_move_lets_its_button_go():
    made = []
    a_lab = small_lab([Try("a tenth more", {"rate": 0.11}, "What moves?")])
    a_lab.frames.compute = lambda rate: made.append(rate) or rate
    a_lab.buttons.press(0)
    assert made == [0.11] and a_lab.buttons.pressed == 0
    a_lab.controls["rate"].value = 0.5
    assert a_lab.buttons.pressed == NO_TRY and a_lab.buttons.look == "What moves?"


def test_a_compute_that_raises_is_said_in_its_place_and_the_lab_goes_on():
    broken_lab = small_lab()
    good = broken_lab.picture.moving
    broken_lab.controls["rate"].value = 10
    assert broken_lab.result is None and "no such rate" in broken_lab.words
    assert broken_lab.picture.moving != good
    broken_lab.controls["rate"].value = 0.1
    assert broken_lab.words == "rate 0.1." and broken_lab.picture.moving == good
