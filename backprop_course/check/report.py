"""The page that a learner reads: the answer first, then where, how we know, and what to look at."""

import re
import textwrap
from html import escape
from typing import NamedTuple

from backprop_course.check.drawing import svg_of_blocks
from backprop_course.check.kinds import RIGHT, UNDECIDED, UNKNOWN, UPDATED_BEFORE_USE, WRONG
from backprop_course.check.saying import EVERYWHERE

NOTHING = 1e-2
MOST_LINES = 4  # of the learner's own, that are shown for a finding
WIDTH = 92  # characters a line of plain text


class Examination(NamedTuple):
    """What is said of a program; a cell that ends in one shows it as a page.

    `answer` is the first line; `findings` have a place, words, a number and what to look at, and `lines` are
    where each is made; `model` and `understood` say how the program was read; `blocks` hold a Block (state,
    error) by name, `groups` the layer of each; `notes` are oddities, `unchecked` what was not checked.
    """

    verdict: str
    answer: str
    findings: list = []
    model: str = ""
    understood: dict = {}
    blocks: dict = {}
    groups: list = []
    notes: list = []
    unchecked: list = []
    lines: list = []

    def __str__(self):
        return "\n".join(_lines(self))

    __repr__ = __str__

    def _repr_html_(self):
        return _html(self)


def report_on(reading, conclusion):
    """The Examination of a program that could be read."""
    findings = [finding for finding in conclusion.findings if finding.words]
    findings.sort(key=lambda finding: finding.kind == UNKNOWN)  # what has a name comes first
    wrong = [finding for finding in findings if not finding.note]
    states = [block.state for block in conclusion.blocks.values()]
    verdict = WRONG if wrong or WRONG in states else RIGHT if conclusion.verdict == RIGHT else UNDECIDED
    return Examination(
        verdict,
        _answer(verdict, wrong, findings, conclusion, reading),
        findings,
        conclusion.model,
        reading.words,
        conclusion.blocks,
        groups(reading.names),
        [note.words for note in reading.notes],
        [*conclusion.unchecked, *_not_handed_over(reading)],
        [_lines_of(finding, conclusion.blocks, reading) for finding in findings],
    )


def _lines_of(finding, blocks, reading):
    """Where the wrong gradients that a finding is about are made, in the learner's own lines; or nothing."""
    if finding.kind == UPDATED_BEFORE_USE:  # the place is where the weights move, not where it shows
        return ""
    wrong = [name for name, block in blocks.items() if block.state == WRONG]
    if finding.where != EVERYWHERE or len(wrong) > 2:  # of several layers no line is that of all
        wrong = [name for name in wrong if _tells(finding.where, name)]
    lines = reading.lines(wrong) if reading.lines and wrong else []
    return ", ".join(map(str, lines)) if len(lines) <= MOST_LINES else ""


def _tells(where, name):
    """Whether an array is named among others."""
    return re.search(rf"(?<![\w.]){re.escape(name)}(?![\w\[.])", where) is not None


def _not_handed_over(reading):
    """The words for what nobody can have checked, or nobody has."""
    missing = {"the update": reading.step, "the predictions": reading.predict}
    names = [name for name, call in missing.items() if call is None]
    unread = [f"{listed(names)}: not handed over"] if names and (reading.grads or reading.step) else []
    return [*unread, *(["the update with several examples at once"] if reading.narrowed else [])]


def groups(names):
    """The layer of each array: 1 for W1, out for w_out, layers[0] for layers[0].W; else its name."""

    def group(name):
        stem = re.match(r"(.*\])\.?\w+$|(.+)\.\w+$", name)
        if stem:
            return stem[1] or stem[2]
        side = re.match(r"(?:[wb]|weights?|bias(?:es)?)_([a-z]\w*)$", name, re.IGNORECASE)
        if side:
            return side[1]
        number = re.search(r"(\d+)\]?_?$", name)
        return number[1] if number else name

    return [group(name) for name in names]


def _answer(verdict, wrong, findings, conclusion, reading):
    """The first line."""
    if verdict == WRONG:
        bad = [name for name, block in conclusion.blocks.items() if block.state == WRONG]
        if not wrong or (wrong[0].kind == UNKNOWN and wrong[0].where in bad):
            return f"Wrong: the gradient of {listed(bad)}, like no mistake that is known here."
        first = _sentence(wrong[0].words)
        return f"Wrong: {first}" if len(wrong) == 1 else f"Wrong, in {_count(len(wrong))} places: {first}"
    if verdict == RIGHT:
        known = [block.error for block in conclusion.blocks.values() if block.error is not None]
        errors = [
            error for error in known if error < NOTHING
        ]  # a gradient that is nothing but rounding is not
        worst = f" The largest relative error of a gradient is {shortened(max(errors))}." if errors else ""
        return f"Right: what was checked is what it should be.{worst}"
    return (
        f"Undecided: {_sentence(findings[0].words if findings else _reason(reading, conclusion.unchecked))}"
    )


