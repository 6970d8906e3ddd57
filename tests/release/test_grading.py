"""An exported assignment in nbgrader: what is right gets every point, what is wrong or empty gets none."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import backprop_course.__main__ as command

pytestmark = pytest.mark.full

HOUSE = Path(__file__).resolve().parents[2]
GRADING = Path(sys.prefix) / "grading"  # laid there by `make full`
LESSON = "01_descend_a_slope"
NAME = f"{LESSON}/{LESSON}.ipynb"
SCORES = """SELECT student_id, base_cell.name, auto_score FROM grade
JOIN base_cell ON base_cell.id = grade.cell_id
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id"""


def nbgrader(*arguments):
    """Run nbgrader in the working folder."""
    path = [str(HOUSE), str(GRADING), os.environ.get("PYTHONPATH", "")]
    programs = [str(GRADING / "bin"), os.environ["PATH"]]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "PATH": os.pathsep.join(programs)}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def answered(released, answers):
    """The text of a released notebook with other texts in some of its cells to answer, by their names."""
    notebook = json.loads(released.read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell["source"] = answers[name]
    return json.dumps(notebook)


def to_answer(path):
    """The texts of the cells to answer in a notebook, by their names."""
    cells = json.loads(path.read_text())["cells"]
    cells = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")]
    return {cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"]) for cell in cells}


def test_right_wrong_and_empty_submissions_get_the_points_they_earn(tmp_path, monkeypatch):
    if not GRADING.is_dir():
        pytest.skip(f"nbgrader is not in {GRADING}, so no assignment was graded (`make full` lays it there)")
    monkeypatch.chdir(tmp_path)
    command.main(["assignment", LESSON])
    nbgrader("generate_assignment", LESSON)
    right = to_answer(tmp_path / "source" / NAME)
    wrong = {"second_step-answer": "theta = 0.2", "narrowest-answer": 'lab.controls["rate"].value = 0.45'}
    wrong |= {
        "descent-answer": "def my_descent(*anything):\n    return 0, 0",
        "limit-answer": "limit = 1 / 0",
    }
    for student, answers in (("right", right), ("some", right | wrong), ("none", {})):
        (tmp_path / "submitted" / student / LESSON).mkdir(parents=True)
        text = answered(tmp_path / "release" / NAME, answers)
        (tmp_path / "submitted" / student / NAME).write_text(text)
    nbgrader("autograde", LESSON)
    with sqlite3.connect(tmp_path / "gradebook.db") as book:
        scores = {(student, name): points for student, name, points in book.execute(SCORES)}
    for name in right:
        test = name.replace("-answer", "-test")
        assert scores["right", test] == 1, name
        assert scores["some", test] == (0 if name in wrong else 1), name
        assert scores["none", test] == 0, name
    assert len(scores) == 3 * len(right)
