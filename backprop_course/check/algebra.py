"""Gradients and points as vectors: all entries in one row, what lies between two, the number between them."""

import numpy as np


def flat(blocks):
    """The entries of all blocks, one after the other (n,)."""
    return np.concatenate([np.ravel(block) for block in blocks])


def displacement(old, new):
    """old - new, block by block; nan where the new one is of another size."""
    pairs = zip(old, new, strict=True)
    return [a - (np.reshape(b, a.shape) if np.size(b) == a.size else np.nan) for a, b in pairs]


def displacements(path):
    """The displacement of every step from one point of a path to the next."""
    return list(map(displacement, path, path[1:]))


def nearest_factor(a, b):
    """The number k for which k b is nearest to a, of two vectors; 0 where b is zero."""
    return float(a @ b / (b @ b)) if np.any(b) else 0.0
