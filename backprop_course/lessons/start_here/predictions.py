"""What you predict in this lesson: whether a large rate still goes down all the time."""

from backprop_course.tasks import prediction

large_rate = prediction.words(
    "At the learning rate 3, does the loss fall in each of the 400 steps?",
    ("each", "it falls in each of the 400 steps", lambda rises: rises == 0),
    ("not each", "it rises in {0} of the 400 steps", lambda rises: rises > 0),
)
