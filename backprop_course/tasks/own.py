"""What a learner owns by now: a network and an engine, in which each piece that is missing is the course's.

On a desk the pieces come from my_network.py, and each is judged again. Anywhere else all are the course's.
"""

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import NamedTuple

from backprop_course.tasks import desk, pieces
from backprop_course.tasks.keeping import FILE, alone, course, kept_pieces, run
from backprop_course.tasks.verdict import Kind, paragraph


class Network(NamedTuple):
    """A network in pieces, which call each other; a cell that ends in it says whose each piece is."""

    step: Callable
    train: Callable
    sigmoid: Callable
    softmax: Callable
    loss: Callable
    predict: Callable
    backward: Callable
    check: Callable
    words: str

    def __repr__(self):
        return self.words

    def _repr_html_(self):
        return paragraph(self.words)


class Engine(NamedTuple):
    """An engine, the class Value; a cell that ends in it says whose it is."""

    Value: type
    words: str

    def __repr__(self):
        return self.words

    def _repr_html_(self):
        return paragraph(self.words)


def network():
    """The Network of your own pieces, as far as they are kept and right."""
    return Network(**_own(pieces.NETWORK_PIECES))


def engine():
    """The Engine, yours if it is kept and right, with all operations of the course's."""
    found = _own([pieces.Value])
    return Engine(pieces.complete(found["Value"]), found["words"])


def _own(exercises):
    """The pieces by name, and in `words` whose they are."""
    (kept, trouble), known = _kept(), course()
    with redirect_stdout(io.StringIO()):
        says = [f"{each.judge.name}: {_adopt(each, kept, known)}" for each in exercises]
    return {each.judge.name: known[each.judge.name] for each in exercises} | {
        "words": "; ".join(says) + trouble
    }


def _kept():
    """The definitions on the desk by name, and what is to be said of a file that cannot be read."""
    place = desk.find()
    try:
        return kept_pieces(place / FILE) if place else {}, "."
    except OSError as error:
        return {}, f". {FILE} cannot be read: {error.strerror or error}."


def _adopt(exercise, kept, known):
    """Put a piece of the learner's among the known names, if it is kept and right; whose it is, in words."""
    name, lesson, _ = exercise.judge
    if name not in kept:
        return "the course's"
    verdict = alone(exercise, kept[name], known)
    if verdict.kind is not Kind.RIGHT:
        return f"the course's, for yours fails ({verdict.words.rstrip('.')})"
    run(kept[name], known)
    return f"yours ({lesson})"
