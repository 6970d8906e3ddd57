"""What you predict in this lesson: a mark, a gap by its pieces, random weights."""

from backprop_course.tasks import prediction

painted = prediction.words(
    "How many of the other digits are read as 8 with the mark?",
    ("few", "few are: {0} of {1}", lambda found, n: found < n / 3),
    ("half", "about half are: {0} of {1}", lambda found, n: found <= 2 * n / 3),
    ("most", "most are: {0} of {1}", lambda found, n: found > 2 * n / 3),
)
pieces = prediction.words(
    "By what is the gap divided where the number of pieces is doubled?",
    ("2", "it is divided by 2: the ratio is {0:.2f}", lambda ratio: ratio < 3),
    ("4", "it is divided by 4: the ratio is {0:.2f}", lambda ratio: ratio < 8),
    ("16", "it is divided by 16: the ratio is {0:.2f}", lambda ratio: ratio >= 8),
)
LIKE = 0.5
survives = prediction.words(
    "Which map still resembles the one of the trained network?",
    (
        "gradient",
        "the gradient does, with {0:.2f}; integrated has {1:.2f}",
        lambda gradient, integrated: gradient > LIKE >= integrated,
    ),
    (
        "integrated",
        "the integrated one does, with {1:.2f}; the gradient has {0:.2f}",
        lambda gradient, integrated: integrated > LIKE >= gradient,
    ),
    ("both", "both do, with {0:.2f} and {1:.2f}", lambda *found: min(found) > LIKE),
    ("neither", "neither does: {0:.2f} and {1:.2f}", lambda *found: max(found) <= LIKE),
)
