"""What you predict in this lesson: who moves, who gets the derivative, sorted digits, and a large rate."""

from backprop_course.tasks import prediction

moved = prediction.words(
    "How many of the three outputs change?",
    ("1", "one output changes", lambda changed: changed == 1),
    ("2", "two outputs change", lambda changed: changed == 2),
    ("3", "all three change", lambda changed: changed == 3),
)


def _is_largest(place, name):
    """The choice of one of three derivatives, true where it is the largest in size."""
    sentence = f"the {name} one: the three are {{0:.3f}}, {{1:.3f}} and {{2:.3f}}"
    return name, sentence, lambda *slopes: abs(slopes[place]) == max(map(abs, slopes))


largest = prediction.words(
    "Which of the three numbers has the largest derivative?",
    *(_is_largest(place, name) for place, name in enumerate(("first", "second", "third"))),
)
in_order = prediction.words(
    "How many digits are right in sorted batches of ten?",
    ("nearly all", "nearly all are right: {:.0%}", lambda share: share > 0.8),
    ("half", "about half are right: {:.0%}", lambda share: share > 0.35),
    ("few", "few are right: {:.0%}", lambda share: share <= 0.35),
)
at_rate_one = prediction.words(
    "Which network still learns at rate 1?",
    (
        "every step",
        "only what is standardized at every step: it ends at {1:.3f}",
        lambda a, b: a > 0.1 > b,
    ),
    ("once", "only what was standardized once: it ends at {0:.3f}", lambda a, b: b > 0.1 > a),
    ("both", "both do: they end at {0:.3f} and {1:.3f}", lambda a, b: max(a, b) <= 0.1),
    ("neither", "neither does: they end at {0:.3f} and {1:.3f}", lambda a, b: min(a, b) > 0.1),
)
