"""What you predict in this lesson: whether it has arrived, which optimizer is last, when decay helps."""

from backprop_course.tasks import prediction

arrived = prediction.words(
    "Where does the loss end after 200 more steps at rate 10?",
    ("higher", "it ends higher, at {1:.2f}", lambda stood, end: end > stood + 0.01),
    ("there", "it ends where it stood, at {1:.2f}", lambda stood, end: end >= stood - 0.01),
    ("lower", "it ends lower, at {1:.2f}", lambda stood, end: end < stood - 0.01),
)


def _is_last(name):
    """The choice of an optimizer, true where its loss is the highest of those {name: loss}."""
    return (
        name,
        f"{name} ends highest, at {{0[{name}]:.3f}}",
        lambda losses: max(losses, key=losses.get) == name,
    )


last = prediction.words(
    "Which of four optimizers ends highest, each at its best rate?",
    *map(_is_last, ("plain", "momentum", "rmsprop", "adam")),
)
decay = prediction.words(
    "Where does the cosine leave less loss with each of the four?",
    ("all points", "only on all points, with all {0}; in batches with {1}", lambda a, b: a == 4 > b),
    ("batches", "only in batches, with all {1}; on all points with {0}", lambda a, b: b == 4 > a),
    ("both", "in both, with {0} and {1} of the four", lambda a, b: a == b == 4),
    ("neither", "in neither: with {0} on all points, with {1} in batches", lambda a, b: max(a, b) < 4),
)
