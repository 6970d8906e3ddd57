"""What a lab computes in one run, of the places that a control can go to next."""

import pytest

from backprop_course.widgets import beside
from backprop_course.widgets.beside import Beside


@pytest.fixture
def asked():
    """The blocks of points that were computed."""
    return []


@pytest.fixture
def sums(asked):
    """The sum of a number, of the place of a letter among two, and of a number that is computed alone."""

    def compute(points):
        asked.append(points)
        return [number + "ab".index(letter) + alone for number, letter, alone in points]

    return Beside(compute, (range(10), "ab", ()))


def test_the_first_point_is_computed_alone_and_once(sums, asked):
    assert sums.at(4, "b", 0) == sums.at(4, "b", 0) == 5
    assert asked == [[(4, "b", 0)]]


def test_a_move_brings_the_nearest_places_on_its_way_that_are_not_known(sums, asked):
    for number in (4, 5, 3, 6, 7):
        assert sums.at(number, "a", 0) == number
    assert asked[1:] == [[(5, "a", 0), (6, "a", 0), (3, "a", 0), (7, "a", 0)]]
    assert sums.at(8, "a", 0) == 8 and asked[2] == [(8, "a", 0), (9, "a", 0), (2, "a", 0), (1, "a", 0)]


def test_the_way_is_that_of_the_setting_that_moved_last(sums, asked):
    for point in ((4, "a", 0), (5, "a", 0), (5, "b", 0)):
        sums.at(*point)
    assert asked[-1] == [(5, "b", 0)]
    sums.at(9, "b", 0)
    assert asked[-1] == [(9, "b", 0), (8, "b", 0), (7, "b", 0), (6, "b", 0)]


@pytest.mark.parametrize("point", [(4, "a", 1), (4.5, "a", 0), (5, "b", 0)])
def test_what_has_no_places_or_lies_between_them_or_is_two_moves_away_is_computed_alone(sums, asked, point):
    sums.at(4, "a", 0)
    sums.at(*point)
    assert asked[-1] == [point]


def test_only_the_newest_are_kept(sums, asked, monkeypatch):
    monkeypatch.setattr(beside, "RESULTS_KEPT", 2)
    for point in ((0, "a", 0), (0, "a", 1), (0, "a", 0), (0, "a", 2), (0, "a", 0), (0, "a", 1)):
        sums.at(*point)
    assert [point for (point,) in asked] == [(0, "a", 0), (0, "a", 1), (0, "a", 2), (0, "a", 1)]
