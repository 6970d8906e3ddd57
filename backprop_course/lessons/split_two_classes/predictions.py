"""What you predict in this lesson: a line on fewer tumors, surprise on unseen tumors, a ring, a slope."""

from backprop_course.tasks import prediction

without_the_largest = prediction.words(
    "The 101 largest tumors are left out. Where does the line cross ½?",
    ("lower", "the line crosses ½ at a lower radius, {1:.1f} in place of {0:.1f}", lambda a, b: b < a - 0.1),
    ("there", "the line crosses ½ where it did, at {0:.1f}", lambda a, b: abs(b - a) <= 0.1),
    (
        "higher",
        "the line crosses ½ at a higher radius, {1:.1f} in place of {0:.1f}",
        lambda a, b: b > a + 0.1,
    ),
)
squared_pull = prediction.words(
    "Under squared error, at which p is the slope of a malignant tumor's loss steeper?",
    ("0.5", "it is steeper at 0.5: {0:.3f} against {1:.3f}", lambda half, low: half > 1.01 * low),
    ("0.001", "it is steeper at 0.001: {1:.3f} against {0:.3f}", lambda half, low: low > 1.01 * half),
    ("equal", "they are equally steep: {0:.3f}", lambda half, low: max(half, low) <= 1.01 * min(half, low)),
)
unseen = prediction.words(
    "Training goes on. What does the mean surprise on unseen tumors do?",
    ("falls", "on unseen tumors it falls, from {0:.3f} to {1:.3f}", lambda a, b: b < 0.95 * a),
    ("stays", "on unseen tumors it stays near {0:.3f}", lambda a, b: 0.95 <= b / a <= 1.05),
    ("rises", "on unseen tumors it rises, from {0:.3f} to {1:.3f}", lambda a, b: b > 1.05 * a),
)
rings = prediction.words(
    "How sure of its answers does the line end, in the mean, on a ring inside a ring?",
    ("half", "it is hardly surer than a coin: {0:.0%} in the mean", lambda sure: sure < 0.6),
    (
        "three quarters",
        "it is about three quarters sure: {0:.0%} in the mean",
        lambda sure: 0.6 <= sure < 0.9,
    ),
    ("nearly all", "it is nearly sure: {0:.0%} in the mean", lambda sure: sure >= 0.9),
)
