"""What stands below a lab's controls: reset, things to try, and a word where the kernel does not answer."""

from collections.abc import Mapping
from typing import NamedTuple

import anywidget
import traitlets

from backprop_course.widgets.controls import beside

NO_TRY = -1  # the number of no try


class Try(NamedTuple):
    """Something to try in a lab: a button's name, settings of controls, and where to look.

    The controls that `settings` does not name go to where the lab opened.
    """

    name: str
    settings: Mapping
    look: str


class Buttons(anywidget.AnyWidget):
    """Reset and tries as buttons; go(settings) sets the controls. `look` says where to look after a try."""

    _esm, _css = beside("buttons.js"), beside("buttons.css")
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    pressed = traitlets.Int(NO_TRY).tag(sync=True)
    look = traitlets.Unicode().tag(sync=True)

    def __init__(self, tries, go):
        self.tries, self.go = tries, go
        super().__init__(names=[each.name for each in tries])
        self.on_msg(lambda buttons, message, buffers: self.press(message.get("number", NO_TRY)))

    def press(self, number):
        """Do what the button of a try does, or reset the controls for NO_TRY."""
        self.go({} if number == NO_TRY else self.tries[number].settings)
        with self.hold_sync():
            self.pressed, self.look = number, "" if number == NO_TRY else self.tries[number].look

    def let_go(self):
        """Show no button as pressed: a control has moved since. Where to look stays said."""
        self.pressed = NO_TRY


class Pulse(anywidget.AnyWidget):
    """Answers the page of a lab as often as it asks; where no answer comes, the page says so."""

    _esm = beside("pulse.js")
    lab = traitlets.Unicode().tag(sync=True)

    def __init__(self):
        super().__init__()
        self.on_msg(lambda pulse, message, buffers: pulse.send(message))
