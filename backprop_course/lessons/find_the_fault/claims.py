"""What this lesson claims, on starts that it does not show."""

from backprop_course.check.claim import Claim
from backprop_course.lessons.find_the_fault.experiments import trained


def _ends_lower(seeds):
    """measure(seeds): whether the repaired program ends below the other, from the start of each seed."""
    before, after = (trained(seeds, mistaken)[1][-1] for mistaken in (True, False))
    return after < before


repaired = Claim(
    sentence="From at least 85 % of the starts it ends lower than before.",
    measure=_ends_lower,
    seeds=range(1000, 1100),
    at_least=0.85,
    slow=True,
)
