"""Numbers of a notebook that may differ from processor to processor."""

import pytest
from within import settled

STORED = "rate 2: 312 of 337, loss 5.2e-06"


@pytest.mark.parametrize("new", ["rate 2: 299 of 337, loss 5.1e-06", STORED])
def test_close_numbers_are_taken_as_equal(new):
    assert settled(new, STORED, 0.05) == STORED


@pytest.mark.parametrize(
    "new",
    [
        "rate 2: 290 of 337, loss 5.2e-06",  # too far
        "rate 2: 312 of 337, loss 5.2e-05",
        "rate 2: 312 of 337, cost 5.2e-06",  # other words
        "rate 2: 312 of 337",
        "rate 2: -312 of 337, loss 5.2e-06",
    ],
)
def test_other_numbers_and_other_words_are_not(new):
    assert settled(new, STORED, 0.05) == new
