"""How a lesson is laid out: its name, its first cell and its end; and where its links lead."""

import ast
import builtins
import re
from pathlib import Path

import pytest
from notebooks_on_stage import BOTH_ROADS, headings, markdown, names

from backprop_course.course import normal_form

LESSONS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
CLOSING = ("Summary", "Go on", "Further reading")
COMPANIONS = [path for path in BOTH_ROADS if path.parent.name == "deeper"]


@pytest.fixture(params=LESSONS, ids=lambda path: path.name)
def path(request):
    """One lesson after the other."""
    return request.param


def cells(path, kind):
    """The sources of a lesson's cells of one kind."""
    notebook = normal_form.from_text(path.read_text(encoding="utf-8"))
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def test_the_first_code_cell_only_imports_ours_and_numpy(path):
    statements = ast.parse(cells(path, "code")[0]).body
    assert statements and all(isinstance(each, ast.Import | ast.ImportFrom) for each in statements)
    modules = {getattr(each, "module", None) or alias.name for each in statements for alias in each.names}
    assert {module.split(".")[0] for module in modules} <= {"backprop_course", "numpy"}


def test_name_and_title_start_with_the_same_verb(path):
    number, verb, *_ = path.stem.split("_")
    title = re.match(r"# (?:\W*\d+\W+)?(\w+)", cells(path, "markdown")[0])
    assert number.isdigit()
    assert title and title[1].lower() == verb


def section(path, heading):
    """The text under a heading of the second level."""
    text = "\n\n".join(cells(path, "markdown"))
    found = re.search(rf"^## {heading}\s*$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL | re.IGNORECASE)
    assert found, f"there is no section ## {heading}"
    return found[1]


def test_it_closes_with_summary_go_on_and_further_reading(path):
    summary, _, reading = [section(path, heading) for heading in CLOSING]
    assert re.search(r"^[-*] ", summary, re.MULTILINE)
    assert re.search(r"\b(18|19|20)\d\d\b", reading), "further reading names author, title and year"


@pytest.mark.parametrize("path", BOTH_ROADS, ids=lambda path: path.stem)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(path):
    for link in re.findall(r"\]\(((?!https?:)[^)\s]+)\)", markdown(path)):
        file, _, place = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        assert not place or place in [each.replace(" ", "-") for each in headings(target)], link


def sections(path):
    """A notebook's first code cell, and by heading of the second level the code cells below it."""
    notebook = normal_form.from_text(path.read_text(encoding="utf-8"))
    first, found, below = None, {}, None
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for heading in re.findall(r"^## (.+?)\s*$", cell.source, re.MULTILINE):
                below = found.setdefault(heading, [])
        elif first is None:
            first = cell.source
        else:
            below.append(cell.source)
    return first, {heading: sources for heading, sources in found.items() if sources}


SECTIONS = [
    pytest.param(path, heading, id=f"{path.stem}-{heading}")
    for path in COMPANIONS
    for heading in sections(path)[1]
]


@pytest.mark.parametrize(("path", "heading"), SECTIONS)
def test_a_question_of_a_companion_needs_the_first_cell_only(path, heading):
    first, by_heading = sections(path)
    known = {*dir(builtins), *names(first)[0]}
    for source in by_heading[heading]:
        made, used = names(source)
        assert used <= known | made
        known |= made


def test_a_question_that_needs_another_one_is_seen():
    assert names("error = output - target\nprint(np.sum(error))")[1] - {"error"} == {
        "np",
        "output",
        "target",
        "print",
    }
