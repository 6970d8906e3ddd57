"""A lab without its kernel: the pictures of one move of each control and of each try, made ahead.

A page has no Python. So a lab is recorded: where it opens, every place of each control with the others where
they opened, and every try. Pictures of one lab share most of their lines; each line is kept once.
"""

import gzip
import inspect
import json
import re
from typing import NamedTuple

from backprop_course.widgets.controls import Slider

LAB = re.compile(r"The lab[ ,]")
# what site/lab.js knows, by the name of a control's class: traitlets derives a class for each widget
KINDS = {"Slider": "slider", "Menu": "menu", "Pad": "pad"}
LEVEL = 9  # of the compression: a recording is made once and read often


class Recording(NamedTuple):
    """What the page needs to play a lab: its bytes, compressed, and how many pictures they hold."""

    packed: bytes
    pictures: int


def makers(module):
    """The functions of a lab.py that take nothing and say that they give a lab; none is called yet."""
    own = [f for _, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == module.__name__]
    return [f for f in own if LAB.match(f.__doc__ or "") and not inspect.signature(f).parameters]


def recording(a_lab):
    """The Recording of a lab as it stands."""
    lines = {}
    frames, places, tries = [], {}, []
    names = list(a_lab.controls)
    opening = {name: control.index for name, control in a_lab.controls.items()}

    def kept(values):
        frame = a_lab.frames.at(values)
        parts = frame.moving.split("\n")
        frames.append({"lines": [lines.setdefault(line, len(lines)) for line in parts], "words": frame.words})
        return len(frames) - 1

    start = a_lab.opening
    first = kept(start)
    for name, control in a_lab.controls.items():
        others = {place: value for place, value in enumerate(control.values) if place != opening[name]}
        places[name] = [first] * len(control.values)
        for place, value in others.items():
            places[name][place] = kept(start | {name: value})
    for each in a_lab.buttons.tries:
        stands = {name: a_lab.controls[name].place(value) for name, value in each.settings.items()}
        tries.append(
            {
                "name": each.name,
                "look": each.look,
                "places": stands,
                "frame": kept(start | dict(each.settings)),
            }
        )
    story = {
        "width": a_lab.picture.width,
        "ground": a_lab.frames.painter.ground,
        "panels": a_lab.picture.panels,
        "controls": [described(name, a_lab.controls[name], opening[name], places[name]) for name in names],
        "tries": tries,
        "lines": list(lines),
        "frames": frames,
    }
    text = json.dumps(story, ensure_ascii=False, separators=(",", ":"))
    return Recording(gzip.compress(text.encode(), LEVEL, mtime=0), len(frames))


def described(name, control, opening, frames):
    """What the page is told of a control: its kind and words, where it opens, and its pictures by place."""
    told = {
        "key": name,
        "kind": KINDS[type(control).__name__],
        "name": control.description,
        "labels": control.labels,
    }
    if isinstance(control, Slider):
        told["pace"] = control.pace
    return told | {"opening": opening, "frames": frames}
