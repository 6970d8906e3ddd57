"""What the examination says of learners' programs, counted: `python tests/count_programs.py FOLDER`.

`--odd` and `--even` take those programs only; `--counts` shows no program, no name and no word: so a set
that is held back must be counted.
"""

import argparse
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from expected import accusations, misleading, named
from learners import files, mended, wrong

from backprop_course.check.conclusion import conclusion
from backprop_course.check.reading import Raised, Unreadable, read

COLUMNS = "found", "named", "misled", "accused", "unread"


def concluded(module):
    """The conclusion on what a program hands over; None where it cannot be read."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return conclusion(read(**module.hand_over()))
        except (Unreadable, Raised):
            return None


def judged(path, folder):
    """For each of COLUMNS whether it is so of a program."""
    module, twin = wrong(path), concluded(mended(path, folder))
    found, accused = concluded(module), twin is not None and bool(accusations(twin))
    if found is None:
        return False, False, False, accused, True
    mistakes = [each for each in (module.KINDS, getattr(module, "KINDS_2", None)) if each]
    every = all(named(found, each, module.PLACES) for each in mistakes)
    off = bool(misleading(found, set().union(*mistakes)))
    return bool(accusations(found)), every, off, accused, False


def main():
    """Print a line for each program, unless they are held back, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="the name of a folder in tests/programs")
    parser.add_argument("--odd", action="store_true", help="the first program, the third, ...")
    parser.add_argument("--even", action="store_true", help="the second, the fourth, ...")
    parser.add_argument("--counts", action="store_true", help="the sums only")
    given = parser.parse_args()
    chosen, sums = files(given.folder)[given.even :: 1 + (given.odd or given.even)], np.zeros(5, int)
    with tempfile.TemporaryDirectory() as folder:
        for path in chosen:
            sums += (so := judged(path, folder))
            if not given.counts:
                print(path.stem, *(name for name, yes in zip(COLUMNS, so, strict=True) if yes), flush=True)
    words = ", ".join(f"{count} {name}" for name, count in zip(COLUMNS, sums, strict=True))
    print(f"of {len(chosen)}: {words}")


if __name__ == "__main__":
    main()
