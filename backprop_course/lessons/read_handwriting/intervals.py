"""How sure a measured share is, and a mean of 14 shares: the 95 % interval."""

import numpy as np


def interval(right, n, z=1.96):
    """The truths that do not make `right` of n surprising (Wilson, 1927): low and high.

    They are those from which the measured share is at most z standard errors away.
    """
    middle, half = right + z**2 / 2, z * np.sqrt(right * (n - right) / n + z**2 / 4)
    return (middle - half) / (n + z**2), (middle + half) / (n + z**2)


def of_forms(shares):
    """The 95 % interval of the mean of 14 shares, one a form: low and high.

    The factor is Student's for 13 degrees of freedom (1908).
    """
    half = 2.16 * shares.std(ddof=1) / np.sqrt(len(shares))
    return shares.mean() - half, shares.mean() + half
