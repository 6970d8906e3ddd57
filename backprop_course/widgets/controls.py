"""The controls of a lab: each is a list of known values with labels, and stands at one of them exactly."""

import math
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from backprop_course import validate
from backprop_course.widgets.words import short_powers

MOST_PLACES = 10**5  # that a slider can have
# The digits of round numbers, 4, 10 and 21 in each power of ten.
FOUR = 1, 2, 3, 6
COARSE = 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8
FINE = 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.7, 2, 2.2, 2.5, 2.8, 3, 3.5, 4, 4.5, 5, 6, 7, 7.5, 8, 9


def beside(name):
    """The text of a file in this folder, as what a widget hands to its page."""
    # anywidget takes a path too, but then keeps every widget alive, in case the file changes.
    return traitlets.Unicode((Path(__file__).parent / name).read_text("utf-8")).tag(sync=True)


class Control(anywidget.AnyWidget):
    """A name, `values` with their labels, the `value` where it stands, and the `index` of that among them."""

    _css = beside("controls.css")
    description = traitlets.Unicode().tag(sync=True)
    labels = traitlets.List(traitlets.Unicode()).tag(sync=True)
    index = traitlets.Int().tag(sync=True)
    value = traitlets.Any()

    def __init__(self, name, values, labels, start):
        self.values = tuple(values)
        super().__init__(description=name, labels=list(labels), value=start)
        self.add_class("control")

    @traitlets.observe("value")
    def _value_changed(self, change):
        self.index = self.place(self.value)

    @traitlets.observe("index")
    def _index_changed(self, change):
        if self.index != self.place(self.value):
            self.value = self.values[self.index]

    def around(self):
        """How far each place is from where the control stands, and the place."""
        return [(abs(place - self.index), place) for place in range(len(self.values))]


class Slider(Control):
    """A slider along ascending numbers, and a field with the number, to read or to type.

    A number between two places goes to the nearer one, or stays where `between` says so; `said` answers a
    reader who typed one that is not kept. Where `pace` is above 0 it plays: from value to value, with so many
    seconds each.
    """

    _esm = beside("slider.js")
    shown = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    pace = traitlets.Float().tag(sync=True)

    def __init__(self, name, values, start, between, pace):
        self.between, self.pace = between, pace
        super().__init__(name, values, map(label, values), min(values, key=lambda value: abs(value - start)))
        self.on_msg(lambda control, message, buffers: self.enter(message["typed"]))

    def place(self, number):
        """The index of the value nearest to a number."""
        return min(range(len(self.values)), key=lambda place: abs(self.values[place] - number))

    @traitlets.validate("value")
    def _in_range(self, proposal):
        near = self.values[self.place(proposal.value)]
        outside = not self.values[0] < proposal.value < self.values[-1]
        same = math.isclose(proposal.value, near)  # but for the last digits of a float
        return near if outside or same or not self.between else proposal.value

    @traitlets.observe("value")
    def _number_changed(self, change):
        self.shown, self.said = label(self.value), ""

    def enter(self, text):
        """Go to the number that a reader typed, with a point or a comma, and say so where it is not kept."""
        try:
            number = float(text.replace(",", ".").replace("−", "-"))
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            self.value = number
        self.said = self._answer(number)

    def _answer(self, number):
        """What to tell a reader of the number typed; nothing where the slider stands there."""
        low, high = self.values[0], self.values[-1]
        if not math.isfinite(number):
            return "This is no number."
        if number < low:
            return f"The least is {label(low)}."
        if number > high:
            return f"The most is {label(high)}."
        return "" if math.isclose(number, self.value) else f"The nearest is {self.shown}."


class Menu(Control):
    """A menu of values with labels."""

    _esm = beside("menu.js")

    def place(self, value):
        """The index of a value."""
        return self.values.index(value)

    @traitlets.validate("value")
    def _is_an_option(self, proposal):
        if proposal.value not in self.values:
            options = ", ".join(map(repr, self.values))
            raise ValueError(f"{self.description}: {proposal.value!r} is none of {options}")
        return proposal.value


def label(number):
    """A number in three digits, whole where it is whole."""
    whole = number == round(number) and abs(number) < 1e6
    return f"{number:.0f}" if whole else short_powers(f"{number:.3g}")


def slider(name, values, start, between=False, pace=0.0):
    """A slider along ascending `values`, at the one nearest to `start`.

    With `between`, numbers that are typed between two values are kept: for what is computed at any number.
    With a `pace` above 0 (seconds from value to value) it can play: for steps, epochs, depths.
    """
    numbers = validate.finite("values", values)
    if numbers.ndim != 1 or len(numbers) < 2 or (np.diff(numbers) <= 0).any():
        raise ValueError(f"values must be a list of ascending numbers, but it is {validate.short(values)}")
    start, between = validate.real("start", start), validate.truth("between", between)
    pace = validate.between("pace", pace, 0, 60)
    return Slider(_text("name", name), _plain(values), start, between, pace)


def _text(name, value):
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text, but it is {validate.short(value)}")
    return value


def _plain(values):
    """Numbers in a list as they are, those of an array as Python's own."""
    return values if isinstance(values, list | tuple | range) else np.asarray(values).tolist()


def choice(name, options, start):
    """A menu of `options`: a list of values, or {value: label} where the reader sees other words."""
    labels = options.values() if isinstance(options, dict) else map(str, options)
    return Menu(name, options, labels, start)


def evenly_spaced(low, high, step):
    """The numbers from `low` to `high` in equal steps; whole where `low` and `step` are."""
    _refuse_range(low, high)
    validate.above_zero("step", step)
    low, step = (each if isinstance(each, int) else float(each) for each in (low, step))
    validate.count("(high - low) / step", round((high - low) / step), most=MOST_PLACES)
    numbers = [low + number * step for number in range(round((high - low) / step) + 1)]
    return [number if isinstance(number, int) else round(number, 12) for number in numbers]


def _refuse_range(low, high):
    validate.real("low", low)
    if not validate.real("high", high) > low:
        raise ValueError(f"high must be above low, but they are {high:g} and {low:g}")


def rounded(low, high, digits):
    """The round numbers from `low` to `high`: `digits`, from 1 to below 10, times each power of ten."""
    _refuse_range(validate.above_zero("low", low), high)
    digits = validate.finite("digits", digits)
    if digits.ndim != 1 or not len(digits) or (np.diff([*digits, 10]) <= 0).any() or digits[0] < 1:
        raise ValueError(f"digits must ascend from 1 to below 10, but they are {validate.short(digits)}")
    powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    numbers = [float(f"{digit:.12g}e{power}") for power in powers for digit in digits]  # .1 is .1
    return [number for number in numbers if low <= number <= high]
