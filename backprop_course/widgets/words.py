"""Numbers in words, as several labs say them."""

import re


def two_digits(number):
    """A number from 0 on in two digits, with a power of ten where it is far from 1."""
    if number == 0 or 1e-3 <= number < 1e4:
        return f"{float(f'{number:.2g}'):g}"
    return short_powers(f"{number:.1e}")


def short_powers(words):
    """The words with each power of ten as a lesson types it: 1e-5, where Python writes 1e-05."""
    return re.sub(r"(?<=\de[+-])0(?=\d)", "", words)
