"""All labs of the course, and the positions to drive their controls to."""

import numpy as np
from notebooks_on_stage import of_lessons

from backprop_course.widgets.controls import FINE, Menu, rounded, slider
from backprop_course.widgets.lab import lab
from backprop_course.widgets.painting import Drawing
from backprop_course.widgets.style import figure
from tools.recording import makers

ALL = [maker for module in of_lessons("lab").values() for maker in makers(module)]


def positions(control, rng, random=3):
    """Both ends, the middle and some random values of a slider; every option of a menu."""
    if isinstance(control, Menu):
        return list(control.values)
    last = len(control.values) - 1
    return [control.values[round(share * last)] for share in (0, 1, 0.5, *rng.random(random))]


def driven(a_lab, seed=0, together=8):
    """A lab at every control's ends, middle and random positions, one by one and then all together."""
    rng = np.random.default_rng(seed)
    for control in a_lab.controls.values():
        for spot in positions(control, rng):
            control.value = spot
            yield a_lab
    for _ in range(together):
        for control in a_lab.controls.values():
            spots = positions(control, rng)
            control.value = spots[rng.integers(len(spots))]
        yield a_lab


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
