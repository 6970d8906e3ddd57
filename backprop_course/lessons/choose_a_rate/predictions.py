"""What you predict in this lesson: the best of four rates, a step, what costs more, when decay helps."""

from backprop_course.tasks import prediction


def _ends_lowest(rate):
    """The choice of a rate, true where it is the best of those that were tried."""
    return f"{rate:g}", f"it ends lowest at rate {rate:g}, at {{1:.3f}}", lambda best, loss: best == rate


constant = prediction.words(
    "At which of four constant rates does the loss end lowest?", *map(_ends_lowest, (0.01, 0.1, 1, 10))
)
first_step = prediction.number(
    "How far does Adam's first step move the weight?",
    "it moves the weight by {:.3f}",
    tolerance=0.05,
)
costs = prediction.words(
    "What costs more: a rate that is ten times too small, or another optimizer?",
    (
        "the rate",
        "plain descent at a tenth of its rate ends {0:.1f} times as high, the last optimizer only {1:.1f}",
        lambda rate, optimizer: rate > optimizer,
    ),
    (
        "the optimizer",
        "the last optimizer ends {1:.1f} times as high as the first, a tenth of the rate only {0:.1f}",
        lambda rate, optimizer: rate <= optimizer,
    ),
)

decay = prediction.words(
    "Where does the cosine leave less loss with each of the four?",
    ("all points", "only on all points, with all {0}; in batches with {1}", lambda a, b: a == 4 > b),
    ("batches", "only in batches, with all {1}; on all points with {0}", lambda a, b: b == 4 > a),
    ("both", "in both, with {0} and {1} of the four", lambda a, b: a == b == 4),
    ("neither", "in neither: with {0} on all points, with {1} in batches", lambda a, b: max(a, b) < 4),
)
