"""What you predict in this lesson: a line, a third call, a rate, a verdict."""

from backprop_course.tasks import prediction

patient = prediction.words(
    "In this patient, which line is wrong?",
    ("dZ2", "W2 and b2 are both wrong: it is the line of dZ2", lambda wrong: {"W2", "b2"} <= set(wrong)),
    ("dW2", "only W2 is wrong: it is the line of dW2", lambda wrong: wrong == ["W2"]),
    (
        "dZ1",
        "W1 and b1 are wrong, W2 and b2 are not: it is the line of dZ1",
        lambda wrong: wrong == ["W1", "b1"],
    ),
)
third_call = prediction.number(
    "The gradients are never set back. By how much is the third one too long?",
    "the third call gives {:.0f} times the slope",
    tolerance=0.01,
)
order = prediction.words(
    "At which rate is the move of W1 further from rate × slope?",
    (
        "small",
        "at rate 0.01 it is further off: by {0:.1%} of the slope, and by {1:.0%} at 1",
        lambda low, high: low > 2 * high,
    ),
    (
        "large",
        "at rate 1 it is further off: by {1:.0%} of the slope, and by {0:.2%} at 0.01",
        lambda low, high: high > 2 * low,
    ),
    ("alike", "it is off by about as much at both, {0:.1%} of the slope", lambda low, high: True),
)
lost_axis = prediction.words(
    "A loss that averages over all pairs, and its own gradient. What does `examine` say?",
    ("right", "it finds nothing: its verdict is {0}", lambda verdict: verdict == "right"),
    ("wrong", "it finds a mistake: its verdict is {0}", lambda verdict: verdict == "wrong"),
    ("undecided", "it cannot tell: its verdict is {0}", lambda verdict: verdict == "undecided"),
)
