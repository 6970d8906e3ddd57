"""What you predict in this lesson: who reads best, what a new hand costs, and whether 82 % are 82 %."""

from backprop_course.tasks import prediction


def _reads_best(name):
    """The choice of a reader, true where it has most of {name: right answers}."""
    return (
        name,
        f"{name}, with {{0[{name}]}} of 450",
        lambda right: max(right, key=right.get) == name,
    )


best = prediction.words(
    "Which of three readers has most of the test rows right?",
    *map(_reads_best, ("regression", "neighbors", "network")),
)
new_hand = prediction.words(
    "How many of 1797 are wrong when the hand is new?",
    ("as many", "about as many: {1} wrong, and {0} of dealt rows", lambda rows, hands: hands < 1.5 * rows),
    ("more", "more: {1} wrong, and {0} of dealt rows", lambda rows, hands: hands < 2 * rows),
    ("twice", "twice as many or more: {1} wrong, and {0} of dealt rows", lambda rows, hands: True),
)
promise = prediction.words(
    "On new hands, how many of the answers that promise 70 to 90 % are right?",
    ("fewer", "fewer: {0:.0f} % promised, {2:.0f} % at most", lambda said, low, high: high < said),
    ("as promised", "as promised: {0:.0f} % is in the interval", lambda said, low, high: low <= said <= high),
    ("even more", "even more: {0:.0f} % promised, {1:.0f} % at least", lambda said, low, high: low > said),
)
