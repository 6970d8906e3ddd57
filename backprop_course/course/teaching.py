"""What a teacher takes from a lesson: an assignment that nbgrader grades, and a copy whose answers are open.

An exercise in a lesson is a cell that ends in a call of its judge, and below it a folded solution.
"""

import ast
import re
from typing import NamedTuple

from nbformat.v4 import new_code_cell

from backprop_course.course.normal_form import from_text, to_text

SOLUTION = re.compile(r"<details>\s*<summary>\s*Solution.*?```python\n(.*?)```.*?</details>", re.DOTALL)
SETTING = "# Grading runs all cells anew: write your setting down, as in\n# {}.controls[...].value = ..."
TEST = """verdict = {question}
### BEGIN HIDDEN TESTS
assert verdict.kind.name == "RIGHT", verdict.words
### END HIDDEN TESTS
verdict"""
# Without this, nbgrader would put its own stub below the one that the lesson has.
CONFIG = 'c = get_config()\nc.ClearSolutions.code_stub = {"python": ""}\n'


class Asked(NamedTuple):
    """An exercise: its judge's name, what stands above the judge's call, and that call."""

    name: str
    stub: str
    question: str


def find_lesson(lessons, asked):
    """Return the notebook of a lesson in a folder, asked for by number, name or both.

    Raises ValueError where there is none.
    """
    paths = sorted(lessons.glob("[0-9]*.ipynb"))
    for path in paths:
        if asked.removesuffix(".ipynb") in (path.stem, *path.stem.split("_", 1)):
            return path
    known = ", ".join(path.stem for path in paths)
    raise ValueError(f"LESSON is {asked!r}, but must be the number or the name of one of: {known}")


def assignment_of(lesson):
    """Return the text of a lesson's nbgrader source, from the lesson's notebook, a path.

    Each exercise becomes a cell to answer, with the solution in it, and a locked one that gives a point.
    """
    notebook = from_text(lesson.read_text(encoding="utf-8"))
    cells, latest = [], None
    for cell in notebook.cells:
        solution = SOLUTION.search(cell.source) if cell.cell_type == "markdown" else None
        if solution and latest is not None:
            cells[latest : latest + 1] = graded(read_question(cells[latest].source), solution[1])
            cell.source = SOLUTION.sub("", cell.source).strip()
        if cell.cell_type == "code":
            latest = len(cells)
            cell = new_code_cell(cell.source, id=cell.id)
        if cell.source:
            cells.append(cell)
    notebook.cells = cells
    return to_text(notebook)


def read_question(source):
    """Return what the cell of an exercise, which ends in the call of its judge, asks."""
    call = ast.parse(source).body[-1]
    lines = source.splitlines()
    name = call.value.func.attr
    return Asked(name, "\n".join(lines[: call.lineno - 1]).strip(), "\n".join(lines[call.lineno - 1 :]))


def graded(asked, solution):
    """Return the two cells of an exercise in an nbgrader source."""
    stub = asked.stub or SETTING.format(ast.parse(asked.question).body[0].value.args[0].id)
    answer = f"{stub}\n\n### BEGIN SOLUTION\n{solution.strip()}\n### END SOLUTION"
    return [
        _cell(f"{asked.name}-answer", answer, solution=True),
        _cell(f"{asked.name}-test", TEST.format(question=asked.question), grade=True, locked=True, points=1),
    ]


def _cell(name, source, **said):
    about = {"schema_version": 3, "grade_id": name, "grade": False, "solution": False, "locked": False}
    return new_code_cell(source, id=name, metadata={"nbgrader": {**about, "task": False, **said}})


def unfolded(lesson):
    """Return the text of a lesson's notebook, a path, with all that is folded in it open."""
    notebook = from_text(lesson.read_text(encoding="utf-8"))
    for cell in notebook.cells:
        cell.metadata.pop("jupyter", None)  # it hides the output that answers a prediction
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("<details>", "<details open>")
    return to_text(notebook)
