"""A narrow valley of two parameters, along the axes or turned, with or without noise."""

from typing import NamedTuple

import numpy as np

CURVATURES = np.array([0.018, 0.9])  # along the valley, and across
START = (-4.0, 1.5)  # where a walk begins
HALF = np.sqrt(0.5)


class Valley(NamedTuple):
    """The bowl (0.018 u² + 0.9 v²)/2, u along θ₁ and v along θ₂ or both turned by 45°, and its noise."""

    turned: bool = False
    noise: float = 0.0

    def turn(self, theta):
        """theta (..., 2) between the map's axes and the valley's own: a reflection, its own inverse."""
        if not self.turned:
            return theta
        first, second = theta[..., 0], theta[..., 1]
        return HALF * np.stack([first + second, first - second], axis=-1)

    def loss(self, theta):
        """The height at theta (..., 2)."""
        return (self.turn(theta) ** 2 * CURVATURES).sum(axis=-1) / 2

    def gradient(self, theta):
        """The slope at theta (..., 2), without the noise."""
        return self.turn(self.turn(theta) * CURVATURES)

    def start(self):
        """Where a walk begins: the same place of the valley, turned or not."""
        return self.turn(np.array(START))
