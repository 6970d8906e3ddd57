"""The programs of learners under tests/programs: with their mistake, and mended."""

import types
from pathlib import Path

PROGRAMS = Path(__file__).parent / "programs"
TEST = "# ---- for the test"


def files(folder):
    """The files of one folder of programs: first_half, second_half, third_set, ... fifteenth_set, forms."""
    return sorted((PROGRAMS / folder).glob("*.py"))


def wrong(path):
    """A program as its learner wrote it, as a module."""
    return _module(path, path.read_text(), path.name)


def mended(path, folder, left=None):
    """The program without its mistake, as a module; its file lies in `folder`, where its lines are found.

    The repair numbered `left` is left out.
    """
    code, mark, rest = path.read_text().partition(TEST)
    for number, (old, new) in enumerate(wrong(path).MEND):
        if number == left:
            continue
        if old not in code:
            raise ValueError(f"{path.name} has no {old!r} to mend")
        code = code.replace(old, new)
    twin = Path(folder) / path.name
    twin.write_text(code + mark + rest)
    return _module(twin, code + mark + rest, f"mended {path.name}")


def _module(path, text, name):
    module = types.ModuleType(name)
    module.__file__ = str(path)
    exec(compile(text, str(path), "exec"), module.__dict__)
    return module
