"""What `examine` says of files as they lie about: `python tests/count_files.py`.

For each file of tests/programs/files, with its mistake and mended, the verdict and the first words. `--odd`
and `--even` take those numbers only; `--into FOLDER` writes the answers there and shows the sums alone: so
files that are held back must be counted, and a reader who makes no rules compares answers with notes.
"""

import argparse
import collections
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from backprop_course.check.file import verdict_on_file

FILES = Path(__file__).parent / "programs" / "files"


def notes():
    """What is wrong with each file, by its name: a sentence, kinds, places, and what mends it."""
    return json.loads((FILES / "notes.json").read_text(encoding="utf-8"))


def mended(name):
    """The text of a file without its mistakes."""
    text = (FILES / f"{name}.py").read_text(encoding="utf-8")
    for old, new in notes()[name]["mend"]:
        assert text.count(old) == 1, f"{name}: {old!r} is not there once"
        text = text.replace(old, new)
    return text


def answers(name):
    """The ExaminedFile of a file with its mistake, and of its mended twin."""
    with tempfile.TemporaryDirectory() as folder:
        twin = Path(folder) / f"{name}.py"
        twin.write_text(mended(name), encoding="utf-8")
        return verdict_on_file(FILES / f"{name}.py"), verdict_on_file(twin)


def main():
    """Print the first words of each answer, unless they are held back, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--odd", action="store_true", help="the first file, the third, ...")
    parser.add_argument("--even", action="store_true", help="the second, the fourth, ...")
    parser.add_argument("--into", type=Path, help="a folder for the answers, which are not shown")
    given = parser.parse_args()
    names, sums = sorted(notes())[given.even :: 1 + (given.odd or given.even)], collections.Counter()
    with ThreadPoolExecutor(2) as pool:
        for name, (own, twin) in zip(names, pool.map(answers, names), strict=True):
            sums.update([f"with its mistake {own.verdict}", f"mended {twin.verdict}"])
            if given.into:
                for kind, answer in (("wrong", own), ("mended", twin)):
                    (given.into / f"{name}.{kind}.txt").write_text(answer.words, encoding="utf-8")
            else:
                print(f"{name}: {own.words[:240]}\n   mended: {twin.words[:120]}\n", flush=True)
    print(f"of {len(names)}:", ", ".join(f"{count} {what}" for what, count in sorted(sums.items())))


if __name__ == "__main__":
    main()
