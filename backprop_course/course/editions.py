"""What makes one edition of a lesson, and what in a copy is its learner's work.

A notebook changes when it is run, and when JupyterLab folds a cell or notes the kernel's version in it: none
of that is the learner's work. The work is in the cells' sources and in the pictures attached to them. An
empty cell, such as JupyterLab adds below the last one that is run, holds none.
"""

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from backprop_course.course.normal_form import from_text, normalize, to_text

# Desks were once handed lessons with a note of the whole only. These are the sources of the lessons that
# went out last in that time.
SOURCES_OF_WHOLE = json.loads(Path(__file__).with_name("sources_of_whole.json").read_bytes())


class Edition(NamedTuple):
    """Two hashes of a lesson, None where unknown: of all that a reader sees, and of what is written in it."""

    whole: str | None
    sources: str | None


UNKNOWN_EDITION = Edition(None, None)


def edition(content):
    """Return the edition that a file's bytes are; of bytes that are no notebook, both hashes are the same."""
    whole = sources = content
    with suppress(Exception):  # a copy may hold anything, and may be anything but lost
        notebook = from_text(content.decode())
        sources = json.dumps(written(notebook)).encode()
        whole = to_text(normalize(notebook)).encode()
    return Edition(*(hashlib.sha256(part).hexdigest() for part in (whole, sources)))


def written(notebook):
    """Return what is written in a notebook: kind, source and attached pictures of each cell that has any."""
    cells = [(cell.cell_type, cell.source, cell.get("attachments")) for cell in notebook.cells]
    return [(kind, source, attached) for kind, source, attached in cells if source.strip() or attached]


def is_same(one, other):
    """Return whether two editions say the same, run or not run since; one that is unknown never does."""
    return any(mine is not None and mine == yours for mine, yours in zip(one, other, strict=True))


def to_manifest(handed):
    """Return what a desk's manifest keeps of what was handed over, {path: edition}, as bytes."""
    lessons = {path: each._asdict() for path, each in handed.items()}
    return json.dumps({"version": 2, "lessons": lessons}, indent=1, sort_keys=True).encode()


def from_manifest(content):
    """Return what was handed over, {path: edition}, from the bytes of a manifest in this form or the first.

    Raises ValueError where the manifest is damaged.
    """
    try:
        manifest = json.loads(content)
        if manifest.get("version") == 2:
            return {path: Edition(**entry) for path, entry in manifest["lessons"].items()}
        return {path: Edition(whole, SOURCES_OF_WHOLE.get(whole)) for path, whole in manifest.items()}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as damage:
        raise ValueError("the manifest is damaged") from damage
