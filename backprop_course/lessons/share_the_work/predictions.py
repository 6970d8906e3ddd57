"""What you predict in this lesson: unequal shards, shared steps, a lost worker, a ring."""

from backprop_course.tasks import prediction

unequal = prediction.words(
    "How long is the mean of the two machines' slopes, beside the slope of all four rows?",
    ("shorter", "it is shorter, {0:.2f} instead of {1:.2f}", lambda mean, whole: mean < 0.999 * whole),
    ("as long", "it is as long, {0:.2f}", lambda mean, whole: mean < 1.001 * whole),
    ("longer", "it is longer, {0:.2f} instead of {1:.2f}", lambda mean, whole: True),
)
steps_in_time = prediction.words(
    "How many shared steps do two workers take while one process takes 100 alone?",
    ("about 200", "they gain, with {0:.0f} steps in that time", lambda steps: steps > 140),
    ("about 100", "they gain nothing, with {0:.0f} steps in that time", lambda steps: steps > 50),
    ("fewer than 50", "they take only {0:.0f} steps in that time", lambda steps: True),
)
lost = prediction.words(
    "A worker is ended in the middle of the sweep. What becomes of the results?",
    ("some are missing", "{0} of {1} results came", lambda came, wanted, same: came < wanted),
    ("some differ", "all {1} came, and some differ", lambda came, wanted, same: not same),
    (
        "all the same",
        "nothing is missing, and all {1} are the same to the last bit",
        lambda came, wanted, same: True,
    ),
)
ring = prediction.words(
    "How many times as long as in a ring of 4 does it take in a ring of 64?",
    (
        "1.3 times",
        "the larger ring takes {0:.2f} times as long, with 16 times the machines",
        lambda ratio: ratio < 2,
    ),
    ("4 times", "it takes several times as long: {0:.2f}", lambda ratio: ratio < 8),
    ("16 times", "it takes many times as long: {0:.2f}", lambda ratio: True),
)
