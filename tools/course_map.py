"""The map of the course, in the README and in its first lesson: a row for each notebook.

`make notebooks` writes it; a test holds it in step. The question is the docstring of the lesson's package,
the minutes are those that the notebook prints.
"""

import ast
import re
from pathlib import Path

from backprop_course.course.normal_form import from_text, to_text

HOUSE = Path(__file__).resolve().parent.parent
README = HOUSE / "README.md"
FIRST = HOUSE / "notebooks" / "00_start_here.ipynb"
MAP = re.compile(
    r"(?<=<!-- the map: `make notebooks` writes it -->\n\n).*?(?=\n\n<!-- end of the map -->)", re.DOTALL
)
TIME = re.compile(r"\*\*Time\*\* (\d+(?: \+ \d+)?) minutes")


def main():
    """Write the map into the README and into the first lesson."""
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    FIRST.write_text(renewed_lesson(FIRST.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def renewed(readme, folder="notebooks/"):
    """A text with the map as it must be, where the notebooks lie in a folder."""
    rows = [row(path, folder) for path in sorted((HOUSE / "notebooks").glob("[0-9]*.ipynb"))]
    head = ["| | lesson | the question | minutes |", "|---|---|---|---|"]
    return MAP.sub(lambda old: "\n".join([*head, *rows]), readme)


def renewed_lesson(text):
    """The text of the first lesson's notebook with the map as it must be."""
    notebook = from_text(text)
    for cell in notebook.cells:
        cell.source = renewed(cell.source, folder="")
    return to_text(notebook)


def row(path, folder):
    """The row of one notebook: its number, its title with a link, its question, its minutes."""
    number, _, lesson = path.stem.partition("_")
    text = "\n".join(cell.source for cell in from_text(path.read_text(encoding="utf-8")).cells)
    title, minutes = text.splitlines()[0].removeprefix("# "), TIME.search(text)[1]
    package = HOUSE / "backprop_course" / "lessons" / lesson / "__init__.py"
    question = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8")))
    return f"| {number} | [{title}]({folder}{path.name}) | {question} | {minutes} |"


if __name__ == "__main__":
    main()
