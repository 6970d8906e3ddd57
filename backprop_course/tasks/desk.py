"""The learner's desk: how it is known, and how a file on it is added to. Nothing on it is ever taken away."""

import errno
import os
import stat
from pathlib import Path

MANIFEST = ".delivered.json"  # lies on every desk
KINDS = [
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISLNK, "a link that leads to no file"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
]


def find():
    """The desk that the working folder lies on, or None; the course's own notebooks lie on none."""
    try:
        here = Path.cwd()
        return next((folder for folder in (here, *here.parents) if (folder / MANIFEST).is_file()), None)
    except OSError:
        return None


def add(path, text):
    """Add a text to the end of a file, in one go: two programs at once lose nothing. Raises OSError."""
    keep_clear(path)
    content = text.encode()
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        written = os.write(file, content)
        os.fsync(file)
    finally:
        os.close(file)
    if written < len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def keep_clear(path):
    """Raise FileExistsError, in words, where something stands that is no file: a pipe would never end."""
    if os.path.lexists(path) and not path.is_file():
        mode = path.lstat().st_mode
        what = next((words for is_kind, words in KINDS if is_kind(mode)), "a device")
        raise FileExistsError(errno.EEXIST, f"{what} stands in its place")
