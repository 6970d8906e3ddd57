"""A plugin of nbval's runs: a cell tagged "within-5-percent" may print numbers that far from the stored ones.

A long training carries the last digits of a processor's tanh, exp and sums up into what it prints. Where such
a number belongs in a lesson, its cell says with this tag how far the numbers may be apart; the words between
them stay compared, and the text around relies on no digit of them.
"""

import math
import re
from copy import deepcopy
from functools import partial

TAG = re.compile(r"within-(\d+)-percent")
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def pytest_collection_modifyitems(items):
    """Let the tagged cells compare so."""
    for item in items:
        tags = " ".join(item.cell.metadata.get("tags", [])) if hasattr(item, "cell") else ""
        if found := TAG.search(tags):
            item.compare_outputs = partial(compared, item, item.compare_outputs, int(found[1]) / 100)


def compared(item, compare, share, new, stored, **options):
    """Compare a cell's new outputs with the stored ones; numbers within a share of each other are equal."""
    pairs = zip(new, stored, strict=False)
    agreed = [_agreed(*pair, lambda *texts: settled(*map(item.sanitize, texts), share)) for pair in pairs]
    return compare(agreed + new[len(agreed) :], stored, **options)


def _agreed(new, stored, settle):
    """A copy of an output, its texts settled with those of the stored one."""
    new = deepcopy(new)
    for ours, theirs in ((new, stored), (new.get("data", {}), stored.get("data", {}))):
        for key in ours.keys() & theirs.keys():
            if isinstance(ours[key], str) and isinstance(theirs[key], str):
                ours[key] = settle(ours[key], theirs[key])
    return new


def settled(new, stored, share):
    """The stored text where the new one differs from it in close numbers only, else the new one."""
    pairs = zip(NUMBER.findall(new), NUMBER.findall(stored), strict=False)
    close = all(math.isclose(float(one), float(other), rel_tol=share) for one, other in pairs)
    return stored if close and NUMBER.split(new) == NUMBER.split(stored) else new
