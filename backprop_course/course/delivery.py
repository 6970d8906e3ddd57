"""What `make lab` runs: the learner's own copy of the lessons, brought up to date and opened in JupyterLab.

The lessons stand in notebooks/, the learner works on the desk, my_course/. The desk's manifest keeps, by
name, the fingerprint of the newest version of each lesson that was handed over; a copy that still has it is
untouched.
Four rules:

    a lesson that is not on the desk is added; so one that the learner deleted is put back
    an untouched copy is replaced when its lesson is updated
    a touched copy stays; an updated lesson is laid beside it, once, under a new name
    without a readable manifest every copy counts as touched
"""

import hashlib
import json
import os
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

from backprop_course.course.normal_form import from_text, normalize, to_text

HOUSE = Path(__file__).resolve().parents[2]
SETTINGS = Path(__file__).resolve().parent / "settings"
MANIFEST = ".delivered.json"
CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))


def main(lessons=HOUSE / "notebooks", desk=HOUSE / "my_course", extra=()):
    """Bring the desk up to date, say what is new there, and become JupyterLab."""
    for line in deliver(lessons, desk):
        print(line)
    sys.stdout.flush()
    os.execv(sys.executable, lab_command(desk, os.environ, extra))


def deliver(lessons, desk):
    """Bring the desk up to date with the lessons; return one line for everything that is new on it."""
    desk.mkdir(parents=True, exist_ok=True)
    before = read_manifest(desk)
    after, news = dict(before), []
    for lesson in sorted(lessons.glob("*.ipynb")):
        new = lesson.read_bytes()
        news += hand_over(desk / lesson.name, new, before.get(lesson.name))
        after[lesson.name] = fingerprint(new)
    if after != before:
        write(desk / MANIFEST, json.dumps(after, indent=1, sort_keys=True).encode())
    return news


def hand_over(copy, new, handed):
    """Bring one copy up to date, `handed` being the fingerprint of the last delivery; return the news."""
    if not copy.exists():
        write(copy, new)
        return [f"{copy.name} is on your desk."]
    mine = fingerprint(copy.read_bytes())
    if fingerprint(new) in (mine, handed):
        return []
    if mine == handed:
        write(copy, new)
        return [f"{copy.name} was updated; you had not changed it."]
    return lay_beside(copy, new)


def lay_beside(copy, new):
    """Write an updated lesson beside the learner's copy, unless it lies there already; return the news."""
    for place in places_beside(copy):
        if not place.exists():
            write(place, new)
            return [f"{copy.name} was updated; yours stays, the new one lies beside it: {place.name}"]
        if fingerprint(place.read_bytes()) == fingerprint(new):
            return []


def places_beside(copy):
    """Yield `lesson (new version).ipynb`, `lesson (new version 2).ipynb` and so on."""
    yield copy.with_name(f"{copy.stem} (new version){copy.suffix}")
    for number in count(2):
        yield copy.with_name(f"{copy.stem} (new version {number}){copy.suffix}")


def read_manifest(desk):
    """Return what was handed over, as {name: fingerprint}; nothing where the manifest is damaged."""
    try:
        manifest = json.loads((desk / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def fingerprint(content):
    """Return a hash of a notebook in its normal form, or of the bare bytes of what is no notebook."""
    # Opening a lesson makes JupyterLab note the kernel's version in it: that is not the learner's work.
    with suppress(Exception):
        content = to_text(normalize(from_text(content.decode()))).encode()
    return hashlib.sha256(content).hexdigest()


def write(path, content):
    """Write bytes so that a power cut leaves the old file or the new one, and never half of it."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def lab_command(desk, environment, extra=()):
    """Return the command line that opens JupyterLab on the desk, at its first lesson."""
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={desk}", "--ServerApp.ip=127.0.0.1"]
    command += [f"--LabApp.app_settings_dir={SETTINGS}"]
    command += ["--Application.log_level=ERROR"]  # still prints the address, and only that
    command += ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    first = sorted(lesson.name for lesson in desk.glob("*.ipynb"))[:1]
    command += [f"--LabApp.default_url=/lab/tree/{name}" for name in first]
    command += ["--allow-root"] if is_root() else []
    command += [] if has_screen(environment) else ["--no-browser"]
    return [*command, *no_delay(), *stills_first(), *extra]


def is_root():
    """Return whether JupyterLab would refuse to start without being told that root is meant."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def has_screen(environment):
    """Return whether a browser can open: not in a container, nor in CI, nor on Linux without a display."""
    if "CI" in environment or any(mark.exists() for mark in CONTAINER_MARKS):
        return False
    return sys.platform != "linux" or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def no_delay():
    """Return the option for our no_delay; none where a later jupyter_server has no place for it."""
    try:
        from backprop_course.course.no_delay import NoDelay
    except Exception:
        return []
    return [f"--ServerApp.kernel_websocket_connection_class={NoDelay.__module__}.{NoDelay.__name__}"]


def stills_first():
    """Return the option for our stills_first; none where a later jupyter_server has no place for it."""
    try:
        from backprop_course.course.stills_first import StillsFirst
    except Exception:
        return []
    return [f"--ServerApp.contents_manager_class={StillsFirst.__module__}.{StillsFirst.__name__}"]


if __name__ == "__main__":
    main(extra=sys.argv[1:])
