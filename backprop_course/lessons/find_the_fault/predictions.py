"""What you predict in this lesson: a curve, what an answer tells, a third call, a rate, a verdict."""

from backprop_course.check.kinds import UNKNOWN
from backprop_course.tasks import prediction


def _passes(number):
    """Whether program `number`, of those whose errors are measured, is the one that passes the check."""
    return lambda *errors: errors[number] < 1e-6 and sum(error < 1e-6 for error in errors) == 1


def _named(report):
    return any(finding.fault != UNKNOWN for finding in report.findings)


curve = prediction.words(
    "Losses from one start, at one rate. Which of the three programs is right?",
    *((letter, f"the check passes {letter} alone", _passes(number)) for number, letter in enumerate("ABC")),
)
told = prediction.words(
    "How much will the answer say?",
    (
        "that it is wrong",
        "it says that something is wrong, and no more",
        lambda report: report.findings and not report.blocks,
    ),
    (
        "which arrays",
        "it says which arrays are wrong, but of no mistake",
        lambda report: report.blocks and not _named(report),
    ),
    ("which mistake", "it tells the mistake and its layer", _named),
)
third_call = prediction.number(
    "The gradients are never set back. By how much is the third one too long?",
    "the third call gives {:.0f} times the slope",
    tolerance=0.01,
)
order = prediction.words(
    "At which rate is the move of W1 further from rate × slope?",
    ("small", "at rate 0.01 it is further off, by {0:.1%} of the slope", lambda low, high: low > 2 * high),
    ("large", "at rate 1 it is further off, by {1:.0%} of the slope", lambda low, high: high > 2 * low),
    ("alike", "it is off by about as much at both, {0:.1%} of the slope", lambda low, high: True),
)
lost_axis = prediction.words(
    "A loss that averages over all pairs, and its own gradient. What does `examine` say?",
    ("right", "it finds nothing: its verdict is {0}", lambda verdict: verdict == "right"),
    ("wrong", "it finds a mistake: its verdict is {0}", lambda verdict: verdict == "wrong"),
    ("undecided", "it cannot tell: its verdict is {0}", lambda verdict: verdict == "undecided"),
)
