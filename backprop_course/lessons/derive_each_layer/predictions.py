"""What you predict in this lesson: a line's corners, a moved weight, starts that learn."""

from backprop_course.tasks import prediction

corners = prediction.words(
    "How many of the four corners can one line get right, at best?",
    ("2", "the best of these lines gets two corners right", lambda best: best == 2),
    ("3", "the best of these lines gets three corners right", lambda best: best == 3),
    ("4", "the best of these lines gets all four corners right", lambda best: best == 4),
)
moved_weight = prediction.words(
    "The weight from the first input to the second unit grows a little. What does the loss do?",
    ("rises", "it rises from {0:.4f} to {1:.4f}", lambda before, after: after > before),
    ("falls", "it falls from {0:.4f} to {1:.4f}", lambda before, after: after < before),
    ("stays", "it does not move at all: it stays {0:.4f}", lambda before, after: after == before),
)
starts = prediction.words(
    "From how many starts does a network with two hidden units learn XOR?",
    ("few", "only {0:.0%} of these starts learn it", lambda share: share < 0.3),
    ("half", "about half of these starts learn it: {0:.0%}", lambda share: 0.3 <= share <= 0.75),
    ("nearly all", "nearly all of these starts learn it: {0:.0%}", lambda share: share > 0.75),
)
