"""All labs of the course, and the positions to drive their controls to."""

import importlib
import inspect
import pkgutil

import ipywidgets
import numpy as np

from backprop_course import labs
from backprop_course.labs.bench import Lab

TOPICS = sorted(module.name for module in pkgutil.iter_modules(labs.__path__) if module.name != "bench")


def makers(topic):
    """The functions of a topic that take nothing and give a lab."""
    module = importlib.import_module(f"backprop_course.labs.{topic}")
    own = [f for _, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == module.__name__]
    return [
        f for f in own if not inspect.signature(f).parameters and f.__name__ not in ("draw",) and _is_maker(f)
    ]


def _is_maker(function):
    return not function.__name__.startswith(("_", "draw")) and isinstance(function(), Lab)


ALL = [maker for topic in TOPICS for maker in makers(topic)]


def positions(control, rng, random=3):
    """Both ends, the middle and some random positions of a control; every option of a menu."""
    if isinstance(control, ipywidgets.Dropdown | ipywidgets.ToggleButtons):
        return [option[1] if isinstance(option, tuple) else option for option in control.options]
    if isinstance(control, ipywidgets.Checkbox):
        return [False, True]
    shares = [0, 1, 0.5, *rng.random(random)]
    steps = round((control.max - control.min) / control.step)
    spots = [control.min + round(share * steps) * control.step for share in shares]
    if isinstance(control, ipywidgets.FloatLogSlider):
        return list(10.0 ** np.array(spots))
    return [type(control.value)(spot) for spot in spots]
