"""Programs whose parameters are made at their first call."""

import contextlib

from backprop_course.check.learner.calling import call
from backprop_course.check.learner.containers import leaves
from backprop_course.check.learner.handover import ROLES, Raised, Unreadable, forwards
from backprop_course.check.learner.life import life, roots
from backprop_course.check.learner.trying import ways_to_call

HARMLESS = ("predict", "loss", "both")  # what is called first, and changes nothing that is there
ATTEMPTS = 20  # ways to call a function that are tried


def awoken(program):
    """Whether a first call of what computes the loss has made arrays that were not there before.

    It is tried with copies; where it makes some, it is made with the learner's own object and variables, as
    the learner's first call would be.
    """
    for predict in (program.hands["predict"], *forwards(program.hands)):
        hands = program.hands | dict(predict=predict)
        variables = roots([hands[role] for role in (*ROLES, "obj")])
        for role in (each for each in HARMLESS if hands[each] is not None):
            with life(hands, variables) as copies:
                before = _count(copies, variables)
                _call_once(program, copies, role)
                grows = _count(copies, variables) > before
            if grows:
                _call_once(program, hands, role)
                return True
    return False


def _count(hands, variables):
    """How many arrays the code can reach."""
    values = [hands["obj"], hands["params"], *(root.get() for root in variables)]
    return sum(len(leaves(value)) for value in values)


def _call_once(program, hands, role):
    """Call a function that finds its parameters itself, in the likeliest way that works."""
    for way in ways_to_call(program._replace(hands=hands), role)[:ATTEMPTS]:
        with contextlib.suppress(Raised, Unreadable):
            call(program._replace(bound={role: way}), hands, role, None, program.x, program.y)
            return
