"""What CONTRIBUTING.md tells a newcomer to do, done as written in a copy of the course: it works."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from backprop_course.course import normal_form

pytestmark = pytest.mark.full

HOUSE = Path(__file__).resolve().parents[2]
GUIDE = (HOUSE / "CONTRIBUTING.md").read_text(encoding="utf-8")
LESSON = "halve_a_number"
NOTEBOOK = f"notebooks/99_{LESSON}.ipynb"
FILES = re.compile(r"^`(backprop_course/\S+)`:\n\n```python\n(.*?)```$", re.MULTILINE | re.DOTALL)
CELLS = re.compile(r"^(`{3,4})(markdown|python)\n(.*?)\n\1$", re.MULTILINE | re.DOTALL)


def section(title):
    """What the guide says under a heading."""
    return GUIDE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def block(words):
    """The code under a line of the guide that holds some words."""
    return GUIDE.partition(words)[2].partition("```python\n")[2].partition("```")[0]


def put(path, before, code):
    """Insert code behind a text that stands once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path.name}: {before}"
    path.write_text(text.replace(before, before + code), encoding="utf-8")


class Copy:
    """A copy of the course, in which commands run."""

    def __init__(self, home):
        self.home = home
        for folder in ("backprop_course", "notebooks", "tests", "tools"):
            skipped = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(HOUSE / folder, home / folder, ignore=skipped)
        for name in (
            "README.md",
            "FAULTS.md",
            "MISCONCEPTIONS.md",
            "CONTRIBUTING.md",
            "TEACHING.md",
            "pyproject.toml",
        ):
            shutil.copy(HOUSE / name, home / name)

    def files(self):
        """All files in it but what running leaves behind."""
        return {path.relative_to(self.home).as_posix() for path in self.home.rglob("*") if path.is_file()}

    def run(self, *arguments):
        """Run a module of Python here; return its exit code and what it printed."""
        command = [sys.executable, "-B", "-m", *arguments]
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, env=self.environment())
        return done.returncode, done.stdout + done.stderr

    def environment(self):
        """The environment, with the copy first on Python's path: kernels look there too."""
        return {**os.environ, "PYTHONPATH": str(self.home)}

    def test(self, *arguments):
        """Run some tests here."""
        return self.run("pytest", "-q", "-p", "no:cacheprovider", "-m", "not full", *arguments)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course, with the guide's lesson in it."""
    copy = Copy(tmp_path_factory.mktemp("course") / "house")
    copy.before = copy.files()
    lay_files(copy, "Add a lesson")
    store(copy, nbformat.v4.new_notebook(cells=cells_of("cells")))
    return copy


def lay_files(course, title):
    """Write the files that the guide shows under a heading."""
    for name, code in FILES.findall(section(title)):
        (course.home / name).parent.mkdir(exist_ok=True)
        (course.home / name).write_text(code, encoding="utf-8")


def cells_of(what):
    """The cells that the guide shows, between two marks."""
    shown = GUIDE.partition(f"<!-- {what} -->")[2].partition(f"<!-- end of {what} -->")[0]
    made = {"markdown": nbformat.v4.new_markdown_cell, "python": nbformat.v4.new_code_cell}
    return [made[kind](text) for _, kind, text in CELLS.findall(shown)]


def store(course, notebook):
    """Store the lesson's notebook in normal form."""
    text = normal_form.to_text(normal_form.normalize(notebook))
    (course.home / NOTEBOOK).write_text(text, encoding="utf-8")


def above_the_summary(course, cells):
    """Store the lesson's notebook with more cells."""
    notebook = normal_form.from_text((course.home / NOTEBOOK).read_text(encoding="utf-8"))
    (summary,) = [i for i, cell in enumerate(notebook.cells) if cell.source.startswith("## Summary")]
    notebook.cells[summary:summary] = cells
    store(course, notebook)


def test_a_new_lesson_is_one_folder_and_one_notebook(course):
    added = course.files() - course.before
    assert added and all(name.startswith((f"backprop_course/lessons/{LESSON}/", NOTEBOOK)) for name in added)
    assert course.run("tools.notebooks", NOTEBOOK) == (0, f"99_{LESSON}.ipynb: every cell ran\n")
    assert course.run("tools.course_map") == (0, "")
    code, told = course.test("tests/laws", "tests/test_house.py", "-k", LESSON)
    assert code == 0, told
    code, told = course.test("tests/test_readme.py", "-k", f"{LESSON} or map")
    assert code == 0, told
    pixels = "--nbval-sanitize-with", "tests/nbval.cfg"
    code, told = course.test("--nbval", "--nbval-current-env", *pixels, NOTEBOOK)
    assert code == 0, told


def test_a_new_mistake_is_called_by_its_words(course):
    path = course.home / "backprop_course" / "lessons" / LESSON / "exercises.py"
    put(path, "    mistakes=[\n", block("in `mistakes` of `half`"))
    code, told = course.test("tests/laws/test_exercises.py", "-k", LESSON)
    assert code == 0 and "passed" in told, told


def test_a_new_prediction_is_asked_and_answered(course):
    lay_files(course, "Add a prediction")
    above_the_summary(course, cells_of("cells of a prediction"))
    code, told = course.test("tests/laws/test_predictions.py", "-k", LESSON)
    assert code == 1 and "the answer's output is not stored collapsed" in told, told
    notebook = normal_form.from_text((course.home / NOTEBOOK).read_text(encoding="utf-8"))
    (answer,) = [cell for cell in notebook.cells if "predictions.twice.answer" in cell.source]
    answer.metadata["jupyter"] = {"outputs_hidden": True}  # what JupyterLab notes where it is collapsed
    store(course, notebook)
    assert course.run("tools.notebooks", NOTEBOOK)[0] == 0
    code, told = course.test("tests/laws/test_predictions.py", "-k", LESSON)
    assert code == 0 and "passed" in told, told


def test_a_new_claim_is_measured(course):
    lay_files(course, "Add a claim")
    code, told = course.test("tests/laws/test_claims.py", "-k", LESSON)
    assert code == 1 and "test_its_sentence_stands_in_its_lesson" in told, told
    above_the_summary(course, cells_of("cells of a claim"))
    code, told = course.test("tests/laws/test_claims.py", "-k", LESSON)
    assert code == 0 and "passed" in told, told


def test_what_is_to_be_read_in_check_is_there():
    named = re.findall(r"`(\w+(?:\.py|/))`", section("Read check/"))
    assert len(named) > 5 and all((HOUSE / "backprop_course" / "check" / name).exists() for name in named)


def test_a_new_fault_is_caught_and_named(course):
    path = course.home / "backprop_course" / "check" / "faults.py"
    text = path.read_text(encoding="utf-8")
    code = block("above `def weights_averaged`")
    path.write_text(text.replace("def weights_averaged", code + "def weights_averaged"))
    put(path, "\nLAYER = (\n", block("after `LAYER = (`"))
    put(course.home / "tests" / "test_symptoms.py", "\nSEEN = {\n", block("after `SEEN = {`"))
    assert course.run("tools.faults_page")[0] == 0
    assert "taken from the last example" in (course.home / "FAULTS.md").read_text(encoding="utf-8")
    code, told = course.test("tests/test_faults.py", "tests/test_symptoms.py", "tests/test_diagnosis.py")
    assert code == 0, told
