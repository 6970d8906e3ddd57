"""What you predict in this lesson: a moved weight, two paths, a loop, the cost of all derivatives."""

from backprop_course.tasks import prediction

NOTICED = 1e-4  # a smaller change of the loss does not count

moved_weight = prediction.words(
    "The weight w1 grows by 0.01. What does the loss do?",
    ("rises", "it rises from {0:.4f} to {1:.4f}", lambda before, after: after > before),
    ("falls", "it falls from {0:.4f} to {1:.4f}", lambda before, after: after < before),
    ("stays", "it stays {0:.4f}", lambda before, after: after == before),
)
two_outputs = prediction.words(
    "One output is too low, the other too high. To which side should the unit move to lower the loss?",
    ("up", "a step up lowers the loss, by {0:.5f}", lambda up, down: up < -NOTICED),
    ("down", "a step down lowers the loss, by {1:.5f}", lambda up, down: down < -NOTICED),
    (
        "neither",
        "to neither side: a step up changes the loss by {0:.5f}, a step down by {1:.5f}",
        lambda up, down: min(up, down) >= -NOTICED,
    ),
)
root = prediction.words(
    "A loop computes a square root. What is the derivative of its result?",
    ("1/6", "the loop's derivative is {0:.4f}, that of the root", lambda slope: abs(slope - 1 / 6) < 1e-6),
    ("0", "the loop's derivative is 0", lambda slope: slope == 0),
    ("neither", "the loop's derivative is {0:.4f}, another number", lambda slope: True),
)
cost = prediction.number(
    "How many forward passes does the backward pass cost, which gives all 234,752 derivatives?",
    "it costs as much as {:.2f} forward passes",
    tolerance=0.35,
)
