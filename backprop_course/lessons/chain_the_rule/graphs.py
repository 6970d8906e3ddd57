"""Stills of the two graphs that the labs step through."""

from backprop_course.lessons.chain_the_rule.lab import (
    HIDDEN_UNIT,
    TWO_OUTPUTS,
    compute,
    compute_paths,
    draw,
    say,
)
from backprop_course.widgets.stills import Still


def hidden_unit(step, x=1.5, weight=0.8):
    """The hidden unit's graph at a step, for an input and a first weight."""
    return _still(HIDDEN_UNIT, compute(step, x, weight))


def two_outputs(step, x=1.0, weight=1.0):
    """The graph of a unit with two outputs at a step, for an input and a weight."""
    return _still(TWO_OUTPUTS, compute_paths(step, x, weight))


def _still(graph, result):
    drawn = draw(graph)
    drawn.move(result)
    return Still(drawn.figure, say(result))
