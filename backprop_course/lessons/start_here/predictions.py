"""What you predict in this lesson: where a large rate ends."""

from backprop_course.tasks import prediction

large_rate = prediction.words(
    "After 400 steps at the learning rate 3, is the loss lower than at 0.3, or higher?",
    (
        "lower",
        "it ends lower, at {1:.3g} against {0:.3g}, and rises in {2} of the 400 steps",
        lambda small, large, rises: large < small,
    ),
    (
        "higher",
        "it ends higher, at {1:.3g} against {0:.3g}, and rises in {2} of the 400 steps",
        lambda small, large, rises: large >= small,
    ),
)
