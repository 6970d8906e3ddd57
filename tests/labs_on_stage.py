"""All labs of the course, and the positions to drive their controls to."""

from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import pytest
from notebooks_on_stage import of_lessons

from backprop_course.widgets.controls import FINE, Menu, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import Drawing, Painter
from backprop_course.widgets.style import figure
from tools.recording import makers

ALL = [maker for module in of_lessons("lab").values() for maker in makers(module)]


def positions(control, rng, random=3):
    """Both ends, the middle and some random values of a slider; every option of a menu."""
    if isinstance(control, Menu):
        return list(control.values)
    last = len(control.values) - 1
    return [control.values[round(share * last)] for share in (0, 1, 0.5, *rng.random(random))]


def cut_at_the_edges(line):
    """Whether a line does not go on beyond its axis, but for a value at each crossing."""
    low, high = line.axes.get_ylim()
    beyond = (line.get_ydata() < low) | (line.get_ydata() > high)
    return not (beyond[2:] & beyond[1:-1] & beyond[:-2]).any()


def stops(a_lab, seed=0, together=8):
    """What the controls of a lab are set to, at their ends, middles and random positions.

    First one after the other, then all together.
    """
    rng, values = np.random.default_rng(seed), a_lab.values
    for name, control in a_lab.controls.items():
        for spot in positions(control, rng):
            values = values | {name: spot}
            yield values
    for _ in range(together):
        for name, control in a_lab.controls.items():
            spots = positions(control, rng)
            values = values | {name: spots[rng.integers(len(spots))]}
        yield values


def one_move_away(a_lab):
    """What the controls are set to where one stands at each of its values, the others as the lab opened."""
    for name, control in a_lab.controls.items():
        for value in control.values:
            yield a_lab.opening | {name: value}


def driven(a_lab, seed=0, together=8):
    """A lab at each of its stops, drawn."""
    for values in stops(a_lab, seed, together):
        a_lab.go(values)
        yield a_lab


class Told(NamedTuple):
    """What a lab computes and says of a setting."""

    values: dict
    result: Any
    words: str


@contextmanager
def unpainted():
    """Where labs are looked at that need no picture: what moves in theirs is not painted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Painter, "moving", lambda painter, result: "")
        yield


def told(maker, seed=0, together=8):
    """What a lab computes and says at each of its stops; nothing is painted."""
    with unpainted():
        a_lab = maker()
        frames = [(values, a_lab.frames.at(values)) for values in stops(a_lab, seed, together)]
        return [Told(values, frame.result, frame.words) for values, frame in frames]


def broken(rate):
    if rate > 1:
        raise ZeroDivisionError("no such rate")
    return rate


def small_lab(tries=()):
    """A lab of one slider and one line, whose computation is refused beyond a rate."""
    rate = slider("learning rate", rounded(0.01, 100, FINE), 0.1, between=True)

    def draw():
        fig, (ax,) = figure()
        (line,) = ax.plot([0, 1], [0, 1])
        return Drawing(fig, [line], lambda rate: line.set_data([0, 1], [0, rate]))

    return lab(broken, draw, lambda rate: f"rate {rate:g}.", tries, rate=rate)
