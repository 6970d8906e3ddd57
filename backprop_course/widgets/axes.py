"""What a page must know of a picture's axes, to read values off its curves."""

import re

import numpy as np


def axes_of(figure):
    """A dict for each panel with axes: its edges `left`, `right`, `top`, `bottom`, and its axes `x` and `y`.

    Edges are shares of the figure's width and height, counted from its top left. An axis has a `name`, the
    ends `low` and `high`, and whether it is `log` and what is drawn has `whole` numbers there.
    """
    return [_panel(ax) for ax in figure.axes if ax.axison]


def _panel(ax):
    left, bottom, right, top = ax.get_position().extents
    xs = np.concatenate([np.ravel(line.get_xdata()) for line in ax.lines] or [[]]).astype(float)
    x = _axis(ax.get_xlabel() or "x", ax.get_xlim(), ax.get_xscale(), bool((xs == xs.round()).all()))
    y = _axis(ax.get_ylabel() or "y", ax.get_ylim(), ax.get_yscale(), False)
    return {"left": left, "right": right, "top": 1 - top, "bottom": 1 - bottom, "x": x, "y": y}


def _axis(label, limits, scale, whole):
    low, high = map(float, limits)
    return {"name": axis_name(label), "low": low, "high": high, "log": scale == "log", "whole": whole}


def axis_name(label):
    """The name in an axis label: no formula, and nothing that explains it."""
    name = re.split(r":|(?<=\w) +\(", label.replace("$", ""))[0]
    return re.sub(r"_(\d)", lambda digit: chr(ord("₀") + int(digit[1])), name).strip()
