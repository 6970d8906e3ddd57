"""What you predict in this lesson: a floor, the rows of a decoder, a bent plane, noise."""

from backprop_course.tasks import prediction

ends = prediction.words(
    "Where does the loss end, beside the floor?",
    ("above", "it ends above the floor, {0:.4f} against {1:.4f}", lambda end, floor: end > 1.0001 * floor),
    ("there", "it ends at the floor, {0:.4f}", lambda end, floor: abs(end / floor - 1) <= 1e-4),
    ("below", "it ends below the floor, {0:.4f} against {1:.4f}", lambda end, floor: end < 0.9999 * floor),
)
rows = prediction.words(
    "What are the rows of D, beside the two principal directions?",
    (
        "the same",
        "they are the same directions: the angle is {1:.1f}°",
        lambda plane, row: plane < 1 and row < 5,
    ),
    (
        "turned",
        "they span the same plane, and are turned by {1:.0f}° in it",
        lambda plane, row: plane < 1 and row >= 5,
    ),
    ("others", "they leave the plane, by {0:.0f}°", lambda plane, row: plane >= 1),
)
deeper = prediction.words(
    "Which has the lower loss on unseen images?",
    ("plane", "the plane does: {0:.2f} against {1:.2f}", lambda plane, deep: plane < 0.98 * deep),
    ("network", "the network does: {1:.2f} against {0:.2f}", lambda plane, deep: deep < 0.98 * plane),
    (
        "equal",
        "they are about equal: {0:.2f} and {1:.2f}",
        lambda plane, deep: 0.98 <= deep / plane <= 1 / 0.98,
    ),
)


def _least_with(k, place):
    return (
        str(k),
        f"with {k} numbers it is least, {{{place}:.2f}}",
        lambda *losses: losses[place] == min(losses),
    )


clean = prediction.words(
    "Which code rebuilds the noisy images nearest to the clean ones?",
    *(_least_with(k, place) for place, k in enumerate((2, 8, 32, 64))),
)
