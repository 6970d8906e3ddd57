"""The build backend of the course: flit's, but its wheel carries the lessons inside the package.

In the repository they lie beside the package, where a reader looks for them. The wheel is built from a copy
of both in which they lie within; the source tree is not touched.
"""

import re
import shutil
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from flit_core import buildapi
from flit_core.buildapi import (  # noqa: F401  what a build frontend calls as it is
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
)

ABOUT = ("pyproject.toml", "LICENSE")
WAY = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:|#)[^)]*\)")  # a link to a file beside, or a picture there
LEFT = shutil.ignore_patterns(".*", "__pycache__")


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Build the wheel from the source tree in the working folder, and return its file's name."""
    wheels = Path(wheel_directory).resolve()
    with TemporaryDirectory() as folder:
        lay_out(Path(folder))
        with chdir(folder):
            return buildapi.build_wheel(wheels, config_settings, metadata_directory)


def lay_out(folder):
    """Copy the package into a folder, with the lessons and the page that they link to inside it."""
    package = folder / "backprop_course"
    shutil.copytree("backprop_course", package, ignore=LEFT)
    shutil.copytree("notebooks", package / "notebooks", ignore=LEFT)
    shutil.copy("FAULTS.md", package)
    for name in ABOUT:
        shutil.copy(name, folder)
    text = Path("README.md").read_text("utf-8")
    (folder / "README.md").write_text(standing_alone(text), "utf-8")


def standing_alone(text):
    """A text without pictures of files beside it, and with plain words for links to such files."""
    return WAY.sub(lambda found: "" if found[1] else found[2], text)
