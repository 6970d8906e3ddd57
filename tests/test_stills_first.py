"""A saved lesson opens with the stills of its labs; showing it changes nothing that is saved."""

import asyncio
import sys
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config, Configurable

from backprop_course.course import launch, stills_first
from backprop_course.course.normal_form import WIDGET_VIEW

VIEW, ASIDE = WIDGET_VIEW, stills_first.SET_ASIDE
STILL, WORDS = "text/html", "text/plain"
NAME = "02_fit_a_line.ipynb"


class Server(Configurable):
    """As much of a server as a contents manager asks for: the sessions at work."""

    @property
    def session_manager(self):
        """What lists the sessions; here none is, or the lesson's."""
        return SimpleNamespace(list_sessions=self.list_sessions)

    at_work = ()

    async def list_sessions(self):
        """The sessions at work."""
        return [{"path": path} for path in self.at_work]


@pytest.fixture
def manager(tmp_path):
    """A contents manager on an empty desk that remembers what it trusts only as long as it lives."""
    # a database in memory is closed by no one
    notary = Config(NotebookNotary={"db_file": ":memory:"})
    manager = stills_first.StillsFirst(parent=Server(config=notary), root_dir=str(tmp_path))
    yield manager
    manager.notary.store.close()


def bundle(*kinds):
    """An output in these kinds."""
    data = {kind: f"a {kind}" for kind in kinds}
    if VIEW in data:
        data[VIEW] = {"model_id": "f00", "version_major": 2, "version_minor": 0}
    return new_output("display_data", data=data)


def lesson():
    """A lesson with a lab, a widget without a still, a stream, and a learner's own widget that has html."""
    lab, bare, own = bundle(VIEW, STILL, WORDS), bundle(VIEW, WORDS), bundle(VIEW, STILL)
    outputs = [lab, bare, new_output("stream", text="loss 1"), bundle(STILL)]
    return new_notebook(
        cells=[
            new_markdown_cell("# Fit a line"),
            new_code_cell("lab", execution_count=1, outputs=outputs),
            new_code_cell("mine", execution_count=2, outputs=[own]),
        ]
    )


def store(manager, tmp_path, trusted):
    """Lay a lesson on the desk; return its bytes."""
    notebook = lesson()
    if trusted:
        manager.notary.sign(notebook)
    nbformat.write(notebook, tmp_path / NAME)
    return (tmp_path / NAME).read_bytes()


def kinds(model):
    """The kinds of each output of a model, cell by cell."""
    code = [cell for cell in model["content"]["cells"] if cell["cell_type"] == "code"]
    return [[set(output.get("data", ())) for output in cell["outputs"]] for cell in code]


WHOLE = [[{VIEW, STILL, WORDS}, {VIEW, WORDS}, set(), {STILL}], [{VIEW, STILL}]]
STILLS = [[{ASIDE, STILL, WORDS}, {VIEW, WORDS}, set(), {STILL}], [{ASIDE, STILL}]]


@pytest.mark.parametrize(
    "trusted, at_work, shown",
    [(True, (), STILLS), (False, (), WHOLE), (True, (NAME,), WHOLE), (True, ("another.ipynb",), STILLS)],
)
def test_a_lesson_opens_with_stills_where_its_labs_are_gone(manager, tmp_path, trusted, at_work, shown):
    before = store(manager, tmp_path, trusted)
    manager.parent.at_work = at_work
    model = asyncio.run(manager.get(NAME))
    assert kinds(model) == shown and (tmp_path / NAME).read_bytes() == before
    asyncio.run(manager.save(model, NAME))
    assert kinds(asyncio.run(manager.get(NAME))) == shown, "what is saved is what was shown"
    assert {cell["metadata"]["trusted"] for cell in model["content"]["cells"][1:]} == {trusted}


def test_what_is_no_lesson_is_saved_as_ever(manager, tmp_path):
    asyncio.run(manager.save({"type": "file", "format": "text", "content": ASIDE}, "notes.txt"))
    assert (tmp_path / "notes.txt").read_text() == ASIDE == asyncio.run(manager.get("notes.txt"))["content"]
    asyncio.run(manager.save({"type": "directory"}, "deeper"))
    assert (tmp_path / "deeper").is_dir()


def test_the_lab_starts_without_the_stills(monkeypatch):
    assert launch.stills_first() == [
        "--ServerApp.contents_manager_class=backprop_course.course.stills_first.StillsFirst"
    ]
    monkeypatch.setitem(sys.modules, "backprop_course.course.stills_first", None)
    assert launch.stills_first() == []
