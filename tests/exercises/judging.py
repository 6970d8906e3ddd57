"""What the tests of the exercises ask of a verdict."""

from backprop_course.tasks.verdict import WRONG


def wrong(verdict, named):
    """Whether a verdict is wrong and names the mistake."""
    return verdict.kind == WRONG and named in verdict.words