def _reason(reading, unchecked):
    """Why nothing can be said, and what to hand over."""
    if reading.grads is None and reading.step is None:
        words = "there is a loss, but neither a gradient nor an update to compare it with"
        return f"{words}: hand over grads or step"
    return unchecked[0] if unchecked else "what was handed over does not tell whether it is right"


def listed(names):
    """Names as a list in words: a, b and c."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _sentence(words):
    words = words.strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _count(number):
    return {2: "two", 3: "three", 4: "four"}.get(number, str(number))


def shortened(error):
    """A relative error in words."""
    return "below 1e-12" if error < 1e-12 else f"{error:.0e}"


# -- as plain text --


def _rows(report):
    """The rows below the answer: (heading, words)."""
    rows = []
    several = len(report.findings) > 1
    for number, finding in enumerate(report.findings, 1):
        if several or finding.kind == UNKNOWN:
            rows.append((f"{number}." if several else "It shows", _sentence(finding.words)))
        where = "" if finding.where in finding.words else finding.where
        line = report.lines[number - 1] if report.lines else ""
        rows += [
            ("Seen in", where),
            ("How we know", finding.number),
            ("Look at", finding.look),
            ("Your line", line),
        ]
    rows += [("Besides", _sentence(words)) for words in report.notes]
    return [(heading, words) for heading, words in rows if words]


def _read_as(report):
    """How the program was read, in one line."""
    parts = [report.model, *(words for words in report.understood.values())]
    return "; ".join(part.rstrip(".") for part in parts if part)


def _states(report):
    """The arrays, each with its state, in one line."""
    marks = {RIGHT: "ok", WRONG: "WRONG"}
    told = [f"{name} {marks.get(block.state, '?')}" for name, block in report.blocks.items()]
    return "  ".join(told)


def _lines(report):
    yield from textwrap.wrap(report.answer, WIDTH)
    rows = [*_rows(report), ("Arrays", _states(report)), ("I read", _read_as(report))]
    rows += [("Not checked", "; ".join(report.unchecked))]
    yield from in_rows(rows)


def in_rows(rows):
    """The lines of plain text for pairs of a heading and its words; those without words are left out."""
    for heading, words in rows:
        if words:
            indent = " " * 14
            yield from textwrap.wrap(words, WIDTH, initial_indent=f"{heading:<14}", subsequent_indent=indent)


# -- as a page --


CAPTION = "Each array's gradient: its relative error, beside the right one."
GROUNDS = {RIGHT: "#26805a", WRONG: "#c9374b", UNDECIDED: "#7a6b22"}  # of white letters


def _html(report):
    look = (
        f"padding: 1px 6px; border-radius: 4px; color: #ffffff; background-color: {GROUNDS[report.verdict]}"
    )
    head, _, rest = report.answer.partition(":")
    answer = f'<b style="{look}">{escape(head)}:</b>{_marked(rest)}'
    rows = "".join(_row(heading, words) for heading, words in _rows(report))
    picture = svg_of_blocks(report.blocks, report.groups) if report.blocks else ""
    small = [("I read", _read_as(report)), ("Not checked", "; ".join(report.unchecked))]
    if picture:
        picture += f'<div style="opacity: 0.75; font-size: 90%">{CAPTION}</div>'
    below = "".join(f"<div><i>{name}:</i> {_marked(words)}</div>" for name, words in small if words)
    return (
        f'<div style="max-width: 60em"><p style="font-size: 110%; margin: 0.3em 0">{answer}</p>'
        f'<table style="border: none; margin: 0; color: inherit"><tbody>{rows}</tbody></table>{picture}'
        f'<div style="opacity: 0.75; font-size: 90%; margin-top: 0.5em">{below}</div></div>'
    )


def _row(heading, words):
    cell = "color: inherit; font-size: inherit; text-align: left; vertical-align: top; border: none"
    cell += "; background: none; padding: 0.15em 1em 0.15em 0"
    weight = "font-weight: bold" if heading[:1].isdigit() else "font-weight: normal"
    head = f'<th style="{cell}; {weight}; white-space: nowrap">{escape(heading)}</th>'
    body = f'<td style="{cell}; {weight}; white-space: pre-wrap">{_marked(words)}</td>'
    return f'<tr style="background: none">{head}{body}</tr>'


def _marked(words):
    """Words as HTML, what stands between backquotes as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words))
