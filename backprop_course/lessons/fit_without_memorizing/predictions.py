"""What you predict in this lesson: unseen rows, the price of decay, more examples, the best of the cures."""

import numpy as np

from backprop_course.tasks import prediction

unseen = prediction.words(
    "What does the loss on the 100 rows do that no step is taken on?",
    ("falls", "it falls to its end, at {2:.2f}", lambda low, step, end: step == 1000),
    ("stays", "it falls to {0:.2f} at step {1} and stays there", lambda low, step, end: end < 1.1 * low),
    (
        "rises",
        "it falls to {0:.2f} at step {1}, then rises to {2:.2f}",
        lambda low, step, end: end >= 1.1 * low,
    ),
)
price = prediction.words(
    "What does weight decay do to the loss on the rows that are trained on?",
    ("lowers", "it lowers it, from {0:.2f} to {1:.2f}", lambda without, decayed: decayed < 0.9 * without),
    ("leaves", "it leaves it near {0:.2f}", lambda without, decayed: decayed < 1.1 * without),
    ("raises", "it raises it, from {0:.2f} to {1:.2f}", lambda without, decayed: decayed >= 1.1 * without),
)
more = prediction.words(
    "Do three times as many examples help by a tenth, at the same training loss?",
    ("yes", "yes: {1:.2f} with 150 examples, {0:.2f} with 50", lambda few, many: many <= 0.9 * few),
    ("no", "no: {1:.2f} with 150 examples, {0:.2f} with 50", lambda few, many: many > 0.9 * few),
)


def _is_lowest(name):
    """The choice of a cure, true where of the three its median of the losses {name: (draws,)} is lowest."""
    return (
        name,
        f"of the three, {name} has the lowest median",
        lambda losses: min(THREE, key=lambda each: np.median(losses[each])) == name,
    )


THREE = "dropout", "early stopping", "weight decay"
lowest = prediction.words(
    "Which of three cures ends lowest on test rows, each at its own best setting?", *map(_is_lowest, THREE)
)
