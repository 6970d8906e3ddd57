"""The learner's own copy of the lessons, brought up to date.

The lessons stand in the course, the learner works on the desk. The desk's manifest keeps, by path, the newest
edition of each lesson that was handed over.
Five rules:

    a lesson that is not on the desk is added; so one that the learner deleted is put back
    an untouched copy is replaced when its lesson is updated
    a touched copy stays; an updated lesson is laid beside it, once, under a new name
    without a readable manifest every copy counts as touched
    what goes wrong with one lesson is said in a line, and tried again next time; the others are delivered
"""

import os
import re
from contextlib import suppress
from itertools import count
from secrets import token_hex

from backprop_course.course.editions import UNKNOWN_EDITION, edition, from_manifest, is_same, to_manifest
from backprop_course.tasks.desk import MANIFEST, keep_clear

LARGEST_COPY = 20_000_000  # bytes of a copy that is still read; a lesson with its pictures has some 300,000
LINK = re.compile(rb"(?<![\w\])])\[([^]]+)\]\((?!https?:)[^)]+\)")  # of a page, to what is not on the desk


def deliver(lessons, desk, pages=()):
    """Bring the desk up to date with the lessons; return one line for everything that is new or went wrong.

    Both are folders; pages are files that lie beside the lessons. Raises OSError only where there is no desk,
    and none can be made.
    """
    desk.mkdir(parents=True, exist_ok=True)
    before = read_manifest(desk)
    after, news = dict(before), []
    sources = {path: lessons / path for path in paths_of(lessons)} | {page.name: page for page in pages}
    for path, source in sources.items():
        try:
            new = source.read_bytes()
            if source in pages:
                new = LINK.sub(rb"\1", new)
            news += hand_over(desk, path, new, before.get(path, UNKNOWN_EDITION))
            after[path] = edition(new)
        except OSError as error:
            news.append(f"{path} could not be brought up to date: {error.strerror or error}.")
    try:
        if after != before:
            write(desk / MANIFEST, to_manifest(after))
    except OSError as error:
        news.append(
            f"{MANIFEST}, the note of what lies here, could not be written: {error.strerror or error}."
        )
    return news


def paths_of(lessons):
    """Return the path of each lesson within its folder, as in a URL; what is hidden is no lesson."""
    paths = sorted(lesson.relative_to(lessons) for lesson in lessons.rglob("*.ipynb"))
    return [path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts)]


def hand_over(desk, path, new, handed):
    """Bring one copy up to date with a lesson's bytes, `handed` being its last edition; return the news.

    Raises OSError where that is impossible.
    """
    copy, lesson = desk / path, edition(new)
    if not os.path.lexists(copy):
        copy.parent.mkdir(parents=True, exist_ok=True)
        write(copy, new)
        return [f"{path} is on your desk."]
    mine = edition_at(copy)
    if lesson.whole in (handed.whole, mine.whole):
        return []
    if is_same(mine, handed) and not copy.is_symlink():
        write(copy, new)
        return [f"{path} was updated; you had not changed it."]
    if is_same(lesson, handed) or is_same(lesson, mine):
        return []
    return lay_beside(copy, path, new)


def lay_beside(copy, path, new):
    """Write an updated lesson beside the learner's copy, unless it lies there already; return the news."""
    for place in places_beside(copy):
        if not os.path.lexists(place):
            write(place, new)
            return [f"{path} was updated; yours stays, the new one lies beside it: {place.name}"]
        if place.is_file() and is_same(edition_at(place), edition(new)):
            return []


def places_beside(copy):
    """Yield `lesson (new version).ipynb`, `lesson (new version 2).ipynb` and so on."""
    yield copy.with_name(f"{copy.stem} (new version){copy.suffix}")
    for number in count(2):
        yield copy.with_name(f"{copy.stem} (new version {number}){copy.suffix}")


def edition_at(copy):
    """Return the edition of a file, the unknown one where it cannot be read; raise OSError for no file."""
    keep_clear(copy)
    try:
        return edition(copy.read_bytes()) if copy.stat().st_size <= LARGEST_COPY else UNKNOWN_EDITION
    except OSError:
        return UNKNOWN_EDITION


def read_manifest(desk):
    """Return what was handed over, {path: edition}; nothing where the manifest is missing or damaged."""
    manifest = desk / MANIFEST
    try:
        if manifest.is_file() and manifest.stat().st_size <= LARGEST_COPY:
            return from_manifest(manifest.read_bytes())
    except (OSError, ValueError):
        pass
    return {}


def write(path, content):
    """Write bytes; whatever happens meanwhile, the old file or the new one stands there whole."""
    keep_clear(path)
    unfinished = path.with_name(f".{path.name}.{token_hex(4)}.unfinished")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise
