"""What answers at the addresses of an earlier version: a sentence that leads to the lesson's new version.

A learner's copy of a lesson stays as it is when the package moves on, and still imports by the old addresses.
"""

import os
import re
import sys
from pathlib import Path

# Addresses of modules that are elsewhere now.
EARLIER = set("checking descent diagnosis doors exercises faults initializers labs layers losses".split())
EARLIER |= set("models network normalizing optimizers plots probes programs propagation saving".split())
EARLIER |= set("searching stills style training".split())
COPY = re.compile(r"(\d\d_\w+?)(?: \(new version(?: \d+)?\))?(?:-Copy\d+)*\.ipynb")


class MovedImport(ImportError):
    """An import by an address of an earlier version; IPython shows its sentence without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


class EarlierVersion:
    """A finder of modules, asked after all others, that knows the addresses of an earlier version."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Raise MovedImport for an address of an earlier version."""
        package, _, module = name.partition(".")
        if package == "backprop_course" and module in EARLIER:
            raise MovedImport(sentence(os.environ.get("JPY_SESSION_NAME", "")), name=name)


def sentence(session):
    """Return what to do about a notebook of an earlier version, whose path Jupyter tells the kernel."""
    notebook = Path(session)
    made = "This copy was made for an earlier version of the course:"
    if not (copy := COPY.fullmatch(notebook.name)):
        return f"{made} the lesson's new version comes with `make lab`, and lies beside it."
    others = [each.name for each in notebook.parent.glob(f"{copy[1]}*.ipynb") if each.name != notebook.name]
    delivered = [name for name in others if re.fullmatch(r"\w+( \(new version( \d+)?\))?\.ipynb", name)]
    if delivered:
        newest = max(delivered, key=lambda name: (len(name), name))  # … (new version 9), (new version 10)
        return f"{made} open {newest} beside it, and take your answers along."
    return f"{made} rename it, and `make lab` puts the new {copy[1]}.ipynb in its place."


def install():
    """Let Python ask EarlierVersion where it finds no module; asked twice, it answers once."""
    if EarlierVersion not in sys.meta_path:
        sys.meta_path.append(EarlierVersion)
