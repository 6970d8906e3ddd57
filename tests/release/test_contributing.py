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
ADD_A_LESSON = GUIDE.partition("\n## Add a lesson\n")[2].partition("\n## Add a mistake\n")[0]
FILES = re.compile(r"^`(backprop_course/\S+)`:\n\n```python\n(.*?)```$", re.MULTILINE | re.DOTALL)
CELLS = re.compile(r"^(`{3,4})(markdown|python)\n(.*?)\n\1$", re.MULTILINE | re.DOTALL)


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
    for name, code in FILES.findall(ADD_A_LESSON):
        (copy.home / name).parent.mkdir(exist_ok=True)
        (copy.home / name).write_text(code, encoding="utf-8")
    cells = ADD_A_LESSON.partition("<!-- cells -->")[2].partition("<!-- end of cells -->")[0]
    made = {"markdown": nbformat.v4.new_markdown_cell, "python": nbformat.v4.new_code_cell}
    notebook = nbformat.v4.new_notebook(cells=[made[kind](text) for _, kind, text in CELLS.findall(cells)])
    text = normal_form.to_text(normal_form.normalize(notebook))
    (copy.home / "notebooks" / f"99_{LESSON}.ipynb").write_text(text, encoding="utf-8")
    return copy


def test_a_new_lesson_is_one_folder_and_one_notebook(course):
    notebook = f"notebooks/99_{LESSON}.ipynb"
    added = course.files() - course.before
    assert added and all(name.startswith((f"backprop_course/lessons/{LESSON}/", notebook)) for name in added)
    assert course.run("tools.notebooks", notebook) == (0, f"99_{LESSON}.ipynb: every cell ran\n")
    assert course.run("tools.course_map") == (0, "")
    code, told = course.test("tests/laws", "tests/test_house.py", "-k", LESSON)
    assert code == 0, told
    code, told = course.test("tests/test_readme.py", "-k", f"{LESSON} or map")
    assert code == 0, told
    code, told = course.test("--nbval", "--nbval-current-env", notebook)
    assert code == 0, told


def test_a_new_mistake_is_called_by_its_words(course):
    path = course.home / "backprop_course" / "lessons" / LESSON / "exercises.py"
    put(path, "    mistakes=[\n", block("in `mistakes` of `half`"))
    code, told = course.test("tests/laws/test_exercises.py", "-k", LESSON)
    assert code == 0 and "passed" in told, told


def test_a_new_fault_is_caught_and_named(course):
    path = course.home / "backprop_course" / "check" / "faults.py"
    text = path.read_text(encoding="utf-8")
    code = block("above `def weights_averaged`")
    path.write_text(text.replace("def weights_averaged", code + "def weights_averaged"))
    put(path, "\nLAYER = (\n", block("after `LAYER = (`"))
    put(course.home / "tests" / "test_symptoms.py", "\nSEEN = {\n", block("after `SEEN = {`"))
    assert course.run("tools.faults_page")[0] == 0
    assert "last row only" in (course.home / "FAULTS.md").read_text()
    code, told = course.test("tests/test_faults.py", "tests/test_symptoms.py", "tests/test_diagnosis.py")
    assert code == 0, told
