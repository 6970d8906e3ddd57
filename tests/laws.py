"""What the tests of laws share: how Hypothesis looks for a counterexample, and small arrays for it to try."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

law = settings(derandomize=True, deadline=None, max_examples=40, database=None)
seeds = st.integers(0, 2**32 - 1)
few = st.integers(1, 5)


def matrices(low, high, rows=few, columns=few):
    """Float matrices with entries from low to high."""
    return arrays(float, st.tuples(rows, columns), elements=st.floats(low, high, allow_subnormal=False))


def frozen(array):
    """A read-only copy."""
    copy = np.array(array)
    copy.setflags(write=False)
    return copy
