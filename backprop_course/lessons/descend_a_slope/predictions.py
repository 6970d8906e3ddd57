"""What you predict in this lesson: two rates, a step too long, a careful walk."""

from backprop_course.tasks import prediction

ten_steps = prediction.words(
    "One screw, ten steps at rate 0.05 and at rate 0.45. Where is the loss lower at the end?",
    ("0.05", "at 0.05 it is lower: {0:.3g} against {1:.3g}", lambda small, large: small < 0.99 * large),
    ("0.45", "at 0.45 it is lower: {1:.3g} against {0:.3g}", lambda small, large: large < 0.99 * small),
    ("equal", "both walks end with the loss {0:.3g}", lambda small, large: 0.99 <= small / large <= 1 / 0.99),
)
beyond = prediction.words(
    "One percent beyond the limit: what does the loss do in the first step?",
    ("rises", "it rises from {0:.2f} to {1:.2f}", lambda before, after: after > before),
    ("falls", "it falls from {0:.2f} to {1:.2f}", lambda before, after: after < before),
    ("stays", "it stays at {0:.2f}", lambda before, after: after == before),
)
careful = prediction.words(
    "Stopped by a small change: which walk ends with the lower loss, that at rate 0.4 or that at 0.001?",
    ("0.4", "the walk at 0.4 ends lower: {0:.2g} against {1:.2g}", lambda bold, shy: bold < 0.9 * shy),
    ("0.001", "the walk at 0.001 ends lower: {1:.2g} against {0:.2g}", lambda bold, shy: shy < 0.9 * bold),
    ("equal", "both end with about the same loss, {0:.2g}", lambda bold, shy: 0.9 <= bold / shy <= 1 / 0.9),
)
