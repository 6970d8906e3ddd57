"""A lab in the page beside the same lab made here: what one shows, the other must show too."""

from typing import NamedTuple

from labs_on_stage import makers
from notebooks_on_stage import of_lessons

from backprop_course.widgets.controls import Menu
from backprop_course.widgets.lab import Lab
from browser.jupyter_page import ShownLab


class Twin(NamedTuple):
    """The two labs, and the words that both start with."""

    shown: ShownLab
    here: Lab
    start: str

    @property
    def slider(self):
        """The name and the control of the first slider."""
        return next((name, each) for name, each in self.here.controls.items() if not is_menu(each))

    def agree(self):
        """Bring the lab made here to where the one in the page stands; return what both show and say."""
        for name, place in self.shown.places.items():
            self.here.controls[name].index = place
        assert self.here.result is not None, self.here.words
        self.shown.wait_for_words(self.here.words)
        assert self.shown.picture.get_attribute("aria-label") == self.here.words
        moving = self.shown.reads(self.here.picture.moving)
        assert self.shown.notebook.until(lambda: self.shown.moving == moving)
        return self.here.words, moving

    def arrives_at(self, name, place):
        """Wait until the kernel sees this control at a place."""
        reached = self.shown.notebook.until(lambda: self.shown.places[name] == place)
        assert reached, f"{name} stands at {self.shown.places[name]}, not at {place}"

    def press(self, name, key, place):
        """Press a key on a control, which brings it to a place; return what both labs then show and say."""
        self.shown.control(self.here.controls[name]).press(key)
        self.arrives_at(name, place)
        return self.agree()


def twins(labs, topic):
    """The labs in the page, each with the lab of this topic that starts with the same words."""
    here = {a_lab.words: a_lab for a_lab in (maker() for maker in makers(of_lessons("lab")[topic]))}
    assert labs and {shown.caption for shown in labs} <= here.keys()
    return [Twin(shown, here[shown.caption], shown.caption) for shown in labs]


def is_menu(control):
    """Whether a control is a menu, and not a slider."""
    return isinstance(control, Menu)


def last(control, steps_before=0):
    """The last place of a control, or one some steps before."""
    return len(control.values) - 1 - steps_before
