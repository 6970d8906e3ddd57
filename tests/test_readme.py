"""What the README and the page of misconceptions promise holds."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from notebooks_on_stage import FOLDER, NOTEBOOKS, cells

from tools import course_map, course_wheel, moving_picture

ROOT = FOLDER.parent
README = (ROOT / "README.md").read_text()
ROWS = [line for line in (ROOT / "MISCONCEPTIONS.md").read_text().splitlines() if line.startswith("| ")][1:]
PLACE = re.compile(r"\[(\d\d)\]\((notebooks/\S+\.ipynb)\), (.+?) \|$")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


PROGRAM, CALL = blocks("python")
ANSWER = blocks("text")[0]
[COMMAND] = [block for block in blocks("sh") if block.startswith("python -m backprop_course examine")]


def examined(folder, code):
    """What the command answers to a program in a file, and its exit code, with the clone on the path."""
    (folder / "my_net.py").write_text(code)
    command = [sys.executable, "-m", *COMMAND.split()[2:]]
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    return done.stdout, done.returncode


@pytest.mark.slow
def test_the_program_of_the_readme_gets_the_answer_printed_there(tmp_path):
    assert examined(tmp_path, PROGRAM) == (ANSWER, 1)


@pytest.mark.slow
def test_the_program_of_the_readme_mended_as_it_says_is_right(tmp_path):
    mended = PROGRAM.replace("1 - np.tanh(h) ** 2", "1 - h ** 2")
    assert mended != PROGRAM and "`1 - h ** 2`" in README
    words, ends = examined(tmp_path, mended)
    assert words.startswith("Right") and ends == 0


def test_the_call_of_the_readme_gives_the_same_answer_and_a_picture():
    *lines, last = CALL.strip().splitlines()
    space = {}
    exec("\n".join([PROGRAM, *lines]), space)
    report = eval(last, space)
    assert report.answer == ANSWER.splitlines()[0] and "<svg" in report._repr_html_()


def test_the_command_of_the_readme_needs_nothing_but_numpy():
    heavy = ("matplotlib", "ipywidgets", "IPython", "jupyterlab")
    code = f"import sys, backprop_course.check.file; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_words_for_the_moving_picture_are_those_of_its_last_frame():
    last = moving_picture.compute(moving_picture.STEPS[-1], moving_picture.RATE)
    assert f"{moving_picture.say(last)}](docs/lab.gif)" in README


def anchors(page):
    """The places of a page that a link may name: its headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_leads_somewhere():
    for page in ROOT.glob("*.md"):
        for link in re.findall(r"\]\(([^)]+)\)", page.read_text()):
            file, _, anchor = link.partition("#")
            target = ROOT / file if file else page
            assert target.exists(), f"{page.name}: {link}"
            assert not anchor or anchor in anchors(target), f"{page.name}: {link}"


def test_what_stands_in_the_wheel_leads_to_no_file_beside_it(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    name = course_wheel.build_wheel(tmp_path)
    with zipfile.ZipFile(tmp_path / name) as wheel:
        [about] = [wheel.read(each).decode() for each in wheel.namelist() if each.endswith("/METADATA")]
    ways = re.findall(r"\]\(([^)]*)\)", about)
    assert ways and all(way.startswith("#") for way in ways)
    assert "| 01 | Descend a slope |" in about and "lab.gif" not in about


def test_the_syllabus_for_teachers_is_what_the_lessons_say():
    page = (ROOT / "TEACHING.md").read_text()
    assert course_map.with_syllabus(page) == page, "run python -m tools.course_map"
    assert re.findall(r"^\| \d\d \| \[.+?\]\(notebooks/(.+?)\.ipynb\)", page, re.MULTILINE) == [
        path.stem for path in NOTEBOOKS
    ]


def test_the_map_names_every_notebook_and_its_question():
    assert course_map.renewed(README) == README, "run python -m tools.course_map"
    assert re.findall(r"\]\(notebooks/(.+?)\.ipynb\)", README) == [path.stem for path in NOTEBOOKS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:42])
def test_every_misconception_is_answered_in_a_section_that_exists(row):
    number, file, section = PLACE.search(row).groups()
    headings = re.findall(r"^#+ (.+)$", "\n".join(c.source for c in cells(ROOT / file)), re.MULTILINE)
    assert Path(file).name.startswith(number) and section in headings


def test_there_are_rows():
    assert len(ROWS) >= 40
