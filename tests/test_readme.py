"""What the README and the page of misconceptions promise holds."""

import contextlib
import io
import re
from pathlib import Path

import pytest
from notebooks_on_stage import FOLDER, NOTEBOOKS, cells

from tools import course_map

ROOT = FOLDER.parent
README = (ROOT / "README.md").read_text()
ROWS = [line for line in (ROOT / "MISCONCEPTIONS.md").read_text().splitlines() if line.startswith("| ")][1:]
PLACE = re.compile(r"\[(\d\d)\]\((notebooks/\S+\.ipynb)\), (.+?) \|$")


def answer(code):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    return printed.getvalue()


def test_the_layer_of_the_readme_passes_its_check_and_fails_when_broken():
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL).group(1)
    assert len(code.strip().splitlines()) <= 12
    assert answer(code).startswith("dx ") and "ok" in answer(code)
    assert "WRONG" in answer(code.replace("dy * (1 + np", "dy * (np"))


def test_every_link_leads_somewhere():
    for page in (ROOT / "README.md", ROOT / "MISCONCEPTIONS.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            assert (ROOT / link).exists(), f"{page.name}: {link}"


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
