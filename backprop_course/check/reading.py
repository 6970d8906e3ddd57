"""A learner's program, however it is written, as plain functions of a flat list of float arrays."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Reading(NamedTuple):
    """A learner's program as plain functions of a flat list of float arrays, in the learner's own order.

    All functions are pure towards the caller: the learner's code runs on copies, every call starts from the
    state that was handed over (also of its random numbers), and what it returns is copied. A function that the
    learner did not hand over is None. `x` and `y` are the data as handed over or as found in the variables that
    the code reads, else None; other data may be handed to every function in their place.
    """

    names: list  # the learner's own names of the arrays, as words: "W1", "layers[0].W", "params[2]"
    start: list  # their first values, float64 arrays in the learner's own shapes; numbers have no axes
    x: Any
    y: Any
    loss: Callable | None = None  # loss(arrays, x, y) -> float
    grads: Callable | None = None  # grads(arrays, x, y) -> list along names; None where a block has none
    step: Callable | None = None  # step(arrays, x, y, rate=None) -> list of new arrays
    predict: Callable | None = None  # predict(arrays, x) -> array
    rate: float | None = None  # None where unknown
    dtype: Any = float  # of the learner's arithmetic: float32 where its losses have no more digits
    notes: tuple = ()  # Notes: what was found odd on the way
    walk: Callable | None = (
        None  # walk(arrays, x, y, count) -> the arrays after each of so many steps in a row
    )
    twice: Callable | None = (
        None  # twice(name, arrays, x, y) -> two results of one call, with no new start between
    )
    rated: bool = False  # whether `step` can be told another rate
    words: dict = {}  # what was understood, by part: "arrays", "loss", "gradients", "step", "data"


class Note(NamedTuple):
    """Something odd about a program: what kind (a name for code to compare), whose (a name or ""), in words."""

    kind: str
    where: str
    words: str
