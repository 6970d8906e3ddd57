"""The controls of a lab, each with a name and with the places where it can stand."""

import math

import ipywidgets

WIDE = ipywidgets.Layout(width="420px")
NAMED = {"description_width": "120px"}


def log_slider(name, low, high, start, steps=60):
    """A slider of a scale from `low` to `high` in equal factors; it starts at the one nearest to `start`."""
    first, last = math.log10(low), math.log10(high)
    step = (last - first) / steps
    nearest = round((math.log10(start) - first) / step)
    return ipywidgets.FloatLogSlider(
        value=10 ** (first + nearest * step), min=first, max=last, step=step, description=name,
        readout_format=".3g", layout=WIDE, style=NAMED,
    )  # fmt: skip


def slider(name, low, high, start, step):
    """A slider of a number from `low` to `high`; whole numbers where all four are."""
    whole = all(isinstance(number, int) for number in (low, high, start, step))
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return kind(value=start, min=low, max=high, step=step, description=name, layout=WIDE, style=NAMED)


def exact(value):
    """A value without the last digits of a float, in which the page and Python may differ."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


def places(control):
    """The values that a control can take, from its first to its last."""
    if hasattr(control, "options"):
        return [option[1] if isinstance(option, tuple) else option for option in control.options]
    steps = range(round((control.max - control.min) / control.step) + 1)
    spots = [control.min + step * control.step for step in steps]
    return [exact(control.base**spot if hasattr(control, "base") else spot) for spot in spots]


def place_of(control):
    """The number of the place where a control stands, or of the one nearest to it."""
    if hasattr(control, "options"):
        return control.index
    spot = math.log(control.value, control.base) if hasattr(control, "base") else control.value
    return round((spot - control.min) / control.step)


def around(control):
    """How many places the values that a control can take are from where it stands, and the values."""
    here = place_of(control)
    return [(abs(place - here), value) for place, value in enumerate(places(control))]


def choice(name, options, start):
    """A menu of named options."""
    return ipywidgets.Dropdown(options=options, value=start, description=name, layout=WIDE, style=NAMED)
