"""The bench that every lab stands on.

lab(compute, draw, say, **controls): compute(**values) is pure; draw() makes the figure once and returns a
Drawing that moves its artists; say(result) is one sentence with a number in it: the caption and the alt text.
"""

import anywidget
import ipywidgets
import traitlets

from backprop_course.widgets import cells, stills
from backprop_course.widgets.ahead import LookingAhead
from backprop_course.widgets.controls import beside
from backprop_course.widgets.painting import Frames


class Picture(anywidget.AnyWidget):
    """An image with a caption below it that is also its alt text and is announced politely."""

    _esm, _css = beside("picture.js"), beside("picture.css")
    png = traitlets.Bytes().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)


class Lab(ipywidgets.VBox):
    """A lab on the screen: `controls` by name, `values`, the last `result`, and `words` that say it."""

    def __init__(self, compute, draw, say, controls):
        self.controls, self.drawing, self.result, self.picture = controls, draw(), None, Picture()
        self.frames = Frames(compute, self.drawing, say)
        self.ahead = LookingAhead(self.frames, controls)
        self.picture.on_msg(self._is_shown)
        row = ipywidgets.Box(list(controls.values()), layout=ipywidgets.Layout(flex_flow="row wrap"))
        super().__init__([row, self.picture])
        self.add_class("lab")
        for control in controls.values():
            control.observe(self._update, "value")
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

    def _update(self, change=None):
        try:
            frame = self.frames.at(self.values)
        except Exception as error:  # a lab says what went wrong in its own place
            reason = f"{error} ({type(error).__name__})"
            frame = self.frames.blank(f"This setting cannot be shown: {reason}. Move a control to go on.")
        self.result = frame.result
        with self.picture.hold_sync():
            self.picture.png, self.picture.caption = frame.png, frame.words
        self.ahead.rest()

    def _is_shown(self, *message):
        self.ahead.shown = True
        self.ahead.rest()

    def dismiss(self):
        """Leave the screen, and let go of the figure, the frames and the widgets."""
        self.ahead.stop()
        for part in [*self.controls.values(), *self.children, self]:
            part.layout.close()
            part.close()
        self.picture.png, self.children, self.controls = b"", (), {}
        self.drawing = self.frames = self.ahead = self.result = None

    def __repr__(self):
        return self.words

    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | stills.bundle(self.picture.png, self.words)


def lab(compute, draw, say, **controls):
    """The lab of a pure compute(**values), a draw() that returns a Drawing, and a say(result) in words."""
    return Lab(compute, draw, say, controls)
