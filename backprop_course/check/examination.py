"""Hand over a program, and read what is wrong with it: the door for learners."""

import time

from backprop_course.check.conclusion import conclusion
from backprop_course.check.kinds import RIGHT, UNDECIDED, WRONG
from backprop_course.check.learner.handover import Raised, Unreadable
from backprop_course.check.reading import Note, read
from backprop_course.check.report import Examination, report_on
from backprop_course.check.running import Late, Paper, Quits, in_time, message

SECONDS = 60.0  # for a whole examination
READING = 20.0  # for finding out how a program is called: each of its functions runs a few times only


def examine(
    loss=None,
    grads=None,
    params=None,
    x=None,
    y=None,
    *,
    step=None,
    predict=None,
    loss_and_grads=None,
    make=None,
    obj=None,
    rate=None,
    also=None,
    seconds=SECONDS,
):
    """The Examination of a program, taken as it is.

    `loss`, `grads` (or both at once, `loss_and_grads`), `step` and `predict` are functions or methods; they
    may take `params` and the data x and y in any order, or the parts of `params` one by one, or reach them
    in the attributes of `obj` or in variables. `params` may be a list, a dict, a tuple, lists of these, one
    long array, or numbers. For a program that remembers, `make()` returns its object anew, or a dict of these
    arguments. A `step` that returns the loss at the parameters before it needs no `loss`. `rate` is the
    learning rate of `step`; `also` holds further arguments of your functions, by name. Whatever the program
    does, nothing is raised.
    """
    handed = dict(loss=loss, grads=grads, params=params, x=x, y=y, step=step, predict=predict)
    handed |= dict(loss_and_grads=loss_and_grads, make=make, obj=obj, rate=rate, also=also)
    paper = Paper()
    try:
        return _examined(handed, seconds, paper)
    except Late as error:
        return Examination(UNDECIDED, f"Undecided: {error}")
    except Raised as error:
        return Examination(WRONG, f"Wrong: {error}", notes=[_where(error)])
    except Unreadable as error:
        return Examination(UNDECIDED, f"Undecided: {error}")
    except Quits as error:
        return Examination(UNDECIDED, f"Undecided: {error}")
    except Exception as error:  # a fault of ours is none of the learner's
        kind = f"{type(error).__name__}: {message(error)}"
        words = f"this program could not be examined ({kind}). That is a fault of this check, not of yours"
        hint = "Hand over plain functions of a list of arrays: examine(loss, grads, params, x, y)"
        return Examination(UNDECIDED, f"Undecided: {words}. {hint}.")


def _examined(handed, seconds, paper):
    began = time.process_time()
    reading = in_time(lambda: read(**handed), min(seconds, READING), paper)
    left = max(seconds - (time.process_time() - began), 1.0)
    try:
        report = _reported(reading, left, paper)
        return (report.verdict == RIGHT and _of_all_examples(handed, reading, paper)) or report
    except Late:
        call = in_time(lambda: _seconds_of_a_call(reading), READING, paper)
        size = sum(array.size for array in reading.start)
        words = f"the check was not done after {seconds:g} s"
        words += f": your loss takes {call:.2g} s a call, for {size:,} parameters"
        hint = "Hand over fewer examples or a smaller net: a mistake shows there as well"
        return Examination(UNDECIDED, f"Undecided: {words}. {hint}.", understood=reading.words)


def _reported(reading, seconds, paper):
    """The Examination of a Reading; without its update where that raises, and there are gradients as well."""
    try:
        return report_on(reading, in_time(lambda: conclusion(reading), seconds, paper))
    except (
        Raised
    ) as error:  # by the gradient, as the update asks for it; what the update raises itself is told
        if error.role == "step" or reading.step is None or reading.grads is None:
            raise
        note = Note("unread", "step", "the update was not looked at: it is not clear how to call it")
        alone = reading._replace(step=None, walk=None, trail=None, notes=(*reading.notes, note))
        return report_on(alone, in_time(lambda: conclusion(alone), seconds, paper))


def _of_all_examples(handed, reading, paper):
    """The Examination of an update alone, where a gradient of one example hid what it makes of several.

    None where that is nothing new: what is right for one example and for all is right.
    """
    if not reading.narrowed:
        return None
    try:
        whole = in_time(lambda: read(**handed | dict(grads=None, loss_and_grads=None)), READING, paper)
        report = report_on(whole, in_time(lambda: conclusion(whole), READING, paper))
    except (Late, Raised, Unreadable):
        return None
    return report if report.verdict in (RIGHT, WRONG) else None


def _seconds_of_a_call(reading):
    began = time.monotonic()
    reading.loss(reading.start, reading.x, reading.y)
    return time.monotonic() - began


def _where(error):
    number = f", line {error.number} of its file" if error.number else ""
    return f"it is raised by {error.role}{number}"
