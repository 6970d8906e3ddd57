"""The README's map of the course: a row for each notebook, with the question that its lesson answers.

`make notebooks` writes it; a test holds it in step. The question is the docstring of the lesson's package.
"""

import ast
import re
from pathlib import Path

from backprop_course.course.normal_form import from_text

HOUSE = Path(__file__).resolve().parent.parent
README = HOUSE / "README.md"
MAP = re.compile(
    r"(?<=<!-- the map: `make notebooks` writes it -->\n\n).*?(?=\n\n<!-- end of the map -->)", re.DOTALL
)


def main():
    """Write the map into the README."""
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def renewed(readme):
    """The text of the README with the map as it must be."""
    rows = [row(path) for path in sorted((HOUSE / "notebooks").glob("[0-9]*.ipynb"))]
    return MAP.sub(lambda old: "\n".join(["| | notebook | the question |", "|---|---|---|", *rows]), readme)


def row(path):
    """The row of one notebook: its number, its title with a link, its question."""
    number, _, lesson = path.stem.partition("_")
    title = from_text(path.read_text(encoding="utf-8")).cells[0].source.splitlines()[0].removeprefix("# ")
    package = HOUSE / "backprop_course" / "lessons" / lesson / "__init__.py"
    question = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8")))
    return f"| {number} | [{title}](notebooks/{path.name}) | {question} |"


if __name__ == "__main__":
    main()
