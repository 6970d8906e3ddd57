"""Copies of the lessons to run elsewhere, as on Colab and Kaggle: their first cell installs the course.

`make site` lays them beside its pages, in build/site/html/copies. Where the course is there, the cell does
nothing. It can install the course once that is released.
"""

import nbformat

INSTALL = """# Where the course is missing, as on Colab or Kaggle, this installs it.
from importlib.util import find_spec

if find_spec("backprop_course") is None:
    %pip install --quiet backprop-course"""


def with_install(lesson):
    """A copy of a lesson whose first code cell installs the course where it is missing."""
    copy = nbformat.from_dict(lesson)
    first = next(place for place, cell in enumerate(copy.cells) if cell.cell_type == "code")
    copy.cells.insert(first, nbformat.v4.new_code_cell(INSTALL, id="install"))
    return copy


def lay_out(lessons, folder):
    """Write the copies of the notebooks in a folder and in those within it, by the same paths."""
    for path in sorted(lessons.rglob("[0-9]*.ipynb")):
        copy = folder / path.relative_to(lessons)
        copy.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(with_install(nbformat.read(path, as_version=4)), copy)
