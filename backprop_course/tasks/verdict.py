"""What a learner is told: a verdict on an answer, or a hint. Programs compare kinds, learners read words."""

import re
from enum import Enum, auto
from html import escape
from typing import NamedTuple


class Kind(Enum):
    """What a verdict comes to."""

    NOT_YET = auto()
    RIGHT = auto()
    WRONG = auto()
    NOTED = auto()


SHOWN = {Kind.NOT_YET: "Not yet", Kind.RIGHT: "Right", Kind.WRONG: "Wrong", Kind.NOTED: "Noted"}

# A sign and a ground for each, dark enough for white letters on a white page and on a dark one.
MARKS = {
    Kind.NOT_YET: ("…", "#5F5F5F"),
    Kind.RIGHT: ("✓", "#00704F"),
    Kind.WRONG: ("✗", "#B34000"),
    Kind.NOTED: ("✎", "#005A8C"),
}
HINT = "?", "#8A4A76"


class Verdict(NamedTuple):
    """What is said of an answer; a cell that ends in one shows its words."""

    kind: Kind
    words: str

    def __repr__(self):
        return f"{SHOWN[self.kind]}: {self.words}"

    def _repr_html_(self):
        return _html(SHOWN[self.kind], self.words, *MARKS[self.kind])


class Outcome(NamedTuple):
    """How a prediction came out: whether the guess was right, None without one, and what is said."""

    right: bool | None
    words: str

    def __repr__(self):
        return self.words

    def _repr_html_(self):
        # JupyterLab shows the first line of a collapsed output: it must not say the answer
        return f"<!-- the answer: run this cell -->\n{paragraph(self.words)}"


class Hint(NamedTuple):
    """One of an exercise's hints: its number from 1 on, its words, and how many are left."""

    number: int
    words: str
    left: int

    def __repr__(self):
        return f"Hint {self.number}: {self._said()}"

    def _repr_html_(self):
        return _html(f"Hint {self.number}", self._said(), *HINT)

    def _said(self):
        more = f"{self.left} more: run this again" if self.left else "this is the last one"
        return f"{self.words} ({more})"


class Hints:
    """Hints in their order: each call gives the next Hint, and after the last one the last again."""

    def __init__(self, *words):
        self.words, self.given = words, 0

    def __call__(self):
        self.given = min(self.given + 1, len(self.words))
        return Hint(self.given, self.words[self.given - 1], len(self.words) - self.given)


def _html(title, words, sign, ground):
    look = f"padding: 1px 6px; border-radius: 4px; color: #FFFFFF; background-color: {ground}"
    return paragraph(words, f'<b style="{look}">{sign} {title}:</b> ')


def paragraph(words, before=""):
    """The HTML of some words, with `code` in them."""
    # JupyterLab breaks long lines of plain text in mid-word
    words = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words))
    return f'<p style="white-space: pre-wrap">{before}{words}</p>'
