"""A loss that nobody handed over, supposed: many a program goes down what it never computes.

Of the usual losses of its predictions, it is the one whose slope the gradient is in one array at least.
"""

import re
import types
from functools import wraps

import numpy as np

from backprop_course.check.differences import factors_along
from backprop_course.check.learner.binding import meanings
from backprop_course.check.learner.calling import perturbed
from backprop_course.check.learner.constructing import count_of_examples
from backprop_course.check.learner.containers import attributes, space_of
from backprop_course.check.learner.handover import METHODS, Raised, Unreadable
from backprop_course.check.learner.oddities import Note

BIAS = r"(?i)bias|intercept|(?:^|[._])b(?:_?\w{0,2})(?:\[\d+\])?$"
EXACTLY = 1e-5  # how far a gradient may be off from the slope of a loss, as a part of its length
WITHIN = 1e-4  # relative distance of a factor from a usual one


class NoneFits(Unreadable):
    """A gradient that is the slope of none of the usual losses."""


NONE_FITS = (
    "there is no loss, and in none of your weights is your gradient the slope of the squared error, or of "
    "the cross-entropy, of {}. Either the derivative at the output is wrong, or you mean another loss. Write "
    "it as a function and hand it over as well: then it can be told which"
)


def squared_errors(output, y):
    """The sum of the squared differences between predictions and targets."""
    output, y = _paired(output, y)
    return ((output - y) ** 2).sum()


def cross_entropy_of_two(output, y):
    """The cross-entropy of the chances of yes, a sum over all of them; y is 0 or 1."""
    output, y = _paired(output, y)
    return -(y * np.log(output) + (1 - y) * np.log(1 - output)).sum()


def cross_entropy_of_classes(output, y):
    """The cross-entropy of chances that add up to 1; y is one-hot, or the numbers of the classes."""
    output, y = _paired(output, y)
    return -(y * np.log(output)).sum()


SUPPOSED = {
    squared_errors: "the squared errors",
    cross_entropy_of_two: "the cross-entropies of yes and no",
    cross_entropy_of_classes: "the cross-entropies",
}


def _of_the_last(loss):
    """A loss of the last of several things that a forward pass returns, which it hands on as a cache."""

    def of_the_last(cache, y):
        return loss(cache, y)

    return of_the_last


def _paired(output, y):
    """Predictions, the last of several, and the targets in their shape; labels become one-hot."""
    if isinstance(output, list | tuple):
        output = output[-1] if np.ndim(output[-1]) else np.array(output)
    y, shape = np.asarray(y, dtype=float), np.shape(output)
    if y.shape == shape:
        return output, y
    if y.size == np.prod(shape):
        return output, y.T if y.T.shape == shape else y.reshape(shape)
    axis = 1 if np.ndim(output) == 2 and y.size == shape[0] else 0  # of the classes
    one_hot = np.eye(shape[axis])[y.astype(int).ravel()]
    return output, one_hot if axis else one_hot.T


def supposed(given, read):
    """The Reading of a program without a loss, by read(Handed), with one supposed; None where none can be.

    Raises NoneFits where the gradient is the slope of none of them.
    """
    known = []
    claimed = given.hands["grads"] or given.hands["step"]
    losses = [*SUPPOSED.items(), *((_of_the_last(loss), words) for loss, words in SUPPOSED.items())]
    for predict in _forwards(given.hands) if claimed and given.y is not None else ():
        for loss, words in losses:
            hands = given.hands | dict(loss=loss, predict=predict)
            try:
                reading = read(given._replace(hands=hands))
                name, factor = _slope_of(reading)
            except (Raised, Unreadable, ValueError):
                continue
            known.append(predict.__name__)
            if factor:
                factor, share = _usual(factor, count_of_examples(reading.x, reading.y), np.size(reading.y))
                if reading.rate is None and "times" in share:  # the rate is in it
                    share = "a share of the sum"
                scaled = given._replace(
                    hands=hands | dict(loss=_times(loss, factor)), rate=reading.rate or 1.0
                )
                return _told(read(scaled), predict, f"{share} of {words}", name)
    if known:
        raise NoneFits(NONE_FITS.format(known[-1]))
    return None


def _forwards(hands):
    """The functions that may make the predictions: the one handed over, the object's, the file's."""
    space = space_of(hands["grads"] or hands["step"])
    named = [
        each for name in METHODS["predict"] for each in (getattr(hands["obj"], name, None), space.get(name))
    ]
    found = [hands["predict"], *(each for each in named if callable(each) and not isinstance(each, type))]
    found = list(dict.fromkeys(each for each in found if each is not None))
    return [*found, *(each for function in found for each in _keeping(function))]


def _keeping(function):
    """A method that may return nothing as functions that return what it then keeps: self.output."""
    owner = getattr(function, "__self__", None)
    for name in attributes(owner) if owner is not None else ():
        if "output" in meanings(str(name)):

            @wraps(function.__func__)
            def kept(self, *given, name=name, **named):
                function.__func__(self, *given, **named)
                return getattr(self, name)

            yield types.MethodType(kept, owner)


def _slope_of(reading):
    """The last weights whose gradient is the slope of the loss but for a factor: (name, factor).

    A bias will not do: no penalty changes its gradient, and one on the weights is in no loss of ours.
    """
    rng = np.random.default_rng(0)
    points = [perturbed(reading.start, rng) for _ in range(3)]
    claims = [_claim(reading, point) for point in points]
    factors = factors_along(
        lambda a: reading.loss(a, reading.x, reading.y), points, claims, step=1e-4, tolerance=EXACTLY
    )
    fits = [
        ((np.ndim(array), np.size(array)), name, abs(k))
        for name, k, array, claim in zip(reading.names, factors, reading.start, claims[0], strict=True)
        if k is not None and np.any(claim) and not re.search(BIAS, name)
    ]
    return max(fits[::-1], key=lambda fit: fit[0])[1:] if fits else ("", 0.0)


def _claim(reading, point):
    """The gradient at a point; where there is none, how far a step of rate 1 goes down from it."""
    if reading.grads:
        return reading.grads(point, reading.x, reading.y)
    new = reading.step(point, reading.x, reading.y)
    return [
        None if b is None or np.shape(b) != np.shape(a) else (a - b) / (reading.rate or 1.0)
        for a, b in zip(point, new, strict=True)
    ]


def _usual(factor, examples, numbers):
    """A factor, exactly where it is a usual one, and what it makes of a sum, in words."""
    usual = {
        "the sum": 1.0,
        "half the sum": 0.5,
        "the mean over the examples": 1 / examples,
        "half the mean over the examples": 0.5 / examples,
        "the mean": 1 / numbers,
        "half the mean": 0.5 / numbers,
    }
    for words, exact in usual.items():
        if abs(factor - exact) <= WITHIN * exact:
            return exact, words
    return factor, f"{factor:.3g} times the sum"


def _times(loss, factor):
    """A loss times a number, under its own name."""

    @wraps(loss)
    def scaled(*given):
        return factor * loss(*given)

    return scaled


def _told(reading, predict, loss, name):
    """The Reading, with the words for what was supposed."""
    words = f"no loss was handed over: it was supposed to be {loss} of {predict.__name__}, whose slope your "
    words += f"gradient of {name} is. If you mean another loss, hand it over"
    read_as = {part: said for part, said in reading.words.items() if part != "loss"}
    return reading._replace(notes=(*reading.notes, Note("supposed", "loss", words)), words=read_as)
