"""How sure a measured mean or share is: 95 % intervals."""

import numpy as np


def interval_of_mean(values, z=1.96):
    """The 95 % interval of the mean of independent values (n,): mean -+ z s / sqrt(n)."""
    half = z * np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values) - half, np.mean(values) + half


def interval_of_share(share, n, z=1.96):
    """The 95 % interval of a share that was measured on n examples (Wilson, 1927)."""
    middle, half = share + z**2 / (2 * n), z * np.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)
