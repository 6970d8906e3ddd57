"""What you predict in this lesson: a moved weight, two paths, a loop, the cost of all derivatives."""

from backprop_course.tasks import prediction

CLEAR = 0.1  # a loss that changes by less, per unit of what moves, hardly changes

moved_weight = prediction.words(
    "The weight w1 grows by 0.01. What does the loss do?",
    ("rises", "it rises from {0:.4f} to {1:.4f}", lambda before, after: after > before),
    ("falls", "it falls from {0:.4f} to {1:.4f}", lambda before, after: after < before),
    ("stays", "it stays {0:.4f}", lambda before, after: after == before),
)
two_outputs = prediction.words(
    "One output is too low, the other too high. The unit moves up a little. What does the loss do?",
    ("falls", "it falls, by {0:.3f} per unit of a", lambda slope: slope < -CLEAR),
    ("rises", "it rises, by {0:.3f} per unit of a", lambda slope: slope > CLEAR),
    ("hardly changes", "it hardly changes: by {0:.3f} per unit of a", lambda slope: abs(slope) <= CLEAR),
)
root = prediction.words(
    "A loop computes a square root of 9. What is the derivative of its result?",
    ("0.1667", "the loop's derivative is {0:.4f}, that of the root", lambda slope: abs(slope - 1 / 6) < 5e-5),
    ("0", "the loop's derivative is 0", lambda slope: abs(slope) < 5e-5),
    ("something else", "the loop's derivative is {0:.4f}, another number", lambda slope: True),
)
cost = prediction.words(
    "How many forward passes is the work of the one backward pass worth that gives all derivatives?",
    ("about 1", "it is worth little more than one forward pass: {:.2f}", lambda passes: passes < 2),
    ("about 10", "it is worth tens of forward passes: {:.0f}", lambda passes: 2 <= passes < 100),
    ("about 200,000", "it is worth as much as measuring: {:,.0f} passes", lambda passes: passes >= 100),
)
