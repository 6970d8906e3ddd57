"""Numbers in words, as several labs say them."""


def two_digits(number):
    """A number from 0 on in two digits, with a power of ten where it is far from 1."""
    return f"{number:.2g}" if number == 0 or 0.01 <= number < 100 else f"{number:.1e}"
