"""How sure a measured share is: the 95 % interval."""

import numpy as np


def interval(right, n, z=1.96):
    """The truths that do not make `right` of n surprising (Wilson, 1927): low and high.

    They are those from which the measured share is at most z standard errors away.
    """
    middle, half = right + z**2 / 2, z * np.sqrt(right * (n - right) / n + z**2 / 4)
    return (middle - half) / (n + z**2), (middle + half) / (n + z**2)
