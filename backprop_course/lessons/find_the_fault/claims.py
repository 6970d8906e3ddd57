"""What this lesson claims, on starts that it does not show."""

from backprop_course.check.claim import Claim
from backprop_course.lessons.find_the_fault.experiments import last_loss


def _ends_lower(seeds):
    """Whether the repaired program ends below the other, from the start of each seed."""
    return last_loss(seeds, mistaken=False) < last_loss(seeds, mistaken=True)


repaired = Claim(
    sentence="From at least 80 % of all starts the repaired program ends lower.",
    measure=_ends_lower,
    seeds=range(1000, 1050),
    at_least=0.80,
    slow=True,
)
