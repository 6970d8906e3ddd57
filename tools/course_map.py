"""The map of the course, in the README, in its first lesson and for teachers: a row for each notebook.

`make notebooks` writes it; a test holds it in step. The question is the docstring of the lesson's package;
the minutes, and what is needed, are what the notebook prints.
"""

import ast
import re
from pathlib import Path
from typing import NamedTuple

from backprop_course.course.normal_form import from_text, to_text

HOUSE = Path(__file__).resolve().parent.parent
README = HOUSE / "README.md"
TEACHING = HOUSE / "TEACHING.md"
FIRST = HOUSE / "notebooks" / "00_start_here.ipynb"
MAP = re.compile(
    r"(?<=<!-- the map: `make notebooks` writes it -->\n\n).*?(?=\n\n<!-- end of the map -->)", re.DOTALL
)
TIME = re.compile(r"\*\*Time\*\* (\d+) minutes(?:: (\d+) for the path)?")
NEEDED = re.compile(r"\*\*You need\*\* (.+?)\.(?=\s|$)")
LINK = re.compile(r"\]\((?=\w+\.ipynb)")


class Lesson(NamedTuple):
    """What the map says of a notebook; the minutes are for all of it, those of the path as printed, or ""."""

    number: str
    title: str
    question: str
    minutes: int
    path: str
    needed: str


def main():
    """Write the map into the README, into the page for teachers and into the first lesson."""
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    TEACHING.write_text(with_syllabus(TEACHING.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    FIRST.write_text(renewed_lesson(FIRST.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def renewed(readme, folder="notebooks/"):
    """A text with the map as it must be, where the notebooks lie in a folder."""
    head = ["| | lesson | the question | minutes | path |", "|---|---|---|--:|--:|"]
    rows = [
        f"| {each.number} | {linked(each, path, folder)} | {each.question} | {each.minutes} | {each.path} |"
        for path, each in lessons().items()
    ]
    return filled(readme, [*head, *rows])


def with_syllabus(page, folder="notebooks/"):
    """The page for teachers with its table as it must be: hours, and what is needed."""
    head = ["| | lesson | answers | needs | hours |", "|---|---|---|---|--:|"]
    rows, total = [], 0
    for path, each in lessons().items():
        total += each.minutes
        needed = LINK.sub(f"]({folder}", each.needed)
        name = linked(each, path, folder)
        rows.append(f"| {each.number} | {name} | {each.question} | {needed} | {each.minutes / 60:.1f} |")
    return filled(page, [*head, *rows, f"| | all | | | {total / 60:.0f} |"])


def filled(text, lines):
    """A text with these lines between the marks of its map."""
    return MAP.sub(lambda old: "\n".join(lines), text)


def linked(lesson, path, folder):
    """A lesson's title, which leads to its notebook."""
    return f"[{lesson.title}]({folder}{path.name})"


def renewed_lesson(text):
    """The text of the first lesson's notebook with the map as it must be."""
    notebook = from_text(text)
    for cell in notebook.cells:
        cell.source = renewed(cell.source, folder="")
    return to_text(notebook)


def lessons():
    """What each notebook of the core road says of itself, by its path."""
    return {path: read(path) for path in sorted((HOUSE / "notebooks").glob("[0-9]*.ipynb"))}


def read(path):
    """What a notebook and its lesson's package say."""
    number, _, lesson = path.stem.partition("_")
    text = "\n".join(cell.source for cell in from_text(path.read_text(encoding="utf-8")).cells)
    package = HOUSE / "backprop_course" / "lessons" / lesson / "__init__.py"
    question = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8")))
    needed = NEEDED.search(text)
    title = text.splitlines()[0].removeprefix("# ")
    minutes, path_alone = TIME.search(text).groups(default="")
    return Lesson(number, title, question, int(minutes), path_alone, needed[1] if needed else "")


if __name__ == "__main__":
    main()
