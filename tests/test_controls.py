"""A control stands at one of its known values, exactly, however it is brought there."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backprop_course.widgets.controls import FINE, FOUR, choice, evenly_spaced, rounded, slider

EVEN = evenly_spaced(-3.0, 3.0, 0.1)


def from_page(control, **state):
    """Let the page set the state of a control."""
    control.set_state(state)


def test_a_control_has_a_name_and_labels_for_its_values():
    depth, rate = slider("depth", evenly_spaced(2, 8, 2), 4), slider("rate", rounded(0.001, 10, [1]), 0.1)
    loss = choice("loss", {"ce": "cross-entropy", "se": "squared error"}, "se")
    assert [each.description for each in (depth, rate, loss)] == ["depth", "rate", "loss"]
    assert depth.values == (2, 4, 6, 8) and all(isinstance(value, int) for value in depth.values)
    assert depth.labels == ["2", "4", "6", "8"] and depth.shown == "4"
    assert rate.values == (0.001, 0.01, 0.1, 1, 10) and rate.labels == ["0.001", "0.01", "0.1", "1", "10"]
    assert loss.value == "se" and loss.index == 1 and loss.labels == ["cross-entropy", "squared error"]


def test_a_slider_plays_where_it_has_a_pace():
    assert slider("step", range(9), 0, pace=0.5).pace == 0.5 and slider("step", range(9), 0).pace == 0
    with pytest.raises(ValueError, match="pace"):
        slider("step", range(9), 0, pace=-1)


def test_round_numbers_are_what_they_say():
    assert rounded(0.003, 3, FOUR) == [0.003, 0.006, 0.01, 0.02, 0.03, 0.06, 0.1, 0.2, 0.3, 0.6, 1, 2, 3]
    numbers = rounded(1e-15, 1000, FINE)
    assert numbers == sorted(set(numbers)) and {0.1, 0.3, 1e-15, 1000} <= set(numbers)
    assert [float(words) for words in slider("x", numbers, 1).labels] == numbers
    for digits in ([], [0.5], [1, 10], [2, 1], [1, 1]):
        with pytest.raises(ValueError, match="digits"):
            rounded(1, 10, digits)


def test_a_small_number_is_short():
    assert slider("step", rounded(1e-15, 1, [1]), 1).labels[0] == "1e-15"
    assert slider("step", rounded(1e-8, 1, [1]), 1).labels[0] == "1e-8"


def test_a_whole_number_looks_whole():
    assert slider("rate", rounded(0.1, 10000, [1, 1.5]), 1).labels[-3:] == ["1000", "1500", "10000"]


@given(some.integers(0, len(EVEN) - 1), some.booleans())
def test_the_page_brings_a_slider_to_a_value_exactly(place, between):
    control = slider("x", EVEN, 0.0, between)
    from_page(control, index=place)
    assert control.value == EVEN[place] and control.shown == control.labels[place]


@given(some.floats(-3, 3))
def test_a_number_between_two_values_goes_to_the_nearer_or_stays(number):
    near = min(EVEN, key=lambda value: abs(value - number))
    known, any_number = slider("x", EVEN, 0.0), slider("x", EVEN, 0.0, between=True)
    known.value = any_number.value = number
    assert known.value == near and any_number.value == pytest.approx(number, rel=1e-9, abs=0)
    assert EVEN[known.index] == EVEN[any_number.index] == near


def test_a_place_is_left_and_found_again_from_a_number_between():
    control = slider("x", EVEN, 0.0, between=True)
    control.value = 0.13
    assert control.index == EVEN.index(0.1) and control.shown == "0.13"
    from_page(control, index=EVEN.index(0.2))
    from_page(control, index=EVEN.index(0.1))
    assert control.value == 0.1 and control.shown == "0.1"


def test_the_last_digits_of_a_float_do_not_count():
    control = slider("x", EVEN, 0.0, between=True)
    control.value = 0.1 + 0.2
    assert control.value == 0.3


@pytest.mark.parametrize(
    ("typed", "value", "said"),
    [
        ("0.25", 0.25, ""),
        ("0,25", 0.25, ""),
        (" 1e-1 ", 0.1, ""),
        ("−2", -2, ""),
        ("-7", -3, "The least is -3."),
        ("3.1", 3, "The most is 3."),
        ("inf", 1, "This is no number."),
        ("nan", 1, "This is no number."),
        ("fast", 1, "This is no number."),
        ("", 1, "This is no number."),
    ],
)
def test_what_is_typed_is_kept_or_answered(typed, value, said):
    control = slider("x", EVEN, 1.0, between=True)
    control._handle_custom_msg({"typed": typed}, [])
    assert control.value == value and control.said == said


def test_the_nearest_value_is_said_until_the_slider_moves():
    control = slider("rate", rounded(0.1, 10, FOUR), 1)
    control._handle_custom_msg({"typed": "0,33"}, [])
    assert control.value == 0.3 and control.said == "The nearest is 0.3."
    from_page(control, index=0)
    assert control.value == 0.1 and control.said == ""


def test_a_slider_starts_at_the_value_nearest_to_its_start():
    assert slider("rate", rounded(0.01, 10, FINE), 0.29, between=True).value == 0.28


def test_a_menu_takes_its_options_only():
    control = choice("loss", ["a", "b"], "a")
    with pytest.raises(ValueError, match="loss: 'c' is none of 'a', 'b'"):
        control.value = "c"
    assert control.value == "a"


def test_a_control_knows_how_far_its_places_are():
    assert choice("name", ["a", "b", "c"], "b").around() == [(1, 0), (0, 1), (1, 2)]
    rate = slider("rate", rounded(0.001, 10, [1]), 0.1)
    assert rate.around() == [(2, 0), (1, 1), (0, 2), (1, 3), (2, 4)]
