"""What you predict in this lesson: a curve, a smaller step, a small term, a kink, what a check sees."""

from backprop_course.tasks import prediction

FINE = 1e-7  # what a check reads of a right gradient, away from kinks, lies below

right_curve = prediction.words(
    "Which curve belongs to the right backward?",
    (
        "solid",
        "the right one ends at {2:.3f}, as the solid curve does; the dashed one ends at {1:.3f}",
        lambda solid, dashed, right: abs(right - solid) < abs(right - dashed),
    ),
    (
        "dashed",
        "the right one ends at {2:.3f}, as the dashed curve does; the solid one ends at {0:.3f}",
        lambda solid, dashed, right: abs(right - dashed) < abs(right - solid),
    ),
)
smaller_step = prediction.words(
    "The step shrinks from 1e-5 to 1e-12. What does the error of the measured slope do?",
    ("shrinks", "it shrinks, from {0:.0e} to {1:.0e}", lambda before, after: after < before / 2),
    ("grows", "it grows, from {0:.0e} to {1:.0e}", lambda before, after: after > before * 2),
    ("stays", "it stays near {0:.0e}", lambda before, after: True),
)
small_term = prediction.words(
    "A term of 1e-4 times the parameters is too much in the gradient. Does the check see it?",
    ("yes", "it sees it: with the small term it reads {:.0e}", lambda error: error >= FINE),
    ("no", "it passes the small term: it reads {:.0e}", lambda error: error < FINE),
)
relu = prediction.words(
    "The backward of a ReLU network is right, its biases are 0. Does it pass?",
    ("passes", "it passes: the largest error is {:.0e}", lambda error: error < FINE),
    ("fails", "it fails: the largest error is {:.2f}", lambda error: error >= FINE),
)
seen = prediction.words(
    "How many of the three mistakes does the check see?",
    ("none", "it sees none of them", lambda count: count == 0),
    ("one", "it sees one of the three", lambda count: count == 1),
    ("two", "it sees two of the three", lambda count: count == 2),
    ("three", "it sees all three", lambda count: count == 3),
)
