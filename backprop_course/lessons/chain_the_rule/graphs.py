"""Stills of the two graphs that the labs step through, after their forward pass."""

from backprop_course.lessons.chain_the_rule.lab import (
    HIDDEN_UNIT,
    TWO_OUTPUTS,
    compute,
    compute_paths,
    draw,
    forward_steps,
    in_digits,
    low,
)
from backprop_course.widgets.stills import Still


def hidden_unit():
    """The graph of a hidden unit, as the lesson begins with it."""
    return _still(compute(len(forward_steps(HIDDEN_UNIT)), x=1.5, weight=0.8), height=3)


def two_outputs():
    """The graph of a unit with two outputs, at a weight where its two paths cancel."""
    return _still(compute_paths(len(forward_steps(TWO_OUTPUTS)), x=1.0, weight=0.4))


def _still(result, height=None):
    drawn = draw(result.graph)
    if height:
        drawn.figure.set_figheight(height)  # seen whole when the lesson opens
    drawn.move(result)
    values = [f"{low(node.name)} = {in_digits(result.values[node.name])}" for node in result.computed]
    return Still(drawn.figure, f"Forward: {', '.join(values)}.")
