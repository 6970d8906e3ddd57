"""How far colors stand out from each other."""

import numpy as np
from matplotlib.colors import to_rgb


def contrast(one, other):
    """How many times as bright the brighter of two colors is (WCAG 2): names or shares (..., 3)."""
    first, second = _brightness(one), _brightness(other)
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


def _brightness(color):
    shares = np.asarray(to_rgb(color) if isinstance(color, str) else color)
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]
