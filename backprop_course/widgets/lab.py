"""The bench that every lab stands on.

lab(compute, draw, say, tries, **controls): compute(**values) is pure; draw() makes the figure once and
returns a Drawing that moves its artists; say(result) is one sentence with a number in it: the caption and the
alt text. The tries are settings that are worth a look, each a button with a sentence that says where.
"""

import anywidget
import ipywidgets
import traitlets

from backprop_course.widgets import cells, stills, style
from backprop_course.widgets.ahead import LookingAhead, places_of
from backprop_course.widgets.buttons import Buttons, Pulse
from backprop_course.widgets.controls import beside
from backprop_course.widgets.painting import Frame, Frames

STILL = "Run this cell to get the controls."


class Picture(anywidget.AnyWidget):
    """What moves over a ground (SVG), `width` pixels wide, with a caption that is also its alt text.

    Its curves can be read at the pointer, and by the arrow keys. `places` are those of the controls that it
    shows, empty where one stands between two.
    """

    _esm, _css = beside("picture.js"), beside("picture.css")
    width = traitlets.Int().tag(sync=True)
    ground = traitlets.Unicode().tag(sync=True)
    panels = traitlets.List(traitlets.Dict()).tag(sync=True)  # as axes_of tells them
    moving = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    places = traitlets.Unicode().tag(sync=True)


class Lab(ipywidgets.VBox):
    """A lab on the screen: `controls` by name, `values`, the last `result`, and `words` that say it."""

    def __init__(self, compute, draw, say, tries, controls):
        self.controls, self.drawing, self.result = controls, draw(), None
        self.frames = Frames(compute, self.drawing, say)
        self.picture = Picture(width=round(style.DPI * self.drawing.figure.get_figwidth()))
        self.ahead = LookingAhead(self.frames, controls, self.picture.send)
        self.picture.on_msg(self._is_shown)
        self.opening, self.buttons, self.pulse = self.values, Buttons(tries, self.go), Pulse()
        row = ipywidgets.Box(list(controls.values()), layout=ipywidgets.Layout(flex_flow="row wrap"))
        row.add_class("controls")
        super().__init__([row, self.buttons, self.pulse, self.picture])
        self.add_class("lab")
        self.pulse.lab, self._going = self.model_id, False
        for control in controls.values():
            control.observe(self._moved, "value")
        self._update()
        cells.replace_last(self)

    @property
    def values(self):
        """What the controls stand at now."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def words(self):
        """The sentence under the picture."""
        return self.picture.caption

    def go(self, settings):
        """Set these controls, and all others to where the lab opened, for one new picture."""
        self._going = True
        try:
            for name, value in (self.opening | dict(settings)).items():
                self.controls[name].value = value
        finally:
            self._going = False
        self._update()

    def _moved(self, change):
        if not self._going:
            self.buttons.let_go()
            self._update()

    def _update(self):
        try:
            frame = self.frames.at(self.values)
        except Exception as error:  # a lab says what went wrong in its own place
            reason = f"{error} ({type(error).__name__})"
            frame = Frame(None, "", f"This setting cannot be shown: {reason}. Move a control to go on.")
        self.result = frame.result
        with self.picture.hold_sync():
            painter = self.frames.painter
            self.picture.ground, self.picture.panels = painter.ground, painter.axes
            self.picture.moving, self.picture.caption = frame.moving, frame.words
            self.picture.places = places_of(self.controls)
        self.ahead.rest()

    def _is_shown(self, *message):
        self.ahead.begin()

    def dismiss(self):
        """Leave the screen, and let go of the figure, the frames and the widgets."""
        self.ahead.stop()
        for part in [*self.controls.values(), *self.children, self]:
            part.layout.close()
            part.close()
        self.picture.ground = self.picture.moving = ""
        self.children, self.controls = (), {}
        self.drawing = self.frames = self.ahead = self.result = None

    def __repr__(self):
        return self.words

    def _repr_mimebundle_(self, **kwargs):
        still = stills.bundle(self.frames.still(self.result), self.words, STILL)
        return super()._repr_mimebundle_(**kwargs) | still


def lab(compute, draw, say, tries=(), **controls):
    """The lab of a pure compute(**values), a draw() that returns a Drawing, and a say(result) in words.

    `tries` are of the kind Try.
    """
    return Lab(compute, draw, say, tries, controls)
