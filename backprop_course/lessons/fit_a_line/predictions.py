"""What you predict in this lesson: a lost axis, half of a standardization, unseen rows."""

from backprop_course.tasks import prediction

lost_axis = prediction.words(
    "The targets lose an axis. Where does the loss end, compared with the least loss?",
    ("above", "it ends above the least loss, at {0:.4f}", lambda last, least: last > 1.01 * least),
    ("there", "it ends at the least loss, {0:.4f}", lambda last, least: 0.99 <= last / least <= 1.01),
    ("below", "it ends below the least loss, at {0:.4f}", lambda last, least: last < 0.99 * least),
)
alone = prediction.words(
    "Only one half of standardizing is allowed. After which does the loop need fewer steps?",
    ("centering", "after centering it needs fewer: {0:,.0f} against {1:,.0f}", lambda c, s: c < 0.9 * s),
    ("scaling", "after scaling it needs fewer: {1:,.0f} against {0:,.0f}", lambda c, s: s < 0.9 * c),
    ("equal", "both need about as many: {0:,.0f} and {1:,.0f} steps", lambda c, s: 0.9 <= c / s <= 1 / 0.9),
)
unseen = prediction.words(
    "Is R² higher on the known rows, or on the unseen ones?",
    ("known", "it is higher on the known rows, in {0:.0%} of the splits", lambda share: share > 0.55),
    ("unseen", "it is higher on unseen rows, in all but {0:.0%} of the splits", lambda share: share < 0.45),
    ("even", "it is about even: {0:.0%} of the splits", lambda share: 0.45 <= share <= 0.55),
)
